internal import Addressee
public import ArgumentParser
internal import Foundation
internal import Settings
public import SourceFiles
internal import StaffAPI

/// A file that people hand in, and how they are told what became of its rows.
struct HandedFile: ParsableArguments {
    /// As many may be accepted at most; the hub asks the same.
    private static let mostRejects = 100_000

    @Argument(help: "CSVファイル（.csv または .csv.gz）。- は標準入力")
    var file: String
    @Option(help: FileEncoding.help)
    var encoding = FileEncoding.utf8
    @Option(help: "却下した行などのファイルを書くディレクトリ（なければファイルと同じ場所）")
    var reports: String?
    @Option(help: "却下を認める行数（0から10万まで。省略時は、1000行か、ファイルの1割の多いほう）。超えると止まります")
    var acceptRejects: Int?
    @Flag(help: "結果をJSONで表示します")
    var json = false

    func validate() throws {
        if let acceptRejects, !(0...Self.mostRejects).contains(acceptRejects) { throw ValidationError("--accept-rejects は0から\(Self.mostRejects)までの行数です。") }
    }

    private var terms: TakingTerms { TakingTerms(encoding: encoding.rawValue, acceptRejects: acceptRejects) }

    /// Hands it over, shows the counts, and ends with the status that says whether all is in.
    ///
    /// - Parameters:
    ///   - words: of what is told.
    ///   - request: of the file's name and how it is read.
    func taken<R: FilingRequest>(showing word: String, in words: TakingWords = .register, _ request: (String, TakingTerms) throws -> R) async throws
    where R.Answer == TakenFile {
        let settings = Settings()
        let progress = ProgressLine("送信")
        let sent = SentBytes()
        let bytes = try await opened { sent.add($0, of: $1, progress) }
        // Where nothing can be written, nothing is handed in.
        let reports = try ReportDirectory(for: file, asked: self.reports, spare: settings[.home].map { $0 + "/reports" })
        // What has no name of its own is packed where its first bytes say so.
        let name = (file == "-" ? "stdin" : file.split(separator: "/").last.map(String.init) ?? file) + (bytes.count == nil && bytes.isPacked ? ".gz" : "")
        let request = try request(name, terms)
        let answer = try await StaffSession.with(settings) { session in
            do {
                return try await session.hand(request, bytes, showing: word, files: reports.files)
            } catch let failure as StaffFailure where sent.isUnderWay {
                throw Self.cutOff(failure.rule)
            } catch let refused as StaffRefused where refused.status >= 500 && sent.isUnderWay {
                throw Self.cutOff(refused.rule)
            }
        }
        try show(answer, reports, words)
    }

    private func opened(_ read: @escaping @Sendable (Int, Int) -> Void) async throws -> FileBytes {
        do {
            let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
            return try await FileBytes(file) { read($0, size ?? 0) }
        } catch let error as FileNotRead {
            let unreadable = FileRefused.unreadable(error.why)
            throw refused("\(unreadable.rule)（\(unreadable.code)）")
        }
    }

    private static func cutOff(_ why: String) -> ExitCode {
        tell("\(why)\n取り込んだ分は記録済みです。同じファイルをもう一度取り込んでください。続きから取り込みます。")
        return TakingStatus.interrupted
    }

    private func refused(_ why: String) -> ExitCode {
        tell("取り込めません。\(why)")
        return TakingStatus.fileRefused
    }

    private func show(_ taken: TakenFile, _ reports: ReportDirectory, _ words: TakingWords) throws {
        let report = taken.report.map(reports.placed)
        let unwritten = reports.files.failure.map { failure in
            "却下した行などのファイルを書けませんでした。\((failure as? any Explained).map { "\($0.rule)（\($0.code)）" } ?? "")"
        }
        switch taken.end {
        case .refused(let why): throw refused(why)
        case .interrupted(let why, let rows, let isAtBound):
            let counts = report.map(words.counts) ?? ""
            // A file that is not there is named as what it is.
            let rejected = unwritten.map { "\($0)\n書けるようにしてから、同じファイルをもう一度取り込んでください。" } ?? "却下した行: \(report?.rejectedFile ?? "-")"
            tell(
                isAtBound
                    ? "取込を止めました。\(why)\n\(rows)行のうち、ここまでに取り込んだ行: \(counts)\n\(rejected)"
                    : "取込が途中で止まりました。\(why)\n\(rows)行のうち、ここまでに取り込んだ行: \(counts)\n原因を取り除いてから、同じファイルをもう一度取り込んでください。続きから取り込みます。")
            throw TakingStatus.interrupted
        case .taken:
            guard let report else { return }
            if let unwritten {
                tell("行は取り込みましたが、\(unwritten)\n\(words.counts(report))\n書けるようにしてから、同じファイルをもう一度取り込んでください。")
                throw TakingStatus.interrupted
            }
            if json { try printJSON(report) } else { Self.show(report, words) }
            // A load of several files does not end without a word of the one that never came.
            for line in taken.next + taken.due { json ? tell(line) : print(line) }
            if !report.isAllIn { throw TakingStatus.someRejectedOrHeld }
        }
    }

    private static func show(_ report: TakingReport, _ words: TakingWords) {
        print(words.counts(report))
        if report.claimed > 0 {
            print("登録のうち \(report.claimed)件は、別の人に登録されている番号で届いたため、番号なしで登録しました。どちらの番号か決めてください: atena held list")
        }
        if report.held > 0, let held = words.held { print(held) }
        for (code, count) in report.rejectedByCode.sorted(by: { $0.key < $1.key }) { print("  \(code)\t\(count)件") }
        if report.takenBefore > 0 || report.decidedAnew > 0 { print("取込済み \(report.takenBefore)行、改めて判定 \(report.decidedAnew)行") }
        if report.emptyLines > 0 { print("空行 \(report.emptyLines)行（数えるだけで、取り込む行ではありません）") }
        if let path = report.rejectedFile { print("却下した行: \(path)") }
        if let path = report.assignedFile { print("付番した宛名番号: \(path)") }
        if let path = report.charactersFile { print("文字コードの変換で確認が必要な文字（読み替え \(report.convertedCharacters)件）: \(path)") }
    }
}

/// How it is told what became of rows.
struct TakingWords: Sendable {
    /// What has become of those that were accepted.
    let accepted: String
    /// What to do with those that are held; nil where the service says so.
    let held: String?

    static let register = TakingWords(accepted: "登録", held: "保留した行は、どう扱うか決めてください: atena held list")
    /// Received, to be released by another.
    static let pension = TakingWords(accepted: "受付", held: nil)
    /// Proposed, to be confirmed by a clerk.
    static let proposals = TakingWords(accepted: "案", held: "保留した行も案になっています。確かめることは、案の理由に出ます。")

    func counts(_ report: TakingReport) -> String {
        "読込 \(report.rowsRead) = \(accepted) \(report.accepted) + 変更なし \(report.unchanged) + 保留 \(report.held) + 却下 \(report.rejected)"
    }
}

/// What the exit status of taking something in says.
enum TakingStatus {
    static let someRejectedOrHeld = ExitCode(3)
    static let fileRefused = ExitCode(65)
    static let interrupted = ExitCode(75)
}

extension FileEncoding: ExpressibleByArgument {
    static let help: ArgumentHelp = "文字コード: utf-8, shift_jis, cp932（Windowsのメモ帳・Excelの「CSV」）, utf-16, utf-16le, utf-16be"

    /// In any case of letters.
    public init?(argument: String) { self.init(rawValue: argument.lowercased()) }
}
