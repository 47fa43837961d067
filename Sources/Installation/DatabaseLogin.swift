/// データベースのログイン. As whom a process of the hub logs in: each has a password in a passfile of its own, a connection limit, and only the roles it needs
/// (`sql/roles.sql`, `sql/bounds.sql`).
public enum DatabaseLogin: String, Sendable, CaseIterable {
    /// What receivers ask.
    case serve = "atena_serve"
    /// What delivers, moves the day and analyses.
    case work = "atena_work"
    /// What staff ask; it can't seal.
    case staff = "atena_staff"
    /// What seals the log, where one process alone may.
    case seal = "atena_seal"
    /// What an operator runs where the hub is, and is over when it is done.
    case operation = "atena_service"

    /// データベースの役割. Which its sessions take: it writes what its process writes, and nothing else (decision 0090).
    var role: String {
        switch self {
        case .serve: "atena_receivers"
        case .work: "atena_delivers"
        case .staff: "atena_clerks"
        case .seal: "atena_begins"
        case .operation: "atena_hub"
        }
    }
}
