package import Addressee
internal import Postgres

/// 一人の記録. What is kept of one person, read in one transaction.
package struct PersonRecord: Sendable, Unprinted {
    /// 宛名番号.
    package let number: AddresseeNumber
    /// 宛名, as it was given last.
    package let addressee: AddresseeVersion?
    /// Whether the hub provides the person now.
    package let isProvided: Bool
    /// 年金基本.
    package let basic: BasicVersion
    /// 老齢福祉年金の証書.
    package let welfare: WelfareVersion
    /// All events that were checked, the oldest first.
    package let events: [RecordedEvent]
    /// Rows of the person that this program did not write as they are: they are nobody's, and nothing of them counts.
    package let untrueRows: Int

    /// Whether anything counts that the department recorded.
    package var isKept: Bool { !events.isEmpty || basic.historyNumber > 0 || welfare.historyNumber > 0 }

    /// 生年月日; `nil` where it was never given.
    package var birth: BirthDate? { addressee?.birth }

    /// 事実の日 of one of the events, as the ledger has it; `nil` where it says no day.
    package func day(of event: RecordedEvent, using tables: RuleTables) -> CalendarDay? {
        event.event.fact.flatMap { event.kind.day(of: $0, born: birth?.known, using: tables) }
    }

    /// The number of an event that stands and says the same fact already; `nil` where there is none. Said twice, a cancellation of one would leave the other.
    func standing(_ content: FiledContent) -> Int64? {
        guard case .event(let said) = content, let fact = said.fact,
            let inForce = try? EventsInForce(events.map(\.event)), let same = inForce.events.first(where: { $0.fact == fact })
        else { return nil }
        return events.first { $0.event.id == same.id }?.number
    }

    /// Whether the facts that hold have the person living in Japan on a day (国内に住所を有する).
    func hasAddress(on day: CalendarDay, using tables: RuleTables) -> Bool {
        (try? EventsInForce(events.map(\.event))).map { DaySpans.residence(of: $0.facts, using: tables).contains(day) } ?? false
    }

    /// Of whom no birth date was ever given.
    static func birthNotGiven(on day: CalendarDay, _ tables: RuleTables) -> HeldForClerk { HeldForClerk([BirthDay.notGiven(on: day, tables)]) }

    /// 資格の記録 on a day, with one more event where one is given.
    ///
    /// - Throws: `HeldForClerk` where birth or events leave it open.
    package func history(on day: CalendarDay, with more: PensionEvent? = nil, using tables: RuleTables) throws(HeldForClerk) -> InsuredHistory {
        guard let birth else { throw Self.birthNotGiven(on: day, tables) }
        let inForce = try EventsInForce(events.map(\.event) + (more.map { [$0] } ?? []))
        let told = try Replay.history(of: inForce, born: try BirthDay.known(birth, on: day, tables: tables), on: day, using: tables)
        let presence = addressee.flatMap { ResidentSnapshot.Presence(rawValue: $0.presence.rawValue) }
        return told.adding(RegisterDoubts.of(told, inForce.facts, presence, since: addressee?.movedOn, hides: addressee?.isProtected ?? false))
    }
}

extension PersonRecord {
    /// 資格期間 on a day.
    ///
    /// - Throws: `HeldForClerk` where birth or events leave it open.
    func periods(on day: CalendarDay, using tables: RuleTables) throws(HeldForClerk) -> [QualificationPeriod] {
        guard let birth else { throw Self.birthNotGiven(on: day, tables) }
        return try Replay.periods(of: events.map(\.event), born: birth, on: day, using: tables)
    }
}

/// 記録の一行. An event, how it was received, and who entered and checked it.
package struct RecordedEvent: Sendable, Hashable, Unprinted {
    /// Its number, as people name it.
    package let number: Int64
    /// What the rules read.
    package let event: PensionEvent
    /// By which notice.
    package let kind: NoticeKind
    /// 受付番号.
    package let reception: ReceptionNumber
    /// 入力者.
    package let enteredBy: String
    /// 確認者.
    package let checkedBy: String

    /// Whether no cancellation that stands takes it away.
    package func isStanding(in events: [RecordedEvent]) -> Bool {
        !events.contains { $0.event.target == event.id && $0.event.fact == nil && $0.isStanding(in: events) }
    }

    /// Whether a correction or cancellation that stands speaks of it already.
    func isSpokenFor(in events: [RecordedEvent]) -> Bool { events.contains { $0.event.target == event.id && $0.isStanding(in: events) } }
}

extension PensionRecords {
    /// A person's record, in the transaction that is open and has the person's row.
    ///
    /// - Throws: `PensionRefused` J0017; `PostgresError`.
    func record(of followed: FollowedPerson, on connection: Connection) async throws -> PersonRecord {
        try await records(of: [followed], on: connection)[0]
    }

