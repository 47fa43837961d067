import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import Installation
import Postgres
import Register
import Settings
import SourceFiles
import StaffCommands
import Threads

/// `atena submit`: rows as they happen (随時連携), each answered once it is durable.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "随時の行を標準入力から1行ずつ取り込み、1行ごとに結果を答えます。",
        discussion: """
            最初の行は見出しです。以後の1行ごとに、結果を1行のJSONで標準出力に答えます。答えが出た行は記録済みで、止まっても失われません。
            答えが出ないまま止まったときは、最後の行をもう一度送ってください（宛名番号の付番を求める行は、先に付番されていないか確認してください）。

            答えの例: {"row":1,"outcome":"accepted"}　{"row":2,"outcome":"held","codes":["H…"]}
            outcome: accepted 登録、assigned 登録して付番（atenabango）、claimed 番号なしで登録、unchanged 変更なし、held 保留、rejected 却下

            終了コードは atena intake と同じです（0 すべて登録または変更なし、3 却下または保留がある、65 見出しを受け付けない、75 途中で止まった）。
            """)

    @Argument(help: "住登者（residents）か 住登外者（nonresidents）")
    var layout: IntakeCommand.Layout
    @Option(help: "送る業務システム（residents は resident-record）")
    var source: String?
    @Option(name: .customLong("layout"), help: LayoutEdition.help)
    var edition: LayoutEdition?

    /// What is said of a row.
    private struct Answer: Encodable {
        var row: Int
        var outcome: String
        var codes: [String]?
        var atenabango: String?

        init(_ row: Int, _ outcome: Intake.RowOutcome) {
            self.row = row
            switch outcome {
            case .accepted: self.outcome = "accepted"
            case .assigned(let number): (self.outcome, atenabango) = ("assigned", number)
            case .claimed(let code): (self.outcome, codes) = ("claimed", [code])
            case .unchanged: self.outcome = "unchanged"
            case .held(let code): (self.outcome, codes) = ("held", [code])
            case .rejected(let codes): (self.outcome, self.codes) = ("rejected", codes)
            }
        }

        var isIn: Bool { ["accepted", "assigned", "unchanged"].contains(outcome) }
    }

    func run() async throws {
        var isAllIn = true
        do {
            try await explained { isAllIn = try await answerAll() }
        } catch let refused as IntakeFailure {
            tell(refused.description)
            throw refused.exitCode
        }
        if !isAllIn { throw IntakeCommand.Status.someRejectedOrHeld }
    }

    /// - Returns: whether every row is in.
    private func answerAll() async throws -> Bool {
        let name = source ?? (layout == .residents ? SystemName.residentRecord.rawValue : "")
        guard let system = SystemName(rawValue: name) else { throw CommandFailure("--source に業務システムの名前を指定してください（例 tax）。") }
        let settings = Settings()
        let written = try layout.written(in: edition, settings)
        let hub = try await OpenedHub.open(settings, for: .operateDeliveries)
        let intake = Intake(pool: hub.pool, vault: hub.vault)
        var door: Intake.Door?
        var (row, isAllIn) = (0, true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            try await Self.forEachRecord { record in
                guard let opened = door else {
                    door = try await intake.door(hub.acting, header: record, layout: written, source: system)
                    return
                }
                row += 1
                let answer = Answer(row, try await opened.submit(record))
                isAllIn = isAllIn && answer.isIn
                try FileHandle.standardOutput.write(contentsOf: encoder.encode(answer) + Data("\n".utf8))
            }
        } catch let refused as FileRefused {
            throw IntakeFailure(status: door == nil ? .refused : .interrupted, description: "取り込めません。\(refused.explanation)")
        } catch let error as PostgresError {
            throw IntakeFailure(status: .interrupted, description: "\(row)行目の答えが出ないまま止まりました。\(CommandFailure.explain(error))")
        } catch is NumberingUnknown {
            throw IntakeFailure(
                status: .interrupted, description: "\(row)行目は付番されたかどうか分からないまま止まりました。もう一度送る前に、その人が登録されているか検索してください（atena search）。")
        }
        guard door != nil else { throw IntakeFailure(status: .refused, description: "見出しの行がありません。") }
        return isAllIn
    }

    /// Hands over each record of standard input as soon as it is whole.
    private static func forEachRecord(_ body: ([UInt8]) async throws -> Void) async throws {
        var reader = RecordReader()
        var records: [[UInt8]] = []
        var isOver = false
        while !isOver {
            let piece = try await OwnThread.run { FileHandle.standardInput.availableData }
            isOver = piece.isEmpty
            if isOver {
                try reader.finish { records.append(Array($0.bytes)) }
            } else {
                try piece.withUnsafeBytes { piece in try reader.feed(piece) { records.append(Array($0.bytes)) } }
            }
            for record in records { try await body(record) }
            records = []
        }
    }
}
