/// Why the database can't be brought, or is not, on the version of the files.
public struct MigrationError: Error, Sendable, CustomStringConvertible {
    enum Code: String, Sendable {
        case unreadable, badName, duplicate, headDiffers, changed, missing, pending, failed, endedTransaction
    }

    let code: Code
    /// The file (or the ledger's row) that it is about.
    public let file: String
    /// What was expected.
    public let reason: String
    /// The server's error, when a migration failed.
    public let cause: PostgresError?

    init(_ code: Code, file: String, reason: String, cause: PostgresError? = nil) {
        self.code = code
        self.file = file
        self.reason = reason
        self.cause = cause
    }

    /// A file that was applied was changed afterwards.
    public var isChangedFile: Bool { code == .changed }
    /// Files wait to be applied: run the migration.
    public var isPending: Bool { code == .pending }

    /// File, reason and cause; no value of a row.
    public var description: String {
        "migration \(file): \(reason)\(cause.map { " (\($0))" } ?? "")"
    }
}
