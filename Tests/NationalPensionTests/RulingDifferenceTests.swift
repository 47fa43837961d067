import Testing

@testable import NationalPension

/// 決定と意見の相違: what the Service decided, month by month beside what was applied for and proposed (法第90条, 第90条の2).
@Suite struct RulingDifferenceTests {
    /// `full 2025-07..2025-12`, `却下 2026-01..2026-06`.
    private static func parts(_ text: String) -> [(kind: ExemptionKind?, isAdmissible: Bool, months: MonthSpan)] {
        text.split(separator: ";").map { part in
            let words = part.split(separator: " ")
            let ends = words[1].split(separator: "..")
            return (
                kind: ExemptionKind(rawValue: String(words[0])), isAdmissible: words[0] != "対象外",
                months: span(String(ends[0]), String(ends[ends.count - 1]))
            )
        }
    }

    private static func opinion(_ text: String) -> [ExemptionProposal.Part] {
        parts(text).map { part in
            let outcome: ExemptionProposal.Outcome = part.kind.map(ExemptionProposal.Outcome.granted) ?? (part.isAdmissible ? .refused : .inadmissible([]))
            return ExemptionProposal.Part(months: part.months, outcome: outcome, kinds: [], payable: [])
        }
    }

    private static func decision(_ text: String) throws -> ExemptionDecision? {
        guard !text.isEmpty else { return nil }
        let decision: ExemptionDecision = try #require(ExemptionDecision(parts(text).map { ExemptionDecision.Part($0.months, $0.kind) }))
        return decision
    }

    private static func told(_ outcome: RulingDifference.Outcome) -> String {
        switch outcome {
        case .granted(let kind): kind.rawValue
        case .refused: "却下"
        case .inadmissible: "対象外"
        case .notApplied: "申請なし"
        case .untold: "なし"
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        /// `nil`: not known.
        let opinion: String?
        /// Empty: 却下 as a whole.
        let decision: String
        let differences: [String]
        var testDescription: String { what }
    }

    static let cases = [
        Case(what: "as proposed", opinion: "full 2025-07..2026-06", decision: "full 2025-07..2026-06", differences: []),
        Case(what: "another class", opinion: "full 2025-07..2026-06", decision: "half 2025-07..2026-06", differences: ["2025-07..2026-06 full half"]),
        Case(what: "refused", opinion: "full 2025-07..2026-06", decision: "", differences: ["2025-07..2026-06 full 却下"]),
        Case(what: "refused as proposed", opinion: "却下 2025-07..2026-06", decision: "", differences: []),
        Case(
            what: "granted though it was not proposed", opinion: "却下 2025-07..2026-06", decision: "quarter 2025-07..2026-06",
            differences: ["2025-07..2026-06 却下 quarter"]),
        Case(what: "some of the months", opinion: "full 2025-07..2026-06", decision: "full 2025-09..2026-06", differences: ["2025-07..2025-08 full なし"]),
        Case(
            what: "another class for some of the months", opinion: "full 2025-07..2026-06",
            decision: "full 2025-07..2025-12;half 2026-01..2026-03;却下 2026-04..2026-06",
            differences: ["2026-01..2026-03 full half", "2026-04..2026-06 full 却下"]),
        Case(
            what: "as proposed in parts", opinion: "full 2025-07..2025-12;却下 2026-01..2026-06", decision: "full 2025-07..2025-12;却下 2026-01..2026-06",
            differences: []),
        Case(what: "what was refused passed over", opinion: "full 2025-07..2025-12;却下 2026-01..2026-06", decision: "full 2025-07..2025-12", differences: []),
        Case(
            what: "what was no month of it", opinion: "対象外 2025-07..2025-09;full 2025-10..2026-06", decision: "full 2025-07..2026-06",
            differences: ["2025-07..2025-09 対象外 full"]),
        Case(
            what: "months nobody applied for", opinion: "full 2025-07..2026-06", decision: "full 2025-06..2026-07",
            differences: ["2025-06..2025-06 申請なし full", "2026-07..2026-07 申請なし full"]),
        Case(what: "without an opinion", opinion: nil, decision: "full 2025-07..2026-06", differences: []),
        Case(what: "without an opinion, some of the months", opinion: nil, decision: "full 2025-07..2026-03", differences: ["2026-04..2026-06 なし なし"]),
        Case(
            what: "deferred in place of exempted", opinion: "three-quarters 2025-07..2026-06", decision: "deferral 2025-07..2026-06",
            differences: ["2025-07..2026-06 three-quarters deferral"]),
    ]

    @Test(arguments: cases) func aDecisionIsHeldAgainstWhatWasProposed(_ example: Case) throws {
        let found = RulingDifference.of(
            try Self.decision(example.decision), requested: span("2025-07", "2026-06"), opinion: example.opinion.map(Self.opinion))
        #expect(found.map { "\($0.months.description) \(Self.told($0.proposed)) \(Self.told($0.decided))" } == example.differences)
    }

    @Test func aMonthIsDecidedOnce() {
        typealias Part = ExemptionDecision.Part
        #expect(ExemptionDecision([]) == nil)
        #expect(ExemptionDecision([Part(span("2025-07", "2025-12"), .full), Part(span("2025-12", "2026-06"), nil)]) == nil)
        #expect(ExemptionDecision([Part(span("2026-01", "2026-06"), nil), Part(span("2025-07", "2025-12"), .full)])?.span == span("2025-07", "2026-06"))
        // Whatever was granted is no refusal, however many months somebody wrote once.
        #expect(ResultRow.Ruling.granted(.full, span("1986-04", "2026-06")).decision?.granted.map(\.kind) == [.full])
    }
}
