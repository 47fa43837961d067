internal import ArgumentParser
internal import Foundation
internal import StaffAPI
internal import TextFiles

/// 日本年金機構への報告: what is due goes in a batch, which one person closes and another releases; its medium is followed from hand to hand.
struct PensionReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "確定した届出などを束にまとめ、別の人が承認して、日本年金機構に報告します。",
        discussion: """
            順序: due（報告を待つもの）→ batch（束を作る）→ close（締め。紙でも進達するときは close --paper）→ release（別の人の承認）→ write（媒体のファイル）→ sent（引渡し）→ received（受領）
            → returned（返却）→ destroyed（廃棄）。締めた後に内容は変わりません。やり直すときは cancel で取り消して、作り直します。
            媒体が読めないか、なくなったときは fail で記録し、別の人が recall で、結果のない報告を報告待ちに戻します。
            返戻されたものは due --returned で確かめ、直してから mend で、もう一度報告します。
            """,
        subcommands: [
            Due.self, Batch.self, Batches.self, Show.self, Characters.self, Close.self, Release.self, Cancel.self, Write.self, Sent.self, Received.self,
            Returned.self, Destroyed.self, Fail.self, Recall.self, Mend.self,
        ])

    struct Due: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "due", abstract: "報告を待つものを、報告の期限の早いものから表示します。")

        @Flag(help: "状態にかかわらず、すべて表示します")
        var all = false
        @Flag(help: "返戻され、処理を待つものを表示します")
        var returned = false
        @Option(help: "この状態のものだけ: 報告待ち（due）、束に入れた（batched）、承認済み（released）、進達済み（sent）、処理済み（processed）、返戻（returned）、終了（ended）、確定取消し（taken-back）")
        var state: String?
        @Flag(help: "報告の期限を過ぎ、まだ報告していないものだけ")
        var overdue = false
        @Option(help: "この種類の届出だけ（名前、または日本語の始めの部分）")
        var kind: String?
        @Option(help: "この年度の受付だけ（2026 の形）")
        var fiscalYear: Int32?
        @OptionGroup var offices: PensionOfficeOptions
        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func validate() throws {
            guard [all, returned, state != nil].count(where: { $0 }) <= 1 else { throw ValidationError("--all、--returned、--state は、どれか一つにしてください。") }
        }

        func run() async throws {
            let asked = all ? "all" : returned ? "returned" : state
            try await showSheet(
                ListPensionReports(state: asked, overdue: overdue, kind: kind, fiscalYear: fiscalYear, office: offices.office, limit: limit), sheet)
        }
    }

    struct Batch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "batch", abstract: "報告を待つものを束に入れます。内容はこのときのものです。", discussion: "種類も受付番号も指定しなければ、報告を待つものすべてを入れます（1万件まで）。")

        @Option(help: "この種類の届出だけ（何度でも）")
        var kind: [String] = []
        @Option(help: "この受付だけ（2026-000001 の形。何度でも）")
        var reception: [String] = []
        @Option(help: "この受付を除きます（何度でも）")
        var without: [String] = []
        @OptionGroup var offices: PensionOfficeOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try await showSheet(MakePensionReportBatch(kinds: kind, receptions: reception, without: without, office: offices.office), sheet)
        }
    }

    struct Batches: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "batches", abstract: "束を、新しいものから表示します。")

        @Flag(help: "媒体の記録の期限を過ぎたものだけを表示します（作成・引渡し・返却の後7日、受領の後30日。取消しや不達の記録では延びません）")
        var overdue = false
        @Option(help: "この課・出張所の作った束だけ（所属コード）")
        var office: String?
        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ListPensionReportBatches(overdue: overdue, office: office, limit: limit), sheet) }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "束の内容と経過、Shift_JISにない文字を表示します。")

        @Argument(help: "束の番号（2026-0001 の形）")
        var batch: String
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ShowPensionReportBatch(batch: batch), sheet) }
    }

    struct Characters: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "characters", abstract: "Shift_JISにない文字の、代わりの文字を決めます。決めたものは、後の束でも使います。",
            discussion: "文字は show が示します。ファイルには、文字と代わりの文字を、タブで区切って1行に一つずつ書きます。")

        @Option(help: "文字と代わりの文字を書いたファイル（- は標準入力）")
        var file: String

        func run() async throws {
            let lines = try TypedText.read(file, "").split(whereSeparator: \.isNewline)
            let replacements = try lines.enumerated().map { index, line in
                let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2 else { throw CommandFailure("\(index + 1)行目: 文字と代わりの文字を、タブで区切って書いてください。") }
                return DecidePensionReportCharacters.Replacement(character: parts[0], replacement: parts[1])
            }
            try await StaffSession.with { _ = try await $0.ask(DecidePensionReportCharacters(replacements: replacements)) }
            print("\(replacements.count)文字の、代わりの文字を決めました。")
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close", abstract: "束を締めます。様式、文字コード、件数、ファイルのSHA-256が決まり、後から変わりません。",
            discussion: """
                紙でも進達する束は --paper で締めます。様式をすべて印刷の形にして、どの頁にもその受付の番号が一度だけあることを確かめ、合わない頁があれば締めません（J0085）。
                印刷できない様式は、報告番号とコードで示します（締めますが、終了コード 3）。500件で1分ほどかかります。承認の後に印刷できるのは、ここで確かめた様式だけです。
                --paper を付けない束は媒体だけで進達するもので、form --batch では印刷できません。
                """)

        @Argument(help: "束の番号（2026-0001 の形）")
        var batch: String
        @Option(help: "文字コード: utf-8、shift_jis")
        var encoding = "utf-8"
        @Flag(help: "紙でも進達します。様式の頁を確かめてから締めます")
        var paper = false
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            guard paper else { return try await showSheet(MovePensionReportBatch(batch: batch, step: "closed", encoding: encoding), sheet) }
            let request = ClosePensionReportBatch(batch: batch, encoding: encoding)
            try sheet.show(try await StaffSession.with { try await $0.ask(request, showing: "様式の確認") })
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "release", abstract: "別の人が締めた束を承認します。媒体を作れるようになります。")

        @Argument(help: "束の番号（2026-0001 の形）")
        var batch: String
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(MovePensionReportBatch(batch: batch, step: "released"), sheet) }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "cancel", abstract: "引き渡す前の束を取り消します。中の報告は、報告待ちに戻ります。作った媒体は廃棄し、destroyed で記録してください。")

        @Argument(help: "束の番号（2026-0001 の形）")
        var batch: String
        @OptionGroup var reason: ReasonFileOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try await showSheet(
                MovePensionReportBatch(batch: batch, step: "cancelled", reason: try reason.text("取り消す理由")), sheet)
        }
    }

    struct Write: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "write", abstract: "承認された束の、媒体のファイル、送付書、受領書、媒体の記録を書きます。引き渡すまでは、同じものを作り直せます。",
            discussion: """
                提供ポリシーが日本年金機構に個人番号を渡すときは、ハブが個人番号の列を加え、--certificate の受取人だけが開けるファイル（.p7m）にします。
                受取人は、提供ポリシーの媒体の受取人（media: recipients）に限ります。
                """)

        @Argument(help: "束の番号（2026-0001 の形）")
        var batch: String
        @Option(help: "書き出すディレクトリ")
        var out: String
        @Option(help: "受取人の証明書のファイル（PEM形式。何度でも。個人番号を渡すときだけ）")
        var certificate: [String] = []

        func run() async throws {
            let certificates = try certificate.map { path in
                guard let pem = String(validating: try HandedBytes.read(path), as: UTF8.self) else { throw CommandFailure("\(path): PEMのファイルとして読めません。") }
                return pem
            }
            // Where nothing can be written, nothing is asked for.
            let probe = try BlockingWholeFile(path: "\(out)/.report-\(ProcessInfo.processInfo.processIdentifier)")
            probe.discard()
            let answer = try await StaffSession.with { try await $0.ask(WritePensionReportBatch(batch: batch, certificates: certificates)) }
            for file in answer.files {
                guard !file.name.contains("/"), !file.name.hasPrefix(".") else { throw CommandFailure("ハブが、名前の正しくないファイルを送りました。") }
                let whole = try BlockingWholeFile(path: "\(out)/\(file.name)")
                try whole.append(Array(file.bytes))
                try whole.publish(replacing: true)
            }
            for line in answer.lines { print(line) }
        }
    }

    struct Sent: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "sent", abstract: "媒体を日本年金機構に引き渡したことを記録します。")
        @OptionGroup var step: ReportStepOptions
        func run() async throws { try await step.record("handed", asks: true) }
    }

    struct Received: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "received", abstract: "日本年金機構が媒体を受領したことを記録します。")
        @OptionGroup var step: ReportStepOptions
        func run() async throws { try await step.record("received", asks: true) }
    }

    struct Returned: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "returned", abstract: "媒体が返却されたことを記録します。")
        @OptionGroup var step: ReportStepOptions
        func run() async throws { try await step.record("returned", asks: true) }
    }

    struct Destroyed: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "destroyed", abstract: "媒体を廃棄（消去・破砕）したことを記録します。不達とした媒体がなくなったときも、これで終わりにします。")
        @OptionGroup var step: ReportStepOptions
        func run() async throws { try await step.record("destroyed", asks: false) }
    }

    struct Fail: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "fail", abstract: "引き渡した媒体が読めなかったか、なくなったことを記録します。",
            discussion: "別の人が recall で承認すると、結果のない報告が報告待ちに戻ります。媒体の受渡しは、続けて記録してください。")

        @Argument(help: "束の番号（2026-0001 の形）")
        var batch: String
        @OptionGroup var reason: ReasonFileOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try await showSheet(MovePensionReportBatch(batch: batch, step: "failed", reason: try reason.text("不達の理由")), sheet)
        }
    }

    struct Recall: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "recall", abstract: "fail で記録された束の再報告を、別の人が承認します。結果のない報告は、報告待ちに戻ります。")

        @Argument(help: "束の番号（2026-0001 の形）")
        var batch: String
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(MovePensionReportBatch(batch: batch, step: "recalled"), sheet) }
    }

    struct Mend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "mend", abstract: "返戻された報告を直し、もう一度報告します。または、報告を終えます。",
            discussion: "直した内容は、次の報告で日本年金機構に伝わります。報告を終えられるのは、受付を入力した人でない人だけです。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @Flag(help: "もう報告しません")
        var end = false
        @Option(help: "直した内容、または終える理由を書いたファイル（- は標準入力。省略時は端末で尋ねます）")
        var reasonFile: String?
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let reason = try TypedText.read(reasonFile, end ? "終える理由" : "直した内容")
            try await showSheet(MendPensionReport(reception: reception, goesAgain: !end, reason: reason), sheet)
        }
    }
}

/// 媒体の受渡しの内容.
struct ReportStepOptions: ParsableArguments {
    @Argument(help: "束の番号（2026-0001 の形）")
    var batch: String
    @Option(help: "その日（2026-04-01 の形。省略時は今日）")
    var on: String?
    @Option(help: "1行目に相手（機関と氏名）、2行目に備考を書いたファイル（- は標準入力。省略時は端末で尋ねます）")
    var details: String?
    @OptionGroup var sheet: SheetOptions

    func record(_ step: String, asks: Bool) async throws {
        var (counterpart, remarks) = ("", "")
        if let details {
            let lines = try TypedText.read(details, "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            guard lines.count <= 2 else { throw CommandFailure("1行目に相手、2行目に備考を書いてください。") }
            (counterpart, remarks) = (lines.first ?? "", lines.count == 2 ? lines[1] : "")
        } else if asks {
            counterpart = try Terminal.ask("相手（機関と氏名）", hidden: false)
        }
        try await showSheet(MovePensionReportBatch(batch: batch, step: step, day: on, counterpart: counterpart, reason: remarks), sheet)
    }
}
