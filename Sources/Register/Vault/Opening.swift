package import Addressee
internal import Keys
package import Postgres

extension Vault {
    /// Numbers in clear, many at a time.
    package struct Opened<Number: Sendable>: Sendable {
        package var numbers: [Place: Number] = [:]
        /// Integrated numbers about whose individual number a person must decide first.
        package var waiting: Set<Int64> = []
        /// 開けない個人番号. Places whose number is not as the hub laid it down there: it was altered, or is another's. It goes out to nobody.
        package var altered: Set<Place> = []

        package init() {}
    }

    /// Opens the numbers at these places, but those about which a person must decide first; for Provision alone, once a policy has allowed it.
    ///
    /// - Throws: `KeyError` where a key lacks, `PostgresError`.
    package func open(_ owners: [Place], on connection: Connection) async throws -> Opened<IndividualNumber> {
        var opened = Opened<IndividualNumber>()
        guard !owners.isEmpty else { return opened }
        let rows = try await connection.pipeline(Self.opening(Self.select(owners)))[1]
        opened.numbers.reserveCapacity(rows.count)
        let columns = try NumberColumns(rows)
        for row in rows { try opened.take(columns.open(row, by: self), at: columns.place(row)) { try IndividualNumber(digits: $0) } }
        return opened
    }

    /// Opens the numbers at these places as digits, many at a time, in a transaction of its own; for full extracts.
    ///
    /// Where the places lie close together, as they do in the order persons were numbered, one range is read instead of many places, and whether anything in it
    /// waits at all is asked first.
    ///
    /// - Throws: as ``open(_:on:)``.
    package func openDigits(of owners: [Place], on connection: Connection) async throws -> Opened<[UInt8]> {
        var opened = Opened<[UInt8]>()
        guard let first = owners.map(\.runningNumber).min(), let last = owners.map(\.runningNumber).max() else { return opened }
        let isDense = last - first < Int64(owners.count) * 3
        let query: Query =
            isDense
            ? """
            SELECT n.running_number, n.ordinal, n.key_id, n.keyed_hash, n.sealed FROM vault.individual_number n
            WHERE n.running_number BETWEEN \(first) AND \(last)
                AND (NOT EXISTS (SELECT FROM register.awaiting w WHERE w.running_number BETWEEN \(first) AND \(last)) OR \(unsafeSQL: Self.isSettled))
            """ : Self.select(owners)
        // What waits is read after the numbers, so that one that comes to wait in between is named as waiting.
        let results = try await connection.pipeline([
            "BEGIN READ ONLY", "SET LOCAL ROLE atena_opens", query,
            "SELECT running_number FROM register.awaiting WHERE running_number BETWEEN \(first) AND \(last)", "COMMIT",
        ])
        let wanted = Set(owners)
        opened.numbers.reserveCapacity(owners.count)
        let columns = try NumberColumns(results[2])
        for row in results[2] {
            let place = try columns.place(row)
            if wanted.contains(place) { opened.take(try columns.open(row, at: place, by: self), at: place) { $0 } }
        }
        opened.waiting = Set(try results[3].map { try $0.decode(Int64.self) })
        return opened
    }

    /// Of a number `n`: no person has to decide first whose it is. Every statement that opens numbers asks this, so that one that waits goes out on no way.
    ///
    /// Mostly nobody waits at all, and that is asked once.
    private static let isSettled =
        "(NOT (SELECT EXISTS (SELECT FROM register.awaiting)) OR NOT EXISTS (SELECT FROM register.awaiting w WHERE w.running_number = n.running_number))"

    private static func select(_ owners: [Place]) -> Query {
        """
        SELECT n.running_number, n.ordinal, n.key_id, n.keyed_hash, n.sealed FROM vault.individual_number n
        JOIN unnest(\(owners.map(\.runningNumber)), \(owners.map { Int32($0.ordinal) })) AS o (running_number, ordinal)
            ON n.running_number = o.running_number AND n.ordinal = o.ordinal
        WHERE \(unsafeSQL: Self.isSettled)
        """
    }

    /// The encrypted number beside a version `v`, for `Provision/SinglePerson`: nothing of one about which a person must decide first.
    package static let encryptedBeside = """
        LEFT JOIN vault.individual_number n ON n.running_number = v.running_number AND n.ordinal = v.number_ordinal AND \(isSettled)
        """

    /// What is selected of it.
    package static let encryptedColumns = "n.key_id, n.keyed_hash, n.sealed"

    /// Reads it.
    package struct EncryptedColumns {
        private let keyID: Column<Int32?>
        private let keyedHash: Column<[UInt8]>
        private let sealed: Column<[UInt8]>

        package init(_ rows: Rows) throws {
            keyID = try rows.column("key_id")
            keyedHash = try rows.column("keyed_hash")
            sealed = try rows.column("sealed")
        }

        /// nil where there is none, or it waits.
        package func number(_ row: Row) throws -> EncryptedNumber? {
            guard let keyID = try row.decode(keyID) else { return nil }
            return EncryptedNumber(keyedHash: try row.decode(keyedHash), keyID: keyID, encrypted: try row.decode(sealed))
        }
    }

    /// Opens some of `encrypted`, by their places.
    ///
    /// - Throws: `KeyError` where a key lacks.
    package func opened(_ places: some Sequence<Place>, among encrypted: [Place: EncryptedNumber]) throws -> Opened<IndividualNumber> {
        var opened = Opened<IndividualNumber>()
        for place in places {
            guard let number = encrypted[place] else { continue }
            try opened.take(open(number.encrypted, keyID: number.keyID, place.context(number.keyedHash)), at: place) { try IndividualNumber(digits: $0) }
        }
        return opened
    }

    /// Opens one encrypted number in its context; asks for the key ring again if it was rotated meanwhile.
    ///
    /// - Returns: nil where it is altered, or not of this context.
    func open(_ sealed: some Collection<UInt8>, keyID: Int32, _ context: [UInt8]) throws(KeyError) -> [UInt8]? {
        do throws(KeyError) {
            do throws(KeyError) {
                return try keys.cipher.decrypt(sealed, keyID: keyID, context: context)
            } catch {
                guard error.unknownKeyID != nil else { throw error }
                return try keys.reload().decrypt(sealed, keyID: keyID, context: context)
            }
        } catch {
            guard error == .notAuthentic else { throw error }
            return nil
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

        /// Opens a row's number, for the place where it stands; nil where it is altered, or another's.
        func open(_ row: Row, by vault: Vault) throws -> [UInt8]? { try open(row, at: place(row), by: vault) }

        /// The same, where the place is read already.
        func open(_ row: Row, at place: Place, by vault: Vault) throws -> [UInt8]? {
            try vault.open(row.bytes(sealed) ?? [], keyID: try row.decode(keyID), place.context(hash(row)))
        }
    }
}

extension Vault.Opened {
    fileprivate mutating func take(_ digits: [UInt8]?, at place: Vault.Place, _ number: ([UInt8]) throws -> Number) rethrows {
        guard let digits else {
            _ = altered.insert(place)
            return
        }
        // 十二桁の零 were taken in as a number before they were refused, and are nobody's.
        if digits.contains(where: { $0 != UInt8(ascii: "0") }) { numbers[place] = try number(digits) }
    }
}
