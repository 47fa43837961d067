internal import Addressee
internal import ArgumentParser
internal import StaffAPI

/// 裁定請求: received with what came, waiting for the rest, sent on once another person has checked it.
struct PensionClaimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: "裁定請求等を受け付け、不足する書類を確かめ、そろえて進達します。",
        discussion: """
            receive で受け付けると、不足する書類が根拠条文とともに示されます。後から届いた書類は attach で記録し、届かないときは remind で催促を記録します。
            診断書の日や医療機関、請求者の住所や電話番号が後から分かったとき、または変わったときは、enter で入力します。
            そろった請求は、別の人が notify show で確かめて notify accept で確定します。不備のまま進達するときは、先に lack で理由を入力します。
            支給するかは日本年金機構が決めます。
            """,
        subcommands: [Kinds.self, Receive.self, Enter.self, Attach.self, Lack.self, Remind.self, Show.self, List.self])

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
            let days = [said[.day], said[.firstVisit]]
            func known(_ day: String?) -> String? { day == ClaimTerm.unknown ? nil : day }
            try await showSheet(
                ReceivePensionClaim(
                    number: number, kind: kind, day: known(said[.day]), firstVisit: known(said[.firstVisit]), isDayUnknown: days.contains(ClaimTerm.unknown),
                    circumstances: said.all(.circumstance), pensionCode: said[.code], items: said.items { ClaimTerm.item($0) }, papers: said.all(.paper),
                    receivedOn: words.receivedOn, remarks: try words.remarks, office: words.office), sheet)
        }
    }

    struct Enter: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "enter", abstract: "受け付けた請求の、診断書、初診の医療機関、請求者の氏名・住所・電話番号を入力または訂正します。",
            discussion: """
                書いた項目だけが変わります。消すときは「\(LaterClaimTerm.none)」と書きます。前の記載も残ります。診断書または受診状況等証明書の作成日を入力すると、その書類は届いたものとし、消すと届いていないものとします。
                宛名番号のない請求者（配偶者を除きます）の氏名を、別の人のものに変えることはできません。
                初診の医療機関が診断書の医療機関と違うときは、受診状況等証明書を求めます。入力した人は、この請求を確定できません。
                内容は、他の人に見えるため命令には書きません。端末で順に尋ねるので、変わらないものはそのまま Enter を押します。--particulars-file でファイルか標準入力（-）からも渡せます。
                1行に一つ、次の形で書きます。

                \(Particulars<LaterClaimTerm>.form)
                """)

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @OptionGroup var content: ParticularsOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let said = try content.said(LaterClaimTerm.self)
            try await showSheet(EnterPensionClaim(reception: reception, items: said.items { LaterClaimTerm(item: $0) }), sheet)
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
private enum ClaimTerm: ParticularsTerm {
    case kind
    case day
    case firstVisit
    case circumstance
    case code
    case item(PensionClaimItem)
    case paper

    static let allCases: [ClaimTerm] =
        [.kind, .day, .firstVisit, .circumstance, .code] + (PensionClaimItem.ofClaimant + PensionClaimItem.ofCertificates).map(ClaimTerm.item) + [.paper]

    /// What stands for a day that has to be found out.
    static let unknown = "分からない"

    init?(rawValue: String) {
        guard let term = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = term
    }

    var rawValue: String {
        switch self {
        case .kind: "種類"
        case .day: "事由の日"
        case .firstVisit: "初診日"
        case .circumstance: "事情"
        case .code: "年金コード"
        case .item(let item): item.label
        case .paper: "添付書類"
        }
    }

    var hint: String {
        switch self {
        case .kind: "請求の種類。名前、または日本語の始めの部分"
        case .day: "死亡日、障害認定日など。2026-04-01 の形。分からなければ「\(Self.unknown)」（確かめるまで保留となります）"
        case .firstVisit: "2024-11-01 の形。分からなければ「\(Self.unknown)」"
        case .circumstance: "例 20歳前の傷病"
        case .code: "4桁"
        case .item(let item): item.hint
        case .paper: "添えられている書類の名前"
        }
    }

    var mayRepeat: Bool { self == .circumstance || self == .paper }

    /// Of a claimant nothing is asked where the insured person claims, and of certificates where no day of a first examination is told.
    func isAsked(after said: Particulars<ClaimTerm>) -> Bool {
        guard case .item(let item) = self, item != .relation else { return true }
        return PensionClaimItem.ofClaimant.contains(item) ? said[.item(.relation)] != nil : said[.firstVisit] != nil
    }
}

/// 受け付けた後に入力する記載.
private struct LaterClaimTerm: ParticularsTerm {
    let item: PensionClaimItem

    static let allCases: [LaterClaimTerm] = PensionClaimItem.later.map { LaterClaimTerm(item: $0) }

    /// What takes an item away.
    static let none = "なし"

    init(item: PensionClaimItem) { self.item = item }

    init?(rawValue: String) {
        guard let item = PensionClaimItem.later.first(where: { $0.label == rawValue }) else { return nil }
        self.item = item
    }

    var rawValue: String { item.label }
    var hint: String { item.hint }
}

extension Particulars {
    /// What was said of a claim's items, by the terms that they are asked for by.
    fileprivate func items(_ term: (PensionClaimItem) -> Term) -> PensionClaimItems {
        PensionClaimItems(Dictionary(PensionClaimItem.allCases.compactMap { item in self[term(item)].map { (item, $0) } }) { first, _ in first })
    }
}

extension PensionClaimItem {
    /// What may be written, for whoever is asked.
    fileprivate var hint: String {
        switch self {
        case .relation: "配偶者（spouse）、子（child）、父母（parent）、孫（grandchild）、祖父母（grandparent）、兄弟姉妹（sibling）、そのほかの三親等内の親族（relative）"
        case .claimant: "宛名番号のある人"
        case .declared: "宛名番号も氏名もないとき"
        case .born: "宛名番号のない人。1961-06-15 の形"
        case .name: "請求書に書かれたとおり"
        case .kana: "全角のカタカナ"
        case .address: "請求者の申し出た住所。住民票と違っても、申し出たとおり"
        case .telephone: "半角。048-829-0001 の形"
        case .form: "眼、聴覚等、肢体、精神、呼吸器、循環器、腎・肝・糖尿病、血液・その他"
        case .secondForm: "1通目と同じ"
        case .madeOn, .secondMadeOn: "2026-04-01 の形"
        case .conditionOn, .secondConditionOn: "障害の状態の日。2026-04-01 の形"
        case .hospital, .secondHospital: "診断書を書いた医療機関の名称"
        case .firstHospital: "初めて診療を受けた医療機関の名称"
        case .provedOn: "添えられているとき。2026-04-01 の形"
        }
    }
}
