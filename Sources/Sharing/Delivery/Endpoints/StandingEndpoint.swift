package import AccessControl
internal import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Foundation
public import Governance
public import Postgres

/// 有効な接続. An endpoint as the delivery service follows it, and how it stands.
public struct StandingEndpoint: Sendable {
    /// How the receiver is reached.
    public let endpoint: Endpoint
    /// Another one with every change; whoever works by an older one gets no lease.
    public let version: Int64
    /// When it was loaded or changed last.
    public let loadedAt: PostgresInstant
    /// 停止. Since when somebody has it paused; nil where nobody has.
    public let pausedAt: PostgresInstant?
    /// When it is delivered to next; nil where it always is, where it is at once, or where somebody has to say so.
    public let dueAt: PostgresInstant?
    /// When the run under way began; nil where none is.
    public let beganAt: PostgresInstant?
    /// When the last run of a schedule ended, with everything delivered; nil before the first.
    public let lastRunAt: PostgresInstant?
    /// What the connector last said of itself; nil before anybody asked.
    public let described: String?

    /// The receiver, as a kind of connector is told of it.
    var receiver: ConnectorKind.Receiver { .init(system: endpoint.system, dataset: endpoint.dataset) }

    /// In a few words, in Japanese.
    package var summary: String {
        let state = pausedAt != nil ? "停止中" : beganAt != nil ? "配信の途中" : dueAt.map { $0 <= .now() ? "時期が来ています" : "次は\(JapanTime($0).plain)" }
        return ["\(endpoint.connector)・\(endpoint.schedule.label)・\(endpoint.content.label)", state].compactMap(\.self).joined(separator: "、")
    }

    /// All of them, by system and dataset. One that the program did not write so is none: whoever has a password of the database leads nobody's data elsewhere.
    package static func all(_ seal: RowSeal?, on connection: Connection) async throws -> [StandingEndpoint] {
        guard let seal else { return [] }
        let rows = try await connection.query(
            """
            SELECT system, dataset, gyomuid, connector, settings::text AS settings, batch_size, content, schedule, at_minute, day_of_month, hours_to_answer, tls, version,
                loaded_at, paused_at, due_at, began_at, last_run_at, described, \(unsafeSQL: SealedTable.endpoint.form("e")) AS form, mac
            FROM delivery.endpoint e ORDER BY system, dataset
            """)
        return try rows.filter { seal.holds(.endpoint, try $0.decode("form"), try $0.decode("mac")) }.map { try StandingEndpoint($0) }
    }

    private init(_ row: Row) throws {
        let (system, dataset) = (try row.decode("system", as: String.self), try row.decode("dataset", as: String.self))
        guard let system = SystemName(rawValue: system), let dataset = DatasetName(rawValue: dataset),
            let schedule = try Self.schedule(row), let content = Endpoint.Content(rawValue: try row.decode("content", as: String.self)),
            let tls = Endpoint.TLS(rawValue: try row.decode("tls", as: String.self))
        else { throw UnreadableEndpoint(name: "\(system)/\(dataset)") }
        endpoint = Endpoint(
            system: system, dataset: dataset, businessID: try row.decode("gyomuid", as: String?.self).map { try BusinessID($0) },
            connector: try row.decode("connector"),
            settings: try JSONDecoder().decode([String: String].self, from: Data(try row.decode("settings", as: String.self).utf8)),
            batchSize: try row.decode("batch_size", as: Int32?.self).map(Int.init), schedule: schedule, content: content,
            hoursToAnswer: Int(try row.decode("hours_to_answer", as: Int32.self)), tls: tls)
        version = try row.decode("version")
        loadedAt = try row.decode("loaded_at")
        pausedAt = try row.decode("paused_at")
        let due = try row.decode("due_at", as: PostgresInstant.self)
        dueAt = due.isFinite ? due : nil
        beganAt = try row.decode("began_at")
        lastRunAt = try row.decode("last_run_at")
        described = try row.decode("described")
    }

    private static func schedule(_ row: Row) throws -> DeliverySchedule? {
        let time = try row.decode("at_minute", as: Int16?.self).flatMap { DeliverySchedule.TimeOfDay(minutes: Int($0)) }
        let day = try row.decode("day_of_month", as: Int16?.self).map(Int.init)
        switch (try row.decode("schedule", as: String.self), time, day) {
        case ("as-it-happens", nil, nil): return .asItHappens
        case ("on-demand", nil, nil): return .onDemand
        case ("daily", let time?, nil): return .daily(at: time)
        case ("monthly", let time?, let day?): return .monthly(day: day, at: time)
        default: return nil
        }
    }
}

/// A row of `delivery.endpoint` that this program can't read: another one wrote it.
struct UnreadableEndpoint: Explained {
    /// `tax/addressee`.
    let name: String
    var code: String { "V0013" }
    var rule: String { "接続 \(name) の登録を、この版のプログラムでは読めません。" }
}

extension DeliverySchedule {
    /// As `delivery.endpoint` keeps it: what it is called, the minute, the day.
    var columns: (name: String, minute: Int16?, day: Int16?) {
        switch self {
        case .asItHappens: ("as-it-happens", nil, nil)
        case .onDemand: ("on-demand", nil, nil)
        case .daily(let time): ("daily", Int16(time.minutes), nil)
        case .monthly(let day, let time): ("monthly", Int16(time.minutes), Int16(day))
        }
    }

    /// When it is due next after a moment, as the table keeps it.
    func due(after moment: PostgresInstant) -> PostgresInstant {
        if self == .asItHappens { return .always }
        guard let next = next(after: Date(timeIntervalSince1970: moment.secondsSince1970)) else { return .never }
        return PostgresInstant(microsecondsSince1970: Int64(next.timeIntervalSince1970) * 1_000_000)
    }
}

extension PostgresInstant {
    /// `-infinity`.
    static let always = PostgresInstant(microsecondsSince2000: .min)
    /// `infinity`.
    static let never = PostgresInstant(microsecondsSince2000: .max)
    fileprivate var isFinite: Bool { self != .always && self != .never }
}
