package import Addressee

/// 裁定請求の表.
package struct ClaimTables: Sendable {
    /// 請求の期限.
    package enum Limit: Sendable, Hashable {
        /// None.
        case none
        /// The day before an age is attained at the latest.
        case beforeAge(AgeLimits.Key)
        /// So many years from the day of the ground.
        case years(Int)
    }

    /// What passing the limit does.
    package enum LimitEffect: String, Sendable, Hashable, Codable, CaseIterable {
        /// 請求できない
        case refusal
        /// 時効: what is older is not paid any more, the claim itself goes on.
        case prescription
    }

    /// One kind of claim.
    package struct Row: Sendable, Hashable {
        /// Such as 障害基礎年金.
        package let label: String
        /// 請求の期限.
        package let limit: Limit
        /// What passing the limit does; `nil` without a limit.
        package let effect: LimitEffect?
        /// 督促. Days after receipt on which what is missing is asked for, rising.
        package let remindAfter: [Int]
        /// 年金コード that go with it, as text.
        package let codes: [String]
        /// 請求できる者: relations to the deceased of whom one claims; empty where the insured person does.
        package let claimants: [ClaimantRelation]
        /// The day that a claim has to tell, by its name, such as 死亡日; empty where there is none.
        package let ground: String
        /// Whether it has to tell 初診日.
        package let tellsFirstVisit: Bool
        /// 根拠条文.
        package let article: LawArticle
        /// 根拠条文 of who may claim.
        package let claimantsArticle: LawArticle
    }

    /// One paper.
    package struct Attachment: Sendable, Hashable {
        /// Key of the paper.
        package let key: String
        /// Such as 診断書（所定の様式）.
        package let label: String
        /// When it is asked for; `nil`: always.
        package let circumstance: ClaimCircumstance?
        /// 根拠条文.
        package let article: LawArticle
    }

    /// Key of 診断書: a claim that asks for it tells 診断書情報.
    package static let certificate = "certificate"
    /// Key of 受診状況等証明書.
    package static let firstVisitProof = "first-visit"

    private let rows: [ClaimKind: Dated<Row>]
    private let papers: [ClaimKind: [(key: String, rows: Dated<Attachment>)]]

    init(_ table: RuleTable, attachments: RuleTable) throws(RuleTableError) {
        var rows: [ClaimKind: Dated<Row>] = [:]
        for row in table.rows {
            let limit: Limit
            switch try row.text("limit") {
            case "none": limit = .none
            case "before-age": limit = .beforeAge(try row.code("limit-value"))
            case "years": limit = .years(try row.integer("limit-value"))
            default: throw row.fault("limitは none, before-age, years のいずれかで書いてください。")
            }
            let effect = row.optional("effect").isEmpty ? nil : try row.code("effect", LimitEffect.self)
            guard (limit == .none) == (effect == nil) else { throw row.fault("limitがあるときだけeffectを書いてください。") }
            let days = row.optional("remind").split(separator: ",").map { Int($0) }
            let remind = days.compactMap { $0 }
            guard remind.count == days.count, remind == Array(Set(remind)).sorted(), (remind.first ?? 1) > 0 else {
                throw row.fault("remindは日数を小さい順にコンマで区切って書いてください。")
            }
            var claimants: [ClaimantRelation] = []
            if try row.text("claimants") != "insured" {
                for text in try row.text("claimants").split(separator: ",") {
                    guard let relation = ClaimantRelation(rawValue: String(text)) else { throw row.fault("claimantsは insured か、続柄をコンマで区切って書いてください。") }
                    claimants.append(relation)
                }
            }
            let ground = row.optional("ground")
            if case .years = limit, ground.isEmpty { throw row.fault("年数の期限には、数え始める日の名をgroundに書いてください。") }
            let kind = try row.code("kind", ClaimKind.self)
            let read = Row(
                label: try row.text("label"), limit: limit, effect: effect, remindAfter: remind,
                codes: row.optional("codes").split(separator: ",").map(String.init), claimants: claimants, ground: ground,
                tellsFirstVisit: try row.truth("first-visit"), article: try row.article(),
                claimantsArticle: LawArticle(try row.text("claimants-article")))
            guard rows[kind, default: Dated()].add(read, from: try row.optionalDay("valid-from")) else {
                throw row.fault("\(kind.rawValue)の同じ日からの行が二つあります。")
            }
        }
        for kind in ClaimKind.allCases where rows[kind] == nil { throw RuleTableError(file: table.file, "\(kind.rawValue)の行がありません。") }
        var papers: [ClaimKind: [(key: String, rows: Dated<Attachment>)]] = [:]
        for row in attachments.rows {
            let kind: ClaimKind = try row.code("kind")
            let always = try row.text("when") == "always"
            let paper = Attachment(
                key: try row.text("attachment"), label: try row.text("label"), circumstance: always ? nil : try row.code("when"),
                article: try row.article())
            var kept = papers[kind] ?? []
            let place = kept.firstIndex { $0.key == paper.key } ?? kept.count
            if place == kept.count { kept.append((key: paper.key, rows: Dated())) }
            guard kept[place].rows.add(paper, from: try row.optionalDay("valid-from")) else { throw row.fault("\(paper.key)の同じ日からの行が二つあります。") }
            papers[kind] = kept
        }
        for kind in ClaimKind.allCases where papers[kind] == nil { throw RuleTableError(file: attachments.file, "\(kind.rawValue)の添付書類がありません。") }
        self.rows = rows
        self.papers = papers
    }

    /// The row of a kind that is in force on a day (`nil`: the newest, of what has no day yet); before the first the first. Each has one.
    package func row(_ kind: ClaimKind, on day: CalendarDay?) -> Row {
        day.flatMap { rows[kind]?.on($0) ?? rows[kind]?.first } ?? rows[kind]?.newest
            ?? Row(
                label: kind.rawValue, limit: .none, effect: nil, remindAfter: [], codes: [], claimants: [], ground: "", tellsFirstVisit: false,
                article: "国民年金法第16条", claimantsArticle: "国民年金法第16条")
    }

    /// The kind that somebody means, by its name or its Japanese words or their beginning; `nil` where it is none, or several.
    package func kind(named text: String) -> ClaimKind? {
        if let kind = ClaimKind(rawValue: text) ?? ClaimKind.allCases.first(where: { row($0, on: nil).label == text }) { return kind }
        let meant = text.isEmpty ? [] : ClaimKind.allCases.filter { row($0, on: nil).label.hasPrefix(text) }
        return meant.count == 1 ? meant[0] : nil
    }

    /// Whether a claim of a kind tells 診断書情報: it asks for a medical certificate.
    package func tellsCertificates(_ kind: ClaimKind, on day: CalendarDay?) -> Bool { attachments(kind, on: day).contains { $0.key == Self.certificate } }

    /// The papers of a kind that are asked for on a day (`nil`: of the newest rows), in the order of the table.
    package func attachments(_ kind: ClaimKind, on day: CalendarDay?) -> [Attachment] {
        (papers[kind] ?? []).compactMap { paper in day.map { paper.rows.on($0) } ?? paper.rows.newest }
    }
}
