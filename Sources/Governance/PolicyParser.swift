internal import Addressee
internal import Yams

/// Reads one file of `Policies/systems/` against the datasets and legal bases that are known.
struct PolicyParser {
    /// Known datasets and legal bases; nil for one whose file is itself at fault, so that it is not reported twice.
    let datasets: [DatasetName: ItemCatalogue]
    let legalBases: [String: LegalBasis]
    let faultyDatasets: Bool
    let faultyLegalBases: Bool
    /// Whether the text was approved already: what would only have no effect is no fault in it.
    var isStored = false

    /// A policy and where its `system` stands, to tell of a second one for the same system and dataset.
    struct Located {
        let policy: Policy
        let line: Int
        let column: Int
    }

    private static let keys = [
        "system", "gyomuid", "label", "department", "dataset", "items", "individual-number", "purpose", "legal-bases",
        "approved-by", "valid-from", "valid-until", "ways", "scope", "precision", "masked", "confirm-items", "protected", "media",
        "schedule",
    ]

    func parse(_ document: PolicyDocument, problems: inout [PolicyProblem]) -> Located? {
        var source = YAMLSource(file: document.name)
        defer { problems += source.problems }
        guard let root = source.root(of: document.text),
            let fields = source.fields(of: root, known: Self.keys, at: "提供ポリシー")
        else { return nil }

        let system = system(fields, root, &source)
        let businessID = businessID(fields, &source)
        let label = source.text("label", fields, in: root)
        let department = source.text("department", fields, in: root)
        let dataset = dataset(fields, root, &source)
        let catalogue = dataset.flatMap { datasets[$0] }
        let items = items(of: catalogue, fields, root, &source)
        let consultation = individualNumber(items, fields, root, &source)
        let purpose = source.text("purpose", fields, in: root)
        let approvedBy = source.text("approved-by", fields, in: root)
        let dates = dates(fields, root, &source)
        let bases = bases(until: dates, fields, root, &source)
        let ways = ways(fields, root, &source)
        let reductions = ReductionParser.reductions(fields, catalogue, items?.set, &source)
        let confirmItems = ConfirmItemsParser.items(fields, catalogue, items?.set, isStored ? nil : ways, &source)
        let protected = PlaceOfProtectedParser.read(
            fields, catalogue, items.map { ($0.set.subtracting(confirmItems), confirmItems) }, ways, legalBases: bases, isStored: isStored, &source)
        let recipients = MediaRecipientsParser.read(fields, isStored ? nil : ways, &source)
        let urgent = catalogue.flatMap { catalogue in items?.set.intersection(catalogue.ofPlace.union(ItemSet(Item.kojinbango))) } ?? []
        let schedule = ProvisionScheduleParser.read(fields, urgent: urgent, isStored ? nil : ways, &source)
        var scopes = ScopeParser()
        let scope = source.required("scope", fields, in: root).flatMap { scopes.scope($0, in: &source) }

        guard source.problems.isEmpty, let system, let label, let department, let catalogue, let items, let consultation,
            let purpose, let approvedBy, let dates, let ways, let scope
        else { return nil }
        var policy = Policy(
            system: system, businessID: businessID, label: label, department: department, catalogue: catalogue, items: items.set,
            confirmItems: confirmItems, consultation: consultation, scope: scope, purpose: purpose, legalBases: bases, approvedBy: approvedBy,
            validFrom: dates.from, validUntil: dates.until, ways: ways, source: document.name, reductions: reductions,
            protected: protected, mediaRecipients: recipients, schedule: schedule,
            basisEnds: legalBases.filter { bases.contains($0.key) }.compactMapValues(\.repealed))
        // Approved while 住民状態 told the state of 住登外者, too: what was one item then are two now.
        if isStored, catalogue.isOfRegister, catalogue[Item.jutogaijotai.rawValue] == nil { policy.giveBothStates() }
        let mark = fields["system"]?.value.mark
        return Located(policy: policy, line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    private func system(_ fields: [String: YAMLSource.Field], _ root: Node, _ source: inout YAMLSource) -> SystemName? {
        guard let text = source.text("system", fields, in: root) else { return nil }
        if let name = SystemName(rawValue: text) { return name }
        source.note(
            .value, fields["system"]?.value ?? root, "業務システムの名前ではありません: \(text)", expected: "英小文字で始まる英小文字・数字・-、40字以下")
        return nil
    }

    private func businessID(_ fields: [String: YAMLSource.Field], _ source: inout YAMLSource) -> BusinessID? {
        guard let node = fields["gyomuid"]?.value, let text = source.scalar(node, "gyomuid") else { return nil }
        return source.businessID(text, node, mayBeUnlisted: isStored)
    }

    private func dataset(_ fields: [String: YAMLSource.Field], _ root: Node, _ source: inout YAMLSource) -> DatasetName? {
        guard let text = source.text("dataset", fields, in: root) else { return nil }
        if let name = DatasetName(rawValue: text), datasets[name] != nil || faultyDatasets { return name }
        source.note(
            .unknownDataset, fields["dataset"]?.value ?? root, "データセットがありません: \(text)",
            expected: datasets.keys.sorted().map(\.rawValue).joined(separator: ", "))
        return nil
    }

    private func items(
        of catalogue: ItemCatalogue?, _ fields: [String: YAMLSource.Field], _ root: Node, _ source: inout YAMLSource
    ) -> (set: ItemSet, individualNumber: Node?)? {
        var set: ItemSet = []
        var individualNumber: Node?
        guard let node = source.required("items", fields, in: root), let list = source.list("items", node) else {
            return nil
        }
        // Without a dataset there is nothing to compare with; that it lacks is told already.
        guard let catalogue else { return nil }
        for (text, node) in list {
            guard let item = catalogue[text] else {
                source.noteUnknownItem(text, node, in: catalogue)
                continue
            }
            if item == .kojinbango { individualNumber = node }
            set.insert(ItemSet(item))
        }
        return (set, individualNumber)
    }

    /// The line of the consultation, checked against whether the items list the number (CT-2).
    private func individualNumber(
        _ items: (set: ItemSet, individualNumber: Node?)?, _ fields: [String: YAMLSource.Field], _ root: Node,
        _ source: inout YAMLSource
    ) -> String? {
        guard let node = source.required("individual-number", fields, in: root),
            let inner = source.fields(of: node, known: ["provided", "consultation"], at: "individual-number")
        else { return nil }
        let consultation = source.text("consultation", inner, in: node)
        guard let answer = source.required("provided", inner, in: node), let text = source.scalar(answer, "provided") else {
            return nil
        }
        guard text == "yes" || text == "no" else {
            source.note(.value, answer, "providedはyesかnoです", expected: "yes, no")
            return nil
        }
        // Without a list of items there is nothing to compare.
        guard let items else { return consultation }
        switch (text, items.individualNumber) {
        case ("yes", nil):
            source.note(
                .individualNumber, answer, "個人番号を提供するとありますが、itemsにkojinbangoがありません",
                expected: "itemsにkojinbangoを加えるか、provided: no")
        case ("no", let listed?):
            source.note(
                .individualNumber, listed, "itemsにkojinbangoがありますが、個人番号を提供しないとあります", expected: "kojinbangoを除くか、協議の上でprovided: yes"
            )
        default: break
        }
        return consultation
    }

    private func dates(
        _ fields: [String: YAMLSource.Field], _ root: Node, _ source: inout YAMLSource
    ) -> (from: CalendarDay, until: CalendarDay?)? {
        var until: CalendarDay?
        if let node = fields["valid-until"]?.value, node.string?.isEmpty != true {
            until = source.day("valid-until", node)
            if until == nil { return nil }
        }
        guard let node = source.required("valid-from", fields, in: root), let from = source.day("valid-from", node) else {
            return nil
        }
        if let until, until <= from {
            source.note(
                .date, fields["valid-until"]?.value ?? root, "valid-untilがvalid-fromより後ではありません",
                expected: "\(from)より後の日付(その日から無効)")
            return nil
        }
        return (from, until)
    }

    private func bases(
        until dates: (from: CalendarDay, until: CalendarDay?)?, _ fields: [String: YAMLSource.Field], _ root: Node,
        _ source: inout YAMLSource
    ) -> [String] {
        guard let node = source.required("legal-bases", fields, in: root), let list = source.list("legal-bases", node) else {
            return []
        }
        for (text, node) in list {
            guard let basis = legalBases[text] else {
                if !faultyLegalBases {
                    source.note(.unknownLegalBasis, node, "法的根拠がありません: \(text)", expected: "legal-bases.tsvのid")
                }
                continue
            }
            // One that ends later closes the policy on that day, whatever the policy says of its own end.
            if let repealed = basis.repealed, let dates, dates.from >= repealed {
                source.note(
                    .repealedLegalBasis, node, "法的根拠が\(repealed)に廃止されています: \(text)(\(basis.law))",
                    expected: "\(dates.from)に効力のある根拠")
            }
            if let since = basis.validFrom, let dates, dates.from < since {
                source.note(
                    .repealedLegalBasis, node, "法的根拠は\(since)からです: \(text)(\(basis.law))", expected: "\(since)以後のvalid-from")
            }
        }
        return list.map(\.text)
    }

    private func ways(
        _ fields: [String: YAMLSource.Field], _ root: Node, _ source: inout YAMLSource
    ) -> Policy.Ways? {
        guard let node = source.required("ways", fields, in: root), let list = source.list("ways", node) else { return nil }
        var ways = Policy.Ways(push: false, pull: false)
        for (text, node) in list {
            switch Way(rawValue: text) {
            case .push: ways.push = true
            case .pull: ways.pull = true
            case .medium: ways.medium = true
            case nil: source.note(.value, node, "提供方法ではありません: \(text)", expected: "push, pull, medium")
            }
        }
        return ways
    }
}
