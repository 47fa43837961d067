/// Where the server is and how a session with it starts.
///
/// What is not given is taken from libpq's environment (`PGHOST`, `PGPORT`, `PGUSER`, `PGPASSWORD`, `PGSERVICE`, …).
public struct ConnectionSettings: Sendable {
    /// libpq's keywords (`host`, `port`, `user`, `password`, `dbname`, `sslmode`, `sslrootcert`, `options`, …).
    public var keywords: [String: String]
    /// `application_name`, by which operators find the session in `pg_stat_activity`; nil: libpq's own.
    public var applicationName: String?
    /// Longest time of a statement; nil: the server's setting.
    public var statementTimeout: Duration?
    /// Longest wait for a lock; nil: the server's setting.
    public var lockTimeout: Duration?
    /// Longest idle time inside a transaction; the server ends the session after it. nil: the server's setting.
    public var idleInTransactionTimeout: Duration?
    /// Schemas in which a name without one is looked for; nil: the server's setting. Only PostgreSQL's own unless said otherwise: what is set on a
    /// role or a database, by whoever owns it, must not put another function in the place of one of PostgreSQL's.
    public var searchPath: String? = Self.pinnedSearchPath
    /// Role that the session begins in, and `RESET ROLE` comes back to; nil: that of the login.
    public var role: String?
    /// Reads the server's clock when the connection opens; nil: nobody asks.
    public var clock: ServerClock?
    /// Seconds that this machine's clock may differ from the server's, where `clock` is given; a connection beyond it is not opened. nil: any.
    public var clockTolerance: Double?
    /// How many prepared statements one connection keeps.
    public var preparedStatementsMaximum = 256

    /// PostgreSQL's own names only; temporary ones never before them.
    public static let pinnedSearchPath = "pg_catalog,pg_temp"

    /// libpq's keywords; what is missing comes from its environment.
    public init(_ keywords: [String: String] = [:]) {
        self.keywords = keywords
    }

    /// From a connection URI, `postgresql://user@host:port/database?sslmode=verify-full`.
    public init(uri: String) {
        self.init(["dbname": uri])
    }

    /// What libpq gets: these settings above the URI's, above the environment's.
    var connectKeywords: [String: String] {
        let environment = LibPQOptions.defaults.filter { ["connect_timeout", "options"].contains($0.key) }
        var all = environment.merging(keywords) { $1 }
        if let text = all["dbname"], let parsed = LibPQOptions.parse(text) {
            all["dbname"] = nil
            all.merge(parsed) { given, _ in given }
            if keywords["options"] == nil, let options = parsed["options"] { all["options"] = options }
            if keywords["connect_timeout"] == nil, let timeout = parsed["connect_timeout"] {
                all["connect_timeout"] = timeout
            }
        }
        all["client_encoding"] = "UTF8"
        if let applicationName { all["application_name"] = applicationName }
        // A server that doesn't answer must not hold the caller for ever.
        if all["connect_timeout"] == nil { all["connect_timeout"] = "10" }
        var options = all["options"].map { [$0] } ?? []
        for (name, value) in [
            ("statement_timeout", statementTimeout), ("lock_timeout", lockTimeout),
            ("idle_in_transaction_session_timeout", idleInTransactionTimeout),
        ] {
            if let value { options.append("-c \(name)=\(value.wholeMilliseconds)") }
        }
        // The last one counts, and what a session begins with stands above what is set on role and database.
        if let searchPath { options.append("-c search_path=\(searchPath.filter { $0 != " " })") }
        if let role { options.append("-c role=\(Self.escaped(role))") }
        if !options.isEmpty { all["options"] = options.joined(separator: " ") }
        return all
    }

    /// As the server takes options apart: at white space, unless a backslash stands before it.
    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            if character == "\\" || character.isWhitespace { text.append("\\") }
            text.append(character)
        }
    }
}

extension ConnectionSettings: CustomStringConvertible, CustomReflectable {
    /// Without password.
    public var description: String {
        let shown = ["host", "port", "user", "sslmode"].compactMap { key in keywords[key].map { "\(key)=\($0)" } }
        return "ConnectionSettings(\(shown.joined(separator: " ")))"
    }

    /// Without children, so that `dump` finds no password.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Duration {
    /// At least 1 for anything above zero, since 0 means "no limit" to the server.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        return milliseconds == 0 && self > .zero ? 1 : milliseconds
    }
}
