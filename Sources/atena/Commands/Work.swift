import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import ConnectorKit
import Departments
import Foundation
import LogSealing
import Logging
import Postgres
import Register
import ServiceLifecycle
import Sharing
import UnixSignals

/// Delivers to the department modules, and moves the hub's day.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "業務システムへ配信します。複数のプロセスで動かせます。",
        discussion: "SIGHUPで止まることはなく、分析の閾値のファイルを確かめ直します。--calendar を付けると、基準日を進めて年齢による対象の出入りを記録し、終わります。付けなければ、日本時間の日付が変わるたびに進めます。")

    @Option(help: "基準日を YYYY-MM-DD まで進めて終わります")
    var calendar: String?
    @Flag(help: "今日より先の基準日も受け付けます（試験用）")
    var force = false
    @Option(help: "この業務システムだけに配信します")
    var system: [String] = []
    @Flag(help: "すべて配信し終えたら終わります")
    var untilIdle = false

    func run() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let environment = ProcessInfo.processInfo.environment
        try await explained {
            // Who would look for misuse without the rules of it would find none, and nobody would know.
            if calendar == nil, !untilIdle { _ = try AnalysisFile.read(environment) }
            let hub = try await HubComposition.open(environment, for: .operateDeliveries, prefer: .service)
            let dormantDays = try HubComposition.dormantDays(environment)
            let answerDays = try HubComposition.answerDays(environment)
            if let calendar {
                guard let day = CalendarDay(calendar) else { throw CommandFailure("--calendar は YYYY-MM-DD で指定してください。") }
                guard force || day <= CalendarDay.hubToday() else {
                    throw CommandFailure("今日より先の日付です。基準日は戻せず、期間の終わる提供ポリシーは閉じます。間違いでなければ --force を付けてください。")
                }
                let crossed = try await CalendarAdvance(pool: hub.pool).advance(to: day, by: hub.acting.name)
                let lapsed = try await ManualConfirmation(provisioning: hub.provisioning).lapse(after: answerDays, byWhom: hub.acting.name)
                print(crossed.map { "基準日を \(day) に進めました。年齢の境を越えた人: \($0)人" } ?? "基準日はすでに \(day) かそれより後です。")
                if lapsed > 0 { print("確認の期限が切れた照会: \(lapsed)件（atena answers list --lapsed で見られます）") }
                try await Self.tellWhatIsLeft(hub, isAgain: crossed == nil)
                return
            }
            let logger = Logger(label: "atena.work")
            let modules = try HubComposition.modules(environment)
                .filter { system.isEmpty || system.contains($0.kind.systemName.rawValue) }
            let name = "\(hub.acting.name) worker \(ProcessInfo.processInfo.processIdentifier)"
            let workers = modules.map { module in
                DeliveryWorker(
                    system: module.kind.systemName, dataset: "addressee", connector: module, provisioning: hub.provisioning, name: name, logger: logger)
            }
            if untilIdle {
                // Nobody may have sealed for long; while this works, it also seals.
                try await hub.sealer.catchUp()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await hub.sealer.run() }
                    defer { group.cancelAll() }
                    try await drain(workers, hub.listener)
                }
                try await hub.sealer.catchUp()
                return
            }
            try await hub.started("work", environment)
            let services: [any Service] =
                hub.services + workers.map { WorkerService(worker: $0) } + [
                    CalendarService(
                        pool: hub.pool, policies: hub.policies, modules: modules, access: hub.access, dormantDays: dormantDays,
                        answers: ManualConfirmation(provisioning: hub.provisioning), answerDays: answerDays, byWhom: hub.acting.name, logger: logger),
                    AnalysisService(pool: hub.pool, environment: environment, program: hub.acting, logger: logger),
                    HangUpService(logger: logger, files: [("analysis", { _ = try AnalysisFile.read(environment) })]),
                ]
            let group = ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            try await group.run()
        }
    }

    /// Names the policies for which the day could not do what it should, after another try where the day has not moved; the command fails then.
    private static func tellWhatIsLeft(_ hub: HubComposition, isAgain: Bool) async throws {
        var overdue = try await hub.policies.overdue()
        if isAgain, !overdue.isEmpty {
            try await CalendarAdvance(pool: hub.pool).catchUpPolicies()
            overdue = try await hub.policies.overdue()
        }
        let altered = try await hub.policies.altered()
        for version in altered {
            print("保存された内容が承認されたものと異なる提供ポリシー（提供しません。日付では閉じません）: \(version.system)/\(version.dataset) \(version.version.prefix(12))")
            print("    次の手順: atena policy revoke \(version.version.prefix(12)) --reason 理由（起案だけのものは reject）")
        }
        for version in overdue { print("基準日による処理ができなかった提供ポリシー: \(PolicyText.line(version))") }
        guard altered.isEmpty, overdue.isEmpty else {
            throw CommandFailure("基準日の処理が済んでいない提供ポリシーがあります（ほかの提供ポリシーは済みました）。理由は証跡の policy.not-moved にあります。除いた後、同じ --calendar でやり直せます。")
        }
    }

    private func drain(_ workers: [DeliveryWorker], _ listener: JournalListener) async throws {
        try await withThrowingTaskGroup(of: (SystemName, Bool).self) { group in
            for worker in workers { group.addTask { (worker.system, try await worker.run(untilIdle: true)) } }
            var heldOff: [String] = []
            for try await (system, isServed) in group where !isServed { heldOff.append(system.rawValue) }
            guard heldOff.isEmpty else {
                throw CommandFailure("配信できず、間をおいて再試行する業務システムがあります: \(heldOff.sorted().joined(separator: "、"))（atena status で理由を見られます）")
            }
        }
    }
}

