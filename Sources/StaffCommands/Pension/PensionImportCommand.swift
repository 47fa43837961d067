public import Addressee
public import ArgumentParser
internal import StaffAPI

/// 移行: an existing city's records come by files; what was taken in counts once another person has released it.
struct PensionImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "これまでの国民年金システムの記録（移行データ）のファイルを取り込みます。",
        discussion: """
            例: atena pension import 資格 shikaku.csv
            1行目は列名です。種類と列（*は必須）:
              年金基本（basic）       atenabango* kisonenkinbango denwabango biko
              資格（qualification）   atenabango* shubetsu* shutokubi* shutokujiyu soshitsubi soshitsujiyu kijunbi*
              免除（exemption）       atenabango* menjoshubetsu* kaishitsuki* shuryotsuki*
              付加（additional）      atenabango* moshidebi* jitaibi
              法定免除（legal-exemption） atenabango* jiyu* gaitobi* shometsubi nofukaishitsuki nofushuryotsuki
              産前産後（maternity）   atenabango* shussanbi* tatai
              育児（childcare）       atenabango* shusseibi* kaishibi* shuryobi shussansha
              基金（fund）            atenabango* kanyubi* dattaibi
              老齢裁定（claim-old-age） atenabango* uketsukebi* shintatsubi* jukenbi nenkincode
              障害裁定（claim-disability） atenabango* uketsukebi* shintatsubi* ninteibi shoshinbi nenkincode shindanshoyoshiki shindanshobi genshobi
                                      shindanshoiryokikan shindanshoyoshiki2 shindanshobi2 genshobi2 shindanshoiryokikan2
                                      shoshiniryokikan jushinshomeibi
              遺族裁定（claim-survivor） atenabango* uketsukebi* shintatsubi* shibobi* nenkincode zokugara* seikyushaatenabango seikyushamoshitate
                                      seikyushaseinengappi seikyushashimei seikyushashimei_furigana seikyushajusho seikyushadenwabango
              老齢福祉裁定（claim-old-age-welfare） atenabango* uketsukebi* shintatsubi* shoshokigo shoshobango* shikyukubun
            どの種類にも、どの団体のものかを示す列 shikuchosonkodo（市区町村コード6桁）を加えることができます。すべての行が別の団体なら受け付けず（F0048）、
            一部の行ならその行を却下します（E0234）。
            日は 2026-04-01、月は 2026-04 の形です。種別は 1、2、3、voluntary、special-voluntary です。資格は一人の期間を続けて書き、すべての行に
            同じ基準日（kijunbi、その日までの記録であること）を書きます。取得事由は空欄でもかまいません。使えるコードは、違うときに却下の理由に示されます。
            資格を先に、免除、付加、法定免除、産前産後、育児、基金はその後に取り込みます。tatai（多胎）と shussansha（出産した本人）は、該当するとき 1 とします。
            裁定請求は、前のシステムで進達したものだけを取り込みます。記録として残し、報告はしません。まだ進達していない請求は claim receive で受け付けます。
            遺族裁定の atenabango は死亡した人のもので、請求者は宛名番号か、氏名か、誰であるかの申立てで示します。老齢福祉裁定は、証書も登録します。

            取り込んだ行は受付になり、別の人が release で承認するまで、記録になりません。受付処理簿の備考に、移行の番号、行、ファイルのSHA-256が残ります。
            すでにある記録と違う行、基礎年金番号が別の人のものである行、まだ受け取っていない人の行は保留となり、課題に出ます。上書きはしません。
            止まっても同じファイルをもう一度取り込めば続きから取り込みます。取り込めない行は FILE.rejected.csv に理由を付けて書き出します。
            誤りを直せば、そのファイルをそのまま取り込めます（後ろの4列は読みません）。

            終了コード: atena intake と同じです（0 すべて受付または変更なし、3 却下または保留あり、65 受け付けない、75 途中で止まった）。
            """, subcommands: [Take.self, Release.self, Withdraw.self, Show.self, List.self], defaultSubcommand: Take.self)

    struct Take: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "take", abstract: "ファイルを取り込みます（take は省略できます）。")

        @Argument(help: "移行の種類")
        var kind: FileLayout.PensionFile
        @OptionGroup var handed: HandedFile

        func run() async throws {
            try await handed.taken(showing: "取込", in: .pension) { ImportPensionFile(fileName: $0, kind: kind.rawValue, terms: $1) }
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "release", abstract: "取り込まれた行を承認し、記録にします。取り込んだ人とは別の人が行います。",
            discussion: "保留の行は残ります。確かめてから、一件ずつ notify accept で確定します。止まっても、もう一度行えば続きから承認します。残りがあるときの終了コードは3です。")

        @Argument(help: "移行の番号")
        var number: Int64
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await PensionImportCommand.settle(SettlePensionImport(number: number, withdrawal: nil), "承認", sheet) }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "withdraw", abstract: "確定していない行を、すべて取り下げます。受付処理簿には残ります。")

        @Argument(help: "移行の番号")
        var number: Int64
        @OptionGroup var reason: ReasonFileOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let reason = try reason.text("取り下げる理由")
            try await PensionImportCommand.settle(SettlePensionImport(number: number, withdrawal: reason), "取下げ", sheet)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "移行の行がどうなったかと、保留の行を表示します。")

        @Argument(help: "移行の番号")
        var number: Int64
        @Option(help: "表示する保留の件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ShowPensionImport(number: number, limit: limit), sheet) }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "移行のファイルを、新しいものから表示します。")

        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ListPensionImports(limit: limit), sheet) }
    }

    private static func settle(_ request: SettlePensionImport, _ word: String, _ sheet: SheetOptions) async throws {
        try sheet.show(try await StaffSession.with { try await $0.ask(request, showing: word) })
    }
}

extension FileLayout.PensionFile: ExpressibleByArgument {
    /// In Japanese, too.
    public init?(argument: String) { self.init(named: argument) }

    /// For help and refusals, the Japanese first.
    public static var allValueStrings: [String] { allCases.map(\.label) }
}
