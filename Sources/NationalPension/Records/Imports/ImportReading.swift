internal import Addressee

/// 移行の行の読取り. Pure: what rows of one person say, in the words of the rules.
struct ImportReading: Sendable {
    let kind: FileLayout.PensionFile
    let tables: RuleTables
    let today: CalendarDay

    /// What is taken in together, or not at all.
    struct Unit: Sendable {
        /// Places of its rows among those that were read.
        let rows: [Int]
        /// Line of the first.
        let line: Int
        let content: Content
    }

    enum Content: Sendable {
        /// 資格: what stood, and of a period that goes on what makes it go on.
        case periods(CarriedOverRecord, goingOn: CarriedOverRecord.Period?)
        /// 免除、付加、法定免除、産前産後、育児、基金.
        case facts([PensionFact])
        /// 裁定受付, and of 老齢福祉年金 the certificate.
        case claim(CarriedOverClaim, WelfareCertificate?)
        /// 年金基本; what is empty is not said.
        case basic(BasicPensionNumber?, telephone: String, remarks: String)
    }

    /// Whether two rows that follow each other are looked at together: they are of one person, or may be where what is said of a person is whole or nothing.
    func areTogether(_ row: ImportedRow, _ next: ImportedRow) -> Bool {
        guard let number = row.number, let other = next.number else { return kind == .qualification }
        return number == other
    }

    /// - Returns: what they say, and by place what is wrong with the others.
    func read(_ rows: [ImportedRow]) -> (units: [Unit], faults: [Int: [RowFault]]) {
        kind == .qualification ? together(rows) : apart(rows)
    }

    private func apart(_ rows: [ImportedRow]) -> (units: [Unit], faults: [Int: [RowFault]]) {
        var (units, faults): ([Unit], [Int: [RowFault]]) = ([], [:])
        for (place, row) in rows.enumerated() {
            guard row.faults.isEmpty else {
                faults[place] = row.faults
                continue
            }
            do throws(Wrong) { units.append(Unit(rows: [place], line: row.line, content: try content(row))) } catch { faults[place] = [error.fault] }
        }
        return (units, faults)
    }

    /// The periods of one person make one record.
    private func together(_ rows: [ImportedRow]) -> (units: [Unit], faults: [Int: [RowFault]]) {
        var faults: [Int: [RowFault]] = [:]
        var read: [(row: ImportedRow, period: CarriedOverRecord.Period)] = []
        for (place, row) in rows.enumerated() {
            guard row.faults.isEmpty else {
                faults[place] = row.faults
                continue
            }
            do throws(Wrong) { read.append((row, try period(row))) } catch { faults[place] = [error.fault] }
        }
        guard let first = rows.first else { return ([], [:]) }
        if faults.isEmpty {
            do throws(Wrong) {
                return ([Unit(rows: Array(rows.indices), line: first.line, content: try record(read))], [:])
            } catch { faults = Dictionary(uniqueKeysWithValues: rows.indices.map { ($0, [error.fault]) }) }
        }
        if let wrong = faults.keys.min() {
            for place in rows.indices where faults[place] == nil { faults[place] = [ImportFault.companion(rows[wrong].line)] }
        }
        return ([], faults)
    }

    private struct Wrong: Error { let fault: RowFault }

    private func wrong(_ column: String, _ reason: String) -> Wrong { Wrong(fault: ImportFault.row(column, reason)) }

    private func code<Code: RawRepresentable & CaseIterable>(_ row: ImportedRow, _ column: String, _ label: String, among codes: [Code]) throws(Wrong) -> Code
    where Code.RawValue == String {
        guard let code = Code(rawValue: row[column]), codes.contains(where: { $0.rawValue == code.rawValue }) else {
            throw wrong(column, "\(label)は \(codes.map(\.rawValue).joined(separator: "、")) のいずれかです。")
        }
        return code
    }

    private func day(_ row: ImportedRow, _ column: String, _ label: String, mayLieAhead: Bool = false) throws(Wrong) -> CalendarDay {
        guard let day = CalendarDay(row[column]) else { throw wrong(column, "\(label)は 2026-04-01 の形で書いてください。") }
        guard mayLieAhead || day <= today else { throw wrong(column, "\(label)が今日より後です。") }
        return day
    }

    /// - Parameter first: day and name of what it does not come before.
    /// - Returns: `nil` where the column is empty.
    private func optionalDay(_ row: ImportedRow, _ column: String, _ label: String, notBefore first: (day: CalendarDay, label: String)? = nil) throws(Wrong)
        -> CalendarDay?
    {
        guard !row[column].isEmpty else { return nil }
        let day = try day(row, column, label)
        if let first, day < first.day { throw wrong(column, "\(label)が\(first.label)より前です。") }
        return day
    }

