internal import Addressee
internal import ConnectorKit
internal import Governance
internal import Postgres
internal import Register

/// Where the columns of a page's rows stand.
struct PageColumns {
    let person: PersonColumns
    let standing: StandingColumns
    let interest: InterestFacts?
    /// Whether a version came since the page before.
    let isAfter: Column<Bool>
    let position: Column<Int64>

    init(_ rows: Rows, _ policy: Policy, _ interest: InterestFacts?, items: [Item]) throws {
        self.interest = interest
        person = try PersonColumns(rows, items: items)
        standing = try StandingColumns(rows, policy)
        isAfter = try rows.column("is_after")
        position = try rows.column("journal_position")
    }
}

/// One person's versions among the rows of a page.
struct PersonVersions {
    /// Those before the last.
    var states = States()
    /// The last version that is shown to anybody, and its row.
    var last: PersonState?
    var lastRow: Row?
    /// Positions of versions that are told to nobody (仮登録).
    var provisional: Set<Int64> = []
    /// Of those that came since the page before; where nothing is known from before, nobody says what led here.
    var reasons: [ReasonOnDay] = []

    /// Reads the person whose rows begin at `index`, up to the next one's.
    init(_ rows: Rows, _ index: inout Int, since place: Position, _ columns: PageColumns) throws {
        let person = try rows[index].decode(columns.person.addresseeID)
        repeat {
            let state = try PersonState(rows[index], columns.person)
            if state.facts.provisional {
                provisional.insert(try rows[index].decode(columns.position))
            } else {
                let isNew = try rows[index].decode(columns.isAfter)
                if let last { states.earlier.append(last.facts) }
                states.areNew = states.areNew && isNew
                if isNew, place > .beginning, let reason = state.reason { reasons.append(reason) }
                (last, lastRow) = (state, rows[index])
            }
            index += 1
        } while try index < rows.endIndex && rows[index].decode(columns.person.addresseeID) == person
        guard var state = last, let interest = columns.interest else { return }
        states.earlier = interest.apply(person, since: place, to: &state.facts, earlier: states.earlier)
        last = state
    }
}
