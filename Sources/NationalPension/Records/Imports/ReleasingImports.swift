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

/// What became of a line.
private enum Settling {
    /// It counts, or was taken back.
    case settled([AddresseeNumber], claimants: [AddresseeNumber] = [])
    /// It goes on waiting.
    case left(String)
    /// Somebody has decided it meanwhile.
    case decided
}

/// Who entered something, as the second person was measured by it.
private struct Enterer: Hashable {
    let account: String
    let setUpBy: String?

    init(_ entered: EnteredBy) { (account, setUpBy) = (entered.account, entered.setUpBy) }
}

extension PensionRecords {
    /// Who entered what waits of a file: whoever releases it is none of them.
    ///
    /// - Throws: `PensionRefused` J0101, J0023; `PostgresError`.
    package func enterers(of id: Int64) async throws -> [EnteredBy] {
        let file = try await importFile(id)
        var found: Set<EnteredBy> = []
        try await forEachPage(of: file, Self.waits) { rows in
            for row in rows where row.isTrue { found.insert(row.entered) }
        }
        return Array(found)
    }

    /// 移行の承認. Another person lets count what waits of a file, one row after the other, each durably; what a clerk has to find out first goes on waiting.
    ///
    /// - Parameters:
    ///   - checked: who entered what waits (`enterers`), after whom the clerk counts as a second person. What somebody else entered since then is left.
    ///   - settled: told whom something was released of, and who else claims by it, now or by a release that ended before it had told.
    /// - Throws: `PensionRefused` J0004, J0101, J0023; `PostgresError`: what was released until then stays, and the same again goes on from there.
    package func release(
        _ id: Int64, of checked: [EnteredBy], by clerk: Clerk, today: CalendarDay, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
        settled: (_ about: [AddresseeNumber], _ claimants: [AddresseeNumber]) async -> Void = { _, _ in }
    ) async throws -> SettledImport {
        let file = try await importFile(id)
        guard !checked.contains(where: { $0.account == clerk.account }) else { throw PensionRefused.sameImporter }
        let checked = Set(checked.map(Enterer.init))
        return try await settle(file, .importReleased, by: clerk, progress: progress, settled: settled) { line in
            try await pool.transaction(retries: 2) { connection in
                try await release(line, of: file, checked, by: clerk, today: today, on: connection)
            }
        }
    }