    private func flag(_ row: ImportedRow, _ column: String, _ label: String) throws(Wrong) -> Bool {
        switch row[column] {
        case "", "0": false
        case "1": true
        default: throw wrong(column, "\(label)は、該当するときだけ 1 と書いてください。")
        }
    }

    private func month(_ row: ImportedRow, _ column: String, _ label: String) throws(Wrong) -> CalendarMonth {
        guard let month = CalendarMonth(row[column]) else { throw wrong(column, "\(label)は 2026-07 の形で書いてください。") }
        return month
    }

    private func content(_ row: ImportedRow) throws(Wrong) -> Content {
        switch kind {
        case .qualification: throw wrong("", "資格の行は、人ごとに読みます。")
        case .basic:
            var number: BasicPensionNumber?
            if !row["kisonenkinbango"].isEmpty {
                do { number = try BasicPensionNumber(row["kisonenkinbango"]) } catch {
                    throw Wrong(fault: RowFault(code: error.code, column: "kisonenkinbango", reason: error.rule))
                }
            }
            let (telephone, remarks) = (row["denwabango"], row["biko"])
            guard number != nil || !telephone.isEmpty || !remarks.isEmpty else { throw wrong("", "基礎年金番号、電話番号、備考がどれも空欄です。") }
            do throws(PensionRefused) { _ = try BasicData(number, telephone: telephone, remarks: remarks) } catch { throw wrong("", error.rule) }
            return .basic(number, telephone: telephone, remarks: remarks)
        case .exemption:
            let exemption = try code(row, "menjoshubetsu", "免除の種類", among: ExemptionKind.allCases.filter(\.isOnApplication))
            let (first, last) = (try month(row, "kaishitsuki", "始月"), try month(row, "shuryotsuki", "終月"))
            guard let months = MonthSpan(first: first, last: last) else { throw wrong("shuryotsuki", "終月が始月より前です。") }
            guard first >= tables.kinds[exemption].firstMonth else {
                throw wrong("kaishitsuki", "この種類の免除は、\(tables.kinds[exemption].firstMonth.display)に始まりました。")
            }
            guard months.count <= tables.amounts.mostMonths else { throw wrong("shuryotsuki", "期間が\(tables.amounts.mostMonths)月を超えています。") }
            return .facts([.exemptionGranted(kind: exemption, months: months)])
        case .additional:
            let applied = try day(row, "moshidebi", "申出日")
            guard !row["jitaibi"].isEmpty else { return .facts([.additionalApplied(on: applied)]) }
            let withdrawn = try day(row, "jitaibi", "辞退の申出日")
            guard withdrawn >= applied else { throw wrong("jitaibi", "辞退の申出日が申出日より前です。") }
            return .facts([.additionalApplied(on: applied), .additionalWithdrawn(on: withdrawn)])
        case .legalExemption: return .facts(try legalExemption(row))
        case .maternity:
            // Told in advance, as a notice may be.
            let due = try day(row, "shussanbi", "出産予定日または出産日", mayLieAhead: true)
            guard due <= today.adding(days: 366) else { throw wrong("shussanbi", "出産予定日が1年より先です。") }
            let (month, isMultiple) = (CalendarMonth(of: due), try flag(row, "tatai", "多胎"))
            guard tables.parental.maternity(month: month, isMultiple: isMultiple) != nil else {
                throw wrong("shussanbi", "産前産後の免除は、\(tables.kinds[.maternity].firstMonth.display)に始まりました。")
            }
            return .facts([.maternity(month: month, isMultiple: isMultiple)])
        case .childcare:
            let born = try day(row, "shusseibi", "子の生年月日")
            let from = try day(row, "kaishibi", "養育の始まりの日")
            guard from >= born else { throw wrong("kaishibi", "養育の始まりの日が、子の生年月日より前です。") }
            let until = try optionalDay(row, "shuryobi", "養育の終わりの日", notBefore: (from, "養育の始まりの日"))
            let isBirthMother = try flag(row, "shussansha", "出産した本人")
            guard tables.parental.childcare(born: born, from: from, until: until, isBirthMother: isBirthMother) != nil else {
                throw wrong("kaishibi", "育児の免除の月がありません。育児の免除は\(tables.kinds[.childcare].firstMonth.display)に始まり、子が1歳になるまでの月です。")
            }
            return .facts([.childcare(childBorn: born, from: from, until: until, isBirthMother: isBirthMother)])
        case .fund:
            let joined = try day(row, "kanyubi", "加入した日")
            let left = try optionalDay(row, "dattaibi", "脱退した日", notBefore: (joined, "加入した日"))
            guard let left else { return .facts([.fundJoined(on: joined)]) }
            return .facts([.fundJoined(on: joined), .fundLeft(on: left)])
        case .oldAgeClaim: return try claim(row, .oldAge)
        case .disabilityClaim: return try claim(row, .disability)
        case .survivorClaim: return try claim(row, .survivor)
        case .oldAgeWelfareClaim: return try claim(row, .oldAgeWelfare)
        }
    }

