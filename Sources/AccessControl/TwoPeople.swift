package import Addressee
package import Governance
package import Postgres

/// 二人制の確認. Asks `TwoPersonRule` with the facts of now, in the transaction of the act and after its locks; every act that takes two people asks here.
package struct TwoPeople {
    package let connection: Connection
    /// The day in Japan.
    package let today: CalendarDay

    package init(connection: Connection, today: CalendarDay) {
        self.connection = connection
        self.today = today
    }

    /// What the other person did before.
    package struct Word {
        /// Who did it.
        package let account: String
        /// On which day.
        let on: CalendarDay
        /// Who had handed them their set-up code then; nil where nobody did, or where that was not kept: then the set-up of now counts.
        package var setUpBy: String?

        package init(account: String, on: CalendarDay, setUpBy: String? = nil) {
            self.account = account
            self.on = on
            self.setUpBy = setUpBy
        }
    }

    /// Why the person may not answer for another's word; nil where it may.
    ///
    /// - Parameter right: the right that answering takes.
    package func violation(by person: Principal, holding right: Right, after word: Word) async throws -> TwoPersonRule.Violation? {
        let person = try await person.asOfNow(on: connection, day: today)
        let approver = TwoPersonRule.Person(
            account: person.account, isService: person.isService, makers: person.grants[right]?.makers,
            setUpBy: try await SetUp.of(person, on: connection))
        var setUpBy = word.setUpBy
        if setUpBy == nil { setUpBy = try await SetUp.of(word.account, under: person.seal, on: connection) }
        return TwoPersonRule.violation(approving: approver, proposedBy: word.account, setUpBy: setUpBy, on: word.on, today: today)
    }
}
