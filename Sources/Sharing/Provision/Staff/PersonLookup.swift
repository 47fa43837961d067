public import AccessControl
public import Addressee
package import AuditTrail
internal import Foundation
package import Postgres
package import Register

/// 職員による照会. The way out for people: one person by number, or a short list by what is known of them (CT-7, CT-10).
///
/// Every look-up and search is an event with person, department, terminal and reason, in the transaction that reads; so is every refusal.
public struct PersonLookup: Sendable {
    /// Persons a search shows at most; there is no way to read on.
    public static let most = 50

    package let pool: Pool
    package let vault: Vault
    package let monitor: HeartbeatMonitor
    /// By which releases end.
    package var now: @Sendable () -> PostgresInstant = { .now() }

    /// Reads what `provisioning` provides from.
    public init(provisioning: Provisioning) {
        pool = provisioning.pool
        vault = provisioning.vault
        monitor = provisioning.monitor
    }

    /// A person by addressee number, without individual number and resident record code.
    ///
    /// Where a protected person is, is shown to nobody but to whom another person of the staff released it (``PlaceReleases``); that it was withheld is a
    /// finding (INCIDENTS 1). Where sealing is behind or has halted, it is withheld from everybody (decision 0025).
    ///
    /// - Throws: `AccessRefused`, `LookupRefused` (both recorded), `PostgresError`.
    public func person(by principal: Principal, _ number: AddresseeNumber, reason: LookupReason) async throws -> PersonSheet {
        try await admitted(number, reason, principal, [.seePerson], .personLookedUp)
        return try await refusing(.personLookedUp, reason, principal) {
            try await pool.transaction { connection in
                guard let (state, sheet) = try await sheet(of: number, for: principal, on: connection) else { throw LookupRefused.unknown }
                var fields = fields(reason, principal)
                fields["protected"] = sheet.protection.holds ? "yes" : "no"
                fields["address"] = sheet.isAddressWithheld ? "withheld" : "shown"
                fields["release"] = sheet.release.map(String.init)
                try await event(.personLookedUp, state, reason, fields, principal).record(on: connection)
                return sheet
            }
        }
    }

    /// A person's individual number, for a reason of its own; refused where sealing is behind or has halted (decision 0025).
    ///
    /// - Throws: `AccessRefused`, `LookupRefused` (both recorded), `PostgresError`, and what the vault throws.
    public func individualNumber(by principal: Principal, of number: AddresseeNumber, reason: LookupReason) async throws -> IndividualNumber {
        try await admitted(number, reason, principal, [.seePerson, .seeIndividualNumber], .numberShown)
        return try await refusing(.numberShown, reason, principal) {
            try await pool.transaction { connection in
                guard try await isSealed(on: connection) else { throw LookupRefused.sealingBehind }
                guard let (state, sheet) = try await sheet(of: number, for: principal, on: connection) else { throw LookupRefused.unknown }
                let opened = try await vault.open(state.owner.map { [$0] } ?? [], on: connection)
                guard opened.altered.isEmpty else { throw LookupRefused.alteredNumber }
                guard let owner = state.owner, let found = opened.numbers[owner] else {
                    throw try await isUndecided(state, on: connection) ? LookupRefused.undecidedNumber : .noNumber
                }
                var fields = fields(reason, principal)
                fields["protected"] = sheet.protection.holds ? "yes" : "no"
                try await event(.numberShown, state, reason, fields, principal).record(on: connection)
                return found
            }
        }
    }

