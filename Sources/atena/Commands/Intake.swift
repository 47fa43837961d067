import AccessControl
public import Addressee
public import ArgumentParser
import AuditTrail
import Foundation
import Installation
import Register
import Settings
public import SourceFiles

/// Takes a file in.
struct IntakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake", abstract: "住民・住登外者のファイルを取り込みます。",
        discussion: """
            止まっても同じファイルでもう一度実行すると、続きから取り込みます（二重には取り込みません）。登録の状態のために却下・保留になった行
            （E02…、H…）は、同じファイルをもう一度取り込むと改めて判定します。
            取り込めない行は FILE.rejected.csv に理由を付けて書き出します。誤りを直せば、そのファイルをそのまま取り込めます（後ろの4列は読みません）。
            ファイルの横に書けないときは $ATENA_HOME/reports に書きます。--reports で場所を指定できます。
            コードの値の範囲は様式の版によって異なります（--layout）。版にない列や値は受け付けません。登録は、どの版でも全国共通のコードで行います。
            文字コードを変換したときは、対応表により異なる文字になるものと変換できないものを FILE.characters.csv に書き出します。

            終了コード:
              0   すべての行が登録または変更なし
              3   却下または保留の行がある（ほかの行は取り込んだ）
              65  ファイルを受け付けない（1行も取り込んでいない）
              75  途中で止まった（取り込んだ分は記録済み。同じファイルをもう一度取り込むと続きから取り込む）
              64  使い方の誤り、1 その他の誤り
            """)

    enum Layout: String, ExpressibleByArgument, CaseIterable {
        case residents
        case nonresidents

        /// The layout in an edition; unless one is asked for, in that of the settings.
        func written(in edition: LayoutEdition?, _ settings: Settings) throws -> FileLayout {
            let layout: FileLayout = self == .residents ? .residents : .nonResidents
            return layout.written(in: try edition ?? settings.layoutEdition())
        }

        /// In Japanese, too.
        init?(argument: String) {
            switch argument {
            case "residents", "住登者": self = .residents
            case "nonresidents", "住登外者": self = .nonresidents
            default: return nil
            }
        }
    }

    @Argument(help: "住登者（residents）か 住登外者（nonresidents）")
    var layout: Layout
    @Argument(help: "CSVファイル（.csv または .csv.gz）。- は標準入力")
    var file: String
    @Option(help: "ファイルを作った業務システム（residents は resident-record）")
    var source: String?
    @Option(help: FileEncoding.help)
    var encoding = FileEncoding.utf8
    @Option(name: .customLong("layout"), help: LayoutEdition.help)
    var edition: LayoutEdition?
    @Option(help: "却下した行などのファイルを書くディレクトリ（なければファイルと同じ場所）")
    var reports: String?
    @Flag(help: "結果をJSONで表示します")
    var json = false

    /// What the exit status says.
    enum Status {
        static let someRejectedOrHeld = ExitCode(3)
        static let fileRefused = ExitCode(65)
        static let interrupted = ExitCode(75)
    }

    func run() async throws {
        do {
            let report = try await explained { try await take() }
            if json {
                try printJSON(report)
            } else {
                Self.show(report)
            }
            if !report.isAllIn { throw Status.someRejectedOrHeld }
        } catch let refused as IntakeFailure {
            tell(refused.description)
            throw refused.exitCode
        }
    }

    private func take() async throws -> IntakeReport {
        let settings = Settings()
        let name = source ?? (layout == .residents ? SystemName.residentRecord.rawValue : "")
        guard let system = SystemName(rawValue: name) else { throw CommandFailure("--source に業務システムの名前を指定してください（例 tax）。") }
        let written = try layout.written(in: edition, settings)
        let hub = try await OpenedHub.open(settings, for: .operateDeliveries)
        let progress = ProgressLine("取込")
        let spare = settings[.home].flatMap { $0.isEmpty ? nil : $0 + "/reports" }
        do {
            return try await Intake(pool: hub.pool, vault: hub.vault).take(
                hub.acting, file, layout: written, source: system,
                encoding: encoding, reports: ReportPlace(directory: reports, spare: spare),
                progress: { progress.show($0, $1) })
        } catch let refused as FileRefused {
            throw IntakeFailure(status: .refused, description: "取り込めません。\(refused.explanation)")
        } catch let interrupted as IntakeInterrupted {
            throw IntakeFailure(status: .interrupted, description: Self.words(interrupted))
        }
    }

    static func show(_ report: IntakeReport) {
        print(counts(report))
        if report.claimed > 0 {
            print("登録のうち \(report.claimed)件は、別の人に登録されている番号で届いたため、番号なしで登録しました。どちらの番号か決めてください: atena held list")
        }
        if report.held > 0 { print("保留した行は、どう扱うか決めてください: atena held list") }
        for (code, count) in report.rejectedByCode.sorted(by: { $0.key < $1.key }) { print("  \(code)\t\(count)件") }
        if report.takenBefore > 0 || report.decidedAnew > 0 { print("取込済み \(report.takenBefore)行、改めて判定 \(report.decidedAnew)行") }
        if let path = report.rejectedFile { print("却下した行: \(path)") }
        if let path = report.assignedFile { print("付番した宛名番号: \(path)") }
        if let path = report.charactersFile { print("文字コードの変換で確認が必要な文字（読み替え \(report.convertedCharacters)件）: \(path)") }
    }

    private static func counts(_ report: IntakeReport) -> String {
        "読込 \(report.rowsRead) = 登録 \(report.accepted) + 変更なし \(report.unchanged) + 保留 \(report.held) + 却下 \(report.rejected)"
    }

    static func words(_ interrupted: IntakeInterrupted) -> String {
        let reason = CommandFailure.explain(interrupted.cause)
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

extension LayoutEdition: ExpressibleByArgument {
    static let help: ArgumentHelp = "様式の版: 2024（全国共通のコード）, legacy（旧コード。住民状態3転出・4死亡、異動事由A1〜DA）。省略時は環境変数 ATENA_LAYOUT"
}

extension FileEncoding: ExpressibleByArgument {
    static let help: ArgumentHelp = "文字コード: utf-8, shift_jis, cp932（Windowsのメモ帳・Excelの「CSV」）, utf-16, utf-16le, utf-16be"

    /// In any case of letters.
    public init?(argument: String) { self.init(rawValue: argument.lowercased()) }
}
