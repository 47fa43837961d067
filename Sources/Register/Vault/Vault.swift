package import Addressee
public import Keys
package import Postgres

/// The vault (DESIGN §4): the only code that takes the role `atena_vault`, and the only code that encrypts or opens individual numbers.
///
/// Statements run inside the caller's transaction, so that a number and the record it belongs to are durable together.
public struct Vault: Sendable {
    package let keys: LiveCipher

    /// `keys` encrypt and open with the hub's key ring, as it stands at each use.
    public init(keys: LiveCipher) { self.keys = keys }

    /// An individual number made ready for the table: no digit of it is in clear.
    package struct EncryptedNumber: Sendable {
        package var keyedHash: [UInt8]
        var keyID: Int32
        var encrypted: [UInt8]

        package var key: NumberKey { NumberKey(keyedHash: keyedHash) }
    }

    /// A keyed hash as a dictionary's key: its bytes are as good as random, so its first eight serve.
    package struct NumberKey: Sendable, Hashable, Comparable {
        package let keyedHash: [UInt8]
        private let first: UInt64

        init(keyedHash: [UInt8]) {
            self.keyedHash = keyedHash
            first = keyedHash.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }

        /// By bytes, as the unique index orders them.
        package static func < (a: Self, b: Self) -> Bool {
            a.first == b.first ? a.keyedHash.lexicographicallyPrecedes(b.keyedHash) : a.first < b.first
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(first) }
    }

    /// A number to be laid down.
    package struct NewNumber: Sendable {
        package var number: EncryptedNumber
        var owner: Place
        /// Addressee with whom it is first seen.
        var establishedBy: Int64
    }

    /// Where a number is kept.
    package struct Place: Sendable, Hashable {
        package var runningNumber: Int64
        var ordinal: Int16

        package init(runningNumber: Int64, ordinal: Int16) {
            self.runningNumber = runningNumber
            self.ordinal = ordinal
        }

        /// As a version has it: both or none (`version_number_is_whole`).
        package init?(_ runningNumber: Int64?, _ ordinal: Int16?) {
            guard let runningNumber, let ordinal else { return nil }
            self.init(runningNumber: runningNumber, ordinal: ordinal)
        }
    }

    /// What encrypts, as the keys are now; taken once for many rows.
    package func numberCipher() -> NumberCipher { NumberCipher(cipher: keys.cipher) }

    /// Encrypts numbers and digests rows under the keys of one moment.
    package struct NumberCipher {
        fileprivate let cipher: FieldCipher

        /// Keyed hash, for equality without opening.
        package func keyedHash(_ bytes: some Collection<UInt8>) -> [UInt8] { cipher.keyedHash(bytes) }

        /// Encrypts 12 digits, bound to their keyed hash.
        package func encrypt(_ digits: some Collection<UInt8>) throws -> EncryptedNumber {
            let hash = cipher.keyedHash(digits)
            return EncryptedNumber(keyedHash: hash, keyID: cipher.currentKeyID, encrypted: try cipher.encrypt(digits, context: hash))
        }
    }

    /// Which of these numbers are already held, and under which integrated addressee number.
    package func owners(of hashes: [[UInt8]], on connection: Connection) async throws -> [NumberKey: Place] {
        guard !hashes.isEmpty else { return [:] }
        return try Self.owners(try await connection.pipeline(Self.asVault(Self.owners(of: hashes)))[1])
    }

    /// The statement for `owners`, for a pipeline in which it runs as the vault's role (`asVault`).
    package static func owners(of hashes: [[UInt8]]) -> Query {
        "SELECT keyed_hash, running_number, ordinal FROM vault.individual_number WHERE keyed_hash = ANY(\(hashes))"
    }

    /// Reads its answer.
    package static func owners(_ rows: Rows) throws -> [NumberKey: Place] {
        var owners: [NumberKey: Place] = [:]
        for row in rows {
            owners[NumberKey(keyedHash: try row.decode("keyed_hash", as: [UInt8].self))] = Place(
                runningNumber: try row.decode("running_number", as: Int64.self), ordinal: try row.decode("ordinal", as: Int16.self))
        }
        return owners
    }

    /// Makes writers who come with one of these numbers take turns until their transactions end.
    ///
    /// - Parameter runningNumbers: in rising order.
    func takeTurns(on runningNumbers: [Int64], on connection: Connection) async throws {
        guard !runningNumbers.isEmpty else { return }
        _ = try await connection.pipeline(Self.takingTurns(on: runningNumbers))
    }

    /// The statements for it: first in a pipeline, so that what follows reads what others wrote.
    static func takingTurns(on runningNumbers: [Int64]) -> [Query] {
        guard !runningNumbers.isEmpty else { return [] }
        return asVault(
            "SELECT FROM vault.individual_number WHERE running_number = ANY(\(runningNumbers)) ORDER BY running_number, ordinal FOR NO KEY UPDATE")
    }

