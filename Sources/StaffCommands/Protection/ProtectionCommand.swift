package import ArgumentParser
internal import StaffAPI

/// 支援措置: set at once by one person, ended by two.
package struct ProtectionCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "protection", abstract: "支援措置を登録・延長し、終了（2人）と一時解除（2人）を扱います。",
        discussion: """
            登録はその場で、同じ個人番号のすべての宛名番号に効きます。ファイルや期限の経過では終わりません。
            理由などの文章は、端末で尋ねるか、ファイル（- は標準入力）から読みます。コマンドの引数には書けません。
            """,
        subcommands: [
            Set.self, End.self, Approve.self, Reject.self, List.self, Due.self, Waiting.self, ProtectionReleaseCommand.self,
            ProtectionAcknowledgementsCommand.self, ProtectionAcknowledgeCommand.self,
        ])

    package init() {}

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "支援措置を登録します。同じ人たちの支援措置があれば延長します。",
            discussion: """
                最初の番号が申出者、続く番号が併せて支援を求める者です。
                内容は、他の人に見えるため命令には書きません。端末で順に尋ねます。--details でファイルか標準入力（-）からも渡せます。1行に一つ、次の形で書きます。

                \(Particulars<MeasureTerm>.form)

                終了年月日を過ぎても、2人が終えるまで支援措置は続きます。
                """)

        @OptionGroup var persons: PersonOptions
        @Flag(help: "仮支援措置として登録します")
        var provisional = false
        @Option(help: "内容（1行に一つ、項目: 値）を書いたファイル（- は標準入力。省略時は端末で順に尋ねます）")
        var details: String?

        func run() async throws {
            let named = persons.named
            guard !named.numbers.isEmpty else { throw CommandFailure("対象者の番号を1つ以上指定してください。") }
            let said = try details.map { try Particulars<MeasureTerm>(file: $0) } ?? Particulars<MeasureTerm>.asked()
            guard let ground = said[.ground], let office = said[.office], let until = said[.until] else {
                throw CommandFailure("根拠、機関、終了年月日を、「終了年月日: 2027-03-31」の形で、1行に一つ書いてください。")
            }
            let notes = said.all(.note)
            let request = SetProtection(
                persons: named, ground: ground, sourceOffice: office, note: notes.isEmpty ? nil : notes.joined(separator: "\n"), from: said[.from],
                until: until, isProvisional: provisional)
            try await StaffSession.with { session in
                let answer = try await session.ask(request)
                print(answer.isExtension ? "支援措置 \(answer.measure)番を延長しました。" : "支援措置 \(answer.measure)番を登録しました。")
                print("新たに保護した宛名番号: \(answer.records)件。業務システムには次の配信・取得で届きます。")
                print("次は: atena protection acknowledgements 宛名番号 で、業務システムの受領を確かめてください。")
            }
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end", abstract: "支援措置の終了を申し出ます。別の人が承認すると終わります。",
            discussion: "支援措置の番号（--measure）だけを指定すると、その対象者全員です。ファイルだけで設定された者は、番号を指定せず、対象者を指定します。")

        @OptionGroup var persons: PersonOptions
        @Option(help: "支援措置の番号")
        var measure: Int64?
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            let named = persons.named
            guard measure != nil || !named.numbers.isEmpty else { throw CommandFailure("支援措置の番号（--measure）か、対象者の番号を指定してください。") }
            let reason = try reason.text("終了を申し出る理由")
            try await StaffSession.with { session in
                let answer = try await session.ask(ProposeProtectionEnd(persons: named, measure: measure, reason: reason))
                print("終了を申し出ました（申し出 \(answer.proposal)番）。別の人が承認してください: atena protection approve \(answer.proposal)")
            }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "approve", abstract: "別の人が申し出た終了を承認します。")

        @Argument(help: "申し出の番号")
        var proposal: Int64
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            let reason = try reason.text("承認する理由")
            try await StaffSession.with { session in
                let ended = try await session.ask(DecideProtectionEnd(proposal: proposal, approves: true, reason: reason))
                print("支援措置を終えました: \(ended.persons)人（宛名番号 \(ended.records)件）。")
                if ended.stayProtected > 0 { print("ほかの支援措置により、\(ended.stayProtected)人の保護は続きます。") }
            }
        }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "reject", abstract: "終了の申し出を却下するか、自分の申し出を取り下げます。")

        @Argument(help: "申し出の番号")
        var proposal: Int64
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            let reason = try reason.text("却下する理由")
            try await StaffSession.with { session in
                _ = try await session.ask(DecideProtectionEnd(proposal: proposal, approves: false, reason: reason))
                print("申し出を却下しました。支援措置は続きます。")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "継続中の支援措置を表示します。")

        func run() async throws {
            try await StaffSession.with { session in ProtectionCommand.show(try await session.ask(ListMeasures(dueWithin: nil))) }
        }
    }

    struct Due: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "due", abstract: "期限を過ぎたか、まもなく過ぎる支援措置を表示します。延長（set）か終了（end）をするまで、保護は続きます。")

        @Option(help: "何日後までに期限を迎えるものを表示するか")
        var within = 30

        func run() async throws {
            try await StaffSession.with { session in ProtectionCommand.show(try await session.ask(ListMeasures(dueWithin: within))) }
        }
    }

    struct Waiting: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "waiting", abstract: "決定を待つ終了の申し出を表示します。")

        func run() async throws {
            try await StaffSession.with { session in
                let waiting = try await session.ask(ListProtectionEnds())
                print("申し出\t支援措置\t宛名番号\t申し出た者\t日時\t理由")
                for entry in waiting {
                    print(
                        "\(entry.proposal)\t\(entry.measure.map(String.init) ?? "－")\t\(entry.addresseeNumbers.joined(separator: " "))\t\(entry.proposedBy)\t\(entry.proposedAt)\t\(entry.reason)"
                    )
                }
                print("\(waiting.count)件。次は: atena protection approve 番号、または atena protection reject 番号")
            }
        }
    }

    private static func show(_ measures: [ListMeasures.Measure]) {
        print("支援措置\t開始\t終了\t期限\t宛名番号\t機関\t登録した者\t根拠")
        for measure in measures {
            let columns = [
                measure.number.map(String.init) ?? "－（ファイル）", measure.from ?? "－", measure.until ?? "－", measure.isOver ? "期限を過ぎています" : "",
                measure.addresseeNumbers.joined(separator: " "), measure.sourceOffice, measure.setBy, (measure.isProvisional ? "【仮】" : "") + measure.ground,
            ]
            print(columns.joined(separator: "\t"))
        }
        print("\(measures.count)件。延長は: atena protection set、終了は: atena protection end --measure 番号")
    }
}

/// 対象者の指定
struct PersonOptions: ParsableArguments {
    @Argument(help: "対象者の団体内統合宛名番号（--addressee-numbers のときは宛名番号）")
    var numbers: [String] = []
    @Flag(help: "番号は宛名番号です")
    var addresseeNumbers = false

    var named: NamedPersons { NamedPersons(numbers: numbers, areAddresseeNumbers: addresseeNumbers) }
}

/// 支援措置の登録の内容.
private enum MeasureTerm: String, ParticularsTerm {
    case ground = "根拠"
    case office = "機関"
    case until = "終了年月日"
    case from = "開始年月日"
    case note = "備考"

    var hint: String {
        switch self {
        case .ground: "法令と、おそれの内容"
        case .office: "申出を受けた機関"
        case .until: "2027-03-31 の形"
        case .from: "省略時は今日"
        case .note: "相談番号など"
        }
    }

    var mayRepeat: Bool { self == .note }
}
