import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Logging
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

extension Principal {
    static let operations = person("O0001", .operateDeliveries)
}

/// Receivers in memory behind endpoints, each a kind of connector of its own.
struct EndpointStand {
    let hub: TestHub
    let receivers: [String: Receiver]

    init(_ hub: TestHub, _ receivers: [String: Receiver]) { (self.hub, self.receivers) = (hub, receivers) }

    var endpoints: Endpoints {
        Endpoints(
            pool: hub.staffed, store: hub.store, keys: hub.keys,
            registry: ConnectorRegistry(
                receivers.sorted { $0.key < $1.key }.map { name, receiver in
                    ConnectorKind(name: name, label: name, settings: [ConnectorSetting("place", "場所")]) { (_, _) throws(ConnectorError) in receiver }
                }))
    }

    var follower: EndpointFollower {
        EndpointFollower(
            endpoints, provisioning: hub.delivering, name: "test", logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @discardableResult
    func load(_ connector: String, system: String = "tax", dataset: String = "addressee", _ more: String...) async throws -> Endpoints.Outcome? {
        let text = (["system: \(system)", "dataset: \(dataset)", "connector: \(connector)"] + more).joined(separator: "\n")
        let library = try EndpointLibrary(documents: [PolicyDocument(name: "\(system)-\(dataset).yaml", text: text)])
        return try await endpoints.load(by: .operations, library).first
    }

    /// Follows while `body` runs.
    func following(_ body: () async throws -> Void) async throws {
        let follower = follower
        let task = Task { await follower.run() }
        defer { task.cancel() }
        try await body()
        task.cancel()
        await task.value
    }

    /// Everything that happened is delivered, so far as it is due.
    func drain() async throws { _ = try await follower.drain() }

    func change(_ person: Int, to area: String) async throws {
        let rows = try await hub.rows(
            "SELECT max(history_number)::int AS last FROM register.version JOIN register.addressee USING (addressee_id) WHERE atenabango = \(ResidentRow.number(person))"
        )
        let last = Int(try rows.first?.decode("last", as: Int32.self) ?? 1)
        var row = ResidentRow(person)
        for _ in 0..<last { row = row.next("42") { $0[.jushoChoaza] = area } }
        try await hub.take([row])
        try await hub.settle()
    }
}

/// Waits until something holds.
func eventually(_ what: Comment, within: Duration = .seconds(20), _ condition: () async throws -> Bool) async throws {
    let until = ContinuousClock.now + within
    while try await !condition() {
        guard ContinuousClock.now < until else {
            Issue.record(what)
            return
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}
