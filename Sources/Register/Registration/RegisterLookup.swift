internal import Addressee
internal import Postgres

/// What the register holds about the persons and numbers of a block: fetched first, so that the rules can decide with facts in hand.
struct RegisterLookup {
    let vault: Vault

    /// What is known of the persons of a block before any row is decided.
    struct Known {
        /// The current version of every person of the block who is known.
        var holdings: [String: Holding] = [:]
        /// What of them waits in the conflict queue.
        var waiting: [String: [WaitingEntry]] = [:]
        /// Of a number, somebody whose number differs in leading zeros only.
        var lookalikes: [String: Holder] = [:]
        /// Whether two of these numbers, or one of them and a registered one, may differ in leading zeros only.
        var formsDiffer = false
    }

    /// Reads what is known of the block's persons in one round trip, and locks those for whom something differs until the transaction ends.
    func known(of submissions: [Submission], from source: SystemName, on connection: Connection) async throws -> Known {
        let forms = AddresseeNumberForms(submissions.map(\.addresseeNumber))
        let results = try await connection.pipeline([
            // Two files at once: a number that lost its zeros, and the whole one.
            forms.hasShort
                ? "SELECT pg_advisory_xact_lock(hashtext('register.addressee.short'))"
                : "SELECT pg_advisory_xact_lock_shared(hashtext('register.addressee.short'))",
            """
            SELECT a.atenabango, a.addressee_id, v.row_digest, v.history_number, v.registered_by
            FROM register.addressee a
            CROSS JOIN LATERAL (
                SELECT row_digest, history_number, registered_by FROM register.version WHERE addressee_id = a.addressee_id ORDER BY history_number DESC LIMIT 1
            ) AS v
            WHERE a.atenabango = ANY(\(submissions.map(\.addresseeNumber)))
            """,
            WaitingEntry.query(of: submissions.map(\.addresseeNumber)),
            forms.query,
        ])
        let lookalikes = try forms.lookalikes(results[3])
        return Known(
            holdings: try await holdings(results[1], of: submissions, from: source, on: connection), waiting: try WaitingEntry.byPerson(results[2]),
            lookalikes: lookalikes, formsDiffer: forms.hasShort || !lookalikes.isEmpty)
    }

