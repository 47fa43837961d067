internal import Addressee
package import ArgumentParser
internal import StaffAPI

/// 自動応答不可: what waits for a person, and whom it concerns.
package struct AnswersCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "answers", abstract: "自動応答不可の設定と解除、確認待ちの回答の可否を扱います。",
        subcommands: [List.self, Release.self, Refuse.self, SetFlag.self, Lift.self])

    package init() {}

    private static func text(of reason: ReasonFileOptions) throws -> String { try reason.text("理由（\(LookupReason.shortest)文字以上）") }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "確認待ちを、古いものから表示します。",
            discussion: "決められないまま日数（環境変数 ATENA_ANSWER_DAYS、既定は30日）が過ぎたものは、期限切れとして断ります。")

        @Option(help: "この業務システムの照会だけ")
        var system: String?
        @Option(help: "この番号より後から（前の頁の最後の番号）")
        var after: Int64?
        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @Flag(help: "期限切れになり、その後に照会のないものを表示します（提供するとも、しないとも決められます）")
        var lapsed = false

        func run() async throws {
            let request = ListAnswers(system: system, after: after, limit: limit, lapsed: lapsed)
            try await StaffSession.with { session in
                let page = try await session.ask(request)
                print("番号\t業務システム\tデータセット\t宛名番号\t保留した項目\t保留した日時\t経過日数\t照会した者")
                for answer in page.answers {
                    let items = answer.items.isEmpty ? "すべて" : answer.items.joined(separator: "、")
                    print(
                        "\(answer.id)\t\(answer.system)\t\(answer.dataset)\t\(answer.addresseeNumber)\t\(items)\t\(answer.since)\t\(answer.days)日\t\(answer.askedBy)"
                    )
                }
                print("\(lapsed ? "期限切れ" : "確認待ち") \(page.answers.count)件。次は: atena answers release 番号 または atena answers refuse 番号")
                if page.more, let last = page.answers.last { print("続きがあります: atena answers list \(again) --after \(last.id)") }
            }
        }

        /// The options of this page, for the next one.
        private var again: String {
            ((system.map { ["--system \($0)"] } ?? []) + (limit.map { ["--limit \($0)"] } ?? []) + (lapsed ? ["--lapsed"] : [])).joined(separator: " ")
        }
    }

    /// What a decision on a waiting answer takes.
    struct Decision: ParsableArguments {
        @Argument(help: "確認待ちの番号")
        var request: Int64
        @OptionGroup var reason: ReasonFileOptions
        @Option(help: "同じ照会に同じように応じ続ける日数（1から30）")
        var days = 7

        func decide(isReleased: Bool) async throws {
            let decision = DecideAnswer(request: request, isReleased: isReleased, reason: try AnswersCommand.text(of: reason), days: days)
            try await StaffSession.with { session in _ = try await session.ask(decision) }
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "release", abstract: "確認待ちの回答を提供します。")

        @OptionGroup var decision: Decision

        func run() async throws {
            try await decision.decide(isReleased: true)
            print("提供を認めました。\(decision.days)日間、同じ照会に答えます。")
            print("人の保留なら次の配信で、項目の保留なら業務システムの次の照会（1人ずつ）で届きます。")
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "refuse", abstract: "確認待ちの回答を提供しないこととします。")

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
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            let reason = try AnswersCommand.text(of: reason)
            try await StaffSession.with { session in
                _ = try await session.ask(FlagPerson(number: number, reason: reason))
                print("自動応答不可にしました。この方についての回答は、職員が確認するまで保留します。")
            }
        }
    }

    struct Lift: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "lift", abstract: "自動応答不可の解除を申し出ます。--confirm では、別の人の申し出を確認して解除します。")

        @Argument(help: "宛名番号")
        var number: String
        @OptionGroup var reason: ReasonFileOptions
        @Flag(help: "別の人の申し出を確認して解除します")
        var confirm = false

        func run() async throws {
            let reason = try AnswersCommand.text(of: reason)
            try await StaffSession.with { session in
                _ = try await session.ask(LiftFlag(number: number, reason: reason, confirms: confirm))
                if confirm {
                    print("自動応答不可を解除しました。保留していた配信は次の回に届きます。")
                } else {
                    print("解除を申し出ました。別の人が確認してください: atena answers lift \(number) --confirm")
                }
            }
        }
    }
}
