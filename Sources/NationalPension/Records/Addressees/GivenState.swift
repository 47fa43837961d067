internal import Addressee
internal import Postgres

/// 提供された状態. What the module holds of a person as a receiver (schema `national_pension`), to be compared with what was kept last.
struct GivenState: Sendable, Unprinted {
    let number: AddresseeNumber
    let sequence: Int64
    /// `nil` of whoever was taken back.
    let items: [String: String]?
    /// 資格喪失日 and 異動事由 by which somebody left the list of the insured, as the module derived them from the removal; `age` where age ended it.
    let lostOn: CalendarDay?
    let lossReason: String?

    static let columns = """
        n.atenabango, n.sequence, n.items::text, c.lost_on, c.loss_reason
        FROM national_pension.person n LEFT JOIN national_pension.class1_candidate c ON c.atenabango = n.atenabango
        """

    init(_ row: Row) throws {
        let (number, sequence, items, lostOn, reason) = try row.decode((String, Int64, String?, PostgresDay?, String?).self)
        self.number = try AddresseeNumber(number)
        self.sequence = sequence
        self.items = try items.map { try KeptJSON.read($0) }
        self.lostOn = lostOn.map { CalendarDay(daysSince2000: $0.daysSince2000) }
        lossReason = reason
    }

    /// The version that follows from it; `nil` where nothing was known of the person, and nothing is told.
    func version(after last: AddresseeVersion?) -> AddresseeVersion? {
        let historyNumber = (last?.historyNumber ?? 0) + 1
        guard let items else {
            guard let last else { return nil }
            let (presence, day) = ended(last)
            return AddresseeVersion(historyNumber: historyNumber, presence: presence, movedOn: day, items: last.items)
        }
        let given = AddresseeVersion(historyNumber: historyNumber, presence: .resident, movedOn: nil, items: items)
        return AddresseeVersion(
            historyNumber: historyNumber, presence: Self.presence(given), movedOn: given[.idonengappi].flatMap { CalendarDay($0) }, items: items)
    }

    /// What became of somebody who was taken back, by a movement since a day; `nil` where it was none, or is not told.
    func gone(since day: CalendarDay) -> ResidentSnapshot.Presence? {
        guard items == nil, let lossReason, let lostOn, lostOn >= day, lossReason != "age" else { return nil }
        switch lossReason {
        case "21": return .movedWithinJapan
        case "22": return .movedAbroad
        case "23": return .dead
        default: return .removed
        }
    }

    /// A removal tells the reason where it is a movement; by age, or by a narrower policy, the person is where they were.
    private func ended(_ last: AddresseeVersion) -> (AddresseeVersion.Presence, CalendarDay?) {
        guard let lossReason, let lostOn, lossReason != "age" else { return (last.presence, last.movedOn) }
        switch lossReason {
        case "21": return (.movedWithinJapan, lostOn)
        // The day of loss is the day after the fact (法第9条).
        case "22": return (.movedAbroad, lostOn.adding(days: -1))
        case "23": return (.dead, lostOn.adding(days: -1))
        default: return (.removed, lostOn)
        }
    }

    private static func presence(_ given: AddresseeVersion) -> AddresseeVersion.Presence {
        switch ResidentState(juminjotai: given[.juminjotai], jutogaijotai: given[.jutogaijotai]) {
        case .resident, nil: .resident
        case .movedOut: given.reason?.code == "22" ? .movedAbroad : .movedWithinJapan
        case .dead, .nonResidentDead: .dead
        case .removed, .nonResidentRemoved: .removed
        case .nonResident: .nonResident
        }
    }
}
