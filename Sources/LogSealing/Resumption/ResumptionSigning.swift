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
        let asked = try await OwnThread.run { requests.asked() }.filter {
            $0.origin == verifier.name && abs(LogTime.now().seconds(since: $0.time)) < ResumptionRequests.life
        }
        guard !asked.isEmpty, let loss = try await lossNow() else { return }
        for word in asked where loss.isMeant(by: word) {
            try await OwnThread.run { try sign(word, of: loss, in: files, verifier) }
        }
    }

    /// Statements about one loss within a day at most: whoever may ask can't fill the files.
    static let mostStatements = 20

    private func sign(_ word: ResumptionStatement.Word, of loss: SealingResumption.Loss, in files: SealedBatchFiles, _ verifier: VerifierKey) throws {
        let known = try files.resumptions(verifier).filter { loss.isMeant(by: $0.word) }
        guard !known.contains(where: { $0.word == word }), known.count(where: { $0.word.isYoung(at: .now()) }) < Self.mostStatements else { return }
        let statement = try ResumptionStatement(word, key: key)
        guard word.act == .proposed || known.contains(where: { statement.confirms($0) }) else { return }
        try files.prepare(verifier)
        let lock = try files.lock(within: 10)
        try withExtendedLifetime(lock) {
            try files.endTornLines()
            try files.append(statement)
        }
        logger.notice("signed what somebody said of resuming", metadata: ["act": "\(word.act.rawValue)"])
    }

    /// nil where nothing is lost, or nothing that two people could accept.
    private func lossNow() async throws -> SealingResumption.Loss? {
        let (files, verifier) = (files, key.verifier)
        let outside = try await OutsideEnd.read(files, verifier)
        var hub = settings
        hub.role = "atena_hub"
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
