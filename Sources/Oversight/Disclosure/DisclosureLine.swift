internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Governance
internal import Sharing

extension DisclosureReport.Line {
    /// What an event tells about the person.
    ///
    /// - Parameter naming: in which of its sets the person is.
    package init(_ logged: LoggedEvent, _ naming: LoggedEvent.Naming, _ cited: Cited?) {
        let (body, fields) = (logged.body, logged.body.fields)
        let isFailure = body.outcome == "failure"
        let label = EventKind.all.first { $0.name == body.event }?.label ?? body.event
        self.init(event: logged.id, part: .handled, at: logged.at.plain, atEra: logged.at.era, what: label, who: body.by)
        isGenuine = logged.isGenuine
        department = fields["department"] ?? ""
        terminal = fields["terminal"] ?? ""
        let (kind, rule) = (Self.reason(fields["reason"]), Self.rule(fields["refusal"]))
        ground = [kind, rule].compactMap { $0 }.joined(separator: " ")
        reason = [kind, logged.personal["reason_text"], rule].compactMap { $0 }.joined(separator: " ")
        let catalogue = cited?.policy.catalogue ?? .register
        dataset = fields["dataset"].map { catalogue.dataset.rawValue == $0 ? catalogue.label : $0 } ?? ""
        switch body.event {
        case EventKind.provision.name:
            (part, what) = isFailure ? (.refused, "提供を拒否") : Self.outcome(fields["result"], naming, isMedium: fields["way"] == ProvisionRecord.Way.medium.name)
            who = [cited?.policy.label, fields["system"]].compactMap { $0 }.joined(separator: " ")
            way = Self.way(fields["way"])
            terminal = body.by
            policy = fields["policy"] ?? ""
            purpose = cited?.policy.purpose ?? ""
            bases = (cited?.bases ?? []).map { Basis(law: $0.law, article: $0.article, affair: $0.affair) }
            if let keys = logged.recordKeys(as: naming) { records = [catalogue.recordKey?.label, keys].compactMap { $0 }.joined(separator: " ") }
            records += Self.others(of: logged, beside: naming)
            // Of a removal no item goes out, and nothing of what never arrived.
            guard [.provided, .unconfirmed, .notTaken].contains(part), naming != .takenBack else { break }
            items = Self.items(fields, catalogue)
            includesIndividualNumber = fields["individual_number"] == "yes"
            // Of a batch it says that somebody in it is protected, and not who.
            if body.fields["way"] == "one", fields["protected_count"] != nil { what += "（支援措置の対象者の所在を含む）" }
        case let kind where DisclosedEvents.looks.contains(kind):
            part = .looked
            if isFailure { what += "（拒否）" }
            if let system = fields["system"] { way = system }
            if kind == EventKind.numberShown.name { includesIndividualNumber = !isFailure }
        default:
            if isFailure { what += "（拒否）" }
            if let system = fields["system"] { way = system }
        }
    }

    /// What became of the person's other records in the same batch.
    private static func others(of logged: LoggedEvent, beside naming: LoggedEvent.Naming) -> String {
        let others = LoggedEvent.Naming.allCases.compactMap { other -> String? in
            guard other != naming, let keys = logged.named[other] else { return nil }
            let label =
                switch other {
                case .given: "提供"
                case .takenBack: "削除の通知"
                case .notTaken: "提供先が受け取らなかった"
                }
            return "\(label): \(keys.joined(separator: "、"))"
        }
        return others.isEmpty ? "" : "（ほかに \(others.joined(separator: "、"))）"
    }

    /// Of a medium: what nobody knew to have arrived did.
    static let confirmed = "提供の確認（届いたか分からなかったものに、提供先が回答した）"

    private static func outcome(_ result: String?, _ naming: LoggedEvent.Naming, isMedium: Bool) -> (DisclosureReport.Line.Part, String) {
        let isRemoval = naming == .takenBack
        switch result {
        // A medium that a system of the house makes: it is offered until it is handed over.
        case "offered" where isMedium: return (.unconfirmed, "媒体の作成（引渡しの記録を待つ）")
        case "unconfirmed" where isMedium: return (.unconfirmed, "媒体の不達（届いたか分からないため、報告し直す）")
        case "never-arrived" where isMedium: return (.handled, "媒体の取りやめ（引き渡していない）")
        case "offered": return (.unconfirmed, isRemoval ? "削除の通知（結果待ち）" : "配信（結果待ち）")
        case "accepted": return (.unconfirmed, isRemoval ? "削除の通知（受領済み、処理の結果待ち）" : "配信（受領済み、処理の結果待ち）")
        case "unconfirmed": return (.unconfirmed, isRemoval ? "削除の通知（結果不明のまま取りやめ）" : "配信（結果不明のまま取りやめ）")
        case "never-arrived": return (.handled, "配信の取りやめ（届いていない）")
        default:
            switch naming {
            case .given: return (.provided, result == "interrupted" ? "提供（途中まで）" : "提供")
            case .takenBack: return (.takenBack, "削除の通知")
            case .notTaken: return (.notTaken, "提供先が受け取らなかった")
            }
        }
    }

    /// The items' names for people. The first hubs wrote names into the log, not bits.
    private static func items(_ fields: [String: String], _ catalogue: ItemCatalogue) -> [String] {
        if let set = fields["item_bits"].flatMap({ ItemSet(hex: $0) }) { return catalogue.items(of: set).map(\.label) }
        return (fields["items"] ?? "").split(separator: " ").map { catalogue[String($0)]?.label ?? String($0) }
    }

    private static func way(_ name: String?) -> String {
        switch name {
        case "push": "配信"
        case "delta": "変更分の照会"
        case "full": "全件の照会"
        case "one": "1件の照会"
        case "medium": "電子記録媒体"
        default: ""
        }
    }

    private static func reason(_ kind: String?) -> String? { kind.flatMap(LookupReason.Kind.init(rawValue:))?.label }

    private static func rule(_ code: String?) -> String? {
        guard let code else { return nil }
        if code == AccessRefused.withoutRight { return "権限なし" }
        return Refusal.all.first { $0.code == code }?.description ?? code
    }
}