    /// 移行の取下げ. Another person takes what waits of a file out of the way: the file was the wrong one. It stays in the ledger, and never counts.
    ///
    /// - Throws: `PensionRefused` J0004, J0006, J0007, J0101, J0023; `PostgresError`, as `release`.
    package func withdrawImport(
        _ id: Int64, because reason: String, by clerk: Clerk, today: CalendarDay, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> SettledImport {
        try EnteredText.reason.checked(reason)
        let file = try await importFile(id)
        guard try await !enterers(of: id).contains(where: { $0.account == clerk.account }) else { throw PensionRefused.sameImporter }
        return try await settle(file, .importWithdrawn, by: clerk, progress: progress) { line in
            // All of a line or nothing: half of what stands together says something else.
            try await pool.transaction(retries: 2) { connection in
                let waiting = try await receptions(line, of: file, on: connection).filter { $0.decision == .none }
                for row in waiting {
                    try await withdraw(try await self.waiting(row.reception, today: today, on: connection), because: reason, by: clerk, on: connection)
                }
                return waiting.isEmpty ? .decided : .settled([])
            }
        }
    }

    private static let waits = "NOT EXISTS (SELECT FROM pension.decision d WHERE d.fiscal_year = i.fiscal_year AND d.number = i.number)"
    private static let isDecided = "EXISTS (SELECT FROM pension.decision d WHERE d.fiscal_year = i.fiscal_year AND d.number = i.number)"

    /// Goes through what waits of a file in its order, and then through what was decided of it.
    ///
    /// - Parameter body: settles one line.
    private func settle(
        _ file: ImportFile, _ act: ToldAct.Kind, by clerk: Clerk, progress: (Int, Int) -> Void,
        settled: (_ about: [AddresseeNumber], _ claimants: [AddresseeNumber]) async -> Void = { _, _ in }, _ body: (_ line: Int64) async throws -> Settling
    ) async throws -> SettledImport {
        let counted = try await pool.query(
            "SELECT count(DISTINCT line) FROM pension.import_row i WHERE import_id = \(file.id) AND \(unsafeSQL: Self.waits)")
        let total = Int(try counted.first?.decode(Int64.self) ?? 0)
        try await pool.transaction { try await Act(kind: act, clerk: clerk, reason: file.subject).record(seal, on: $0) }
        var (result, last, done): (SettledImport, Int64, Int) = (SettledImport(), 0, 0)
        var seen: Set<Int64> = []
        while true {
            let rows = try await pool.query(
                """
                SELECT DISTINCT line FROM pension.import_row i WHERE import_id = \(file.id) AND line > \(last) AND \(unsafeSQL: Self.waits)
                ORDER BY line LIMIT 100
                """)
            let lines = try rows.map { try $0.decode(Int64.self) }
            guard let end = lines.last else { break }
            for line in lines {
                try Task.checkCancellation()
                do {
                    switch try await body(line) {
                    case .settled(let about, let claimants):
                        result.settled += 1
                        seen.insert(line)
                        toPublish.add(about)
                        await settled(about, claimants)
                    case .left(let words):
                        result.leave(line, words)
                        seen.insert(line)
                    case .decided: break
                    }
                } catch let refused as PensionRefused where refused == .decided {
                } catch let refused as PensionRefused where refused != .samePerson {
                    result.leave(line, refused.description)
                    seen.insert(line)
                }
                done += 1
                progress(done, total)
            }
            last = end
        }
        // A decision that this program did not make decides nothing; and whoever was cut off after one may not have told of it.
        try await forEachPage(of: file, Self.isDecided) { rows in
            var (numbers, claimants): ([AddresseeNumber], [AddresseeNumber]) = ([], [])
            for row in rows where !seen.contains(row.line) {
                switch row.decision {
                case .untrue:
                    result.leave(row.line, PensionRefused.untrue.description)
                    seen.insert(row.line)
                case .made("accepted") where act == .importReleased && row.isTrue:
                    numbers.append(row.number)
                    if let claimant = row.claimant { claimants.append(claimant) }
                case .made, .none: break
                }
            }
            toPublish.add(numbers)
            await settled(numbers, claimants)
        }
        return result
    }

    private func forEachPage(of file: ImportFile, _ condition: String, _ body: ([ImportReception]) async throws -> Void) async throws {
        var last = ReceptionNumber(fiscalYear: 0, number: 0)
        while true {
            let page = try await pool.withConnection { connection in
                try await receptions(
                    """
                    import_id = \(file.id) AND (i.fiscal_year, i.number) > (\(last.fiscalYear), \(last.number)) AND \(unsafeSQL: condition)
                    ORDER BY i.fiscal_year, i.number LIMIT 1000
                    """, on: connection)
            }
            guard let end = page.last else { return }
            try await body(page.filter(\.isOfFile))
            last = end.reception
        }
    }

    /// Receptions of a line, by rows that this program wrote.
    ///
    /// - Throws: `PensionRefused` J0023 where it wrote none of them, or one of them, or a decision on it, is not as it wrote it; `PostgresError`.
    private func receptions(_ line: Int64, of file: ImportFile, on connection: Connection) async throws -> [ImportReception] {
        let all = try await receptions("import_id = \(file.id) AND line = \(line) ORDER BY i.fiscal_year, i.number", on: connection).filter(\.isOfFile)
        guard !all.isEmpty, all.allSatisfy({ $0.isTrue && $0.decision != .untrue }) else { throw PensionRefused.untrue }
        return all
    }

    private func receptions(_ condition: Query, on connection: Connection) async throws -> [ImportReception] {
        let rows = try await connection.query(
            condition.between(
                unsafeSQL:
                    """
                    SELECT i.line, i.fiscal_year, i.number, r.atenabango, r.content #>> '{carriedClaim,_0,claim,claimant,number}', r.entered_by, r.entered_set_up_by,
                      floor(extract(epoch FROM r.entered_at))::bigint,
                      \(SealedRecord.importRow.sealed("i")), \(SealedRecord.reception.sealed("r")), d.outcome, \(SealedRecord.decision.sealed("d"))
                    FROM pension.import_row i JOIN pension.reception r ON r.fiscal_year = i.fiscal_year AND r.number = i.number
                    LEFT JOIN pension.decision d ON d.fiscal_year = i.fiscal_year AND d.number = i.number WHERE
                    """ + " ", ""))
        return try rows.map { row in
            let (line, year, count, number, claimant, by, setUpBy, at, form, mac, received, receivedMAC, outcome, decided, decidedMAC) = try row.decode(
                (Int64, Int32, Int32, String, String?, String, String?, Int64, [UInt8], [UInt8]?, [UInt8], [UInt8]?, String?, [UInt8], [UInt8]?).self)
            let isTrue = seal.holds(.reception, received, receivedMAC)
            return ImportReception(
                line: line, reception: ReceptionNumber(fiscalYear: year, number: count), number: try AddresseeNumber(number),
                claimant: isTrue ? try claimant.map { try AddresseeNumber($0) } : nil,
                entered: EnteredBy(account: by, on: CalendarDay(inJapanAt: at), setUpBy: setUpBy), decision: seal.decision(outcome, decided, decidedMAC),
                isOfFile: seal.holds(.importRow, form, mac), isTrue: isTrue)
        }
    }

    private func release(
        _ line: Int64, of file: ImportFile, _ checked: Set<Enterer>, by clerk: Clerk, today: CalendarDay, on connection: Connection
    ) async throws -> Settling {
        let all = try await receptions(line, of: file, on: connection)
        let rows = all.filter { $0.decision == .none }
        guard !rows.isEmpty else { return .decided }
        guard all.allSatisfy({ $0.decision == .none || $0.decision == .made("accepted") }) else {
            return .left("同じ行の受付の一部が返戻または取下げとなっています。残りの受付を一件ずつ確定、返戻または取下げとしてください。")
        }
        guard rows.allSatisfy({ checked.contains(Enterer($0.entered)) }) else { return .left("承認を始めた後に取り込まれた行です。もう一度承認してください。") }
        var waiting: [Received] = []
        for row in rows { waiting.append(try await self.waiting(row.reception, today: today, on: connection)) }
        guard let first = waiting.first, waiting.allSatisfy({ $0.number == first.number && $0.kind == .carriedOver }) else { throw PensionRefused.untrue }
        let open = try await connection.query(
            """
            SELECT FROM pension.task WHERE closed_at IS NULL AND (fiscal_year, number) IN (
              SELECT * FROM unnest(\(rows.map(\.reception.fiscalYear)), \(rows.map(\.reception.number)))) LIMIT 1
            """)
        guard open.isEmpty else { return .left("課題（保留）を処理し、受付を一件ずつ確定または返戻してください。") }
        let record = try await record(of: first.person, on: connection)
        if record.basic.historyNumber > 0, waiting.contains(where: { if case .basic = $0.content { true } else { false } }) {
            // Its task may be closed by whoever took it in.
            return .left("年金基本情報がすでに登録されています。受付を一件ずつ確定または返戻してください。")
        }
        let facts = waiting.compactMap { if case .event(let said) = $0.content { said.fact } else { nil } }
        if !facts.isEmpty {
            switch ImportFit.of(facts, record, today: today, using: tables) {
            case .fits: break
            case .wrong(let words), .held(let words): return .left(words)
            }
        }
        for received in waiting {
            // Of doubts that would come with all of it there are none; between two of them they mean nothing.
            if case .failure(let refused) = try await accept(received, despiteDoubts: true, by: clerk, today: today, on: connection) {
                return .left(refused.description)
            }
        }
        return .settled([first.number], claimants: rows.compactMap(\.claimant))
    }
}

/// 移行の受付. A reception by a row of a file, and what was decided of it.
private struct ImportReception: Sendable {
    let line: Int64
    let reception: ReceptionNumber
    let number: AddresseeNumber
    /// Who claims by it, where it is a claim by another than whom it is of.
    let claimant: AddresseeNumber?
    let entered: EnteredBy
    let decision: DecisionRow
    /// Whether this program wrote that it is of the file.
    let isOfFile: Bool
    /// Whether this program wrote the reception.
    let isTrue: Bool
}
