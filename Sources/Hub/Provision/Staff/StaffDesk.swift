public import Addressee
internal import Foundation
internal import Postgres

/// 職員による照会. The way out for people: one person by number, or a short list by what is known of them (CT-7, CT-10).
///
/// Every look-up and search is an event with person, department, terminal and reason, in the transaction that reads; so is every refusal.
public struct StaffDesk: Sendable {
    /// Persons a search shows at most; there is no way to read on.
    public static let most = 50

    let pool: Pool
    let vault: Vault

    /// Reads what `desk` provides from.
    public init(desk: ProvisionDesk) {
        pool = desk.pool
        vault = desk.vault
    }

    /// A person by addressee number, without individual number and resident record code.
    ///
    /// - Throws: `AccessRefused`, `LookupRefused` (both recorded), `PostgresError`.
    public func person(_ number: AddresseeNumber, reason: LookupReason, by operator: Operator) async throws -> PersonSheet {
        try await admitted(number, reason, `operator`, [.seePerson], .personLookedUp)
        return try await refusing(.personLookedUp, reason, `operator`) {
            try await pool.transaction { connection in
                guard let (state, sheet) = try await sheet(of: number, for: `operator`, on: connection) else { throw LookupRefused.unknown }
                var fields = fields(reason, `operator`)
                fields["protected"] = sheet.protection.holds ? "yes" : "no"
                fields["address"] = sheet.isAddressWithheld ? "withheld" : "shown"
                try await event(.personLookedUp, state, reason, fields, `operator`).record(on: connection)
                return sheet
            }
        }
    }

    /// A person's individual number, for a reason of its own.
    ///
    /// - Throws: `AccessRefused`, `LookupRefused` (both recorded), `PostgresError`, and what the vault throws.
    public func individualNumber(of number: AddresseeNumber, reason: LookupReason, by operator: Operator) async throws -> IndividualNumber {
        try await admitted(number, reason, `operator`, [.seePerson, .seeIndividualNumber], .numberShown)
        return try await refusing(.numberShown, reason, `operator`) {
            try await pool.transaction { connection in
                guard let (state, sheet) = try await sheet(of: number, for: `operator`, on: connection) else { throw LookupRefused.unknown }
                guard let owner = state.owner, let found = try await vault.open([owner], on: connection)[owner] else { throw LookupRefused.noNumber }
                var fields = fields(reason, `operator`)
                fields["protected"] = sheet.protection.holds ? "yes" : "no"
                try await event(.numberShown, state, reason, fields, `operator`).record(on: connection)
                return found
            }
        }
    }

    /// Persons whose current record begins so.
    ///
    /// A protected person is not found by address, lest the answer confirm it, except by those who see it anyway.
    /// - Throws: `AccessRefused`, `LookupRefused` (both recorded), `PostgresError`.
    public func search(_ terms: SearchTerms, reason: LookupReason, by operator: Operator) async throws -> SearchResult {
        let told = ["reason": reason.kind.rawValue, "terms": terms.told.joined(separator: " ")]
        try await pool.admit(`operator`, .seePerson, or: .personSearched, fields: told)
        guard reason.isTold else {
            try await pool.refuse(.personSearched, LookupRefused.noReason.code, by: `operator`, fields: told)
            throw LookupRefused.noReason
        }
        guard terms.told.count >= 2 else {
            try await pool.refuse(.personSearched, LookupRefused.tooFewTerms.code, by: `operator`, fields: told)
            throw LookupRefused.tooFewTerms
        }
        return try await pool.transaction { connection in
            let items = Self.items
            let rows = try await connection.query(matching(terms, items, seesProtected: `operator`.may(.liftSuppression)))
            var shown = PersonSet()
            var sheets: [PersonSheet] = []
            let states = try rows.prefix(Self.most).map { try PersonState($0) }
            for state in states {
                sheets.append(try PersonSheet(state, state.items(items), showsAddressOfProtected: `operator`.may(.liftSuppression)))
            }
            for id in states.map(\.addresseeID).sorted() { shown.insert(id) }
            var fields = fields(reason, `operator`)
            fields["terms"] = told["terms"]
            fields["count"] = String(sheets.count)
            fields["more"] = rows.count > Self.most ? "yes" : "no"
            var personal = ["reason_text": reason.text]
            (personal["name"], personal["address"], personal["birth"]) = (terms.name, terms.address, terms.birth)
            personal["persons"] = Data(shown.finish()).base64EncodedString()
            try await AuditEvent(.personSearched, by: `operator`.name, fields: fields, personal: personal).record(on: connection)
            return SearchResult(persons: sheets, hasMore: rows.count > Self.most)
        }
    }

    // MARK: reading

    /// What the staff sees of a version: everything but numbers that need a right of their own, and what is the hub's business only.
    private static let items = Item.allCases.filter {
        ![.atenabango, .rirekibango, .kojinbango, .juminhyokodo, .karitorokufuragu, .tagyomusanshofukafuragu].contains($0)
    }

    private static let columns = items.map { item in
        ", " + ItemExpression.sql(item, nil) + (item.kind == .date && item != .seinengappi ? "::text" : "")
    }.joined()

