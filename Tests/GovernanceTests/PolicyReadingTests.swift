import Addressee
import Testing

@testable import Governance

/// What an approver reads: sentences, and what deserves a second look.
@Suite struct PolicyReadingTests {
    private static func endpoint(_ system: SystemName) -> Endpoint { Endpoint(system: system, dataset: .addressee, connector: "module") }

    @Test func everyConditionIsASentence() throws {
        let cases: [(Scope, [String])] = [
            (.state([.resident]), ["住民状態が住登者の者"]),
            (.state([.resident, .dead]), ["住民状態が住登者・死亡者のどれかの者"]),
            (.ward(["111015"]), ["住所の市区町村コードが 111015 の者"]),
            (.registeredBySystem, ["この業務システムが自ら登録した者（記録を公開した者、関わる人として登録した者を含みます）"]),
            (.householder, ["世帯主"]),
            (.age(AgeRule(from: .reached(40), until: .reached(65))), ["40歳に達する日（誕生日の前日）から、65歳に達する日の前日（誕生日の前々日）までの者"]),
            (.age(AgeRule(from: .birthday(75))), ["75歳の誕生日から後の者"]),
            (.age(AgeRule(until: .schoolYearEnd(18))), ["生まれてから18歳に達する日以後の最初の3月31日までの者"]),
            (.age(AgeRule(from: .onDay(age: 65, month: 1, day: 1))), ["65歳に達する日以後の最初の1月1日から後の者"]),
            (
                .any([.all([.state([.resident]), .not(.householder)]), .registeredBySystem]),
                [
                    "次のどれかに当てはまる者", "  ・次のすべてに当てはまる者", "      ・住民状態が住登者の者", "      ・次に当てはまらない者（当てはまるか分からない者は対象になりません）",
                    "          ・世帯主", "  ・この業務システムが自ら登録した者（記録を公開した者、関わる人として登録した者を含みます）",
                ]
            ),
        ]
        for (scope, sentences) in cases { #expect(scope.sentences == sentences) }
    }

    @Test func theSentencesTellAllThatMatters() throws {
        let library = try PolicyLibrary(documents: Samples.documents())
        let text = try #require(library.policies.first).sentences(bases: library.legalBases).joined(separator: "\n")
        for part in [
            "税務システム", "市民税課", "地方税の賦課徴収", "地方税法（番号法第九条第二項）: 個人市民税賦課事務", "項番16", "次のどれかに当てはまる者", "個人番号: 提供します", "事前協議により決定", "配信します", "取りに来ます",
            "2026-04-01から、2027-03-31まで", "区政推進部長", "氏名",
        ] { #expect(text.contains(part), "\(part) \(text)") }
        let strange = try #require(library.policies.first).sentences(bases: [:]).joined(separator: "\n")
        #expect(strange.contains("transfer-16（法的根拠の一覧にありません）"))
    }

    /// But one: only the city knows the certificate of the receiver that gets media.
    @Test func thePoliciesThatAreDeliveredRaiseNoDoubt() throws {
        let library = try deliveredLibrary()
        var around = PolicyDoubt.Surroundings()
        around.endpoints = library.policies.filter(\.ways.push).map { Endpoint(system: $0.system, dataset: $0.dataset, connector: "module") }
        around.certified = Set(library.policies.map(\.system))
        around.wards = []
        for policy in library.policies {
            let codes = PolicyDoubt.all(policy, bases: library.legalBases, around: around).map(\.code)
            #expect(codes == (policy.ways.medium ? ["O0016"] : []), "\(policy.system)")
        }
    }

    private func doubts(
        _ policy: String = Samples.policy, bases: String = Samples.bases, name: String = "systems/tax.yaml",
        _ change: (inout PolicyDoubt.Surroundings) -> Void = { _ in }
    ) throws -> [String] {
        let documents = Samples.documents(policy, bases: bases).map { $0.name == "systems/tax.yaml" ? PolicyDocument(name: name, text: $0.text) : $0 }
        let library = try PolicyLibrary(documents: documents)
        var around = PolicyDoubt.Surroundings()
        change(&around)
        return PolicyDoubt.all(try #require(library.policies.first), bases: library.legalBases, around: around).map(\.code)
    }

    @Test func aSoundPolicyRaisesNone() throws {
        #expect(try doubts().isEmpty)
        #expect(try doubts { ($0.endpoints, $0.certified, $0.wards) = ([Self.endpoint(.tax)], [.tax], []) }.isEmpty)
    }

    @Test func aBasisOfAnotherDepartment() throws {
        #expect(try doubts(Samples.policy.replacing("department: 市民税課", with: "department: 介護保険課")) == ["O0011"])
        // Several on either side, however they are written; one of them is enough.
        #expect(try doubts(Samples.policy.replacing("department: 市民税課", with: "department: 収納対策課・市民税課")).isEmpty)
        #expect(try doubts(bases: Samples.bases.replacing("\t市民税課\t", with: "\t資産税課、市民税課 第一係\t")).isEmpty)
        // Part of a name is another department.
        #expect(try doubts(Samples.policy.replacing("department: 市民税課", with: "department: 市民税課分室")) == ["O0011"])
    }

    @Test func aWardOfAnotherBody() throws {
        let text = Samples.policy.replacing("- registered-by-system", with: "- all:\n        - ward: [111015, 131016]\n        - householder")
        #expect(try doubts(text) { $0.wards = ["111015"] } == ["O0012"])
        #expect(try doubts(text) { $0.wards = ["111015", "131016"] }.isEmpty)
        #expect(try doubts(text) { $0.wards = [] } == ["O0012", "O0012"])
        // Nobody is registered yet: nothing is known.
        #expect(try doubts(text).isEmpty)
    }

    @Test(arguments: [
        ("systems/tax.yaml", 0), ("systems/tax-addressee.yaml", 0), ("systems/tax.2027.yaml", 0), ("systems/childcare.yaml", 1), ("systems/taxes.yaml", 1),
        ("systems/copy-of-tax.yaml", 1),
    ])
    func aFileNamedOtherwise(name: String, count: Int) throws { #expect(try doubts(name: name) == Array(repeating: "O0013", count: count)) }

    @Test func aWayWithoutAReceiver() throws {
        #expect(try doubts { $0.endpoints = [Self.endpoint(.childcare)] } == ["O0014"])
        #expect(try doubts { $0.certified = [.childcare] } == ["O0014"])
        #expect(try doubts(Samples.policy.replacing("[push, pull]", with: "[pull]")) { $0.endpoints = [] }.isEmpty)
        #expect(try doubts(Samples.policy.replacing("[push, pull]", with: "[push]")) { $0.certified = [] }.isEmpty)
    }

    @Test func whatALegalBasisBecomesIsTold() throws {
        let old = try PolicyLibrary(documents: Samples.documents()).legalBases
        let text = Samples.bases.replacing("個人市民税賦課事務", with: "個人市民税及び法人市民税賦課事務").replacing("transfer-90\t", with: "transfer-91\t")
        let new = try PolicyLibrary(documents: Samples.documents(bases: text)).legalBases
        let changes = BasisChange.between(old, new)
        try #require(changes.map(\.id) == ["transfer-16", "transfer-90", "transfer-91"])
        #expect(changes[0].before?.contains("個人市民税賦課事務") == true && changes[0].after?.contains("法人市民税") == true)
        #expect(changes[1].after == nil && changes[2].before == nil)
        #expect(BasisChange.between(old, old).isEmpty)
    }
}
