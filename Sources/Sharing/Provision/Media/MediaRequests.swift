public import AccessControl
public import Addressee
internal import AuditTrail
internal import Foundation
internal import Governance
package import Postgres
internal import Register

/// 媒体の申し出と承認 (CT-16): proposed by one person of the staff, released by another whose set-up is apart (decision 0017), before anything is written.
public struct MediaRequests: Sendable {
    let provisioning: Provisioning
    let authority: String?
    let now: @Sendable () -> PostgresInstant
    private var pool: Pool { provisioning.pool }
    private var seal: RowSeal { RowSeal(keys: provisioning.vault.keys) }

    /// - Parameter authority: our own `ca.pem`, as ``MediaHandOver`` takes it.
    public init(provisioning: Provisioning, authority: String?) { self.init(provisioning: provisioning, authority: authority, now: { .now() }) }

    package init(provisioning: Provisioning, authority: String?, now: @escaping @Sendable () -> PostgresInstant) {
        (self.provisioning, self.authority, self.now) = (provisioning, authority, now)
    }

    /// Proposes a medium for one receiver's certificate, which the policy in force must name.
    ///
    /// - Parameter certificate: the receiver's, PEM.
    /// - Returns: the medium's number.
    /// - Throws: `AccessRefused`, `MediaRefused`, `ProvisionRefused` (each recorded), `PostgresError`.
    public func propose(
        by principal: Principal, _ system: SystemName, dataset: String, format: ExtractFormat, to certificate: String, because reason: String
    ) async throws -> Int64 {
        let told = ["dataset": dataset, "system": system.rawValue]
        try await pool.permit(principal, .operateDeliveries, or: .mediumProposed, fields: told)
        do {
            guard !principal.isService else { throw MediaRefused.onlyPersons }
            guard Self.isTold(reason) else { throw MediaRefused.noReason }
            let receiver = try await ReceiverCertificate.checked(
                certificate, of: system, dataset, for: principal, provisioning, authority: authority,
                now: Date(timeIntervalSince1970: TimeInterval(now().unixSeconds)))
            return try await provisioning.onMedium(system, dataset, principal) { connection in
                let policy = try await provisioning.admitted(system, dataset, way: .medium, on: connection)
                guard policy.mediaRecipients.contains(receiver.fingerprint) else { throw MediaRefused.notARecipient }
                let setUpBy = try await SetUp.of(principal, on: connection)
                let numbers = try await seal.returning(
                    .medium,
                    """
                    INSERT INTO provision.medium (proposed_at, system, dataset, format, policy_version, fingerprint, certificate, proposed_by, set_up_by, reason)
                    VALUES (\(now()), \(system.rawValue), \(dataset), \(format.rawValue), \(policy.contentHash), \(receiver.fingerprint), \(certificate),
                        \(principal.account), \(setUpBy), \(reason))
                    """, on: connection)
                let medium = numbers.first.flatMap { Int64($0) } ?? 0
                var fields = told.merging(MediaEvents.fields(principal)) { $1 }
                (fields["medium"], fields["policy"], fields["fingerprint"]) = (String(medium), policy.contentHash, receiver.fingerprint)
                (fields["format"], fields["reason"]) = (format.rawValue, reason)
                try await AuditEvent(.mediumProposed, by: principal.name, fields: fields, at: now()).record(on: connection)
                return medium
            }
        } catch let refused as MediaRefused {
            try await pool.refuse(.mediumProposed, refused.code, by: principal, fields: told)
            throw refused
        }
    }

    /// Releases what another person proposed, for a week; or refuses it, or withdraws one's own.
    ///
    /// - Throws: `AccessRefused`, `MediaRefused` (both recorded), `PostgresError`.
    public func decide(by principal: Principal, _ medium: Int64, isReleased: Bool, because reason: String) async throws {
        let told = ["medium": String(medium)]
        func check() throws(MediaRefused) {
            guard !principal.isService else { throw .onlyPersons }
            guard Self.isTold(reason) else { throw .noReason }
        }
        let attempt = Attempt(.mediumDecided, refusing: MediaRefused.self, fields: told, retries: 3)
        try await pool.permit(principal, [.operateDeliveries], as: attempt, first: check) { _, connection in
            let request = try await MediumRequest.locked(medium, seal, on: connection)
            guard request.decision == nil else { throw MediaRefused.unknownMedium }
            if isReleased { try await secondPerson(principal, after: request, on: connection) }
            let written = try await seal.write(
                .mediumDecision,
                """
                INSERT INTO provision.medium_decision (medium_id, decided_at, released, decided_by, reason)
                VALUES (\(medium), \(now()), \(isReleased), \(principal.account), \(reason)) ON CONFLICT DO NOTHING
                """, on: connection)
            guard written == 1 else { throw MediaRefused.unknownMedium }
            var fields = told.merging(MediaEvents.fields(principal)) { $1 }
            (fields["system"], fields["dataset"], fields["fingerprint"]) = (request.system.rawValue, request.dataset, request.fingerprint)
            (fields["outcome"], fields["proposed_by"], fields["reason"]) = (isReleased ? "released" : "refused", request.proposedBy, reason)
            return Recorded(as: AuditEvent(.mediumDecided, by: principal.name, fields: fields, at: now()))
        }
    }

    private func secondPerson(_ principal: Principal, after request: MediumRequest, on connection: Connection) async throws {
        let word = TwoPeople.Word(account: request.proposedBy, on: request.proposedAt.day, setUpBy: request.setUpBy)
        switch try await TwoPeople(connection: connection, today: now().day).violation(by: principal, holding: .operateDeliveries, after: word) {
        case nil: return
        case .some(.ownProposal): throw MediaRefused.samePerson
        case .some(.service): throw MediaRefused.onlyPersons
        case .some(.withoutRight): throw MediaRefused.rightLost
        default: throw MediaRefused.notTwoPeople
        }
    }

    private static func isTold(_ reason: String) -> Bool { LookupReason(.delivery, reason).isTold && reason.count <= 500 }
}

/// What events of media tell of who acts.
enum MediaEvents {
    static func fields(_ principal: Principal) -> [String: String] {
        var fields = ["terminal": principal.terminal]
        fields["department"] = principal.department
        return fields
    }
}
