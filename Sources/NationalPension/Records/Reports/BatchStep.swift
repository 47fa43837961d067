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
    /// 不達: the Service could not read the medium, or it is lost.
    case failed
    /// 再報告, by another person than said that it failed: what the Service has not answered is due again.
    case recalled

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
        case .failed: "不達"
        case .recalled: "再報告"
        }
    }

    /// Of two people the first: what another has to have done before, whom this confirms; `nil` where one is enough.
    package var confirmed: BatchStep? {
        switch self {
        case .released: .closed
        case .recalled: .failed
        default: nil
        }
    }

    /// What may follow steps; none stand for a batch that was made, and nothing else. Where the medium is goes on, whatever becomes of the reports.
    package static func next(after steps: [BatchStep]) -> [BatchStep] {
        let medium = ofMedium(steps)
        // A medium that was made of it is still somewhere.
        if steps.contains(.cancelled) { return medium == .written ? [.destroyed] : [] }
        let next: [BatchStep] =
            switch medium {
            case nil: [.closed, .cancelled]
            case .closed: [.released, .cancelled]
            case .released: [.written, .cancelled]
            case .written: [.handed, .cancelled]
            case .handed: [.received, .returned] + (steps.contains(.failed) ? [.destroyed] : [])
            case .received: [.returned, .destroyed]
            case .returned: [.destroyed]
            case .destroyed, .cancelled, .failed, .recalled: []
            }
        guard steps.contains(.handed), !steps.contains(.recalled) else { return next }
        return next + [steps.contains(.failed) ? .recalled : .failed]
    }

    /// What is told of the reports, whenever the medium goes on.
    static let saysNothingOfMedium: Set<BatchStep> = [.failed, .recalled, .cancelled]

    /// Whether the reports of a batch are published by it, or no longer.
    var changesPublication: Bool { self == .released || self == .cancelled || self == .recalled }

    /// The last step that says where the medium is.
    package static func ofMedium(_ steps: [BatchStep]) -> BatchStep? { steps.last { !saysNothingOfMedium.contains($0) } }

    /// What became of the reports beside where the medium is; `nil` where nothing did.
    package static func ofReports(_ steps: [BatchStep]) -> BatchStep? { steps.last { saysNothingOfMedium.contains($0) } }

    /// 期限. Days after the last step of the medium in which another has to have followed, as of any medium (decision 0051), whatever became of the reports meanwhile;
    /// `nil`: nothing has to.
    package static func days(after steps: [BatchStep]) -> Int? {
        switch ofMedium(steps) {
        case .written, .handed, .returned: 7
        case .received: 30
        default: nil
        }
    }

    /// How the reports of a batch stand that the Service has not answered; `nil` where they are due again.
    package static func state(after steps: [BatchStep]) -> ReportState? {
        if steps.contains(.cancelled) || steps.contains(.recalled) { return nil }
        if steps.contains(.handed) { return .sent }
        return steps.contains(.released) ? .released : .batched
    }
}
