/// 却下の上限. How many rows of a file may be rejected before its intake ends: whoever handed in a file of which so much is wrong is asked first.
///
/// Rejected rows are kept with their reasons; so as many are kept as are accepted, and what one block brings beyond.
public struct RejectBound: Sendable, Equatable {
    /// 却下を認める行数. As many may be accepted at most: each is kept, and what is beyond is no file with errors but another file.
    public static let most = 100_000
    /// Of any file.
    static let few = 1_000
    /// One of so many rows, where that is more.
    static let share = 10

    /// Rows that somebody said may be rejected; nil: nobody was asked.
    public let accepted: Int?

    /// Unless somebody said otherwise.
    public static let usual = RejectBound()

    private init() { accepted = nil }

    /// So many rows may be rejected, as somebody says; nil outside 0 to ``most``.
    public init?(accepting rows: Int) {
        guard (0...Self.most).contains(rows) else { return nil }
        accepted = rows
    }

    /// Rows that may be rejected of a file with `rows`.
    func most(of rows: Int) -> Int { accepted ?? min(Self.most, max(Self.few, rows / Self.share)) }
}
