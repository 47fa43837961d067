public import Governance

/// 影響の試算. What policies would change if they came into force now, counted on everybody in the register.
public struct PolicyPlan: Sendable, Codable {
    /// The hub's day, `YYYY-MM-DD`, on which ages are counted.
    public var day: String
    /// Persons looked at.
    public var persons: Int
    /// How long it took, in seconds.
    public var seconds: Double
    /// One per receiver that something would change for.
    public var systems: [SystemPlan]
    /// 改変. Versions that could not be planned, because the stored text of theirs, or of what they would take the place of, can't be read any more.
    public var altered: [AlteredPolicy]
    /// 法的根拠の一覧. Lists that come with what is planned and would move the end of other policies; whoever approves has to name them, too.
    public var bases: [BasisPlan]
    /// 新しい法的根拠・変わる法的根拠. What the lists that come with what is planned have otherwise than the list in force.
    public var basisChanges: [BasisChange] = []
    /// What is planned, in sentences and with what is doubtful about it; one per entry of `systems`.
    public var readings: [PolicyReading] = []

    /// What a list of legal bases would change for policies that it doesn't come with.
    public struct BasisPlan: Sendable, Codable {
        /// Content hash of the list.
        public var list: String
        /// The other policies.
        public var policies: [Moved]

        /// A policy whose end would move.
        public struct Moved: Sendable, Codable {
            /// The receiver's slug.
            public var system: String
            /// データセット名.
            public var dataset: String
            /// Content hash.
            public var version: String
            /// First day without it by the list in force; nil while open.
            public var endsNow: String?
            /// The same by this list.
            public var endsThen: String?
            /// By what it would end, in Japanese; nil where it wouldn't.
            public var reason: String?
        }
    }

    /// What would change for one receiver.
    public struct SystemPlan: Sendable, Codable {
        /// The receiver's slug.
        public var system: String
        /// データセット名.
        public var dataset: String
        /// Hash of what is in force; nil where nothing is.
        public var from: String?
        /// Hash of what is planned.
        public var to: String
        /// Persons in scope now.
        public var personsNow: Int
        /// Persons in scope then.
        public var personsThen: Int
        /// Persons who would enter.
        public var gained: Int
        /// Persons who would leave.
        public var lost: Int
        /// Items newly given, by national name.
        public var itemsGained: [String]
        /// Items no longer given.
        public var itemsLost: [String]
        /// Items given otherwise: `seinengappi: whole → year`.
        public var precision: [String]
        /// Items that wait for a person's confirmation now.
        public var confirmItemsNow: [String]
        /// Items that would wait for a person's confirmation.
        public var confirmItemsThen: [String]
        /// 支援措置の対象者の所在: `withhold`, `confirm` or `give` by what is in force; nil where nothing of place is given.
        public var placeOfProtectedNow: String?
        /// The same by what is planned.
        public var placeOfProtectedThen: String?
        /// Whether what is in force says nothing of it, because it was approved before a policy had to.
        public var lacksWordOfProtectedNow: Bool
        /// 媒体の受取人: fingerprints of certificates by what is in force.
        public var mediaRecipientsNow: [String]
        /// The same by what is planned.
        public var mediaRecipientsThen: [String]
        /// 個人番号 is given now.
        public var individualNumberNow: Bool
        /// 個人番号 would be given.
        public var individualNumberThen: Bool
        /// Ways newly open.
        public var waysGained: [String]
        /// Ways closed.
        public var waysLost: [String]
        /// 提供の頻度 by what is in force; nil where nothing is.
        public var scheduleNow: String?
        /// 提供の頻度 by what is planned.
        public var scheduleThen: String
        /// First day of what is planned.
        public var validFrom: String
        /// First day without it; nil while open.
        public var validUntil: String?
        /// The last day's provisions and refusals, decided again.
        public var replay: Replay
    }

    /// What became of the provisions and refusals of the last 24 hours, if they came again.
    public struct Replay: Sendable, Codable {
        /// Records of provisions looked at.
        public var provisions = 0
        /// Of these, records of which somebody would be refused.
        public var refusedProvisions = 0
        /// Persons in these, each time they were provided.
        public var refusedPersons = 0
        /// Refused look-ups looked at.
        public var refusals = 0
        /// Of these, those that would be answered.
        public var allowedRefusals = 0
    }

    /// One person whom a plan concerns, for operators who may see persons.
    public struct Named: Sendable {
        /// The receiver.
        public let system: String
        /// Whether the person would enter; otherwise leave.
        public let isGained: Bool
        /// 宛名番号.
        public let addresseeNumber: String
    }
}
