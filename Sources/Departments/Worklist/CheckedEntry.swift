import Addressee
import ConnectorKit
import ReceiverLedger

/// What a department's rules may ask about a person, read from an entry and checked.
struct CheckedEntry: Redacted {
    static var redactedName: String { "宛名の状態" }

    /// 住民状態 or 住登外者の状態; `nil` for a removal.
    var state: ResidentState?
    /// 生年月日, where it was given.
    var birth: BirthDate?
    /// 世帯番号.
    var household: String?
    /// 続柄 is 世帯主.
    var isHouseholder = false
    /// 住民となった年月日.
    var residentSince: CalendarDay?
    /// 住所を定めた年月日: the person was resident on this day at the latest.
    var addressSince: CalendarDay?
    /// How residence ended, where the entry says so.
    var end: ResidenceEnd?
    /// 異動年月日 of the state.
    var movedOn: CalendarDay?

    /// 支援措置により提供されない項目: nothing that was derived from these stays.
    var withheld: ItemSet = []

    /// A department takes the state only if it can work with it.
    /// - Throws: why not: field and rule.
    init(_ entry: Entry) throws(UnusableEntry) {
        end = ResidenceEnd(entry.reasons)
        guard entry.operation == .upsert else { return }
        withheld = ItemSet(entry.withheld)
        state = .resident
        if let code = Self.value(.jutogaijotai, entry) {
            guard let known = ResidentState(jutogaijotai: code) else { throw UnusableEntry(.jutogaijotai, "住登外者の状態の値で設定してください。") }
            state = known
        } else if let code = Self.value(.juminjotai, entry) {
            guard let known = ResidentState(juminjotai: code) else { throw UnusableEntry(.juminjotai, "住民状態の値で設定してください。") }
            state = known
        }
        birth = try Self.birth(entry)
        household = Self.value(.setaibango, entry)
        isHouseholder = Self.value(.zokugara, entry) == "世帯主"
        residentSince = try Self.day(.juminnengappi, entry)
        addressSince = try Self.day(.jushoteinengappi, entry)
        movedOn = try Self.day(.idonengappi, entry)
        if state == .resident || state?.isNonResident == true {
            end = nil
        } else if let code = Self.value(.idojiyu, entry), let movedOn {
            end = ResidenceEnd([ReasonOnDay(idojiyu: code, idonengappi: movedOn)]) ?? end
        }
    }

    private static func value(_ item: Item, _ entry: Entry) -> String? {
        guard let value = entry.items[item], !value.isEmpty else { return nil }
        return value
    }

    private static func day(_ item: Item, _ entry: Entry) throws(UnusableEntry) -> CalendarDay? {
        // A date of which the policy gives the year or the month only is no day.
        guard let text = value(item, entry), !text.hasSuffix("-00") else { return nil }
        guard let day = CalendarDay(text) else { throw UnusableEntry(item, "暦にある日をYYYY-MM-DDの形式で設定してください。") }
        return day
    }

    private static func birth(_ entry: Entry) throws(UnusableEntry) -> BirthDate? {
        guard let written = value(.seinengappi, entry) else { return nil }
        // The notation may be outside the policy; that the date is unknown in part still counts.
        let isUnknown = value(.seinengappiFushofuragu, entry) == "1" || written.hasSuffix("-00") || written.hasPrefix("0000")
        let notation = value(.seinengappiFushohyoki, entry) ?? (isUnknown ? "不詳" : nil)
        do {
            return try BirthDate(written: written, unknownNotation: notation)
        } catch {
            throw UnusableEntry(.seinengappi, "\(error.code) \(error.rule)")
        }
    }
}
