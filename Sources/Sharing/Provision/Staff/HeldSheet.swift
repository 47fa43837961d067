public import AccessControl
public import Addressee
internal import AuditTrail
internal import Foundation
internal import Governance
internal import Postgres
public import Register

/// 保留の照会結果. A row that waits beside the person of the row, where registered, and the person it conflicts with; what differs is marked.
public struct HeldSheet: Redacted {
    /// One item of the three.
    public struct Line: Sendable {
        /// Of the item.
        public let label: String
        /// As it was sent.
        public let row: String
        /// As it is registered of the row's person.
        public let person: String
        /// As it is registered of the other.
        public let other: String
        /// Whether the row and the other differ.
        public let differs: Bool
    }

    /// The entry.
    public let entry: QueueEntry
    /// Items that one of them has; numbers are compared and never shown.
    public let lines: [Line]
    /// What a clerk must know first, in Japanese.
    public let warnings: [String]

    /// Printed with `****` in place of the persons.
    public static var redactedName: String { "保留の照会結果" }
}

extension PersonLookup {
    /// Shows an entry of the conflict queue side by side with the persons it concerns.
    ///
    /// - Throws: `AccessRefused`, `LookupRefused`, `HeldRefused` (all recorded), `PostgresError`, `KeyError`.
    public func held(by principal: Principal, _ id: Int64, reason: LookupReason) async throws -> HeldSheet {
        let told = ["entry": String(id), "reason": reason.kind.rawValue]
        func check() throws(LookupRefused) {
            guard reason.isTold else { throw .noReason }
        }
        let attempt = Attempt(.heldShown, refusing: LookupRefused.self, HeldRefused.self, fields: told)
        return try await pool.permit(principal, [.seePerson, .correct], as: attempt, first: check) { _, connection in
            let rows = try await connection.query("SELECT \(unsafeSQL: QueueEntry.columnsSQL) FROM intake.held h WHERE h.held_id = \(id)")
            guard let row = rows.first else { throw HeldRefused.unknown }
            let entry = try QueueEntry(row)
            let sheet = try await self.sheet(of: entry, for: principal, on: connection)
            var fields = told
            fields["code"] = entry.code
            fields["terminal"] = principal.terminal
            fields["department"] = principal.department
            return Recorded(
                sheet,
                as: AuditEvent(.heldShown, by: principal.name, fields: fields, personal: entry.personal(reason.text), addresseeID: entry.addresseeID))
        }
    }

    private func sheet(of entry: QueueEntry, for principal: Principal, on connection: Connection) async throws -> HeldSheet {
        let opened = try OpenedRow(entry, vault: vault, today: .today())
        let sent = opened.items
        let person = try await known(entry.addresseeNumber, principal, connection)
        let other = try await known(entry.otherNumber, principal, connection)
        let sentProtection = Protection(sent)
        let comesToProtected = try await isOfProtected(household: sent[.setaibango], on: connection)
        // What the row says of a protected person's place is seen by whom that person is released to.
        let isReleased = person?.sheet.release != nil
        let hides =
            !isReleased && (sentProtection.holds || comesToProtected) || person?.sheet.isAddressWithheld == true || other?.sheet.isAddressWithheld == true
        var lines: [HeldSheet.Line] = []
        func add(_ label: String, _ row: String?, _ person: String?, _ other: String?) {
            guard row != nil || person != nil || other != nil else { return }
            lines.append(.init(label: label, row: row ?? "", person: person ?? "", other: other ?? "", differs: other != nil && row != other))
        }
        add(Item.atenabango.label, entry.addresseeNumber, person.map { $0.sheet.addresseeNumber.value }, entry.otherNumber)
        add(Item.rirekibango.label, sent[.rirekibango], person.map { String($0.sheet.historyNumber) }, other.map { String($0.sheet.historyNumber) })
        let number = opened.submission.number
        var owner: Vault.Place?
        if let number { owner = try await vault.owners(of: [number.keyedHash], on: connection)[number.key] }
        let running = owner?.runningNumber
        func compared(_ state: PersonState?) -> String? {
            guard let state, number != nil else { return nil }
            return state.owner == nil ? "なし" : running == state.owner?.runningNumber ? "届いた番号と同じ" : "届いた番号と異なる"
        }
        add(Item.kojinbango.label, number.map { _ in "あり（表示しません）" }, compared(person?.state), compared(other?.state))
        if let code = sent[.juminhyokodo] {
            let own = try await recordCode(person?.state, connection)
            let theirs = try await recordCode(other?.state, connection)
            func told(_ registered: String?) -> String { registered == nil ? "なし" : registered == code ? "届いたコードと同じ" : "届いたコードと異なる" }
            add(Item.juminhyokodo.label, "あり（表示しません）", person.map { _ in told(own) }, other.map { _ in told(theirs) })
        }
        for item in Self.items {
            guard !hides || !ItemSet.ofPlace.contains(item) else { continue }
            add(item.label, sent[item], person?.sheet.items[item], other?.sheet.items[item])
        }
        var warnings = sentProtection.warnings + (person?.sheet.warnings ?? []) + (other?.sheet.warnings ?? [])
        if hides {
            warnings.append("住所は、別の職員が一時解除した間だけ、その照会者に表示します（atena protection release ask）。証跡の封印が遅れているか止まっている間は、だれにも表示しません。")
        }
        var seen: Set<String> = []
        return HeldSheet(entry: entry, lines: lines, warnings: warnings.filter { seen.insert($0).inserted })
    }

    /// Whether somebody protected is in the household that the row names.
    private func isOfProtected(household: String?, on connection: Connection) async throws -> Bool {
        guard let household, !household.isEmpty else { return false }
        let ends = try await TrueEnds.all(RowSeal(keys: vault.keys), on: connection)
        return try await !connection.query(
            """
            SELECT FROM register.protected_household h
            WHERE h.setaibango = \(household)
                AND register.is_protected_in(h.addressee_id, h.setaibango, \(unsafeSQL: ProtectionColumns.now), \(unsafeSQL: ends.sql)) LIMIT 1
            """
        ).isEmpty
    }

    private func known(_ number: String?, _ principal: Principal, _ connection: Connection) async throws -> (state: PersonState, sheet: PersonSheet)? {
        guard let number, let number = try? AddresseeNumber(number) else { return nil }
        return try await sheet(of: number, for: principal, on: connection)
    }

    private func recordCode(_ state: PersonState?, _ connection: Connection) async throws -> String? {
        guard let state else { return nil }
        return try await connection.query(
            "SELECT juminhyokodo FROM register.version WHERE addressee_id = \(state.addresseeID) AND history_number = \(state.historyNumber)"
        ).first?.decode(String?.self)
    }
}
