import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import Installation
import LogSealing
import Postgres
import Settings
import StaffCommands
import TextFiles
import TransparencyLog

/// The log: verified, proven, exported.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "証跡を検証し、証明し、書き出します。",
        discussion: """
            verify --export、prove --verify、consistency --verify は、データベースも鍵束も使いません。検証鍵（封印の記録のディレクトリの log.pub）と
            書き出したファイルだけで、ほかの機械でも確かめられます。
            """,
        subcommands: [
            Verify.self, Export.self, Prove.self, Consistency.self, ResumeCommand.self, EraseOpeningsCommand.self, DisclosureCommand.self, AnalyseCommand.self,
            AnalysisReportCommand.self,
            FindingCommand.self,
        ])

    /// The log of this hub, and who reads it: the log itself asks for the right.
    static func open() async throws -> (log: AuditLog, files: SealedBatchFiles, reader: Principal) {
        let settings = Settings()
        let hub = try await OpenedHub.open(settings)
        let files = try Installation.batchFiles(settings)
        return (AuditLog(pool: hub.pool, files: files), files, hub.acting)
    }

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

    /// Says what was found, and ends with the exit status of the gravest.
    static func show(_ report: LogExport.Report, json: Bool) throws {
        if json {
            try printJSON(report)
        } else {
            say(report)
            for line in remarks(report) { print(line) }
        }
        if let gravest = report.gravest { throw ExitCode(gravest.exitStatus) }
    }

    private static func say(_ report: LogExport.Report) {
        let checked = "イベント \(report.events)件、バッチ \(report.batches)、木の大きさ \(report.size)、最後の封印 \(report.time.map(LogTime.inJapan) ?? "なし")"
        let isWhole = report.from == 0 && report.to == nil && report.isEndWitnessed
        let what = isWhole ? "すべて" : "位置 \(report.from)–\(max(report.from, report.to ?? report.size) - 1) は"
        if report.faults.list.isEmpty {
            print("\(what)封印されたとおりです: \(checked)")
        } else {
            let isSealed = report.faults.gravest.map { $0 < .missing } ?? true
            print(isSealed ? "\(what)封印されたとおりですが、次のものがあります: \(checked)" : "封印されたとおりではありません: \(checked)")
            for gravity in LogFault.Gravity.allCases.reversed() where report.faults.count(of: gravity) > 0 {
                let told = report.faults.list.filter { $0.kind.gravity == gravity }.prefix(20)
                print("\(gravity.label) \(report.faults.count(of: gravity))件")
                for fault in told { print("  \(fault)") }
                let more = report.faults.count(of: gravity) - told.count
                if more > 0 { print("  ほか \(more)件（--json で\(LogFaults.most)件まで示します）") }
            }
        }
        if report.isAdrift { print("葉のハッシュが失われたため、それより後は、署名とつながり、各イベントとその葉だけを確かめました。") }
        if !report.isEndWitnessed { print("末尾が失われていないことは、確かめていません。別に保管したチェックポイントを --checkpoints で示してください。") }
        if report.uncheckable > 0 { print("この範囲より前の控え \(report.uncheckable)件は、この書き出しでは確かめられません。") }
        if report.waiting > 0 { print("まだ封印されていないイベント: \(report.waiting)件（約1秒ごとに封印されます）") }
        if report.erased > 0 { print("個人を示す項目が消去されたイベント: \(report.erased)件（その項目は確かめられません）") }
    }

    /// What somebody should look into though nothing that was sealed is altered.
    static func remarks(_ report: LogExport.Report) -> [String] {
        var lines = report.accepted.map {
            "失われた封印の記録（バッチ \($0.outside + 1)–\($0.database)）は、\($0.proposedBy) の提案と \($0.confirmedBy) の承認（\(LogTime.inJapan($0.time))）でデータベースから書き直されたものです。理由: \($0.reason)"
        }
        for lost in report.lost {
            var what = "封印されていますが、データベースにないイベント: \(lost.events)件（バッチ \(lost.firstBatch)–\(lost.lastBatch)"
            if let first = lost.firstEventID, let last = lost.lastEventID { what += "、当時の番号 \(first)–\(last)" }
            what += "。\(lost.after.map(LogTime.inJapan) ?? "最初") より後、\(lost.until.map(LogTime.inJapan) ?? "") までに封印）。"
            if let accepted = lost.accepted {
                what += "\(accepted.proposedBy) の提案と \(accepted.confirmedBy) の承認（\(LogTime.inJapan(accepted.time))）で、失われたものとされました。理由: \(accepted.reason)"
            } else {
                what += "だれが承認したかの記録（resumptions.jsonl）は失われています"
            }
            lines.append(what)
        }
        if report.heartbeats == 0 {
            lines.append("心拍の記録が一つもありません。封印が働いていた間を確かめられません。記録が失われたか、除かれたおそれがあります")
        }
        if let first = report.heartbeatsMissingBefore {
            lines.append("最初の心拍（\(first)）より前の心拍がありません。古い日の記録を移したのでなければ、失われたか、除かれたものです")
        }
        for gap in report.gaps {
            let why =
                gap.isBroken
                ? "心拍の記録の一部が失われています"
                : gap.isAfterStop
                    ? "封印を停止していた間です"
                    : gap.isOfHubClock
                        ? "停止の記録がありません。停電・強制終了か、封印の妨害です。この間の作業を調べてください" : "時計が一つでなかったころの記録です。時計のずれか、停止の記録のない停止です"
            lines.append("心拍のない間: \(gap.from) から \(gap.to) まで（\(why)）")
        }
        if report.lateCount > 0 {
            let named = report.late.prefix(10).map { "\($0.eventID)（\(Int($0.seconds))秒）" }.joined(separator: "、")
            let why = report.lateUnexplained > 0 ? "うち、封印を停止していた間のものでないもの: \(report.lateUnexplained)件。" : ""
            lines.append("発生から5分を超えて封印されたイベント: \(report.lateCount)件。\(why)\(named)\(report.lateCount > 10 ? " ほか" : "")")
        }
        if report.recordsByAnotherClock > 0 {
            lines.append("時刻が証跡と2分を超えて違う提供の記録: \(report.recordsByAnotherClock)件。時計が一つでなかったころのもので、プログラムとデータベースの時計がずれていました")
        }
        return lines
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "証跡が封印されたときのままかを確かめます。",
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
        @Flag(help: "JSONで表示します") var json = false

        func run() async throws {
            let report = try await Self.verdict {
                let kept = try checkpoints.map(AuditCommand.kept)
                guard let export else {
                    let (log, files, reader) = try await AuditCommand.open()
                    return try await log.verify(
                        by: reader, try AuditCommand.range(from, to), key: try key.map(AuditCommand.key) ?? files.key(), witnesses: kept?.notes ?? [])
                }
                guard let key else { throw CommandFailure("--export には --key（検証鍵のファイル）が要ります。") }
                guard let lines = LineFile(export) else { throw CommandFailure("\(export) を読めません。") }
                let verifier = try AuditCommand.key(key)
                let verified = Result {
                    try LogExport.verify(lines, key: verifier, batches: kept?.batches ?? [:], witnesses: kept?.notes ?? [])
                }
                // Where reading failed, what was found of the rest says nothing.
                try lines.check()
                return try verified.get()
            }
            try AuditCommand.show(report, json: json)
        }

        /// That nothing could be checked is no verdict, and has a status of its own.
        private static func verdict(_ body: () async throws -> LogExport.Report) async throws -> LogExport.Report {
            do {
                return try await explained(body)
            } catch {
                FileHandle.standardError.write(Data("Error: \(error)\n".utf8))
                throw ExitCode(70)
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "証跡をファイルに書き出します（JSON Lines。所有者だけが読めるファイルで、書き終えたときにだけその名前で現れます）。")

        @Option(help: "書き出すファイル") var out: String
        @Option(help: "この位置（0から）より後だけ") var from: Int?
        @Option(help: "この位置まで") var to: Int?
        @Flag(help: "個人を示す項目を除きます（検証はそのままできます）") var withoutPersonal = false

        func run() async throws {
            try await explained {
                let (log, files, reader) = try await AuditCommand.open()
                let file = try BlockingWholeFile(path: out)
                defer { file.discard() }
                var buffer: [UInt8] = []
                let count = try await log.export(by: reader, try AuditCommand.range(from, to), withPersonal: !withoutPersonal) { line in
                    buffer += line
                    guard buffer.count > 1 << 18 else { return }
                    try file.append(buffer)
                    buffer.removeAll(keepingCapacity: true)
                }
                try file.append(buffer)
                try file.publish()
                print("\(count)件を書き出しました。確かめるには: atena audit verify --export \(out) --key \(files.directory)/\(SealedBatchFiles.keyFileName)")
            }
        }
    }

    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "一つのイベントが封印されていることの証明をJSONで出します。", discussion: "--verify FILE は、証明をデータベースなしで確かめます。")

        @Argument(help: "イベントの番号") var event: Int64?
        @Option(help: "この証明を確かめます") var verify: String?
        @Option(help: "検証鍵のファイル（--verify のとき）") var key: String?

        func run() async throws {
            try await explained {
                if let verify {
                    let proof: InclusionProof = try AuditCommand.offline(verify, key) { try $0.verify($1) }
                    print("この内容のイベントは、位置 \(proof.event.index) に封印されています（番号 \(proof.event.id) そのものは封印されていません）。")
                    return
                }
                guard let event else { throw CommandFailure("イベントの番号か --verify FILE を指定してください。") }
                let (log, _, reader) = try await AuditCommand.open()
                guard let proof = try await log.prove(by: reader, event: event) else {
                    throw CommandFailure("イベント \(event) はないか、まだ封印されていません（封印は約1秒ごとです）。")
                }
                try printJSON(proof)
            }
        }
    }

    struct Consistency: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "後のチェックポイントの木が、前の木で始まることの証明をJSONで出します。", discussion: "--verify FILE は、証明をデータベースなしで確かめます。")

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
                let (log, _, reader) = try await AuditCommand.open()
                guard let proof = try await log.consistency(by: reader, from: earlier, to: later) else {
                    throw CommandFailure("その大きさのチェックポイントがありません。")
                }
                try printJSON(proof)
            }
        }
    }

    private static func offline<Proof: Decodable>(_ path: String, _ key: String?, _ check: (Proof, VerifierKey) throws -> Void) throws -> Proof {
        guard let key else { throw CommandFailure("--verify には --key（検証鍵のファイル）が要ります。") }
        guard let bytes = FileManager.default.contents(atPath: path), let proof = try? JSONDecoder().decode(Proof.self, from: bytes) else {
            throw CommandFailure("\(path) は証明のファイルではありません。")
        }
        try check(proof, try self.key(key))
        return proof
    }
}
