internal import Addressee
internal import NationalPension
internal import StaffAPI

/// 裁定請求の文面. What a claim says, what came, what lacks by name and article, and what to do next.
extension PensionWords {
    // MARK: answers

    /// - Parameter hidesPlace: nothing of it says where anybody is.
    func claimed(_ receipt: Receipt, _ kept: ClaimDetail, hidesPlace: Bool) throws -> Sheet {
        let detail = hidesPlace ? kept.withoutPlace : kept
        var lines = ["受付 \(receipt.reception)"]
        if let due = receipt.reportDue { lines.append("報告の期限\t\(due.reason)") }
        return try Sheet(
            lines: lines + said(detail) + stands(detail) + ["", next(detail)], of: ToldClaim(detail, today), remarks: hidesPlace ? [Self.protected] : [])
    }

    /// - Parameter isProtected: whoever is named here is not to be found by others.
    func sheet(_ kept: ClaimDetail, isProtected: Bool) throws -> Sheet {
        let detail = isProtected ? kept.withoutPlace : kept
        var lines = ["受付 \(detail.row.reception)\t\(detail.row.state.label)", "請求\t\(tables.notices[detail.row.kind].label)", "宛名番号\t\(detail.row.number)"]
        lines += said(detail) + ["受付日\t\(EraDate.display(detail.row.receivedOn))"]
        if let due = detail.row.dueOn { lines.append("報告の期限\t\(EraDate.display(due))\(detail.row.state.isOpen && due < today ? "【期限超過】" : "")") }
        lines.append("入力\t\(detail.row.enteredBy)\t\(detail.row.section)")
        lines += stands(detail)
        if detail.row.state.isOpen { lines += ["", next(detail)] }
        return try Sheet(
            lines: lines, of: ToldClaim(detail, today), remarks: (isProtected ? [Self.protected] : []) + untrue(detail))
    }

    /// For whoever checks it: the reception, and what came.
    ///
    /// - Parameter hidden: whoever of the persons of the claim is not to be found by others.
    func sheet(_ reception: ReceptionDetail, _ claim: ClaimDetail, hidden: Set<AddresseeNumber>) throws -> Sheet {
        var sheet = try sheet(reception, hidden: hidden, claim: claim.kept.claim)
        sheet.lines += stands(hidden.isEmpty ? claim : claim.withoutPlace)
        if claim.row.state.isOpen { sheet.lines += ["", next(claim)] }
        sheet.remarks += untrue(claim)
        return sheet
    }

    func sentOn(_ claim: KeptClaim) throws -> Sheet {
        var lines = ["受付 \(claim.reception) を確定しました。\(tables.claims.row(claim.claim.kind, on: claim.receivedOn).label)の請求を日本年金機構に進達します。"]
        if !claim.lacks.isEmpty {
            lines += ["次の不備があることを、理由とともに日本年金機構に伝えます。"] + claim.lacks.map { "　\($0.label)\t\($0.article)" }
        }
        return try Sheet(lines: lines + ["支給するかは日本年金機構が決めます。"], of: ["reception": claim.reception.description])
    }

    func sheet(_ listed: Listed<ClaimDetail>, limit: Int) throws -> Sheet {
        let shown = Array(listed.rows.prefix(limit))
        let end = listed.rows.count > limit ? "\(shown.count)件を超えました。--limit か --person で絞り込んでください。" : "\(shown.count)件"
        return try Sheet(lines: claims(shown) + [end], of: shown.map { ToldClaimRow($0, today) }, remarks: Self.untrue(listed.untrue, isCut: listed.isCut))
    }

    func claims(_ claims: [ClaimDetail]) -> [String] {
        ["受付番号\t状態\t請求\t宛名番号\t請求者\t受付日\t報告の期限\t待っている日数\t最後の催促\t不備"]
            + claims.map { detail in
                let late = detail.row.state.isOpen && (detail.row.dueOn.map { $0 < today } ?? false) ? "【期限超過】" : ""
                let untold = detail.kept.untold
                let remind = detail.row.state.isOpen && !untold.isEmpty && !detail.kept.remindersDue(on: today).isEmpty ? "【催促】" : ""
                return [
                    "\(detail.row.reception)", state(detail), tables.notices[detail.row.kind].label, detail.row.number,
                    detail.kept.claim.claimant.map { $0.number ?? $0.relation.label } ?? "本人", "\(detail.row.receivedOn)",
                    detail.row.dueOn.map { "\($0)\(late)" } ?? "－", detail.waitingDays(on: today).map { "\($0)日" } ?? "－",
                    (detail.lastReminded.map { "\($0)" } ?? "－") + remind,
                    untold.isEmpty ? "－" : untold.map(\.label).joined(separator: "、"),
                ].joined(separator: "\t")
            }
    }