    /// Persons whose current record is described so, or a former one where the terms say so.
    ///
    /// A protected person is not found by address, lest the answer confirm it, except by those who see it anyway.
    /// - Throws: `AccessRefused`, `LookupRefused` (both recorded), `PostgresError`.
    public func search(by principal: Principal, _ terms: SearchTerms, reason: LookupReason) async throws -> SearchResult {
        let told = ["reason": reason.kind.rawValue, "terms": terms.told.joined(separator: " ")]
        func look() async throws -> StaffSearch {
            let search = try Self.search(terms, reason)
            guard try await pool.withConnection({ try await SearchKeying.isComplete(on: $0) }) else { throw LookupRefused.notKeyed }
            return search
        }
        let attempt = Attempt(.personSearched, refusing: LookupRefused.self, fields: told)
        return try await pool.permit(principal, [.seePerson], as: attempt, first: look) { search, connection in
            let released = try await released(to: principal, on: connection)
            let ends = try await TrueEnds.all(RowSeal(keys: vault.keys), on: connection)
            let rows = try await connection.query(search.query(columns: Self.columns(ends), released: released.keys.sorted(), ends))
            var shown = PersonSet()
            var sheets: [PersonSheet] = []
            var past: Set<AddresseeNumber> = []
            var ids: [Int64] = []
            let columns = try PersonColumns(rows, items: Self.items)
            for row in rows.prefix(Self.most) {
                let state = try PersonState(row, columns)
                let sheet = try PersonSheet(state, state.items(), hidesPlace: row.decode("hides_place"), release: released[state.addresseeID])
                sheets.append(sheet)
                ids.append(state.addresseeID)
                if try row.decode("is_past", as: Bool.self) { past.insert(sheet.addresseeNumber) }
            }
            for id in ids.sorted() { shown.insert(id) }
            var fields = fields(reason, principal)
            fields["terms"] = told["terms"]
            fields["count"] = String(sheets.count)
            fields["more"] = rows.count > Self.most ? "yes" : "no"
            var personal = ["reason_text": reason.text]
            (personal["name"], personal["address"], personal["birth"]) = (terms.name, terms.address, terms.birth)
            personal["persons"] = Data(shown.finish()).base64EncodedString()
            return Recorded(
                SearchResult(persons: sheets, hasMore: rows.count > Self.most, foundByPast: past),
                as: AuditEvent(.personSearched, by: principal.name, fields: fields, personal: personal))
        }
    }

    /// Reason and terms, before anything is read.
    private static func search(_ terms: SearchTerms, _ reason: LookupReason) throws(LookupRefused) -> StaffSearch {
        guard reason.isTold else { throw .noReason }
        guard terms.told.count >= 2 else { throw .tooFewTerms }
        return try StaffSearch(terms)
    }

    // MARK: reading

    /// What the staff sees of a version: everything but numbers that need a right of their own, and what is the hub's business only.
    package static let items = ItemCatalogue.register.items.filter {
        ![.atenabango, .rirekibango, .kojinbango, .juminhyokodo, .karitorokufuragu, .tagyomusanshofukafuragu].contains($0)
    }

    private static func columns(_ ends: TrueEnds) -> String { ", \(ProtectionColumns.hides(ends)) AS hides_place\(ItemExpression.whole(items))" }

    func sheet(of number: AddresseeNumber, for principal: Principal, on connection: Connection) async throws -> (PersonState, PersonSheet)? {
        guard var found = try await row(of: number, .none, on: connection) else { return nil }
        if found.hides {
            // Few are protected, and of fewer it ended: only then is asked which ends are true.
            let ends = try await TrueEnds.of([found.state.addresseeID], RowSeal(keys: vault.keys), on: connection)
            if ends != .none, let again = try await row(of: number, ends, on: connection) { found = again }
        }
        let release = found.hides ? try await released(to: principal, on: connection)[found.state.addresseeID] : nil
        return (found.state, try PersonSheet(found.state, found.state.items(), hidesPlace: found.hides, release: release))
    }

    /// Of whom nobody is shown where they are: the protected, whoever lives with one of them, and whom the register does not know; for records beside the register.
    ///
    /// - Throws: `PostgresError`.
    package func withoutPlace(among numbers: [AddresseeNumber]) async throws -> Set<AddresseeNumber> {
        try await pool.transaction { connection in
            var hidden: Set<AddresseeNumber> = []
            for number in Set(numbers) {
                guard let found = try await row(of: number, .none, on: connection) else {
                    hidden.insert(number)
                    continue
                }
                guard found.hides else { continue }
                let ends = try await TrueEnds.of([found.state.addresseeID], RowSeal(keys: vault.keys), on: connection)
                let again = ends == .none ? nil : try await row(of: number, ends, on: connection)
                if again?.hides ?? true { hidden.insert(number) }
            }
            return hidden
        }
    }

