import Addressee
import Testing

@testable import Governance

/// Each row spoils one line of a sound file; the problem must be told where it stands.
@Suite struct PolicyParserTests {
    struct Spoiled: Sendable, CustomTestStringConvertible {
        var says: String
        var replace: String
        var with: String
        /// `line:column code`
        var expected: String
        var testDescription: String { says }
    }

    // One row, one line: this is read as a table.
    // swift-format-ignore
    static let policies: [Spoiled] = [
        Spoiled(says: "unknown key", replace: "purpose:", with: "purposes: x\npurpose:", expected: "12:1 G0003"),
        Spoiled(says: "no purpose", replace: "purpose: 地方税の賦課徴収\n", with: "", expected: "1:1 G0004"),
        Spoiled(says: "empty purpose", replace: "地方税の賦課徴収", with: "", expected: "12:9 G0004"),
        Spoiled(says: "purpose to be written later", replace: "地方税の賦課徴収", with: "TODO", expected: "12:10 G0004"),
        Spoiled(says: "no approver", replace: "approved-by: 区政推進部長\n", with: "", expected: "1:1 G0004"),
        Spoiled(says: "empty approver", replace: "区政推進部長", with: "\"  \"", expected: "14:14 G0004"),
        Spoiled(says: "purpose is a list", replace: "地方税の賦課徴収", with: "[a]", expected: "12:10 G0005"),
        Spoiled(says: "no items", replace: "items:\n  - kojinbango\n  - shimei\n", with: "items: []\n", expected: "6:8 G0004"),
        Spoiled(says: "item the dataset lacks", replace: "  - shimei\n", with: "  - shimei\n  - kokuseki\n", expected: "9:5 G0009"),
        Spoiled(says: "item nobody knows", replace: "  - shimei\n", with: "  - namae\n", expected: "8:5 G0009"),
        Spoiled(says: "item twice", replace: "  - shimei\n", with: "  - shimei\n  - shimei\n", expected: "9:5 G0012"),
        Spoiled(says: "unknown dataset", replace: "dataset: addressee", with: "dataset: tax-income", expected: "5:10 G0008"),
        Spoiled(says: "unknown basis", replace: "[transfer-16]", with: "[transfer-16, transfer-99]", expected: "13:28 G0010"),
        Spoiled(says: "repealed basis", replace: "[transfer-16]", with: "[transfer-90]", expected: "13:15 G0011"),
        Spoiled(says: "no basis", replace: "[transfer-16]", with: "[]", expected: "13:14 G0004"),
        Spoiled(says: "bad first day", replace: "2026-04-01", with: "2026-02-29", expected: "15:13 G0007"),
        Spoiled(says: "date written otherwise", replace: "2026-04-01", with: "2026/04/01", expected: "15:13 G0007"),
        Spoiled(says: "ends before it begins", replace: "2027-04-01", with: "2026-04-01", expected: "16:14 G0007"),
        Spoiled(says: "number listed, not declared", replace: "provided: yes", with: "provided: no", expected: "7:5 G0013"),
        Spoiled(says: "number declared, not listed", replace: "  - kojinbango\n", with: "", expected: "9:13 G0013"),
        Spoiled(says: "neither yes nor no", replace: "provided: yes", with: "provided: maybe", expected: "10:13 G0006"),
        Spoiled(says: "no consultation", replace: "  consultation: 事前協議により決定\n", with: "", expected: "10:3 G0004"),
        Spoiled(says: "unknown way", replace: "[push, pull]", with: "[push, fax]", expected: "17:14 G0006"),
        Spoiled(says: "no system name", replace: "system: tax", with: "system: Tax Office", expected: "1:9 G0006"),
        Spoiled(says: "bad business id", replace: "031", with: "31", expected: "2:10 G0006"),
        Spoiled(says: "unknown state", replace: "moved-out]", with: "gone]", expected: "20:25 G0014"),
        Spoiled(says: "unknown condition", replace: "- registered-by-system", with: "- everybody", expected: "21:7 G0014"),
        Spoiled(says: "two conditions in one", replace: "- registered-by-system", with: "- {householder: 1, state: [dead]}", expected: "21:7 G0014"),
        Spoiled(says: "an empty all would be everybody", replace: "- registered-by-system", with: "- all: []", expected: "21:12 G0014"),
        Spoiled(says: "age without ends", replace: "- registered-by-system", with: "- age: {}", expected: "21:12 G0014"),
        Spoiled(says: "age in other words", replace: "- registered-by-system", with: "- age: {from: 40歳}", expected: "21:19 G0014"),
        Spoiled(says: "age that nobody has", replace: "- registered-by-system", with: "- age: {from: reached 60, until: reached 20}", expected: "21:12 G0014"),
        Spoiled(says: "misspelt age key", replace: "- registered-by-system", with: "- age: {form: reached 60, until: reached 70}", expected: "21:13 G0003"),
        Spoiled(says: "ward with a wrong check digit", replace: "- registered-by-system", with: "- ward: [111016]", expected: "21:14 G0014"),
        Spoiled(says: "no YAML", replace: "ways: [push, pull]", with: "ways: [push, pull", expected: "17:7 G0002"),
        Spoiled(says: "key twice", replace: "department: 市民税課", with: "label: 市民税課", expected: "3:1 G0012"),
    ]

