import Hummingbird
import Logging
import ServiceLifecycle
import Synchronization

/// Whether the server has been told to stop.
final class Draining: Sendable {
    private let started = Atomic(false)

    var isUnderWay: Bool { started.load(ordering: .relaxed) }
    func begin() { started.store(true, ordering: .relaxed) }
}

/// Runs the application and bounds how long its shutdown may take.
struct DrainingServer<App: ApplicationProtocol>: Service {
    private enum End { case stopped, late }

    let application: App
    let drain: Duration
    let draining: Draining
    let logger: Logger

    func run() async throws {
        try await withThrowingTaskGroup(of: End.self) { group in
            group.addTask {
                try await application.run()
                return .stopped
            }
            group.addTask {
                try await gracefulShutdown()
                draining.begin()
                try await Task.sleep(for: drain)
                return .late
            }
            guard case .late = try await group.next() else {
                group.cancelAll()
                return
            }
            logger.warning("requests cut off at the end of the drain", metadata: ["drain": "\(drain)"])
            group.cancelAll()
            // What the cut-off requests throw is their clients' to see; the server itself has stopped as asked.
            while case .failure? = await group.nextResult() {}
        }
    }
}
