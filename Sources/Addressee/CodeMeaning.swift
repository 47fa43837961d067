extension Item {
    /// What a code of this item means, in Japanese, such as 日本人住民 for 住民種別 1; nil where the item holds no codes, or not this one.
    public func meaning(of code: String) -> String? {
        switch self {
        case .juminshubetsu: ResidentKind(rawValue: code)?.label
        case .juminjotai: ResidentState(juminjotai: code)?.label
        case .jutogaijotai: ResidentState(jutogaijotai: code)?.label
        case .seibetsu: Sex(rawValue: code)?.label
        case .idojiyu: MovementReason(code: code)?.nameJa
        case .seinengappiFushofuragu: ["0": "生年月日は分かっています", "1": "生年月日に不詳があります"][code]
        case .yokushifuragu: ["0": "抑止なし", "1": "抑止あり"][code]
        case .kariShiensochi: ["0": "仮支援措置なし", "1": "仮支援措置あり"][code]
        case .karitorokufuragu: ["0": "本登録", "1": "仮登録"][code]
        case .tsushoFuriganakakuninjokyo: ["0": "未確認", "1": "確認済み"][code]
        case .nayosemotofuragu: ["0": "名寄せ元ではありません", "1": "名寄せ元"][code]
        case .gyomuid: code == BusinessID.none ? "業務IDのない業務" : BusinessID.name(of: code)
        case .tagyomusanshofukafuragu: ["0": "ほかの業務でも参照できます", "1": "ほかの業務では参照できません"][code]
        default: nil
        }
    }
}

extension ResidentKind {
    /// Japanese name, for people.
    public var label: String {
        switch self {
        case .japanese: "日本人住民"
        case .foreign: "外国人住民"
        case .nonResidentJapanese: "日本人住登外者"
        case .nonResidentForeign: "外国人住登外者"
        }
    }
}

extension ResidentState {
    /// Japanese name, for people.
    public var label: String {
        switch self {
        case .resident: "住登者"
        case .nonResident: "住登外者"
        case .movedOut: "転出者"
        case .dead: "死亡者"
        case .removed: "消除者"
        case .nonResidentDead: "住登外死亡者"
        case .nonResidentRemoved: "住登外の消除者"
        }
    }
}

extension Sex {
    /// Japanese name, for people.
    public var label: String {
        switch self {
        case .unknown: "不明"
        case .male: "男"
        case .female: "女"
        }
    }
}
