import Addressee
import ArgumentParser
import Foundation
import Installation
import Oversight
import StaffCommands

/// Erases what opens old events' commitments to persons.
struct EraseOpeningsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "保存年限の過ぎた証跡の、個人を示す項目を消去します。",
        discussion: """
            証跡そのものと封印は残り、検証（atena audit verify）も証明もそのままできます。消去した項目は戻せません。7年に満たないものは、日付をどう指定しても消去されません。
            「利用者・権限の管理」の権限が要ります。消去は証跡に記録されます。
            """)

    @Option(help: "この日（YYYY-MM-DD、日本の日付）より前のもの") var before: String

    func run() async throws {
        try await explained {
            guard let day = CalendarDay(before) else { throw CommandFailure("--before は YYYY-MM-DD の形の日付です。") }
            let hub = try await OpenedHub.open()
            let count = try await OpeningErasure(pool: hub.pool).erase(by: hub.acting, before: day) { done in
                if done > 0 { tell("\(done)件") }
            }
            print("\(count)件の証跡の、個人を示す項目を消去しました。確かめるには: atena audit verify")
        }
    }
}
