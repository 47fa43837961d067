package import Addressee
internal import Postgres

/// 請求の内容. All that is known of a claim.
package struct ClaimDetail: Sendable, Unprinted {
    /// Its row in the ledger.
    package let row: LedgerRow
    /// What it says, and what was kept of it.
    package let kept: KeptClaim
    /// 氏名 of the claimant, where the module was given it; empty otherwise.
    package let claimantName: String
    /// 最後に催促した日, of whatever claim; `nil` where the claimant was never reminded.
    package let lastReminded: CalendarDay?
    /// Claims for the same that were accepted before, and on which the Service decides.
    package let earlier: [ReceptionNumber]

    /// The same without what tells where whoever claims is, or is treated.
    package var withoutPlace: ClaimDetail {
        ClaimDetail(row: row, kept: kept.withoutPlace, claimantName: claimantName, lastReminded: lastReminded, earlier: earlier)
    }
}

extension PensionRecords {
    /// A claim, whether it waits or is decided.
    ///
    /// - Throws: `PensionRefused` J0002, J0017, J0023, J0041; `PostgresError`.
    package func claimDetail(_ reception: ReceptionNumber) async throws -> ClaimDetail {
        try await inOneState { connection in
            var filter = LedgerFilter()
            (filter.all, filter.reception) = (true, reception)
            guard let row = try await rows(filter, on: connection).first else { throw PensionRefused.unknownReception }
            guard row.isTrue else { throw PensionRefused.untrue }
            return try await detail(of: row, on: connection)
        }
    }

    /// Claims, what is due first.
    ///
    /// - Parameters:
    ///   - number: only those of one person, who is insured, died, or claims.
    ///   - all: also what is decided.
    ///   - isWaiting: only those that lack something of which nothing was told.
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func claims(of number: AddresseeNumber? = nil, all: Bool = false, isWaiting: Bool = false, limit: Int = 50) async throws -> Listed<ClaimDetail> {
        try await inOneState { try await claims(of: number, all: all, isWaiting: isWaiting, limit: limit, on: $0) }
    }

    func claims(of number: AddresseeNumber?, all: Bool, isWaiting: Bool, limit: Int, on connection: Connection) async throws -> Listed<ClaimDetail> {
        var filter = LedgerFilter()
        (filter.all, filter.number, filter.includesClaimant, filter.limit) = (all, number, true, limit)
        filter.kinds = NoticeKind.allCases.filter(\.isClaim)
        // Whether one waits only its own rows say, with their seals.
        return try await list(filter, on: connection) { row in
            guard row.isTrue else { return nil }
            let detail = try await detail(of: row, on: connection)
            return !isWaiting || (row.state.isOpen && !detail.kept.untold.isEmpty) ? detail : nil
        }
    }

    private func detail(of row: LedgerRow, on connection: Connection) async throws -> ClaimDetail {
        guard let kept = try await keptClaim(row.reception, on: connection) else { throw PensionRefused.noClaim }
        var name = ""
        if let claimant = kept.claim.claimant?.number {
            let rows = try await connection.query(
                "SELECT items ->> 'shimei' FROM national_pension.person WHERE atenabango = \(claimant) AND NOT removed")
            name = try rows.first?.decode(String?.self) ?? ""
        }
        return ClaimDetail(
            row: row, kept: kept, claimantName: name, lastReminded: try await lastReminded(kept.reminded, on: connection),
            earlier: try await earlier(kept, on: connection))
    }
}
