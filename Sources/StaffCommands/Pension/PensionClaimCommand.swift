internal import ArgumentParser
internal import StaffAPI

/// 裁定請求: received with what came, waiting for the rest, sent on once another person has checked it.
struct PensionClaimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: "裁定請求等を受け付け、不足する書類を確かめ、そろえて進達します。",
        discussion: """
            receive で受け付けると、不足する書類が根拠条文とともに示されます。後から届いた書類は attach で記録し、届かないときは remind で催促を記録します。
            そろった請求は、別の人が notify show で確かめて notify accept で確定します。不備のまま進達するときは、先に lack で理由を入力します。
            支給するかは日本年金機構が決めます。
            """,
        subcommands: [Kinds.self, Receive.self, Attach.self, Lack.self, Remind.self, Show.self, List.self])

    struct Kinds: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "kinds", abstract: "請求の種類を表示します。種類を指定すると、請求の事情と添付書類を表示します。")

        @Argument(help: "請求の種類（名前、または日本語の始めの部分）")
        var kind: String?
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ListPensionClaimKinds(kind: kind), sheet) }
    }

    struct Receive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "receive", abstract: "裁定請求等を受け付けます。受付番号と、不足する書類を示します。",
            discussion: """
                種類、事情、書類の名前は atena pension claim kinds が示します。死亡による請求では、宛名番号は死亡した人のものとし、請求者を別に書きます。
                請求の内容は、他の人に見えるため命令には書きません。端末で順に尋ねるので、ないものはそのまま Enter を押します。--particulars-file でファイルか標準入力（-）からも渡せます。
                1行に一つ、次の形で書きます。

                \(Particulars<ClaimTerm>.form)
                """)

        @Argument(help: "宛名番号（本人、または死亡した人）")
        var number: String
        @OptionGroup var content: ParticularsOptions
        @OptionGroup var words: PensionWordsOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try CommandFailure.oneFromStandardInput(content.particularsFile, words.remarksFile)
            let said = try content.said(ClaimTerm.self)
            guard let kind = said[.kind] else { throw CommandFailure("請求の種類を「種類: 死亡一時金」の形で書いてください。") }
            var claimant: ReceivePensionClaim.Claimant?
            if let relation = said[.relation] {
                claimant = .init(relation: relation, number: said[.claimant], declared: said[.claimantWords] ?? "", birth: said[.claimantBirth])
            } else if said[.claimant] != nil || said[.claimantWords] != nil || said[.claimantBirth] != nil {
                throw CommandFailure("請求者の続柄も書いてください（例 請求者の続柄: 配偶者）。")
            }
            let days = [said[.day], said[.firstVisit]]
            func known(_ day: String?) -> String? { day == ClaimTerm.unknown ? nil : day }
            try await showSheet(
                ReceivePensionClaim(
                    number: number, kind: kind, day: known(said[.day]), firstVisit: known(said[.firstVisit]), isDayUnknown: days.contains(ClaimTerm.unknown),
                    claimant: claimant, circumstances: said.all(.circumstance), pensionCode: said[.code], papers: said.all(.paper),
                    receivedOn: words.receivedOn, remarks: try words.remarks, office: words.office), sheet)
        }
    }

    struct Attach: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "attach", abstract: "後から届いた書類を記録し、まだ不足するものを示します。", discussion: "記録は消えません。誤って記録したときは、--mistake を付けて同じ書類を指定します。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @Argument(help: "届いた書類（claim show が示す名前。何件でも）")
        var papers: [String]
        @Option(help: "届いた日（2026-04-01 の形。省略時は今日）")
        var cameOn: String?
        @Flag(help: "届いたという記録が誤りでした")
        var mistake = false
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try await showSheet(AttachToPensionClaim(reception: reception, papers: papers, cameOn: cameOn, isMistake: mistake), sheet)
        }
    }

    struct Lack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lack", abstract: "いまの不備のまま日本年金機構に進達する理由を入力します。不備と理由は日本年金機構に伝わります。", discussion: "入力した人は、この請求を確定できません。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @OptionGroup var reason: ReasonFileOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try await showSheet(TellPensionClaimLacks(reception: reception, reason: try reason.text("不備のまま進達する理由")), sheet)
        }
    }

    struct Remind: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "remind", abstract: "不足する書類を催促したことを記録します。同じ請求者には1日に一度だけです。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @Option(help: "方法: 郵便（letter）、電話（telephone）、窓口（counter）、訪問（visit）")
        var means: String
        @Option(help: "催促した日（2026-04-01 の形。省略時は今日）")
        var on: String?
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(RemindPensionClaimant(reception: reception, means: means, remindedOn: on), sheet) }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "請求、添付書類、不備、催促を表示します。照会した者が記録されます。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ShowPensionClaim(reception: reception), sheet) }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "確認を待つ請求を、待っている日数、不備、最後に催促した日とともに、報告の期限の早いものから表示します。")

        @Flag(help: "書類などを待っているものだけを表示します")
        var waiting = false
        @Flag(help: "確定・返戻・取下げのものも表示します")
        var all = false
        @Option(help: "この宛名番号のものだけ（処理理由が要り、照会した者が記録されます）")
        var person: String?
        @OptionGroup var reason: ListReasonOptions
        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            try await showSheet(
                ListPensionClaims(all: all, waiting: waiting, number: person, limit: limit, reason: try reason.stated(about: person)), sheet)
        }
    }
}

/// 裁定請求書等の記載.
private enum ClaimTerm: String, ParticularsTerm {
    case kind = "種類"
    case day = "事由の日"
    case firstVisit = "初診日"
    case circumstance = "事情"
    case code = "年金コード"
    case relation = "請求者の続柄"
    case claimant = "請求者の宛名番号"
    case claimantWords = "請求者が誰であるか"
    case claimantBirth = "請求者の生年月日"
    case paper = "添付書類"

    /// What stands for a day that has to be found out.
    static let unknown = "分からない"

    var hint: String {
        switch self {
        case .kind: "請求の種類。名前、または日本語の始めの部分"
        case .day: "死亡日、障害認定日など。2026-04-01 の形。分からなければ「\(Self.unknown)」（確かめるまで保留となります）"
        case .firstVisit: "2024-11-01 の形。分からなければ「\(Self.unknown)」"
        case .circumstance: "例 20歳前の傷病"
        case .code: "4桁"
        case .relation: "配偶者（spouse）、子（child）、父母（parent）、孫（grandchild）、祖父母（grandparent）、兄弟姉妹（sibling）、そのほかの三親等内の親族（relative）"
        case .claimant: "宛名番号のある人"
        case .claimantWords: "宛名番号のない人。氏名、住所など"
        case .claimantBirth: "宛名番号のない人。1961-06-15 の形"
        case .paper: "添えられている書類の名前"
        }
    }

    var mayRepeat: Bool { self == .circumstance || self == .paper }
}
