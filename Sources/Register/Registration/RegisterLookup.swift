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
        /// Who holds the individual numbers, and which residents have the resident record codes; nil where that was not asked yet.
        var owners: (owners: [Vault.NumberKey: Vault.Place], codes: CodeHolders)?
    }

    /// Reads what is known of the block's persons in one round trip, and locks those for whom something differs until the transaction ends.
    ///
    /// What is rarely there, an open entry of the conflict queue or a number that lost its zeros, is looked for where there is any at all.
    func known(of submissions: [Submission], from source: SystemName, on connection: Connection) async throws -> Known {
        let numbers = submissions.map(\.addresseeNumber)
        let forms = AddresseeNumberForms(numbers)
        let results = try await connection.pipeline([
            forms.turn,
            """
            SELECT a.atenabango, a.addressee_id, v.row_digest, v.history_number, v.registered_by
            FROM register.addressee a CROSS JOIN LATERAL register.newest(a.addressee_id) AS v
            WHERE a.atenabango = ANY(\(numbers))
            """,
            WaitingEntry.anyOpen, AddresseeNumberForms.anyShort,
        ])
        let areWaiting = try results[2].first?.decode(Bool.self) == true
        let areLookedFor = try forms.areLookedFor(results[3])
        let rare =
            areWaiting || areLookedFor
            ? try await connection.pipeline((areWaiting ? [WaitingEntry.query(of: numbers)] : []) + (areLookedFor ? [forms.query] : [])) : []
        let lookalikes = areLookedFor ? try rare.last.map(forms.lookalikes) ?? [:] : [:]
        return Known(
            holdings: try await holdings(results[1], of: submissions, from: source, on: connection),
            waiting: areWaiting ? try rare.first.map(WaitingEntry.byPerson) ?? [:] : [:], lookalikes: lookalikes,
            formsDiffer: forms.hasShort || !lookalikes.isEmpty)
    }

    /// The same, in one round trip together with `owners`, where nearly every row comes because something is different: all who are known are locked first.
    func knownByRows(of submissions: [Submission], on connection: Connection) async throws -> Known {
        let numbers = submissions.map(\.addresseeNumber)
        let forms = AddresseeNumberForms(numbers)
        var statements: [Query] = [
            forms.turn,
            "SELECT FROM register.addressee WHERE atenabango = ANY(\(numbers)) ORDER BY atenabango FOR NO KEY UPDATE",
            "\(unsafeSQL: Self.whole) WHERE a.atenabango = ANY(\(numbers))",
            WaitingEntry.query(of: numbers),
        ]
        let asked = (forms: statements.count, owners: statements.count + (forms.hasOthers ? 1 : 0))
        if forms.hasOthers { statements.append(forms.query) }
        let owners = Owners(of: submissions, codes: submissions.compactMap(\.recordCode))
        statements += owners.queries
        let results = try await connection.pipeline(statements)
        let columns = try HoldingColumns(results[2])
        var holdings: [String: Holding] = [:]
        for row in results[2] {
            let (number, held) = try columns.holding(row)
            holdings[number] = held
        }
        let lookalikes = forms.hasOthers ? try forms.lookalikes(results[asked.forms]) : [:]
        return Known(
            holdings: holdings, waiting: try WaitingEntry.byPerson(results[3]), lookalikes: lookalikes, formsDiffer: forms.hasShort || !lookalikes.isEmpty,
            owners: try owners.answers(results[asked.owners...]))
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
            let (number, id, digest, historyNumber, registeredBy) = try row.decode((String, Int64, [UInt8], Int32, [String]).self)
            if submitted[number] == digest, !isRepeated.contains(number), registeredBy.contains(source.rawValue) {
                holdings[number] = Holding(unchanged: id, historyNumber: historyNumber, digest: digest, registeredBy: registeredBy)
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
        let asked = Owners(of: submissions, codes: codes)
        return try asked.answers(try await connection.pipeline(asked.queries)[...])
    }

    /// The statements of `owners`, and their answers.
    private struct Owners {
        private let hashes: [[UInt8]]
        private let codes: [Int64]

        init(of submissions: [Submission], codes: [Int64]) { (hashes, self.codes) = (submissions.compactMap(\.number?.keyedHash), codes) }

        var queries: [Query] { (hashes.isEmpty ? [] : Vault.asVault(Vault.owners(of: hashes))) + (codes.isEmpty ? [] : CodeHolders.queries(of: codes)) }

        func answers(_ results: ArraySlice<Rows>) throws -> (owners: [Vault.NumberKey: Vault.Place], codes: CodeHolders) {
            let ofNumbers = results.prefix(hashes.isEmpty ? 0 : 3)
            return (
                try ofNumbers.dropFirst().first.map { try Vault.owners($0) } ?? [:],
                codes.isEmpty ? CodeHolders() : try CodeHolders(results.dropFirst(ofNumbers.count))
            )
        }
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
                name: try row.decode("shimei", as: String?.self) ?? "", kana: try row.decode("shimei_furigana", as: String?.self) ?? "",
                birthDate: try row.decode("seinengappi", as: String?.self) ?? "", sex: try row.decode("seibetsu", as: String?.self) ?? "")
            holders[try row.decode("running_number"), default: []].append(
                Holder(
                    addresseeID: try row.decode("addressee_id"), number: try row.decode("atenabango"),
                    isResident: try row.decode("juminjotai", as: String?.self) == ResidentState.resident.told.code, who: .known(identity)))
        }
        return (holders, try Denial.all(results[turns.count + 1]))
    }

    /// Locks persons in the order of their numbers, and reads their current versions whole.
    private func locked(_ addressees: [Int64], on connection: Connection) async throws -> [(addresseeNumber: String, held: Holding)] {
        guard !addressees.isEmpty else { return [] }
        let rows = try await connection.pipeline([
            "SELECT FROM register.addressee WHERE addressee_id = ANY(\(addressees)) ORDER BY atenabango FOR NO KEY UPDATE",
            """
            \(unsafeSQL: Self.whole) WHERE a.addressee_id = ANY(\(addressees))
            """,
        ])[1]
        let columns = try HoldingColumns(rows)
        return try rows.map { try columns.holding($0) }
    }

    /// Newest versions whole, of addressees `a`.
    private static let whole = """
        SELECT a.atenabango, v.addressee_id, v.history_number, v.source_history_number, v.row_digest, v.running_number, v.number_ordinal, v.registered_by,
            \(VersionColumns.asText)
        FROM register.addressee a CROSS JOIN LATERAL register.newest(a.addressee_id) AS v
        """
}

