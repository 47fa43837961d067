/// 不備. One thing that a claim lacks: a paper, a day that nobody knows, or that it came too late.
package struct ClaimLack: Sendable, Hashable, Codable {
    /// Key of the paper, `limit`, or `hold-` with the kind of the gap.
    package let key: String
    /// What lacks, as a clerk reads it.
    package let label: String
    /// 根拠条文.
    package let article: LawArticle
}

extension ClaimCheck {
    /// 不備, all of them; none where the claim may be sent on.
    package func lacks() -> [ClaimLack] {
        var lacks = missing.map { ClaimLack(key: $0.key, label: $0.label, article: $0.article) }
        lacks += holds.map { ClaimLack(key: "hold-\($0.kind.rawValue)", label: $0.reason.text, article: $0.reason.article) }
        if let limit, !limit.isInTime, limit.effect == .refusal {
            lacks.append(ClaimLack(key: "limit", label: limit.reason.text, article: limit.reason.article))
        }
        return lacks
    }
}
