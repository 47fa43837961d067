internal import Addressee

/// 対象者の区分. A class of persons that may get lost as a whole: what kind of person, in which ward.
public struct PersonClass: Sendable, Codable, Hashable, Comparable {
    /// 種別.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// 日本人住民
        case japanese
        /// 外国人住民
        case foreign
        /// 住登外者, of whom the register does not say which they are.
        case nonResident = "non-resident"
        /// A resident without 住民種別, or somebody of whom nothing was registered yet.
        case unknown

        /// Of what the register says of somebody at a place.
        init(juminshubetsu: String?, isNonResident: Bool) {
            self =
                if isNonResident { .nonResident } else {
                    switch juminshubetsu.flatMap(ResidentKind.init(rawValue:)) {
                    case .japanese: .japanese
                    case .foreign: .foreign
                    case .nonResidentJapanese, .nonResidentForeign: .nonResident
                    case nil: .unknown
                    }
                }
        }

        /// For people, in Japanese.
        public var label: String {
            switch self {
            case .japanese: "日本人"
            case .foreign: "外国人"
            case .nonResident: "住登外者"
            case .unknown: "種別不明"
            }
        }
    }

    /// Japanese, foreign, or no resident.
    public let kind: Kind
    /// 住所_市区町村コード, which is the ward's in a designated city; nil for an address outside the body, and where none is known.
    public let ward: String?

    /// By kind, then by ward; what is not known comes last.
    public static func < (a: Self, b: Self) -> Bool {
        let order = Kind.allCases
        return (order.firstIndex(of: a.kind) ?? 0, a.ward ?? "９") < (order.firstIndex(of: b.kind) ?? 0, b.ward ?? "９")
    }
}

/// How many persons of one class stand where.
public struct ClassCount: Sendable, Codable, Hashable {
    /// Which class.
    public internal(set) var of: PersonClass
    /// 送るべき人. Whom the policy gives at the receiver's place.
    public internal(set) var expected = 0
    /// 受領の記録. Of whom is on record that the receiver took something, and that nothing was taken back since.
    public internal(set) var recorded = 0
    /// 業務システムが持つ人.
    public internal(set) var held = 0
    /// Whom the policy gives and no record names as taken.
    public internal(set) var unrecorded = 0
    /// Whom a record names as taken and the policy gives no more; none where records can't say (see ``ClassReport/recordsTakeBack``).
    public internal(set) var overRecorded = 0
    /// Whom the policy gives and the receiver does not hold.
    public internal(set) var missing = 0
    /// Whom the receiver holds and the policy does not give.
    public internal(set) var surplus = 0
    /// Of those the policy gives: who waits to be sent again, or whom the receiver would not take.
    public internal(set) var waiting = 0
    /// 確認待ち. About whom nothing is told until somebody decides: they count nowhere else.
    public internal(set) var withheld = 0

    /// Whether the three columns speak of different persons.
    public var differs: Bool { unrecorded > 0 || overRecorded > 0 || missing > 0 || surplus > 0 }

    /// Adds another's counts.
    mutating func add(_ other: ClassCount) {
        for count in [\ClassCount.expected, \.recorded, \.held, \.unrecorded, \.overRecorded, \.missing, \.surplus, \.waiting, \.withheld] {
            self[keyPath: count] += other[keyPath: count]
        }
    }
}

/// 区分ごとの突合せ. Whether what the policy gives, what is on record as taken and what the receiver holds are the same persons, class by class: a class
/// that is lost whole stands out, where a sum over everybody may hide it.
public struct ClassReport: Sendable, Codable {
    /// The receiver's slug.
    public internal(set) var system: String
    /// Dataset compared.
    public internal(set) var dataset: String
    /// How the receiver was compared.
    public internal(set) var means = ReconciliationReport.Means.asked
    /// When it reported, Japan time, ISO 8601; nil where it was asked.
    public internal(set) var reportedAt: String?
    /// By kind and ward; a class in which nobody stands anywhere is not there.
    public internal(set) var classes: [ClassCount] = []
    /// Persons held whom the register does not know: they have no class.
    public internal(set) var unregistered = 0
    /// Whether records tell of one person when everything was taken back; where a person has several records they don't, and who is on record beyond the
    /// policy is not told.
    public internal(set) var recordsTakeBack = true
    /// Records whose persons were erased when their retention ended: who is not on record may stand in one of them.
    public internal(set) var erasedRecords = 0
    /// Whether the receiver stood still meanwhile; if not, differences may be on their way.
    public internal(set) var isSettled = true

    /// Whether a class's differences count: those to the records only while no record was erased.
    public func differs(_ count: ClassCount) -> Bool {
        count.missing > 0 || count.surplus > 0 || erasedRecords == 0 && (count.unrecorded > 0 || count.overRecorded > 0)
    }

    /// Whether somebody stands in one column and not in another.
    public var differs: Bool { unregistered > 0 || classes.contains(where: differs) }
    /// Whether sent, accepted and applied are the same persons in every class.
    public var agrees: Bool { means != .notReported && isSettled && !differs }
}
