internal import Addressee
internal import AuditTrail
internal import Postgres
internal import SourceFiles

/// What the database keeps of a file's blocks: which are done, and what became of the rows that did not pass. Nothing of it is ever altered; what is
/// decided anew is written behind.
struct BlockLedger: Sendable {
    let fileID: Int64
    let fileDigest: [UInt8]
    let vault: Vault
    let fields: SubmissionFields
    let source: SystemName
    /// Who takes the file in.
    let byWhom: String

    private var queue: ConflictQueue { ConflictQueue(vault: vault, source: source, fields: fields) }

    /// What has become of a block up to now; nil where it is not done.
    func progress(of block: RowBlock, on connection: Connection) async throws -> BlockProgress? {
        let (lane, number) = (Int32(block.lane), Int32(block.number))
        let results = try await connection.pipeline([
            "SELECT accepted, unchanged, held, rejected, claimed FROM intake.block WHERE file_id = \(fileID) AND lane = \(lane) AND number = \(number)",
            """
            SELECT line, code, item, reason FROM intake.rejected
            WHERE file_id = \(fileID) AND lane = \(lane) AND block = \(number) ORDER BY line, ordinal
            """,
            """
            SELECT line, code, state IN ('d', 'q') FROM intake.held
            WHERE file_id = \(fileID) AND lane = \(lane) AND block = \(number) AND kind = 'r'
            """,
            """
            SELECT line, round, outcome, code, item, reason FROM intake.decided_anew
            WHERE file_id = \(fileID) AND lane = \(lane) AND block = \(number) ORDER BY line, round, ordinal
            """,
            "SELECT line, atenabango FROM intake.assigned WHERE file_id = \(fileID) AND lane = \(lane) AND block = \(number)",
        ])
        guard let counts = results[0].first else { return nil }
        var outcomes: [Int: BlockProgress.Outcome] = [:]
        var decidedByPeople: Set<Int> = []
        for row in results[2] {
            let (line, code, isDecided) = try row.decode((Int64, String, Bool).self)
            outcomes[Int(line)] = .held(code: code)
            if isDecided { decidedByPeople.insert(Int(line)) }
        }
        var faults: [Int: [BlockReport.Fault]] = [:]
        for row in results[1] {
            let (line, code, item, reason) = try row.decode((Int64, String, String, String).self)
            faults[Int(line), default: []].append(.init(line: Int(line), code: code, item: item, reason: reason))
        }
        // A line that was rejected first and held later is in both.
        for (line, found) in faults { outcomes[line] = .rejected(found) }
        let (accepted, unchanged, held, rejected, claimed) = try counts.decode((Int32, Int32, Int32, Int32, Int32).self)
        var progress = BlockProgress(
            accepted: Int(accepted), unchanged: Int(unchanged), held: Int(held), rejected: Int(rejected), claimed: Int(claimed), outcomes: outcomes,
            decidedByPeople: decidedByPeople)
        var anew: [Int: (round: Int, outcome: BlockProgress.Outcome)] = [:]
        for row in results[3] {
            let (line, round, outcome, code, item, reason) = try row.decode((Int64, Int16, String, String, String, String).self)
            let (at, decided) = (Int(line), Int(round))
            switch outcome {
            case "accepted": anew[at] = (decided, .accepted)
            case "unchanged": anew[at] = (decided, .unchanged)
            case "held": anew[at] = (decided, .held(code: code))
            default:
                var all: [BlockReport.Fault] = []
                if let known = anew[at], known.round == decided, case .rejected(let found) = known.outcome { all = found }
                anew[at] = (decided, .rejected(all + [.init(line: at, code: code, item: item, reason: reason)]))
            }
        }
        for (line, decision) in anew { progress.decide(line, decision.outcome, round: decision.round) }
        for row in results[4] {
            let (line, number) = try row.decode((Int64, String).self)
            progress.assignedAddresseeNumbers.append((Int(line), number))
        }
        return progress
    }

