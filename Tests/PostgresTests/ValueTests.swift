import Testing

@testable import Postgres

/// Binary parameters and results: each value goes to the server and back, and the server's own text of it is compared.
@Suite struct ValueTests {
    private func roundTrip<T: PostgresEncodable & PostgresDecodable & Equatable>(
        _ value: T, text: String, _ connection: Connection
    ) async throws {
        let row = try await connection.query("SELECT \(value) AS v, (\(value))::text AS t, \(T?.none) AS n")[0]
        #expect(try row.decode("v") == value)
        #expect(try row.decode("t") == text)
        #expect(try row.decode("n", as: T?.self) == nil)
    }

    @Test func everyType() async throws {
        let connection = try await Server.connect()
        try await connection.script(unsafeSQL: "SET timezone = 'UTC'")
        try await roundTrip(true, text: "true", connection)
        try await roundTrip(Int16(-32768), text: "-32768", connection)
        try await roundTrip(Int32.min, text: "-2147483648", connection)
        try await roundTrip(Int64.max, text: "9223372036854775807", connection)
        try await roundTrip(-1, text: "-1", connection)
        try await roundTrip(UInt64.max, text: "18446744073709551615", connection)
        try await roundTrip(0.1, text: "0.1", connection)
        try await roundTrip("邉󠄀𠮷\n'\"\\", text: "邉󠄀𠮷\n'\"\\", connection)
        try await roundTrip("", text: "", connection)
        try await roundTrip([UInt8]([0, 255, 16]), text: "\\x00ff10", connection)
        try await roundTrip([UInt8](), text: "\\x", connection)
        try await roundTrip(PostgresDay(daysSince2000: -44_926), text: "1876-12-30", connection)
        try await roundTrip(
            PostgresInstant(microsecondsSince1970: 1_795_000_000_123_456), text: "2026-11-18 11:06:40.123456+00", connection)
        let uuid = try #require(PostgresUUID(bytes: (0..<16).map { UInt8($0 * 16 + 1) }))
        try await roundTrip(uuid, text: "01112131-4151-6171-8191-a1b1c1d1e1f1", connection)
        try await roundTrip([Int64](), text: "{}", connection)
        try await roundTrip([Int64(1), -2], text: "{1,-2}", connection)
        try await roundTrip([1, 2], text: "{1,2}", connection)
        try await roundTrip([Int32(7)], text: "{7}", connection)
        try await roundTrip(["氏 名", "", "NULL"], text: "{\"氏 名\",\"\",\"NULL\"}", connection)
        try await roundTrip([String?.some("a"), nil], text: "{a,NULL}", connection)
        try await roundTrip([true, false], text: "{t,f}", connection)
        try await roundTrip([[UInt8]([1]), []], text: "{\"\\\\x01\",\"\\\\x\"}", connection)
        try await roundTrip([PostgresDay(daysSince2000: 0)], text: "{2000-01-01}", connection)
    }

    @Test func textsOfOtherTypes() async throws {
        let connection = try await Server.connect()
        for number in ["0", "0.00", "-0.001", "12345678901234567890.0987", "10000", "100000000", "1e-8", "NaN", "9999.9999"] {
            let row = try await connection.query("SELECT (\(number)::numeric) AS n, \(number)::numeric::text AS t")[0]
            #expect(try row.decode("n", as: String.self) == row.decode("t", as: String.self))
        }
        let row = try await connection.query(
            """
            SELECT '{"a": 1}'::jsonb AS b, '{"a":1}'::json AS j, 'x'::varchar AS v, 'n'::name AS n, 'ab'::char(4) AS c,
                NULL::text AS null
            """)[0]
        #expect(try row.decode((String, String, String, String, String, String?).self) == ("{\"a\": 1}", "{\"a\":1}", "x", "n", "ab  ", nil))
        #expect(row["null"]?.isNull == true)
        #expect(try row.bytes("v") == [0x78])
        #expect(try row.bytes("null") == nil)
        #expect(row["nowhere"] == nil)
    }

