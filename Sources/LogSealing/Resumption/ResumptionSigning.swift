internal import AuditTrail
internal import Logging
internal import Postgres
internal import Threads
internal import TransparencyLog

extension Sealer {
    /// 再開の署名. Signs what two people said by way of the staff service, of a sealer that stands still: what speaks of the loss that this process finds itself, of this
    /// log and of now; a confirmation only of a proposal that is signed, by another. What of it brings sealing back is decided where sealing begins.
    ///
    /// Who the two are, the staff service alone knows: this process can't tell its word from that of whoever has taken it over.
    func signResumptions() async throws {
        guard let requests else { return }
        let (verifier, files) = (key.verifier, files)
        let asked = try await OwnThread.run { requests.asked() }.filter { $0.word.origin == verifier.name && $0.isAwaited(at: .now()) }
        guard !asked.isEmpty, let loss = try await lossNow() else { return }
        try await OwnThread.run {
            var signed = 0
            for request in asked where signed < Self.mostStatements && loss.isMeant(by: request.word) {
                if try sign(request, of: loss, in: files, verifier) { signed += 1 }
            }
        }
    }

    /// Statements signed in one pass, of which there is one in five seconds: whoever has taken the staff service over can't fill the files, nor use up what
    /// somebody else has to say later.
    static let mostStatements = 2

    /// Gives whether it was signed.
    private func sign(_ request: ResumptionRequests.Request, of loss: SealingResumption.Loss, in files: SealedBatchFiles, _ verifier: VerifierKey) throws
        -> Bool
    {
        let word = request.word
        let known = try files.resumptions(verifier).filter { loss.isMeant(by: $0.word) }
        guard !known.contains(where: { $0.word == word }) else { return false }
        let statement = try ResumptionStatement(word, key: key)
        guard word.act == .proposed || known.contains(where: { statement.confirms($0) }) else { return false }
        try files.prepare(verifier)
        let lock = try files.lock(within: 10)
        return try withExtendedLifetime(lock) {
            // To find the loss and to wait for the lock may take longer than whoever said it waits: told that it does not count, they may have gone.
            guard request.isAwaited(at: .now()) else { return false }
            try files.endTornLines()
            try files.append(statement)
            logger.notice("signed what somebody said of resuming", metadata: ["act": "\(word.act.rawValue)"])
            return true
        }
    }

    /// nil where nothing is lost, or nothing that two people could accept.
    private func lossNow() async throws -> SealingResumption.Loss? {
        let (files, verifier) = (files, key.verifier)
        let outside = try await OutsideEnd.read(files, verifier)
        var hub = settings
        hub.role = "atena_begins"
        let connection = try await Connection.open(hub)
        do {
            let loss = try await connection.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                try await SealingResumption.Loss.found(outside, files, verifier, on: connection)
            }
            await connection.close()
            return loss
        } catch {
            await connection.close()
            guard error is ResumptionRefused else { throw error }
            return nil
        }
    }
}
