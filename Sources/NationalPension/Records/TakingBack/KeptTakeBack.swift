internal import Addressee
internal import Postgres

/// 確定取消しの手順. What was said of taking an accepted reception back.
package enum TakeBackStep: String, Sendable, Hashable, Codable {
    /// 確定取消しの求め
    case asked
    /// 確定取消し, by another person than asked for it.
    case confirmed
    /// 求めの却下
    case dismissed

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .asked: "確定取消しの求め"
        case .confirmed: "確定取消し"
        case .dismissed: "確定取消しの却下"
        }
    }

    var act: ToldAct.Kind {
        switch self {
        case .asked: .takeBackAsked
        case .confirmed: .takeBackConfirmed
        case .dismissed: .takeBackDismissed
        }
    }
}

/// 確定取消しの経過の一行.
package struct KeptTakeBack: Sendable, Hashable, Unprinted {
    /// Its place among the rows of the reception.
    let ordinal: Int32
    /// What was said.
    package let step: TakeBackStep
    /// 入力者.
    package let enteredBy: EnteredBy
    /// 理由; empty of a confirmation.
    package let reason: String
    /// The batch that the report left; `nil` where it was in none.
    package let left: ReportBatchNumber?
}

extension PensionRecords {
    /// What was said of taking receptions back, the oldest first, by rows that this program wrote and by no others.
    ///
    /// - Parameter receptions: only of these; `nil`: of all.
    /// - Throws: `PensionRefused` J0017; `PostgresError`.
    func takeBacks(of receptions: [ReceptionNumber]? = nil, on connection: Connection) async throws -> [ReceptionNumber: [KeptTakeBack]] {
        guard let receptions else { return try await takeBacks("true", on: connection) }
        guard !receptions.isEmpty else { return [:] }
        return try await takeBacks(
            "(fiscal_year, number) IN (SELECT * FROM unnest(\(receptions.map(\.fiscalYear)), \(receptions.map(\.number))))", on: connection)
    }

    /// Receptions that were taken back.
    ///
    /// - Parameter receptions: as of `takeBacks`.
    func takenBack(of receptions: [ReceptionNumber]? = nil, on connection: Connection) async throws -> Set<ReceptionNumber> {
        Set(try await takeBacks(of: receptions, on: connection).filter { $0.value.last?.step == .confirmed }.keys)
    }

    /// Receptions that somebody asks to take back, and nobody has confirmed or dismissed it.
    func takeBacksAsked(on connection: Connection) async throws -> Set<ReceptionNumber> {
        Set(try await takeBacks(on: connection).filter { $0.value.last?.step == .asked }.keys)
    }

    /// Of batches the receptions whose reports left them, as they were taken back.
    ///
    /// - Throws: `PensionRefused` J0017; `PostgresError`.
    func leftReports(of batches: [ReportBatchNumber], on connection: Connection) async throws -> [ReportBatchNumber: Set<ReceptionNumber>] {
        guard !batches.isEmpty else { return [:] }
        let rows = try await takeBacks(
            """
            (batch_year, batch_number) IN (SELECT * FROM unnest(\(batches.map(\.fiscalYear)), \(batches.map(\.number))))
            """, on: connection)
        var left: [ReportBatchNumber: Set<ReceptionNumber>] = [:]
        for (reception, steps) in rows { for batch in steps.compactMap(\.left) { left[batch, default: []].insert(reception) } }
        return left
    }

    private func takeBacks(_ condition: Query, on connection: Connection) async throws -> [ReceptionNumber: [KeptTakeBack]] {
        let rows = try await connection.query(
            condition.between(
                unsafeSQL:
                    """
                    SELECT fiscal_year, number, ordinal, step, entered_by, floor(extract(epoch FROM entered_at))::bigint, entered_set_up_by, reason,
                      batch_year, batch_number, \(SealedRecord.takeBack.sealed("t")) FROM pension.take_back t WHERE (
                    """, ") ORDER BY ordinal"))
        var found: [ReceptionNumber: [KeptTakeBack]] = [:]
        for row in rows {
            let (year, count, ordinal, step, by, at, setUpBy, reason, batchYear, batchNumber, form, mac) = try row.decode(
                (Int32, Int32, Int32, String, String, Int64, String?, String, Int32?, Int32?, [UInt8], [UInt8]?).self)
            // What somebody put there by SQL takes nothing back, and asks for nothing.
            guard seal.holds(.takeBack, form, mac) else { continue }
            guard let step = TakeBackStep(rawValue: step) else { throw PensionRefused.unreadable }
            var left: ReportBatchNumber?
            if let batchYear, let batchNumber { left = ReportBatchNumber(fiscalYear: batchYear, number: batchNumber) }
            found[ReceptionNumber(fiscalYear: year, number: count), default: []].append(
                KeptTakeBack(
                    ordinal: ordinal, step: step, enteredBy: EnteredBy(account: by, on: CalendarDay(inJapanAt: at), setUpBy: setUpBy), reason: reason,
                    left: left))
        }
        return found
    }
}
