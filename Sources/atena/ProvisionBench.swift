import Addressee
import Foundation
import Installation
import LogSealing
import Postgres
import Sharing

/// One-person provisions of this process, each recorded and an event of the log, as many at once as asked for; with the sealer at work or without.
struct ProvisionBench: Sendable {
    let hub: OpenedHub
    let system: SystemName
    let numbers: [String]

    struct Result: Codable {
        var provided = 0
        var seconds = 0.0
        var perSecond = 0.0
        /// Until everything was sealed after the last one; nil without a sealer.
        var sealedAfterSeconds: Double?
    }

    /// - Parameter rate: provisions a second at most; 0 for as fast as they go.
    func run(count: Int, clients: Int, rate: Int, seals: Bool) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            if seals { group.addTask { await hub.sealing.run() } }
            defer { group.cancelAll() }
            let started = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { askers in
                for client in 0..<clients {
                    askers.addTask {
                        for index in stride(from: client, to: count, by: clients) {
                            if rate > 0 { try await Task.sleep(until: started + .seconds(Double(index) / Double(rate)), clock: .continuous) }
                            _ = try await hub.provisioning.person(
                                Caller(system: system, byWhom: "ops/bench"), dataset: DatasetName.addressee.rawValue,
                                addresseeNumber: AddresseeNumber(numbers[index % numbers.count]))
                        }
                    }
                }
                try await askers.waitForAll()
            }
            var result = Result(provided: count, seconds: (ContinuousClock.now - started).seconds)
            result.perSecond = Double(count) / result.seconds
            if seals {
                let ended = ContinuousClock.now
                while true {
                    let rows = try await hub.pool.query(
                        """
                        SELECT EXISTS (SELECT FROM audit.event WHERE (xact, event_id) >
                            (SELECT last_xact, last_event_id FROM audit.checkpoint ORDER BY batch DESC LIMIT 1))
                        """)
                    if try rows.first?.decode(Bool.self) == false { break }
                    try await Task.sleep(for: .milliseconds(50))
                }
                result.sealedAfterSeconds = (ContinuousClock.now - ended).seconds
            }
            return result
        }
    }
}
