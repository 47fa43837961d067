/// PostgreSQL's `date`: whole days since 2000-01-01.
public struct PostgresDay: Sendable, Hashable, Comparable {
    public var daysSince2000: Int32

    public init(daysSince2000: Int32) {
        self.daysSince2000 = daysSince2000
    }

    public static func < (left: Self, right: Self) -> Bool { left.daysSince2000 < right.daysSince2000 }
}

extension PostgresDay: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    public static var oid: UInt32 { PostgresType.date }
    public static var arrayOid: UInt32 { PostgresType.dateArray }
    public func encode(into bytes: inout [UInt8]) { daysSince2000.append(to: &bytes) }

    public init(postgres value: PostgresValue) throws(PostgresError) {
        guard value.oid == PostgresType.date else { throw .decoding(PostgresDay.self, oid: value.oid) }
        daysSince2000 = try value.number(Int32.self, for: PostgresDay.self)
    }
}