/// Where the columns of current versions stand in a result; looked up once for all of its rows.
private struct HoldingColumns {
    let addresseeNumber: Column<String>
    let addresseeID: Column<Int64>
    let historyNumber: Column<Int32>
    let sourceHistoryNumber: Column<Int32?>
    let branchNumber: Column<String?>
    let digest: Column<[UInt8]>
    let runningNumber: Column<Int64?>
    let ordinal: Column<Int16?>
    let registeredBy: Column<[String]>
    let state: Column<String?>
    let nonResidentState: Column<String?>
    let items: [Column<String?>]

    init(_ rows: Rows) throws {
        addresseeNumber = try rows.column("atenabango")
        addresseeID = try rows.column("addressee_id")
        historyNumber = try rows.column("history_number")
        sourceHistoryNumber = try rows.column("source_history_number")
        branchNumber = try rows.column(Item.rirekiEdabango.rawValue)
        digest = try rows.column("row_digest")
        runningNumber = try rows.column("running_number")
        ordinal = try rows.column("number_ordinal")
        registeredBy = try rows.column("registered_by")
        state = try rows.column(Item.juminjotai.rawValue)
        nonResidentState = try rows.column(Item.jutogaijotai.rawValue)
        items = try VersionColumns.items.map { try rows.column($0.rawValue) }
    }

    func holding(_ row: Row) throws -> (addresseeNumber: String, held: Holding) {
        let registered = try row.decode(historyNumber)
        let held = Holding(
            addresseeID: try row.decode(addresseeID), historyNumber: registered,
            history: SourceHistory(registered: registered, source: try row.decode(sourceHistoryNumber), branch: try row.decode(branchNumber)),
            digest: try row.decode(digest),
            state: ResidentState(juminjotai: try row.decode(state), jutogaijotai: try row.decode(nonResidentState)) ?? .nonResident,
            owner: Vault.Place(try row.decode(runningNumber), try row.decode(ordinal)), registeredBy: try row.decode(registeredBy),
            items: items.map { row.bytes($0) })
        return (try row.decode(addresseeNumber), held)
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
            CROSS JOIN LATERAL register.newest(c.addressee_id) AS v
            WHERE c.code = ANY(\(codes)) AND v.juminjotai = '1' AND v.juminhyokodo::bigint = c.code
            """,
            Denial.query(ofCodes: codes),
        ]
    }

    /// From the answers to `queries`.
    init(_ results: ArraySlice<Rows>) throws {
        guard let found = results.first, let decided = results.last else { return }
        for row in found {
            let (code, id, number) = try row.decode((Int64, Int64, String).self)
            holders[code] = Holder(addresseeID: id, number: number, isResident: true, who: .row(-1))
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
        for row in rows {
            let (id, number) = try row.decode((Int64, Int64).self)
            all.insert(Denial(addresseeID: id, number: number))
        }
        return all
    }
}
