public import Addressee

/// 異動事由と異動年月日. Why a state came about, and on which day.
public struct ReasonOnDay: Sendable, Hashable {
    /// 異動事由, a code of the movement reasons (`41`).
    public var idojiyu: String
    /// 異動年月日.
    public var idonengappi: CalendarDay

    /// Why, and on which day.
    public init(idojiyu: String, idonengappi: CalendarDay) {
        self.idojiyu = idojiyu
        self.idonengappi = idonengappi
    }
}

/// One person's state as a receiver may know it: state travels, not events.
///
/// Applying it twice, or an older one late, changes nothing. Redacts itself, because it is nothing but personal data.
public struct Entry: Redacted, Hashable {
    /// 宛名番号.
    public var addresseeNumber: AddresseeNumber
    /// 履歴番号, the version of the record, from 1; 0 where it is not told, as of a person who awaits confirmation.
    public var historyNumber: Int
    /// What the receiver does.
    public var operation: Operation
    /// The permitted items that have a value, without 個人番号; empty for a removal.
    public var items: [Item: String]
    /// 個人番号, where the policy includes it and the person has one.
    public var individualNumber: IndividualNumber?
    /// Movements that led here; none for a removal by calendar or by policy.
    public var reasons: [ReasonOnDay]
    /// 確認待ちの項目: left out until somebody of the staff decides about them. The receiver keeps what it holds of these, and of a person who awaits
    /// confirmation it keeps nothing else.
    public var waiting: [Item]
    /// 提供しないとされた項目: left out because somebody of the staff decided so.
    public var declined: [Item]
    /// 支援措置により提供しない項目: what tells where a protected person is (CT-22). The receiver erases what it holds of these; none of them is among `items`.
    public var withheld: [Item]
    /// レコードキー. Which of the person's records in the dataset it is (a 年度, say); nil where there is one a person.
    public var recordKey: String?

    /// Stands in place of the value.
    public static var redactedName: String { "エントリ" }

    /// - Parameter items: `kojinbango` among them is dropped: it travels as `individualNumber` only.
    public init(
        addresseeNumber: AddresseeNumber, historyNumber: Int, operation: Operation, items: [Item: String] = [:],
        individualNumber: IndividualNumber? = nil, reasons: [ReasonOnDay] = [],
        waiting: [Item] = [], declined: [Item] = [], withheld: [Item] = [], recordKey: String? = nil
    ) {
        self.addresseeNumber = addresseeNumber
        self.historyNumber = historyNumber
        self.operation = operation
        self.items = items
        if items[.kojinbango] != nil { self.items[.kojinbango] = nil }
        self.individualNumber = individualNumber
        self.reasons = reasons
        (self.waiting, self.declined, self.withheld, self.recordKey) = (waiting, declined, withheld, recordKey)
    }

    /// 職員の確認待ち: nothing is told of the person until somebody of the staff decides (CT-18), not even the version.
    /// - Parameters:
    ///   - items: what the receiver may go on holding of the person meanwhile.
    ///   - withheld: what of a protected person it may not.
    public static func awaitingConfirmation(
        _ addresseeNumber: AddresseeNumber, keeping items: [Item], withheld: [Item] = [], recordKey: String? = nil
    ) -> Entry {
        Entry(
            addresseeNumber: addresseeNumber, historyNumber: 0, operation: .awaitingConfirmation, waiting: items, withheld: withheld, recordKey: recordKey)
    }
}

extension Entry {
    /// What a receiver does with an entry.
    public enum Operation: String, Sendable, Hashable, CaseIterable {
        /// The person's state replaces what is held.
        case upsert
        /// The receiver may hold the person no longer; the number, the version and the sequence may stay, so that nothing late brings the person back.
        case remove
        /// 職員の確認待ち. Nothing is told of the person now: the receiver keeps what it holds of them, however old, and holds nobody new for it.
        case awaitingConfirmation = "awaiting-confirmation"
    }
}
