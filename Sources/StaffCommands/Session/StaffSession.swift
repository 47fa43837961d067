internal import Addressee
internal import Foundation
package import Settings
package import StaffAPI
internal import Synchronization

/// 職員サービスとの対話. What a command asks, and as whom: the person signed in at this window, or else the service account of `ATENA_ACCOUNT`.
package struct StaffSession: Sendable {
    let settings: Settings
    private let client: StaffClient
    private let proof: Proof?
    private let answered: Answered

    /// Whom a command acts for.
    package enum Actor: Sendable {
        /// The person signed in here, else the service account.
        case anybody
        /// Nobody yet.
        case nobody
    }

    /// Runs `body` with what the settings say, and puts into words what ends it.
    ///
    /// - Throws: ``CommandFailure``, `ExitCode`.
    package static func with<R: Sendable>(as actor: Actor = .anybody, _ settings: Settings = Settings(), _ body: (StaffSession) async throws -> R) async throws
        -> R
    {
        do {
            let token = actor == .nobody ? nil : try TokenFile(settings).read()
            // The account's file is looked at only where it may be needed: the first person signs in before there is one.
            if actor == .anybody, token == nil, let account = try ServiceAccountFile.read(settings) {
                return try await with(account, settings, body)
            }
            let answered = Answered()
            do {
                return try await StaffClient.with(try way(settings, certificate: try settings.required(.terminal))) { client in
                    try await body(StaffSession(settings: settings, client: client, proof: token.map { .session($0) }, answered: answered))
                }
            } catch let refused as StaffRefused where refused.status == 401 && token != nil {
                let file = TokenFile(settings)
                // Signed in anew meanwhile, in this window: that stays.
                if try file.read() == token { try file.remove() }
                // What was done in a person's name is not done again in another's.
                guard !answered.isTrue else { throw refused }
                // Who believed to be signed in must see in whose name the work is done instead.
                guard let account = try? ServiceAccountFile.read(settings) else { throw refused }
                tell("\(refused.rule.split(separator: "\n").first.map(String.init) ?? "") service \(account.name) として実行します。")
                return try await with(account, settings, body)
            }
        } catch {
            throw StaffWords.said(error)
        }
    }

    private static func with<R: Sendable>(_ account: ServiceAccountFile, _ settings: Settings, _ body: (StaffSession) async throws -> R) async throws -> R {
        try await StaffClient.with(try way(settings, certificate: account.path)) { client in
            try await body(
                StaffSession(settings: settings, client: client, proof: .service(account: account.name, secret: account.secret), answered: Answered()))
        }
    }

    private static func way(_ settings: Settings, certificate: String) throws -> StaffClient.Way {
        .init(
            url: settings.value(.staffURL) ?? "", authority: try settings.required(.authority), certificate: certificate, window: Terminal.window)
    }

    /// Asks the service.
    ///
    /// - Throws: `StaffRefused`, `StaffFailure`.
    package func ask<Request: StaffRequest>(_ request: Request) async throws -> Request.Answer {
        let answer = try await client.ask(request, as: proof)
        answered.note()
        return answer
    }

    /// Asks what takes long; shows how far it is.
    ///
    /// - Parameters:
    ///   - word: what the progress is called.
    ///   - files: where the files go that come with the answer.
    /// - Throws: `StaffRefused`, `StaffFailure`; what `files` throws.
    package func ask<Request: LongRequest>(_ request: Request, showing word: String, files: ReceivedFiles? = nil) async throws -> Request.Answer {
        let progress = ProgressLine(word)
        let answer = try await client.ask(request, as: proof) { try Self.receive($0, progress, files) }
        answered.note()
        return answer
    }

    /// Hands a file over; shows how far it is.
    ///
    /// - Throws: as `ask`; `FileNotRead`.
    package func hand<Request: FilingRequest>(
        _ request: Request, _ bytes: FileBytes, showing word: String, files: ReceivedFiles
    ) async throws -> Request.Answer {
        let progress = ProgressLine(word)
        let answer = try await client.hand(request, bytes, as: proof) { try Self.receive($0, progress, files) }
        answered.note()
        return answer
    }

    private static func receive(_ part: AnswerPart, _ progress: ProgressLine, _ files: ReceivedFiles?) throws {
        switch part {
        case .progress(let done, let total): progress.show(done, total)
        case .file(let name): try files?.begin(name)
        case .bytes: try files?.append(part.fileBytes)
        case .fileEnd: try files?.end()
        case .answer, .problem: break
        }
    }

    /// Whether the service has answered anything.
    private final class Answered: Sendable {
        private let flag = Atomic(false)

        var isTrue: Bool { flag.load(ordering: .relaxed) }
        func note() { flag.store(true, ordering: .relaxed) }
    }
}

/// サービスアカウントのファイル. `NAME SECRET`, beside the account's certificate and key (`FILE.pem`, `FILE.key`).
package struct ServiceAccountFile: Sendable {
    package let path: String
    package let name: String
    package let secret: String

    /// That of the settings; nil where they name none.
    ///
    /// - Throws: ``CommandFailure`` where it is of another form or open to others.
    package static func read(_ settings: Settings) throws -> ServiceAccountFile? {
        guard let path = settings[.account], !path.isEmpty else { return nil }
        let parts = try SecretFile.read(path).split(separator: " ").map(String.init)
        guard parts.count == 2 else { throw CommandFailure("\(path): 「名前 秘密」の1行にしてください（atena access service add が書きます）。") }
        return ServiceAccountFile(path: path, name: parts[0], secret: parts[1])
    }
}
