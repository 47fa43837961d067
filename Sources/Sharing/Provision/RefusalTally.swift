package import AuditTrail
internal import Governance
internal import Postgres
internal import Synchronization

/// 拒否の計数. Refusals of one kind that name nobody: the first has a record of its own at once, those that follow within a minute are counted, and one event
/// tells how many they were. So whoever is refused without pause fills no log, and the log says how often it was.
final class RefusalTally: Sendable {
    /// What was refused to whom, and why.
    struct Kind: Hashable, Sendable {
        var system: String
        var dataset: String
        let way: ProvisionRecord.Way
        let byWhom: String
        let code: String
    }

    /// Refusals that have no record of their own.
    struct Counted: Sendable {
        let kind: Kind
        let count: Int
        /// In which they came.
        let seconds: Int
    }

    private struct Window {
        var opened: ContinuousClock.Instant
        var count = 0
    }

    /// Names that one caller may have made up: whatever it asks for beyond so many is one kind.
    private static let kindsOfOne = 16

    private let length: Duration
    private let windows = Mutex<[Kind: Window]>([:])

    init(length: Duration = .seconds(60)) { self.length = length }

    /// Counts a refusal.
    ///
    /// - Returns: the kind that it is the first of and is to be recorded as; nil where it was counted with others.
    func first(_ kind: Kind, now: ContinuousClock.Instant = .now) -> Kind? {
        windows.withLock { windows in
            var kind = kind
            if windows[kind] == nil, windows.keys.count(where: { $0.byWhom == kind.byWhom }) >= Self.kindsOfOne { (kind.system, kind.dataset) = ("?", "?") }
            guard windows[kind] == nil else {
                windows[kind]?.count += 1
                return nil
            }
            windows[kind] = Window(opened: now)
            return kind
        }
    }

    /// It could not be recorded: the next one is recorded in its place.
    func forget(_ kind: Kind) {
        windows.withLock { windows in
            guard let window = windows[kind] else { return }
            windows[kind] = window.count > 0 ? window : nil
        }
    }

    /// Takes out what is to be told now: of windows that are over, or of all. Kinds of which nothing more came are forgotten.
    func due(all: Bool, now: ContinuousClock.Instant = .now) -> [Counted] {
        windows.withLock { windows in
            var due: [Counted] = []
            for (kind, window) in windows where all || now - window.opened >= length {
                if window.count > 0 {
                    due.append(Counted(kind: kind, count: window.count, seconds: Int((now - window.opened).components.seconds)))
                    windows[kind] = Window(opened: now)
                } else {
                    windows[kind] = nil
                }
            }
            return due
        }
    }

    /// They could not be told.
    func giveBack(_ counted: [Counted]) {
        windows.withLock { windows in
            for one in counted { windows[one.kind, default: Window(opened: .now)].count += one.count }
        }
    }
}

extension EventKind {
    /// 同じ種類の拒否のまとめ: how many refusals of one kind had no record of their own.
    static let refusalsCounted = EventKind(
        "provision.refusals-counted", "提供・移転の拒否のうち、同じ種類の記録に続いて1分以内に繰り返されたものの数", onSuccess: [],
        onFailure: ["count", "dataset", "refusal", "seconds", "system", "way"])

    /// Of provisions, beside their records.
    package static let refusals: [EventKind] = [refusalsCounted]
}

extension Provisioning {
    /// Records a refusal that names nobody, or counts it with those of its kind. Durable when it returns, or counted behind one that is.
    func put(_ record: ProvisionRecord) async throws {
        guard
            let kind = refusals.first(
                .init(
                    system: record.system, dataset: record.dataset, way: record.way, byWhom: record.byWhom,
                    code: record.refusal?.code ?? record.refusalCode ?? "?"))
        else { return }
        var record = record
        (record.system, record.dataset) = (kind.system, kind.dataset)
        do {
            try await pool.query(record.statement()).written()
        } catch {
            refusals.forget(kind)
            throw error
        }
    }

    /// Tells the log of refusals that were counted, an event for each kind.
    ///
    /// - Parameter all: also of kinds whose minute is not over; before the process ends.
    /// - Throws: `PostgresError`; what was not told stays counted.
    package func recordCountedRefusals(all: Bool = false) async throws {
        let counted = refusals.due(all: all)
        guard !counted.isEmpty else { return }
        let events = counted.map { one in
            AuditEvent(
                .refusalsCounted, isFailure: true, by: one.kind.byWhom,
                fields: [
                    "count": String(one.count), "dataset": one.kind.dataset, "refusal": one.kind.code, "seconds": String(one.seconds),
                    "system": one.kind.system, "way": one.kind.way.name,
                ])
        }
        do {
            try await pool.transaction { connection in
                for rows in try await connection.pipeline(events.map { $0.statement() }) { try rows.written() }
            }
        } catch {
            refusals.giveBack(counted)
            throw error
        }
    }
}
