import HubServer
import Postgres

/// The server answers 503 while the database is away, without knowing what a database is.
extension PostgresError: TemporaryFailure {}
