internal import Addressee
internal import ConnectorKit
internal import Governance
internal import Postgres
internal import Register

/// What a worker does by its endpoint: hears who is at its other end before the first batch, and keeps to its times.
extension DeliveryWorker {
    /// Hears who answers, before anything is delivered.
    ///
    /// - Throws: `ConnectorError`: the receiver of another system, or one that does not know the dataset; and what the connector throws.
    func described() async throws -> ConnectorDescription {
        let description = try await connector.describe()
        guard description.receiver == system else { throw ConnectorError.anotherSystem(description.receiver.rawValue) }
        guard description.datasets[dataset] != nil else { throw ConnectorError.unknownDataset(dataset) }
        if let standing, standing.described != description.summary {
            _ = try await pool.query(
                """
                UPDATE delivery.endpoint SET described = \(description.summary)
                WHERE system = \(system.rawValue) AND dataset = \(dataset) AND version = \(standing.version) AND described IS DISTINCT FROM \(description.summary)
                """)
        }
        return description
    }

    /// Begins the run that is due; nil where it is delivered as it happens.
    func begin(_ lease: inout Lease) async throws -> DeliveryRun? {
        let taken = lease
        let (run, startsOver) = try await pool.transaction(retries: 3) { connection in
            var lease = taken
            return (try await DeliveryRun.begin(standing, &lease, on: connection), lease.startsOver)
        }
        lease.startsOver = startsOver
        return run
    }

    /// Whether the run is over: behind all that was there when it began, and nobody waits to be sent again.
    ///
    /// - Parameter reached: how far the journal was read, where nothing more was found there; nil: as far as the receiver stands.
    func isOver(_ run: DeliveryRun, _ lease: Lease, _ reached: Position?) async throws -> Bool {
        let place = try place(of: lease)
        guard place?.moving == nil, run.isThrough(reached ?? place?.at) else { return false }
        return try await pool.transaction(retries: 3) { try await run.ended(lease, on: $0) }
    }
}
