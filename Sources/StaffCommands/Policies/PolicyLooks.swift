internal import Addressee
package import ArgumentParser
internal import Foundation
internal import Settings
internal import StaffAPI

/// `atena policy history`: the ledger.
package struct PolicyHistoryCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "history", abstract: "起案・承認・取消しなどの記録と、業務システムの受領を示します。")

    @Argument(help: "版または業務システム（省略時はすべて）")
    var name: String?
    @OptionGroup var options: SheetOptions

    package init() {}

    package func run() async throws { try await options.show(StaffSession.with { try await $0.ask(ReadPolicyHistory(of: name)) }) }
}

/// `atena policy show`: a version in sentences, or as it is hashed.
package struct PolicyShowCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "show", abstract: "版の内容を文章で、状態とともに示します。")

    @Argument(help: "版（先頭の6文字以上）または業務システム")
    var version: String
    @Flag(help: "文章の代わりに、版の番号の元になる表記を示します")
    var canonical = false

    package init() {}

    package func run() async throws {
        let shown = try await StaffSession.with { try await $0.ask(ShowPolicy(version: version, isCanonical: canonical)) }
        for line in shown.lines { print(line) }
        if let text = shown.canonical { print(text, terminator: "") }
        if let end = shown.end { print(end) }
    }
}

/// `atena policy pending`: what waits for approval, and who has not followed yet.
package struct PolicyPendingCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "pending", abstract: "承認を待つ版と、改定をまだ受領していない業務システムを示します。")

    @OptionGroup var options: SheetOptions

    package init() {}

    package func run() async throws { try await options.show(StaffSession.with { try await $0.ask(ListPendingPolicies()) }) }
}

/// `atena policy warnings`: what ends soon.
package struct PolicyWarningsCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "warnings", abstract: "90日以内に終わる提供ポリシーを示します。")

    @OptionGroup var options: SheetOptions

    package init() {}

    package func run() async throws { try await options.show(StaffSession.with { try await $0.ask(ListPolicyWarnings()) }) }
}

/// `atena policy undecided`: whom a policy may speak of, once somebody has found out what is not known.
package struct PolicyUndecidedCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "undecided", abstract: "生年月日の不詳などで、対象者か決まらない者を示します。",
        discussion: "決まるまで提供しません。届出や照会で分かったことを住民記録に反映すると、一覧から消えます。閲覧は証跡に残ります。")

    @Argument(help: "業務システム")
    var system: String
    @Option(help: "データセット")
    var dataset = DatasetName.addressee.rawValue
    @OptionGroup var reason: ReasonFileOptions
    @Option(help: "この宛名番号より後から（前の頁の最後の宛名番号）")
    var after: String?

    package init() {}

    package func run() async throws {
        let reason = try reason.text("処理理由（\(LookupReason.shortest)文字以上）")
        let request = ListUndecided(system: system, dataset: dataset, after: after, reason: reason)
        let listed = try await StaffSession.with { try await $0.ask(request) }
        print("宛名番号\t分からないもの")
        for person in listed.persons { print("\(person.number)\t\(person.unknown.joined(separator: "、"))") }
        print("\(listed.persons.count)人。次は: 住民記録で確かめ、分かったことを異動として送ってください。")
        if listed.more, let last = listed.persons.last { print("続きがあります: atena policy undecided \(system) --after \(last.number)") }
    }
}

/// `atena policy unused`: what of the policies in force was never used.
package struct PolicyUnusedCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "unused", abstract: "施行中の提供ポリシーごとに、期間内の提供の件数と、使われていない方法・項目を示します。",
        discussion: """
            提供の記録から数えます。個人の情報は含みません。年に1回の提供もあるため、省略時は直近の1年間を見ます。
            「使われていない」と判定するのは、期間の初めから施行されていたものだけです。方法と項目も、期間の初めから認められていたものだけです。
            後から施行されたもの・加わったものは「判定しない」として分けて示します。

            使われていない方法・項目は、業務システムの担当者に必要かを確かめ、不要なら Policies/ のファイルから除いて起案するか、atena policy revoke で取り消してください。
            「値のない項目」は、どの人の記録にも値が登録されたことのない項目です。一度も値を渡していません。
            「取得の記録なし」は、取得（pull）を認められた業務システムに、取得の記録も拒否の記録もないことを示します（渡すもののない取得は記録に残りません）。
            """)

    @Option(help: "この日から YYYY-MM-DD（省略時は1年前）")
    var since: String?
    @Option(help: "この業務システムだけ")
    var system: [String] = []
    @OptionGroup var options: SheetOptions

    package init() {}

    package func run() async throws { try await options.show(StaffSession.with { try await $0.ask(ReadPolicyUse(since: since, systems: system)) }) }
}

/// `atena policy plan`: what policies would change, before anybody approves.
package struct PolicyPlanCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "承認する前に、提供ポリシーの影響を登録内容の全員で数えます。何も変わりません。",
        discussion: "引数がなければ承認待ちの版を、--files があればファイルの内容を、--revoke があれば取消しを試算します。")

    @Flag(help: "Policies/ のファイルの内容を試算します")
    var files = false
    @Option(help: "ポリシーのディレクトリ（--files のとき）")
    var directory: String?
    @Option(help: "この業務システムの取消しを試算します")
    var revoke: [String] = []
    @Option(help: "対象に入る者・外れる者の宛名番号を、この新しいファイルに書きます（個人情報の照会の権限が要ります）")
    var persons: String?
    @OptionGroup var options: SheetOptions

    package init() {}

    package func run() async throws {
        let settings = Settings()
        let what: PlanPolicies.What
        if !revoke.isEmpty {
            what = .revocation(revoke)
        } else if files || directory != nil {
            what = .files(try PolicyFiles.read(directory ?? settings.value(.policies) ?? "Policies"))
        } else {
            what = .proposed
        }
        let received = try persons.map { path in
            // Said at once, not after counting; that nobody made it meanwhile is looked at when it gets its name.
            guard !FileManager.default.fileExists(atPath: path) else { throw CommandFailure("\(path) はもうあります。新しいファイルを指定してください。") }
            return try ReceivedFiles.one("persons.csv", to: path, isReplacing: false)
        }
        let request = PlanPolicies(what: what, namesPersons: persons != nil)
        try await options.show(StaffSession.with(settings) { try await $0.ask(request, showing: "試算", files: received) })
    }
}
