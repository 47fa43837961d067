import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import AccessControl
@testable import Sharing

/// 接続. The delivery service follows the table while it runs, and asks who answers before it gives anything.
@Suite(.timeLimit(.minutes(10))) struct EndpointTests {
    @Test func oneIsAddedPausedMovedAndRemovedWhileEverythingRuns() async throws {
        try await TestHub.withResidentsToPush(5) { hub in
            let (first, second) = (Receiver(), Receiver())
            let stand = EndpointStand(hub, ["first": first, "second": second])
            try await stand.following {
                try await Task.sleep(for: .milliseconds(300))
                #expect(first.batches.isEmpty, "nobody is delivered to without an endpoint")
                try await stand.load("first")
                try await eventually("added") { first.held.count == 5 }

                try await stand.endpoints.pause(by: .operations, .tax, .addressee, reason: "点検")
                try await stand.change(1, to: "北町")
                try await Task.sleep(for: .milliseconds(600))
                #expect(first.held[ResidentRow.number(1)]?.items[.jushoChoaza] != "北町")
                try await stand.endpoints.resume(by: .operations, .tax, .addressee, reason: "済み")
                try await eventually("resumed") { first.held[ResidentRow.number(1)]?.items[.jushoChoaza] == "北町" }

                let before = first.batches.count
                #expect(try await stand.load("second")?.change == .moved)
                try await eventually("moved") { second.held.count == 5 }
                try await stand.change(2, to: "南町")
                try await eventually("the other follows") { second.held[ResidentRow.number(2)]?.items[.jushoChoaza] == "南町" }
                #expect(first.batches.count == before)

                try await stand.endpoints.remove(by: .operations, .tax, .addressee, reason: "廃止")
                try await stand.change(3, to: "西町")
                try await Task.sleep(for: .milliseconds(600))
                #expect(second.held[ResidentRow.number(3)]?.items[.jushoChoaza] != "西町")
                let gaps = try await hub.pool.withConnection { try await EndpointGap.all(hub.store, on: $0) }
                #expect(gaps == [EndpointGap(system: "tax", dataset: "addressee", kind: .missing)])

                #expect(try await stand.load("second")?.change == .added)
                try await eventually("added again, whole") { second.held[ResidentRow.number(3)]?.items[.jushoChoaza] == "西町" }
            }
            // Sequences rise across all of it; a batch whose answer was cut off by a change of the endpoint comes again under its own.
            let batches = first.batches + second.batches
            #expect(batches.map(\.sequence) == batches.map(\.sequence).sorted())
            #expect(Set(batches.map(\.sequence)).count == Set(batches.map(\.idempotencyKey)).count)
        }
    }

    /// Whoever works by an endpoint that was changed gets no lease any more, however late it hears of it.
    @Test func aWorkerByAnOlderEndpointGetsNothing() async throws {
        try await TestHub.withResidentsToPush(2) { hub in
            let (first, second) = (Receiver(), Receiver())
            let stand = EndpointStand(hub, ["first": first, "second": second])
            try await stand.load("first")
            let old = try #require(try await stand.endpoints.standing().first)
            try await stand.load("second")
            #expect(try await Lease.take("tax", "addressee", endpoint: old.version, pool: hub.pool) == nil)
            let now = try #require(try await stand.endpoints.standing().first)
            let lease = try #require(try await Lease.take("tax", "addressee", endpoint: now.version, pool: hub.pool))
            try await stand.endpoints.pause(by: .operations, .tax, .addressee, reason: "点検")
            await #expect(throws: LeaseLost.self) { try await lease.renew(pool: hub.pool) }
        }
    }

    /// With a password of the database, and no key: what a department is given goes nowhere else.
    @Test(arguments: [
        "UPDATE delivery.endpoint SET connector = 'second'", "UPDATE delivery.endpoint SET settings = '{\"place\": \"elsewhere\"}'",
        "UPDATE delivery.endpoint SET connector = 'second', version = nextval('delivery.endpoint_version')",
        "UPDATE delivery.endpoint SET schedule = 'on-demand'", "UPDATE delivery.endpoint SET mac = NULL",
    ])
    func anEndpointThatWasWrittenBesideTheProgramIsNone(statement: String) async throws {
        try await TestHub.withResidentsToPush(2) { hub in
            let (first, second) = (Receiver(), Receiver())
            let stand = EndpointStand(hub, ["first": first, "second": second])
            try await stand.load("first")
            try await hub.admin.script(unsafeSQL: statement)
            try await stand.drain()
            #expect(first.batches.isEmpty && second.batches.isEmpty)
            #expect(try await stand.endpoints.standing().isEmpty)
            let (gaps, untrue) = try await hub.pool.withConnection {
                (try await EndpointGap.all(hub.store, on: $0), try await RowSeal(keys: hub.keys).untrue(on: $0).map(\.table))
            }
            #expect(gaps.map(\.kind) == [.missing] && untrue == ["delivery.endpoint"])
            // Loaded anew, it is what the file says.
            #expect(try await stand.load("first")?.change == .added)
            // Whether it was paused nobody knows any more.
            try await stand.drain()
            #expect(first.batches.isEmpty)
            try await stand.endpoints.resume(by: .operations, .tax, .addressee, reason: "点検")
            try await stand.drain()
            #expect(first.held.count == 2 && second.batches.isEmpty)
            for turn in [true, false] {
                let act = turn ? stand.endpoints.pause : stand.endpoints.resume
                try await act(.operations, .tax, .addressee, "点検")
                #expect(try await stand.endpoints.standing().map { $0.pausedAt != nil } == [turn], "sealed as it is then")
            }
        }
    }

    /// With which code an endpoint to a receiver that says something else of itself is refused; nil where it is loaded.
    private func refusal(_ stand: EndpointStand, _ receiver: Receiver, _ change: (inout ConnectorDescription) -> Void) async throws -> String? {
        receiver.state.withLock { change(&$0.description) }
        do {
            try await stand.load("memory")
            return nil
        } catch let refused as EndpointsRefused { return refused.refusals.first?.refused.code }
    }

    @Test func whoIsAnotherOrDoesNotUnderstandIsToldSoAndNotFed() async throws {
        try await TestHub.withResidentsToPush(2) { hub in
            let receiver = Receiver()
            let stand = EndpointStand(hub, ["memory": receiver])
            #expect(try await refusal(stand, receiver) { $0.receiver = .childcare } == "V0005")
            #expect(try await refusal(stand, receiver) { ($0.receiver, $0.datasets) = (.tax, ["tax-income": 1...1]) } == "V0006")
            #expect(try await refusal(stand, receiver) { $0.datasets = ["addressee": 1...1] } == "V0006")
            #expect(try await hub.count("SELECT count(*) FROM delivery.endpoint") == 0)
            #expect(try await refusal(stand, receiver) { $0.datasets = ["addressee": 2...2] } == nil)
            // A receiver that steps back later is told, and nothing is offered to it.
            receiver.state.withLock { $0.description.datasets = ["addressee": 3...3] }
            try await stand.drain()
            #expect(receiver.batches.isEmpty)
            #expect(receiver.state.withLock(\.refusals) == [.unknownSchemaVersion(2, dataset: "addressee")])
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'p'") == 0)
            receiver.state.withLock { $0.description.receiver = .childcare }
            try await hub.makeDue()
            try await stand.drain()
            #expect(receiver.state.withLock(\.refusals).last == .anotherSystem("childcare"))
            #expect(receiver.batches.isEmpty)
            receiver.state.withLock {
                $0.description = .init(name: "m", version: "2", receiver: .tax, datasets: ["addressee": 1...2], capabilities: [], batchSize: 1)
            }
            try await hub.makeDue()
            try await stand.drain()
            #expect(receiver.held.count == 2)
            #expect(receiver.batches.map(\.entries.count) == [1, 1], "as many at once as it takes")
            #expect(try await stand.endpoints.standing().first?.described == "m 2 (addressee v1–v2)")
        }
    }

    /// With which codes endpoints are refused.
    private func codes(_ stand: EndpointStand, _ connector: String, _ more: String = "") async throws -> [String] {
        let text = ["system: tax", "dataset: addressee", "connector: \(connector)", more].joined(separator: "\n")
        let library = try EndpointLibrary(documents: [PolicyDocument(name: "tax-addressee.yaml", text: text)])
        var codes: [String] = []
        do { _ = try await stand.endpoints.load(by: .operations, library) } catch let refused as EndpointsRefused {
            codes = refused.refusals.map(\.refused.code)
        }
        return codes
    }

    @Test func whoAsksByItselfIsReachedByNobody() async throws {
        try await TestHub.withResidentsToPush(1) { hub in
            let stand = EndpointStand(hub, ["memory": Receiver()])
            #expect(try await codes(stand, Endpoint.pull, "settings: { program: x }") == ["V0003"])
            #expect(try await codes(stand, Endpoint.pull, "tls: \"1.2\"") == [])
            #expect(try await stand.endpoints.standing().first?.endpoint.tls == .v12)
            try await stand.drain()
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'p'") == 0)
            // A policy that lets the hub push still has nobody to push by.
            let gaps = try await hub.pool.withConnection { try await EndpointGap.all(hub.store, on: $0) }
            #expect(gaps.map(\.kind) == [.missing])
            #expect(try await codes(stand, Endpoint.pull) == [])
            #expect(try await stand.endpoints.standing().first?.endpoint.tls == .v13)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'delivery.endpoint-loaded' AND body LIKE '%\"tls\":\"1.2\"%'") == 1)
        }
    }

    @Test func faultsOfFilesAreNamedAndNothingIsLoaded() async throws {
        try await TestHub.withResidentsToPush(1) { hub in
            let stand = EndpointStand(hub, ["memory": Receiver()])
            #expect(try await codes(stand, "pigeon") == ["V0002"])
            #expect(try await codes(stand, "memory", "settings: { colour: red }") == ["V0003"])
            #expect(try await codes(stand, "memory", "gyomuid: \"J99\"") == [])
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'delivery.endpoint-loaded' AND is_failure") == 2)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'delivery.endpoint-loaded' AND NOT is_failure") == 1)
            let none = try EndpointLibrary(documents: [])
            await #expect(throws: AccessRefused.self) { try await stand.endpoints.load(by: .proposer, none) }
            await #expect(throws: EndpointRefused.noReason) { try await stand.endpoints.pause(by: .operations, .tax, .addressee, reason: " ") }
            await #expect(throws: EndpointRefused.unknown) { try await stand.endpoints.pause(by: .operations, .childcare, .addressee, reason: "点検") }
            await #expect(throws: EndpointRefused.notPaused) { try await stand.endpoints.resume(by: .operations, .tax, .addressee, reason: "点検") }
            await #expect(throws: EndpointRefused.alwaysDelivered) { try await stand.endpoints.run(by: .operations, .tax, .addressee, reason: "点検") }
        }
    }

    @Test func aFileOfAnotherBodyIsRefusedAlsoWhereItSaysNothingNew() async throws {
        try await TestHub.withResidentsToPush(1) { hub in
            let stand = EndpointStand(hub, ["memory": Receiver()])
            #expect(try await codes(stand, "memory", "body: \"112011\"") == ["F0048"])
            #expect(try await stand.endpoints.standing().isEmpty)
            #expect(try await codes(stand, "memory", "body: 111023") == [], "a ward's code is the city's own")
            #expect(try await codes(stand, "memory", "body: 112011") == ["F0048"])
            let onRecord = try await hub.count(
                "SELECT count(*) FROM audit.event WHERE kind = 'delivery.endpoint-loaded' AND is_failure AND body LIKE '%\"refusal\":\"F0048\"%'")
            #expect(onRecord == 2)
        }
    }

    @Test func whatComesAtTimesWaitsForThemAndWhatIsTakenBackDoesNot() async throws {
        try await TestHub.withResidentsToPush(3) { hub in
            let receiver = Receiver()
            let stand = EndpointStand(hub, ["memory": receiver])
            try await stand.load("memory", "schedule: on-demand")
            try await stand.drain()
            #expect(receiver.batches.isEmpty)
            try await stand.endpoints.run(by: .operations, .tax, .addressee, reason: "初回")
            try await stand.drain()
            #expect(receiver.held.count == 3)
            let ended = try #require(try await stand.endpoints.standing().first)
            #expect(ended.lastRunAt != nil && ended.beganAt == nil && ended.dueAt == nil)
            try await stand.change(1, to: "北町")
            try await stand.drain()
            #expect(receiver.batches.count == 1)
            // Everybody again, changed or not, and again from then on.
            #expect(try await stand.load("memory", "schedule: { daily: \"03:00\" }", "content: full")?.change == .changed)
            try await stand.drain()
            #expect(receiver.batches.count == 1)
            #expect(try await stand.endpoints.standing().first?.dueAt != nil)
            for runs in 1...2 {
                try await stand.endpoints.run(by: .operations, .tax, .addressee, reason: "臨時")
                try await stand.drain()
                #expect(receiver.batches.suffix(runs).allSatisfy { $0.entries.count == 3 } && receiver.batches.count == 1 + runs)
            }
            #expect(receiver.held[ResidentRow.number(1)]?.items[.jushoChoaza] == "北町")
            _ = try await hub.lifecycle.revoke(by: .approver, "tax/addressee", reason: "試験")
            try await stand.drain()
            #expect(receiver.held.isEmpty, "what is taken back waits for no time")
        }
    }

    /// What somebody asks for, and what is to be taken back, waits for no time, also where nobody could be reached meanwhile.
    @Test func whatIsOwedIsDeliveredAtOnce() async throws {
        try await TestHub.withResidentsToPush(2) { hub in
            let receiver = Receiver()
            let stand = EndpointStand(hub, ["memory": receiver])
            try await stand.load("memory")
            try await stand.drain()
            try await stand.load("memory", "schedule: on-demand")
            #expect(try await DeadLetters(pool: hub.staffed).startOver(by: .operations, .tax))
            try await stand.drain()
            #expect(receiver.batches.map(\.entries.count) == [2, 2])
            try await stand.endpoints.remove(by: .operations, .tax, .addressee, reason: "廃止")
            _ = try await hub.lifecycle.revoke(by: .approver, "tax/addressee", reason: "試験")
            let gaps = try await hub.pool.withConnection { try await EndpointGap.all(hub.store, on: $0) }
            #expect(gaps.map(\.kind) == [.missing], "what is still to be taken back is named")
            try await stand.load("memory", "schedule: { monthly: { day: 1, at: \"03:00\" } }")
            try await stand.drain()
            #expect(receiver.held.isEmpty)
        }
    }

    /// Somebody asks for a run while one is under way: another follows it.
    @Test func aRunThatIsAskedForDuringARunIsNotSwallowed() async throws {
        try await TestHub.withResidentsToPush(2) { hub in
            let receiver = Receiver()
            let stand = EndpointStand(hub, ["memory": receiver])
            try await stand.load("memory", "schedule: on-demand", "content: full")
            try await stand.endpoints.run(by: .operations, .tax, .addressee, reason: "初回")
            receiver.set(before: { _, attempt in
                if attempt == 0 { try await stand.endpoints.run(by: .operations, .tax, .addressee, reason: "もう一度") }
            })
            try await stand.drain()
            #expect(receiver.batches.map(\.entries.count) == [2, 2])
        }
    }
}
