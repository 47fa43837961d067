public import Addressee

/// 開示記録. Who received what about one person, and who looked, as the sealed log tells it.
public struct DisclosureReport: Sendable {
    /// One line of it.
    public struct Line: Sendable {
        /// Which part of the report it belongs to.
        public enum Part: String, Sendable, CaseIterable {
            /// 提供・移転したもの
            case provided
            /// 配信したが、届いたかどうかが分からないもの
            case unconfirmed
            /// 提供先が受け取らなかったもの
            case notTaken
            /// 取り戻したもの: only that the receiver is to hold nothing any more
            case takenBack
            /// 拒んだもの
            case refused
            /// 職員が照会・検索したもの
            case looked
            /// その他の取扱い
            case handled

            /// Heading, in Japanese.
            public var label: String {
                switch self {
                case .provided: "提供・移転"
                case .unconfirmed: "届いたかどうか確認できていない配信"
                case .notTaken: "提供先が受け取らなかったもの"
                case .takenBack: "提供した内容の取戻し（削除の通知）"
                case .refused: "提供・移転を拒んだもの"
                case .looked: "職員による照会・検索"
                case .handled: "その他の取扱い"
                }
            }
        }

        /// One legal basis.
        public struct Basis: Sendable {
            /// 法令
            public var law: String
            /// 条項
            public var article: String
            /// 事務
            public var affair: String
        }

        /// Number of the event in the log.
        public var event: Int64
        /// Part of the report.
        public var part: Part
        /// Japan time, `2026-11-21 20:58:03`.
        public var at: String
        /// The same in eras.
        public var atEra: String
        /// What happened, in Japanese.
        public var what: String
        /// Receiving system and its name, or who looked.
        public var who: String
        /// 所属
        public var department = ""
        /// 端末
        public var terminal = ""
        /// 提供方法, in Japanese.
        public var way = ""
        /// データセット, in Japanese.
        public var dataset = ""
        /// Which of the person's records, such as `年度 2026`, and what became of others in the same batch; empty where the dataset has one a person, or the log of an
        /// earlier version doesn't say it of each person.
        public var records = ""
        /// 項目
        public var items: [String] = []
        /// 個人番号: included or not; nil where it was no provision.
        public var includesIndividualNumber: Bool?
        /// Policy version.
        public var policy = ""
        /// 利用目的
        public var purpose = ""
        /// 法的根拠
        public var bases: [Basis] = []
        /// 処理理由 of the list, or rule of the refusal: why, without anybody's own words.
        public var ground = ""
        /// Reason given, or rule of the refusal. Of a line that counts several whose words differ, the ground alone.
        public var reason = ""
        /// Whether the personal fields are those that were sealed.
        public var isGenuine = true
        /// 回数. Events that this line stands for; `event` and `at` are of the first.
        public var count = 1
        /// Number of the last event.
        public var lastEvent: Int64
        /// When that was, as `at`.
        public var lastAt: String
        /// The same in eras.
        public var lastAtEra: String

        /// Of one event.
        init(event: Int64, part: Part, at: String, atEra: String, what: String, who: String) {
            (self.event, self.part, self.at, self.atEra, self.what, self.who) = (event, part, at, atEra, what, who)
            (lastEvent, lastAt, lastAtEra) = (event, at, atEra)
        }
    }

    /// About whom.
    public let addresseeNumber: AddresseeNumber
    /// First day, Japan time.
    public let from: CalendarDay
    /// Last day.
    public let until: CalendarDay
    /// When it was made, Japan time.
    public let madeAt: String
    /// The same in eras.
    public let madeAtEra: String
    /// Who made it.
    public let madeBy: String
    /// In the order of the log, by the first event of each.
    public let lines: [Line]
    /// Batches of the time whose persons have been erased after their retention, and can no longer be resolved.
    public let erased: Int

    /// The lines of a part.
    public func lines(of part: Line.Part) -> [Line] { lines.filter { $0.part == part } }

    /// Events of a part.
    public func count(of part: Line.Part) -> Int { lines(of: part).reduce(0) { $0 + $1.count } }

    /// Events of all parts.
    public var count: Int { lines.reduce(0) { $0 + $1.count } }

    /// Events that are proven with the report: of a line that counts several, the first and the last.
    public var proven: [Int64] { lines.flatMap { $0.count == 1 ? [$0.event] : [$0.event, $0.lastEvent] } }
}
