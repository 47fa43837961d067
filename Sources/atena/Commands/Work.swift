import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Departments
import Foundation
import Installation
import LogSealing
import Logging
import Postgres
import Register
import ServiceLifecycle
import Settings
import Sharing
import StaffCommands
import StaffService
import UnixSignals

/// Delivers by the endpoints, and does what is due once a day.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "業務システムへ、接続（atena endpoint）に従って配信します。複数のプロセスで動かせます。",
        discussion:
            "接続の追加・変更・停止・取外しには、止めずに従います。SIGHUPで止まることはなく、分析の閾値のファイルを確かめ直します。--calendar を付けると、基準日を進めて年齢による対象の出入りを記録し、今日の異動の発効、使われていない利用者の停止、期限の過ぎた照会の失効も行って、終わります。付けなければ、日本時間の日付が変わるたびに同じことを行います。"
    )

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
        let settings = Settings()
        try await explained {
            // Who would look for misuse without the rules of it would find none, and nobody would know.
            if calendar == nil, !untilIdle { _ = try settings.analysisRules() }
            let hub = try await OpenedHub.open(settings, for: .operateDeliveries, as: .work, prefer: .service)
            if let calendar {
                guard let day = CalendarDay(calendar) else { throw CommandFailure("--calendar は YYYY-MM-DD で指定してください。") }
                guard force || day <= CalendarDay.todayInJapan() else {
                    throw CommandFailure("今日より先の日付です。基準日は戻せず、期間の終わる提供ポリシーは閉じます。間違いでなければ --force を付けてください。")
                }
                let duties = DailyDuties(hub.installation, modules: [])
                try duties.check()
                let crossed = try await duties.advance(to: day, by: hub.acting.name)
                let access = try await duties.access(by: hub.acting.name)
                let lapsed = try await duties.answers(by: hub.acting.name)
                print(crossed.map { "基準日を \(day) に進めました。年齢の境を越えた人: \($0)人" } ?? "基準日はすでに \(day) かそれより後です。")
                if access != (0, 0) { print("発効した異動: \(access.transfers)件、停止した利用者: \(access.closed)人") }
                if lapsed > 0 { print("確認の期限が切れた照会: \(lapsed)件（atena answers list --lapsed で見られます）") }
                try await Self.tellWhatIsLeft(hub, duties, isAgain: crossed == nil)
                return
            }
            let logger = Logger(label: "atena.work")
            let receivers = try Set(
                system.map { name in
                    guard let receiver = SystemName(rawValue: name) else { throw CommandFailure("業務システムの名前が正しくありません: \(name)") }
                    return receiver
                })
            let modules = try Installation.modules(settings).filter { receivers.isEmpty || receivers.contains($0.kind.systemName) }
            let duties = DailyDuties(hub.installation, modules: modules)
            try duties.check()
            let name = "\(hub.acting.name) worker \(ProcessInfo.processInfo.processIdentifier)"
            let follower = EndpointFollower(hub.installation.endpoints, provisioning: hub.provisioning, name: name, only: receivers, logger: logger)
            if untilIdle {
                // Nobody may have sealed for long; while this works, it also seals.
                try await hub.sealing.catchUp()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await hub.sealing.run() }
                    defer { group.cancelAll() }
                    let heldOff = try await follower.drain()
                    guard heldOff.isEmpty else {
                        let names = heldOff.map(\.rawValue).joined(separator: "、")
                        throw CommandFailure("配信できず、間をおいて再試行する業務システムがあります: \(names)（atena status で理由を見られます）")
                    }
                }
                try await hub.sealing.catchUp()
                return
            }
            try await hub.installation.started("work", by: hub.acting)
            let services: [any Service] =
                hub.services + [
                    DeliveryService(follower),
                    DailyDutiesService(duties, by: hub.acting.name, logger: logger),
                    AnalysisService(hub.installation, as: hub.acting, logger: logger),
                    HangUpService(logger: logger, files: [("analysis", { _ = try settings.analysisRules() })]),
                ]
            let group = ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            try await group.run()
        }
    }

    /// Names the policies for which the day could not do what it should, after another try where the day has not moved; the command fails then.
    private static func tellWhatIsLeft(_ hub: OpenedHub, _ duties: DailyDuties, isAgain: Bool) async throws {
        if isAgain, try await duties.overduePolicies() > 0 { try await duties.catchUpPolicies() }
        let overdue = try await hub.policies.overdue()
        let altered = try await hub.policies.altered()
        for version in altered {
            print("保存された内容が承認されたものと異なる提供ポリシー（提供しません。日付では閉じません）: \(version.system)/\(version.dataset) \(version.version.prefix(12))")
            if version.system != "*" { print("    次の手順: atena policy revoke \(version.version.prefix(12))（起案だけのものは reject）") }
        }
        for version in try await hub.policies.unproven() {
            print("起案と承認の記録がハブの書いたものでない提供ポリシー（提供にも終了にも使いません）: \(version.system)/\(version.dataset) \(version.version.prefix(12))")
        }
        for version in overdue { print("基準日による処理ができなかった提供ポリシー: \(PolicyWords.line(version))") }
        guard altered.isEmpty, overdue.isEmpty else {
            throw CommandFailure("基準日の処理が済んでいない提供ポリシーがあります（ほかの提供ポリシーは済みました）。理由は証跡の policy.not-moved にあります。除いた後、同じ --calendar でやり直せます。")
        }
    }
}
