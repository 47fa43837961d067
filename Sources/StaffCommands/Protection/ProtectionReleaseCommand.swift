internal import ArgumentParser
internal import StaffAPI

/// 一時解除: asked for by who is to read, released by another person, over by itself.
struct ProtectionReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "支援措置の対象者の住所を、1人の照会者に、短い時間だけ表示できるようにします（2人が必要です）。",
        subcommands: [Ask.self, Approve.self, Refuse.self, List.self])

    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "ask", abstract: "自分への一時解除を申し出ます。")

        @Argument(help: "宛名番号")
        var number: String
        @Option(help: "時間（分。1から1440、省略時は30）")
        var minutes: Int?
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            let reason = try reason.text("一時解除を求める理由")
            try await StaffSession.with { session in
                let answer = try await session.ask(AskPlaceRelease(number: number, minutes: minutes, reason: reason))
                print("一時解除を申し出ました（申し出 \(answer.request)番）。別の人が決定してください: atena protection release approve \(answer.request)")
            }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "approve", abstract: "別の人の申し出を認めます。時間が過ぎると自動で戻ります。")

        @Argument(help: "申し出の番号")
        var request: Int64
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            let reason = try reason.text("認める理由")
            try await StaffSession.with { session in
                let answer = try await session.ask(DecidePlaceRelease(request: request, isReleased: true, reason: reason))
                print("一時解除しました。\(answer.until ?? "")まで、申し出た者だけが照会できます。")
            }
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "refuse", abstract: "申し出を認めません。")

        @Argument(help: "申し出の番号")
        var request: Int64
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            let reason = try reason.text("認めない理由")
            try await StaffSession.with { session in
                _ = try await session.ask(DecidePlaceRelease(request: request, isReleased: false, reason: reason))
                print("申し出を認めませんでした。")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "決定を待つ申し出（1日以内）を表示します。")

        func run() async throws {
            try await StaffSession.with { session in
                let waiting = try await session.ask(ListPlaceReleases())
                print("申し出\t宛名番号\t申し出た者\t分\t日時\t理由")
                for entry in waiting {
                    print("\(entry.request)\t\(entry.addresseeNumber)\t\(entry.account)\t\(entry.minutes)\t\(entry.askedAt)\t\(entry.reason)")
                }
                print("\(waiting.count)件。次は: atena protection release approve 番号、または refuse 番号")
            }
        }
    }
}
