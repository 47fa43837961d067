internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOFoundationCompat
internal import NIOHTTP1
internal import NIOSSL

/// 職員サービスの利用者側. Asks the staff service over TLS 1.3 with the certificate of this terminal, or of a service account.
package struct StaffClient: Sendable {
    /// Bytes of an answer that is read whole.
    private static let answerBytes = 256 << 20
    private static let problemBytes = 1 << 20
    /// How long an answer may be waited for: a plan replays the whole city.
    private static let patience = TimeAmount.minutes(60)

    private let http: HTTPClient
    private let base: String
    private let window: String

    /// How the service is reached.
    package struct Way: Sendable {
        /// Such as `https://hub.city.example:8444`.
        package var url: String
        /// PEM file of the authority that the service's certificate comes from.
        package var authority: String
        /// Path without `.pem` and `.key`: the certificate that says which terminal this is.
        package var certificate: String
        /// 窓. The terminal line and session at this machine: another window has a session of its own.
        package var window: String

        package init(url: String, authority: String, certificate: String, window: String) {
            (self.url, self.authority, self.certificate, self.window) = (url, authority, certificate, window)
        }
    }

    /// Opens a client for the length of `body`.
    ///
    /// - Throws: ``StaffFailure``, and what `body` throws.
    package static func with<R: Sendable>(_ way: Way, _ body: (StaffClient) async throws -> R) async throws -> R {
        guard let url = URL(string: way.url), url.scheme == "https", url.host != nil else {
            throw StaffFailure(.configuration, "ATENA_STAFF_URL は https:// で始まるURLにしてください。")
        }
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv13
        do {
            tls.certificateChain = try NIOSSLCertificate.fromPEMFile(way.certificate + ".pem").map { .certificate($0) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: way.certificate + ".key", format: .pem))
        } catch {
            throw StaffFailure(
                .configuration, "端末の証明書 \(way.certificate).pem と鍵 \(way.certificate).key を読めません。環境変数 ATENA_TERMINAL と、ファイルの権限を確かめてください。")
        }
        do { tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(way.authority)) } catch {
            throw StaffFailure(.configuration, "認証局の証明書 \(way.authority) を読めません。環境変数 ATENA_AUTHORITY を確かめてください。")
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.timeout = .init(connect: .seconds(10), read: patience)
        configuration.httpVersion = .http1Only
        configuration.redirectConfiguration = .disallow
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let base = way.url.hasSuffix("/") ? String(way.url.dropLast()) : way.url
        do {
            let result = try await body(StaffClient(http: http, base: base, window: way.window))
            try? await http.shutdown()
            return result
        } catch {
            // Why it failed is worth more than whether the connection ended well.
            try? await http.shutdown()
            throw error
        }
    }

    /// Asks, and reads the whole answer.
    ///
    /// - Parameter proof: who asks; nil before anybody has signed in.
    /// - Throws: ``StaffRefused`` where the service refuses, ``StaffFailure`` where there is no answer.
    package func ask<R: StaffRequest>(_ request: R, as proof: Proof? = nil) async throws -> R.Answer {
        var http = question(R.name, proof)
        http.headers.add(name: "content-type", value: "application/json")
        http.body = .bytes(ByteBuffer(data: try JSONEncoder().encode(request)))
        return try await answered(http) { response in
            try JSONDecoder().decode(R.Answer.self, from: try await response.body.collect(upTo: Self.answerBytes))
        }
    }

    /// Asks what takes long or brings files.
    ///
    /// - Parameter receive: is given progress and files as they come.
    /// - Throws: as `ask`, and what `receive` throws.
    package func ask<R: LongRequest>(_ request: R, as proof: Proof?, _ receive: (AnswerPart) async throws -> Void) async throws -> R.Answer {
        var http = question(R.name, proof)
        http.headers.add(name: "content-type", value: "application/json")
        http.body = .bytes(ByteBuffer(data: try JSONEncoder().encode(request)))
        return try await parts(http, of: R.self, receive)
    }

    /// Hands a file over, and asks what becomes of it.
    ///
    /// - Parameter file: its bytes, once.
    /// - Throws: as `ask`, and what `receive` throws.
    package func hand<R: FilingRequest>(
        _ request: R, _ file: FileBytes, as proof: Proof?, _ receive: (AnswerPart) async throws -> Void
    ) async throws -> R.Answer {
        var http = question(R.name, proof)
        http.headers.add(name: "content-type", value: "application/octet-stream")
        http.headers.add(name: FilingQuestion.field, value: try FilingQuestion.text(request))
        http.body = .stream(file, length: .unknown)
        return try await parts(http, of: R.self, receive)
    }

    private func question(_ name: String, _ proof: Proof?) -> HTTPClientRequest {
        var http = HTTPClientRequest(url: "\(base)/v1/\(name)")
        http.method = .POST
        http.headers.add(name: "atena-window", value: window)
        if let proof { http.headers.add(name: "authorization", value: proof.header) }
        return http
    }

    private func parts<R: LongRequest>(
        _ http: HTTPClientRequest, of _: R.Type, _ receive: (AnswerPart) async throws -> Void
    ) async throws -> R.Answer {
        try await answered(http) { response in
            var buffer = ByteBuffer()
            for try await piece in response.body {
                buffer.discardReadBytes()
                buffer.writeImmutableBuffer(piece)
                while let part = try buffer.readPart() {
                    switch part {
                    case .answer(let json): return try JSONDecoder().decode(R.Answer.self, from: json)
                    case .problem(let json):
                        let document = try JSONDecoder().decode(StaffRefused.Document.self, from: json)
                        throw StaffRefused(status: document.status ?? 500, document)
                    case .progress, .file, .bytes, .fileEnd: try await received(part, receive)
                    }
                }
            }
            throw StaffFailure.cutShort
        }
    }

    /// What the receiver throws is the receiver's, and no word about the exchange.
    private func received(_ part: AnswerPart, _ receive: (AnswerPart) async throws -> Void) async throws {
        do { try await receive(part) } catch { throw ReceiverFailed(cause: error) }
    }

    private struct ReceiverFailed: Error { var cause: any Error }

    private func answered<R>(_ http: HTTPClientRequest, _ read: (HTTPClientResponse) async throws -> R) async throws -> R {
        do {
            let response = try await self.http.execute(http, timeout: Self.patience)
            guard response.status == .ok else { throw try await Self.problem(of: response) }
            return try await read(response)
        } catch let error as StaffRefused {
            throw error
        } catch let error as StaffFailure {
            throw error
        } catch let error as ReceiverFailed {
            throw error.cause
        } catch let error as FileNotRead {
            throw error
        } catch is CancellationError {
            throw CancellationError()
        } catch is DecodingError {
            throw StaffFailure.unknownForm
        } catch {
            throw StaffFailure(transport: error)
        }
    }

    private static func problem(of response: HTTPClientResponse) async throws -> any Error {
        let body = try await response.body.collect(upTo: problemBytes)
        guard let problem = try? JSONDecoder().decode(StaffRefused.Document.self, from: body) else {
            return StaffFailure(.answer, "ハブが応答 \(response.status.code) を返しました。")
        }
        return StaffRefused(status: Int(response.status.code), problem)
    }
}

/// 証. Who asks: the token of a session, or a service account's secret.
package enum Proof: Veiled {
    case session(String)
    case service(account: String, secret: String)

    /// As `Authorization` carries it.
    package var header: String {
        switch self {
        case .session(let token): "Bearer \(token)"
        case .service(let account, let secret): "Basic " + Data("\(account):\(secret)".utf8).base64EncodedString()
        }
    }
}
