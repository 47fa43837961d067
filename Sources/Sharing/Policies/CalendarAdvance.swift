package import Addressee
internal import AuditTrail
internal import Governance
public import Postgres
internal import Register

/// 基準日を進めること. Moves the hub's day: the journal tells who crossed an age that a policy asks about, and policies begin and end on their days.
public struct CalendarAdvance: Sendable {
    package let pool: Pool
    package let store: PolicyStore

    /// - Parameters:
    ///   - pool: of the hub's database.
    ///   - store: seals what the day does to policies.
    public init(pool: Pool, store: PolicyStore) { (self.pool, self.store) = (pool, store) }

    /// Moves the hub to `day` and tells who crossed an age that a policy in force asks about (`atena work --calendar`).
    ///
    /// - Parameter whom: who moves it, as the log is to name it.
    /// - Returns: persons who crossed one; nil if the hub was at that day, or past it, already.
    package func advance(to day: CalendarDay, by whom: String = "service calendar") async throws -> Int? {
        try await pool.transaction(retries: 5) { connection in
            try await HubCalendar.moveAlone(on: connection)
            let before = try await HubCalendar.newest(self.store.seal, on: connection)
            if let before, before >= day { return nil }
            try await HubCalendar.append(day, self.store.seal, on: connection)
            // Read anew: what this process once read may be altered since.
            let store = PolicyStore(seal: store.seal)
            var crossed = 0
            if let before {
                // Every version ever proposed: a receiver may still stand under one that is closed now and comes back.
                crossed = try await HubCalendar.tellCrossing(birthDays(changing: try await store.all(on: connection), from: before, to: day), on: connection)
            }
            try await PolicyCalendar(connection: connection, store: store).advance(to: day)
            try await Self.moved(before, day, crossed, whom).record(on: connection)
            try await connection.execute("SELECT pg_notify('atena_journal', '')")
            return crossed
        }
    }

    /// Does once more what the hub's day asks of policies, where something stood in the way; does nothing where all is done.
    ///
    /// - Throws: `PostgresError`; what fails of one policy is named by an event.
    package func catchUpPolicies() async throws {
        try await pool.transaction(retries: 5) { connection in
            try await HubCalendar.moveAlone(on: connection)
            guard let day = try await HubCalendar.newest(store.seal, on: connection) else { return }
            try await PolicyCalendar(connection: connection, store: PolicyStore(seal: store.seal)).advance(to: day)
        }
    }

    private static func moved(_ before: CalendarDay?, _ day: CalendarDay, _ crossed: Int, _ whom: String) -> AuditEvent {
        var fields = ["crossed": String(crossed), "day": day.description]
        fields["before"] = before?.description
        return AuditEvent(.calendarMoved, by: whom, fields: fields)
    }
}
