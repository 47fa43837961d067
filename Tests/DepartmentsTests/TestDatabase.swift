import ConnectorKit
import Departments
import Foundation
import ModuleStand
import Postgres

@testable import Keys

/// A database of a test's own with the modules' schemas in it.
struct TestDatabase: Sendable {
    let name: String
    let keys: FieldCipher

    static func make() async throws -> TestDatabase {
        let name = try await ModuleDatabase.shared.create("departments")
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-keys-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        return TestDatabase(name: name, keys: FieldCipher(try KeyRing.create(directory: directory)))
    }

    func pool(as role: String?) -> Pool {
        Pool(settings: ModuleDatabase.settings(name, as: role), maximum: 3)
    }

    func module(_ kind: DepartmentKind, keys: LiveCipher? = nil) -> DepartmentModule {
        DepartmentModule(kind: kind, pool: pool(as: kind.role), keys: keys ?? LiveCipher(self.keys))
    }

    /// As superuser: what the tests look at must not depend on the module's rights.
    func query(_ query: Query) async throws -> Rows {
        let connection = try await Connection.open(ConnectionSettings(["dbname": name]))
        let rows = try await connection.query(query)
        await connection.close()
        return rows
    }

    func drop() async { try? await ModuleDatabase.drop(name) }
}

/// Runs `body` with a database that is dropped afterwards.
func withDatabase<R>(_ body: (TestDatabase) async throws -> R) async throws -> R {
    let database = try await TestDatabase.make()
    do {
        let result = try await body(database)
        await database.drop()
        return result
    } catch {
        await database.drop()
        throw error
    }
}
