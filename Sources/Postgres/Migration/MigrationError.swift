/// Why the database can't be brought, or is not, on the version of the files.
public struct MigrationError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, for programs.
    public enum Kind: String, Sendable {
        case unreadable, badName, duplicate, headDiffers, changed, missing, pending, failed, endedTransaction
    }

    /// What is wrong.
    public let kind: Kind
    /// The file (or the ledger's row) that it is about.
    public let file: String
    /// What was expected.
    public let reason: String
    /// The server's error, when a migration failed.
    public let cause: PostgresError?

    init(_ kind: Kind, file: String, reason: String, cause: PostgresError? = nil) {
        self.kind = kind
        self.file = file
        self.reason = reason
        self.cause = cause
    }

    /// A file that was applied was changed afterwards.
    public var isChangedFile: Bool { kind == .changed }
    /// Files wait to be applied: run the migration.
    public var isPending: Bool { kind == .pending }

    /// File, reason and cause; no value of a row.
    public var description: String {
        "migration \(file): \(reason)\(cause.map { " (\($0))" } ?? "")"
    }
}
