internal import Addressee
internal import Postgres

/// What the register holds about the persons and numbers of a block: fetched first, so that the rules can decide with facts in hand.
struct RegisterLookup {
    let vault: Vault

    /// The current version of every person of the block who is known, their rows locked until the transaction ends.
    func holdings(of submissions: [Submission], on connection: Connection) async throws -> [String: Holding] {
        let rows = try await connection.query(
            """
            SELECT a.atenabango, v.addressee_id, v.history_number, v.row_digest, v.running_number, v.number_ordinal, v.registered_by, v.juminjotai
            FROM (
                SELECT addressee_id, atenabango FROM register.addressee
                WHERE atenabango = ANY(\(submissions.map(\.addresseeNumber))) ORDER BY atenabango FOR NO KEY UPDATE
            ) AS a
            CROSS JOIN LATERAL (
                SELECT * FROM register.version WHERE addressee_id = a.addressee_id ORDER BY history_number DESC LIMIT 1
            ) AS v
            """)
        guard !rows.isEmpty else { return [:] }
        var known: [String: (id: Int64, digest: [UInt8])] = [:]
        for row in rows {
            known[try row.decode(0, as: String.self)] = (try row.decode(1, as: Int64.self), try row.decode(3, as: [UInt8].self))
        }
        // Whole rows are fetched only where something differs: a daily full file is mostly unchanged.
        let differing = submissions.compactMap { submission in
            known[submission.addresseeNumber].flatMap { $0.digest == submission.digest ? nil : $0.id }
        }
        let items = try await currentItems(of: differing, on: connection)
        var holdings: [String: Holding] = [:]
        for row in rows {
            let id = try row.decode(1, as: Int64.self)
            var owner: Vault.Owner?
            if let running = try row.decode(4, as: Int64?.self) {
                owner = Vault.Owner(runningNumber: running, ordinal: try row.decode(5, as: Int16.self))
            }
            let current = items[id] ?? []
            holdings[try row.decode(0, as: String.self)] = Holding(
                addresseeID: id, historyNumber: try row.decode(2, as: Int32.self), digest: try row.decode(3, as: [UInt8].self),
                state: ResidentState(rawValue: try row.decode(7, as: String.self)) ?? .nonResident, owner: owner, registeredBy: try row.decode(6, as: [String].self), items: current)
        }
        return holdings
    }

    /// Who holds the numbers of the block already.
    func owners(of submissions: [Submission], on connection: Connection) async throws -> [[UInt8]: Vault.Owner] {
        try await vault.owners(of: submissions.compactMap(\.number?.keyedHash), on: connection)
    }

    /// Name, birth date and sex of whoever established each of these integrated numbers.
    func identities(of runningNumbers: [Int64], on connection: Connection) async throws -> [Int64: Identity] {
        guard !runningNumbers.isEmpty else { return [:] }
        let rows = try await connection.query(
            """
            SELECT n.running_number, v.shimei, v.seinengappi, v.seibetsu FROM register.integrated_number n
            CROSS JOIN LATERAL (
                SELECT shimei, seinengappi, seibetsu FROM register.version
                WHERE addressee_id = n.established_by ORDER BY history_number DESC LIMIT 1
            ) AS v
            WHERE n.running_number = ANY(\(runningNumbers))
            """)
        var identities: [Int64: Identity] = [:]
        for row in rows {
            identities[try row.decode(0, as: Int64.self)] = Identity(
                name: try row.decode(1, as: String?.self) ?? "", birthDate: try row.decode(2, as: String?.self) ?? "",
                sex: try row.decode(3, as: String?.self) ?? "")
        }
        return identities
    }

    private func currentItems(of addressees: [Int64], on connection: Connection) async throws -> [Int64: [ArraySlice<UInt8>?]] {
        guard !addressees.isEmpty else { return [:] }
        let rows = try await connection.query(
            """
            SELECT v.addressee_id, \(unsafeSQL: VersionColumns.asText) FROM unnest(\(addressees)) AS wanted (id)
            CROSS JOIN LATERAL (SELECT * FROM register.version WHERE addressee_id = wanted.id ORDER BY history_number DESC LIMIT 1) AS v
            """)
        var items: [Int64: [ArraySlice<UInt8>?]] = [:]
        for row in rows {
            items[try row.decode(0, as: Int64.self)] = (1...VersionColumns.items.count).map { row.bytes($0) }
        }
        return items
    }
}
