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

/// Finds persons by what is known of them.
package struct SearchCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "search", abstract: "氏名・住所・生年月日のうち2つ以上で検索します。50人まで表示します。", discussion: ReasonOptions.list)

    @Option(help: "氏名、カナ、通称、旧氏またはローマ字。かなの種類、清濁、異体字、長音、空白の違いは区別しません")
    var name: String?
    @Option(help: "住所（都道府県・市区町村は省けます）。数字の書き方、丁目・番地・号とハイフンの違いは区別しません")
    var address: String?
    @Option(help: ArgumentHelp("生年月日。年月まで、年だけでもかまいません。\(BirthTerm.accepted)"))
    var birth: String?
    @Option(help: "性別（1 男、2 女）。絞り込むだけで、条件には数えません")
    var sex: String?
    @Option(help: "氏名と住所の一致の方法（\(SearchMatch.allCases.map(\.rawValue).joined(separator: "、"))）")
    var match: String = SearchMatch.beginning.rawValue
    @Flag(help: "過去の氏名・住所からも検索します")
    var past = false
    @OptionGroup var reason: ReasonOptions

    package init() {}

    package func run() async throws {
        guard let match = SearchMatch(rawValue: match.replacingOccurrences(of: "一致", with: "")) else {
            throw CommandFailure("--match は \(SearchMatch.allCases.map(\.rawValue).joined(separator: "、")) のいずれかを指定してください。")
        }
        let reason = StatedReason(try reason.value)
        try await StaffSession.with { session in
            let found = try await session.ask(
                Search(person: name, address: address, birth: birth, sex: sex, match: match, past: past, reason: reason))
            print("宛名番号\t氏名\t生年月日\t住所\t注意")
            for person in found.persons {
                let place = person.isAddressWithheld ? "（表示できません）" : person.address ?? ""
                let warning = (person.hasWarnings ? "抑止・支援措置などあり" : "") + (person.isByPast ? "（過去の氏名・住所による）" : "")
                print("\(person.number)\t\(person.name)\t\(person.birth)\t\(place)\t\(warning)")
            }
            print(found.more ? "\(found.persons.count)人を超えました。条件を加えて絞り込んでください。" : "\(found.persons.count)人")
            if found.birthIsInNoCalendar { print("生年月日は暦にない日です。登録がそのとおりの場合だけ見つかります。") }
            if found.persons.isEmpty, !past { print("--past を付けると、過去の氏名・住所からも検索します。") }
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

    package var value: LookupReason {
        get throws {
            guard let kind = LookupReason.kind(named: reason) else { throw CommandFailure("処理理由が一覧にありません。\(Self.list)") }
            return LookupReason(kind, note)
        }
    }
}
