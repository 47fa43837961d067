public import Addressee
internal import Governance

/// 照会結果. A person as somebody of the staff may see them.
public struct PersonSheet: Redacted {
    /// 宛名番号
    public let addresseeNumber: AddresseeNumber
    /// 履歴番号
    public let historyNumber: Int
    /// 抑止・支援措置
    public let protection: Protection
    /// Whether what tells where the person is was left out, because they or somebody of their household is protected.
    public let isAddressWithheld: Bool
    /// 同一世帯の支援措置. Whether somebody of the same household is protected.
    public let livesWithProtected: Bool
    /// 一時解除. Number of the release by which what tells where the person is may be seen; nil where none was needed, or is held.
    public let release: Int64?
    /// 他業務参照不可
    public let isClosedToOtherAffairs: Bool
    /// What may be seen, by item, as given.
    public let items: [Item: String]

    /// Printed with `****` in place of the person.
    public static var redactedName: String { "照会結果" }

    /// - Parameters:
    ///   - hidesPlace: whether the person, or somebody of their household, is protected.
    ///   - release: by which whoever looks may see it all the same.
    package init(_ state: PersonState, _ all: [Item: String], hidesPlace: Bool, release: Int64?) throws(ValueError) {
        addresseeNumber = try AddresseeNumber(state.addresseeNumber)
        historyNumber = Int(state.historyNumber)
        protection = Protection(all)
        livesWithProtected = hidesPlace && !protection.holds
        isAddressWithheld = (protection.holds || hidesPlace) && release == nil
        self.release = release
        isClosedToOtherAffairs = state.facts.closedToOtherAffairs
        items = isAddressWithheld ? all.filter { !ItemSet.ofPlace.contains($0.key) } : all
    }

    /// What a clerk must know first, in Japanese.
    public var warnings: [String] {
        var warnings = protection.warnings
        if livesWithProtected { warnings.append("【同じ世帯に支援措置】同じ世帯に支援措置の対象者がいます。住所を誰にも伝えないでください。") }
        if isAddressWithheld { warnings.append("住所は、別の職員が一時解除した間だけ、その照会者に表示します（atena protection release ask）。証跡の封印が遅れているか止まっている間は、だれにも表示しません。") }
        if isClosedToOtherAffairs { warnings.append("【他業務参照不可】登録した業務のほかでは使えません。") }
        return warnings
    }

    /// 住所 in one line; nil where none may be seen.
    public var address: String? {
        guard !isAddressWithheld, let address = try? Address(items), !address.line.isEmpty else { return nil }
        return address.line
    }

    /// 生年月日 in eras, as given where it is unknown in part.
    public var birth: String? {
        guard let written = items[.seinengappi] else { return nil }
        // What the register holds was checked when it came in.
        guard let birth = try? BirthDate(written: written, unknownNotation: items[.seinengappiFushohyoki]) else { return written }
        return EraDate.display(birth)
    }

    /// Label and value of each item, in the national order, as a clerk reads them.
    public var lines: [(label: String, value: String)] {
        var lines = [(label: Item.atenabango.label, value: addresseeNumber.value), (Item.rirekibango.label, String(historyNumber))]
        for item in ItemCatalogue.register.items where !Address.items.contains(item) {
            guard let value = items[item], ![.seinengappiFushohyoki, .seinengappiFushofuragu].contains(item) else { continue }
            lines.append((item.label, Self.shown(item, value, birth)))
            if item == .seinengappi, let address { lines.append(("住所", address)) }
        }
        return lines
    }

    private static func shown(_ item: Item, _ value: String, _ birth: String?) -> String {
        switch item {
        case .seinengappi: birth ?? value
        case _ where item.kind == .date: CalendarDay(value).map(EraDate.display) ?? value
        // The code stands beside its meaning: other offices name it by the code.
        default: item.meaning(of: value).map { "\(value) \($0)" } ?? value
        }
    }
}
