public import Addressee

/// 受領後の回答. What a receiver says later of entries that it accepted.
public struct LateAnswer: Sendable, Hashable {
    /// 受付番号. As the receiver gave it with `EntryResult.accepted`.
    public var receipt: String
    /// 宛名番号. Of whom it speaks; nil: of everybody accepted under that receipt.
    public var addresseeNumber: AddresseeNumber?
    /// レコードキー. Which of the person's records; nil: all of them under that receipt.
    public var recordKey: String?
    /// What became of it; that it is accepted is no answer.
    public var result: EntryResult

    /// An answer to one entry, or to all under a receipt.
    public init(receipt: String, addresseeNumber: AddresseeNumber? = nil, recordKey: String? = nil, result: EntryResult) {
        self.receipt = receipt
        self.addresseeNumber = addresseeNumber
        self.recordKey = recordKey
        self.result = result
    }
}
