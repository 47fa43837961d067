public import AccessControl
public import Addressee
internal import AuditTrail
internal import Foundation
package import Governance
package import Postgres
internal import Register

/// 対象者か決まらない者. Persons of whom the known part of a birth date, or the lack of a ward code, does not decide whether a policy speaks of them: they are
/// outside until somebody finds out, and stand on this list so that they are not outside unseen (DESIGN §4, Dates).
public struct UndecidedPersons: Sendable {
    /// Persons on a page.
    public static let most = 200

    package let pool: Pool
    package let store: PolicyStore

    /// Reads under the policies that `provisioning` provides by.
    public init(provisioning: Provisioning) {
        pool = provisioning.pool
        store = provisioning.store
    }

    /// One page of them, by addressee number.
    public struct Listed: Sendable {
        /// 宛名番号, and what is not known of the person.
        public let persons: [(number: String, unknown: [Item])]
        /// Whether more follow after the last of them.
        public let more: Bool
    }

    /// Of one receiver; an event with who looked, why, and at whom.
    ///
    /// - Parameter after: addressee number of the last on the page before; nil: from the beginning.
    /// - Throws: `AccessRefused`, `LookupRefused`, `ProvisionRefused` where no policy is in force (all but the last recorded), `PostgresError`.
    public func list(
        by principal: Principal, _ system: SystemName, dataset: String, after: String? = nil, because words: String
    ) async throws -> Listed {
        func check() throws(LookupRefused) {
            guard LookupReason(.correction, words).isTold else { throw .noReason }
        }
        let attempt = Attempt(.undecidedListed, refusing: LookupRefused.self)
        return try await pool.permit(principal, [.seePerson], as: attempt, first: check) { _, connection in
            guard let policy = try await store.inForce(system, dataset, on: connection) else { throw ProvisionRefused(refusal: .noPolicy) }
            let found = try await Self.states(policy, store.seal, on: connection).filter { state in after.map { state.addresseeNumber > $0 } ?? true }
            let page = found.prefix(Self.most)
            var shown = PersonSet()
            for id in page.map(\.addresseeID).sorted() { shown.insert(id) }
            var fields = [
                "count": String(page.count), "dataset": dataset, "more": found.count > page.count ? "yes" : "no", "system": system.rawValue,
                "terminal": principal.terminal,
            ]
            fields["department"] = principal.department
            return Recorded(
                Listed(persons: page.map { ($0.addresseeNumber, Self.unknown(of: $0, policy)) }, more: found.count > page.count),
                as: AuditEvent(
                    .undecidedListed, by: principal.name, fields: fields,
                    personal: ["persons": Data(shown.finish()).base64EncodedString(), "reason_text": words]))
        }
    }

    /// How many there are under a policy.
    package static func count(_ policy: Policy, _ seal: RowSeal?, on connection: Connection) async throws -> Int64 {
        Int64(try await states(policy, seal, on: connection).count)
    }

    private static func unknown(of state: PersonState, _ policy: Policy) -> [Item] {
        var unknown: [Item] = []
        if policy.scope.asks.contains(.birth), state.facts.births.map({ $0.lowerBound < $0.upperBound }) ?? true { unknown.append(.seinengappi) }
        if policy.scope.asks.contains(.ward), state.facts.wardCode == nil { unknown.append(.jushoShikuchosonkodo) }
        return unknown
    }

    /// Who of those with something unknown is undecided on the hub's day, by addressee number.
    private static func states(_ policy: Policy, _ seal: RowSeal?, on connection: Connection) async throws -> [PersonState] {
        var unknown: [String] = []
        // As the index over them says it.
        if policy.scope.asks.contains(.birth) { unknown.append("(v.birth_last_day IS NOT NULL OR v.birth_sort_day IS NULL)") }
        if policy.scope.asks.contains(.ward) { unknown.append("v.jusho_shikuchosonkodo IS NULL") }
        guard policy.closing == nil, !unknown.isEmpty,
            let day = try await HubCalendar.newest(seal, on: connection)
        else { return [] }
        let rows = try await connection.query(
            """
            SELECT \(unsafeSQL: PersonColumns.sql)
            FROM register.version v JOIN register.addressee a ON a.addressee_id = v.addressee_id
            WHERE v.karitorokufuragu IS DISTINCT FROM '1' AND (\(unsafeSQL: unknown.joined(separator: " OR "))) AND NOT EXISTS (
                SELECT FROM register.version w
                WHERE w.addressee_id = v.addressee_id AND w.history_number > v.history_number AND w.karitorokufuragu IS DISTINCT FROM '1')
            ORDER BY a.atenabango
            """)
        let columns = try PersonColumns(rows)
        var states = try rows.map { try PersonState($0, columns) }
        let interest = try await InterestFacts.of(
            states.map(\.addresseeID), policy.system, isAsked: policy.scope.asks.contains(.interest), seal, on: connection)
        if let interest { for index in states.indices { interest.apply(states[index].addresseeID, to: &states[index].facts) } }
        let scope = ScopeOnDay(policy.scope, for: policy.system, on: day)
        return states.filter { state in
            guard !state.facts.closedToOtherAffairs || state.facts.registeredBy.contains(policy.system) else { return false }
            return scope.decides(state.facts) == nil
        }
    }
}