    /// The records of persons, in their order, read together.
    ///
    /// - Throws: `PensionRefused` J0017; `PostgresError`.
    func records(of followed: [FollowedPerson], on connection: Connection) async throws -> [PersonRecord] {
        let numbers = followed.map(\.number.value)
        var untrue: [String: Int] = [:]
        var basics: [String: BasicVersion] = [:]
        let (reception, decision) = (SealedRecord.reception.sealed("r"), SealedRecord.decision.sealed("d"))
        let sets = try await connection.pipeline([
            """
            SELECT b.atenabango, b.history_number, b.basic_pension_number, b.telephone, b.remarks, \(unsafeSQL: SealedRecord.basicVersion.sealed("b")),
              \(unsafeSQL: reception), \(unsafeSQL: decision)
            FROM pension.basic_version b
            JOIN pension.reception r ON r.fiscal_year = b.fiscal_year AND r.number = b.number
            JOIN pension.decision d ON d.fiscal_year = b.fiscal_year AND d.number = b.number
            WHERE b.atenabango = ANY(\(numbers)) ORDER BY b.history_number
            """,
            """
            SELECT e.atenabango, e.event_id, e.content::text, e.received_on, floor(extract(epoch FROM e.recorded_at))::bigint, r.kind, e.fiscal_year, e.number,
              d.entered_by, d.decided_by, \(unsafeSQL: SealedRecord.event.sealed("e")), \(unsafeSQL: reception), \(unsafeSQL: decision)
            FROM pension.event e
            JOIN pension.reception r ON r.fiscal_year = e.fiscal_year AND r.number = e.number
            JOIN pension.decision d ON d.fiscal_year = e.fiscal_year AND d.number = e.number
            WHERE e.atenabango = ANY(\(numbers)) ORDER BY e.event_id
            """,
            Self.welfareVersions(of: numbers),
        ])
        for row in sets[0] {
            let (number, version, digits, telephone, remarks, form, mac, received, receivedMAC, decided, decidedMAC) = try row.decode(
                (String, Int32, String?, String, String, [UInt8], [UInt8]?, [UInt8], [UInt8]?, [UInt8], [UInt8]?).self)
            guard seal.holds(.basicVersion, form, mac), seal.holds(.reception, received, receivedMAC), seal.holds(.decision, decided, decidedMAC) else {
                untrue[number, default: 0] += 1
                continue
            }
            basics[number] = BasicVersion(historyNumber: version, data: BasicData(digits: digits, telephone: telephone, remarks: remarks))
        }
        var events: [String: [RecordedEvent]] = [:]
        for row in sets[1] {
            let (number, event) = try RecordedEvent.read(row, seal)
            if let event { events[number, default: []].append(event) } else { untrue[number, default: 0] += 1 }
        }
        let welfare = try welfareVersions(in: sets[2])
        untrue.merge(welfare.untrue) { $0 + $1 }
        return followed.map { person in
            let number = person.number.value
            return PersonRecord(
                number: person.number, addressee: person.version, isProvided: person.isProvided,
                basic: basics[number] ?? BasicVersion(historyNumber: 0, data: .none),
                welfare: welfare.newest[number] ?? WelfareVersion(historyNumber: 0, certificate: nil), events: events[number] ?? [],
                untrueRows: untrue[number] ?? 0)
        }
    }
}

extension RecordedEvent {
    /// - Returns: whose it is; `nil` for the event where it, what was received or the decision is not as this program wrote it.
    fileprivate static func read(_ row: Row, _ seal: PensionSeal) throws -> (number: String, event: RecordedEvent?) {
        let (
            person, id, content, receivedOn, recordedAt, kind, fiscalYear, number, enteredBy, checkedBy, form, mac, received, receivedMAC, decided, decidedMAC
        ) = try row.decode(
            (
                String, Int64, String, PostgresDay, Int64, String, Int32, Int32, String, String, [UInt8], [UInt8]?, [UInt8], [UInt8]?, [UInt8], [UInt8]?
            ).self)
        guard seal.holds(.event, form, mac), seal.holds(.reception, received, receivedMAC), seal.holds(.decision, decided, decidedMAC) else {
            return (person, nil)
        }
        guard let kind = NoticeKind(rawValue: kind) else { throw PensionRefused.unreadable }
        let event = RecordedEvent(
            number: id,
            event: PensionEvent(
                id: .init(String(id)), try KeptJSON.read(content, as: PensionEvent.Content.self),
                receivedOn: CalendarDay(daysSince2000: receivedOn.daysSince2000), recordedAt: recordedAt), kind: kind,
            reception: ReceptionNumber(fiscalYear: fiscalYear, number: number), enteredBy: enteredBy, checkedBy: checkedBy)
        return (person, event)
    }
}
