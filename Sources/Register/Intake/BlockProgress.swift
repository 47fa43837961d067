/// What has become of a block's rows up to now, as the database knows it.
struct BlockProgress: Sendable {
    enum Outcome: Sendable, Equatable {
        case accepted
        case unchanged
        case held(code: String)
        case rejected([BlockReport.Fault])

        /// As `intake.decided_anew` has it.
        var name: String {
            switch self {
            case .accepted: "accepted"
            case .unchanged: "unchanged"
            case .held: "held"
            case .rejected: "rejected"
            }
        }

        /// Whether another state of the register could make another decision of it.
        var isOpen: Bool {
            switch self {
            case .accepted, .unchanged: false
            case .held: true
            case .rejected(let faults): faults.contains { $0.code.hasPrefix("E02") }
            }
        }
    }

    private(set) var accepted: Int
    private(set) var unchanged: Int
    private(set) var held: Int
    private(set) var rejected: Int
    /// Of those accepted at first: registered without a number that another has.
    let claimed: Int
    /// By line; those that are in from the first on are not among them.
    private(set) var outcomes: [Int: Outcome]
    /// How often each line was decided anew otherwise than before.
    private(set) var rounds: [Int: Int] = [:]
    var assignedAddresseeNumbers: [(line: Int, addresseeNumber: String)] = []

    /// Held lines that two people have decided.
    private let decidedByPeople: Set<Int>

    /// - Parameter outcomes: of the lines that were rejected or held at first.
    init(
        accepted: Int, unchanged: Int, held: Int, rejected: Int, claimed: Int = 0, outcomes: [Int: Outcome], decidedByPeople: Set<Int> = []
    ) {
        (self.accepted, self.unchanged, self.held, self.rejected, self.outcomes) = (accepted, unchanged, held, rejected, outcomes)
        (self.claimed, self.decidedByPeople) = (claimed, decidedByPeople)
    }

    /// Lines that are to be decided anew when the file comes again.
    var open: Set<Int> { Set(outcomes.lazy.filter(\.value.isOpen).map(\.key)).subtracting(decidedByPeople) }

    /// A line has become something else than it was.
    mutating func decide(_ line: Int, _ outcome: Outcome, round: Int) {
        if let before = outcomes.updateValue(outcome, forKey: line) { count(before, -1) }
        count(outcome, 1)
        rounds[line] = round
    }

    func report(rowsBefore: Int = 0, decidedAnew: Int = 0) -> BlockReport {
        var report = BlockReport()
        report.accepted = accepted
        report.unchanged = unchanged
        report.held = held
        report.claimed = claimed
        report.rejected = rejected
        report.takenBefore = rowsBefore
        report.decidedAnew = decidedAnew
        for (_, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
            if case .rejected(let faults) = outcome { report.faults += faults }
        }
        report.assignedAddresseeNumbers = assignedAddresseeNumbers.sorted { $0.line < $1.line }
        return report
    }

    private mutating func count(_ outcome: Outcome, _ by: Int) {
        switch outcome {
        case .accepted: accepted += by
        case .unchanged: unchanged += by
        case .held: held += by
        case .rejected: rejected += by
        }
    }
}