    /// A block is done, with what became of its rows.
    func record(
        _ report: BlockReport, _ outcome: BlockRegistration.Outcome, of block: RowBlock, digest: [UInt8], on connection: Connection
    ) async throws {
        let (lane, number) = (Int32(block.lane), Int32(block.number))
        var statements: [Query] = [
            """
            INSERT INTO intake.block (file_id, lane, number, accepted, unchanged, held, rejected, claimed, digest)
            VALUES (\(fileID), \(lane), \(number), \(Int32(report.accepted)), \(Int32(report.unchanged)), \(Int32(report.held)),
                \(Int32(report.rejected)), \(Int32(report.claimed)), \(digest))
            """
        ]
        if !report.faults.isEmpty {
            statements.append(
                """
                INSERT INTO intake.rejected (file_id, lane, block, line, ordinal, code, item, reason)
                SELECT \(fileID), \(lane), \(number), line, row_number() OVER (PARTITION BY line ORDER BY n), code, item, reason
                FROM unnest(\(report.faults.map { Int64($0.line) }), \(report.faults.map(\.code)), \(report.faults.map(\.item)),
                    \(report.faults.map(\.reason))) WITH ORDINALITY AS f (line, code, item, reason, n)
                """)
        }
        try await queue.add(outcome, of: block, file: fileID, on: connection)
        if !report.assignedAddresseeNumbers.isEmpty { statements.append(assign(report.assignedAddresseeNumbers, block)) }
        let events = IntakeEvents(source: source.rawValue, byWhom: byWhom)
        let untold = statements.count
        statements.append(events.block(report, lane: block.lane, number: block.number, file: fileDigest).statement())
        statements += events.remarkable(outcome) { block.withRow($0, fields.addresseeNumber) }.map { $0.statement() }
        for rows in try await connection.pipeline(statements).dropFirst(untold) { try rows.written() }
    }

    /// Rows of a done block were decided anew; what became of them otherwise than before is written behind.
    ///
    /// - Parameter block: those rows alone.
    func decideAnew(
        _ report: BlockReport, _ outcome: BlockRegistration.Outcome, _ progress: inout BlockProgress, of block: RowBlock, on connection: Connection
    ) async throws {
        let held = Dictionary(outcome.held.map { ($0.row, $0.hold.code) }) { first, _ in first }
        let unchanged = Set(outcome.unchanged)
        let faults = Dictionary(grouping: report.faults, by: \.line)
        var decided: [Decision] = []
        var waiting: Set<Int> = []
        var accepted: Set<Int> = []
        for (row, line) in block.rows.map(\.line).enumerated() {
            let now: BlockProgress.Outcome =
                if let found = faults[line] { .rejected(found) } else if let code = held[row] { .held(code: code) } else if unchanged.contains(row) {
                    .unchanged
                } else { .accepted }
            guard now != progress.outcomes[line] else { continue }
            if case .held = now { waiting.insert(row) }
            if now == .accepted { accepted.insert(line) }
            let round = (progress.rounds[line] ?? 0) + 1
            progress.decide(line, now, round: round)
            let none = BlockReport.Fault(line: line, code: held[row] ?? "", item: "", reason: "")
            for fault in faults[line] ?? [none] { decided.append(Decision(round: round, outcome: now, fault: fault)) }
        }
        var statements: [Query] = []
        var told = outcome
        told.held.removeAll { !waiting.contains($0.row) }
        if !decided.isEmpty { statements.append(write(decided, block)) }
        try await queue.add(told, of: block, file: fileID, on: connection)
        let assigned = report.assignedAddresseeNumbers.filter { accepted.contains($0.line) }
        progress.assignedAddresseeNumbers += assigned
        if !assigned.isEmpty { statements.append(assign(assigned, block)) }
        let events = IntakeEvents(source: source.rawValue, byWhom: byWhom)
        let untold = statements.count
        if !decided.isEmpty { statements.append(events.decidedAnew(report, lane: block.lane, number: block.number, file: fileDigest).statement()) }
        statements += events.remarkable(told) { block.withRow($0, fields.addresseeNumber) }.map { $0.statement() }
        guard !statements.isEmpty else { return }
        for rows in try await connection.pipeline(statements).dropFirst(untold) { try rows.written() }
    }

    private struct Decision {
        var round: Int
        var outcome: BlockProgress.Outcome
        var fault: BlockReport.Fault
    }

    private func write(_ decided: [Decision], _ block: RowBlock) -> Query {
        """
        INSERT INTO intake.decided_anew (file_id, lane, block, line, round, ordinal, outcome, code, item, reason)
        SELECT \(fileID), \(Int32(block.lane)), \(Int32(block.number)), line, round, row_number() OVER (PARTITION BY line ORDER BY n), outcome, code, item, reason
        FROM unnest(\(decided.map { Int64($0.fault.line) }), \(decided.map { Int32($0.round) }), \(decided.map(\.outcome.name)),
            \(decided.map(\.fault.code)), \(decided.map(\.fault.item)), \(decided.map(\.fault.reason)))
            WITH ORDINALITY AS d (line, round, outcome, code, item, reason, n)
        """
    }

    private func assign(_ assigned: [(line: Int, addresseeNumber: String)], _ block: RowBlock) -> Query {
        """
        INSERT INTO intake.assigned (file_id, lane, block, line, atenabango)
        SELECT \(fileID), \(Int32(block.lane)), \(Int32(block.number)), line, atenabango
        FROM unnest(\(assigned.map { Int64($0.line) }), \(assigned.map(\.addresseeNumber))) AS a (line, atenabango)
        """
    }
}