    /// The greatest ordinal in use under each of these integrated addressee numbers.
    func lastOrdinals(of runningNumbers: [Int64], on connection: Connection) async throws -> [Int64: Int16] {
        guard !runningNumbers.isEmpty else { return [:] }
        let rows = try await connection.pipeline(
            Self.asVault("SELECT running_number, max(ordinal) AS ordinal FROM vault.individual_number WHERE running_number = ANY(\(runningNumbers)) GROUP BY 1")
        )[1]
        var last: [Int64: Int16] = [:]
        for row in rows { last[try row.decode("running_number", as: Int64.self)] = try row.decode("ordinal", as: Int16.self) }
        return last
    }

    /// Lays new numbers down.
    ///
    /// - Throws: a unique violation of `individual_number_keyed_hash_key` where another writer came first: read again.
    package func store(_ numbers: [NewNumber], on connection: Connection) async throws { try await connection.copyIn(unsafeSQL: Self.storing(numbers)) }

    /// The steps that lay new numbers down, in the order of their hash, so that two writers of the same numbers never lock each other out.
    static func storing(_ numbers: [NewNumber]) -> [CopyStep] {
        guard !numbers.isEmpty else { return [] }
        var copy = BinaryCopy()
        copy.header()
        // Each key is made once, not at every comparison.
        for (_, new) in numbers.map({ ($0.number.key, $0) }).sorted(by: { $0.0 < $1.0 }) {
            copy.row(columns: 6)
            copy.append(int64: new.owner.runningNumber)
            copy.append(int64: new.establishedBy)
            copy.append(int32: new.number.keyID)
            copy.append(int16: new.owner.ordinal)
            copy.append(bytes: new.number.keyedHash)
            copy.append(bytes: new.number.encrypted)
        }
        copy.trailer()
        let columns = "running_number, established_by, key_id, ordinal, keyed_hash, sealed"
        return [
            .statement(unsafeSQL: "SET LOCAL ROLE atena_vault"),
            .copy(unsafeSQL: "COPY vault.individual_number (\(columns)) FROM STDIN (FORMAT binary)", copy),
            .statement(unsafeSQL: "SET LOCAL ROLE atena_hub"),
        ]
    }

    /// Opens the numbers at these places, but those about which a person must decide first; for Provision alone, once a policy has allowed it.
    package func open(_ owners: [Place], on connection: Connection) async throws -> [Place: IndividualNumber] {
        guard !owners.isEmpty else { return [:] }
        return try opened(try await connection.pipeline(Self.asVault(Self.select(owners)))[1])
    }

    /// Opens the numbers at these places as digits, many at a time, in a transaction of its own; for full extracts.
    ///
    /// Where the places lie close together, as they do in the order persons were numbered, one range is read instead of many places.
    ///
    /// - Returns: the numbers, and the integrated numbers about which a person must decide first.
    package func openDigits(of owners: [Place], on connection: Connection) async throws -> Opened {
        guard let first = owners.map(\.runningNumber).min(), let last = owners.map(\.runningNumber).max() else { return Opened() }
        let isDense = last - first < Int64(owners.count) * 3
        let query: Query =
            isDense
            ? """
            SELECT n.running_number, n.ordinal, n.key_id, n.keyed_hash, n.sealed FROM vault.individual_number n
            WHERE n.running_number BETWEEN \(first) AND \(last) AND \(unsafeSQL: Self.isSettled)
            """ : Self.select(owners)
        // What waits is read after the numbers, so that one that comes to wait in between is named as waiting.
        let results = try await connection.pipeline([
            "BEGIN READ ONLY", "SET LOCAL ROLE atena_vault", query,
            "SELECT running_number FROM register.awaiting WHERE running_number BETWEEN \(first) AND \(last)", "COMMIT",
        ])
        let wanted = Set(owners)
        var opened: [Place: [UInt8]] = [:]
        opened.reserveCapacity(owners.count)
        let columns = try NumberColumns(results[2])
        for row in results[2] {
            let owner = try columns.place(row)
            guard wanted.contains(owner) else { continue }
            let digits = try columns.openDigits(row, by: self)
            if !Self.isPlaceholder(digits) { opened[owner] = digits }
        }
        return Opened(digits: opened, waiting: Set(try results[3].map { try $0.decode(Int64.self) }))
    }

    /// Numbers in clear, many at a time.
    package struct Opened {
        package var digits: [Place: [UInt8]] = [:]
        /// Integrated numbers about whose individual number a person must decide first.
        package var waiting: Set<Int64> = []

        package init(digits: [Place: [UInt8]] = [:], waiting: Set<Int64> = []) {
            self.digits = digits
            self.waiting = waiting
        }
    }

