internal import Addressee
package import AuditTrail
public import Keys
public import Postgres

/// The common authentication base (共通認証基盤, LB-6): who the staff are, what each may do on a day, and how they sign in.
///
/// Every call takes what it needs and gives back a value: command line and console stand on the same calls. What it refuses is recorded as an
/// event with outcome failure before the refusal is thrown (`AccessRefused`).
public struct AccessControl: Sendable {
    package let pool: Pool
    package let keys: LiveCipher
    let cost: PasswordCost
    /// 行の証印
    package var seal: RowSeal { RowSeal(keys: keys) }
    /// 今日の権限
    var rightsOfTheDay: RightsOfTheDay { RightsOfTheDay(seal: seal) }
    package let now: @Sendable () -> PostgresInstant

    /// `pool` is that of the hub's database; `keys` encrypt the secrets of time-based codes.
    public init(pool: Pool, keys: LiveCipher, cost: PasswordCost = .standard) {
        self.init(pool: pool, keys: keys, cost: cost, now: { .now() })
    }

    package init(pool: Pool, keys: LiveCipher, cost: PasswordCost, now: @escaping @Sendable () -> PostgresInstant) {
        (self.pool, self.keys, self.cost, self.now) = (pool, keys, cost, now)
    }

    /// What somebody does about access: what is refused is a failure of `kind`.
    func attempt(_ kind: EventKind, fields: [String: String] = [:]) -> Attempt {
        Attempt(kind, refusing: AccessRefused.self, fields: fields, retries: 3, now: now)
    }

    /// Runs `body` in a transaction; what it refuses is undone, recorded as a failure of `kind`, and thrown.
    package func recorded<R>(
        _ kind: EventKind, by byWhom: String, fields: [String: String] = [:], _ body: (Connection) async throws -> R
    ) async throws -> R {
        do {
            return try await pool.transaction(retries: 3, body)
        } catch let refused as AccessRefused {
            try await record(refused, kind, by: byWhom, fields: fields)
            throw refused
        }
    }

    /// The event of a refusal, in a transaction of its own.
    package func record(_ refused: AccessRefused, _ kind: EventKind, by byWhom: String, fields: [String: String] = [:]) async throws {
        let told = fields.merging(["code": refused.code]) { $1 }.filter { kind.onFailure.contains($0.key) }
        let event = AuditEvent(kind, isFailure: true, by: byWhom, fields: told, at: now())
        try await pool.withConnection { try await event.record(on: $0) }
    }
}
