/// データセット名. Slug of a named set of items about persons: `addressee`, `tax-income`, …
///
/// Starts with a lower-case letter, then lower-case letters, digits and hyphens, at most 40 in all.
public struct DatasetName: Sendable, Hashable, Comparable, RawRepresentable, CustomStringConvertible {
    /// The slug.
    public let rawValue: String

    /// Nil unless `rawValue` is a slug.
    public init?(rawValue: String) {
        guard Slug.holds(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    /// 宛名: the register's own record.
    public static let addressee = DatasetName(unchecked: "addressee")

    private init(unchecked slug: String) { rawValue = slug }

    /// The slug.
    public var description: String { rawValue }

    /// In the order of the characters' codes.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// The shape of the names that policies use for datasets and legal bases.
package enum Slug {
    package static func holds(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, (0x61...0x7A).contains(first), bytes.count <= 40 else { return false }
        return bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}
