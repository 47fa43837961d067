/// 受渡しの段階. What happens to a medium from its making to its end.
public enum MediumStep: String, Sendable, Codable, Hashable, CaseIterable {
    /// 作成
    case made
    /// 引渡し: it left for the receiver.
    case handed
    /// 受領: the receiver has it.
    case received
    /// 返却: it came back.
    case returned
    /// 廃棄: nothing can be read from it any more.
    case destroyed

    /// In Japanese.
    public var label: String {
        switch self {
        case .made: "作成"
        case .handed: "引渡し"
        case .received: "受領"
        case .returned: "返却"
        case .destroyed: "廃棄"
        }
    }

    /// What may follow it.
    public var next: [MediumStep] {
        switch self {
        case .made: [.handed, .destroyed]
        case .handed: [.received, .returned]
        case .received: [.returned, .destroyed]
        case .returned: [.destroyed]
        case .destroyed: []
        }
    }

    /// 期限. Days after which something has to have followed: a medium on its way longer than a week is looked for. nil: nothing has to.
    public var days: Int? {
        switch self {
        case .made, .handed, .returned: 7
        case .received: 30
        case .destroyed: nil
        }
    }
}
