import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import Governance
import Installation
import Settings
import Sharing
import StaffCommands

/// How receivers are reached: loaded from files, paused, resumed, removed, told to run.
struct EndpointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endpoint", abstract: "業務システムへの接続を取り込み、停止・再開し、取り外します。",
        discussion: """
            提供ポリシーは何を渡すかを決め、接続はどう届けるかを決めます。接続のファイルは、ATENA_ENDPOINTS の 業務システム-データセット.yaml です。

                system: tax
                dataset: addressee
                gyomuid: "010"            # 提供ポリシーの業務IDと照らし合わせます（省略できます）
                connector: module         # module: ハブに組み込まれたモジュール、process: 接続プログラム
                schedule: as-it-happens   # または on-demand、{ daily: "02:30" }、
                                          # { monthly: { day: 1, at: "02:30" } }
                content: delta            # または full（全件。随時のときは使えません）
                batch-size: 500           # 一度に渡す件数の上限（省略すると接続の言う値）
                hours-to-answer: 24       # 受領した業務システムが結果を答えるまでの時間
                settings: {}              # 接続の種類ごとの設定

            動いている atena work は、止めずに従います。push のある提供ポリシーに接続がないときは、atena status が名前を示します。
            """,
        subcommands: [Load.self, List.self, Pause.self, Resume.self, Remove.self, Run.self])

    /// Which endpoint, and why.
    struct Asked: ParsableArguments {
        @Argument(help: "業務システム（例 tax）")
        var system: String
        @Argument(help: "データセット（例 addressee）")
        var dataset: String
        @Option(help: "理由（証跡に残ります）")
        var reason: String

        /// Does it, and says that it is done.
        func act(_ done: String, _ body: (Endpoints, OpenedHub, SystemName, DatasetName) async throws -> Void) async throws {
            try await explained {
                guard let system = SystemName(rawValue: system) else { throw CommandFailure("業務システムの名前が正しくありません。") }
                guard let dataset = DatasetName(rawValue: dataset) else { throw CommandFailure("データセットの名前が正しくありません。") }
                let hub = try await OpenedHub.open(for: .operateDeliveries)
                try await body(hub.installation.endpoints, hub, system, dataset)
                print(done)
            }
        }
    }

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "ディレクトリの接続ファイルを取り込みます。",
            discussion: """
                新しい接続と変わった接続は、先に相手につながるか、相手がその業務システムか、データセットの版を扱えるかを確かめます。一つでも誤りがあれば、どれも取り込みません。
                接続の種類か設定が変わったときは、相手が何も持たないものとして、全件を最初から配信し直します。
                """)

        @Argument(help: "ディレクトリ（省略時は ATENA_ENDPOINTS）")
        var directory: String?

        func run() async throws {
            try await explained {
                let settings = Settings()
                guard let directory = directory ?? settings.value(.endpoints) else { throw CommandFailure("ディレクトリを指定してください。") }
                let library = try EndpointLibrary(directory: directory)
                let hub = try await OpenedHub.open(settings, for: .operateDeliveries)
                let outcomes = try await hub.installation.endpoints.load(by: hub.acting, library)
                for outcome in outcomes {
                    let described = outcome.described.map { "  相手: \($0)" } ?? ""
                    let name = ([outcome.endpoint.name, outcome.endpoint.businessID?.value, outcome.label].compactMap(\.self)).joined(separator: " ")
                    print("\(outcome.change.label)\t\(name)\t\(outcome.endpoint.connector)\t\(outcome.endpoint.schedule.label)\(described)")
                    if outcome.change == .moved {
                        let when =
                            outcome.endpoint.schedule == .asItHappens
                            ? "atena work が配信します" : "配信の時期は\(outcome.endpoint.schedule.label)です。いま配信するには atena endpoint run"
                        print("  接続先が変わったので、全件を最初から配信し直します（\(when)）")
                    }
                    if !outcome.isPushed { print("  push を認める提供ポリシーがないため、配信されません") }
                }
                let names = Set(library.endpoints.map(\.name))
                for standing in try await hub.installation.endpoints.standing(by: hub.acting) where !names.contains(standing.endpoint.name) {
                    let (system, dataset) = (standing.endpoint.system, standing.endpoint.dataset)
                    print("ファイルにない接続（そのまま続きます）: \(standing.endpoint.name)（取り外すには atena endpoint remove \(system) \(dataset) --reason 理由）")
                }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "接続を一覧します。")

        @Flag(help: "JSONで表示します")
        var json = false

        func run() async throws {
            try await explained {
                let hub = try await OpenedHub.open(for: .operateDeliveries)
                let standing = try await hub.installation.endpoints.standing(by: hub.acting)
                if json { return try printJSON(standing.map(EndpointLine.init)) }
                print("接続\t業務ID\t種類\t時期\t内容\t状態\t次の配信\t前回の終わり\t相手")
                for line in standing.map(EndpointLine.init) { print(line.text) }
            }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "配信を止めます。その間の変更は、再開すると届きます。")
        @OptionGroup var asked: Asked

        func run() async throws {
            try await asked.act("停止しました。") { try await $0.pause(by: $1.acting, $2, $3, reason: asked.reason) }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "止めた配信を再開します。")
        @OptionGroup var asked: Asked

        func run() async throws {
            try await asked.act("再開しました。") { try await $0.resume(by: $1.acting, $2, $3, reason: asked.reason) }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "接続を取り外します。配信した位置は残り、もう一度取り込むと全件を最初から配信し直します。",
            discussion: "業務システムが持つ内容は取り戻されません。取り戻すには、先に提供ポリシーを取り消し（atena policy revoke）、配信が済んでから取り外してください。")
        @OptionGroup var asked: Asked

        func run() async throws {
            try await asked.act("取り外しました。") { try await $0.remove(by: $1.acting, $2, $3, reason: asked.reason) }
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "時期の決まった接続に、いま配信します。")
        @OptionGroup var asked: Asked

        func run() async throws {
            try await asked.act("配信を始めます（atena work が配信します）。") { try await $0.run(by: $1.acting, $2, $3, reason: asked.reason) }
        }
    }
}

/// One endpoint, as people and programs read it.
private struct EndpointLine: Encodable {
    var system: String
    var dataset: String
    var gyomuid: String?
    var connector: String
    var schedule: String
    var content: String
    var isPaused: Bool
    var isRunning: Bool
    var dueAt: String?
    var lastRunAt: String?
    var described: String?

    init(_ standing: StandingEndpoint) {
        let endpoint = standing.endpoint
        (system, dataset, gyomuid) = (endpoint.system.rawValue, endpoint.dataset.rawValue, endpoint.businessID?.value)
        (connector, schedule, content) = (endpoint.connector, endpoint.schedule.label, endpoint.content.label)
        (isPaused, isRunning) = (standing.pausedAt != nil, standing.beganAt != nil)
        dueAt = standing.dueAt.map { JapanTime($0).plain }
        lastRunAt = standing.lastRunAt.map { JapanTime($0).plain }
        described = standing.described
    }

    var text: String {
        let state = isPaused ? "停止中" : isRunning ? "配信中" : "有効"
        return [
            "\(system)/\(dataset)", gyomuid ?? "-", connector, schedule, content, state, dueAt ?? "-", lastRunAt ?? "-", described ?? "-",
        ].joined(separator: "\t")
    }
}