    /// 請求の種類; of one of them what it asks for.
    func claimKinds(_ kind: ClaimKind?) throws -> Sheet {
        guard let kind else {
            let lines = ClaimKind.allCases.map { kind in
                let row = tables.claims.row(kind, on: today)
                return [
                    kind.rawValue, row.label, row.claimants.isEmpty ? "本人" : row.claimants.map(\.label).joined(separator: "、"),
                    ([row.ground].filter { !$0.isEmpty } + (row.tellsFirstVisit ? ["初診日"] : [])).joined(separator: "、"),
                    row.codes.isEmpty ? "－" : row.codes.joined(separator: "、"), "\(row.article)",
                ].joined(separator: "\t")
            }
            return try Sheet(lines: ["種類\t請求\t請求者\t要る日\t年金コード\t根拠"] + lines, of: ClaimKind.allCases.map(\.rawValue))
        }
        let papers = tables.claims.attachments(kind, on: today)
        let lines = papers.map { "\($0.key)\t\($0.label)\t\($0.circumstance.map { "\($0.label)（\($0.rawValue)）" } ?? "いつも")" }
        return try Sheet(lines: ["書類\t\(tables.claims.row(kind, on: today).label)に添える書類\t求めるとき（請求の事情）"] + lines, of: papers.map(\.key))
    }

    // MARK: what it says

    /// 請求の内容, term by term, by the law of 請求日.
    func form(_ claim: Claim, claimedOn: CalendarDay) -> [String] {
        let row = tables.claims.row(claim.kind, on: claimedOn)
        var lines: [String] = []
        if !row.ground.isEmpty { lines.append("\(row.ground)\t\(claim.groundOn.map(EraDate.display) ?? "分かりません")") }
        if row.tellsFirstVisit { lines.append("初診日\t\(claim.firstVisitOn.map(EraDate.display) ?? "分かりません")") }
        if claim.claimant == nil { lines.append("請求者\t本人") }
        lines += particulars(claim)
        if !claim.circumstances.isEmpty { lines.append("請求の事情\t\(claim.circumstances.map(\.label).joined(separator: "、"))") }
        guard !row.codes.isEmpty else { return lines }
        guard let code = claim.pensionCode else { return lines + ["年金コード\t未定"] }
        lines.append("年金コード\t\(code)\t\(tables.pensionCodes.label(code) ?? "")")
        return lines + (ClaimCheck.remark(on: code, of: claim.kind, claimedOn: claimedOn, using: tables).map { ["　注意\t\($0)"] } ?? [])
    }

    /// 請求者情報 and 診断書情報, item by item; none where nothing of them is told.
    func particulars(_ claim: Claim) -> [String] {
        var lines: [String] = []
        if let claimant = claim.claimant {
            let who = [claimant.number ?? "", claimant.declared, claimant.born.map { "生年月日 \(EraDate.display($0))" } ?? ""].filter { !$0.isEmpty }
            lines.append("請求者\t\(claimant.relation.label)\t\(who.joined(separator: "\t"))")
            let items: [(PensionClaimItem, String?)] = [
                (.name, claimant.name), (.kana, claimant.kana), (.address, claimant.address), (.telephone, claimant.telephone),
            ]
            lines += items.compactMap { item, value in value.map { "\(item.label)（申出）\t\($0)" } }
        }
        guard let certified = claim.certificates else { return lines }
        for (certificate, number) in zip(certified.certificates, ["", "2通目の"]) {
            let said = [
                certificate.form.map { "様式 \($0.label)" }, "作成日 \(EraDate.display(certificate.madeOn))",
                certificate.conditionOn.map { "現症日 \(EraDate.display($0))" }, certificate.hospital,
            ]
            lines.append("\(number)診断書\t\(said.compactMap { $0 }.joined(separator: "\t"))")
        }
        if let hospital = certified.firstHospital { lines.append("初診の医療機関\t\(hospital)") }
        if let provedOn = certified.provedOn { lines.append("受診状況等証明書\t作成日 \(EraDate.display(provedOn))") }
        return lines
    }

