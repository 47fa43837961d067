public import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Governance
internal import Keys
internal import Postgres
internal import Register

/// 受付票. What the hub took of a receiver's list.
public struct InventoryReceipt: Sendable, Hashable {
    /// Number that the list is called by.
    public let inventory: Int64
    /// Persons in it.
    public let persons: Int

    /// As taken.
    public init(inventory: Int64, persons: Int) { (self.inventory, self.persons) = (inventory, persons) }
}

/// 照合鍵. The key that a receiver made for one list of what it holds.
public struct InventoryKey: Redacted {
    /// Stands in place of the value.
    public static var redactedName: String { "照合鍵" }

    package let bytes: [UInt8]

    /// - Parameter hex: 64 hexadecimal digits.
    /// - Throws: `InventoryRefused` R0004.
    public init(hex: String?) throws(InventoryRefused) {
        guard let hex, let bytes = InventoryLines.digest(hex.utf8) else { throw .noKey }
        self.bytes = bytes
    }
}

extension Provisioning {
    /// Lines written in one transaction: none stays open while the receiver is slow, so that no reader of the journal waits for it.
    private static let portion = 10_000

    /// 棚卸し. Takes what a receiver that pulls says it holds, for `atena reconcile`; it replaces the receiver's list before. Memory is bounded by a portion
    /// of lines, and nothing is kept of a list that breaks off.
    ///
    /// - Parameters:
    ///   - cursor: what the receiver had applied when it wrote the list.
    ///   - key: what the digests are made under.
    ///   - body: lines as `InventoryLines` reads them, cut anywhere.
    /// - Throws: `ProvisionRefused` where the system has no policy, `CursorRefused`, `InventoryRefused` (each recorded), `PostgresError`, and what `body` throws.
    public func takeInventory(
        _ caller: Caller, dataset: String, after cursor: String, key: InventoryKey, body: some AsyncSequence<[UInt8], any Error> & Sendable
    ) async throws -> InventoryReceipt {
        let system = caller.system
        try await refusing(system, dataset, .none, caller) { connection in
            guard try await inForce(system, dataset, on: connection) != nil else { throw ProvisionRefused(refusal: .noPolicy) }
        }
        var begun: Int64?
        do {
            let place = try Cursor(cursor, system: system.rawValue, dataset: dataset, form: cursors)
            // What is held by a future that is lost is compared with nothing: the receiver takes everything anew.
            _ = try await pool.withConnection { try await place.carried(to: JournalEnd.read(on: $0), on: $0) }
            let list = try await begin(system, dataset, cursor, key, caller)
            begun = list
            var lines = InventoryLines()
            var waiting: [InventoryLines.Held] = []
            for try await bytes in body {
                waiting += try lines.read(bytes)
                guard waiting.count >= Self.portion else { continue }
                try await write(waiting, to: list, upTo: lines.count)
                waiting.removeAll(keepingCapacity: true)
            }
            waiting += try lines.finish()
            try await write(waiting, to: list, upTo: lines.count)
            try await complete(list, lines.count, system, dataset, caller)
            return InventoryReceipt(inventory: list, persons: lines.count)
        } catch {
            let list = begun
            let code = (error as? InventoryRefused)?.code ?? (error as? CursorRefused)?.code
            // Also where the request is cancelled: its lines are of no use to anybody.
            try await Task {
                if let list { try await forget([list]) }
                guard let code else { return }
                let event = AuditEvent(
                    .inventoryReported, isFailure: true, by: caller.byWhom, fields: ["dataset": dataset, "refusal": code, "system": system.rawValue])
                try await pool.query(event.statement()).written()
            }.value
            throw error
        }
    }

    private func begin(_ system: SystemName, _ dataset: String, _ cursor: String, _ key: InventoryKey, _ caller: Caller) async throws -> Int64 {
        let cipher = vault.keys.cipher
        let encrypted = try cipher.encrypt(key.bytes, context: ReportedInventory.context(system, dataset))
        let rows = try await pool.query(
            """
            INSERT INTO delivery.inventory (system, dataset, by_whom, position, key_id, key_sealed)
            VALUES (\(system.rawValue), \(dataset), \(caller.byWhom), \(cursor), \(cipher.currentKeyID), \(encrypted)) RETURNING inventory_id
            """)
        guard let row = rows.first else { throw CancellationError() }
        return try row.decode(Int64.self)
    }

    private func write(_ held: [InventoryLines.Held], to list: Int64, upTo line: Int) async throws {
        guard !held.isEmpty else { return }
        var copy = BinaryCopy(capacity: held.count * 72)
        copy.header()
        for person in held {
            copy.row(columns: 4)
            copy.append(int64: list)
            copy.append(text: person.number.value.utf8)
            copy.append(bytes: person.digest)
            copy.append(text: person.recordKey.utf8)
        }
        copy.trailer()
        let bytes = copy
        do {
            try await pool.transaction { connection in
                _ = try await connection.copyIn(
                    unsafeSQL: "COPY delivery.inventory_entry (inventory_id, atenabango, digest, record_key) FROM STDIN (FORMAT binary)", bytes)
            }
        } catch let error as PostgresError where error.isUniqueViolation {
            throw InventoryRefused.twice(upTo: line)
        }
    }

    /// From now on it is the receiver's list; the ones before go, and those that broke off long ago.
    private func complete(_ list: Int64, _ persons: Int, _ system: SystemName, _ dataset: String, _ caller: Caller) async throws {
        let old = try await pool.transaction { connection in
            try await connection.execute(
                "UPDATE delivery.inventory SET completed_at = clock_timestamp(), persons = \(Int64(persons)) WHERE inventory_id = \(list)")
            let fields = ["dataset": dataset, "inventory": String(list), "persons": String(persons), "system": system.rawValue]
            try await AuditEvent(.inventoryReported, by: caller.byWhom, fields: fields).record(on: connection)
            return try await connection.query(
                """
                SELECT inventory_id FROM delivery.inventory WHERE system = \(system.rawValue) AND dataset = \(dataset) AND inventory_id < \(list)
                    AND (completed_at IS NOT NULL OR begun_at < clock_timestamp() - interval '1 hour')
                """)
        }
        try await forget(try old.map { try $0.decode(Int64.self) })
    }

    /// A portion at a time, so that no transaction lasts long.
    private func forget(_ lists: [Int64]) async throws {
        for list in lists {
            while try await pool.execute(
                """
                DELETE FROM delivery.inventory_entry WHERE inventory_id = \(list) AND atenabango IN (
                    SELECT atenabango FROM delivery.inventory_entry WHERE inventory_id = \(list) ORDER BY atenabango LIMIT 50000)
                """) > 0
            {}
            _ = try await pool.execute("DELETE FROM delivery.inventory WHERE inventory_id = \(list)")
        }
    }
}
