internal import Addressee
internal import AuditTrail
internal import Foundation
internal import Keys
internal import LogSealing
internal import Logging
internal import Postgres
public import Settings
public import TransparencyLog

/// 証跡の鍵. What a process has of the key that signs the log: all of it, or only the public half, where one process alone seals (`ATENA_SIGNING`).
public struct LogKey: Sendable {
    /// The public half: what the log's checkpoints and heartbeats must be signed with.
    public let verifier: VerifierKey
    /// nil where this process does not seal.
    private let key: CheckpointKey?

    /// Name of the public half's file beside the key ring, by which processes that do not seal know the log.
    public static let verifierFileName = "log.pub"

    /// As any process has it: where a directory for signing is set, only the public half, and nothing there is opened.
    ///
    /// - Throws: `BodyRefused` where it is the key of another body's log; `SettingsRefused`, `KeyError`, `LogError`.
    public init(_ settings: Settings) throws {
        if settings[.signing] == nil {
            try self.init(signing: settings)
        } else {
            let path = try settings.required(.keys) + "/" + Self.verifierFileName
            try self.init(nil, VerifierKey(String(decoding: try OwnerOnlyFile.read(path), as: UTF8.self)), settings)
        }
    }

    /// As the process has it that seals; made where there is none yet.
    ///
    /// - Throws: as the other.
    public init(signing settings: Settings) throws {
        let directory = try settings[.signing] ?? settings.required(.keys)
        let opened = try CheckpointKey.open(directory: directory, body: try settings.body().value)
        try self.init(opened, opened.verifier, settings)
    }

    private init(_ key: CheckpointKey?, _ verifier: VerifierKey, _ settings: Settings) throws {
        let body = try settings.body()
        guard verifier.body.map({ $0 == body.value }) ?? true else { throw BodyRefused.anotherLog(verifier.name, process: body) }
        (self.key, self.verifier) = (key, verifier)
    }

    /// Puts the public half beside the key ring, for processes that do not seal.
    ///
    /// - Throws: `KeyError`.
    public func publish(_ settings: Settings) throws {
        try OwnerOnlyFile.replace(try settings.required(.keys) + "/" + Self.verifierFileName, Array((verifier.text + "\n").utf8))
    }

    func sealing(_ settings: Settings, as login: DatabaseLogin, pool: Pool, files: SealedBatchFiles, monitor: HeartbeatMonitor) throws -> Sealing {
        guard let key else { return .elsewhere(SealingElsewhere(pool: pool, monitor: monitor)) }
        return .here(
            Sealer(
                settings: try Installation.connection(settings, user: login.rawValue, role: "atena_sealer"), key: key, files: files,
                logger: Logger(label: "atena.seal")))
    }

    /// Of the process that seals alone.
    func sealer(_ settings: Settings, asking requests: ResumptionRequests) throws -> Sealer {
        guard let key else { throw SettingsRefused(problems: ["環境変数 \(Setting.signing.rawValue) を設定してください"]) }
        return Sealer(
            settings: try Installation.connection(settings, user: DatabaseLogin.seal.rawValue, role: "atena_sealer"), key: key,
            files: try Installation.batchFiles(settings), requests: requests, isAlone: true, logger: Logger(label: "atena.seal"))
    }

    func signer(_ settings: Settings) throws -> SealingResumption.Signer {
        if let key { return .itself(key) }
        return .sealing(ResumptionRequests(directory: try settings.required(.resumption)), verifier)
    }
}
