public import Addressee

/// 対象者の範囲 for one system on one day, to be asked of millions: the tree of a ``Scope`` as a row of steps, each of which says where to go on.
///
/// What is not known never opens: of whose birth date the known part does not decide an age rule, is neither inside it nor inside its negation.
/// Asking allocates nothing, and the steps hold nothing whose references are counted.
public struct ScopeOnDay: Sendable {
    /// What a step asks of a person.
    private enum Condition {
        /// A bit per state.
        case state(UInt8)
        /// nil: nobody's birth.
        case births(ClosedRange<CalendarDay>?)
        /// Where the codes stand among all `wards`.
        case ward(from: Int, upTo: Int)
        case registeredBySystem
        case householder
    }

    /// Whether the answer is known to be `wanted`, and the step that follows then and otherwise.
    private struct Step {
        let condition: Condition
        let wanted: Bool
        let met: Int
        let otherwise: Int
    }

    /// Where the steps end.
    private static let yes = -1
    private static let no = -2

    private let system: SystemName
    private var steps: [Step] = []
    private var wards: [UInt64] = []
    /// The step that begins to ask whether somebody is known to be inside.
    private var inside = Self.no
    /// The same of outside.
    private var outside = Self.no

    /// - Parameters:
    ///   - system: the receiving system, of which it may be asked whether it registered somebody.
    ///   - day: on which ages are counted.
    public init(_ scope: Scope, for system: SystemName, on day: CalendarDay) {
        self.system = system
        inside = add(scope, day, wanted: true, met: Self.yes, otherwise: Self.no)
        outside = add(scope, day, wanted: false, met: Self.yes, otherwise: Self.no)
    }

    /// Whether the person is in scope.
    public func contains(_ facts: PersonFacts) -> Bool { answer(from: inside, facts) }

    /// The same where it is decided; nil where what is known of the person does not decide it: they stay outside, and on a list for somebody to find out.
    public func decides(_ facts: PersonFacts) -> Bool? {
        if contains(facts) { return true }
        return answer(from: outside, facts) ? false : nil
    }

    /// Whether its system is one of these.
    func isAmong(_ systems: [SystemName]) -> Bool { systems.withUnsafeBufferPointer { $0.contains(system) } }

    private func answer(from first: Int, _ facts: PersonFacts) -> Bool {
        steps.withUnsafeBufferPointer { steps in
            var place = first
            while place >= 0 {
                let step = steps[place]
                place = decides(step.condition, facts) == step.wanted ? step.met : step.otherwise
            }
            return place == Self.yes
        }
    }

    /// nil: not known.
    private func decides(_ condition: Condition, _ facts: PersonFacts) -> Bool? {
        switch condition {
        case .state(let states): return states & facts.state.bit != 0
        case .births(let within):
            guard let births = facts.births else { return nil }
            guard let within, within.overlaps(births) else { return false }
            return within.lowerBound <= births.lowerBound && births.upperBound <= within.upperBound ? true : nil
        case .ward(let first, let end):
            guard let code = facts.wardCode.flatMap(Self.number) else { return nil }
            return wards.withUnsafeBufferPointer { $0[first..<end].contains(code) }
        case .registeredBySystem: return isAmong(facts.registeredBy) || isAmong(facts.interested)
        case .householder: return facts.householder
        }
    }

    /// Adds the steps by which it is known that membership of a scope is `wanted`, from the last to the first.
    ///
    /// - Returns: the first of them, or where to go on at once.
    private mutating func add(_ scope: Scope, _ day: CalendarDay, wanted: Bool, met: Int, otherwise: Int) -> Int {
        let condition: Condition
        switch scope {
        case .not(let scope): return add(scope, day, wanted: !wanted, met: met, otherwise: otherwise)
        case .all(let scopes) where wanted, .any(let scopes) where !wanted:
            // Each of them has to be so.
            return scopes.reversed().reduce(met) { next, scope in add(scope, day, wanted: wanted, met: next, otherwise: otherwise) }
        case .all(let scopes), .any(let scopes):
            // One of them is enough.
            return scopes.reversed().reduce(otherwise) { next, scope in add(scope, day, wanted: wanted, met: met, otherwise: next) }
        case .state(let states): condition = .state(states.reduce(0) { $0 | $1.bit })
        case .age(let rule): condition = .births(rule.birthDays(on: day))
        case .ward(let codes):
            let first = wards.count
            wards += codes.compactMap(Self.number)
            condition = .ward(from: first, upTo: wards.count)
        case .registeredBySystem: condition = .registeredBySystem
        case .householder: condition = .householder
        }
        steps.append(Step(condition: condition, wanted: wanted, met: met, otherwise: otherwise))
        return steps.count - 1
    }

    /// The bytes of a code. A 市区町村コード has six; what is longer than seven is none, and as if it were not known.
    private static func number(_ code: String) -> UInt64? {
        guard code.utf8.count <= 7 else { return nil }
        return code.utf8.reduce(UInt64(1)) { $0 << 8 | UInt64($1) }
    }
}

extension ResidentState {
    /// One of its own.
    fileprivate var bit: UInt8 {
        switch self {
        case .resident: 1
        case .nonResident: 2
        case .movedOut: 4
        case .dead: 8
        case .removed: 16
        case .nonResidentDead: 32
        case .nonResidentRemoved: 64
        }
    }
}