    @Test(arguments: policies) func isToldWhereItStands(_ test: Spoiled) throws {
        let text = Samples.policy.replacing(test.replace, with: test.with, maxReplacements: 1)
        try #require(text != Samples.policy)
        let problems = Samples.problems(Samples.documents(text))
        #expect(problems.map { "\($0.line):\($0.column) \($0.code.rawValue)" } == [test.expected])
        #expect(problems.first?.file == "systems/tax.yaml")
    }

    @Test func theSampleIsSound() throws {
        #expect(Samples.problems(Samples.documents()) == [])
        let policy = try Samples.loaded()
        #expect(policy.businessID?.value == "031")
        #expect(policy.items == ItemSet([.kojinbango, .shimei]))
        #expect(policy.includesIndividualNumber)
        #expect(policy.registerItems == ItemSet(.shimei))
        #expect(policy.scope == .any([.state([.resident, .movedOut]), .registeredBySystem]))
        #expect(policy.validUntil == (try day("2027-04-01")))
        #expect(policy.source == "systems/tax.yaml")
    }

    @Test func allProblemsOfAllFilesAreToldAtOnce() {
        let text = Samples.policy.replacing("地方税の賦課徴収", with: "").replacing("push", with: "post").replacing("2027", with: "2025")
        let dataset = Samples.dataset.replacing("shimei", with: "shimei, karitorokufuragu")
        let bases = Samples.bases.replacing("\t16\t", with: "\tsixteen\t")
        let problems = Samples.problems(Samples.documents(text, dataset: dataset, bases: bases))
        #expect(
            problems.map { "\($0.file):\($0.line):\($0.column) \($0.code.rawValue)" } == [
                "datasets/addressee.yaml:4:29 G0009", "legal-bases.tsv:3:52 G0006", "systems/tax.yaml:12:9 G0004",
                "systems/tax.yaml:16:14 G0007", "systems/tax.yaml:17:8 G0006",
            ])
    }

    @Test func theMessageNamesPlaceRuleAndExpectation() {
        let text = Samples.policy.replacing("  - shimei\n", with: "  - kokuseki\n")
        let problem = Samples.problems(Samples.documents(text)).first
        #expect(problem?.description == "systems/tax.yaml:8:5: G0009 データセットaddresseeにない項目です: kokuseki(国籍・地域コード)")
    }

    @Test func aPolicyMayEndWithItsBasis() {
        let text = Samples.policy.replacing("[transfer-16]", with: "[transfer-90]")
            .replacing("valid-from: 2026-04-01", with: "valid-from: 2025-04-01")
            .replacing("valid-until: 2027-04-01", with: "valid-until: 2026-04-01")
        #expect(Samples.problems(Samples.documents(text)) == [])
    }

    /// 業務ID: a number that the national list does not have names no receiver; what was approved with one stays readable.
    @Test(arguments: [("026", true), ("J01", true), ("038", false), ("000", false), ("0A", false), ("99", false)])
    func aReceiverIsCalledByAnIDOfTheNationalList(_ id: String, _ isKnown: Bool) throws {
        let documents = Samples.documents(Samples.policy.replacing("gyomuid: 031", with: "gyomuid: \"\(id)\""))
        let problems = Samples.problems(documents)
        #expect(problems.map(\.code) == (isKnown ? [] : [.value]))
        if id == "038" {
            #expect(problems.first?.expected.contains("026 国民年金") == true)
            #expect(try PolicyLibrary(documents: documents, isStored: true).policies.first?.businessID?.value == "038")
        }
    }

    @Test func aSecondPolicyForTheSameIsRefused() {
        let documents = Samples.documents() + [PolicyDocument(name: "systems/tax-again.yaml", text: Samples.policy)]
        let problems = Samples.problems(documents)
        #expect(problems.map(\.code) == [.duplicate])
        #expect(problems.first?.line == 1)
    }

    @Test(arguments: ["kojinbango, kojinbango", "atenabango", "rirekibango", "tagyomusanshofukafuragu", "namae"])
    func aDatasetHoldsNoSuchItem(_ items: String) {
        let dataset = Samples.dataset.replacing("[kojinbango,", with: "[\(items), kojinbango,")
        #expect(!Samples.problems(Samples.documents(dataset: dataset)).isEmpty)
    }

    @Test func misnamedFilesAreNotPassedOver() {
        let documents = Samples.documents() + [PolicyDocument(name: "systems/childcare.yml", text: Samples.policy)]
        #expect(Samples.problems(documents).map { "\($0.file) \($0.code.rawValue)" } == ["systems/childcare.yml G0001"])
    }

    @Test func withoutLegalBasesNothingLoads() {
        let documents = Samples.documents().filter { $0.name != "legal-bases.tsv" }
        #expect(Samples.problems(documents).map(\.code) == [.file])
    }

    @Test func aMissingFolderIsAnError() {
        #expect(throws: PolicyFileErrors.self) { try PolicyLibrary(directory: "/nowhere/at/all") }
    }

    @Test(arguments: ["", "# only a comment", "- a list", "text", "system: tax\n---\nsystem: tax"])
    func whatIsNoPolicyIsRefused(_ text: String) {
        #expect(!Samples.problems(Samples.documents(text)).isEmpty)
    }

    @Test func aScopeTooDeepIsRefused() {
        let deep = String(repeating: "{not: ", count: 20) + "householder" + String(repeating: "}", count: 20)
        let text = Samples.policy.replacing("- registered-by-system", with: "- \(deep)")
        #expect(Samples.problems(Samples.documents(text)).map(\.code) == [.scope])
    }

    @Test func aTableOfOtherColumnsIsRefused() {
        #expect(Samples.problems(Samples.documents(bases: "id\tlaw\n")).first?.code == .syntax)
        let twice = Samples.bases + "\ntransfer-16\ta\tb\tc\td\ttransfer\t1\t"
        #expect(
            Samples.problems(Samples.documents(bases: twice)).map { "\($0.line):\($0.column) \($0.code.rawValue)" } == [
                "5:1 G0012"
            ])
        let day = Samples.bases.replacing("2026-04-01", with: "2026-04-31")
        #expect(Samples.problems(Samples.documents(bases: day)).map { "\($0.line) \($0.code.rawValue)" } == ["4 G0007"])
    }
}
