import Addressee
import Foundation
import Testing

@testable import NationalPension

/// 公開する項目のコード. The codes that the datasets' texts list are those of the module's tables: one that lacks there would be refused at the hub's door, and one too many told
/// receivers of what never comes.
struct PublishedCodesTests {
    /// What the text of a dataset lists of an item.
    private func codes(_ item: String, of dataset: String) throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "Policies/datasets/\(dataset).yaml"), encoding: .utf8)
        let line = try #require(text.split(separator: "\n  - {").first { $0.hasPrefix(" item: \(item),") })
        let list = try #require(line.split(separator: "codes: [").dropFirst().first?.split(separator: "]").first)
        return list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    @Test func qualificationsAreTheClassesAndReasonsThatThereAre() throws {
        let tables = try RuleTables.delivered()
        for dataset in ["pension-qualification", "pension-movement"] {
            #expect(try codes("hihokenshashubetsu", of: dataset) == InsuredClass.allCases.map(\.rawValue))
        }
        let reasons = QualificationReason.allCases
        #expect(try Set(codes("shikakusoshitsujiyu", of: "pension-movement")) == Set(reasons.map(\.rawValue)))
        #expect(
            try Set(codes("shikakushutokujiyu", of: "pension-movement")) == Set(reasons.filter { tables.reasons[$0].kind != .lose }.map(\.rawValue)))
    }

    @Test func reportsAreOfNoticesThatAreReported() throws {
        let tables = try RuleTables.delivered()
        let reported = NoticeKind.allCases.filter { tables.notices[$0].isReported }
        #expect(try Set(codes("todokedeshubetsu", of: "pension-report")) == Set(reported.map(\.rawValue)))
        #expect(try Set(codes("yoshiki", of: "pension-report")) == Set(reported.map { tables.notices[$0].form }))
    }

    /// What the examination of exemptions reads of the tax system's codes, and 0 for what is not so.
    @Test func incomesAreInTheCodesThatAreRead() throws {
        let tables = try RuleTables.delivered()
        let listed = Dictionary(grouping: tables.incomes.rows.filter { !$0.code.isEmpty }, by: \.item)
        #expect(listed.count == 7)
        for (item, rows) in listed {
            #expect(try Set(codes(item, of: "tax-income")) == Set(rows.map(\.code) + ["0"]), "\(item)")
        }
    }
}
