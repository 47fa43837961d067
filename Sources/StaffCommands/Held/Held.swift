internal import Addressee
package import ArgumentParser
internal import StaffAPI

/// 保留: rows and claims that wait for two people.
package struct HeldCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "held", abstract: "保留になった行と、番号の競合を、一覧・照会・決定します（決定には2人が必要です）。",
        discussion: "決め方（始めの部分でもかまいません）: \(HeldDecision.choices)",
        subcommands: [List.self, Show.self, Decide.self, Confirm.self, Undo.self, Receivers.self])

    package init() {}

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "決定を待つ保留を、古いものから表示します。")

        @Option(help: "この理由コードの保留だけ（H0001 など）")
        var code: String?
        @Option(help: "この業務システムから届いた行だけ")
        var system: String?
        @Option(help: "この宛名番号に関わる保留だけ")
        var number: String?
        @Flag(help: "決定済みと解消済みも表示します")
        var all = false
        @Option(help: "この番号より後から（前の頁の最後の番号）")
        var after: Int64?
        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @Flag(help: "結果をJSONで表示します")
        var json = false

        func run() async throws {
            let request = ListHeld(code: code, system: system, number: number, all: all, after: after, limit: limit)
            try await StaffSession.with { session in
                let page = try await session.ask(request)
                if json { return try printJSON(page.entries.map(Told.init)) }
                print("番号\t状態\t種類\t理由コード\t宛名番号\t相手の宛名番号\t業務システム\t保留した日時\t経過日数\t申し出\t理由")
                for entry in page.entries {
                    let columns = [
                        String(entry.id), entry.state, entry.kind == "claim" ? "番号の競合" : "行", entry.code, entry.addresseeNumber, entry.otherNumber ?? "－",
                        entry.source, entry.since, "\(entry.days)日", entry.proposal?.label ?? "－", entry.reason,
                    ]
                    print(columns.joined(separator: "\t"))
                }
                print("\(page.entries.count)件。次は: atena held show 番号 --reason correction")
                if page.more, let last = page.entries.last { print("続きがあります: atena held list \(again)--after \(last.id)") }
            }
        }

        /// The options of this page, for the next one.
        private var again: String {
            var words: [String] = []
            if let code { words += ["--code", code] }
            if let system { words += ["--system", system] }
            if let number { words += ["--number", number] }
            if all { words.append("--all") }
            if let limit { words += ["--limit", String(limit)] }
            return words.map { $0 + " " }.joined()
        }
    }

    /// An entry as JSON has it.
    struct Told: Encodable {
        var id: Int64
        var state: String
        var kind: String
        var code: String
        var addresseeNumber: String
        var otherNumber: String?
        var source: String
        var since: String
        var proposal: String?
        var allowed: [String]

        init(_ entry: HeldEntry) {
            (id, state, kind, code) = (entry.id, entry.state, entry.kind, entry.code)
            (addresseeNumber, otherNumber, source, since) = (entry.addresseeNumber, entry.otherNumber, entry.source, entry.since)
            (proposal, allowed) = (entry.proposal?.rawValue, entry.allowed.map(\.rawValue))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "届いた行と、登録されている人を並べて表示します（＊は違うところ）。照会した者・端末・処理理由が記録されます。", discussion: ReasonOptions.list)

        @Argument(help: "保留の番号")
        var id: Int64
        @OptionGroup var reason: ReasonOptions

        func run() async throws {
            let reason = StatedReason(try reason.value)
            try await StaffSession.with { session in
                let sheet = try await session.ask(ShowHeld(id: id, reason: reason))
                for warning in sheet.warnings { print(warning) }
                print("保留 \(sheet.entry.id)番（\(sheet.entry.state)） \(sheet.entry.code) \(sheet.entry.reason)")
                print("　\t項目\t届いた行\t登録されている本人\t相手")
                for line in sheet.lines { print("\(line.differs ? "＊" : "　")\t\(line.label)\t\(line.row)\t\(line.person)\t\(line.other)") }
                if sheet.entry.isWaiting {
                    print("次は: atena held decide \(sheet.entry.id) --as 決め方")
                    for decision in sheet.entry.allowed { print("  \(decision.label)\t（\(decision.rawValue)）") }
                }
            }
        }
    }

    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "decide", abstract: "決め方を申し出ます。別の人が確認すると、登録に反映されます。")

        @Argument(help: "保留の番号")
        var id: Int64
        @Option(name: .customLong("as"), help: "決め方（show が示すもの）")
        var decision: String
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            guard let decision = HeldDecision(named: decision) else { throw CommandFailure("--as は次から選んでください: \(HeldDecision.choices)") }
            try await StaffSession.with { session in
                _ = try await session.ask(DecideHeld(id: id, decision: decision, reason: try reason.text("理由（\(LookupReason.shortest)文字以上）")))
                print("「\(decision.label)」と申し出ました。別の人が確認してください: atena held confirm \(id)")
            }
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "confirm", abstract: "別の人の申し出を確認し、登録に反映します。")

        @Argument(help: "保留の番号")
        var id: Int64
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            try await StaffSession.with { session in
                let receipts = try await session.ask(ConfirmHeld(id: id, reason: try reason.text("理由（\(LookupReason.shortest)文字以上）")))
                print("決定し、登録に反映しました。関係する業務システムには次の配信で届きます。")
                HeldCommand.show(receipts)
            }
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "undo", abstract: "確認前の申し出を取り下げます。決定済みのときは取消しを申し出て、別の人が confirm で確認します。")

        @Argument(help: "保留の番号")
        var id: Int64
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            try await StaffSession.with { session in
                if try await session.ask(UndoHeld(id: id, reason: try reason.text("理由（\(LookupReason.shortest)文字以上）"))).isProposed {
                    print("決定の取消しを申し出ました。別の人が確認してください: atena held confirm \(id)")
                } else {
                    print("申し出を取り下げました。")
                }
            }
        }
    }

    struct Receivers: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "receivers", abstract: "競合した番号、または誤っていた番号が、いつどの業務システムに提供されたかを表示します。")

        @Argument(help: "保留の番号")
        var id: Int64

        func run() async throws {
            try await StaffSession.with { session in
                let receipts = try await session.ask(ListNumberReceivers(id: id))
                HeldCommand.show(receipts)
            }
        }
    }

    private static func show(_ receipts: [NumberReceiver]) {
        guard !receipts.isEmpty else { return print("この番号を受け取った業務システムはありません。") }
        print("この番号を受け取った業務システム:\n日時\t業務システム\tデータセット\t方法\t宛名番号\t結果\t提供記録")
        for receipt in receipts {
            print(
                "\(receipt.at)\t\(receipt.system)\t\(receipt.dataset)\t\(receipt.way)\t\(receipt.addresseeNumber)\t\(receipt.outcome)\t\(receipt.record)")
        }
        print("\(receipts.count)件")
    }
}
