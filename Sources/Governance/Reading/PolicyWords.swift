internal import Addressee

extension Policy {
    /// What the policy says, in Japanese sentences for whoever approves it: to whom, why, on what ground, about whom, what, how and from when.
    ///
    /// - Parameter bases: the list of legal bases that comes with it, by id.
    public func sentences(bases: [String: LegalBasis]) -> [String] {
        var lines = ["\(label)（\(system)、担当 \(department)）に、データセット \(dataset)（\(catalogue.label)）の内容を提供します。"]
        if let closing { lines = ["\(label)（\(system)、担当 \(department)）への提供を、\(closing.cause == .revoked ? "取消し" : "満了")により終えます。渡したものの削除を届けます。"] }
        lines.append("目的: \(purpose)")
        lines.append("法的根拠:")
        for id in legalBases { lines.append("  ・\(bases[id]?.sentence ?? "\(id)（法的根拠の一覧にありません）")") }
        lines.append("対象者:")
        lines += scope.sentences.map { "  \($0)" }
        lines.append("項目（\(items.count)）: \(catalogue.items(of: items).map(\.label).joined(separator: "、"))")
        let given = includesIndividualNumber ? "提供します" : confirmItems.contains(Item.kojinbango) ? "職員が確認したときだけ提供します" : "提供しません"
        lines.append("個人番号: \(given)（協議: \(consultation)）")
        if !confirmItems.isEmpty { lines.append("職員の確認を要する項目: \(catalogue.items(of: confirmItems).map(\.label).joined(separator: "、"))") }
        for (item, reduction) in reductions.items.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("全部は渡さない項目: \(item.label)（\(reduction.sentence)）")
        }
        if givesPlace {
            let ground = protected.map { "（理由: \($0.ground)）" } ?? "（protected の記載なし）"
            lines.append("支援措置の対象者の所在: \(placeOfProtected.label)\(ground)")
            for id in protected?.legalBases ?? [] { lines.append("  ・\(bases[id]?.sentence ?? "\(id)（法的根拠の一覧にありません）")") }
        }
        let ways = [(ways.push, "ハブから配信します"), (ways.pull, "業務システムが取りに来ます"), (ways.medium, "暗号化した媒体で渡します")].filter(\.0).map(\.1)
        lines.append("方法: \(ways.isEmpty ? "どの方法でも渡しません" : ways.joined(separator: "、"))")
        if schedule != .asItHappens {
            lines.append("頻度: \(schedule.label)。取りに来るたびに、その日に定まっていたものだけを渡し、次の提供日まで変わりません。一人ずつの照会には答えません")
        }
        if self.ways.medium {
            lines.append(mediaRecipients.isEmpty ? "媒体の受取人: 記載がないため、だれにも暗号化した媒体を作れません" : "媒体の受取人の証明書（SHA-256）:")
            lines += mediaRecipients.map { "  ・\($0)" }
            // What a publisher writes itself is encrypted for nobody (decision 0067).
            if case .system(let publisher) = catalogue.source { lines.append("業務システム\(publisher)が自ら作る媒体・書類: 暗号化せずに渡します（受取人の証明書によりません）") }
        }
        let until = validUntil.map { "\($0.adding(days: -1))まで（\($0)から無効）" } ?? "終わりの定めなし"
        lines.append("期間: \(validFrom)から、\(until)")
        lines.append("承認の責任者: \(approvedBy)")
        return lines
    }
}

extension LegalBasis {
    /// One line for people: law, article, affair, who does it, and until when it holds.
    public var sentence: String {
        let word =
            switch kind {
            case .transfer: "移転"
            case .provision: "提供"
            case .use: "利用"
            }
        let since = validFrom.map { "、\($0)から" } ?? ""
        let until = repealed.map { "、\($0)に効力を失う" } ?? ""
        return "\(law)（\(article)）: \(affair)［\(department)、\(word) 項番\(row)、\(id)\(since)\(until)］"
    }
}
