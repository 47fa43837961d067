import Addressee
public import ArgumentParser
import Foundation
public import HubServer
import NIOCore
import Settings
import StaffCommands
import Synchronization

/// Pulls a system's provisions from the hub, as that system.
struct PullCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "業務システムとして、提供されるデータを引き出します。",
        discussion: """
            --full は対象者の全件、それ以外は変更分です。変更分は1行1件のNDJSONです。
            次に続けるカーソルは標準エラー出力に、--out を使えば FILE.cursor にも書きます。

            環境変数:
              ATENA_PKI  SYSTEM.pem, SYSTEM.key, ca.pem のディレクトリ
              ATENA_URL  ハブのURL (既定 https://localhost:8443)

            終了コード: 0 成功、64 使い方、65 要求の誤り (カーソルなど)、69 接続不可、74 ファイル、75 混雑 (再試行可)、
            76 応答が不完全、77 拒否、78 設定。
            """)

    @Argument(help: "業務システムの名 (care-insurance など)。") var system: String
    @Option(help: "データセット。") var dataset = DatasetName.addressee.rawValue
    @Flag(help: "全件を引き出します。") var full = false
    @Option(help: "このカーソルの後の変更を引き出します。") var after: String?
    @Option(help: "全件の形式: ndjson, csv。") var format: PullClient.Format = .ndjson
    @Option(help: "出力ファイル (所有者専用)。なければ標準出力。") var out: String?
    @Option(help: "最初の変更を待つ秒数 (0から60)。") var wait: Int?
    @Option(help: "1ページの件数 (1から10000)。") var limit: Int?
    @Flag(help: "変更がなくなるまでページを続けます。") var all = false

    func validate() throws {
        guard SystemName(rawValue: system) != nil else { throw ValidationError("業務システムの名が正しくありません。") }
        if full && (after != nil || wait != nil || limit != nil || all) {
            throw ValidationError("--full は --after, --wait, --limit, --all と同時に使えません。")
        }
        if !full && format != .ndjson { throw ValidationError("--format csv は --full と使います。") }
        if let wait, !(0...60).contains(wait) { throw ValidationError("--wait は0から60までです。") }
        if let limit, !(1...10_000).contains(limit) { throw ValidationError("--limit は1から10000までです。") }
    }

    func run() async throws {
        do {
            let cursor = try await pull()
            if let out { try await ExtractFile.write(cursor + "\n", to: out + ".cursor") }
            tell("cursor: \(cursor)")
        } catch let failure as PullFailure {
            tell(failure.description)
            throw ExitCode(failure.kind.rawValue)
        }
    }

    /// - Returns: the cursor to continue from.
    private func pull() async throws -> String {
        guard let name = SystemName(rawValue: system) else { throw ValidationError("業務システムの名が正しくありません。") }
        let settings = Settings()
        guard let pki = settings[.pki], !pki.isEmpty else {
            throw PullFailure(.configuration, "ATENA_PKI に証明書のディレクトリを設定してください。")
        }
        let url = settings.value(.url) ?? ""
        return try await PullClient.with(url: url, system: name, pki: pki) { client in
            guard let out else {
                // What a person looks at is shown, what a program takes goes out as it came.
                return isatty(STDOUT_FILENO) == 1 ? try await pull(client, into: TerminalOutput()) : try await pull(client, into: StandardOutput())
            }
            return try await ExtractFile.with(path: out) { try await pull(client, into: $0) }
        }
    }

    private func pull(_ client: PullClient, into sink: some PullSink) async throws -> String {
        let meter = ProgressMeter()
        defer { meter.end() }
        if full {
            return try await client.full(dataset: dataset, format: format, into: sink) { meter.show($0) }
        }
        var cursor = after
        var total = PullClient.Progress()
        while true {
            let page = try await client.changes(dataset: dataset, after: cursor, limit: limit, wait: wait, into: sink)
            cursor = page.cursor
            total.add(page.progress)
            meter.show(total)
            guard all, page.more else { return page.cursor }
        }
    }
}

extension PullClient.Format: ExpressibleByArgument {}

/// Records as a person may see them: what would steer the terminal is shown.
private actor TerminalOutput: PullSink {
    /// Of a line that isn't whole yet: characters are not cut.
    private var rest: [UInt8] = []

    func write(_ bytes: ByteBuffer) async throws {
        rest += bytes.readableBytesView
        guard let end = rest.lastIndex(of: 0x0A) else { return }
        print(String(decoding: rest[...end], as: UTF8.self), terminator: "")
        rest.removeSubrange(...end)
    }
}

/// One line on the terminal that is written over; nothing where standard error is no terminal.
private final class ProgressMeter: Sendable {
    private struct State {
        var shown: ContinuousClock.Instant?
        var last = PullClient.Progress()
    }

    private let isShown = isatty(STDERR_FILENO) == 1
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    func show(_ progress: PullClient.Progress) {
        let isDue = state.withLock { state in
            state.last = progress
            guard isShown else { return false }
            if let shown = state.shown, ContinuousClock.now - shown < .milliseconds(200) { return false }
            state.shown = .now
            return true
        }
        if isDue { draw(progress, ending: "") }
    }

    func end() {
        guard isShown else { return }
        let (isDrawn, last) = state.withLock { ($0.shown != nil, $0.last) }
        if isDrawn { draw(last, ending: "\n") }
        guard last.awaiting > 0 else { return }
        let told = "確認待ち: \(last.awaiting)人 (op awaiting-confirmation)。この人たちについて持っている内容は、消さずにそのまま残してください。\n"
        FileHandle.standardError.write(Data(told.utf8))
    }

    private func draw(_ progress: PullClient.Progress, ending: String) {
        let seconds = max((ContinuousClock.now - start) / .seconds(1), 0.001)
        let megabytes = Double(progress.bytes) / 1e6
        let line = String(
            format: "\r受信 %.1f MB  %d件  %.1f MB/s ", megabytes, max(progress.entries, 0), megabytes / seconds)
        FileHandle.standardError.write(Data((line + ending).utf8))
    }
}
