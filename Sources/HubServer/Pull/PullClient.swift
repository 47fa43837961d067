public import Addressee
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOSSL

/// Pulls a system's provisions over mutual TLS.
public struct PullClient: Sendable {
    /// What a pull has brought so far.
    public struct Progress: Sendable {
        /// Bytes of the answers' bodies.
        public internal(set) var bytes = 0
        /// Entries; of CSV, lines without the header.
        public internal(set) var entries = 0
        /// 確認待ち. Of these, persons about whom nothing is told now: what is held of them is kept.
        public internal(set) var awaiting = 0

        /// Nothing has come yet.
        public init() {}

        init(bytes: Int, entries: Int, awaiting: Int) {
            self.bytes = bytes
            self.entries = entries
            self.awaiting = awaiting
        }

        /// Counts what another page has brought.
        public mutating func add(_ other: Progress) {
            bytes += other.bytes
            entries += other.entries
            awaiting += other.awaiting
        }
    }

    /// The form of a full extract.
    public enum Format: String, Sendable, CaseIterable { case ndjson, csv }

    /// What one page of changes told, besides its entries.
    public struct ChangesAnswer: Sendable {
        /// To continue from; opaque.
        public let cursor: String
        /// Whether another page follows at once.
        public let more: Bool
        /// What this page brought.
        public let progress: Progress
    }

    /// A page of 10,000 entries is about 10 MB.
    private static let pageBytes = 256 << 20
    private static let problemBytes = 64 << 10

    private let http: HTTPClient
    private let base: String
    private let system: SystemName

    /// Opens a client for the length of `body`.
    /// - Parameters:
    ///   - url: of the hub, such as `https://localhost:8443`.
    ///   - pki: directory with `SYSTEM.pem`, `SYSTEM.key` and `ca.pem`.
    /// - Throws: ``PullFailure``.
    public static func with<Result>(
        url: String, system: SystemName, pki: String, _ body: (PullClient) async throws -> Result
    ) async throws -> Result {
        guard let parsed = URL(string: url), parsed.scheme == "https", parsed.host != nil else {
            throw PullFailure(.configuration, "ATENA_URL は https:// で始まるURLにしてください。")
        }
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        do {
            let name = "\(pki)/\(system.rawValue)"
            tls.certificateChain = try NIOSSLCertificate.fromPEMFile(name + ".pem").map { .certificate($0) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: name + ".key", format: .pem))
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(pki + "/ca.pem"))
        } catch {
            throw PullFailure(
                .configuration,
                "\(pki) の \(system.rawValue).pem, \(system.rawValue).key, ca.pem が読めません。atena pki issue で作れます。")
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.httpVersion = .http1Only
        configuration.redirectConfiguration = .disallow
        // The longest wait of a poll is a minute; a stream that brings nothing for two is dead.
        configuration.timeout = .init(connect: .seconds(10), read: .seconds(120))
        // A person waits for this command: whoever isn't there is told at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        do {
            let result = try await body(PullClient(http: http, base: base, system: system))
            try await http.shutdown()
            return result
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    /// Pulls everything into `sink`.
    /// - Returns: the cursor to continue from.
    /// - Throws: ``PullFailure``, also where the answer breaks off before its end.
    public func full(
        dataset: String, format: Format, into sink: some PullSink, onProgress: (Progress) -> Void
    ) async throws -> String {
        let accept = format == .ndjson ? "application/x-ndjson" : "text/csv"
        let response = try await get(path(dataset, "full"), accept: accept)
        var progress = Progress()
        var lines = LineEnding(holdsLastLine: format == .ndjson)
        var marks = MarkCount(isCSV: format == .csv)
        try await Self.exchange {
            for try await chunk in response.body {
                progress.bytes += chunk.readableBytes
                marks.look(at: chunk)
                for piece in lines.take(chunk) {
                    try await sink.write(piece)
                }
                progress.entries = lines.lines
                progress.awaiting = marks.count
                onProgress(progress)
            }
        }
        guard lines.endsWithNewline else { throw Self.brokenOff }
        switch format {
        case .ndjson:
            guard let last = try? JSONDecoder().decode(LastLine.self, from: Data(lines.held)) else {
                throw Self.brokenOff
            }
            return last.cursor
        case .csv:
            guard let cursor = response.headers.first(name: CursorField.ahead) else { throw Self.brokenOff }
            return cursor
        }
    }

    /// Pulls one page of changes into `sink`, an entry a line.
    /// - Parameters:
    ///   - cursor: where to continue; nil starts from the beginning.
    ///   - wait: seconds to wait for the first change.
    /// - Throws: ``PullFailure``.
    public func changes(
        dataset: String, after cursor: String?, limit: Int?, wait: Int?, into sink: some PullSink
    ) async throws -> ChangesAnswer {
        var query: [String] = []
        if let cursor { query.append("after=" + Self.escaped(cursor)) }
        if let limit { query.append("limit=\(limit)") }
        if let wait { query.append("wait=\(wait)") }
        let target = path(dataset, "changes") + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        let response = try await get(target, accept: "application/json")
        let body = try await Self.exchange { try await response.body.collect(upTo: Self.pageBytes) }
        guard let page = ChangePageBytes(body),
            let ending = try? JSONDecoder().decode(PageEnding.self, from: Data(buffer: body))
        else { throw PullFailure(.answer, "変更一覧の形が正しくありません。") }
        var lines = ByteBuffer()
        var marks = MarkCount(isCSV: false)
        for entry in page.entries {
            marks.look(at: entry)
            lines.writeImmutableBuffer(entry)
            lines.writeInteger(UInt8(ascii: "\n"))
        }
        try await sink.write(lines)
        return ChangesAnswer(
            cursor: ending.cursor, more: ending.more,
            progress: Progress(bytes: body.readableBytes, entries: page.entries.count, awaiting: marks.count))
    }

    private struct LastLine: Decodable { let cursor: String }
    private struct PageEnding: Decodable {
        let cursor: String
        let more: Bool
    }

    private static let brokenOff = PullFailure(.answer, "抽出が途中で切れました。受け取った分は捨てました。もう一度実行してください。")

    private func path(_ dataset: String, _ rest: String) -> String {
        "/v1/systems/\(system.rawValue)/datasets/\(Self.escaped(dataset))/\(rest)"
    }

    private static func escaped(_ text: String) -> String {
        let unreserved = CharacterSet(charactersIn: "-._~").union(.init(charactersIn: "0"..."9"))
            .union(.init(charactersIn: "A"..."Z")).union(.init(charactersIn: "a"..."z"))
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private func get(_ target: String, accept: String) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: base + target)
        request.headers.add(name: "Accept", value: accept)
        // The whole exchange may take as long as the data do; what is bounded is silence.
        let response = try await Self.exchange { try await http.execute(request, deadline: .distantFuture) }
        guard response.status == .ok else {
            let body = try? await response.body.collect(upTo: Self.problemBytes)
            throw PullFailure(
                status: Int(response.status.code),
                problem: body.flatMap { try? JSONDecoder().decode(ProblemDocument.self, from: Data(buffer: $0)) })
        }
        return response
    }

    /// Tells what fails between hub and client from what fails here.
    private static func exchange<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let failure as PullFailure {
            throw failure
        } catch let cancelled as CancellationError {
            throw cancelled
        } catch {
            throw PullFailure(transport: error)
        }
    }
}
