/// 団体. The body whose hub this is: one municipality, one database, one process group (decision 0036).
public struct HubBody: Sendable, Hashable {
    /// 全国地方公共団体コード.
    public let code: LocalGovernmentCode
    /// The last day on which certificates and cursors count that name no body, as they were made before the hub knew its own; nil where it knew it from
    /// the beginning, and none such can be there.
    public let unnamedUntil: CalendarDay?

    /// What the database says.
    public init(code: LocalGovernmentCode, unnamedUntil: CalendarDay?) {
        self.code = code
        self.unnamedUntil = unnamedUntil
    }

    /// Whether a certificate's name lets it in.
    public enum Standing: Sendable, Hashable {
        /// It is this body's, or of before.
        case own
        /// It is another body's.
        case another
        /// It names no body, and that counts no more.
        case unnamed
        /// What it names can't be told.
        case unreadable
    }

    /// Whether a certificate of that name counts here on a day in Japan.
    public func standing(of name: CertificateName, on day: CalendarDay) -> Standing {
        if name == .unreadable { return .unreadable }
        if let body = name.body { return body == code ? .own : .another }
        guard let unnamedUntil, day <= unnamedUntil else { return .unnamed }
        return .own
    }
}