    private func legalExemption(_ row: ImportedRow) throws(Wrong) -> [PensionFact] {
        let ground = try code(row, "jiyu", "法定免除の事由", among: LegalGround.allCases)
        let began = try day(row, "gaitobi", "該当した日")
        let ended = try optionalDay(row, "shometsubi", "消滅した日", notBefore: (began, "該当した日"))
        var facts: [PensionFact] = [.legalExemptionBegan(on: began, ground: ground)]
        if let ended { facts.append(.legalExemptionEnded(on: ended, ground: ground)) }
        guard !row["nofukaishitsuki"].isEmpty || !row["nofushuryotsuki"].isEmpty else { return facts }
        let (first, last) = (try month(row, "nofukaishitsuki", "納付申出の始月"), try month(row, "nofushuryotsuki", "納付申出の終月"))
        guard let months = MonthSpan(first: first, last: last) else { throw wrong("nofushuryotsuki", "納付申出の終月が始月より前です。") }
        guard months.count <= tables.amounts.mostMonths else {
            throw wrong("nofushuryotsuki", "納付申出の期間が\(tables.amounts.mostMonths)月を超えています。")
        }
        return facts + [.paymentElected(months: months)]
    }

    private func claim(_ row: ImportedRow, _ kind: ClaimKind) throws(Wrong) -> Content {
        let received = try day(row, "uketsukebi", "受付日")
        let sent = try day(row, "shintatsubi", "進達日")
        guard sent >= received else { throw wrong("shintatsubi", "進達日が受付日より前です。") }
        let grounds: [ClaimKind: (column: String, label: String)] = [
            .oldAge: ("jukenbi", "受給権の発生した日"), .disability: ("ninteibi", "障害認定日"), .survivor: ("shibobi", "死亡日"),
        ]
        var ground: CalendarDay?
        if let (column, label) = grounds[kind] { ground = try optionalDay(row, column, label) }
        if let (column, label) = grounds[kind], let ground, ground > received { throw wrong(column, "\(label)が受付日より後です。") }
        let visited = try optionalDay(row, "shoshinbi", "初診日")
        if let visited, visited > ground ?? received { throw wrong("shoshinbi", "初診日が、\(ground == nil ? "受付日" : "障害認定日")より後です。") }
        let code = row["nenkincode"]
        guard code.isEmpty || PensionCodes.isCode(code) else { throw wrong("nenkincode", "年金コードは半角数字4桁です。") }
        // As the counter reads it.
        let written = WrittenClaim(Dictionary(PensionClaimItem.allCases.map { ($0, row[$0.column]) }) { first, _ in first })
        let occasion = WrittenClaim.Occasion(claimedOn: received, number: row.number, firstVisitOn: visited, latest: (sent, "進達日"))
        let claimant: Claimant?
        let certificates: CertificateFacts?
        do throws(WrittenClaim.Fault) {
            claimant = try written.claimant(of: kind, occasion, using: tables)
            certificates = try written.certificates(of: kind, occasion, using: tables)
        } catch {
            // The codes of the counter are of what is filed there; a number that is none has its own in both.
            if case .value(let code) = error.kind { throw Wrong(fault: RowFault(code: code, column: error.item.column, reason: error.rule)) }
            throw wrong(error.item.column, error.rule)
        }
        let claim = Claim(
            carriedOver: kind, groundOn: ground, firstVisitOn: visited, claimant: claimant, pensionCode: code.isEmpty ? nil : code,
            certificates: certificates)
        let carried = CarriedOverClaim(claim, receivedOn: received, sentOn: sent)
        guard kind == .oldAgeWelfare else { return .claim(carried, nil) }
        do throws(PensionRefused) {
            return .claim(
                carried,
                try WelfareCertificate(symbol: row["shoshokigo"], number: row["shoshobango"], paymentClass: row["shikyukubun"]))
        } catch { throw wrong("shoshobango", error.rule) }
    }

