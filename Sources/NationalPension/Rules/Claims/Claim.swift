package import Addressee

/// 裁定請求. What a claim says: which benefit, who claims it, the days that the law asks for, and what has to be attached to it.
package struct Claim: Sendable, Hashable, Codable, Unprinted {
    /// 求めた書類. A paper that was asked for when the claim was received; tables that change later change nothing of it.
    package struct Asked: Sendable, Hashable, Codable {
        /// Key of the paper.
        package let key: String
        /// Such as 診断書（所定の様式）.
        package let label: String
        /// 根拠条文.
        package let article: LawArticle
    }

    /// Which benefit.
    package let kind: ClaimKind
    /// The day of the ground, such as 死亡日; `nil` where the kind tells none, or nobody knows it.
    package let groundOn: CalendarDay?
    /// 初診日; `nil` as `groundOn`.
    package let firstVisitOn: CalendarDay?
    /// 請求者; `nil` where the insured person claims.
    package let claimant: Claimant?
    /// What asks for papers of its own, each once, in the order of the table.
    package let circumstances: [ClaimCircumstance]
    /// 年金コード, as text; `nil` where the kind has none, or it is not known yet.
    package let pensionCode: String?
    /// 求めた書類, in the order of the table.
    package let asked: [Asked]
    /// 診断書情報; `nil` where nothing of it is told.
    package let certificates: CertificateFacts?

    /// What is asked for follows from the tables; nothing else is checked.
    ///
    /// - Parameter claimedOn: 請求日, by which tables that change are read; `nil`: by their newest rows.
    package init(
        _ kind: ClaimKind, groundOn: CalendarDay?, firstVisitOn: CalendarDay? = nil, claimant: Claimant? = nil, circumstances told: Set<ClaimCircumstance> = [],
        pensionCode: String? = nil, certificates: CertificateFacts? = nil, claimedOn: CalendarDay? = nil, using tables: RuleTables
    ) {
        (self.kind, self.groundOn, self.firstVisitOn, self.claimant) = (kind, groundOn, firstVisitOn, claimant)
        self.certificates = certificates
        let circumstances = told.union(Self.circumstances(by: certificates))
        self.circumstances = ClaimCircumstance.allCases.filter(circumstances.contains)
        let row = tables.claims.row(kind, on: claimedOn)
        // Where there is but one, that is it.
        self.pensionCode = pensionCode ?? (row.codes.count == 1 ? row.codes[0] : nil)
        asked = tables.claims.attachments(kind, on: claimedOn).filter { $0.circumstance.map(circumstances.contains) ?? true }.map {
            Asked(key: $0.key, label: $0.label, article: $0.article)
        }
    }

    /// One that the system before received: which papers came, it knew.
    package init(
        carriedOver kind: ClaimKind, groundOn: CalendarDay?, firstVisitOn: CalendarDay? = nil, claimant: Claimant? = nil, pensionCode: String?,
        certificates: CertificateFacts? = nil
    ) {
        (self.kind, self.groundOn, self.firstVisitOn, self.claimant, self.pensionCode) = (kind, groundOn, firstVisitOn, claimant, pensionCode)
        (circumstances, asked, self.certificates) = ([], [], certificates)
    }

    /// What is claimed, of another claimant's items and other certificates.
    private init(_ claim: Claim, _ claimant: Claimant?, _ certificates: CertificateFacts?, _ circumstances: [ClaimCircumstance], _ asked: [Asked]) {
        (kind, groundOn, firstVisitOn, pensionCode) = (claim.kind, claim.groundOn, claim.firstVisitOn, claim.pensionCode)
        (self.claimant, self.certificates, self.circumstances, self.asked) = (claimant, certificates, circumstances, asked)
    }

    /// The same claim, with what was entered of it later. What was asked for is still asked for; what follows from the new items is, too.
    ///
    /// - Parameter claimedOn: 請求日, by which tables that change are read.
    package func saying(_ claimant: Claimant?, _ certificates: CertificateFacts?, claimedOn: CalendarDay, using tables: RuleTables) -> Claim {
        let circumstances = ClaimCircumstance.allCases.filter(Set(self.circumstances).union(Self.circumstances(by: certificates)).contains)
        let asked = tables.claims.attachments(kind, on: claimedOn).compactMap { paper -> Asked? in
            if let asked = self.asked.first(where: { $0.key == paper.key }) { return asked }
            // What tables ask for since is not asked for.
            guard let circumstance = paper.circumstance, circumstances.contains(circumstance), !self.circumstances.contains(circumstance) else { return nil }
            return Asked(key: paper.key, label: paper.label, article: paper.article)
        }
        let gone = self.asked.filter { old in !asked.contains { $0.key == old.key } }
        return Claim(self, claimant, certificates, circumstances, asked + gone)
    }

    /// The same without what tells where somebody is: of a person who is protected, nobody is told it.
    package var withoutPlace: Claim { Claim(self, claimant?.withoutPlace, certificates?.withoutPlace, circumstances, asked) }

    /// One that the system before received, with certificates.
    func certified(by certificates: CertificateFacts) -> Claim { Claim(self, claimant, certificates, circumstances, asked) }

    /// 請求の事情 that certificates make.
    private static func circumstances(by certificates: CertificateFacts?) -> Set<ClaimCircumstance> {
        certificates?.isOfAnotherHospital == true ? [.otherFirstHospital] : []
    }

    /// 添付書類 that are there where their items are told, by their keys.
    package var certified: [String] {
        guard let certificates else { return [] }
        return (certificates.certificates.isEmpty ? [] : [ClaimTables.certificate]) + (certificates.provedOn == nil ? [] : [ClaimTables.firstVisitProof])
    }

    /// 事実のあった日, as the ledger has it.
    package var happenedOn: CalendarDay? { groundOn ?? firstVisitOn }

    /// Whether another of the same person is the same claim: of the same benefit, by the same claimant, and where somebody may have several for grounds of
    /// their own, for a ground whose days do not differ. A day that one of them leaves open makes no other claim, nor does one that was mistyped where there is
    /// but one ground.
    package func isSame(_ other: Claim) -> Bool {
        func agree(_ one: CalendarDay?, _ other: CalendarDay?) -> Bool { one == nil || other == nil || one == other }
        guard kind == other.kind else { return false }
        switch (claimant, other.claimant) {
        case (let one?, let other?): guard one.isOne(with: other) else { return false }
        case (nil, nil): break
        default: return false
        }
        return !kind.hasGroundsOfTheirOwn || (agree(groundOn, other.groundOn) && agree(firstVisitOn, other.firstVisitOn))
    }

    /// Looks it through, by what came.
    ///
    /// - Parameters:
    ///   - claimedOn: 請求日 (the day of receipt).
    ///   - birth: 請求者の生年月日; `nil` where it is not known.
    package func check(claimedOn: CalendarDay, born birth: BirthDate?, came: Set<String>, using tables: RuleTables) -> ClaimCheck {
        let row = tables.claims.row(kind, on: claimedOn)
        let unknown = (row.ground.isEmpty || groundOn != nil ? [] : [row.ground]) + (row.tellsFirstVisit && firstVisitOn == nil ? ["初診日"] : [])
        return ClaimCheck.check(
            kind, claimedOn: claimedOn, groundOn: groundOn, born: birth, circumstances: Set(circumstances), came: came,
            asked: asked.map { ClaimTables.Attachment(key: $0.key, label: $0.label, circumstance: nil, article: $0.article) }, unknown: unknown, using: tables)
    }
}
