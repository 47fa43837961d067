package import Addressee
internal import Postgres

/// 移行の承認・取下げの結果.
package struct SettledImport: Sendable {
    /// Rows, or what stands together, that count now, or were taken back.
    package internal(set) var settled = 0
    /// What still waits: a clerk has to find something out, or it goes with the record no more.
    package internal(set) var left = 0
    /// Of the first of these the lines, and why.
    package internal(set) var reasons: [Left] = []

    /// 残った行.
    package struct Left: Sendable {
        /// Line of the file.
        package let line: Int64
        /// In Japanese; no name and no number.
        package let words: String
    }

    /// So many reasons are told.
    static let told = 20

    mutating func leave(_ line: Int64, _ words: String) {
        left += 1
        if reasons.count < Self.told { reasons.append(Left(line: line, words: words)) }
    }
}

/// Why a line goes on waiting.
private enum Settling {
    case settled([AddresseeNumber])
    case left(String)
}

extension PensionRecords {
    /// Who entered what waits of a file: whoever releases it is none of them.
    ///
    /// - Throws: `PensionRefused` J0101, J0023; `PostgresError`.
    package func enterers(of id: Int64) async throws -> [EnteredBy] {
        _ = try await importFile(id)
        // Each row's own MAC is looked at when it is released.
        let rows = try await pool.query(
            """
            SELECT r.entered_by, r.entered_set_up_by, min(floor(extract(epoch FROM r.entered_at)))::bigint
            FROM pension.import_row i JOIN pension.reception r ON r.fiscal_year = i.fiscal_year AND r.number = i.number
            WHERE i.import_id = \(id) AND NOT EXISTS (SELECT FROM pension.decision d WHERE d.fiscal_year = i.fiscal_year AND d.number = i.number)
            GROUP BY r.entered_by, r.entered_set_up_by, (r.entered_at AT TIME ZONE 'Asia/Tokyo')::date
            """)
        return try rows.map { row in
            let (account, setUpBy, at) = try row.decode((String, String?, Int64).self)
            return EnteredBy(account: account, on: CalendarDay(inJapanAt: at), setUpBy: setUpBy)
        }
    }

    /// 移行の承認. Another person lets count what waits of a file, one row after the other, each durably; what a clerk has to find out first goes on waiting.
    ///
    /// - Parameter settled: told whom something was released of, a few at a time.
    /// - Throws: `PensionRefused` J0004, J0101, J0023; `PostgresError`: what was released until then stays, and the same again goes on from there.
    package func release(
        _ id: Int64, by clerk: Clerk, today: CalendarDay, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
        settled: ([AddresseeNumber]) async -> Void = { _ in }
    ) async throws -> SettledImport {
        let file = try await importFile(id)
        guard try await !enterers(of: id).contains(where: { $0.account == clerk.account }) else { throw PensionRefused.sameImporter }
        return try await settle(file, .importReleased, by: clerk, progress: progress, settled: settled) { line in
            try await pool.transaction(retries: 2) { connection in try await release(line, of: file, by: clerk, today: today, on: connection) }
        }
    }

