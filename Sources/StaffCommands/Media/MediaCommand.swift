internal import Addressee
package import ArgumentParser
internal import Foundation
internal import StaffAPI

/// 電子記録媒体: proposed by one, released by another, and followed from hand to hand.
package struct MediaCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "media", abstract: "電子記録媒体を申し出・承認し（2人）、作成から廃棄までの受渡しを記録します。",
        discussion: """
            順序: propose（申し出）→ release（別の人の承認）→ atena export 番号 --out ファイル（作成）→ hand（引渡し）→ receive（受領）→ return（返却）→ destroy（廃棄）
            理由や相手は、端末で尋ねるか、ファイル（- は標準入力）から読みます。
            """,
        subcommands: [
            Propose.self, Release.self, Reject.self, Hand.self, Receive.self, Return.self, Destroy.self, List.self, Show.self,
        ])

    package init() {}

    struct Propose: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "propose", abstract: "業務システムへ渡す媒体を申し出ます。受取人の証明書は、施行中の提供ポリシー（media: recipients）にあるものに限ります。")

        @Argument(help: "業務システム")
        var system: String
        @Option(help: "データセット")
        var dataset = DatasetName.addressee.rawValue
        @Option(help: "受取人の証明書 (PEM)")
        var to: String
        @Option(help: "中身の形式: csv, ndjson")
        var format = "csv"
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            guard let certificate = String(validating: try HandedBytes.read(to), as: UTF8.self) else { throw CommandFailure("\(to): PEMのファイルとして読めません。") }
            let reason = try reason.text("媒体で渡す理由")
            try await StaffSession.with { session in
                let answer = try await session.ask(
                    ProposeMedium(system: system, dataset: dataset, format: format, certificate: certificate, reason: reason))
                print("媒体 \(answer.medium)番を申し出ました。別の人が認めてください: atena media release \(answer.medium)")
            }
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "release", abstract: "別の人が申し出た媒体を認めます。7日のうちに作れます。")

        @Argument(help: "媒体の番号")
        var medium: Int64
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            let reason = try reason.text("認める理由")
            try await StaffSession.with { session in
                for line in MediaCommand.lines(try await session.ask(ShowMedium(medium: medium))) { print(line) }
                _ = try await session.ask(DecideMedium(medium: medium, isReleased: true, reason: reason))
                print("認めました。次は: atena export \(medium) --out ファイル")
            }
        }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "reject", abstract: "申し出を認めないか、自分の申し出を取り下げます。")

        @Argument(help: "媒体の番号")
        var medium: Int64
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            let reason = try reason.text("認めない理由")
            try await StaffSession.with { session in
                _ = try await session.ask(DecideMedium(medium: medium, isReleased: false, reason: reason))
                print("却下しました。この媒体は作れません。")
            }
        }
    }

    struct Hand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "hand", abstract: "媒体を引き渡したことを記録します。")
        @OptionGroup var step: StepOptions
        func run() async throws { try await step.record("handed", "引渡し", asks: true) }
    }

    struct Receive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "receive", abstract: "提供先が媒体を受け取ったことを記録します。")
        @OptionGroup var step: StepOptions
        func run() async throws { try await step.record("received", "受領", asks: true) }
    }

    struct Return: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "return", abstract: "媒体が戻ったことを記録します。")
        @OptionGroup var step: StepOptions
        func run() async throws { try await step.record("returned", "返却", asks: true) }
    }

    struct Destroy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "destroy", abstract: "媒体を廃棄（消去・破砕）したことを記録します。")
        @OptionGroup var step: StepOptions
        func run() async throws { try await step.record("destroyed", "廃棄", asks: false) }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "媒体と、その今の状態を表示します。")

        @Flag(help: "期限を過ぎたものだけを表示します（作成・引渡し・返却の後7日、受領の後30日）")
        var overdue = false

        func run() async throws {
            try await StaffSession.with { session in
                let media = try await session.ask(ListMedia(onlyOverdue: overdue))
                print("媒体\t業務システム\tデータセット\t状態\t日\t相手\t期限\t申し出た者\t認めた者")
                for medium in media {
                    let last = medium.steps.last
                    let day = last?.day ?? String(medium.proposedAt.prefix(10))
                    let overdue = medium.daysOverdue.map { "\($0)日超過" } ?? ""
                    let columns: [String] = [
                        String(medium.number), medium.system, medium.dataset, medium.state, day, last?.counterpart ?? "－", overdue, medium.proposedBy,
                        medium.decidedBy ?? "－",
                    ]
                    print(columns.joined(separator: "\t"))
                }
                print("\(media.count)件。次は: atena media show 番号")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "1つの媒体の、申し出から今までの記録を表示します。")

        @Argument(help: "媒体の番号")
        var medium: Int64

        func run() async throws {
            try await StaffSession.with { session in
                for line in MediaCommand.lines(try await session.ask(ShowMedium(medium: medium))) { print(line) }
            }
        }
    }

    static func lines(_ medium: MediumLine) -> [String] {
        var lines = [
            "媒体 \(medium.number)番（\(medium.state)） \(medium.system)/\(medium.dataset)", "受取人の証明書の指紋: \(medium.fingerprint)",
            "申し出: \(medium.proposedAt) \(medium.proposedBy)", "承認: \(medium.decidedBy ?? "－")",
        ]
        for step in medium.steps {
            lines.append(["\(step.day) \(step.step)", step.recordedBy, step.counterpart, step.note].compactMap { $0 }.joined(separator: "\t"))
        }
        if let days = medium.daysOverdue { lines.append("【期限超過】次の受渡しの記録が\(days)日遅れています。所在を確かめてください。") }
        return lines
    }
}

/// 受渡しの内容
struct StepOptions: ParsableArguments {
    @Argument(help: "媒体の番号")
    var medium: Int64
    @Option(help: "その日（2027-03-31 の形。省略時は今日）")
    var on: String?
    @Option(help: "1行目に相手（機関と氏名）、2行目から備考を書いたファイル（- は標準入力。省略時は端末で尋ねます）")
    var details: String?

    func record(_ step: String, _ label: String, asks: Bool) async throws {
        var (counterpart, note): (String?, String?)
        if let details {
            let lines = try TypedText.read(details, "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            counterpart = lines.first
            note = lines.dropFirst().joined(separator: "\n")
        } else if asks {
            counterpart = try Terminal.ask("相手（機関と氏名）", hidden: false)
            let typed = try Terminal.ask("備考（なければ「なし」）", hidden: false)
            note = typed == "なし" ? nil : typed
        }
        func told(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
        let request = MoveMedium(medium: medium, step: step, day: on, counterpart: told(counterpart), note: told(note))
        try await StaffSession.with { session in
            _ = try await session.ask(request)
            print("媒体 \(medium)番の\(label)を記録しました。")
        }
    }
}
