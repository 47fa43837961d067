internal import Addressee

/// Decides what a receiver is told of one person: the person's state, that it is taken back, that it awaits confirmation, or nothing. Every way out asks this.
///
/// Pure, and called for millions of persons: it allocates nothing.
/// - Parameters:
///   - facts: what the register says of the person now; nil where it knows nobody.
///   - before: what the receiver may hold.
///   - states: of the person before that, since the place that the receiver has reached.
///   - terms: what holds for the receiver now.
///   - standing: of the person towards the receiver.
///   - cause: why it comes to be told.
package func tell(
    _ facts: PersonFacts?, before: Before, states: States = States(), now terms: Terms, standing: Standing, cause: Cause
) -> Telling {
    if case .refuse(let refusal) = terms.decide(facts) { return tellOutsider(facts, before, states, terms, standing, cause, refusal) }
    if case .change(let changed, _) = cause, changed.isDisjoint(with: terms.noticed), before.neverLeft(facts, states) { return .nothing() }
    if case .refuse(let refusal) = standing.confirmation.decision { return tellWithheld(facts, before, states, terms, standing, cause, refusal) }
    let given = GivenItems(terms, standing, isAsked: cause == .question)
    return Telling(word: .set(given), tellsReasons: terms.tellsReasons(standing, before, cause))
}

/// Of whom the receiver may be given nothing: whatever it may hold is taken back.
private func tellOutsider(
    _ facts: PersonFacts?, _ before: Before, _ states: States, _ terms: Terms, _ standing: Standing, _ cause: Cause, _ refusal: Refusal
) -> Telling {
    let isWithheld = standing.confirmation != .notNeeded
    if cause == .comparison { return .nothing(refusal, isWithheld: isWithheld) }
    guard cause.isNamed || before.mayHold(facts, states) else { return .nothing(refusal) }
    guard case .revision(let isOnRecord) = cause else {
        // Of a flagged person who left the scope not even that is told before somebody decides.
        if isWithheld { return .nothing(refusal, isWithheld: true) }
        return Telling(word: .takeBack, refusal: refusal, tellsReasons: terms.tellsReasons(standing, before, cause))
    }
    // A policy that changed takes back what it no longer lets be held; where it is not the person who moved, no movement is told.
    let isByPolicy = isOnRecord || facts.map { before.shows($0) } ?? false
    return Telling(word: .takeBack, refusal: refusal, tellsReasons: !isByPolicy && !isWithheld && terms.tellsReasons(standing, before, cause))
}

/// Of a flagged person in scope: that they await confirmation, and what may be kept.
private func tellWithheld(
    _ facts: PersonFacts?, _ before: Before, _ states: States, _ terms: Terms, _ standing: Standing, _ cause: Cause, _ refusal: Refusal
) -> Telling {
    var telling = Telling.nothing(refusal, isWithheld: true)
    // A medium carries no marks: it says in its receipt how many it leaves out.
    if cause == .comparison || cause == .question || terms.way == .medium { return telling }
    let isPlaceWithheld = terms.withholdsPlace(standing)
    // Where a protected person is, nobody who is not told of the protection goes on holding: who is pushed to keeps a marked person whole, and so holds
    // nothing of this one.
    let mustErase = isPlaceWithheld && terms.way == .push
    if terms.narrows || mustErase, cause.isNamed || before.mayHold(facts, states) {
        telling.word = .takeBack
    } else {
        let withheld = isPlaceWithheld ? terms.items.intersection(terms.ofPlace) : []
        telling.word = .awaitConfirmation(keeping: isPlaceWithheld ? terms.keepable.subtracting(terms.ofPlace) : terms.keepable, withheld: withheld)
    }
    return telling
}

extension Terms {
    /// Whether movements since what the receiver had are told: they are of place, too.
    fileprivate func tellsReasons(_ standing: Standing, _ before: Before, _ cause: Cause) -> Bool {
        switch (before, cause) {
        case (.under, .change), (.under, .revision): givesReasons && !withholdsPlace(standing)
        default: false
        }
    }
}

extension Cause {
    /// Whether the receiver has to be told, whatever it is known to hold.
    fileprivate var isNamed: Bool {
        switch self {
        case .change(_, let isMeant): isMeant
        case .revision(let isOnRecord): isOnRecord
        case .extract, .again, .comparison, .question: false
        }
    }
}
