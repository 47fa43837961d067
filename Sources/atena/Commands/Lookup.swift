import AccessControl
import Addressee
import ArgumentParser
import Foundation
import Installation
import Settings
import Sharing

/// Shows one person to somebody of the staff.
struct LookupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup", abstract: "宛名番号の者を照会します。照会した者・端末・処理理由が記録されます。", discussion: ReasonOptions.list)

    @Argument(help: "宛名番号")
    var number: String
    @OptionGroup var reason: ReasonOptions
    @Option(help: "個人番号も表示する場合の、個人番号のための処理理由（文章）")
    var individualNumber: String?

    func run() async throws {
        try await explained {
            guard let number = try? AddresseeNumber(number) else { throw CommandFailure("宛名番号の形が正しくありません。") }
            let settings = Settings()
            let hub = try await OpenedHub.open(settings)
            let clerk = try await hub.person()
            let lookup = PersonLookup(provisioning: hub.provisioning)
            let sheet = try await lookup.person(by: clerk, number, reason: try reason.value)
            for warning in sheet.warnings { print(warning) }
            for line in sheet.lines { print("\(line.label)\t\(line.value)") }
            if let individualNumber {
                let shown = try await lookup.individualNumber(by: clerk, of: number, reason: .init(try reason.value.kind, individualNumber))
                shown.reveal { print("個人番号\t\(String(decoding: $0, as: UTF8.self))") }
            }
        }
    }
}

/// Finds persons by what is known of them.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "氏名・住所・生年月日のうち2つ以上で検索します。\(PersonLookup.most)人まで表示します。", discussion: ReasonOptions.list)

    @Option(help: "氏名、カナ、通称、旧氏またはローマ字。かなの種類、清濁、異体字、長音、空白の違いは区別しません")
    var name: String?
    @Option(help: "住所（都道府県・市区町村は省けます）。数字の書き方、丁目・番地・号とハイフンの違いは区別しません")
    var address: String?
    @Option(help: ArgumentHelp("生年月日。年月まで、年だけでもかまいません。\(BirthTerm.accepted)"))
    var birth: String?
    @Option(help: "性別（1 男、2 女）。絞り込むだけで、条件には数えません")
    var sex: String?
    @Option(help: "氏名と住所の一致の方法（\(SearchTerms.Match.allCases.map(\.rawValue).joined(separator: "、"))）")
    var match: String = SearchTerms.Match.beginning.rawValue
    @Flag(help: "過去の氏名・住所からも検索します")
    var past = false
    @OptionGroup var reason: ReasonOptions

    func run() async throws {
        try await explained {
            let settings = Settings()
            let names = SearchTerms.Match.allCases.map(\.rawValue).joined(separator: "、")
            guard let match = SearchTerms.Match(rawValue: match.replacingOccurrences(of: "一致", with: "")) else {
                throw CommandFailure("--match は \(names) のいずれかを指定してください。")
            }
            let hub = try await OpenedHub.open(settings)
            let clerk = try await hub.person()
            let terms = SearchTerms(name: name, address: address, birth: birth, sex: sex, match: match, includesPast: past)
            let result = try await PersonLookup(provisioning: hub.provisioning).search(by: clerk, terms, reason: try reason.value)
            print("宛名番号\t氏名\t生年月日\t住所\t注意")
            for sheet in result.persons {
                let place = sheet.isAddressWithheld ? "（表示できません）" : sheet.address ?? ""
                var warning = sheet.warnings.isEmpty ? "" : "抑止・支援措置などあり"
                if result.foundByPast.contains(sheet.addresseeNumber) { warning += "（過去の氏名・住所による）" }
                print("\(sheet.addresseeNumber.value)\t\(sheet.items[.shimei] ?? "")\t\(sheet.birth ?? "")\t\(place)\t\(warning)")
            }
            print(result.hasMore ? "\(result.persons.count)人を超えました。条件を加えて絞り込んでください。" : "\(result.persons.count)人")
            if let birth, let term = try? BirthTerm(birth), term.isInNoCalendar { print("生年月日は暦にない日です。登録がそのとおりの場合だけ見つかります。") }
            if result.persons.isEmpty, !past { print("--past を付けると、過去の氏名・住所からも検索します。") }
        }
    }
}

/// 処理理由, as a person at the command line gives it.
struct ReasonOptions: ParsableArguments {
    static let list = "処理理由（番号か言葉で）: " + LookupReason.list.map { "\($0.number) \($0.kind.label)" }.joined(separator: "、")

    @Option(help: "処理理由（一覧の番号か言葉）")
    var reason: String
    @Option(help: "処理理由（文章、\(LookupReason.shortest)文字以上）")
    var note: String = ""

    var value: LookupReason {
        get throws {
            guard let kind = LookupReason.kind(named: reason) else { throw CommandFailure("処理理由が一覧にありません。\(Self.list)") }
            return LookupReason(kind, note)
        }
    }
}
