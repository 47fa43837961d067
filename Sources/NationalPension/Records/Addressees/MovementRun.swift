package import Addressee
internal import Postgres
internal import ReceiverLedger

/// 異動の確認の結果. What a run over all movements and birthdays found.
package struct MovementRun: Sendable, Hashable {
    /// Persons of whom something new was given.
    package internal(set) var persons = 0
    /// Proposals made.
    package internal(set) var proposals = 0

    package init(persons: Int = 0, proposals: Int = 0) { (self.persons, self.proposals) = (persons, proposals) }
}

extension PensionRecords {
    /// Persons of one transaction.
    private static let batch: Int64 = 500

    /// Looks at everything that the module was given since the last time, and at the birthdays since; makes proposals, and changes nobody's record.
    ///
    /// Begun again after it was broken off, it goes on: what was looked at is kept person by person, and one cause makes one proposal.
    /// - Throws: `PensionRefused` J0017; `PostgresError`.
    package func lookAtMovements(by clerk: Clerk, today: CalendarDay) async throws -> MovementRun {
        var run = MovementRun()
        let (follow, since) = try await pool.withConnection { connection in
            let last: PostgresDay? = try await connection.query("SELECT max(day) FROM pension.run").first?.decode(PostgresDay?.self)
            return (try await Follow.of(today, on: connection), last.map { CalendarDay(daysSince2000: $0.daysSince2000) } ?? today.adding(days: -1))
        }
        var after = ""
        while let last = try await pool.transaction(retries: 2, { try await self.followNext(after: after, follow, &run, on: $0) }) { after = last }
        after = ""
        while let last = try await pool.transaction(retries: 2, { try await self.comingOfAge(after: after, since: since, follow, &run, on: $0) }) {
            after = last
        }
        return try await pool.transaction { [run] connection in
            try await connection.execute(
                """
                INSERT INTO pension.run (persons, proposals, day, by_whom)
                VALUES (\(Int32(clamping: run.persons)), \(Int32(clamping: run.proposals)), \(today.postgres), \(clerk.account))
                """)
            try await Act(kind: .proposalsMade, clerk: clerk).record(seal, on: connection)
            return run
        }
    }

    /// Whether the movements were looked at before, and not on this day.
    ///
    /// - Throws: `PostgresError`.
    package func awaitsLook(on today: CalendarDay) async throws -> Bool {
        try await pool.query("SELECT max(day) < \(today.postgres) FROM pension.run").first?.decode(Bool?.self) ?? false
    }

    /// - Returns: the last number of the batch; `nil` where there is none.
    private func followNext(after: String, _ follow: Follow, _ run: inout MovementRun, on connection: Connection) async throws -> String? {
        let rows = try await connection.query(
            """
            SELECT \(unsafeSQL: GivenState.columns) LEFT JOIN pension.person p ON p.atenabango = n.atenabango
            WHERE n.atenabango > \(after) AND (p.atenabango IS NULL OR p.sequence < n.sequence) ORDER BY n.atenabango LIMIT \(Self.batch)
            """)
        let given = try rows.map(GivenState.init)
        guard let last = given.last else { return nil }
        var found = run
        // Of most there is nothing to say when they first come: they are kept all at once.
        let known = Set(
            try await connection.query("SELECT atenabango FROM pension.person WHERE atenabango = ANY (\(given.map(\.number.value)))").map {
                try $0.decode(String.self)
            })
        let plain = given.filter { !known.contains($0.number.value) && isPlain($0, follow) }
        try await keepFirst(plain, on: connection)
        for state in given where known.contains(state.number.value) || !isPlain(state, follow) {
            found.proposals += try await self.follow(state.number, follow, on: connection).proposals
        }
        found.persons += given.count
        run = found
        return last.number.value
    }

    /// Whether whoever is seen for the first time calls for nothing: no entry since the beginning, no age attained since.
    private func isPlain(_ state: GivenState, _ follow: Follow) -> Bool {
        guard let version = state.version(after: nil) else { return state.gone(since: follow.begun) == nil }
        guard let birth = version.birth else { return version.snapshot == nil }
        guard let born = birth.known, version.movement(after: nil, follow, using: tables) == nil else { return false }
        let attained = tables.ages.attained(.insuredFrom, born: born)
        return attained < follow.begun || attained > follow.today
    }

