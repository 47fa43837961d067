public import Addressee
public import Postgres

extension CalendarDay: PostgresEncodable, PostgresDecodable {
    /// As `date`.
    public static var oid: UInt32 { PostgresDay.oid }
    /// Four bytes: days since 2000-01-01.
    public func encode(into bytes: inout [UInt8]) { PostgresDay(daysSince2000: daysSince2000).encode(into: &bytes) }
    /// From a `date`; throws a decoding error for NULL and any other type.
    public init(postgres value: PostgresValue) throws(PostgresError) {
        self.init(daysSince2000: try PostgresDay(postgres: value).daysSince2000)
    }
}
