internal import ArgumentParser
internal import StaffAPI

/// 受付処理簿.
struct PensionLedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ledger", abstract: "受付処理簿を表示します。", subcommands: [List.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "確認を待つ受付を、報告の期限の早いものから表示します。")

        @Flag(help: "確定・返戻・取下げのものも表示します")
        var all = false
        @Flag(help: "報告の期限を過ぎたものだけ")
        var overdue = false
        @Option(help: "この宛名番号のものだけ（処理理由が要り、照会した者が記録されます）")
        var person: String?
        @OptionGroup var reason: ListReasonOptions
        @Option(help: "この種類の届出だけ（名前、または日本語の始めの部分）")
        var kind: String?
        @Option(help: "この年度の受付だけ（2026 の形）")
        var fiscalYear: Int32?
        @OptionGroup var offices: PensionOfficeOptions
        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try await showSheet(
                ListPensionLedger(
                    all: all, overdue: overdue, number: person, kind: kind, fiscalYear: fiscalYear, office: offices.office, limit: limit,
                    reason: try reason.stated(about: person)), sheet)
        }
    }
}

/// 受付件数の統計.
struct PensionStatisticsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statistics", abstract: "年度の受付件数を、種類と状態ごとに受付処理簿から数えます（交付金の実績報告）。内訳を出す命令を添えます。")

    @Option(help: "年度（2026 の形。省略時は今年度）")
    var fiscalYear: Int32?
    @OptionGroup var sheet: SheetOptions

    func run() async throws { try await showSheet(CountPensionReceptions(fiscalYear: fiscalYear), sheet) }
}

/// 課題.
struct PensionTaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task", abstract: "受付の前に確かめること（保留、基礎年金番号の重複）を扱います。", subcommands: [List.self, Close.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "残っている課題を、古いものから表示します。")

        @Flag(help: "期限を過ぎたものだけ（待っている受付の報告の期限。報告しないものは、登録から14日）")
        var overdue = false
        @Option(help: "この宛名番号のものだけ（処理理由が要り、照会した者が記録されます）")
        var person: String?
        @OptionGroup var reason: ListReasonOptions
        @OptionGroup var offices: PensionOfficeOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try await showSheet(
                ListPensionTasks(number: person, overdue: overdue, office: offices.office, reason: try reason.stated(about: person)), sheet)
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "close", abstract: "確かめた結果を書いて、課題を処理済みにします。受付は、別の人が確定します。")

        @Argument(help: "課題の番号")
        var task: Int64
        @Option(help: "確かめた結果を書いたファイル（- は標準入力。省略時は端末で尋ねます）")
        var outcomeFile: String?

        func run() async throws {
            let outcome = try TypedText.read(outcomeFile, "確かめた結果")
            try await StaffSession.with { _ = try await $0.ask(ClosePensionTask(task: task, outcome: outcome)) }
            print("課題 \(task)番を処理済みにしました。")
        }
    }
}

/// 処理の案.
struct PensionProposalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proposal", abstract: "住民の異動と年齢から処理の案を作り、確認します。案だけで記録は変わりません。",
        subcommands: [Make.self, List.self, Confirm.self, Dismiss.self])

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "make", abstract: "前回から後に届いた異動と、達した年齢から、処理の案を作ります。")

        @Flag(help: "JSONで表示します")
        var json = false

        func run() async throws {
            let made = try await StaffSession.with { try await $0.ask(MakePensionProposals()) }
            if json { return try printJSON(made) }
            print("\(made.persons)人の宛名を確認し、処理の案を\(made.proposals)件作りました。次は: atena pension proposal list")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "確認を待つ処理の案を、届出の期限の早いものから表示します。")

        @Flag(help: "受付済みのものも表示します")
        var all = false
        @Flag(help: "届出の期限を過ぎたものだけ")
        var overdue = false
        @Option(help: "この宛名番号のものだけ（処理理由が要り、照会した者が記録されます）")
        var person: String?
        @OptionGroup var reason: ListReasonOptions
        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try await showSheet(ListPensionProposals(all: all, overdue: overdue, number: person, limit: limit, reason: try reason.stated(about: person)), sheet)
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm", abstract: "処理の案を確かめて受け付けます。別の人が確定すると記録になります。",
            discussion: """
                保留の案と、案と違う日のときは、確かめた日（事実の日）などを、--particulars で端末で答えるか、--particulars-file で渡します（1行に一つ。例 事実の日: 2026-04-01）。
                引き継がれた案の保留は、本人のものか確かめ、--same-person を付け、確かめ方を --remarks-file に書きます。日では受け付けられません。
                種類は案のとおりです。書ける項目は atena pension notify receive --help が示します。
                """)

        @Argument(help: "案の番号")
        var proposal: Int64
        @OptionGroup var content: OptionalParticularsOptions
        @Flag(help: "引き継がれた案が、本人のものと確かめました")
        var samePerson = false
        @Option(help: "受付処理簿の備考を書いたファイル（- は標準入力）")
        var remarksFile: String?
        @Option(help: "受け付けた課・出張所の所属コード（省略時は職員の所属）")
        var office: String?
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try CommandFailure.oneFromStandardInput(content.particularsFile, remarksFile)
            let said = try content.said(PensionTerm.self)
            guard said[.kind] == nil else { throw CommandFailure("種類は案のとおりです。違うときは、atena pension notify receive で受け付けてください。") }
            let terms = try said.terms
            let remarks = try remarksFile.map { try TypedText.read($0, "") } ?? ""
            try await showSheet(
                DecidePensionProposal(
                    proposal: proposal, decision: .confirm(terms: terms.isEmpty ? nil : terms, isSamePerson: samePerson, remarks: remarks), office: office),
                sheet)
        }
    }

    struct Dismiss: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "dismiss", abstract: "処理の案を要らないものとして受け付けます。別の人が確定するとなくなります。")

        @Argument(help: "案の番号")
        var proposal: Int64
        @OptionGroup var reason: ReasonFileOptions
        @Option(help: "受け付けた課・出張所の所属コード（省略時は職員の所属）")
        var office: String?
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let reason = try reason.text("要らない理由")
            try await showSheet(DecidePensionProposal(proposal: proposal, decision: .dismiss(reason: reason), office: office), sheet)
        }
    }
}
