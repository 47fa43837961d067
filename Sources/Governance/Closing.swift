public import Addressee

/// 失効. Why a policy gives nothing any more: what is in force in its place takes back what it gave.
public struct Closing: Sendable, Hashable {
    /// Why.
    public enum Cause: String, Sendable, Hashable, CaseIterable {
        /// 取消し by a person.
        case revoked
        /// 期間満了, or the end of a legal basis.
        case expired

        /// As whoever asks is told.
        var refusal: Refusal { self == .revoked ? .revoked : .outsideDates }
    }

    /// Hash of the version that is closed.
    public let version: String
    /// Why it is.
    public let cause: Cause
}

extension Policy {
    /// The version that follows a revoked or expired one: the same receiver and ways, no item, nobody in scope.
    ///
    /// It follows from the version it closes and the cause alone, so it needs no file and no approval, and always has the same hash.
    public func closed(_ cause: Closing.Cause) -> Policy {
        Policy(
            system: system, businessID: businessID, label: label, department: department, catalogue: catalogue, items: [], consultation: consultation,
            scope: .any([]), purpose: purpose, legalBases: legalBases, approvedBy: approvedBy, validFrom: validFrom, ways: ways, source: source,
            closing: Closing(version: contentHash, cause: cause))
    }

    /// The same for a version whose text can't be read any more: what it gave is unknown, so every way counts as one on which it gave.
    ///
    /// - Parameter version: content hash that it is cited by.
    public static func closed(_ version: String, of system: SystemName, _ dataset: DatasetName, _ cause: Closing.Cause) -> Policy {
        Policy(
            system: system, businessID: nil, label: "", department: "", catalogue: ItemCatalogue(unread: dataset), items: [], consultation: "", scope: .any([]),
            purpose: "",
            legalBases: [], approvedBy: "", validFrom: CalendarDay(daysSince2000: 0), ways: Ways(push: true, pull: true, medium: true), source: "",
            closing: Closing(version: version, cause: cause))
    }

    /// A version that closes another, from its own canonical form; nil for any other text.
    ///
    /// So it can be read for as long as its own row is whole, whatever became of the version that it closes.
    public init?(closingForm text: String) {
        var fields: [Substring: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "="), let value = CanonicalForm.unescaped(line[line.index(after: equals)...]) else { return nil }
            fields[line[..<equals]] = value
        }
        func words(_ name: Substring, _ separator: Character) -> [String] { fields[name, default: ""].split(separator: separator).map(String.init) }
        let closes = words("closes", " ")
        guard closes.count == 2, let cause = Closing.Cause(rawValue: closes[1]), let system = fields["system"].flatMap(SystemName.init(rawValue:)),
            let dataset = fields["dataset"].flatMap(DatasetName.init(rawValue:)), let validFrom = fields["valid-from"].flatMap({ CalendarDay($0) })
        else { return nil }
        let ways = Set(words("ways", ","))
        func goes(_ way: Way) -> Bool { ways.contains(way.rawValue) }
        var businessID: BusinessID?
        if let id = fields["gyomuid"], !id.isEmpty {
            // No id makes another text, which is refused below.
            businessID = try? BusinessID(id)
        }
        self.init(
            system: system, businessID: businessID, label: fields["label", default: ""], department: fields["department", default: ""],
            catalogue: ItemCatalogue(unread: dataset),
            items: [], consultation: fields["consultation", default: ""], scope: .any([]), purpose: fields["purpose", default: ""],
            legalBases: words("legal-bases", ","), approvedBy: fields["approved-by", default: ""], validFrom: validFrom,
            ways: Ways(push: goes(.push), pull: goes(.pull), medium: goes(.medium)), source: "",
            closing: Closing(version: closes[0], cause: cause))
        guard canonicalForm == text else { return nil }
    }
}
