internal import Addressee
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
    @Flag(help: "個人番号も表示します。個人番号のための処理理由（文章）を、ファイルの指定がなければ端末で尋ねます")
    var individualNumber = false
    @Option(help: "個人番号も表示する場合の、個人番号のための処理理由（文章）を書いたファイル（- は標準入力）")
    var individualNumberFile: String?

    package init() {}

    package func run() async throws {
        guard (try? AddresseeNumber(number)) != nil else { throw CommandFailure("宛名番号の形が正しくありません。") }
        guard self.reason.note.noteFile != "-" || individualNumberFile != "-" else { throw CommandFailure("標準入力から読めるのは、処理理由のどちらか一つです。") }
        let reason = try self.reason.value
        let asksNumber = individualNumber || individualNumberFile != nil
        let numberReason = asksNumber ? try TypedText.read(individualNumberFile, "個人番号を表示する処理理由（文章、\(LookupReason.shortest)文字以上）") : ""
        try await StaffSession.with { session in
            let person = try await session.ask(LookUp(number: number, reason: StatedReason(reason)))
            for warning in person.warnings { print(warning) }
            for line in person.lines { print("\(line.label)\t\(line.value)") }
            if asksNumber {
                let answer = try await session.ask(
                    LookUpIndividualNumber(number: number, reason: StatedReason(LookupReason(reason.kind, numberReason))))
                print("個人番号\t\(answer.individualNumber)")
            }
        }
    }
}
