package import ArgumentParser
internal import StaffAPI

/// Registers that a system works with a person whom it did not register itself, and ends it.
package struct InterestCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "interest", abstract: "業務システムが関わる人として登録し、登録を終えます。",
        discussion: """
            登録した人は、その業務システムの提供ポリシーの registered-by-system の対象になり、登録を終えるまで変更が伝わります。
            登録を終えると、ほかの理由で対象になっていなければ、渡したものの削除が届きます。
            記録を公開した業務システム（atena publish）は、登録しなくても同じ扱いになります。
            他業務参照不可の人は、登録しても提供されません。
            """,
        subcommands: [Add.self, End.self])

    package init() {}

    /// What both ask for.
    struct Asked: ParsableArguments {
        @Argument(help: "業務システム（例 national-pension）")
        var system: String
        @Argument(help: "宛名番号")
        var number: String
        @OptionGroup var reason: ReasonFileOptions

        func turn(isEnd: Bool) async throws {
            let reason = try reason.text("理由（5文字以上）")
            _ = try await StaffSession.with { try await $0.ask(TurnInterest(system: system, number: number, isEnd: isEnd, reason: reason)) }
            print(isEnd ? "登録を終えました。" : "登録しました。")
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "登録します。")
        @OptionGroup var asked: Asked

        func run() async throws { try await asked.turn(isEnd: false) }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "end", abstract: "登録を終えます。")
        @OptionGroup var asked: Asked

        func run() async throws { try await asked.turn(isEnd: true) }
    }
}
