internal import Addressee
public import Keys
package import Postgres

/// The vault (DESIGN §4): the only code that takes the roles `atena_vault`, `atena_opens` and `atena_answers`, and the only code that encrypts or opens individual numbers.
///
/// Statements run inside the caller's transaction, so that a number and the record it belongs to are durable together.
public struct Vault: Sendable {
    package let keys: LiveCipher

    /// `keys` encrypt and open with the hub's key ring, as it stands at each use.
    public init(keys: LiveCipher) { self.keys = keys }

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
    package func store(_ numbers: [NewNumber], on connection: Connection) async throws { try await connection.copyIn(unsafeSQL: storing(numbers)) }

    /// The steps that lay new numbers down, in the order of their hash, so that two writers of the same numbers never lock each other out.
    ///
    /// Here they are encrypted, and not before: only now each has its place, to which it is bound.
    func storing(_ numbers: [NewNumber]) throws(KeyError) -> [CopyStep] {
        guard !numbers.isEmpty else { return [] }
        let cipher = keys.cipher
        var copy = BinaryCopy()
        copy.header()
        for place in NumberKey.order(of: numbers) {
            let new = numbers[place]
            copy.row(columns: 6)
            copy.append(int64: new.owner.runningNumber)
            copy.append(int64: new.establishedBy)
            copy.append(int32: cipher.currentKeyID)
            copy.append(int16: new.owner.ordinal)
            copy.append(bytes: new.number.keyedHash)
            copy.append(bytes: try new.number.encrypted(by: cipher, at: new.owner))
        }
        copy.trailer()
        let columns = "running_number, established_by, key_id, ordinal, keyed_hash, sealed"
        return [
            .statement(unsafeSQL: "SET LOCAL ROLE atena_vault"),
            .copy(unsafeSQL: "COPY vault.individual_number (\(columns)) FROM STDIN (FORMAT binary)", copy),
            .statement(unsafeSQL: "RESET ROLE"),
        ]
    }

    /// A statement of the vault, for a pipeline: the answer is the second of three. Afterwards the session is in its process's role again, whichever that is.
    static func asVault(_ query: Query) -> [Query] { ["SET LOCAL ROLE atena_vault", query, "RESET ROLE"] }

    /// The same of a statement that opens numbers and writes none: what receivers ask, and what is delivered to them, may no more.
    static func opening(_ query: Query) -> [Query] { ["SET LOCAL ROLE atena_opens", query, "RESET ROLE"] }

    /// What goes before the statement that reads of persons who are asked about what the hub reads, and their encrypted numbers beside; the last of its transaction.
    package static let answering: Query = "SET LOCAL ROLE atena_answers"
}
