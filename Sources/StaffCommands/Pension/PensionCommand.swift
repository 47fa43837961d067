internal import Addressee
package import ArgumentParser
internal import Foundation
internal import StaffAPI

/// 国民年金: what the pension department receives, checks and looks up.
package struct PensionCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "pension", abstract: "国民年金の届出を受け付け、別の人が確定し、記録を照会します。",
        discussion: """
            届出は notify receive で受け付けると受付番号が付き、別の人が notify accept で確定すると記録になります。
            免除・納付猶予・学生納付特例の申請は exemption apply で受け付け、審査してから、別の人が確定します。
            裁定請求等は claim receive で受け付け、不足する書類がそろってから、別の人が確定します。
            確定した届出などは report batch で束に入れ、別の人が承認してから、日本年金機構に報告します。処理結果一覧表は result import で取り込みます。
            受け付けた届出と申請は form で、日本年金機構に送る様式（PDF）にします。
            これまでのシステムの記録は import で取り込み、別の人が import release で承認します。
            国内に転出した人の処理中のものは handover で引き継ぎます。
            住民の異動は proposal make で処理の案になり、proposal confirm で受け付けます。案だけで記録は変わりません。
            """,
        subcommands: [
            PensionPersonCommand.self, PensionNotifyCommand.self, PensionExemptionCommand.self, PensionClaimCommand.self, PensionProposalCommand.self,
            PensionFormCommand.self, PensionLedgerCommand.self, PensionReportCommand.self, PensionResultCommand.self,
            PensionTaskCommand.self, PensionHandoverCommand.self,
            PensionStatisticsCommand.self, PensionImportCommand.self,
        ])

    package init() {}
}

/// Words and numbers that are about a person come from a file, standard input or the terminal: whoever lists processes reads arguments.
struct PensionWordsOptions: ParsableArguments {
    @Option(help: "受付日（2026-04-01 の形。省略時は今日）")
    var receivedOn: String?
    @Option(help: "受付処理簿の備考を書いたファイル（- は標準入力）")
    var remarksFile: String?
    @Option(help: "受け付けた課・出張所の所属コード（兼務の職員が、最初の所属でないところで受け付けたとき。所属のない職員は必ず指定します）")
    var office: String?

    var remarks: String { get throws { try remarksFile.map { try TypedText.read($0, "") } ?? "" } }
}

/// 課・出張所: whose receptions a list shows.
struct PensionOfficeOptions: ParsableArguments {
    @Option(help: "この課・出張所のものだけ（所属コード）")
    var office: String?
}

/// 届出の内容.
enum PensionTerm: String, ParticularsTerm {
    case kind = "種類"
    case day = "事実の日"
    case until = "終わりの日"
    case months = "期間"
    case ground = "事由"
    case paidMonths = "納付月数"
    case special = "特例"

    var hint: String {
        switch self {
        case .kind: "届出の種類。名前、または日本語の始めの部分（atena pension notify kinds が示します）"
        case .day: "転出日、退職日、死亡日、申出日など。2026-04-01 の形"
        case .until: "育児の免除の終わりの日。2026-04-01 の形"
        case .months: "期間の月。2026-07..2027-06 の形、または1か月"
        case .ground: "要件・事由・免除の種類・再交付の事由（書ける値は、違うときに示されます）"
        case .paidMonths: "任意加入の申出の時の納付月数"
        case .special: "国内居住要件の特例、多胎、出産した本人のとき「はい」"
        }
    }
}

extension Particulars<PensionTerm> {
    /// - Throws: ``CommandFailure`` for what is no number, or neither はい nor いいえ.
    var terms: PensionTerms {
        get throws {
            let paid = try self[.paidMonths].map { text in
                guard let paid = Int(text) else { throw CommandFailure("納付月数は、数で書いてください。") }
                return paid
            }
            return PensionTerms(
                day: self[.day], until: self[.until], months: self[.months], ground: self[.ground], paidMonths: paid, isSpecial: try isSo(.special))
        }
    }
}

/// Asks, and shows the sheet that comes back.
func showSheet<R: StaffRequest>(_ request: R, _ options: SheetOptions) async throws where R.Answer == Sheet {
    try options.show(try await StaffSession.with { try await $0.ask(request) })
}
