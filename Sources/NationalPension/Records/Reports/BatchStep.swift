/// 束の経過. What is done with a batch of reports, and with the medium that it is on.
package enum BatchStep: String, Sendable, Hashable, Codable, CaseIterable {
    /// 締め: what the file holds is settled.
    case closed
    /// 承認, by another person.
    case released
    /// 取消し: its reports are due again.
    case cancelled
    /// 媒体の作成
    case written
    /// 引渡し: it went to the Service.
    case handed
    /// 受領: the Service has it.
    case received
    /// 返却: the medium came back.
    case returned
    /// 廃棄: nothing can be read from the medium any more.
    case destroyed

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .closed: "締め"
        case .released: "承認"
        case .cancelled: "取消し"
        case .written: "媒体の作成"
        case .handed: "引渡し"
        case .received: "受領"
        case .returned: "返却"
        case .destroyed: "廃棄"
        }
    }

    /// What may follow it; `nil` stands for a batch that was made, and nothing else.
    package static func next(after step: BatchStep?) -> [BatchStep] {
        switch step {
        case nil: [.closed, .cancelled]
        case .closed: [.released, .cancelled]
        case .released: [.written, .cancelled]
        case .written: [.handed, .cancelled]
        case .handed: [.received, .returned]
        case .received: [.returned, .destroyed]
        case .returned: [.destroyed]
        case .cancelled, .destroyed: []
        }
    }

    /// 期限. Days after which something has to have followed, as of any medium (decision 0051); `nil`: nothing has to.
    package var days: Int? {
        switch self {
        case .written, .handed, .returned: 7
        case .received: 30
        case .closed, .released, .cancelled, .destroyed: nil
        }
    }

    /// How the reports of a batch stand; `nil` where they are due again.
    package static func state(after step: BatchStep?) -> ReportState? {
        switch step {
        case nil, .closed: .batched
        case .released, .written: .released
        case .handed, .received, .returned, .destroyed: .sent
        case .cancelled: nil
        }
    }
}
