import Foundation
import Testing

@testable import Postgres

/// Each in a database of its own, since the ledger has one place.
@Suite struct MigratorTests {
    private func database(_ name: String) async throws -> ConnectionSettings {
        let admin = try await Server.connect()
        try await admin.script(unsafeSQL: "DROP DATABASE IF EXISTS \"\(name)\"")
        try await admin.script(unsafeSQL: "CREATE DATABASE \"\(name)\"")
        var settings = ConnectionSettings(["dbname": name])
        settings.searchPath = "public"
        return settings
    }

    private func migrationError<R>(_ body: () async throws -> R) async throws -> MigrationError {
        do {
            _ = try await body()
        } catch let error as MigrationError {
            return error
        }
        throw NoError()
    }

    private static let first = (name: "0001_town.sql", text: "CREATE TABLE town (name text); INSERT INTO town VALUES ('さいたま');")
    private static let second = (name: "0002_ward.sql", text: "CREATE TABLE ward (name text);")

    @Test func appliesOnceInOrderAndChecks() async throws {
        let connection = try await Server.connect(database("migrator_order_test"))
        let one = try Migrator([Self.first])
        let two = try Migrator([Self.second, Self.first])
        #expect(try await migrationError { try await one.check(connection) }.isPending)
        #expect(try await one.migrate(connection) == ["0001_town"])
        #expect(try await one.migrate(connection) == [])
        try await one.check(connection)
        #expect(try await migrationError { try await two.check(connection) }.isPending)
        #expect(try await two.migrate(connection) == ["0002_ward"])
        try await two.check(connection)
        // A program older than the database.
        #expect(try await migrationError { try await one.check(connection) }.kind == .missing)
        #expect(try await migrationError { _ = try await one.migrate(connection) }.kind == .missing)
        #expect(await connection.transactionStatus == .idle)
    }

    @Test func aChangedFileIsRefused() async throws {
        let connection = try await Server.connect(database("migrator_changed_test"))
        _ = try await Migrator([Self.first]).migrate(connection)
        let changed = try Migrator([(Self.first.name, Self.first.text + " "), Self.second])
        let error = try await migrationError { _ = try await changed.migrate(connection) }
        #expect(error.isChangedFile && error.file == "0001_town")
        #expect(try await migrationError { try await changed.check(connection) }.isChangedFile)
        #expect(try await connection.query("SELECT to_regclass('ward') IS NULL AS none")[0].decode("none") == true)
    }

    @Test func aFailingFileLeavesNothingAndNamesItsLine() async throws {
        let connection = try await Server.connect(database("migrator_failing_test"))
        let migrator = try Migrator([Self.first, (name: "0002_bad.sql", text: "CREATE TABLE a (n int);\n\nSELEC 1;")])
        let error = try await migrationError { _ = try await migrator.migrate(connection) }
        #expect(error.file == "0002_bad" && error.cause?.sqlState == "42601" && error.reason == "failed at line 3")
        #expect(try await connection.query("SELECT to_regclass('a') IS NULL AS none")[0].decode("none") == true)
        #expect(try await connection.query("SELECT name FROM migration.ledger").count == 1)
        let ending = try Migrator([Self.first, (name: "0002_end.sql", text: "COMMIT;")])
        #expect(try await migrationError { _ = try await ending.migrate(connection) }.kind == .endedTransaction)
    }

    @Test func severalAtOnce() async throws {
        let settings = try await database("migrator_concurrent_test")
        let files = (1...20).map { (name: "\($0)_t.sql", text: "CREATE TABLE t\($0) (n int); SELECT pg_sleep(0.002);") }
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let connection = try await Server.connect(settings)
                    return try await Migrator(files).migrate(connection)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.sorted() == files.map { String($0.name.dropLast(4)) }.sorted())
        try await Migrator(files).check(Server.connect(settings))
    }

    @Test func filesOfADirectory() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("migrator-\(UInt64.random(in: 0...(.max)))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: directory.appendingPathComponent(name))
        }
        try write("0002_b.sql", "SELECT 2")
        try write("0001_a.sql", "SELECT 1")
        try write("README.md", "")
        #expect(try Migrator(directory: directory.path).migrations.map(\.name) == ["0001_a", "0002_b"])
        try write("HEAD", "0002_b\n")
        #expect(try Migrator(directory: directory.path).migrations.count == 2)
        try write("0003_c.sql", "SELECT 3")
        #expect(throws: MigrationError.self) { try Migrator(directory: directory.path) }
        try write("HEAD", "0003_c.sql")
        try write("0003_d.sql", "")
        #expect(throws: MigrationError.self) { try Migrator(directory: directory.path) }
        #expect(throws: MigrationError.self) { try Migrator(directory: directory.path + "/nowhere") }
        #expect(throws: MigrationError.self) { try Migrator([(name: "words.sql", text: "")]) }
    }
}