private struct WorkerService: Service {
    let worker: DeliveryWorker
    func run() async throws {
        _ = try await cancelWhenGracefulShutdown { try await worker.run() }
    }
}

/// Moves the hub's day when the day changes in Japan, and tries again what that could not do to a policy: at once, then ever more seldom.
private struct CalendarService: Service {
    let pool: Pool
    let policies: PolicyLifecycle
    let modules: [DepartmentModule]
    let access: AccessControl
    let dormantDays: Int
    let answers: ManualConfirmation
    let answerDays: Int
    let byWhom: String
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var accessDay: CalendarDay?
            var rounds = (waited: 0, pause: 1)
            while !Task.isCancelled {
                do {
                    if accessDay != .hubToday() {
                        let done = try await access.daily(dormantAfter: dormantDays, byWhom: byWhom)
                        let lapsed = try await answers.lapse(after: answerDays, byWhom: byWhom)
                        accessDay = .hubToday()
                        logger.info("access", metadata: ["transfers": "\(done.transfers)", "closed": "\(done.closed)"])
                        logger.info("answers", metadata: ["lapsed": "\(lapsed)"])
                    }
                    if let crossed = try await CalendarAdvance(pool: pool).advance(to: .hubToday()) {
                        logger.info("calendar", metadata: ["day": "\(CalendarDay.hubToday())", "crossed": "\(crossed)"])
                        for module in modules { _ = try await module.forgetBatches() }
                        rounds = (0, 1)
                    }
                    rounds.waited += 1
                    if rounds.waited >= rounds.pause {
                        let left = try await policies.overdue().count
                        if left > 0 {
                            logger.warning("policies not moved", metadata: ["count": "\(left)"])
                            try await CalendarAdvance(pool: pool).catchUpPolicies()
                        }
                        // Each try writes an event: every eight minutes at most, once it has failed often.
                        rounds = (0, left > 0 ? min(rounds.pause * 2, 16) : 1)
                    }
                } catch let error as PostgresError {
                    logger.warning("calendar", metadata: ["error": "\(error.label)"])
                } catch {
                    logger.warning("calendar", metadata: ["error": "unexpected"])
                }
                try? await Task.sleep(for: .seconds(30))
            }
        }
    }
}