    @Test func whatDoesNotFitIsAnErrorWithoutTheValue() async throws {
        let connection = try await Server.connect()
        let row = try await connection.query("SELECT 70000 AS big, NULL::int AS nothing, 'secret' AS word")[0]
        for (column, body) in [
            ("big", { _ = try row.decode("big", as: Int16.self) }), ("nothing", { _ = try row.decode("nothing", as: Int32.self) }),
            ("word", { _ = try row.decode("word", as: Int.self) }), ("nowhere", { _ = try row.decode("nowhere", as: Int.self) }),
        ] as [(String, () throws -> Void)] {
            let error = try await postgresError { try body() }
            #expect(error.column == column)
            #expect(error.label == "decoding")
            #expect(!"\(error)".contains("secret") && !"\(error)".contains("70000"))
        }
    }

    /// A column that is added to a statement, or left out of it, is found at the first row, and not as another's value.
    @Test func valuesWithoutNamesAreAllOrNone() async throws {
        let rows = try await Server.connect().query("SELECT 1::bigint AS a, 'x' AS b")
        let (a, b) = try rows[0].decode((Int64, String).self)
        #expect(a == 1 && b == "x")
        #expect(try await postgresError { _ = try rows[0].decode(Int64.self) }.label == "decoding")
        #expect(try await postgresError { _ = try rows[0].decode((Int64, String, String?).self) }.label == "decoding")
        let three = try await Server.connect().query("SELECT 1::bigint, 'x', 'y'")
        #expect(try await postgresError { _ = try three[0].decode((Int64, String).self) }.label == "decoding")
    }

    @Test func aColumnIsLookedUpOnceForAllRows() async throws {
        let rows = try await Server.connect().query("SELECT n, NULLIF(n, 2)::text AS t FROM generate_series(1::bigint, 3) AS n")
        let (n, t) = (try rows.column("n", as: Int64.self), try rows.column("t", as: String?.self))
        #expect(try rows.map { try $0.decode(n) } == [1, 2, 3])
        #expect(try rows.map { try $0.decode(t) } == ["1", nil, "3"])
        #expect(rows.map { $0.bytes(t) } == [[0x31], nil, [0x33]])
        #expect(try await postgresError { _ = try rows.column("nowhere", as: Int64.self) }.column == "nowhere")
        let many = try await Server.connect().query("SELECT \(unsafeSQL: (0..<40).map { "\($0) AS c\($0)" }.joined(separator: ", ")), 40 AS c7")
        #expect(try (0..<40).map { try many[0].decode("c\($0)", as: Int32.self) } == Array(0..<40))
        #expect(try await postgresError { _ = try many[0].decode("c40", as: Int32.self) }.column == "c40")
        #expect(try await postgresError { _ = try rows[0].bytes("nowhere") }.column == "nowhere")
    }

    @Test func nothingPrintsValues() async throws {
        let query: Query = "SELECT \("secret-name") AS name"
        var dumped = ""
        dump(query, to: &dumped)
        #expect(query.sql == "SELECT $1 AS name")
        #expect("\(query)" == "SELECT $1 AS name [****]")
        let rows = try await Server.connect().query(query)
        dump(rows, to: &dumped)
        dump(rows[0], to: &dumped)
        let value = try #require(rows[0]["name"])
        dump(value, to: &dumped)
        dumped += String(reflecting: rows) + String(reflecting: rows[0]) + String(reflecting: query) + "\(value)"
        dump(ConnectionSettings(["password": "secret-word", "host": "h"]), to: &dumped)
        dumped += "\(ConnectionSettings(["password": "secret-word"]))"
        #expect(!dumped.contains("secret"))
    }

    @Test func interpolationOfTextAndNames() {
        let query: Query = "SELECT \(unsafeSQL: "1 + 1") FROM \(identifier: "we\"ird") WHERE a = \(1) AND b = \("x")"
        #expect(query.sql == "SELECT 1 + 1 FROM \"we\"\"ird\" WHERE a = $1 AND b = $2")
    }
}
