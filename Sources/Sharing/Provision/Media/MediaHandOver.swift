public import AccessControl
internal import Addressee
internal import AsyncAlgorithms
internal import AuditTrail
internal import Crypto
internal import Envelope
package import Foundation
internal import Governance
internal import Postgres
internal import Register
internal import TextFiles
internal import TextForms

/// 電子記録媒体による提供 (CT-16). Writes everything that one policy lets one system know into one file that only the receiver can open.
///
/// Decided, projected and recorded as any provision; clear text exists in memory only, a piece at a time. The file has its name only once the
/// record of who was handed over is durable; one that broke off is recorded as such and leaves no file.
public struct MediaHandOver: Sendable {
    package let provisioning: Provisioning
    /// Our certificate authority, PEM.
    package let authority: String?
    /// When certificates must hold.
    package var now: @Sendable () -> Date = { Date() }

    /// `authority` is our own `ca.pem`, so that a certificate of ours is held against the system it names; nil where there is none.
    public init(provisioning: Provisioning, authority: String?) {
        self.provisioning = provisioning
        self.authority = authority
    }

    /// Writes a medium that one person proposed and another released (``MediaRequests``), once: `FILE`, `FILE.receipt.txt` and `FILE.receipt.json`.
    ///
    /// - Parameters:
    ///   - medium: its number.
    ///   - path: of the encrypted file; one of that name is replaced.
    /// - Throws: `AccessRefused`, `MediaRefused`, `ProvisionRefused` (each recorded), `PostgresError`, `EnvelopeError`, and what writing files throws.
    public func write(by principal: Principal, _ medium: Int64, into path: String) async throws -> MediaReceipt {
        try await provisioning.pool.permit(principal, .operateDeliveries, or: .exportWritten, fields: ["medium": String(medium)])
        do {
            return try await write(try await released(medium, principal), by: principal, into: path)
        } catch let refused as MediaRefused {
            try await provisioning.pool.refuse(.exportWritten, refused.code, by: principal, fields: ["medium": String(medium)])
            throw refused
        }
    }

    /// What two people have agreed to, and nobody has written yet.
    private func released(_ medium: Int64, _ principal: Principal) async throws -> MediumRequest {
        guard !principal.isService else { throw MediaRefused.onlyPersons }
        return try await provisioning.pool.transaction { connection in
            let request = try await MediumRequest.locked(medium, seal, on: connection)
            try request.requireReleased(at: PostgresInstant(microsecondsSince1970: Int64(now().timeIntervalSince1970 * 1_000_000)))
            guard try await connection.query("SELECT FROM provision.custody WHERE medium_id = \(medium)").isEmpty else { throw MediaRefused.madeAlready }
            return request
        }
    }

    private var seal: RowSeal { RowSeal(keys: provisioning.vault.keys) }

    private func write(_ medium: MediumRequest, by principal: Principal, into path: String) async throws -> MediaReceipt {
        let (system, dataset, format) = (medium.system, medium.dataset, medium.format)
        let receiver = try await ReceiverCertificate.checked(
            medium.certificate, of: system, dataset, for: principal, provisioning, authority: authority, now: now())
        let caller = Caller(system: system, byWhom: principal.name)
        let opened = try await provisioning.onMedium(system, dataset, principal) { connection in
            let policy = try await provisioning.admitted(system, dataset, way: .medium, on: connection)
            guard policy.contentHash == medium.policyVersion else { throw MediaRefused.policyChanged }
            guard policy.mediaRecipients.contains(receiver.fingerprint) else { throw MediaRefused.notARecipient }
            let cut = try await Horizon.read(on: connection)
            let day = try await HubCalendar.day(at: cut, seal, on: connection)
            let bases = try await provisioning.store.legalBases(of: policy, on: connection)
            var record = ProvisionRecord(.started, .medium, system: system.rawValue, dataset: dataset, byWhom: caller.byWhom, policy: policy)
            record.cut = cut
            record.day = day
            let row = try await connection.query(record.statement()).written()
            let run = ExtractRun(
                provisioning: provisioning, policy: policy, cut: cut, day: day, startRecord: try row.decode("record_id"), format: format,
                caller: caller, dataset: dataset, way: .medium)
            return (run: run, bases: bases)
        }
        let handed = HandedOver()
        let file = try await WholeFile(path: path)
        do {
            let digest = try await encrypt(opened.run, handed, to: receiver, into: file)
            return try await close(medium, opened.run, opened.bases, handed, receiver, file, digest, principal)
        } catch {
            await file.discard()
            // Also where this task is cancelled: that it broke off, and who had been written by then, is recorded.
            try await Task { try await record(opened.run, handed, brokenOff: receiver, medium, principal) }.value
            throw error
        }
    }

