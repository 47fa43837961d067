import Addressee
import ConnectorKit
import Keys

/// The persons of a batch, column by column, as arrays go to PostgreSQL.
struct LedgerColumns: Sendable {
    private(set) var numbers: [String] = []
    private(set) var historyNumbers: [Int32] = []
    private(set) var keyIDs: [Int32?] = []
    private(set) var encrypted: [[UInt8]?] = []
    /// NULL for a removal.
    private(set) var items = JSONColumn()
    /// Items that wait for a decision at the hub: what is held of them stays.
    private(set) var waiting: [Int64] = []

    mutating func reserve(_ count: Int) {
        numbers.reserveCapacity(count)
        historyNumbers.reserveCapacity(count)
        keyIDs.reserveCapacity(count)
        encrypted.reserveCapacity(count)
        items.reserve(count)
        waiting.reserveCapacity(count)
    }

    mutating func append(_ entry: Entry, schema: String, cipher: FieldCipher) throws(KeyError) {
        let number = entry.addresseeNumber.value
        numbers.append(number)
        historyNumbers.append(Int32(clamping: entry.historyNumber))
        waiting.append(entry.operation == .upsert ? ItemSet(entry.waiting).rawValue : 0)
        guard entry.operation == .upsert else {
            keyIDs.append(nil)
            encrypted.append(nil)
            items.appendNull()
            return
        }
        if let individualNumber = entry.individualNumber {
            let context = EncryptionContext.bytes(schema: schema, number: number)
            let outcome: Result<[UInt8], KeyError> = individualNumber.reveal { digits in
                do throws(KeyError) { return .success(try cipher.encrypt(digits, context: context)) } catch { return .failure(error) }
            }
            encrypted.append(try outcome.get())
            keyIDs.append(cipher.currentKeyID)
        } else {
            encrypted.append(nil)
            keyIDs.append(nil)
        }
        items.append(entry.items)
    }
}

/// Ties an encrypted individual number to its receiver and its row.
enum EncryptionContext {
    static func bytes(schema: String, number: String) -> [UInt8] {
        var bytes = Array(schema.utf8)
        bytes.append(contentsOf: ".person/".utf8)
        bytes.append(contentsOf: number.utf8)
        return bytes
    }
}