    /// Persons for whom something differs are locked until the transaction ends, and read again under the lock; a daily full file is mostly
    /// unchanged, and neither locks nor fetches those.
    private func holdings(
        _ rows: Rows, of submissions: [Submission], from source: SystemName, on connection: Connection
    ) async throws -> [String: Holding] {
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

    /// Who holds the numbers of the block already, and which current residents have these resident record codes.
    func owners(
        of submissions: [Submission], codes: [Int64], on connection: Connection
    ) async throws -> (owners: [Vault.NumberKey: Vault.Place], codes: CodeHolders) {
        let hashes = submissions.compactMap(\.number?.keyedHash)
        var queries = hashes.isEmpty ? [] : Vault.asVault(Vault.owners(of: hashes))
        let before = queries.count
        if !codes.isEmpty { queries += CodeHolders.queries(of: codes) }
        let results = try await connection.pipeline(queries)
        return (hashes.isEmpty ? [:] : try Vault.owners(results[1]), codes.isEmpty ? CodeHolders() : try CodeHolders(results[before...]))
    }

    /// Who is tied to these integrated numbers now, and of whom two people decided that the number is not theirs.
    ///
    /// - Parameter disputed: numbers that a resident comes with who did not have them as a resident before: writers of one such number take turns from
    ///   here on, so that of two who come at once one sees the other.
    func holders(
        of runningNumbers: Set<Int64>, disputed: Set<Int64>, on connection: Connection
    ) async throws -> (holders: [Int64: [Holder]], denied: Set<Denial>) {
        guard !runningNumbers.isEmpty else { return ([:], []) }
        let numbers = runningNumbers.sorted()
        let turns = Vault.takingTurns(on: disputed.sorted())
        let results = try await connection.pipeline(
            turns + [
                """
                SELECT t.running_number, t.addressee_id, a.atenabango, v.juminjotai, v.shimei, v.shimei_furigana, v.seinengappi, v.seibetsu
                FROM register.tied_to(\(numbers)) t
                JOIN register.addressee a ON a.addressee_id = t.addressee_id
                JOIN register.version v ON v.addressee_id = t.addressee_id AND v.history_number = t.history_number
                ORDER BY t.running_number, t.addressee_id
                """,
                Denial.query(of: numbers),
            ])
        var holders: [Int64: [Holder]] = [:]
        for row in results[turns.count] {
            let identity = Identity(
                name: try row.decode(4, as: String?.self) ?? "", kana: try row.decode(5, as: String?.self) ?? "",
                birthDate: try row.decode(6, as: String?.self) ?? "", sex: try row.decode(7, as: String?.self) ?? "")
            holders[try row.decode(0, as: Int64.self), default: []].append(
                Holder(
                    addresseeID: try row.decode(1, as: Int64.self), number: try row.decode(2, as: String.self),
                    isResident: try row.decode(3, as: String.self) == ResidentState.resident.rawValue, who: .known(identity)))
        }
        return (holders, try Denial.all(results[turns.count + 1]))
    }

    /// Locks persons in the order of their numbers, and reads their current versions whole.
    private func locked(_ addressees: [Int64], on connection: Connection) async throws -> [(addresseeNumber: String, held: Holding)] {
        guard !addressees.isEmpty else { return [] }
        let rows = try await connection.pipeline([
            "SELECT FROM register.addressee WHERE addressee_id = ANY(\(addressees)) ORDER BY atenabango FOR NO KEY UPDATE",
            """
            SELECT a.atenabango, v.addressee_id, v.history_number, v.row_digest, v.running_number, v.number_ordinal, v.registered_by,
                \(unsafeSQL: VersionColumns.asText)
            FROM register.addressee a
            CROSS JOIN LATERAL (SELECT * FROM register.version WHERE addressee_id = a.addressee_id ORDER BY history_number DESC LIMIT 1) AS v
            WHERE a.addressee_id = ANY(\(addressees))
            """,
        ])[1]
        let stateColumn = 7 + (VersionColumns.items.firstIndex(of: .juminjotai) ?? 0)
        return try rows.map { row in
            var owner: Vault.Place?
            if let running = try row.decode(4, as: Int64?.self) {
                owner = Vault.Place(runningNumber: running, ordinal: try row.decode(5, as: Int16.self))
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

/// The current residents who have resident record codes, and of whom two people decided that a code is not theirs.
struct CodeHolders {
    var holders: [Int64: Holder] = [:]
    var denied: Set<Denial> = []

    init() {}

    static func queries(of codes: [Int64]) -> [Query] {
        [
            """
            SELECT c.code, c.addressee_id, a.atenabango FROM register.record_code c
            JOIN register.addressee a ON a.addressee_id = c.addressee_id
            CROSS JOIN LATERAL (
                SELECT juminhyokodo, juminjotai FROM register.version v WHERE v.addressee_id = c.addressee_id ORDER BY v.history_number DESC LIMIT 1
            ) AS v
            WHERE c.code = ANY(\(codes)) AND v.juminjotai = '1' AND v.juminhyokodo::bigint = c.code
            """,
            Denial.query(ofCodes: codes),
        ]
    }

    /// From the answers to `queries`.
    init(_ results: ArraySlice<Rows>) throws {
        guard let found = results.first, let decided = results.last else { return }
        for row in found {
            holders[try row.decode(0, as: Int64.self)] = Holder(
                addresseeID: try row.decode(1, as: Int64.self), number: try row.decode(2, as: String.self), isResident: true, who: .row(-1))
        }
        denied = try Denial.all(decided)
    }
}

/// Two people decided that a number is not a person's: what comes with it again changes nothing.
struct Denial: Hashable {
    var addresseeID: Int64
    /// The integrated number, or the resident record code.
    var number: Int64

    static func query(of runningNumbers: [Int64]) -> Query {
        """
        SELECT addressee_id, running_number FROM (
            SELECT DISTINCT ON (addressee_id, running_number) addressee_id, running_number, act FROM register.tie_act
            WHERE running_number = ANY(\(runningNumbers)) ORDER BY addressee_id, running_number, tie_act_id DESC
        ) AS last WHERE act IN ('e', 'd')
        """
    }

    static func query(ofCodes codes: [Int64]) -> Query {
        """
        SELECT addressee_id, record_code::bigint FROM (
            SELECT DISTINCT ON (addressee_id, record_code) addressee_id, record_code, act FROM register.tie_act
            WHERE record_code::bigint = ANY(\(codes)) ORDER BY addressee_id, record_code, tie_act_id DESC
        ) AS last WHERE act IN ('e', 'd')
        """
    }

    static func all(_ rows: Rows) throws -> Set<Denial> {
        var all: Set<Denial> = []
        for row in rows { all.insert(Denial(addresseeID: try row.decode(0, as: Int64.self), number: try row.decode(1, as: Int64.self))) }
        return all
    }
}