    private func period(_ row: ImportedRow) throws(Wrong) -> CarriedOverRecord.Period {
        let insuredClass = try code(row, "shubetsu", "種別", among: InsuredClass.allCases)
        let through = try day(row, "kijunbi", "基準日")
        let acquired = try day(row, "shutokubi", "取得日")
        guard acquired <= through else { throw wrong("shutokubi", "取得日が基準日より後です。") }
        func reason(_ column: String, _ label: String, _ kinds: [QualificationReasons.Row.Kind]) throws(Wrong) -> QualificationReason {
            try code(row, column, label, among: QualificationReason.allCases.filter { kinds.contains(tables.reasons[$0].kind) })
        }
        let acquiredBy = row["shutokujiyu"].isEmpty ? .carriedOver : try reason("shutokujiyu", "取得事由", [.acquire, .change])
        guard !row["soshitsubi"].isEmpty else {
            guard row["soshitsujiyu"].isEmpty else { throw wrong("soshitsujiyu", "喪失日がないのに、喪失事由があります。") }
            return .init(insuredClass, acquired: acquired, by: acquiredBy)
        }
        let lost = try day(row, "soshitsubi", "喪失日")
        guard lost > acquired else { throw wrong("soshitsubi", "喪失日が取得日より後ではありません。") }
        guard lost <= through else { throw wrong("soshitsubi", "喪失日が基準日より後です。基準日の後のことは、届出として入力します。") }
        return .init(
            insuredClass, acquired: acquired, by: acquiredBy, lost: lost, by: row["soshitsujiyu"].isEmpty ? nil : try reason("soshitsujiyu", "喪失事由", [.lose]))
    }

    private func record(_ read: [(row: ImportedRow, period: CarriedOverRecord.Period)]) throws(Wrong) -> Content {
        guard let through = read.first?.row["kijunbi"], read.allSatisfy({ $0.row["kijunbi"] == through }), let day = CalendarDay(through) else {
            throw wrong("kijunbi", "同じ人の行の基準日が違います。")
        }
        let record = CarriedOverRecord(through: day, periods: read.map(\.period))
        if let overlap = record.overlap { throw Wrong(fault: ImportFault.rule("資格期間が\(EraDate.display(overlap))で重なっています。")) }
        for (earlier, later) in zip(record.periods, record.periods.dropFirst()) where earlier.lostBy == nil && earlier.lost != later.acquired {
            throw wrong("soshitsujiyu", "喪失日に次の期間が始まらないときは、喪失事由を書いてください。")
        }
        guard let last = record.periods.last else { throw wrong("", "期間がありません。") }
        guard (last.lost == nil) == (last.lostBy == nil) else { throw wrong("soshitsujiyu", "喪失日に次の期間が始まらないときは、喪失事由を書いてください。") }
        guard last.lost == nil else { return .periods(record, goingOn: nil) }
        guard last.insuredClass.isCompulsory || VoluntaryGround(acquiredBy: last.acquiredBy) != nil else {
            let grounds = VoluntaryGround.allCases.map(\.reason.rawValue).joined(separator: "、")
            throw wrong("shutokujiyu", "続いている任意加入の期間の取得事由は \(grounds) のいずれかです。")
        }
        return .periods(record, goingOn: last)
    }
}

extension VoluntaryGround {
    /// - Returns: `nil` where the reason is of no voluntary period.
    init?(acquiredBy reason: QualificationReason) {
        guard let ground = Self.allCases.first(where: { $0.reason == reason }) else { return nil }
        self = ground
    }
}

extension CarriedOverRecord.Period {
    /// What has to be so for a period to go on: from the day after a record that was carried over, facts decide.
    ///
    /// - Parameter isResident: whether the hub says that the person lives here. 第2号 may live anywhere; an address is what makes them 第1号 on leaving.
    func facts(isResident: Bool) -> [PensionFact] {
        let lives: [PensionFact] = [.addressGained(on: acquired)]
        switch insuredClass {
        case .class1: return lives
        case .class2: return (isResident ? lives : []) + [.employmentBegan(on: acquired)]
        case .class3: return (isResident ? lives : []) + [.dependencyBegan(on: acquired, isExemptFromResidence: false)]
        case .voluntary, .specialVoluntary:
            guard let ground = VoluntaryGround(acquiredBy: acquiredBy) else { return [] }
            let pension: [PensionFact] = ground == .pensioner ? [.oldAgeBenefitBegan(on: acquired)] : []
            return (ground.livesInJapan ? lives : []) + pension + [.voluntaryApplied(on: acquired, ground: ground, paidMonths: nil)]
        }
    }
}
