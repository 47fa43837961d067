/// 確認の行. What the row of a decision says of a reception, as far as this program wrote it: what somebody put there by SQL decides nothing.
enum DecisionRow: Sendable, Hashable {
    /// Nobody has decided.
    case none
    /// As this program wrote it, with its outcome.
    case made(String)
    /// 証印なし: nothing follows from it, and no true one has room beside it till it is taken away.
    case untrue

    /// Whether the reception still waits for somebody.
    var isWaiting: Bool { if case .made = self { false } else { true } }

    /// Whether the reception counts, or may yet.
    var mayCount: Bool { isWaiting || self == .made("accepted") }
}

extension PensionSeal {
    /// - Parameters:
    ///   - outcome: of the row that an outer join found; `nil` where there is none.
    ///   - form: and its MAC, as `SealedRecord.sealed` selects them.
    func decision(_ outcome: String?, _ form: [UInt8], _ mac: [UInt8]?) -> DecisionRow {
        guard let outcome else { return .none }
        return holds(.decision, form, mac) ? .made(outcome) : .untrue
    }
}
