package import Addressee
package import ArgumentParser
internal import Foundation
internal import StaffAPI

/// Shows one person to somebody of the staff.
package struct LookupCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "lookup", abstract: "宛名番号の者を照会します。照会した者・端末・処理理由が記録されます。", discussion: ReasonOptions.list)

    @Argument(help: "宛名番号")
    var number: String
    @OptionGroup var reason: ReasonOptions
    @Option(help: "個人番号も表示する場合の、個人番号のための処理理由（文章）")
    var individualNumber: String?

    package init() {}

    package func run() async throws {
        guard (try? AddresseeNumber(number)) != nil else { throw CommandFailure("宛名番号の形が正しくありません。") }
        let reason = try reason.value
        try await StaffSession.with { session in
            let person = try await session.ask(LookUp(number: number, reason: StatedReason(reason)))
            for warning in person.warnings { print(warning) }
            for line in person.lines { print("\(line.label)\t\(line.value)") }
            if let individualNumber {
                let answer = try await session.ask(
                    LookUpIndividualNumber(number: number, reason: StatedReason(LookupReason(reason.kind, individualNumber))))
                print("個人番号\t\(answer.individualNumber)")
            }
        }
    }
}

/// 処理理由, as a person at the command line gives it.
package struct ReasonOptions: ParsableArguments {
    package static let list = "処理理由（番号か言葉で）: " + LookupReason.list.map { "\($0.number) \($0.kind.label)" }.joined(separator: "、")

    @Option(help: "処理理由（一覧の番号か言葉）")
    var reason: String
    @Option(help: "処理理由（文章、\(LookupReason.shortest)文字以上）")
    var note: String = ""

    package init() {}

    package var value: LookupReason { get throws { LookupReason(try Self.kind(reason), note) } }

    /// - Throws: ``CommandFailure`` for one that is not on the list.
    static func kind(_ reason: String) throws -> LookupReason.Kind {
        guard let kind = LookupReason.kind(named: reason) else { throw CommandFailure("処理理由が一覧にありません。\(list)") }
        return kind
    }
}
