package import Addressee
internal import Postgres
internal import ReceiverLedger

/// 世帯の案. What was given of the household on the day that the law looks at: proposed to a clerk, never taken for what is so.
package struct HouseholdHint: Sendable, Hashable, Unprinted {
    /// 審査の基準日.
    package let asOf: CalendarDay
    /// 続柄 of the applicant, as it was given for that day.
    package let relation: String
    /// 世帯主.
    package let householder: ExemptionHousehold.Householder
    /// 宛名番号 of a householder who is not the applicant; `nil` where none, or more than one, was given.
    package let householderNumber: AddresseeNumber?
    /// 宛名番号 of whoever was given as the spouse of the householder's household; `nil` where none, or more than one. One who lives apart is in no household.
    package let spouseNumber: AddresseeNumber?
}

extension PensionRecords {
    private static let head = "世帯主"
    private static let spouses: Set<String> = ["妻", "夫", "妻（未届）", "夫（未届）"]

    /// - Returns: `nil` where nothing was given for the day, or where the household is withheld.
    func householdHint(of number: AddresseeNumber, on day: CalendarDay, on connection: Connection) async throws -> HouseholdHint? {
        guard let own = try await given(of: number, on: day, on: connection), own.presence == .resident, !own.isProtected,
            let relation = own[.zokugara], let household = own[.setaibango]
        else { return nil }
        let rows = try await connection.query(
            """
            SELECT DISTINCT v.atenabango FROM pension.addressee_version v
            WHERE v.items ->> 'setaibango' = \(household) AND v.items ->> 'setaibango' <> '' AND v.atenabango <> \(number.value) LIMIT 50
            """)
        var members: [(number: AddresseeNumber, relation: String)] = []
        for row in rows {
            let other = try AddresseeNumber(row.decode(String.self))
            // Who lives with whom is as it was on the day, and of nobody who is protected now.
            guard let then = try await given(of: other, on: day, on: connection), then.presence == .resident, then[.setaibango] == household,
                let relation = then[.zokugara]
            else { continue }
            members.append((other, relation))
        }
        func only(_ isMeant: (String) -> Bool) -> AddresseeNumber? {
            let found = members.filter { isMeant($0.relation) }
            return found.count == 1 ? found[0].number : nil
        }
        if relation == Self.head {
            return HouseholdHint(
                asOf: day, relation: relation, householder: .applicant, householderNumber: nil, spouseNumber: only { Self.spouses.contains($0) })
        }
        let head = only { $0 == Self.head }
        guard Self.spouses.contains(relation) else {
            return HouseholdHint(asOf: day, relation: relation, householder: .other, householderNumber: head, spouseNumber: nil)
        }
        return HouseholdHint(asOf: day, relation: relation, householder: .spouse, householderNumber: nil, spouseNumber: head)
    }

    /// The version that was so on a day, by the day of the movement, and where none is told by the day on which it came.
    private func given(of number: AddresseeNumber, on day: CalendarDay, on connection: Connection) async throws -> AddresseeVersion? {
        let rows = try await connection.query(
            """
            SELECT max(history_number) FROM pension.addressee_version
            WHERE atenabango = \(number.value) AND coalesce(moved_on, (kept_at AT TIME ZONE 'Asia/Tokyo')::date) <= \(day.postgres)
            """)
        guard let version: Int32 = try rows.first?.decode(Int32?.self) else { return nil }
        let latest = try await connection.query("SELECT history_number FROM pension.person WHERE atenabango = \(number.value)")
        if let now: Int32 = try latest.first?.decode(Int32.self), now > 0, try await self.version(of: number, now, on: connection).isProtected { return nil }
        return try await self.version(of: number, version, on: connection)
    }
}
