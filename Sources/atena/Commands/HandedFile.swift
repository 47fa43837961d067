import Addressee
import ArgumentParser
import AuditTrail
import Register
import Settings
import SourceFiles
import StaffCommands

/// A file that people hand in, and how they are told what became of its rows.
struct HandedFile: ParsableArguments {
    @Argument(help: "CSVファイル（.csv または .csv.gz）。- は標準入力")
    var file: String
    @Option(help: FileEncoding.help)
    var encoding = FileEncoding.utf8
    @Option(help: "却下した行などのファイルを書くディレクトリ（なければファイルと同じ場所）")
    var reports: String?
    @Option(help: "却下を認める行数（0から\(RejectBound.most)まで。省略時は、1000行か、ファイルの1割の多いほう）。超えると止まります")
    var acceptRejects: Int?
    @Flag(help: "結果をJSONで表示します")
    var json = false

    func validate() throws {
        if let acceptRejects, RejectBound(accepting: acceptRejects) == nil {
            throw ValidationError("--accept-rejects は0から\(RejectBound.most)までの行数です。")
        }
    }

    /// How many rows may be rejected.
    var rejects: RejectBound { acceptRejects.flatMap { RejectBound(accepting: $0) } ?? .usual }

    /// Takes it, shows the counts, and ends with the status that says whether all is in.
    ///
    /// - Parameters:
    ///   - word: what the progress is called.
    ///   - take: the rows' way in; returns what became of them, and what else was due and lacks.
    func taken(
        showing word: String, _ take: (Settings, ReportPlace, @escaping @Sendable (Int, Int) -> Void) async throws -> (IntakeReport, due: [String])
    ) async throws {
        do {
            let (report, due) = try await explained {
                let settings = Settings()
                let progress = ProgressLine(word)
                let spare = settings[.home].flatMap { $0.isEmpty ? nil : $0 + "/reports" }
                do {
                    return try await take(settings, ReportPlace(directory: reports, spare: spare)) { progress.show($0, $1) }
                } catch let refused as FileRefused {
                    throw IntakeFailure(status: .refused, description: "取り込めません。\(refused.explanation)")
                } catch let refused as CatalogueRefused {
                    throw IntakeFailure(status: .refused, description: "取り込めません。\(refused.explanation)")
                } catch let interrupted as IntakeInterrupted {
                    throw IntakeFailure(status: .interrupted, description: Self.words(interrupted))
                }
            }
            if json {
                try printJSON(report)
            } else {
                Self.show(report)
            }
            // A load of several files does not end without a word of the one that never came.
            for line in due { json ? tell(line) : print(line) }
            if !report.isAllIn { throw IntakeCommand.Status.someRejectedOrHeld }
        } catch let refused as IntakeFailure {
            tell(refused.description)
            throw refused.exitCode
        }
    }

    private static func show(_ report: IntakeReport) {
        print(counts(report))
        if report.claimed > 0 {
            print("登録のうち \(report.claimed)件は、別の人に登録されている番号で届いたため、番号なしで登録しました。どちらの番号か決めてください: atena held list")
        }
        if report.held > 0 { print("保留した行は、どう扱うか決めてください: atena held list") }
        for (code, count) in report.rejectedByCode.sorted(by: { $0.key < $1.key }) { print("  \(code)\t\(count)件") }
        if report.takenBefore > 0 || report.decidedAnew > 0 { print("取込済み \(report.takenBefore)行、改めて判定 \(report.decidedAnew)行") }
        if report.emptyLines > 0 { print("空行 \(report.emptyLines)行（数えるだけで、取り込む行ではありません）") }
        if let path = report.rejectedFile { print("却下した行: \(path)") }
        if let path = report.assignedFile { print("付番した宛名番号: \(path)") }
        if let path = report.charactersFile { print("文字コードの変換で確認が必要な文字（読み替え \(report.convertedCharacters)件）: \(path)") }
    }

    private static func counts(_ report: IntakeReport) -> String {
        "読込 \(report.rowsRead) = 登録 \(report.accepted) + 変更なし \(report.unchanged) + 保留 \(report.held) + 却下 \(report.rejected)"
    }

    private static func words(_ interrupted: IntakeInterrupted) -> String {
        let reason = CommandFailure.explain(interrupted.cause)
        if let refused = interrupted.cause as? FileRefused, refused.endsAtRejects {
            return """
                取込を止めました。\(reason)
                \(interrupted.rows)行のうち、ここまでに取り込んだ行: \(counts(interrupted.soFar))
                却下した行: \(interrupted.soFar.rejectedFile ?? "-")
                """
        }
        return """
            取込が途中で止まりました。\(reason)
            \(interrupted.rows)行のうち、ここまでに取り込んだ行: \(counts(interrupted.soFar))
            原因を取り除いてから、同じファイルをもう一度取り込んでください。続きから取り込みます。
            """
    }
}

/// Why an intake ended without all of the file being read.
struct IntakeFailure: Error, CustomStringConvertible {
    enum Kind { case refused, interrupted }

    let status: Kind
    let description: String

    var exitCode: ExitCode { status == .refused ? IntakeCommand.Status.fileRefused : IntakeCommand.Status.interrupted }
}
