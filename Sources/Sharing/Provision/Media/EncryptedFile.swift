internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Crypto
internal import Envelope
internal import Foundation
internal import Governance
internal import Keys
internal import Postgres
internal import Register
internal import TextForms

/// 暗号化した媒体のファイル. What the hub made of a publisher's file: with individual numbers, and for its recipients only. Of one offer there is one.
package struct EncryptedFile: Sendable, Hashable {
    /// SHA-256 of what is handed over, in hexadecimal.
    package let digest: String
    /// SHA-256 of the publisher's file, in hexadecimal.
    package let sourceDigest: String
    /// SHA-256 of each certificate that opens it, in hexadecimal, in rising order.
    package let recipients: [String]
    /// The file; `nil` where it was not asked for.
    package fileprivate(set) var bytes: [UInt8]?
}

/// 受取人の証明書. For whom a publisher's medium is encrypted, as somebody hands them in: each has to be one that the policy names.
package struct MediumRecipients: Sendable {
    /// Certificates, PEM.
    let certificates: [String]
    /// Our own `ca.pem`; `nil` where there is none.
    let authority: String?

    /// - Parameters:
    ///   - certificates: PEM.
    ///   - authority: our own `ca.pem`, against which certificates of ours are held; `nil` where there is none.
    package init(_ certificates: [String], authority: String?) { (self.certificates, self.authority) = (certificates, authority) }
}

/// 個人番号を加えるファイル. A publisher's file as it is without individual numbers, and where they belong.
package struct NumberlessFile: Sendable {
    /// Its bytes.
    let bytes: [UInt8]
    /// What the column more is called, in the file's code.
    let heading: [UInt8]
    /// Records before the heading, and behind the last that is about a person.
    let frame: (before: Int, after: Int)
    /// The value that each record of a person begins with, in the order in which these are offered.
    let names: [String]

    /// A file whose records behind the heading are those that are offered, in the same order.
    package init(_ bytes: [UInt8], heading: [UInt8], frame: (before: Int, after: Int), names: [String]) {
        (self.bytes, self.heading, self.frame, self.names) = (bytes, heading, frame, names)
    }

    fileprivate var digest: String { SHA256.hash(data: bytes).hex }
}

/// 提示の場面. When a publisher's medium is offered.
package enum MediumMoment: Sendable {
    /// Before it is made: whether it could be, for these recipients.
    case beforeMaking(MediumRecipients)
    /// It is made of this file.
    case making(NumberlessFile, MediumRecipients)
    /// It leaves the house as it was made.
    case leaving

    fileprivate var recipients: MediumRecipients? {
        switch self {
        case .beforeMaking(let recipients), .making(_, let recipients): recipients
        case .leaving: nil
        }
    }
}

