import ArgumentParser
import AuditTrail
import Foundation
import StaffAPI
import StaffCommands
import StaffService
import TransparencyLog

/// The log: verified, proven, exported. What needs neither hub nor keys is done here; everything else is asked of the staff service.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "証跡を検証し、証明し、書き出します。",
        discussion: """
            verify --export、prove --verify、consistency --verify は、ハブも鍵束も使いません。検証鍵（atena audit key）と
            書き出したファイルだけで、ほかの機械でも確かめられます。
            """,
        subcommands: [
            Verify.self, LogCommands.Export.self, LogCommands.Key.self, Prove.self, Consistency.self, LogCommands.Resume.self, LogCommands.Erase.self,
            DisclosureCommand.self, AnalyseCommand.self, AnalysisReportCommand.self, FindingCommand.self,
        ])

    static func key(_ path: String) throws -> VerifierKey {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw CommandFailure("検証鍵 \(path) を読めません。") }
        return try VerifierKey(text)
    }

    /// Notes one after the other, or lines of the files outside the database.
    static func kept(_ path: String) throws -> KeptNotes {
        guard let bytes = FileManager.default.contents(atPath: path) else { throw CommandFailure("\(path) を読めません。") }
        let kept = KeptNotes(String(decoding: bytes, as: UTF8.self))
        for line in kept.unreadable {
            tell("\(path) の\(line)行目を読めません。この行は確かめに使っていません。")
        }
        guard !kept.notes.isEmpty else { throw CommandFailure("\(path) にチェックポイントがありません。") }
        return kept
    }

    static func range(_ from: Int?, _ to: Int?) throws -> Range<Int>? {
        guard from != nil || to != nil else { return nil }
        let (start, end) = (from ?? 0, to ?? Int.max - 1)
        guard start >= 0, end >= start else { throw CommandFailure("--from と --to は、0から始まる位置で、from ≤ to としてください。") }
        return start..<end + 1
    }

    /// Shows what was found, and ends with the exit status of the gravest.
    static func show(_ sheet: Sheet, json: Bool) throws {
        if json { printJSON(document: sheet.document) } else { for line in sheet.lines { print(line) } }
        if sheet.status != 0 { throw ExitCode(sheet.status) }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "証跡が封印されたときのままかを確かめます。",
            discussion: """
                封印されたとおりでないものをすべて示します（一種類につき100件まで。数はすべて数えます）。--export がなければ、データベースとその外の記録を突き合わせます。
                終了コードは、見つかった最も重いもので決まり、今後も変わりません:
                  0 ない   1 改ざん   2 欠落   3 プログラムの外で書かれたもの   4 説明のない封印の空白   5 封印の遅れ
                命じられた停止の間の空白と遅れは、示しますが0です。確かめることができなかったときは 70 です。
                """)

        @Option(help: "書き出したファイル（データベースを使わずに確かめます）") var export: String?
        @Option(help: "検証鍵のファイル（--export のとき）") var key: String?
        @Option(help: "別に保管したチェックポイント、またはデータベースの外の記録（batches-….jsonl をつないだもの）") var checkpoints: String?
        @Option(help: "この位置（0から）より後だけ") var from: Int?
        @Option(help: "この位置まで") var to: Int?
        @Flag(help: "封印された言明のない書き出し（古い形式のもの、封印が止まっている間のもの）を、言明がないことだけでは欠落としません（--export のとき）")
        var acceptUnstated = false
        @Flag(help: "JSONで表示します") var json = false

        func run() async throws {
            let sheet = try await Self.verdict {
                guard let export else { return try await LogCommands.verify(from: from, to: to, key: key, checkpoints: checkpoints) }
                guard let key else { throw CommandFailure("--export には --key（検証鍵のファイル）が要ります。") }
                let kept = try checkpoints.map(AuditCommand.kept)
                guard let lines = LineFile(export) else { throw CommandFailure("\(export) を読めません。") }
                let verifier = try AuditCommand.key(key)
                let verified = Result {
                    try LogExport.verify(lines, key: verifier, batches: kept?.batches ?? [:], witnesses: kept?.notes ?? [])
                }
                // Where reading failed, what was found of the rest says nothing.
                try lines.check()
                var report = try verified.get()
                if !acceptUnstated { report.refuseUnstated() }
                return try LogWords.sheet(report)
            }
            try AuditCommand.show(sheet, json: json)
        }

        /// That nothing could be checked is no verdict, and has a status of its own.
        private static func verdict(_ body: () async throws -> Sheet) async throws -> Sheet {
            do {
                return try await explained(body)
            } catch {
                if !(error is ExitCode) { tell("Error: \(error)") }
                throw ExitCode(70)
            }
        }
    }

    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prove", abstract: "一つのイベントが封印されていることの証明をJSONで出します。",
            discussion: "--verify FILE は、証明をハブなしで確かめます。FILE の名が .jsonl で終わるときは、1行に1件の証明として、すべてを確かめます（atena audit disclosure --every が書きます）。")

        @Argument(help: "イベントの番号") var event: Int64?
        @Option(help: "この証明を確かめます") var verify: String?
        @Option(help: "検証鍵のファイル（--verify のとき）") var key: String?

        func run() async throws {
            try await explained {
                if let verify, verify.hasSuffix(".jsonl") {
                    print("\(try AuditCommand.offlineLines(verify, key))件のイベントが、この内容で封印されています（番号そのものは封印されていません）。")
                    return
                }
                if let verify {
                    let proof: InclusionProof = try AuditCommand.offline(verify, key) { try $0.verify($1) }
                    print("この内容のイベントは、位置 \(proof.event.index) に封印されています（番号 \(proof.event.id) そのものは封印されていません）。")
                    return
                }
                guard let event else { throw CommandFailure("イベントの番号か --verify FILE を指定してください。") }
                guard let proof = try await LogCommands.prove(.event(event)) else {
                    throw CommandFailure("イベント \(event) はないか、まだ封印されていません（封印は約1秒ごとです）。")
                }
                printJSON(document: proof)
            }
        }
    }

    struct Consistency: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "consistency", abstract: "後のチェックポイントの木が、前の木で始まることの証明をJSONで出します。", discussion: "--verify FILE は、証明をハブなしで確かめます。")

        @Argument(help: "前の木の大きさ") var earlier: Int?
        @Argument(help: "後の木の大きさ") var later: Int?
        @Option(help: "この証明を確かめます") var verify: String?
        @Option(help: "検証鍵のファイル（--verify のとき）") var key: String?

        func run() async throws {
            try await explained {
                if let verify {
                    let _: ConsistencyProof = try AuditCommand.offline(verify, key) { try $0.verify($1) }
                    print("後の木は、前の木で始まっています。")
                    return
                }
                guard let earlier, let later else { throw CommandFailure("前と後の木の大きさか --verify FILE を指定してください。") }
                guard let proof = try await LogCommands.prove(.consistency(earlier: earlier, later: later)) else {
                    throw CommandFailure("その大きさのチェックポイントがありません。")
                }
                printJSON(document: proof)
            }
        }
    }

    /// Verifies a file of proofs, one in a line.
    ///
    /// - Returns: how many there are.
    private static func offlineLines(_ path: String, _ key: String?) throws -> Int {
        guard let key else { throw CommandFailure("--verify には --key（検証鍵のファイル）が要ります。") }
        guard let lines = LineFile(path) else { throw CommandFailure("\(path) を読めません。") }
        let verifier = try self.key(key)
        var count = 0
        for line in lines {
            count += 1
            do {
                let proof: InclusionProof = try ProofFile.read(line)
                try proof.verify(verifier)
            } catch {
                throw CommandFailure("\(path) の\(count)行目: \(error)")
            }
        }
        try lines.check()
        guard count > 0 else { throw CommandFailure("\(path) に証明がありません。") }
        return count
    }

    private static func offline<Proof: Decodable>(_ path: String, _ key: String?, _ check: (Proof, VerifierKey) throws -> Void) throws -> Proof {
        guard let key else { throw CommandFailure("--verify には --key（検証鍵のファイル）が要ります。") }
        guard let bytes = FileManager.default.contents(atPath: path) else { throw CommandFailure("\(path) を読めません。") }
        let proof: Proof
        do throws(LogError) { proof = try ProofFile.read(Array(bytes)) } catch { throw CommandFailure("\(path): \(error.expected)。") }
        try check(proof, try self.key(key))
        return proof
    }
}
