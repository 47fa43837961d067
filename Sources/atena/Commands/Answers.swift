import AccessControl
import Addressee
import ArgumentParser
import Foundation
import Installation
import Settings
import Sharing

/// 自動応答不可: what waits for a person, and whom it concerns.
struct AnswersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answers", abstract: "自動応答不可の設定と解除、確認待ちの回答の可否を扱います。",
        subcommands: [List.self, Release.self, Refuse.self, SetFlag.self, Lift.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "確認待ちを、古いものから表示します。",
            discussion: "決められないまま日数（環境変数 ATENA_ANSWER_DAYS、既定は\(ManualConfirmation.waitingDays)日）が過ぎたものは、期限切れとして断ります。")

        @Option(help: "この業務システムの照会だけ")
        var system: String?
        @Option(help: "この番号より後から（前の頁の最後の番号）")
        var after: Int64?
        @Option(help: "表示する件数（1から\(WaitingAnswers.most)）")
        var limit = WaitingAnswers.usual
        @Flag(help: "期限切れになり、その後に照会のないものを表示します（提供するとも、しないとも決められます）")
        var lapsed = false

        func run() async throws {
            try await AnswersCommand.acting { provisioning, clerk in
                let name = try system.map { text in
                    guard let name = SystemName(rawValue: text) else { throw CommandFailure("業務システムの名前が正しくありません。") }
                    return name
                }
                let page = try await provisioning.waiting(by: clerk, of: name, after: after, limit: limit, isLapsed: lapsed)
                print("番号\t業務システム\tデータセット\t宛名番号\t保留した項目\t保留した日時\t経過日数\t照会した者")
                for answer in page.answers {
                    let items = answer.items.isEmpty ? "すべて" : answer.items.map(\.label).joined(separator: "、")
                    print(
                        "\(answer.id)\t\(answer.system)\t\(answer.dataset)\t\(answer.addresseeNumber)\t\(items)\t\(answer.since)\t\(answer.days)日\t\(answer.askedBy)"
                    )
                }
                print("\(lapsed ? "期限切れ" : "確認待ち") \(page.answers.count)件。次は: atena answers release 番号 --reason 理由 または atena answers refuse 番号 --reason 理由")
                if page.more, let last = page.answers.last { print("続きがあります: atena answers list \(again) --after \(last.id)") }
            }
        }

        /// The options of this page, for the next one.
        private var again: String {
            ((system.map { ["--system \($0)"] } ?? []) + ["--limit \(limit)"] + (lapsed ? ["--lapsed"] : [])).joined(separator: " ")
        }
    }

    /// What a decision on a waiting answer takes.
    struct Decision: ParsableArguments {
        @Argument(help: "確認待ちの番号")
        var request: Int64
        @Option(help: "理由（\(LookupReason.shortest)文字以上）")
        var reason: String
        @Option(help: "同じ照会に同じように応じ続ける日数（1から30）")
        var days = ManualConfirmation.usualDays

        func decide(isReleased: Bool) async throws {
            try await AnswersCommand.acting { provisioning, clerk in
                try await provisioning.decide(by: clerk, request, isReleased: isReleased, because: reason, days: days)
            }
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "確認待ちの回答を提供します。")

        @OptionGroup var decision: Decision

        func run() async throws {
            try await decision.decide(isReleased: true)
            print("提供を認めました。\(decision.days)日間、同じ照会に答えます。")
            print("人の保留なら次の配信で、項目の保留なら業務システムの次の照会（1人ずつ）で届きます。")
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "確認待ちの回答を提供しないこととします。")

        @OptionGroup var decision: Decision

        func run() async throws {
            try await decision.decide(isReleased: false)
            print("提供しないこととしました。\(decision.days)日間、同じ照会を断ります。")
        }
    }

    struct SetFlag: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "flag", abstract: "宛名番号の者を自動応答不可にします。")

        @Argument(help: "宛名番号")
        var number: String
        @Option(help: "理由（\(LookupReason.shortest)文字以上）")
        var reason: String

        func run() async throws {
            try await AnswersCommand.acting { provisioning, clerk in
                try await provisioning.flag(by: clerk, try AnswersCommand.number(number), because: reason)
                print("自動応答不可にしました。この方についての回答は、職員が確認するまで保留します。")
            }
        }
    }

    struct Lift: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "自動応答不可の解除を申し出ます。--confirm では、別の人の申し出を確認して解除します。")

        @Argument(help: "宛名番号")
        var number: String
        @Option(help: "理由（\(LookupReason.shortest)文字以上）")
        var reason: String
        @Flag(help: "別の人の申し出を確認して解除します")
        var confirm = false

        func run() async throws {
            try await AnswersCommand.acting { provisioning, clerk in
                let number = try AnswersCommand.number(number)
                if confirm {
                    try await provisioning.confirmLifting(by: clerk, number, because: reason)
                    print("自動応答不可を解除しました。保留していた配信は次の回に届きます。")
                } else {
                    try await provisioning.askToLift(by: clerk, number, because: reason)
                    print("解除を申し出ました。別の人が確認してください: atena answers lift \(number.value) --confirm --reason 理由")
                }
            }
        }
    }

    private static func number(_ text: String) throws -> AddresseeNumber {
        guard let number = try? AddresseeNumber(text) else { throw CommandFailure("宛名番号の形が正しくありません。") }
        return number
    }

    private static func acting(_ body: (ManualConfirmation, Principal) async throws -> Void) async throws {
        try await explained {
            let settings = Settings()
            let hub = try await OpenedHub.open(settings)
            try await body(ManualConfirmation(provisioning: hub.provisioning), try await hub.person())
        }
    }
}
