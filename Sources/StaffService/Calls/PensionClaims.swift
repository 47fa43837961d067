internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import NationalPension
internal import StaffAPI

extension StaffRoutes {
    /// 裁定請求等
    func addPensionClaims() {
        pension(ListPensionClaimKinds.self, .pensionListed) { work, request in
            try work.words.claimKinds(try request.kind.map { try PensionText.claimKind($0, work.records.tables) })
        }
        pension(ReceivePensionClaim.self, .pensionReceived) { work, request in
            let receivedOn = try PensionText.day(request.receivedOn) ?? work.today
            let number = try AddresseeNumber(request.number)
            let claim = try PensionText.claim(request, of: number, on: receivedOn, work.records)
            let claimant = try claim.claimant?.number.map { try AddresseeNumber($0) }
            if let claimant, !(try await work.isKnown(claimant)) { throw PensionRefused.unknownClaimant }
            let clerk = try await work.receiving(at: request.office)
            let (receipt, kept) = try await work.whenGiven(number) {
                try await work.records.receive(
                    claim, of: number, receivedOn: receivedOn, with: request.papers, remarks: request.remarks, by: clerk, today: work.today)
            }
            // The hub tells the module of the claimant from now on: their name, and their birth where the limit is an age.
            await work.keepToldOfKept([claimant ?? kept.number], because: PensionCall.claiming)
            let detail = try await work.claim(kept.reception)
            return try work.words.claimed(receipt, detail, hidesPlace: try await work.hidesPlace(of: detail))
        }
        pension(EnterPensionClaim.self, .pensionClaimEntered) { work, request in
            let reception = try PensionText.reception(request.reception)
            _ = try await work.records.enter(WrittenClaim(request.items.byItem), in: reception, by: work.clerk, today: work.today)
            return try await work.shown(claim: reception)
        }
        pension(AttachToPensionClaim.self, .pensionPaperCame) { work, request in
            let reception = try PensionText.reception(request.reception)
            _ = try await work.records.attach(
                request.papers, to: reception, on: try PensionText.day(request.cameOn) ?? work.today, hasCome: !request.isMistake, by: work.clerk,
                today: work.today)
            return try await work.shown(claim: reception)
        }
        pension(TellPensionClaimLacks.self, .pensionLackTold) { work, request in
            let reception = try PensionText.reception(request.reception)
            _ = try await work.records.tellLacks(of: reception, because: request.reason, by: work.clerk, today: work.today)
            return try await work.shown(claim: reception)
        }
        pension(RemindPensionClaimant.self, .pensionClaimReminded) { work, request in
            let reception = try PensionText.reception(request.reception)
            _ = try await work.records.remind(
                of: reception, on: try PensionText.day(request.remindedOn) ?? work.today, by: try PensionText.means(request.means), clerk: work.clerk,
                today: work.today)
            return try await work.shown(claim: reception)
        }
        pension(ShowPensionClaim.self, .pensionLookedUp) { work, request in
            try await work.shown(claim: try PensionText.reception(request.reception))
        }
        pension(ListPensionClaims.self, .pensionListed) { work, request in
            let limit = try work.limit(request.limit)
            let number = try await work.looked("claims", at: request.number, request.reason)
            let listed = try await work.records.claims(of: number, all: request.all, isWaiting: request.waiting, limit: limit + 1)
            try await work.log.listed("claims", listed.rows.count, by: work.principal)
            try await work.log.found(untrue: listed.untrue, of: "claims")
            return try work.words.sheet(listed, limit: limit)
        }
    }
}

extension PensionCall {
    /// A claim. Whoever is insured or died, and whoever claims, was looked at, and that is on record before it is answered.
    ///
    /// - Throws: as `PensionRecords.claimDetail`; `PostgresError`.
    func claim(_ reception: ReceptionNumber) async throws -> ClaimDetail {
        let detail = try await records.claimDetail(reception)
        for number in try detail.persons {
            try await log.lookedUp(number, by: principal, reason: LookupReason(.application, "裁定請求の確認"), reception: reception)
        }
        try await log.found(untrue: detail.kept.untrueRows, of: "claim")
        return detail
    }

    fileprivate func shown(claim reception: ReceptionNumber) async throws -> Sheet {
        let detail = try await claim(reception)
        return try words.sheet(detail, isProtected: try await hidesPlace(of: detail))
    }

    /// Whether whoever is insured or died, or claims, is not to be found by others: then nothing of the claim says where anybody is.
    ///
    /// - Throws: as `hidden`.
    func hidesPlace(of detail: ClaimDetail) async throws -> Bool { try await !hidden(try detail.persons).isEmpty }
}

extension ClaimDetail {
    /// 宛名番号 of whoever is insured or died, and of the claimant.
    var persons: [AddresseeNumber] {
        get throws { [kept.number] + (try kept.claim.claimant?.number.map { [try AddresseeNumber($0)] } ?? []) }
    }
}
