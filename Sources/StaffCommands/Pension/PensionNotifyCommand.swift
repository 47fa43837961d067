internal import ArgumentParser
internal import StaffAPI

/// 届出: received by one person, checked by another.
struct PensionNotifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify", abstract: "届出・訂正・取消し・年金基本情報を受け付け、別の人が確定・返戻します。誤った確定は、二人で取り消します。",
        subcommands: [Kinds.self, Receive.self, Correct.self, Cancel.self, Basics.self, Welfare.self, Show.self, Accept.self, Return.self, Withdraw.self]
            + PensionTakeBackCommands.all)

    struct Kinds: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "kinds", abstract: "届出の種類を表示します。")

        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ListPensionNotices(), sheet) }
    }

    struct Receive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "receive", abstract: "届出を受け付けます。受付番号と、確定した後の記録の見通しを示します。",
            discussion: """
                届出の内容は、他の人に見えるため命令には書きません。端末で順に尋ねるので、ないものはそのまま Enter を押します。--particulars-file でファイルか標準入力（-）からも渡せます。
                1行に一つ、次の形で書きます。

                \(Particulars<PensionTerm>.form)
                """)

        @Argument(help: "宛名番号")
        var number: String
        @OptionGroup var content: ParticularsOptions
        @OptionGroup var words: PensionWordsOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try CommandFailure.oneFromStandardInput(content.particularsFile, words.remarksFile)
            let said = try content.said(PensionTerm.self)
            guard let kind = said[.kind] else { throw CommandFailure("届出の種類を「種類: 20歳到達」の形で書いてください。") }
            try await showSheet(
                ReceivePensionNotice(
                    number: number, kind: kind, terms: try said.terms, receivedOn: words.receivedOn, remarks: try words.remarks,
                    office: words.office), sheet)
        }
    }

    struct Correct: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "correct", abstract: "記録の訂正を受け付けます。元の記録は残ります。",
            discussion: """
                記録の番号は atena pension person show が示します。訂正後の内容は、receive と同じように、端末で答えるか、--particulars-file で渡します（種類は、元と同じなら書きません）。

                \(Particulars<PensionTerm>.form)
                """)

        @Argument(help: "記録の番号")
        var event: Int64
        @Option(help: "宛名番号")
        var person: String
        @OptionGroup var content: ParticularsOptions
        @OptionGroup var words: PensionWordsOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try CommandFailure.oneFromStandardInput(content.particularsFile, words.remarksFile)
            let said = try content.said(PensionTerm.self)
            try await showSheet(
                AmendPensionEvent(
                    number: person, event: event, correction: .init(kind: said[.kind], terms: try said.terms), receivedOn: words.receivedOn,
                    remarks: try words.remarks, office: words.office), sheet)
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "cancel", abstract: "記録の取消しを受け付けます。取消しを取り消すと、元の記録が戻ります。")

        @Argument(help: "記録の番号")
        var event: Int64
        @Option(help: "宛名番号")
        var person: String
        @OptionGroup var words: PensionWordsOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try await showSheet(
                AmendPensionEvent(
                    number: person, event: event, correction: nil, receivedOn: words.receivedOn, remarks: try words.remarks,
                    office: words.office), sheet)
        }
    }

    struct Basics: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "basics", abstract: "年金基本情報（基礎年金番号・電話番号・備考）の登録・変更を受け付けます。",
            discussion: """
                指定しないものは変わりません。番号と備考は、ファイル（- は標準入力）から読みます。
                別の番号には重ねて登録できません。誤りと分かった番号は、空のファイルを指定してなくしてから、正しい番号を登録します。
                """)

        @Argument(help: "宛名番号")
        var number: String
        @Option(help: "基礎年金番号を書いたファイル（- は標準入力）")
        var numberFile: String?
        @Option(help: "電話番号を書いたファイル（- は標準入力）")
        var telephoneFile: String?
        @Option(help: "人の備考を書いたファイル（- は標準入力）")
        var noteFile: String?
        @OptionGroup var words: PensionWordsOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            guard numberFile != nil || telephoneFile != nil || noteFile != nil else {
                throw CommandFailure("--number-file、--telephone-file、--note-file のいずれかを指定してください。")
            }
            func text(_ file: String?) throws -> String? { try file.map { try TypedText.read($0, "").trimmingSpace } }
            try await showSheet(
                RecordPensionBasics(
                    number: number, basicPensionNumber: try text(numberFile), telephone: try text(telephoneFile), note: try text(noteFile),
                    receivedOn: words.receivedOn, remarks: try words.remarks,
                    office: words.office), sheet)
        }
    }

    struct Welfare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "welfare", abstract: "老齢福祉年金の証書（証書記号・証書番号・支給区分）の登録・変更・終了を受け付けます。",
            discussion: """
                証書のとおりに、項目と値を一行ずつ書いたファイル（- は標準入力）から読みます。証書番号は必ず書きます。書かない項目は、空になります。
                \(Particulars<CertificateTerm>.form)
                登録をやめるときは --end です。別の人が確定すると、介護保険への提供に反映します。
                """)

        @Argument(help: "宛名番号")
        var number: String
        @Option(help: "証書の記載を書いたファイル（- は標準入力）")
        var certificate: String?
        @Flag(help: "証書の登録を終えます")
        var end = false
        @OptionGroup var words: PensionWordsOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            guard (certificate == nil) == end else { throw CommandFailure("--certificate か --end の、どちらか一方を指定してください。") }
            let said = try certificate.map { file in
                let said = try Particulars<CertificateTerm>(file: file)
                return RecordPensionWelfare.Certificate(
                    symbol: said[.symbol] ?? "", number: said[.number] ?? "", paymentClass: said[.paymentClass] ?? "")
            }
            try await showSheet(
                RecordPensionWelfare(
                    number: number, certificate: said, receivedOn: words.receivedOn,
                    remarks: try words.remarks), sheet)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "受付の内容と、記録をどう変えるかを表示します。確定・返戻・取下げの済んだものも表示します。照会した者が記録されます。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ShowPensionReception(reception: reception), sheet) }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "accept", abstract: "別の人が入力した受付を確定します。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @Flag(help: "示された疑義を確かめたうえで確定します")
        var despiteDoubts = false
        @Option(help: "免除などの申請で、確かめた審査の番号（atena pension exemption show に出ます）")
        var examination: Int64?
        @Option(help: "裁定請求等で、確かめた内容の番号（atena pension claim show の「次は」に出ます）")
        var seen: String?
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try await showSheet(
                DecidePensionReception(reception: reception, decision: .accept(despiteDoubts: despiteDoubts, examination: examination, mark: seen)), sheet)
        }
    }

    struct Return: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "return", abstract: "別の人が入力した受付を、届け出た人に返戻します。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @OptionGroup var reason: ReasonFileOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let reason = try reason.text("返戻の理由")
            try await showSheet(DecidePensionReception(reception: reception, decision: .giveBack(reason: reason)), sheet)
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "withdraw", abstract: "別の人が誤って入力した受付を取り下げます。受付処理簿には残ります。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @OptionGroup var reason: ReasonFileOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let reason = try reason.text("取下げの理由")
            try await showSheet(DecidePensionReception(reception: reception, decision: .withdraw(reason: reason)), sheet)
        }
    }
}

/// 証書の記載. What a certificate of the old-age welfare pension (老齢福祉年金証書) says.
private enum CertificateTerm: String, ParticularsTerm {
    case symbol = "証書記号"
    case number = "証書番号"
    case paymentClass = "支給区分"

    var hint: String { "証書のとおり" }
}

extension String {
    /// Without white space before and after.
    fileprivate var trimmingSpace: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
