import Addressee
import Testing

@testable import Governance

/// A day as a reviewer writes it.
func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

extension Scope {
    /// As it is asked for the tax system.
    func onDay(_ day: CalendarDay) -> ScopeOnDay { ScopeOnDay(self, for: .tax, on: day) }
}

/// What comes of a question about one person: whether anything may go out at all, and then what is told of them.
func decide(
    policy: Policy?, system: SystemName, facts: PersonFacts?, _ confirmation: Governance.Confirmation = .notNeeded, way: Way, on day: CalendarDay
) -> Decision {
    let admission = admit(policy: policy, system: system, way: way, on: day)
    guard admission == .provide, let policy else { return admission }
    let telling = tell(facts, before: .nothing, now: Terms(policy, way, on: day), standing: Standing(confirmation: confirmation), cause: .question)
    return telling.refusal.map { .refuse($0) } ?? .provide
}

/// A small, sound set of policy files, which each test of the parser spoils in one place.
enum Samples {
    static let bases = """
        # comment
        id\tlaw\tarticle\taffair\tdepartment\tkind\trow\trepealed
        transfer-16\t地方税法\t番号法第九条第二項\t個人市民税賦課事務\t市民税課\ttransfer\t16\t
        transfer-90\t旧法\t第一条\t旧事務\t旧課\ttransfer\t90\t2026-04-01
        """

    static let dataset = """
        dataset: addressee
        label: 宛名
        schema-version: 1
        items: [kojinbango, shimei, seinengappi, seibetsu, yokushifuragu]
        """

    static let policy = """
        system: tax
        gyomuid: 031
        label: 税務システム
        department: 市民税課
        dataset: addressee
        items:
          - kojinbango
          - shimei
        individual-number:
          provided: yes
          consultation: 事前協議により決定
        purpose: 地方税の賦課徴収
        legal-bases: [transfer-16]
        approved-by: 区政推進部長
        valid-from: 2026-04-01
        valid-until: 2027-04-01
        ways: [push, pull]
        scope:
          any:
            - state: [resident, moved-out]
            - registered-by-system
        """

    static func documents(_ policy: String = policy, dataset: String = dataset, bases: String = bases) -> [PolicyDocument] {
        [
            PolicyDocument(name: "legal-bases.tsv", text: bases),
            PolicyDocument(name: "datasets/addressee.yaml", text: dataset),
            PolicyDocument(name: "systems/tax.yaml", text: policy),
        ]
    }

    /// The problems of a set of files; empty if it loads.
    static func problems(_ documents: [PolicyDocument]) -> [PolicyProblem] {
        do throws(PolicyFileErrors) {
            _ = try PolicyLibrary(documents: documents)
            return []
        } catch {
            return error.problems
        }
    }

    static func loaded(_ policy: String = policy) throws -> Policy {
        try #require(try PolicyLibrary(documents: documents(policy)).policies.first)
    }
}

/// The folder as it is delivered, found from this file's place in the repository.
func deliveredLibrary(file: String = #filePath) throws -> PolicyLibrary {
    let root = file.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    return try PolicyLibrary(directory: root + "/Policies")
}