    /// Reads, encrypts and writes until the end.
    ///
    /// - Returns: SHA-256 of the file.
    private func encrypt(_ run: ExtractRun, _ handed: HandedOver, to receiver: ReceiverCertificate, into file: WholeFile) async throws -> [UInt8] {
        let envelope = try EnvelopeWriter(recipient: receiver.der)
        let pieces = AsyncThrowingChannel<[UInt8], any Error>()
        var digest = SHA256()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await run.pump(handed, into: pieces)
                    pieces.finish()
                } catch {
                    pieces.fail(error)
                }
            }
            defer { group.cancelAll() }
            for try await piece in pieces {
                let encrypted = try envelope.append(piece)
                digest.update(data: encrypted)
                try await file.append(encrypted)
            }
        }
        try Task.checkCancellation()
        let end = try envelope.finish()
        digest.update(data: end)
        try await file.append(end)
        try await file.settle()
        return Array(digest.finalize())
    }

    /// Makes the record durable, then gives the files their names.
    private func close(
        _ medium: MediumRequest, _ run: ExtractRun, _ bases: [LegalBasis], _ handed: HandedOver, _ receiver: ReceiverCertificate, _ file: WholeFile,
        _ digest: [UInt8],
        _ principal: Principal
    ) async throws -> MediaReceipt {
        let policy = run.policy
        let completion = run.completion(handed, .provided)
        let hex = digest.hex
        let bytes = await file.count
        let now = PostgresInstant.now()
        let time = JapanTime(now)
        var receipt = MediaReceipt(
            writtenAt: time.iso8601, writtenAtEra: time.era, body: provisioning.body.code.value, system: policy.system.rawValue, systemName: policy.label,
            department: policy.department,
            dataset: run.dataset, policyVersion: policy.contentHash, purpose: policy.purpose,
            legalBases: bases.map { .init(id: $0.id, law: $0.law, article: $0.article, affair: $0.affair) },
            includesIndividualNumber: policy.includesIndividualNumber, items: policy.catalogue.items(of: policy.items).map(\.label),
            format: run.format.rawValue,
            count: completion.personsCount, awaitingConfirmation: handed.withheld.count, file: URL(filePath: file.path).lastPathComponent, bytes: bytes,
            sha256: hex,
            certificateSubject: receiver.subject, certificateFingerprint: receiver.fingerprint, exportedBy: principal.name,
            proposedBy: "staff \(medium.proposedBy)",
            releasedBy: medium.decision.map { "staff \($0.by)" } ?? "", medium: medium.id, record: 0)
        let count = completion.personsCount
        let written = receipt
        receipt.record = try await provisioning.pool.transaction { connection in
            try await run.mayGoOn(handed, on: connection)
            // Whoever writes the same at once waits here, and finds it made.
            _ = try await MediumRequest.locked(medium.id, seal, on: connection)
            guard try await connection.query("SELECT FROM provision.custody WHERE medium_id = \(medium.id)").isEmpty else { throw MediaRefused.madeAlready }
            let row = try await connection.query(completion.statement()).written()
            let record = try row.decode("record_id", as: Int64.self)
            try await seal.write(
                .custody,
                """
                INSERT INTO provision.custody (medium_id, recorded_at, day, step, recorded_by, record_id)
                VALUES (\(medium.id), \(now), \(now.day), \(MediumStep.made.rawValue), \(principal.account), \(record))
                """, on: connection)
            var fields = [
                "bases": written.legalBases.map(\.id).joined(separator: " "), "bytes": String(bytes), "count": String(count), "dataset": run.dataset,
                "digest": hex, "fingerprint": receiver.fingerprint, "format": run.format.rawValue,
                "individual_number": policy.includesIndividualNumber ? "yes" : "no", "medium": String(medium.id), "policy": policy.contentHash,
                "receiver": receiver.subject,
                "record": String(record), "system": policy.system.rawValue, "terminal": principal.terminal,
            ]
            fields["department"] = principal.department
            try await AuditEvent(.exportWritten, by: principal.name, fields: fields, at: now).record(on: connection)
            return record
        }
        let (text, json) = (Array(receipt.text.utf8), try receipt.json())
        // Everything is on the disk before the first gets its name.
        try await WholeFile.with(path: file.path + ".receipt.txt") { slip in
            try await slip.append(text)
            try await slip.settle()
            try await WholeFile.with(path: file.path + ".receipt.json") { try await $0.append(json) }
        }
        try await file.publish()
        return receipt
    }

    private func record(
        _ run: ExtractRun, _ handed: HandedOver, brokenOff receiver: ReceiverCertificate, _ medium: MediumRequest, _ principal: Principal
    ) async throws {
        let completion = run.completion(handed, .interrupted)
        try await provisioning.pool.transaction { connection in
            try await connection.query(completion.statement()).written()
            var fields = [
                "count": String(completion.personsCount), "dataset": run.dataset, "fingerprint": receiver.fingerprint, "medium": String(medium.id),
                "policy": run.policy.contentHash, "refusal": "interrupted", "system": run.policy.system.rawValue, "terminal": principal.terminal,
            ]
            fields["department"] = principal.department
            try await AuditEvent(.exportWritten, isFailure: true, by: principal.name, fields: fields).record(on: connection)
        }
    }
}
