internal import Addressee

/// 履歴番号と枝番号. What a source calls a state of a record: a branch number tells corrections within one history number apart, none being 0.
///
/// The register's own history number is the key, and rises with every version; it is the source's as long as no branch came.
struct SourceHistory: Sendable, Hashable, Comparable {
    let number: Int32
    let branch: Int32

    init(_ number: Int32, branch: Int32 = 0) { (self.number, self.branch) = (number, branch) }

    static func < (a: Self, b: Self) -> Bool { (a.number, a.branch) < (b.number, b.branch) }

    /// The register's number of the version that this becomes: the source's, or the next where that is taken.
    func registered(after held: Int32?) -> Int32 { held.map { max(number, $0 + 1) } ?? number }
}

extension SourceHistory {
    /// Of a version, as the register keeps it.
    ///
    /// - Parameters:
    ///   - registered: the register's number.
    ///   - source: the source's, where it is another.
    ///   - branch: 枝番号 as it was sent.
    init(registered: Int32, source: Int32?, branch: String?) {
        self.init(source ?? registered, branch: branch.flatMap { Int32($0) } ?? 0)
    }
}
