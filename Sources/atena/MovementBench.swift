import Addressee
import ConnectorKit
import Departments
import Foundation
import Installation
import LogSealing
import Logging
import Register
import Sharing
import Synchronization
import SyntheticCity

/// Movements in, and the time until the modules hold them: intake, journal and delivery of this process, as in production.
struct MovementBench: Sendable {
    let hub: OpenedHub
    let modules: [DepartmentModule]

    struct Result: Codable {
        var submitted = 0
        var accepted = 0
        var refused = 0
        var seconds = 0.0
        var perSecond = 0.0
        var delivered = 0
        var p50Milliseconds = 0.0
        var p99Milliseconds = 0.0
        var maxMilliseconds = 0.0
    }

    func run(_ stream: MovementStream, skip: Int, count: Int, rate: Int, clients: Int) async throws -> Result {
        let clock = DeliveryClock()
        // The stream runs ahead of today.
        let door = try await Intake(pool: hub.pool, vault: hub.vault, today: { CalendarDay(daysSince2000: 36_500) }).door(
            hub.acting, header: MovementStream.header, layout: .residents, source: .residentRecord)
        var rows: [[UInt8]] = []
        for row in stream.dropFirst(skip).prefix(count) { rows.append(row) }
        let prepared = rows
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await hub.listener.run() }
            group.addTask { await hub.sealing.run() }
            // Movements are of the register; what else the departments are given is not delivered here.
            for module in modules where module.dataset == .addressee {
                let worker = DeliveryWorker(
                    system: module.kind.systemName, dataset: DatasetName.addressee.rawValue, connector: TimedConnector(module: module, clock: clock),
                    provisioning: hub.provisioning,
                    name: "ops/bench", logger: Logger(label: "atena.bench"))
                group.addTask { try await worker.run() }
            }
            try await Task.sleep(for: .seconds(1))
            let started = ContinuousClock.now
            var result = Result(submitted: prepared.count)
            let accepted = try await Self.submit(prepared, to: door, clock, started: started, rate: rate, clients: clients)
            let intake = ContinuousClock.now - started
            // What is still under way arrives now.
            try await Task.sleep(for: .seconds(2))
            group.cancelAll()
            result.accepted = accepted
            result.refused = result.submitted - result.accepted
            result.seconds = intake.seconds
            result.perSecond = Double(result.accepted) / intake.seconds
            let delays = clock.delays.sorted()
            result.delivered = delays.count
            if !delays.isEmpty {
                result.p50Milliseconds = delays[delays.count / 2] * 1000
                result.p99Milliseconds = delays[min(delays.count - 1, delays.count * 99 / 100)] * 1000
                result.maxMilliseconds = (delays.last ?? 0) * 1000
            }
            return result
        }
    }

    private static func submit(
        _ rows: [[UInt8]], to door: Intake.Door, _ clock: DeliveryClock, started: ContinuousClock.Instant, rate: Int, clients: Int
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { submitters in
            for client in 0..<clients {
                submitters.addTask {
                    var accepted = 0
                    // A person's rows go through one client, so that they stay in order.
                    for (index, row) in rows.enumerated() where Self.client(row, clients) == client {
                        try await Task.sleep(until: started + .seconds(Double(index) / Double(rate)), clock: .continuous)
                        clock.submit(Self.key(row))
                        if try await door.submit(row) == .accepted { accepted += 1 }
                    }
                    return accepted
                }
            }
            return try await submitters.reduce(0, +)
        }
    }

    private static func client(_ row: [UInt8], _ clients: Int) -> Int {
        key(row).utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % clients
    }

    /// 宛名番号 and 履歴番号: the first two columns of a generated row.
    private static func key(_ row: [UInt8]) -> String {
        var commas = 0
        let end = row.firstIndex { byte in
            if byte == 0x2C { commas += 1 }
            return commas == 2
        }
        return String(decoding: row[..<(end ?? row.endIndex)], as: UTF8.self)
    }
}

/// When each version was submitted, and how long until each module held it. A version that a module is told of again, because of somebody in the same
/// household, counts when it came first.
final class DeliveryClock: Sendable {
    private struct State {
        var submitted: [String: ContinuousClock.Instant] = [:]
        var applied: [SystemName: Set<String>] = [:]
        var delays: [Double] = []
    }

    private let state = Mutex(State())

    func submit(_ key: String) { state.withLock { $0.submitted[key] = .now } }

    func applied(_ key: String, by system: SystemName) {
        state.withLock { state in
            guard let submitted = state.submitted[key], state.applied[system, default: []].insert(key).inserted else { return }
            state.delays.append((ContinuousClock.now - submitted).seconds)
        }
    }

    var delays: [Double] { state.withLock { $0.delays } }
}

/// A module whose applied entries are timed.
struct TimedConnector: Connector {
    let module: DepartmentModule
    let clock: DeliveryClock

    func describe() async throws -> ConnectorDescription { try await module.describe() }
    func check() async throws { try await module.check() }
    func open(for body: LocalGovernmentCode, lastPosition: String?) async throws { try await module.open(for: body, lastPosition: lastPosition) }
    func close() async { await module.close() }

    func deliver(_ batch: Batch) async throws -> [EntryResult] {
        let results = try await module.deliver(batch)
        for entry in batch.entries { clock.applied("\(entry.addresseeNumber),\(entry.historyNumber)", by: batch.system) }
        return results
    }
}
