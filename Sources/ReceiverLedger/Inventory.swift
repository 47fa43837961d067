import Addressee
package import ConnectorKit
import Keys
import Postgres
import Synchronization

extension ReceivedPersons {
    /// Persons read at once.
    private static var pageSize: Int { 2_000 }

    /// What is kept, page by page as it is asked for. Each page is as of its moment, so compare while nothing is delivered, or look again at
    /// what differs.
    package func inventory(key: DigestKey) async throws -> AsyncThrowingStream<[HeldEntry], any Error> {
        let hash = key.reveal { KeyedHash(key: $0) }
        let place = Place()
        return AsyncThrowingStream {
            guard let last = place.last else { return nil }
            let rows = try await pool.query(queries.held(after: last, limit: Self.pageSize))
            let entries = try await digest(rows, hash)
            place.last = entries.count < Self.pageSize ? nil : entries.last.map { ($0.addresseeNumber.value, $0.recordKey ?? "") }
            return entries.isEmpty ? nil : entries
        }
    }

    @concurrent
    private func digest(_ rows: Rows, _ hash: KeyedHash) async throws -> [HeldEntry] {
        var cipher = keys.cipher
        var canonical: [UInt8] = []
        let (addressee, history) = (try rows.column("atenabango", as: String.self), try rows.column("rirekibango", as: Int32.self))
        let (itemsColumn, sealedColumn) = (try rows.column("items", as: String?.self), try rows.column("kojinbango_sealed", as: [UInt8]?.self))
        let recordKey = try rows.column("record_key", as: String.self)
        let keyID = try rows.column("kojinbango_key_id", as: Int32.self)
        return try rows.map { row in
            let (number, key) = (try row.decode(addressee), try row.decode(recordKey))
            canonical.removeAll(keepingCapacity: true)
            // Stored as `ItemsJSON` wrote it, so this is the canonical form already.
            if let items = row.bytes(itemsColumn) { canonical.append(contentsOf: items) }
            if let sealed = row.bytes(sealedColumn) {
                canonical.append(
                    contentsOf: try open(sealed, keyID: try row.decode(keyID), of: (number, key), cipher: &cipher))
            }
            return HeldEntry(
                addresseeNumber: try AddresseeNumber(number), recordKey: key.isEmpty ? nil : key, historyNumber: Int(try row.decode(history)),
                digest: hash.hash(canonical))
        }
    }

    /// Opens an individual number; reads the key ring again if another process has rotated it meanwhile.
    func open(
        _ sealed: ArraySlice<UInt8>, keyID: Int32, of record: (number: String, key: String), cipher: inout FieldCipher
    ) throws(KeyError) -> [UInt8] {
        let context = EncryptionContext(schema, table).bytes(record.number, record.key)
        do throws(KeyError) {
            return try cipher.decrypt(sealed, keyID: keyID, context: context)
        } catch {
            guard error.unknownKeyID != nil else { throw error }
            cipher = try keys.reload()
            return try cipher.decrypt(sealed, keyID: keyID, context: context)
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
