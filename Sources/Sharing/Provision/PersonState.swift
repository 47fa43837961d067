internal import Addressee
internal import ConnectorKit
internal import Governance
internal import Postgres
internal import Register

/// One version of a person, as a policy lets it be seen: the facts to decide on, and the permitted items only.
package struct PersonState {
    let addresseeID: Int64
    let addresseeNumber: String
    let historyNumber: Int32
    let owner: Vault.Place?
    let facts: PersonFacts
    let reason: ReasonOnDay?
    private let row: Row

    /// The facts of a version, whatever is permitted: selected for every policy.
    static let factColumns = """
        v.addressee_id, a.atenabango, v.history_number, v.running_number, v.number_ordinal, v.birth_sort_day, v.registered_by,
        v.juminjotai, v.karitorokufuragu, v.jusho_shikuchosonkodo, v.zokugara, v.tagyomusanshofukafuragu, v.idojiyu, v.idonengappi,
        v.birth_last_day
        """
    static let factCount = 15

    init(_ row: Row) throws {
        self.row = row
        addresseeID = try row.decode(0, as: Int64.self)
        addresseeNumber = try row.decode(1, as: String.self)
        historyNumber = try row.decode(2, as: Int32.self)
        if let running = try row.decode(3, as: Int64?.self) {
            owner = Vault.Place(runningNumber: running, ordinal: try row.decode(4, as: Int16.self))
        } else {
            owner = nil
        }
        facts = PersonFacts(
            state: ResidentState(rawValue: try row.decode(7, as: String.self)) ?? .removed,
            provisional: Self.isOne(row, 8), birthSortDay: try row.decode(5, as: CalendarDay?.self),
            wardCode: try row.decode(9, as: String?.self), householder: try row.decode(10, as: String?.self) == "世帯主",
            registeredBy: try row.decode(6, as: [String].self).compactMap(SystemName.init(rawValue:)),
            closedToOtherAffairs: Self.isOne(row, 11), birthLastDay: try row.decode(14, as: CalendarDay?.self))
        if let code = try row.decode(12, as: String?.self), let day = try row.decode(13, as: CalendarDay?.self) {
            reason = ReasonOnDay(idojiyu: code, idonengappi: day)
        } else {
            reason = nil
        }
    }

    /// The permitted items that are set.
    ///
    /// - Parameters:
    ///   - items: in the order of the columns.
    ///   - given: those of them that go out.
    func items(_ items: [Item], among given: ItemSet = ItemSet(rawValue: -1)) -> [Item: String] {
        var values: [Item: String] = [:]
        for (index, item) in items.enumerated() where given.contains(item) {
            if let bytes = row.bytes(Self.factCount + index) { values[item] = String(decoding: bytes, as: UTF8.self) }
        }
        return values
    }

    private static func isOne(_ row: Row, _ column: Int) -> Bool { row.bytes(column).map { $0.elementsEqual([0x31]) } ?? false }
}
