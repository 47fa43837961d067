internal import Addressee
package import ArgumentParser
internal import Foundation
internal import StaffAPI

/// Finds persons by what is known of them.
package struct SearchCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "search", abstract: "氏名・住所・生年月日のうち2つ以上で検索します。50人まで表示します。",
        discussion: """
            氏名などは、他の人に見えるため命令には書きません。端末で順に尋ねるので、分からないものはそのまま Enter を押します。--terms でファイルか標準入力（-）からも渡せます。1行に1つ、次の形で書きます。

            \(SearchedFor.form)

            \(ReasonOptions.list)
            """)

    @Option(help: "検索の条件を書いたファイル（- で標準入力）。省略すると端末で尋ねます")
    var terms: String?
    @Option(help: "氏名と住所の一致の方法（\(SearchMatch.allCases.map(\.label).joined(separator: "、"))）")
    var match: String = SearchMatch.beginning.rawValue
    @Flag(help: "過去の氏名・住所からも検索します")
    var past = false
    @Option(help: "処理理由（一覧の番号か言葉）")
    var reason: String

    package init() {}

    package func run() async throws {
        guard let match = SearchMatch(named: match) else {
            throw CommandFailure("--match は \(SearchMatch.allCases.map(\.label).joined(separator: "、")) のいずれかを指定してください。")
        }
        let kind = try ReasonOptions.kind(reason)
        let sought = try terms.map(SearchedFor.init(file:)) ?? SearchedFor.asked()
        let reason = StatedReason(LookupReason(kind, sought[.note] ?? ""))
        try await StaffSession.with { session in
            let found = try await session.ask(
                Search(
                    person: sought[.name], address: sought[.address], birth: sought[.birth], sex: sought[.sex], match: match, past: past, reason: reason))
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
