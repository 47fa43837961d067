import AccessControlStand
import Addressee
import Foundation
import Postgres

@testable import AccessControl
@testable import Keys

extension TestHub {
    /// What the built program needs to work with this hub; nobody is signed in.
    var commandEnvironment: [String: String] {
        [
            "ATENA_BODY": body.code.value, "ATENA_DATABASE": "dbname=\(database) password=\(password)", "ATENA_KEYS": path("keys"),
            "ATENA_SQL": TestServer.root + "/sql", "ATENA_ACCOUNT": "",
            "XDG_RUNTIME_DIR": directory,
        ]
    }

    /// A service account's file, as `ATENA_ACCOUNT` names it.
    func accountFile(_ account: String = "operations", rights: [Right] = [.operateDeliveries]) async throws -> String {
        let secret = RandomSecret.token()
        _ = try await pool.transaction { connection in
            try await RowSeal(keys: keys).write(
                .serviceAccount,
                """
                INSERT INTO access.service_account (account, added_at, added_on, added_by, rights, secret_hash)
                VALUES (\(account), now(), now(), 'test', \(rights.map(\.rawValue)), \(RandomSecret.digest(secret)))
                """, on: connection)
        }
        let file = path("account-\(account)")
        try OwnerOnlyFile.create(file, Array("\(account) \(secret)\n".utf8))
        return file
    }
}
