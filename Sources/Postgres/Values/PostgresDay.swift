/// PostgreSQL's `date`: whole days since 2000-01-01.
public struct PostgresDay: Sendable, Hashable, Comparable {
    /// Days since 2000-01-01, negative before; the ends of `Int32` are PostgreSQL's `-infinity` and `infinity`.
    public var daysSince2000: Int32

    /// The day so many days after 2000-01-01, before it where negative.
    public init(daysSince2000: Int32) {
        self.daysSince2000 = daysSince2000
    }

    /// The earlier day first.
    public static func < (left: Self, right: Self) -> Bool { left.daysSince2000 < right.daysSince2000 }
}

extension PostgresDay: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `date`.
    public static var oid: UInt32 { PostgresType.date }
    /// `date[]`.
    public static var arrayOid: UInt32 { PostgresType.dateArray }
    /// Four bytes.
    public func encode(into bytes: inout [UInt8]) { daysSince2000.append(to: &bytes) }

    /// Throws a decoding error for NULL and any type but `date`.
    public init(postgres value: PostgresValue) throws(PostgresError) {
        guard value.oid == PostgresType.date else { throw .decoding(PostgresDay.self, oid: value.oid) }
        daysSince2000 = try value.number(Int32.self, for: PostgresDay.self)
    }
}
