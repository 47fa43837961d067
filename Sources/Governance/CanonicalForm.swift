internal import Addressee
internal import Crypto
internal import TextForms

/// The one spelling of a policy's content, so that layout, comments and order in the file leave its hash alone.
enum CanonicalForm {
    static func text(
        system: SystemName, businessID: BusinessID?, label: String, department: String, catalogue: ItemCatalogue, items: ItemSet,
        confirmItems: ItemSet, consultation: String, scope: Scope, purpose: String, legalBases: [String], approvedBy: String,
        validFrom: CalendarDay, validUntil: CalendarDay?, ways: Policy.Ways, reductions: Reductions, protected: PlaceOfProtected?, mediaRecipients: [String],
        schedule: ProvisionSchedule, basisEnds: [String: CalendarDay], closing: Closing?
    ) -> String {
        var lines: [(String, String)] = [
            ("format", "atena-policy/1"),
            ("system", system.rawValue),
            ("gyomuid", businessID?.value ?? ""),
            ("label", label),
            ("department", department),
            ("dataset", catalogue.dataset.rawValue),
            ("items", catalogue.items(of: items).map(\.rawValue).joined(separator: ",")),
            ("consultation", consultation),
            ("scope", text(of: scope)),
            ("purpose", purpose),
            ("legal-bases", Set(legalBases).sorted().joined(separator: ",")),
            ("approved-by", approvedBy),
            ("valid-from", validFrom.description),
            ("valid-until", validUntil?.description ?? ""),
            ("ways", Way.allCases.filter(ways.allows).map(\.rawValue).joined(separator: ",")),
        ]
        // Lines that came later stand only where they say something: the hash of a policy without them is what it always was.
        let reduced = reductions.items.sorted { $0.key.bit < $1.key.bit }
        func named(_ wanted: [Reduction]) -> [String] { reduced.filter { wanted.contains($0.value) }.map { "\($0.key.rawValue):\($0.value.rawValue)" } }
        let precision = named(Reduction.precisions) + (reductions.address.map { ["jusho:\($0.rawValue)"] } ?? [])
        if !precision.isEmpty { lines.append(("precision", precision.joined(separator: ","))) }
        if !named(Reduction.masks).isEmpty { lines.append(("masked", named(Reduction.masks).joined(separator: ","))) }
        if !confirmItems.isEmpty { lines.append(("confirm-items", catalogue.items(of: confirmItems).map(\.rawValue).joined(separator: ","))) }
        if let protected {
            lines += [("protected", protected.word.rawValue), ("protected-ground", protected.ground)]
            if !protected.legalBases.isEmpty { lines.append(("protected-bases", protected.legalBases.joined(separator: ","))) }
        }
        if schedule != .asItHappens { lines.append(("schedule", schedule.rawText)) }
        if !mediaRecipients.isEmpty { lines.append(("media-recipients", mediaRecipients.joined(separator: ","))) }
        let ends = basisEnds.filter { legalBases.contains($0.key) }.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
        if !ends.isEmpty { lines.append(("legal-basis-ends", ends.joined(separator: ","))) }
        if let closing { lines.append(("closes", "\(closing.version) \(closing.cause.rawValue)")) }
        return lines.map { "\($0.0)=\(escaped($0.1))\n" }.joined()
    }

    static func hash(_ text: String) -> String { SHA256.hash(data: Array(text.utf8)).hex }

    static func text(of scope: Scope) -> String {
        switch scope {
        case .state(let states): "state(\(states.map(text(of:)).sorted().joined(separator: ",")))"
        case .age(let rule): "age(\(rule.from.map(AgePointNotation.text) ?? "")..\(rule.until.map(AgePointNotation.text) ?? ""))"
        case .ward(let codes): "ward(\(codes.sorted().joined(separator: ",")))"
        case .registeredBySystem: "registered-by-system"
        case .householder: "householder"
        case .all(let scopes): "all(\(Set(scopes.map(text(of:))).sorted().joined(separator: ",")))"
        case .any(let scopes): "any(\(Set(scopes.map(text(of:))).sorted().joined(separator: ",")))"
        case .not(let scope): "not(\(text(of: scope)))"
        }
    }

    /// As the first policies were hashed, whatever the national code: what was approved keeps its hash.
    private static func text(of state: ResidentState) -> String {
        switch state {
        case .resident: "1"
        case .nonResident: "2"
        case .movedOut: "3"
        case .dead: "4"
        case .removed: "9"
        case .nonResidentDead: "non-resident-dead"
        case .nonResidentRemoved: "non-resident-removed"
        }
    }

    /// Keeps one value on one line.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// The value of a line; nil where it ends in the middle of an escape.
    static func unescaped(_ text: some StringProtocol) -> String? {
        var out = ""
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "\\" else {
                out.unicodeScalars.append(scalar)
                continue
            }
            guard let next = scalars.next() else { return nil }
            out.unicodeScalars.append(next == "n" ? "\n" : next == "r" ? "\r" : next)
        }
        return out
    }
}
