internal import Governance
internal import Postgres

/// 届くべきファイルの状態. Whether what was due from a source last has come, and what to do where it hasn't; counts only.
public struct SourceStanding: Sendable, Codable, Hashable {
    /// What there is of the file that was due last.
    public enum State: String, Sendable, Codable {
        /// Nothing was due yet.
        case notYetDue = "not-yet-due"
        /// 到着. It came in time, and with enough rows.
        case arrived
        /// 遅着. It came, after it was due.
        case arrivedLate = "arrived-late"
        /// 取込中. A file is being taken in.
        case underway
        /// 中断. A file was not taken to its end, and nobody goes on.
        case stalled
        /// 未着. Nothing came.
        case absent
        /// 空. A file without a row came.
        case empty
        /// 全件却下. All rows of what came were rejected.
        case rejected
        /// 不足. Fewer rows were taken in than expected.
        case short
        /// 同内容. Only a file came that had been taken before.
        case sameContent = "same-content"

        /// Whether what was due is lacking.
        public var isMissing: Bool {
            switch self {
            case .notYetDue, .arrived, .arrivedLate, .underway: false
            case .stalled, .absent, .empty, .rejected, .short, .sameContent: true
            }
        }

        /// For people, in Japanese.
        public var label: String {
            switch self {
            case .notYetDue: "期限前"
            case .arrived: "到着"
            case .arrivedLate: "遅れて到着"
            case .underway: "取込中"
            case .stalled: "途中で止まっている"
            case .absent: "届いていない"
            case .empty: "空のファイル"
            case .rejected: "すべての行が却下"
            case .short: "行が少ない"
            case .sameContent: "前と同じ内容"
            }
        }
    }

    /// The system that hands it in.
    public let source: String
    /// `residents`, `nonresidents`, or the dataset.
    public let data: String
    /// When it is due, in Japanese: `毎日 06:00まで`.
    public let rhythm: String
    /// What there is.
    public let state: State
    /// When it was due last, ISO 8601 in Japan's time; before the first time, when that is.
    public let dueAt: String
    /// When the next one is due.
    public let nextDueAt: String
    /// Seconds since it was due, where it is lacking; 0 otherwise.
    public let overdueSeconds: Double
    /// When a file of that kind was last taken, whichever; nil where none ever was.
    public let lastTakenAt: String?
    /// Rows of what came for it.
    public let rows: Int64
    /// Rows of it that were not rejected.
    public let taken: Int64
    /// Rows that it should have had at least.
    public let expected: Int64
    /// What it is and what to do, in Japanese.
    public let words: String
}

/// What was taken of one source within one due moment's time.
struct SourceArrivals: Sendable {
    /// Rows and when it first came, of files that were first taken within it and to their end.
    var rows: Int64 = 0
    var taken: Int64 = 0
    var files = 0
    /// The same of those that had been taken before.
    var rowsAgain: Int64 = 0
    var takenAgain: Int64 = 0
    var filesAgain = 0
    /// When the first of the finished ones was first taken.
    var firstAt: PostgresInstant?
    var firstAgainAt: PostgresInstant?
    /// When a file that isn't at its end was last seen to go on; nil where there is none.
    var unfinishedAt: PostgresInstant?

    /// A file that is taken in commits its blocks every few seconds; one that did not for so long has stopped.
    private static let patience: Int64 = 15 * 60 * 1_000_000

    /// What they are of what was due.
    ///
    /// - Parameters:
    ///   - expected: rows that must have been taken in at least.
    ///   - now: up to when anybody may still be at work.
    func state(_ rule: DueSource, _ moment: DueSource.Moment, expected: Int64, at now: PostgresInstant) -> SourceStanding.State {
        let counts = rule.acceptsSameContent
        let (rows, taken) = counts ? (rows + rowsAgain, taken + takenAgain) : (rows, taken)
        if files + (counts ? filesAgain : 0) > 0, taken >= expected, rows == 0 || taken > 0 {
            let first = [firstAt, counts ? firstAgainAt : nil].compactMap(\.self).min()
            return first.map { $0 <= PostgresInstant(microsecondsSince2000: moment.due * 1_000_000) } ?? true ? .arrived : .arrivedLate
        }
        if let unfinishedAt { return now.microsecondsSince2000 - unfinishedAt.microsecondsSince2000 < Self.patience ? .underway : .stalled }
        if files + (counts ? filesAgain : 0) == 0 { return filesAgain > 0 ? .sameContent : .absent }
        return rows == 0 ? .empty : taken == 0 ? .rejected : .short
    }
}