    private func keepFirst(_ states: [GivenState], on connection: Connection) async throws {
        guard !states.isEmpty else { return }
        // Of whom another look, which runs beside this one, was first, nothing more is kept here.
        let kept = try await connection.query(
            """
            INSERT INTO pension.person (sequence, history_number, atenabango)
            SELECT * FROM unnest(\(states.map(\.sequence)), \(states.map { Int32($0.version(after: nil) == nil ? 0 : 1) }), \(states.map(\.number.value))) AS s (s, h, n)
            ORDER BY n ON CONFLICT DO NOTHING RETURNING atenabango
            """)
        let mine = Set(try kept.map { try $0.decode(String.self) })
        let states = states.filter { mine.contains($0.number.value) }
        let versions = states.map { $0.version(after: nil) }
        let numbers = states.map(\.number.value)
        try await connection.execute(
            """
            INSERT INTO pension.addressee_version (history_number, moved_on, atenabango, presence, seinengappi, seinengappi_fushohyoki, items)
            SELECT 1, moved_on, atenabango, presence, seinengappi, notation, items::json
            FROM unnest(\(numbers), \(versions.map { $0?.movedOn?.postgres }), \(versions.map { $0?.presence.rawValue }), \(versions.map { $0?[.seinengappi] }),
              \(versions.map { $0?[.seinengappiFushohyoki] }), \(try versions.map { try $0.map { try KeptJSON.of($0.items) } }))
              AS given (atenabango, moved_on, presence, seinengappi, notation, items)
            WHERE items IS NOT NULL
            """)
    }

    /// Those who may attain an age of the law; the rules say who does.
    private func comingOfAge(after: String, since: CalendarDay, _ follow: Follow, _ run: inout MovementRun, on connection: Connection) async throws -> String? {
        var windows: [(from: String, until: String)] = []
        var years: [String] = ["0000"]
        for key in [AgeLimits.Key.insuredFrom, .insuredUntil] {
            // Where the law changes meanwhile, whoever is between the ages may attain it.
            let ages = tables.ages.years(key, between: since.adding(days: -2), and: follow.today.adding(days: 4))
            guard let youngest = ages.first, let oldest = ages.last else { continue }
            // Wider by some days than the rules ask: 29 February, and the day before the birthday.
            windows.append((Self.earlier(since.adding(days: -2), by: oldest), Self.earlier(follow.today.adding(days: 4), by: youngest)))
            years += (follow.today.year - oldest - 1...follow.today.year - youngest).map { String($0) }
        }
        let rows = try await connection.query(
            """
            SELECT p.atenabango FROM pension.person p
            JOIN pension.addressee_version v ON v.atenabango = p.atenabango AND v.history_number = p.history_number
            WHERE p.atenabango > \(after) AND v.presence = 'resident'
              AND (v.seinengappi BETWEEN \(windows[0].from) AND \(windows[0].until) OR v.seinengappi BETWEEN \(windows[1].from) AND \(windows[1].until)
                OR (left(v.seinengappi, 4) = ANY (\(years)) AND (v.seinengappi_fushohyoki IS NOT NULL OR v.seinengappi LIKE '%-00' OR v.seinengappi LIKE '0000%'
                  OR v.items ->> \(Item.seinengappiFushofuragu.rawValue) = '1'))
                -- Of whom no date was given, once: they wait for a clerk from then on.
                OR (v.seinengappi IS NULL AND NOT EXISTS (SELECT FROM pension.proposal q WHERE q.atenabango = p.atenabango AND q.cause = 'age-')))
            ORDER BY p.atenabango LIMIT \(Self.batch)
            """)
        let numbers = try rows.map { try AddresseeNumber($0.decode(String.self)) }
        var found = run
        for number in numbers {
            let person = try await self.follow(number, follow, on: connection)
            found.proposals += person.proposals
            found.proposals += try await propose(person, since: since, follow, last: person.version, on: connection)
        }
        run = found
        return numbers.last?.value
    }

    /// A day so many years before, as dates of birth are written; 29 February of another year sorts between its neighbours.
    private static func earlier(_ day: CalendarDay, by years: Int) -> String {
        let text = day.description
        return String(repeating: "0", count: max(0, 4 - String(day.year - years).count)) + String(day.year - years) + text.dropFirst(4)
    }
}
