import Addressee
import ConnectorKit
import Keys

/// The persons of a batch, column by column, as arrays go to PostgreSQL.
struct LedgerColumns: Sendable {
    private(set) var numbers: [String] = []
    /// Empty where there is one record a person.
    private(set) var recordKeys: [String] = []
    private(set) var historyNumbers: [Int32] = []
    private(set) var keyIDs: [Int32?] = []
    private(set) var encrypted: [[UInt8]?] = []
    /// NULL for a removal.
    private(set) var items = JSONColumn()
    /// Items that wait for a decision at the hub: what is held of them stays.
    private(set) var waiting: [Int64] = []

    mutating func reserve(_ count: Int) {
        numbers.reserveCapacity(count)
        recordKeys.reserveCapacity(count)
        historyNumbers.reserveCapacity(count)
        keyIDs.reserveCapacity(count)
        encrypted.reserveCapacity(count)
        items.reserve(count)
        waiting.reserveCapacity(count)
    }

    mutating func append(_ entry: Entry, in place: EncryptionContext, cipher: FieldCipher) throws(KeyError) {
        let number = entry.addresseeNumber.value
        numbers.append(number)
        recordKeys.append(entry.recordKey ?? "")
        historyNumbers.append(Int32(clamping: entry.historyNumber))
        // What is withheld of a protected person is erased, whatever else is said of it.
        waiting.append(entry.operation == .upsert ? ItemSet(entry.waiting).subtracting(ItemSet(entry.withheld)).rawValue : 0)
        guard entry.operation == .upsert else {
            keyIDs.append(nil)
            encrypted.append(nil)
            items.appendNull()
            return
        }
        if let individualNumber = entry.individualNumber {
            let context = place.bytes(number, entry.recordKey ?? "")
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
struct EncryptionContext: Sendable {
    private let place: [UInt8]

    init(_ schema: String, _ table: LedgerTable) { place = Array("\(schema).\(table.name)/".utf8) }

    func bytes(_ number: String, _ recordKey: String) -> [UInt8] {
        var bytes = place
        bytes.append(contentsOf: number.utf8)
        if !recordKey.isEmpty {
            bytes.append(UInt8(ascii: "/"))
            bytes.append(contentsOf: recordKey.utf8)
        }
        return bytes
    }
}
