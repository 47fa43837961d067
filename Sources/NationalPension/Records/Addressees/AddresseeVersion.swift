package import Addressee

/// 宛名の版. A person as the module was given them at one time; kept also when the hub takes the person back.
package struct AddresseeVersion: Sendable, Unprinted {
    /// 住民の状態, of whoever was taken back what it became.
    package enum Presence: String, Sendable, Hashable, Codable, CaseIterable {
        /// 住民
        case resident
        /// 国内転出
        case movedWithinJapan = "moved-within-japan"
        /// 国外転出
        case movedAbroad = "moved-abroad"
        /// 死亡
        case dead
        /// 消除
        case removed
        /// 住登外
        case nonResident = "non-resident"

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .resident: "住民"
            case .movedWithinJapan: "国内転出"
            case .movedAbroad: "国外転出"
            case .dead: "死亡"
            case .removed: "消除"
            case .nonResident: "住登外"
            }
        }
    }

    /// 履歴番号, from 1.
    package let historyNumber: Int32
    /// 住民の状態.
    package let presence: Presence
    /// 異動日; `nil` where it is not told.
    package let movedOn: CalendarDay?
    /// Items by their national names, without 個人番号.
    package let items: [String: String]

    /// As it is kept, or is going to be.
    init(historyNumber: Int32, presence: Presence, movedOn: CalendarDay?, items: [String: String]) {
        (self.historyNumber, self.presence, self.movedOn, self.items) = (historyNumber, presence, movedOn, items)
    }

    /// A value; `nil` where it was not given, or is empty.
    package subscript(_ item: Item) -> String? { items[item.rawValue].flatMap { $0.isEmpty ? nil : $0 } }

    /// 氏名; empty where none was given.
    package var formalName: String { Self.formalName(in: items) }

    /// 氏名 among items by their national names: of a foreigner without one that in kanji of their own, or in Latin letters; empty where there is none.
    static func formalName(in items: [String: String]) -> String {
        [Item.shimei, .shimeiGaikokujinkanji, .shimeiGaikokujinromaji].lazy.compactMap { items[$0.rawValue] }.first { !$0.isEmpty } ?? ""
    }

    /// 生年月日; `nil` where it was not given. Of which the notation is outside the policy, is unknown all the same.
    package var birth: BirthDate? {
        self[.seinengappi].flatMap { Self.birth($0, notation: self[.seinengappiFushohyoki], isMarked: self[.seinengappiFushofuragu] == "1") }
    }

    /// - Parameter isMarked: as not known.
    static func birth(_ written: String, notation: String?, isMarked: Bool = false) -> BirthDate? {
        let isUnknown = isMarked || written.hasSuffix("-00") || written.hasPrefix("0000")
        return try? BirthDate(written: written, unknownNotation: notation ?? (isUnknown ? "不詳" : nil))
    }

    /// 住所, its parts one after another; empty where it was not given, or is withheld.
    package var address: String {
        [Item.jushoTodofuken, .jushoShikugunchosonmei, .jushoChoaza, .jushoBanchigohyoki, .jushoKatagaki].compactMap { self[$0] }.joined()
    }

    /// 抑止・支援措置 of whatever kind: where the person is, is shown to nobody here (CT-22).
    package var isProtected: Bool {
        [Item.yokushifuragu, .kariShiensochi].contains { self[$0].map { $0 != "0" } ?? false } || self[.shiensochiKaishi] != nil
    }

    /// 異動事由.
    var reason: MovementReason? { self[.idojiyu].flatMap { MovementReason(code: $0) } }

    /// What the rules compare; `nil` of a non-resident.
    var snapshot: ResidentSnapshot? {
        guard presence != .nonResident, let presence = ResidentSnapshot.Presence(rawValue: presence.rawValue) else { return nil }
        return ResidentSnapshot(
            presence: presence, birth: birth, name: formalName, address: address,
            householder: "\(self[.setaibango] ?? "") \(self[.zokugara] ?? "")",
            isJapanese: self[.juminshubetsu].flatMap(ResidentKind.init(rawValue:)).map { !$0.isForeign } ?? false)
    }
}
