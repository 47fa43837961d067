internal import Addressee
internal import ConnectorKit
internal import Keys
internal import Postgres
internal import Synchronization

/// The newest whole list of what a receiver says it holds.
struct ReportedInventory: Sendable {
    let id: Int64
    /// What the receiver had applied.
    let position: String
    let completedAt: PostgresInstant
    let key: DigestKey
    private let pool: Pool

    /// Ties an encrypted key to its receiver.
    static func context(_ system: SystemName, _ dataset: String) -> [UInt8] { Array("inventory key/\(system.rawValue)/\(dataset)".utf8) }

    /// Nil where the receiver reported none.
    /// - Throws: `KeyError` where the list's key can't be opened, `PostgresError`.
    static func newest(of system: SystemName, _ dataset: String, keys: LiveCipher, pool: Pool) async throws -> ReportedInventory? {
        let rows = try await pool.query(
            """
            SELECT inventory_id, position, completed_at, key_id, key_sealed FROM delivery.inventory
            WHERE system = \(system.rawValue) AND dataset = \(dataset) AND completed_at IS NOT NULL ORDER BY inventory_id DESC LIMIT 1
            """)
        guard let (id, position, completedAt, keyID, sealed) = try rows.first?.decode((Int64, String, PostgresInstant, Int32, [UInt8]).self) else { return nil }
        let context = context(system, dataset)
        let key: [UInt8]
        do throws(KeyError) {
            key = try keys.cipher.decrypt(sealed, keyID: keyID, context: context)
        } catch {
            guard error.unknownKeyID != nil else { throw error }
            key = try keys.reload().decrypt(sealed, keyID: keyID, context: context)
        }
        return ReportedInventory(id: id, position: position, completedAt: completedAt, key: DigestKey(key), pool: pool)
    }

    /// The persons by addressee number, a page at a time. The history number is none: the receiver tells only what it compares by.
    func held() -> AsyncThrowingStream<[HeldEntry], any Error> {
        let place = Place()
        return AsyncThrowingStream {
            guard let last = place.last else { return nil }
            let rows = try await pool.query(
                """
                SELECT atenabango, record_key, digest FROM delivery.inventory_entry
                WHERE inventory_id = \(id) AND (atenabango, record_key) > (\(last.number), \(last.key)) ORDER BY atenabango, record_key LIMIT 5000
                """)
            let (number, digest) = try (rows.column("atenabango", as: String.self), rows.column("digest", as: [UInt8].self))
            let recordKey = try rows.column("record_key", as: String.self)
            let entries = try rows.map {
                let key = try $0.decode(recordKey)
                return HeldEntry(
                    addresseeNumber: try AddresseeNumber($0.decode(number)), recordKey: key.isEmpty ? nil : key, historyNumber: 0, digest: try $0.decode(digest)
                )
            }
            place.last = entries.count < 5000 ? nil : entries.last.map { ($0.addresseeNumber.value, $0.recordKey ?? "") }
            return entries.isEmpty ? nil : entries
        }
    }

    /// Where the next page begins; `nil` after the last.
    private final class Place: Sendable {
        private let place = Mutex<(number: String, key: String)?>(("", ""))
        var last: (number: String, key: String)? {
            get { place.withLock { $0 } }
            set { place.withLock { $0 = newValue } }
        }
    }
}
