internal import Addressee
internal import ArgumentParser
internal import StaffAPI

/// 免除・納付猶予・学生納付特例: applied for, examined here, decided by the Service.
struct PensionExemptionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exemption", abstract: "免除・納付猶予・学生納付特例の申請を受け付け、世帯と所得を確かめて審査します。",
        discussion: """
            apply で受け付け、household で世帯を入力すると、届いている所得で審査します。足りない所得は ask で一度だけ照会し、届くと審査は続きます。
            照会書は letter で印刷します。
            審査が済んだ申請は、別の人が notify show で確かめ、その審査の番号を notify accept に付けて確定します。承認するかは日本年金機構が決めます。
            """,
        subcommands: [Apply.self, Household.self, Income.self, Ask.self, Letter.self, Examine.self, Show.self, List.self, Continuing.self])

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "apply", abstract: "申請を受け付けます。申請書は年度ごとに一つです。",
            discussion: """
                年度は、免除・納付猶予が7月から翌年6月まで、学生納付特例が4月から翌年3月までです。さかのぼれるのは2年1か月前までです。
                申請の内容は、他の人に見えるため命令には書きません。端末で順に尋ねるので、ないものはそのまま Enter を押します。--particulars-file でファイルか標準入力（-）からも渡せます。
                1行に一つ、次の形で書きます。

                \(Particulars<ApplicationTerm>.form)

                特例の事由は 対象者:事由:日 です（例 特例の事由: 本人:失業:2026-03-31）。事由は 失業・廃業・休業（unemployment）、天災等（disaster）、
                配偶者からの暴力（violence）、生活扶助以外の扶助（other-aid）、外国人の生活保護（foreign-protection）、特別障害給付金の受給
                （special-disability-benefit）で、始めの部分でもかまいません。確認書類がまだないものは、終わりに :確認書類なし（:unproven）を付けます。
                書類が届いたら、取り下げて、元の受付日（--received-on）で受け付け直します。
                """)

        @Argument(help: "宛名番号")
        var number: String
        @OptionGroup var content: ParticularsOptions
        @OptionGroup var words: PensionWordsOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try CommandFailure.oneFromStandardInput(content.particularsFile, words.remarksFile)
            // A ground may be violence at home: it stands in no list of processes.
            let said = try content.said(ApplicationTerm.self)
            guard let months = said[.months] else { throw CommandFailure("申請期間を「申請期間: 2026-07..2027-06」の形で書いてください。") }
            let claims = try said.all(.special).map { text in
                let parts = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "：" }.map(String.init)
                guard parts.count == 3 || (parts.count == 4 && ["確認書類なし", "unproven"].contains(parts[3])) else {
                    throw CommandFailure("特例の事由は、1行に「特例の事由: 本人:失業:2026-03-31」の形で書いてください。")
                }
                return ApplyForPensionExemption.SpecialClaim(person: parts[0], ground: parts[1], day: parts[2], isProven: parts.count == 3)
            }
            try await showSheet(
                ApplyForPensionExemption(
                    number: number, isStudent: try said.isSo(.student), months: months, struck: said.all(.struck),
                    wantsContinuation: try said.isSo(.continues), special: claims, studentMonths: said.all(.studentMonths), receivedOn: words.receivedOn,
                    remarks: try words.remarks, office: words.office), sheet)
        }
    }

    /// Whether it is whom was entered before.
    fileprivate enum AsBefore: String, CodedTerm {
        /// 同じ人
        case same
        /// 別の人
        case other

        var label: String { self == .same ? "同じ人" : "別の人" }
    }

    struct Household: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "household", abstract: "審査する世帯（配偶者と世帯主）を入力します。指定がなければ、入力されている世帯か、住民記録からの案を示します。",
            discussion: """
                配偶者は、別居していても審査の対象です。世帯を見る日は、年度の途中なら申請日、終わった年度なら申請期間の最後の日です。
                宛名番号のない人は、誰であるか（氏名、生年月日、住んでいる市区町村）を書きます。
                所得を照会した人などをほかの言葉や番号で入力し直すときは、同じ人か別の人かを書きます（例 前に入力した配偶者と: 同じ人）。同じ人の所得は、二度照会しません。
                世帯は、--particulars を付けると端末で尋ねます。--particulars-file のファイルには、1行に一つ、次の形で書きます。

                \(Particulars<HouseholdTerm>.form)
                """)

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @OptionGroup var content: OptionalParticularsOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let said = try content.said(HouseholdTerm.self)
            let spouseIs = try relative(said[.spouseNumber], said[.spouseWords], said[.spouseAsBefore])
            let householderIs = try relative(said[.householderNumber], said[.householderWords], said[.householderAsBefore])
            guard let spouse = said[.spouse], let householder = said[.householder] else {
                guard said.isEmpty else { throw CommandFailure("配偶者と世帯主を、両方書いてください。") }
                return try await showSheet(ShowPensionExemption(reception: reception, examination: nil), sheet)
            }
            try await showSheet(
                EnterPensionHousehold(
                    reception: reception, asOf: said[.asOf], spouse: spouse, spouseIs: spouseIs, householder: householder, householderIs: householderIs),
                sheet)
        }

        private func relative(_ number: String?, _ words: String?, _ asBefore: String?) throws -> EnterPensionHousehold.Relative? {
            let before = try asBefore.map { text in
                guard let before = AsBefore(named: text) else { throw CommandFailure("前に入力した人とは、\(AsBefore.choices) で書いてください。") }
                return before
            }
            guard number != nil || words != nil else { return nil }
            return EnterPensionHousehold.Relative(number: number, declared: words ?? "", isSame: before.map { $0 == .same })
        }
    }

    struct Income: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "income", abstract: "申し立てられた所得（所得の申立書、ほかの市区町村の証明）を入力します。税の記録にある所得は変えられません。",
            discussion: """
                ファイルには、1行に一つ、「項目: 値」の形で書きます（例 合計所得金額: 1200000）。金額と人数は数字だけです。タブで区切ってもかまいません。
                項目は、所得情報の項目の名前です（違うときに示されます）。ほかの項目が本当にないことを確かめたときは、「そのほか: なし」と書きます。
                税の記録が示していない項目だけを入力することもできます。
                """)

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @Option(help: "対象者: 本人（self）、配偶者（spouse）、世帯主（householder）")
        var person: String
        @Option(help: "所得の年（2025 の形）")
        var year: Int
        @Option(help: "所得を書いたファイル（- は標準入力。省略時は合計所得金額を端末で尋ねます）")
        var itemsFile: String?
        @Option(help: "何による申立てかを書いたファイル（- は標準入力）")
        var remarksFile: String?
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            guard itemsFile != "-" || remarksFile != "-" else { throw CommandFailure("標準入力から読めるのは、所得か備考のどちらか一つです。") }
            var items: [String: String] = [:]
            if let itemsFile {
                for line in try TypedText.read(itemsFile, "").split(whereSeparator: \.isNewline) {
                    let parts = line.split { $0 == "\t" || $0 == ":" || $0 == "：" }.map { String($0.filter { !$0.isWhitespace }) }
                    guard parts.count == 2, items.updateValue(parts[1], forKey: parts[0]) == nil else {
                        throw CommandFailure("所得は、1行に一つ、「合計所得金額: 1200000」の形で、項目ごとに一度だけ書いてください。")
                    }
                }
            } else {
                items["合計所得金額"] = try TypedText.read(nil, "合計所得金額（円）")
            }
            let remarks = try remarksFile.map { try TypedText.read($0, "") } ?? ""
            try await showSheet(DeclarePensionIncome(reception: reception, person: person, year: year, items: items, remarks: remarks), sheet)
        }
    }

    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ask", abstract: "足りない所得を照会したことを記録し、照会する相手と年分を示します。同じ人の同じ年分は一度だけです。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @Option(help: "この対象者だけ: 本人（self）、配偶者（spouse）、世帯主（householder）")
        var person: String?
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(AskPensionIncomes(reception: reception, person: person), sheet) }
    }

    struct Letter: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "letter", abstract: "照会した所得のうち、まだ届いていないものの照会書（PDF）を作ります。何度でも印刷できます。",
            discussion: """
                照会先の市区町村を --to-file で示すと、その市区町村あての照会書と回答書になります。示さないときは、対象者あての照会と所得の申立書になります。
                どの市区町村が所得を把握しているかは、このシステムには知らされません（所得の年の翌年の1月1日に住んでいた市区町村です）。
                抑止または支援措置のある人の住所は印字しません。
                """)

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @Option(help: "この対象者だけ: 本人（self）、配偶者（spouse）、世帯主（householder）")
        var person: String?
        @Option(help: "照会先の市区町村を書いたファイル（- は標準入力。省略時は対象者あて）")
        var toFile: String?
        @Option(help: "書き出すPDFファイル")
        var out: String
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let destination = try toFile.map { try TypedText.read($0, "照会先") }
            // Where nothing can be written, nothing is asked for.
            let file = try ReceivedFiles.one(MakeIncomeLetters.fileName, to: out)
            let request = MakeIncomeLetters(reception: reception, person: person, destination: destination)
            try sheet.show(try await StaffSession.with { try await $0.ask(request, showing: "照会書", files: file) })
        }
    }

    struct Examine: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "examine", abstract: "いま分かっている世帯と所得で審査し、計算と根拠条文を示します。何も変わっていなければ、前の審査のままです。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ExaminePensionExemption(reception: reception), sheet) }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "申請、世帯、所得、審査を表示します。照会した者が記録されます。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @Option(help: "審査の番号（省略時は最新）")
        var examination: Int64?
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ShowPensionExemption(reception: reception, examination: examination), sheet) }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "確認を待つ申請を、審査の状態とともに、報告の期限の早いものから表示します。")

        @Flag(help: "確定・返戻・取下げのものも表示します")
        var all = false
        @Option(help: "この宛名番号のものだけ（処理理由が要り、照会した者が記録されます）")
        var person: String?
        @OptionGroup var reason: ListReasonOptions
        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try await showSheet(ListPensionExemptions(all: all, number: person, limit: limit, reason: try reason.stated(about: person)), sheet)
        }
    }

    struct Continuing: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "continuing", abstract: "新しい免除の年度（7月から）の、継続審査の対象となる人を、前年度の決定から示します。",
            discussion: """
                前年度の終わりに全額免除または納付猶予の承認を受けていて、申請で継続審査を希望し、失業などの特例によらない人が対象です。一部免除の人、
                その年度の申請をすでに受け付けた人、7月1日に第1号被保険者でない人、住民でない人は対象になりません（--all で、理由とともに示します）。
                前年度の申請がこのシステムにない人は「要確認」です。案であり、受け付けも記録の変更もしません。所得が届いているかも示します。
                """)

        @Option(help: "免除の年度（7月の年。2026 の形。省略時は今の年度）")
        var year: Int?
        @Flag(help: "対象にならない人も、理由とともに表示します")
        var all = false
        @Option(help: "この宛名番号の後から表示します（続きを見るとき）")
        var after: String?
        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ListContinuingExaminations(year: year, all: all, after: after, limit: limit), sheet) }
    }
}