    /// 移行の取下げ. Takes what waits of a file out of the way: the file was the wrong one. It stays in the ledger, and never counts.
    ///
    /// - Throws: `PensionRefused` J0006, J0007, J0101, J0023; `PostgresError`, as `release`.
    package func withdrawImport(
        _ id: Int64, because reason: String, by clerk: Clerk, today: CalendarDay, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> SettledImport {
        try EnteredText.reason.checked(reason)
        let file = try await importFile(id)
        return try await settle(file, .importWithdrawn, by: clerk, progress: progress) { line in
            for reception in try await pool.withConnection({ try await receptions(line, of: file, on: $0) }) {
                do { try await withdraw(reception, because: reason, by: clerk, today: today) } catch let refused as PensionRefused where refused == .decided {}
            }
            return .settled([])
        }
    }

    /// Goes through what waits of a file in its order.
    ///
    /// - Parameter body: settles one line.
    private func settle(
        _ file: ImportFile, _ act: ToldAct.Kind, by clerk: Clerk, progress: (Int, Int) -> Void,
        settled: ([AddresseeNumber]) async -> Void = { _ in }, _ body: (_ line: Int64) async throws -> Settling
    ) async throws -> SettledImport {
        let waits = "NOT EXISTS (SELECT FROM pension.decision d WHERE d.fiscal_year = i.fiscal_year AND d.number = i.number)"
        let counted = try await pool.query(
            "SELECT count(DISTINCT line) FROM pension.import_row i WHERE import_id = \(file.id) AND \(unsafeSQL: waits)")
        let total = Int(try counted.first?.decode(Int64.self) ?? 0)
        try await pool.transaction { try await Act(kind: act, clerk: clerk, reason: file.subject).record(seal, on: $0) }
        var (result, last): (SettledImport, Int64) = (SettledImport(), 0)
        while true {
            let rows = try await pool.query(
                """
                SELECT DISTINCT line FROM pension.import_row i WHERE import_id = \(file.id) AND line > \(last) AND \(unsafeSQL: waits)
                ORDER BY line LIMIT 100
                """)
            let lines = try rows.map { try $0.decode(Int64.self) }
            guard let end = lines.last else { return result }
            var numbers: [AddresseeNumber] = []
            for line in lines {
                try Task.checkCancellation()
                do {
                    switch try await body(line) {
                    case .settled(let about):
                        numbers += about
                        result.settled += 1
                    case .left(let words): result.leave(line, words)
                    }
                } catch let refused as PensionRefused where refused != .samePerson { result.leave(line, refused.description) }
                progress(result.settled + result.left, total)
            }
            toPublish.add(numbers)
            await settled(numbers)
            last = end
        }
    }

    /// Receptions of a line that nobody has decided, by rows that this program wrote.
    private func receptions(_ line: Int64, of file: ImportFile, on connection: Connection) async throws -> [ReceptionNumber] {
        let rows = try await connection.query(
            """
            SELECT fiscal_year, number, \(unsafeSQL: SealedRecord.importRow.sealed("i")) FROM pension.import_row i
            WHERE import_id = \(file.id) AND line = \(line)
              AND NOT EXISTS (SELECT FROM pension.decision d WHERE d.fiscal_year = i.fiscal_year AND d.number = i.number)
            ORDER BY fiscal_year, number
            """)
        return try rows.compactMap { row in
            let (year, number, form, mac) = try row.decode((Int32, Int32, [UInt8], [UInt8]?).self)
            return seal.holds(.importRow, form, mac) ? ReceptionNumber(fiscalYear: year, number: number) : nil
        }
    }

    private func release(_ line: Int64, of file: ImportFile, by clerk: Clerk, today: CalendarDay, on connection: Connection) async throws -> Settling {
        let receptions = try await receptions(line, of: file, on: connection)
        var all: [Received] = []
        for reception in receptions { all.append(try await waiting(reception, today: today, on: connection)) }
        guard let first = all.first, all.allSatisfy({ $0.number == first.number && $0.kind == .carriedOver }) else { throw PensionRefused.untrue }
        let open = try await connection.query(
            """
            SELECT FROM pension.task WHERE closed_at IS NULL AND (fiscal_year, number) IN (
              SELECT * FROM unnest(\(receptions.map(\.fiscalYear)), \(receptions.map(\.number)))) LIMIT 1
            """)
        guard open.isEmpty else { return .left("課題（保留）を処理し、受付を一件ずつ確定または返戻してください。") }
        let facts = all.compactMap { if case .event(let said) = $0.content { said.fact } else { nil } }
        if !facts.isEmpty {
            let record = try await record(of: first.person, on: connection)
            switch ImportFit.of(facts, record, today: today, using: tables) {
            case .fits: break
            case .wrong(let words), .held(let words): return .left(words)
            }
        }
        for received in all {
            // Of doubts that would come with all of it there are none; between two of them they mean nothing.
            if case .failure(let refused) = try await accept(received, despiteDoubts: true, by: clerk, today: today, on: connection) {
                return .left(refused.description)
            }
        }
        return .settled([first.number])
    }
}