    private func sheet(of number: AddresseeNumber, for operator: Operator, on connection: Connection) async throws -> (PersonState, PersonSheet)? {
        let rows = try await connection.query(
            """
            SELECT \(unsafeSQL: PersonState.factColumns)\(unsafeSQL: Self.columns)
            FROM register.addressee a JOIN register.version v ON v.addressee_id = a.addressee_id
            \(unsafeSQL: ProtectionColumns.latest)
            WHERE a.atenabango = \(number.value) AND v.karitorokufuragu IS DISTINCT FROM '1' ORDER BY v.history_number DESC LIMIT 1
            """)
        guard let row = rows.first else { return nil }
        let state = try PersonState(row)
        return (state, try PersonSheet(state, state.items(Self.items), showsAddressOfProtected: `operator`.may(.liftSuppression)))
    }

    /// By birth date through its index; by name and address alone through all versions, each of which is looked at once for the texts before it is
    /// taken apart.
    private func matching(_ terms: SearchTerms, _ items: [Item], seesProtected: Bool) -> Query {
        """
        SELECT \(unsafeSQL: PersonState.factColumns)\(unsafeSQL: Self.columns)
        FROM register.version v JOIN register.addressee a ON a.addressee_id = v.addressee_id
        \(unsafeSQL: ProtectionColumns.latest)
        WHERE v.karitorokufuragu IS DISTINCT FROM '1'
            AND (\(terms.birth)::text IS NULL OR v.seinengappi = \(terms.birth))
            AND (\(terms.sex)::text IS NULL OR v.seibetsu = \(terms.sex))
            AND (\(terms.name)::text IS NULL OR strpos(translate(concat_ws(chr(1), \(unsafeSQL: Self.names)), ' 　', ''), \(terms.name)) > 0)
            AND (\(terms.address)::text IS NULL OR strpos(translate(concat(\(unsafeSQL: Self.address)), ' 　', ''), \(terms.address)) > 0)
            AND (\(terms.name)::text IS NULL OR EXISTS (
                SELECT FROM unnest(ARRAY[\(unsafeSQL: Self.names)]) AS n (name) WHERE starts_with(translate(n.name, ' 　', ''), \(terms.name))))
            AND (\(terms.address)::text IS NULL OR (
                (\(seesProtected) OR NOT \(unsafeSQL: ProtectionColumns.holds)) AND (
                    starts_with(translate(concat(\(unsafeSQL: Self.address)), ' 　', ''), \(terms.address))
                    OR starts_with(translate(concat(v.jusho_shikugunchosonmei, v.jusho_choaza, v.jusho_banchigohyoki, v.jusho_katagaki), ' 　', ''), \(terms.address))
                    OR starts_with(translate(concat(v.jusho_choaza, v.jusho_banchigohyoki, v.jusho_katagaki), ' 　', ''), \(terms.address)))))
            AND NOT EXISTS (
                SELECT FROM register.version w
                WHERE w.addressee_id = v.addressee_id AND w.history_number > v.history_number AND w.karitorokufuragu IS DISTINCT FROM '1')
        ORDER BY v.shimei_furigana, a.atenabango LIMIT \(Int64(Self.most + 1))
        """
    }

    private static let names = "v.shimei, v.shimei_furigana, v.tsusho, v.tsusho_furigana, v.shimei_gaikokujinromaji, v.shimei_gaikokujinkanji"
    private static let address = "v.jusho_todofuken, v.jusho_shikugunchosonmei, v.jusho_choaza, v.jusho_banchigohyoki, v.jusho_katagaki"

    // MARK: recording

    private func fields(_ reason: LookupReason, _ operator: Operator) -> [String: String] {
        var fields = ["reason": reason.kind.rawValue, "terminal": `operator`.terminal]
        fields["department"] = `operator`.department
        return fields
    }

    private func event(
        _ kind: EventKind, _ state: PersonState, _ reason: LookupReason, _ fields: [String: String], _ operator: Operator
    ) -> AuditEvent {
        AuditEvent(
            kind, by: `operator`.name, fields: fields,
            personal: [
                "addressee_id": String(state.addresseeID), "atenabango": state.addresseeNumber, "reason_text": reason.text,
                "rirekibango": String(state.historyNumber),
            ], addresseeID: state.addresseeID)
    }

    /// Right and reason, before anything is read.
    private func admitted(
        _ number: AddresseeNumber, _ reason: LookupReason, _ operator: Operator, _ rights: [Right], _ kind: EventKind
    ) async throws {
        if let missing = rights.first(where: { !`operator`.may($0) }) {
            let refused = AccessRefused(missing)
            try await refuse(kind, refused.code, number, reason, `operator`)
            throw refused
        }
        guard reason.isTold else {
            try await refuse(kind, LookupRefused.noReason.code, number, reason, `operator`)
            throw LookupRefused.noReason
        }
    }

    private func refusing<R>(_ kind: EventKind, _ reason: LookupReason, _ operator: Operator, _ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch let refused as LookupRefused {
            try await pool.refuse(kind, refused.code, by: `operator`, fields: ["reason": reason.kind.rawValue])
            throw refused
        }
    }

    /// Records a refusal; the person is named only where there is one: a number that nobody has may be anything.
    private func refuse(_ kind: EventKind, _ code: String, _ number: AddresseeNumber, _ reason: LookupReason, _ operator: Operator) async throws {
        try await pool.transaction { connection in
            let rows = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = \(number.value)")
            let id = try rows.first?.decode(0, as: Int64.self)
            var fields = fields(reason, `operator`)
            fields["refusal"] = code
            var personal: [String: String] = [:]
            if let id { personal = ["addressee_id": String(id), "atenabango": number.value] }
            if !reason.text.isEmpty { personal["reason_text"] = reason.text }
            try await AuditEvent(kind, isFailure: true, by: `operator`.name, fields: fields, personal: personal, addresseeID: id)
                .record(on: connection)
        }
    }
}
