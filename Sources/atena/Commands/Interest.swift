import AccessControl
import Addressee
import ArgumentParser
import Installation
import Register
import StaffCommands

/// Registers that a system works with a person whom it did not register itself, and ends it.
struct InterestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interest", abstract: "業務システムが関わる人として登録し、登録を終えます。",
        discussion: """
            登録した人は、その業務システムの提供ポリシーの registered-by-system の対象になり、登録を終えるまで変更が伝わります。
            登録を終えると、ほかの理由で対象になっていなければ、渡したものの削除が届きます。
            記録を公開した業務システム（atena publish）は、登録しなくても同じ扱いになります。
            他業務参照不可の人は、登録しても提供されません。
            """,
        subcommands: [Add.self, End.self])

    /// What both ask for.
    struct Asked: ParsableArguments {
        @Argument(help: "業務システム（例 national-pension）")
        var system: String
        @Argument(help: "宛名番号")
        var number: String
        @Option(help: "理由（\(Interests.shortestReason)文字以上）")
        var reason: String

        func turn(_ act: (Interests, OpenedHub, SystemName, AddresseeNumber) async throws -> Void) async throws {
            guard let name = SystemName(rawValue: system) else { throw CommandFailure("業務システムの名前が正しくありません。") }
            let number = try AddresseeNumber(number)
            let hub = try await OpenedHub.open(for: .operateDeliveries)
            try await act(Interests(pool: hub.pool), hub, name, number)
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "登録します。")
        @OptionGroup var asked: Asked

        func run() async throws {
            try await explained {
                try await asked.turn { try await $0.register(by: $1.acting, $2, in: $3, because: asked.reason) }
                print("登録しました。")
            }
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "登録を終えます。")
        @OptionGroup var asked: Asked

        func run() async throws {
            try await explained {
                try await asked.turn { try await $0.end(by: $1.acting, $2, in: $3, because: asked.reason) }
                print("登録を終えました。")
            }
        }
    }
}