    /// Of a number `n`: no person has to decide first whose it is. Every statement that opens numbers asks this, so that one that waits goes out on no way.
    private static let isSettled = "NOT EXISTS (SELECT FROM register.awaiting w WHERE w.running_number = n.running_number)"

    private static func select(_ owners: [Place]) -> Query {
        """
        SELECT n.running_number, n.ordinal, n.key_id, n.keyed_hash, n.sealed FROM vault.individual_number n
        JOIN unnest(\(owners.map(\.runningNumber)), \(owners.map { Int32($0.ordinal) })) AS o (running_number, ordinal)
            ON n.running_number = o.running_number AND n.ordinal = o.ordinal
        WHERE \(unsafeSQL: Self.isSettled)
        """
    }

    /// The statement that fetches persons' current numbers, encrypted; for `Provision/SinglePerson`, which runs it as the vault's role. That may read these
    /// columns of a version only, and `register.settled` gives all.
    package static func selectEncrypted(of numbers: [String]) -> Query {
        """
        SELECT n.running_number, n.ordinal, n.key_id, n.keyed_hash, n.sealed
        FROM register.addressee a CROSS JOIN LATERAL (
            SELECT running_number, number_ordinal FROM register.version
            WHERE addressee_id = a.addressee_id AND karitorokufuragu IS DISTINCT FROM '1' ORDER BY history_number DESC LIMIT 1
        ) AS v JOIN vault.individual_number n ON n.running_number = v.running_number AND n.ordinal = v.number_ordinal
        WHERE a.atenabango = ANY(\(numbers)) AND \(unsafeSQL: Self.isSettled)
        """
    }

    /// Reads its answer.
    package static func encrypted(_ rows: Rows) throws -> [Place: EncryptedNumber] {
        var numbers: [Place: EncryptedNumber] = [:]
        let columns = try NumberColumns(rows)
        for row in rows { numbers[try columns.place(row)] = try columns.number(row) }
        return numbers
    }

    /// Opens one number of `encrypted`.
    ///
    /// - Returns: nil for twelve zeros, which were taken in as a number before they were refused, and are nobody's.
    package func opened(_ number: EncryptedNumber) throws -> IndividualNumber? {
        let digits = try openDigits(keyID: number.keyID, keyedHash: number.keyedHash[...], sealed: number.encrypted[...])
        return Self.isPlaceholder(digits) ? nil : try IndividualNumber(digits: digits)
    }

    private static func isPlaceholder(_ digits: [UInt8]) -> Bool { digits.allSatisfy { $0 == UInt8(ascii: "0") } }

    package func opened(_ rows: Rows) throws -> [Place: IndividualNumber] {
        var numbers: [Place: IndividualNumber] = [:]
        numbers.reserveCapacity(rows.count)
        let columns = try NumberColumns(rows)
        for row in rows { numbers[try columns.place(row)] = try opened(columns.number(row)) }
        return numbers
    }

    /// Opens one encrypted number; asks for the key ring again if it was rotated meanwhile.
    package func openDigits(keyID: Int32, keyedHash: ArraySlice<UInt8>, sealed: ArraySlice<UInt8>) throws -> [UInt8] {
        do {
            return try keys.cipher.decrypt(sealed, keyID: keyID, context: keyedHash)
        } catch  where error.unknownKeyID != nil {
            return try keys.reload().decrypt(sealed, keyID: keyID, context: keyedHash)
        }
    }

    /// Where the columns of sealed numbers stand in a result; looked up once for all of its rows.
    struct NumberColumns {
        private let runningNumber: Column<Int64>
        private let ordinal: Column<Int16>
        private let keyID: Column<Int32>
        private let keyedHash: Column<[UInt8]>
        private let sealed: Column<[UInt8]>

        init(_ rows: Rows) throws {
            runningNumber = try rows.column("running_number")
            ordinal = try rows.column("ordinal")
            keyID = try rows.column("key_id")
            keyedHash = try rows.column("keyed_hash")
            sealed = try rows.column("sealed")
        }

        func place(_ row: Row) throws -> Place { Place(runningNumber: try row.decode(runningNumber), ordinal: try row.decode(ordinal)) }

        func number(_ row: Row) throws -> EncryptedNumber {
            EncryptedNumber(keyedHash: try row.decode(keyedHash), keyID: try row.decode(keyID), encrypted: try row.decode(sealed))
        }

        func hash(_ row: Row) -> ArraySlice<UInt8> { row.bytes(keyedHash) ?? [] }

        func openDigits(_ row: Row, by vault: Vault) throws -> [UInt8] {
            try vault.openDigits(keyID: try row.decode(keyID), keyedHash: hash(row), sealed: row.bytes(sealed) ?? [])
        }
    }

    /// A statement of the vault, for a pipeline: the answer is the second of three.
    static func asVault(_ query: Query) -> [Query] { ["SET LOCAL ROLE atena_vault", query, "SET LOCAL ROLE atena_hub"] }
}
