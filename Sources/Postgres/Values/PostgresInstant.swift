/// PostgreSQL's `timestamptz`: microseconds since 2000-01-01 00:00:00 UTC.
public struct PostgresInstant: Sendable, Hashable, Comparable {
    /// Microseconds since 2000-01-01 00:00:00 UTC, negative before; leap seconds are not counted.
    public var microsecondsSince2000: Int64

    /// 2000-01-01 on the Unix clock, in seconds.
    private static let epoch: Int64 = 946_684_800

    /// The instant so many microseconds after 2000-01-01 00:00:00 UTC.
    public init(microsecondsSince2000: Int64) {
        self.microsecondsSince2000 = microsecondsSince2000
    }

    /// From microseconds since 1970-01-01 00:00:00 UTC.
    public init(microsecondsSince1970: Int64) {
        microsecondsSince2000 = microsecondsSince1970 - Self.epoch * 1_000_000
    }

    /// On the Unix clock, in microseconds.
    public var microsecondsSince1970: Int64 { microsecondsSince2000 + Self.epoch * 1_000_000 }
    /// On the Unix clock, in seconds; a `Double` is exact to about a microsecond.
    public var secondsSince1970: Double { Double(microsecondsSince1970) / 1_000_000 }

    /// The earlier instant first.
    public static func < (left: Self, right: Self) -> Bool { left.microsecondsSince2000 < right.microsecondsSince2000 }
}

extension PostgresInstant: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `timestamptz`.
    public static var oid: UInt32 { PostgresType.timestamptz }
    /// `timestamptz[]`.
    public static var arrayOid: UInt32 { PostgresType.timestamptzArray }
    /// Eight bytes.
    public func encode(into bytes: inout [UInt8]) { microsecondsSince2000.append(to: &bytes) }

    /// Throws a decoding error for NULL and any type but `timestamptz`.
    public init(postgres value: PostgresValue) throws(PostgresError) {
        guard value.oid == PostgresType.timestamptz else { throw .decoding(PostgresInstant.self, oid: value.oid) }
        microsecondsSince2000 = try value.number(Int64.self, for: PostgresInstant.self)
    }
}
