internal import Addressee
package import ArgumentParser
internal import Foundation
internal import SourceFiles
internal import StaffAPI
internal import Threads

/// `atena submit`: rows as they happen (随時連携), each answered once it is durable.
package struct SubmitCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "随時の行を標準入力から1行ずつ取り込み、1行ごとに結果を答えます。",
        discussion: """
            最初の行は見出しです。以後の1行ごとに、結果を1行のJSONで標準出力に答えます。答えが出た行は記録済みで、止まっても失われません。
            答えが出ないまま止まったときは、最後の行をもう一度送ってください（宛名番号の付番を求める行は、先に付番されていないか確認してください）。

            答えの例: {"row":1,"outcome":"accepted"}　{"row":2,"outcome":"held","codes":["H…"]}
            outcome: accepted 登録、assigned 登録して付番（atenabango）、claimed 番号なしで登録、unchanged 変更なし、held 保留、rejected 却下

            終了コードは atena intake と同じです（0 すべて登録または変更なし、3 却下または保留がある、65 見出しを受け付けない、75 途中で止まった）。
            """)

    @Argument(help: "住登者（residents）か 住登外者（nonresidents）")
    var layout: RowLayout
    @Option(help: "送る業務システム（residents は resident-record）")
    var source: String?
    @Option(name: .customLong("layout"), help: LayoutEdition.help)
    var edition: LayoutEdition?

    package init() {}

    /// What is said of a row.
    private struct Line: Encodable {
        var row: Int
        var outcome: String
        var codes: [String]?
        var atenabango: String?

        var isIn: Bool { ["accepted", "assigned", "unchanged"].contains(outcome) }
    }

    package func run() async throws {
        let source = try layout.source(source)
        let isAllIn = try await StaffSession.with { try await answerAll($0, source) }
        if !isAllIn { throw TakingStatus.someRejectedOrHeld }
    }

    /// - Returns: whether every row is in.
    private func answerAll(_ session: StaffSession, _ source: String) async throws -> Bool {
        let edition = try LayoutEdition.asked(edition)
        var header: [UInt8]?
        var (row, isAllIn) = (0, true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            try await Self.forEachRecord { record in
                guard let known = header else {
                    try await Self.accepted(session.ask(TakeRow(layout: layout, edition: edition, source: source, header: record, row: nil)))
                    header = record
                    return
                }
                row += 1
                let answer = try await session.ask(TakeRow(layout: layout, edition: edition, source: source, header: known, row: record))
                try Self.accepted(answer)
                guard !answer.isNumberingUnknown, let outcome = answer.outcome else {
                    throw Self.ended(
                        TakingStatus.interrupted, "\(row)行目は付番されたかどうか分からないまま止まりました。もう一度送る前に、その人が登録されているか検索してください（atena search）。")
                }
                let line = Line(row: row, outcome: outcome, codes: answer.codes, atenabango: answer.number)
                isAllIn = isAllIn && line.isIn
                try FileHandle.standardOutput.write(contentsOf: encoder.encode(line) + Data("\n".utf8))
            }
        } catch let refused as FileRefused {
            throw Self.ended(header == nil ? TakingStatus.fileRefused : TakingStatus.interrupted, "取り込めません。\(refused.rule)（\(refused.code)）")
        } catch let failure as StaffFailure where row > 0 {
            throw Self.ended(TakingStatus.interrupted, "\(row)行目の答えが出ないまま止まりました。\(failure.rule)")
        } catch let refused as StaffRefused where row > 0 && refused.status >= 500 {
            throw Self.ended(TakingStatus.interrupted, "\(row)行目の答えが出ないまま止まりました。\(refused.rule)")
        }
        guard header != nil else { throw Self.ended(TakingStatus.fileRefused, "見出しの行がありません。") }
        return isAllIn
    }

    private static func accepted(_ answer: TakeRow.Answer) throws {
        if let why = answer.refused { throw ended(TakingStatus.fileRefused, "取り込めません。\(why)") }
    }

    private static func ended(_ status: ExitCode, _ why: String) -> ExitCode {
        tell(why)
        return status
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