extension Provisioning {
    /// The file that was made for the newest offer of a medium; `nil` where none was.
    ///
    /// - Throws: `MediaRefused` M0017; `PostgresError`.
    package func encryptedFile(of medium: NamedMedium) async throws -> EncryptedFile? {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            guard let offer = try await medium.newestOffer(on: connection) else { return nil }
            return try await encryptedFile(ofOffer: offer.record, on: connection)
        }
    }

    /// Whom a medium under a policy is encrypted for: nobody where no individual number goes with it, and then nobody may be named.
    ///
    /// - Throws: `MediaRefused` M0001–M0009, M0025–M0027.
    func recipients(under policy: Policy, _ moment: MediumMoment) throws(MediaRefused) -> [ReceiverCertificate] {
        let handed = moment.recipients
        guard policy.includesIndividualNumber else {
            guard handed?.certificates.isEmpty ?? true else { throw .goesInClear }
            return []
        }
        guard !policy.mediaRecipients.isEmpty else { throw .namesNobody }
        guard let handed else { return [] }
        guard !handed.certificates.isEmpty else { throw .lacksCertificate }
        var checked: [String: ReceiverCertificate] = [:]
        for pem in handed.certificates {
            let receiver = try ReceiverCertificate(pem: pem, of: policy.system, at: body, authority: handed.authority, now: Date())
            guard policy.mediaRecipients.contains(receiver.fingerprint) else { throw .notARecipient }
            checked[receiver.fingerprint] = receiver
        }
        return checked.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Whether an offer goes on as it is: nothing was made of it yet, or what is made now.
    func isSame(_ offer: NamedMedium.Offer, _ moment: MediumMoment, for receivers: [ReceiverCertificate], on connection: Connection) async throws -> Bool {
        guard !receivers.isEmpty, case .making(let file, _) = moment, let made = try await encryptedFile(ofOffer: offer.record, on: connection) else {
            return true
        }
        return made.recipients == receivers.map(\.fingerprint) && made.sourceDigest == file.digest
    }

    /// What leaves the house under an offer with individual numbers: what was made of it, or is made now. The numbers are in clear in this memory only.
    ///
    /// - Parameters:
    ///   - entries: what the policy lets go, in the order of the file.
    ///   - account: who has it made.
    /// - Throws: `MediaRefused` M0017, M0028, M0029; `EnvelopeError`; `PostgresError`.
    func file(
        ofOffer record: Int64, _ moment: MediumMoment, _ entries: [Entry], for receivers: [ReceiverCertificate], by account: String,
        on connection: Connection
    ) async throws -> EncryptedFile? {
        let made = try await encryptedFile(ofOffer: record, on: connection)
        switch moment {
        case .beforeMaking: return made
        case .leaving:
            guard let made else { throw MediaRefused.notMade }
            return made
        case .making(let source, _):
            if var made {
                let rows = try await connection.query("SELECT file FROM provision.encrypted_bytes WHERE record_id = \(record)")
                guard let bytes = try rows.first?.decode([UInt8].self), SHA256.hash(data: bytes).hex == made.digest else { throw MediaRefused.untrueRow }
                made.bytes = bytes
                return made
            }
            let bytes = try Self.encrypted(source, entries, for: receivers)
            let file = EncryptedFile(
                digest: SHA256.hash(data: bytes).hex, sourceDigest: source.digest, recipients: receivers.map(\.fingerprint), bytes: bytes)
            try await RowSeal(keys: vault.keys).write(
                .encryptedFile,
                """
                INSERT INTO provision.encrypted_file (record_id, made_at, made_by, digest, source_digest, recipients)
                VALUES (\(record), \(PostgresInstant.now()), \(account), \(file.digest), \(file.sourceDigest), \(file.recipients))
                """, on: connection)
            try await connection.execute("INSERT INTO provision.encrypted_bytes (record_id, file) VALUES (\(record), \(bytes))")
            return file
        }
    }

    private static func encrypted(_ source: NumberlessFile, _ entries: [Entry], for receivers: [ReceiverCertificate]) throws -> [UInt8] {
        let numbers = entries.compactMap(\.individualNumber)
        guard numbers.count == source.names.count, !receivers.isEmpty else { throw MediaRefused.recordsDiffer }
        let column = NumberColumn(
            heading: source.heading, before: source.frame.before, after: source.frame.after, rows: Array(zip(source.names, numbers)).map { ($0, $1) })
        let envelope = try EnvelopeWriter(recipients: receivers.map(\.der))
        var clear = try column.added(to: source.bytes)
        defer { clear.wipe() }
        return try envelope.append(clear) + envelope.finish()
    }

    func encryptedFile(ofOffer record: Int64, on connection: Connection) async throws -> EncryptedFile? {
        let rows = try await connection.query(
            """
            SELECT digest, source_digest, recipients, \(unsafeSQL: SealedTable.encryptedFile.sealed("f"))
            FROM provision.encrypted_file f WHERE record_id = \(record)
            """)
        guard let (digest, source, recipients, form, mac) = try rows.first?.decode((String, String, [String], [UInt8], [UInt8]?).self) else { return nil }
        guard RowSeal(keys: vault.keys).holds(.encryptedFile, form, mac) else { throw MediaRefused.untrueRow }
        return EncryptedFile(digest: digest, sourceDigest: source, recipients: recipients)
    }
}
