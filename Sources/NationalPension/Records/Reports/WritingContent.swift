internal import Addressee
internal import Postgres

extension PensionRecords {
    /// What a report says, by the person's record as it is now; their row is the transaction's.
    ///
    /// - Parameter hidden: of whom no medium says where they are.
    func content(of report: Report, _ record: PersonRecord, hidden: Set<AddresseeNumber>, on connection: Connection) async throws -> ReportContent {
        let version = record.addressee
        let isProtected = version?.isProtected == true || hidden.contains(record.number)
        let reception = report.standing.id.reception
        var (months, target, terms): (MonthSpan?, ReceptionNumber?, [ReportContent.Term]) = (nil, nil, [])
        guard let said = report.content else { throw PensionRefused.unreadable }
        var happenedOn = report.happenedOn
        switch said {
        case .nothing, .basic, .welfare, .carriedClaim: break
        case .event(let said):
            // The day of a move is of place.
            if isProtected, said.fact?.movedOn == happenedOn { happenedOn = nil }
            if let id = said.target { target = record.events.first { $0.event.id == id }?.reception }
            if let fact = said.fact { (months, terms) = self.terms(of: fact) }
        case .request(let request): terms = request.terms(using: tables).map { ReportContent.Term(label: $0.label, value: $0.value) }
        case .application(let application):
            months = application.months
            terms = try await self.terms(of: application, reception, on: connection)
        case .claim(let claim): terms = try await self.terms(of: claim, reception, isProtected: isProtected, on: connection)
        }
        let row = tables.notices[report.kind]
        var former: ReportContent.Former?
        if [.nameChanged, .birthCorrected, .movedWithinJapan].contains(report.kind) {
            former = try await givenVersions(of: record.number, by: reception, on: connection).former(of: report.kind)
            if isProtected { former?.address = "" }
        }
        return ReportContent(
            id: report.standing.id, kind: report.kind, label: row.label, form: row.form, receivedOn: report.receivedOn, dueOn: report.dueOn,
            number: record.number.value, basicPensionNumber: record.basic.data.basicPensionNumber ?? "", kana: version?[.shimeiFurigana] ?? "",
            name: version?.formalName ?? "", birth: version?[.seinengappi] ?? "",
            birthNotation: version?[.seinengappiFushohyoki] ?? "", sex: version?[.seibetsu] ?? "",
            postalCode: isProtected ? "" : version?[.jushoYubinbango] ?? "", address: isProtected ? "" : version?.address ?? "", isProtected: isProtected,
            happenedOn: happenedOn, months: months, target: target, terms: terms, returnReason: report.standing.returnReason,
            mended: report.standing.mended, commonName: version?[.tsusho],
            telephone: isProtected || record.basic.data.telephone.isEmpty ? nil : record.basic.data.telephone,
            former: former)
    }

    private func terms(of fact: PensionFact) -> (MonthSpan?, [ReportContent.Term]) {
        typealias Term = ReportContent.Term
        switch fact {
        case .voluntaryApplied(_, let ground, let paid):
            return (nil, [Term(label: "要件", value: ground.label), Term(label: "納付月数", value: paid.map { "\($0)月" } ?? "不明")])
        case .dependencyBegan(_, let isExempt): return (nil, [Term(label: "国内居住要件の特例", value: isExempt ? "あり" : "なし")])
        case .exemptionGranted(let kind, let months), .exemptionRevoked(let kind, let months):
            return (months, [Term(label: "免除の種類", value: tables.kinds[kind].label)])
        case .exemptionDecided(let decision): return (decision.span, [Term(label: "決定", value: decision.display(using: tables))])
        case .legalExemptionBegan(_, let ground), .legalExemptionEnded(_, let ground):
            return (nil, [Term(label: "事由", value: tables.legalGrounds[ground].label)])
        case .paymentElected(let months): return (months, [])
        case .maternity(let month, let isMultiple):
            return (MonthSpan(month), [Term(label: "出産予定月", value: month.display), Term(label: "多胎", value: isMultiple ? "はい" : "いいえ")])
        case .childcare(let born, let from, let until, let isBirthMother):
            return (
                nil,
                [
                    Term(label: "子の生年月日", value: "\(born)"), Term(label: "養育の始まり", value: "\(from)"),
                    Term(label: "養育の終わり", value: until.map { "\($0)" } ?? "継続中"), Term(label: "出産した本人", value: isBirthMother ? "はい" : "いいえ"),
                ]
            )
        default: return (nil, [])
        }
    }

    /// 申請の内容, with the opinion that it was accepted with.
    private func terms(of application: ExemptionApplication, _ reception: ReceptionNumber, on connection: Connection) async throws -> [ReportContent.Term] {
        var terms = [ReportContent.Term(label: "継続希望", value: application.wantsContinuation ? "あり" : "なし")]
        if !application.struck.isEmpty {
            let struck = ExemptionKind.allCases.filter(application.struck.contains).map { tables.kinds[$0].label }
            terms.append(.init(label: "希望しない区分", value: struck.joined(separator: "、")))
        }
        guard let id = try await opinionGiven(on: reception, on: connection),
            let examination = try await examinations(of: reception, on: connection).first(where: { $0.id == id })
        else { return terms }
        for part in examination.proposal.parts {
            let outcome: String
            switch part.outcome {
            case .granted(let kind): outcome = "承認相当（\(tables.kinds[kind].label)）"
            case .refused: outcome = "却下相当"
            case .inadmissible: outcome = "対象外"
            case .waiting, .held: outcome = "未審査"
            }
            terms.append(.init(label: "意見 \(part.months)", value: outcome))
        }
        return terms
    }

    /// 請求の内容: what lacks, and why it goes all the same. Of a claimant in words nothing is told where somebody is protected. Where a claimant lives and is called, and where
    /// somebody is treated, stands on the papers that go with it, and is told nobody a second time.
    private func terms(of filed: Claim, _ reception: ReceptionNumber, isProtected: Bool, on connection: Connection) async throws -> [ReportContent.Term] {
        var terms: [ReportContent.Term] = []
        let kept = try await keptClaim(reception, on: connection)
        let claim = kept?.claim ?? filed
        if let code = claim.pensionCode { terms.append(.init(label: "年金コード", value: code)) }
        if let visit = claim.firstVisitOn { terms.append(.init(label: "初診日", value: "\(visit)")) }
        if let claimant = claim.claimant {
            terms.append(.init(label: "請求者", value: [claimant.relation.label, claimant.number ?? ""].filter { !$0.isEmpty }.joined(separator: " ")))
            if let name = claimant.name { terms.append(.init(label: "請求者の氏名", value: name)) }
            if let kana = claimant.kana { terms.append(.init(label: "請求者の氏名フリガナ", value: kana)) }
            if claimant.number == nil, !isProtected, !claimant.declared.isEmpty { terms.append(.init(label: "請求者の申立て", value: claimant.declared)) }
        }
        terms += (claim.certificates?.days ?? []).map { ReportContent.Term(label: $0.label, value: "\($0.day)") }
        guard let kept else { return terms }
        terms += kept.lacks.map { ReportContent.Term(label: "不備", value: $0.label) }
        return terms + kept.told.map { ReportContent.Term(label: "不備のまま進達する理由", value: $0.reason) }
    }
}
