internal import AccessControl
public import Addressee

/// 所見. Something a check of the log found, for a person to look into.
public struct Finding: Sendable, Codable, Hashable {
    /// Number that people call it by.
    public var id: Int64
    /// Which check, such as `night-use`.
    public var rule: String
    /// The same in Japanese.
    public var label: String
    /// Day of the acts, Japan time.
    public var day: String
    /// Who acted; empty where the check is about who was looked up.
    public var subject: String
    /// The person who was looked up, where the check is about one.
    public var addresseeNumber: String?
    /// What was counted when it was found.
    public var count: Int
    /// From which count on it is a finding.
    public var threshold: Int
    /// Who closed it; nil while it is open.
    public var closedBy: String?
    /// When, Japan time.
    public var closedAt: String?
    /// What came of it.
    public var reason: String?

    /// Names of the checks, in Japanese.
    package static let labels = [
        "night-use": "夜間の利用", "holiday-use": "休日の利用", "mass-look-ups": "大量の照会", "own-household": "本人・同じ世帯の照会",
        "protected-persons": "抑止・支援措置の対象者の照会", "protected-place": "支援措置の対象者の住所を一時解除なしに見ようとした照会", "repeated-refusals": "拒否の繰返し", "failed-sign-ins": "サインインの失敗",
        "looked-up-by-many": "一人への照会の集中",
    ]
}

/// 分析の報告. Counts first, then the findings themselves.
public struct AnalysisReport: Sendable, Codable {
    /// How many of one kind.
    public struct Count: Sendable, Codable, Hashable {
        /// Which check.
        public var rule: String
        /// The same in Japanese.
        public var label: String
        /// Not yet closed.
        public var open: Int
        /// Closed with a reason.
        public var closed: Int
    }

    /// First day.
    public var from: String
    /// Last day.
    public var until: String
    /// Last day that was analysed; nil before the first run.
    public var analysedUntil: String?
    /// By check; every check stands there.
    public var counts: [Count]
    /// By day.
    public var findings: [Finding]
}

/// What could not be done with a finding; recorded before it is told.
public struct FindingRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// `D` and four digits.
    public let code: String
    /// What is wrong and what can be done, in Japanese.
    public let rule: String

    /// No word of why, or too few.
    public static let noReason = Self(code: "D0001", rule: "調べた結果を\(LookupReason.shortest)文字以上で記入してください。")
    package static let unknown = Self(code: "D0002", rule: "この番号の所見はありません。")
    static let closedAlready = Self(code: "D0003", rule: "この所見はすでに処理されています。")
    static let oneself = Self(code: "D0004", rule: "自分についての所見は処理できません。別の人が処理してください。")
    /// A program acts where only a person may.
    public static let onlyPersons = Self(code: "D0005", rule: "所見の処理は職員本人が行います。サービスアカウントではできません。")

    /// Code and rule.
    public var description: String { "\(code) \(rule)" }
}