    /// 移行した裁定請求, term by term.
    func form(_ carried: CarriedOverClaim) -> [String] {
        let (claim, row) = (carried.claim, tables.claims.row(carried.claim.kind, on: carried.receivedOn))
        let certified = Set(claim.certificates?.days.map(\.label) ?? [])
        var lines =
            ["請求\t\(row.label)"]
            + carried.days(using: tables).filter { !certified.contains($0.label) }.map { "\($0.label)\t\(EraDate.display($0.day))" } + particulars(claim)
        if let code = claim.pensionCode { lines.append("年金コード\t\(code)\t\(tables.pensionCodes.label(code) ?? "")") }
        return lines
    }

    private func said(_ detail: ClaimDetail) -> [String] {
        form(detail.kept.claim, claimedOn: detail.kept.receivedOn) + (detail.claimantName.isEmpty ? [] : ["請求者の氏名\t\(detail.claimantName)"])
            + detail.earlier.map { "進達済み\t同じ請求 \($0) があり、日本年金機構の決定を待っています。" }
    }

    /// What came, what lacks, what was told of it, and who was reminded when.
    private func stands(_ detail: ClaimDetail) -> [String] {
        let kept = detail.kept
        var lines = ["", "添付書類（書類・名前・届いた日・入力）"]
        lines += kept.claim.asked.map { asked in
            let came = kept.arrival(of: asked.key).map { "\(EraDate.display($0.cameOn))\t\($0.enteredBy.account)" } ?? "【不足】\t\(asked.article)"
            return "\(asked.label)\t\(asked.key)\t\(came)"
        }
        if let limit = kept.check.limit { lines.append("請求の期限\t\(limit.reason)") }
        lines += kept.lacks.map { "不備\t\($0.label)\t\($0.article)" }
        lines += kept.told.map { "不備のまま進達する理由\t\($0.reason)\t\($0.enteredBy.account)\t\(EraDate.display($0.enteredBy.on))" }
        // Whoever checks it sees what differs.
        if !kept.versions.isEmpty {
            let filed = particulars(kept.filed)
            lines += filed.isEmpty ? ["受付時の記載\tなし"] : ["受付時の記載"] + filed.map { "　\($0)" }
        }
        lines += kept.versions.map { "記載事項の入力\t\($0.enteredBy.account)\t\(EraDate.display($0.enteredBy.on))" }
        lines += kept.reminders.map { "催促\t\(EraDate.display($0.on))\t\($0.means.label)\t\($0.by)" }
        if detail.row.state.isOpen, !kept.untold.isEmpty {
            if let days = detail.waitingDays(on: today) { lines.append("待っている日数\t\(days)日") }
            let due = kept.remindersDue(on: today)
            if let first = due.first { lines.append("催促する日\t\(EraDate.display(first))【過ぎています】") }
            if due.isEmpty, let coming = kept.check.reminders.first(where: { $0 > today }) { lines.append("催促する日\t\(EraDate.display(coming))") }
        }
        return lines
    }

    private func state(_ detail: ClaimDetail) -> String {
        detail.row.state.isOpen && !detail.kept.untold.isEmpty ? LedgerRow.State.incomplete.label : detail.row.state.label
    }

    private func next(_ detail: ClaimDetail) -> String {
        let reception = detail.row.reception
        guard !detail.kept.untold.isEmpty else {
            return "次は: 別の人が atena pension notify show \(reception) で確かめ、atena pension notify accept \(reception) --seen \(detail.kept.mark) で確定します。"
        }
        guard !detail.kept.check.missing.isEmpty else {
            return
                "次は: 不備を確かめます。診断書や請求者の連絡先は atena pension claim enter \(reception) で入力し、そのほかを直すときは、取り下げて元の受付日で受け付けます。不備のまま進達するときは、atena pension claim lack \(reception) で理由を入力します。"
        }
        return "次は: 届いた書類を atena pension claim attach \(reception) 書類 で記録します。届かないときは remind で催促を記録し、不備のまま進達するときは lack で理由を入力します。"
    }

    private func untrue(_ detail: ClaimDetail) -> [String] {
        detail.kept.untrueRows > 0
            ? ["この請求に、このシステムの書いたものでない行が\(detail.kept.untrueRows)件あります。誰の入力でもないものとして、使っていません。システム管理者に知らせてください。"] : []
    }
}
