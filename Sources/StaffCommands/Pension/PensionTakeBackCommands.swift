internal import ArgumentParser
internal import StaffAPI

/// 確定取消し: one person asks for it, another confirms it.
enum PensionTakeBackCommands {
    static var all: [any ParsableCommand.Type] { [TakeBack.self, ConfirmTakeBack.self, DismissTakeBack.self] }

    struct TakeBack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "take-back", abstract: "誤って確定した受付（氏名の変更、免除などの申請、裁定請求など、記録の生じない届出）の確定を取り消すことを求めます。",
            discussion: """
                別の人が confirm-take-back で確認すると、確定取消しとなり、報告されません。受付処理簿には残ります。求めてから決まるまで、束に入りません。
                記録の生じた届出は correct か cancel、年金基本情報は basics で直します。日本年金機構に引き渡した後は取り消せません。
                """)

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @OptionGroup var reason: ReasonFileOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let reason = try reason.text("確定を取り消す理由")
            try await showSheet(TakeBackPensionReception(reception: reception, step: .ask(reason: reason)), sheet)
        }
    }

    struct ConfirmTakeBack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm-take-back", abstract: "別の人が求めた確定の取消しを、確認します。", discussion: "受付と理由は atena pension notify show が示します。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(TakeBackPensionReception(reception: reception, step: .confirm), sheet) }
    }

    struct DismissTakeBack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dismiss-take-back", abstract: "求められた確定の取消しを却下するか、自分の求めを取り下げます。受付は確定のままです。")

        @Argument(help: "受付番号（2026-000001 の形）")
        var reception: String
        @OptionGroup var reason: ReasonFileOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let reason = try reason.text("却下の理由")
            try await showSheet(TakeBackPensionReception(reception: reception, step: .dismiss(reason: reason)), sheet)
        }
    }
}