    private func row(of number: AddresseeNumber, _ ends: TrueEnds, on connection: Connection) async throws -> (state: PersonState, hides: Bool)? {
        let rows = try await connection.query(
            """
            SELECT \(unsafeSQL: PersonColumns.sql)\(unsafeSQL: Self.columns(ends))
            FROM register.addressee a CROSS JOIN LATERAL register.settled(a.addressee_id) AS v
            \(unsafeSQL: ProtectionColumns.latest(ends))
            WHERE a.atenabango = \(number.value)
            """)
        guard let row = rows.first else { return nil }
        return (try PersonState(row, PersonColumns(rows, items: Self.items)), try row.decode("hides_place"))
    }

    /// Whose place is released to whoever looks now, each with the number of the release; nobody's while somebody could make the event of it vanish.
    func released(to principal: Principal, on connection: Connection) async throws -> [Int64: Int64] {
        let released = try await PlaceReleases.held(by: principal, at: now(), RowSeal(keys: vault.keys), on: connection)
        guard !released.isEmpty, try await isSealed(on: connection) else { return [:] }
        return released
    }

    /// Whether the log is sealed closely enough for numbers, and addresses of the protected, to be shown.
    private func isSealed(on connection: Connection) async throws -> Bool {
        let rows = try await connection.query("SELECT \(unsafeSQL: SealingDelay.isClose)")
        guard try rows.first?.decode(Bool?.self) == true else { return false }
        return await monitor.isOpen()
    }

    /// Whether a person must decide first whose number it is.
    private func isUndecided(_ state: PersonState, on connection: Connection) async throws -> Bool {
        let rows = try await connection.query(
            """
            SELECT FROM register.awaiting
            WHERE (addressee_id = \(state.addresseeID) OR running_number = \(state.owner?.runningNumber)) AND items & \(ItemSet(.kojinbango).rawValue) <> 0
            LIMIT 1
            """)
        return !rows.isEmpty
    }

    // MARK: recording

    private func fields(_ reason: LookupReason, _ principal: Principal) -> [String: String] {
        var fields = ["reason": reason.kind.rawValue, "terminal": principal.terminal]
        fields["department"] = principal.department
        return fields
    }

    private func event(
        _ kind: EventKind, _ state: PersonState, _ reason: LookupReason, _ fields: [String: String], _ principal: Principal
    ) -> AuditEvent {
        AuditEvent(
            kind, by: principal.name, fields: fields,
            personal: [
                "addressee_id": String(state.addresseeID), "atenabango": state.addresseeNumber, "reason_text": reason.text,
                "rirekibango": String(state.historyNumber),
            ], addresseeID: state.addresseeID)
    }

    /// Right and reason, before anything is read.
    private func admitted(
        _ number: AddresseeNumber, _ reason: LookupReason, _ principal: Principal, _ rights: [Right], _ kind: EventKind
    ) async throws {
        if let missing = rights.first(where: { !principal.may($0) }) {
            let refused = AccessRefused(missing)
            try await refuse(kind, refused.code, number, reason, principal)
            throw refused
        }
        guard reason.isTold else {
            try await refuse(kind, LookupRefused.noReason.code, number, reason, principal)
            throw LookupRefused.noReason
        }
    }

    private func refusing<R>(_ kind: EventKind, _ reason: LookupReason, _ principal: Principal, _ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch let refused as LookupRefused {
            try await pool.refuse(kind, refused.code, by: principal, fields: ["reason": reason.kind.rawValue])
            throw refused
        }
    }

    /// Records a refusal; the person is named only where there is one: a number that nobody has may be anything.
    private func refuse(_ kind: EventKind, _ code: String, _ number: AddresseeNumber, _ reason: LookupReason, _ principal: Principal) async throws {
        try await pool.transaction { connection in
            let rows = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = \(number.value)")
            let id = try rows.first?.decode(Int64.self)
            var fields = fields(reason, principal)
            fields["refusal"] = code
            var personal: [String: String] = [:]
            if let id { personal = ["addressee_id": String(id), "atenabango": number.value] }
            if !reason.text.isEmpty { personal["reason_text"] = reason.text }
            try await AuditEvent(kind, isFailure: true, by: principal.name, fields: fields, personal: personal, addresseeID: id)
                .record(on: connection)
        }
    }
}
