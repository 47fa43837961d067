internal import Addressee
internal import Postgres

/// 受付, read to be decided.
struct Received: Sendable {
    let reception: ReceptionNumber
    let number: AddresseeNumber
    let receivedOn: CalendarDay
    let kind: NoticeKind
    let enteredBy: String
    let content: FiledContent
    let person: FollowedPerson
}

extension PensionRecords {
    /// Reads a reception that waits, and takes its person's row: nobody else decides anything about them till the transaction ends.
    ///
    /// - Throws: `PensionRefused` J0002, J0003, J0023 where the reception, or a decision on it, is not as this program wrote it; `PostgresError`.
    func waiting(_ reception: ReceptionNumber, today: CalendarDay, on connection: Connection) async throws -> Received {
        let (received, decision) = try await received(reception, today: today, on: connection)
        switch decision {
        case .none: return received
        case .made: throw PensionRefused.decided
        case .untrue: throw PensionRefused.untrue
        }
    }

    /// Reads a reception, whatever was decided on it, and takes its person's row.
    ///
    /// - Throws: `PensionRefused` J0002, J0023 where the reception is not as this program wrote it; `PostgresError`.
    func received(_ reception: ReceptionNumber, today: CalendarDay, on connection: Connection) async throws -> (Received, DecisionRow) {
        let rows = try await connection.query(
            """
            SELECT atenabango, received_on, kind, entered_by, content::text, \(unsafeSQL: SealedRecord.reception.sealed("r")) FROM pension.reception r
            WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)
            """)
        guard
            let (number, receivedOn, kind, enteredBy, content, form, mac) = try rows.first?.decode(
                (String, PostgresDay, String, String, String, [UInt8], [UInt8]?).self)
        else { throw PensionRefused.unknownReception }
        guard seal.holds(.reception, form, mac) else { throw PensionRefused.untrue }
        guard let kind = NoticeKind(rawValue: kind) else { throw PensionRefused.unreadable }
        let person = try await follow(try AddresseeNumber(number), on: today, connection)
        let decision = try await decision(on: reception, on: connection)
        return (
            Received(
                reception: reception, number: person.number, receivedOn: CalendarDay(daysSince2000: receivedOn.daysSince2000), kind: kind,
                enteredBy: enteredBy, content: try KeptJSON.read(content), person: person), decision
        )
    }

    /// 確認, as far as this program wrote it.
    func decision(on reception: ReceptionNumber, on connection: Connection) async throws -> DecisionRow {
        let rows = try await connection.query(
            """
            SELECT outcome, \(unsafeSQL: SealedRecord.decision.sealed("d")) FROM pension.decision d
            WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)
            """)
        guard let (outcome, form, mac) = try rows.first?.decode((String, [UInt8], [UInt8]?).self) else { return .none }
        return seal.decision(outcome, form, mac)
    }
}