/// 免除等の申請書の記載.
private enum ApplicationTerm: String, ParticularsTerm {
    case months = "申請期間"
    case student = "学生納付特例"
    case struck = "希望しない区分"
    case continues = "継続審査"
    case special = "特例の事由"
    case studentMonths = "学生である月"

    var hint: String {
        switch self {
        case .months: "2026-07..2027-06 の形、または1か月"
        case .student: "学生納付特例の申請なら「はい」"
        case .struck: "審査を希望しない区分。全額免除（full）、4分の3免除（three-quarters）、半額免除（half）、4分の1免除（quarter）、納付猶予（deferral）"
        case .continues: "翌年度以降の継続審査を希望していれば「はい」"
        case .special: "対象者:事由:日"
        case .studentMonths: "2026-04..2027-03 の形"
        }
    }

    var mayRepeat: Bool { self == .struck || self == .special || self == .studentMonths }
}

/// 審査する世帯.
private enum HouseholdTerm: String, ParticularsTerm {
    case spouse = "配偶者"
    case spouseNumber = "配偶者の宛名番号"
    case spouseWords = "配偶者が誰であるか"
    case spouseAsBefore = "前に入力した配偶者と"
    case householder = "世帯主"
    case householderNumber = "世帯主の宛名番号"
    case householderWords = "世帯主が誰であるか"
    case householderAsBefore = "前に入力した世帯主と"
    case asOf = "世帯を見る日"

    var hint: String {
        switch self {
        case .spouse: "なし（none）、あり（exists）、分からない（unknown）"
        case .householder: "本人（applicant）、配偶者（spouse）、ほかの人（other）、分からない（unknown）"
        case .spouseNumber, .householderNumber: "宛名番号のある人"
        case .spouseWords, .householderWords: "宛名番号のない人。氏名、生年月日、住んでいる市区町村"
        case .spouseAsBefore, .householderAsBefore: PensionExemptionCommand.AsBefore.choices
        case .asOf: "2026-04-01 の形。省略時は、審査で世帯を見る日"
        }
    }
}
