internal import Addressee
internal import Postgres

/// What the register holds about the persons and numbers of a block: fetched first, so that the rules can decide with facts in hand.
struct RegisterLookup {
    let vault: Vault

    /// The current version of every person of the block who is known.
    ///
    /// Persons for whom something differs are locked until the transaction ends, and read again under the lock; a daily full file is mostly
    /// unchanged, and neither locks nor fetches those.
    func holdings(of submissions: [Submission], from source: SystemName, on connection: Connection) async throws -> [String: Holding] {
        let rows = try await connection.query(
            """
            SELECT a.atenabango, a.addressee_id, v.row_digest, v.history_number, v.registered_by
            FROM register.addressee a
            CROSS JOIN LATERAL (
                SELECT row_digest, history_number, registered_by FROM register.version WHERE addressee_id = a.addressee_id ORDER BY history_number DESC LIMIT 1
            ) AS v
            WHERE a.atenabango = ANY(\(submissions.map(\.addresseeNumber)))
            """)
        guard !rows.isEmpty else { return [:] }
        var submitted: [String: [UInt8]] = [:]
        var isRepeated: Set<String> = []
        for submission in submissions where submitted.updateValue(submission.digest, forKey: submission.addresseeNumber) != nil {
            isRepeated.insert(submission.addresseeNumber)
        }
        var holdings: [String: Holding] = [:]
        var differing: [Int64] = []
        for row in rows {
            let number = try row.decode(0, as: String.self)
            let id = try row.decode(1, as: Int64.self)
            let digest = try row.decode(2, as: [UInt8].self)
            let registeredBy = try row.decode(4, as: [String].self)
            if submitted[number] == digest, !isRepeated.contains(number), registeredBy.contains(source.rawValue) {
                holdings[number] = Holding(
                    unchanged: id, historyNumber: try row.decode(3, as: Int32.self), digest: digest, registeredBy: registeredBy)
            } else {
                differing.append(id)
            }
        }
        for holding in try await locked(differing, on: connection) { holdings[holding.addresseeNumber] = holding.held }
        return holdings
    }

    /// Who holds the numbers of the block already.
    func owners(of submissions: [Submission], on connection: Connection) async throws -> [Vault.NumberKey: Vault.Owner] {
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

    /// Locks persons in the order of their numbers, and reads their current versions whole.
    private func locked(_ addressees: [Int64], on connection: Connection) async throws -> [(addresseeNumber: String, held: Holding)] {
        guard !addressees.isEmpty else { return [] }
        try await connection.execute(
            "SELECT FROM register.addressee WHERE addressee_id = ANY(\(addressees)) ORDER BY atenabango FOR NO KEY UPDATE")
        let rows = try await connection.query(
            """
            SELECT a.atenabango, v.addressee_id, v.history_number, v.row_digest, v.running_number, v.number_ordinal, v.registered_by,
                \(unsafeSQL: VersionColumns.asText)
            FROM register.addressee a
            CROSS JOIN LATERAL (SELECT * FROM register.version WHERE addressee_id = a.addressee_id ORDER BY history_number DESC LIMIT 1) AS v
            WHERE a.addressee_id = ANY(\(addressees))
            """)
        let stateColumn = 7 + (VersionColumns.items.firstIndex(of: .juminjotai) ?? 0)
        return try rows.map { row in
            var owner: Vault.Owner?
            if let running = try row.decode(4, as: Int64?.self) {
                owner = Vault.Owner(runningNumber: running, ordinal: try row.decode(5, as: Int16.self))
            }
            let held = Holding(
                addresseeID: try row.decode(1, as: Int64.self), historyNumber: try row.decode(2, as: Int32.self),
                digest: try row.decode(3, as: [UInt8].self),
                state: ResidentState(rawValue: try row.decode(stateColumn, as: String.self)) ?? .nonResident, owner: owner,
                registeredBy: try row.decode(6, as: [String].self), items: (7..<(7 + VersionColumns.items.count)).map { row.bytes($0) })
            return (try row.decode(0, as: String.self), held)
        }
    }
}
