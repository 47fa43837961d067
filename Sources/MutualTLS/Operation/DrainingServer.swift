package import Hummingbird
package import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Whether the server has been told to stop.
package final class Draining: Sendable {
    private let started = Atomic(false)

    package init() {}

    package var isUnderWay: Bool { started.load(ordering: .relaxed) }
    package func begin() { started.store(true, ordering: .relaxed) }
}

/// Runs the application and bounds how long its shutdown may take.
package struct DrainingServer<App: ApplicationProtocol>: Service {
    private enum End { case stopped, late }

    package let application: App
    package let drain: Duration
    package let draining: Draining
    package let logger: Logger

    package init(application: App, drain: Duration, draining: Draining, logger: Logger) {
        (self.application, self.drain, self.draining, self.logger) = (application, drain, draining, logger)
    }

    package func run() async throws {
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
