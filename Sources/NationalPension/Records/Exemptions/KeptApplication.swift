internal import Addressee
internal import Postgres

/// 申請, read to be worked on: its person's row is the transaction's.
struct KeptApplication: Sendable {
    let reception: ReceptionNumber
    let number: AddresseeNumber
    let application: ExemptionApplication
    let person: FollowedPerson
    /// 世帯, all versions that this program wrote, the oldest first.
    let households: [KeptHousehold]

    /// The one that counts.
    var household: KeptHousehold? { households.last }

    /// 所得の年. One: a form lies within one exemption year.
    func incomeYear(_ tables: RuleTables) -> Int { tables.years.incomeYear(for: application.months.first, application.group) }

    /// 世帯を見る日.
    func referenceDay(_ tables: RuleTables) -> CalendarDay {
        ExemptionHousehold.referenceDay(for: application.months, application.group, filedOn: application.filedOn, using: tables)
    }

    /// Whose incomes are looked at; of the student only their own.
    var persons: [ExemptionPerson] {
        guard application.group == .general else { return [.applicant] }
        return [.applicant] + [.spouse, .householder].filter { household?.entry.relative($0) != nil }
    }

    /// 宛名番号 of one of them; `nil` where the hub does not know them.
    func number(of person: ExemptionPerson) -> String? { person == .applicant ? number.value : household?.entry.relative(person)?.number }

    /// As it was when somebody was entered last, whether or not they are looked at still; `nil` where nobody ever was.
    func whenLastEntered(_ person: ExemptionPerson) -> KeptApplication? {
        guard let last = households.lastIndex(where: { $0.entry.relative(person) != nil }) else { return nil }
        return KeptApplication(
            reception: reception, number: number, application: application, person: self.person, households: Array(households[...last]))
    }

    /// Whether what was said of somebody, under a version of the household, is about the one of now: whoever was entered again in other words, as the clerk
    /// said, or in the same, is one person.
    func isSame(_ person: ExemptionPerson, in version: Int32) -> Bool {
        guard household?.entry.relative(person) != nil else { return false }
        return isLast(person).contains { $0.version == version }
    }

    /// 宛名番号 under which whoever was entered last was ever entered.
    func numbersOfLast(_ person: ExemptionPerson) -> Set<String> { Set(isLast(person).compactMap(\.relative.number)) }

    /// Whoever was entered last, in each version in which they stand.
    private func isLast(_ person: ExemptionPerson) -> [(version: Int32, relative: HouseholdEntry.Relative)] {
        var entered: [(version: Int32, relative: HouseholdEntry.Relative, person: Int32)] = []
        for household in households {
            guard let relative = household.entry.relative(person) else { continue }
            let known = relative.isSame == true ? entered.last : relative.isSame == nil ? entered.last { $0.relative.isOne(with: relative) } : nil
            entered.append((household.version, relative, known?.person ?? household.version))
        }
        return entered.filter { $0.person == entered.last?.person }.map { ($0.version, $0.relative) }
    }
}

extension PensionRecords {
    /// An application that waits, with its person's row.
    ///
    /// - Throws: `PensionRefused` J0002, J0003, J0023, J0028; `PostgresError`.
    func openApplication(_ reception: ReceptionNumber, today: CalendarDay, on connection: Connection) async throws -> KeptApplication {
        try await application(try await waiting(reception, today: today, on: connection), on: connection)
    }

    /// - Throws: `PensionRefused` J0028 where it is no application.
    func application(_ received: Received, on connection: Connection) async throws -> KeptApplication {
        guard case .application(let application) = received.content else { throw PensionRefused.noApplication }
        return KeptApplication(
            reception: received.reception, number: received.number, application: application, person: received.person,
            households: try await households(of: received.reception, on: connection))
    }

    /// - Returns: those that this program wrote, the oldest first.
    func households(of reception: ReceptionNumber, on connection: Connection) async throws -> [KeptHousehold] {
        try await connection.query(
            """
            SELECT household_version, entered_by, floor(extract(epoch FROM entered_at))::bigint, entered_set_up_by, content::text,
              \(unsafeSQL: SealedRecord.household.sealed("h"))
            FROM pension.household h WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number) ORDER BY household_version
            """
        ).compactMap { row in
            let (version, account, at, setUpBy, content, form, mac) = try row.decode((Int32, String, Int64, String?, String, [UInt8], [UInt8]?).self)
            guard seal.holds(.household, form, mac) else { return nil }
            return KeptHousehold(
                version: version, entry: try KeptJSON.read(content),
                enteredBy: EnteredBy(account: account, on: CalendarDay(inJapanAt: at), setUpBy: setUpBy))
        }
    }
}
