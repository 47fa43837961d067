internal import Addressee

/// 年金の市のファイル. What an earlier pension system hands over, by kind of the commands that take it in (`pension-KIND.csv`, all kinds of `FileLayout.PensionFile`); two years of incomes as the tax system publishes them
/// (`shotoku-YEAR.csv`); what is still to be filed, as `atena pension` takes it (`pension-filings.txt`); and whom the department works with though the hub does not give
/// them (`pension-interest.txt`).
struct PensionFiles: ~Copyable {
    private let city: City
    private let writing: PensionRow
    /// 年度 of the newer incomes: those of a year are published in June of the next.
    private let year: Int

    private var basic: OutputFile
    private var qualification: OutputFile
    private var exemption: OutputFile
    private var additional: OutputFile
    private var incomes: OutputFile
    private var incomesBefore: OutputFile
    private var filings: OutputFile
    private var interest: OutputFile
    private var records: PensionRecordFiles

    /// Still to be planted.
    private var pending: [PensionFault]
    private var placed: [PlacedPensionRow] = []
    private var households = 0
    /// Persons with a record so far.
    private(set) var persons = 0
    /// When the files are taken in, at the earliest.
    private let takenIn: CalendarDay
    /// Somebody's number, for whoever is given it as well.
    private var someNumber: Int64?

    /// - Parameters:
    ///   - through: 基準日.
    ///   - takenIn: the day after the last movement.
    init(city: City, directory: String, through: CalendarDay, takenIn: CalendarDay, planting: [PensionFault]) throws(GenerationError) {
        let year = through.month < 6 ? through.year - 1 : through.year
        let basic = try OutputFile(directory: directory, name: Self.name(.basic), header: "atenabango,kisonenkinbango,denwabango,biko", body: city.bodyCode)
        let qualification = try OutputFile(
            directory: directory, name: Self.name(.qualification), header: "atenabango,shubetsu,shutokubi,shutokujiyu,soshitsubi,soshitsujiyu,kijunbi",
            body: city.bodyCode)
        let exemption = try OutputFile(
            directory: directory, name: Self.name(.exemption), header: "atenabango,menjoshubetsu,kaishitsuki,shuryotsuki", body: city.bodyCode)
        let additional = try OutputFile(directory: directory, name: Self.name(.additional), header: "atenabango,moshidebi,jitaibi", body: city.bodyCode)
        let columns: StaticString =
            "atenabango,nendo,gokeishotokukingaku,shinkokukubun,kojotaishohaigusha,tokuteifuyosu,nenshofuyosu,kojotaishofuyosu_16kara18sai"
        let incomes = try OutputFile(directory: directory, name: "shotoku-\(year).csv", header: columns, body: city.bodyCode)
        let incomesBefore = try OutputFile(directory: directory, name: "shotoku-\(year - 1).csv", header: columns, body: city.bodyCode)
        let filings = try OutputFile(
            directory: directory, name: "pension-filings.txt",
            header: "# 窓口に届く届出と申請。1行が一件で、タブで区切ります: atena pension の命令、宛名番号、届出書の記載（--particulars-file に1行ずつ書きます）。")
        let interest = try OutputFile(
            directory: directory, name: "pension-interest.txt", header: "# ハブから届かないが、年金の記録のある人。1行が atena interest add national-pension に渡す宛名番号です。")
        let records = try PensionRecordFiles(directory: directory, of: city.bodyCode)
        self.basic = basic
        self.qualification = qualification
        self.exemption = exemption
        self.additional = additional
        self.incomes = incomes
        self.incomesBefore = incomesBefore
        self.filings = filings
        self.interest = interest
        self.records = records
        (self.city, self.year, self.takenIn, pending) = (city, year, takenIn, planting)
        writing = PensionRow(through: through, digits: SerialPermutation(limit: 10_000_000, seed: city.seed ^ 0x6B69))
    }

    static func name(_ kind: FileLayout.PensionFile) -> String { "pension-\(kind.rawValue).csv" }

    // MARK: rows

    /// Writes what there is of a household, and plants in it what is still to be planted and can be.
    mutating func write(_ household: PensionHousehold) throws(GenerationError) {
        households += 1
        let members = household.members
        // Not at the beginning of the files.
        var fault = households > min(city.households / 8, 20) ? pending.first : nil
        for member in members {
            guard member.life != nil else {
                // Nothing is kept of them but what they claimed.
                let writing = writing
                if member.claim != nil { try interest.row { writing.number(member, &$0) } }
                try records.write(member, writing)
                continue
            }
            if let wanted = fault, try plant(wanted, member) {
                pending.removeFirst()
                fault = nil
            } else {
                try write(member)
            }
        }
        for (index, member) in members.enumerated() where member.income != nil { try writeIncomes(member, isHead: index == 0, of: members) }
    }

    private mutating func write(_ member: PensionMember) throws(GenerationError) {
        let writing = writing
        persons += 1
        // Who attains 60 until the files are taken in is no more given then.
        if !member.isGiven(on: writing.through) || !member.isGiven(on: takenIn) { try interest.row { writing.number(member, &$0) } }
        try writeBasic(member)
        try writePeriods(member)
        try writeExemptions(member)
        try writeAdditional(member)
        try writeFiling(member)
        try records.write(member, writing)
    }

    private mutating func writeBasic(_ member: PensionMember) throws(GenerationError) {
        let writing = writing
        guard let serial = member.basicPensionNumber else { return }
        someNumber = serial
        try basic.row { row in
            writing.number(member, &row)
            row.comma()
            writing.append(basicNumber: serial, to: &row)
            row.comma()
            // 0 after the code of the city's area: no such line is given to anybody.
            if member.hasTelephone {
                row.append("048-000-")
                row.append(number: Int64(member.person.household % 10_000), digits: 4)
            }
            row.comma()
        }
    }

    private mutating func writePeriods(_ member: PensionMember) throws(GenerationError) {
        let writing = writing
        guard let life = member.life else { return }
        for (index, step) in life.steps.enumerated() {
            let next = index + 1 < life.steps.count ? life.steps[index + 1].from : nil
            try qualification.row { row in
                writing.period(member, step.insuredClass.rawValue, step.from, step.reason, next ?? life.lost, next == nil ? life.lostBy : .none, &row)
            }
        }
    }

    private mutating func writeExemptions(_ member: PensionMember) throws(GenerationError) {
        let writing = writing
        for granted in member.exemptions { try exemption.row { writing.exemption(member, granted.kind, granted.first, granted.last, &$0) } }
    }

    private mutating func writeAdditional(_ member: PensionMember) throws(GenerationError) {
        let writing = writing
        guard let said = member.additional else { return }
        try additional.row { writing.additional(member, said.applied, said.withdrawn, &$0) }
    }

    private mutating func writeFiling(_ member: PensionMember) throws(GenerationError) {
        let writing = writing
        guard let filing = member.filing else { return }
        try filings.row { row in
            if case .exemption(let first, let last) = filing {
                row.append("exemption apply\t")
                writing.number(member, &row)
                row.append("\t申請期間: ")
                row.append(first)
                row.append("..")
                row.append(last)
                return
            }
            row.append("notify receive\t")
            writing.number(member, &row)
            let day: CalendarDay
            switch filing {
            case .exemption(_, _): return
            case .employmentBegan(let began):
                row.append("\t種類: employment-began")
                day = began
            case .employmentEnded(let ended):
                row.append("\t種類: employment-ended")
                day = ended
            case .additional(let applied):
                row.append("\t種類: additional-applied")
                day = applied
            }
            row.append("\t事実の日: ")
            row.append(day)
        }
    }

    private mutating func writeIncomes(_ member: PensionMember, isHead: Bool, of members: [PensionMember]) throws(GenerationError) {
        let (writing, year) = (writing, year)
        func fill(_ row: inout [UInt8], _ year: Int) {
            writing.number(member, &row)
            row.comma()
            row.append(number: year)
            row.comma()
            // Of whoever filed nothing nobody knows it.
            if member.isFiled { row.append(number: member.income ?? 0) }
            row.comma()
            row.append(member.isFiled ? "1" : "2")
            row.comma()
            let (spouse, dependants) = isHead ? (members.contains { $0.life?.current == .class3 }, members.dropFirst()) : (false, [])
            if spouse { row.append("1") }
            for ages in [19...22, 0...15, 16...18] {
                row.comma()
                let count = dependants.count { ages.contains($0.person.age(on: writing.through)) && ($0.income ?? 0) <= 480_000 }
                if count > 0 { row.append(number: count) }
            }
        }
        try incomes.row { fill(&$0, year) }
        try incomesBefore.row { fill(&$0, year - 1) }
    }

    // MARK: faults

    /// - Returns: whether the person is one of whom this can be wrong; then all of theirs is written.
    private mutating func plant(_ fault: PensionFault, _ member: PensionMember) throws(GenerationError) -> Bool {
        let writing = writing
        guard let life = member.life, let last = life.steps.last, member.isGiven(on: writing.through), member.isPlain else { return false }
        let through = writing.through
        switch fault {
        case .numberTooShort:
            try basic.row { row in
                writing.number(member, &row)
                row.append(",215000000,,")
            }
            place(fault, basic.rows)
            try writePeriods(member)
        case .numberOfAnother:
            guard let someNumber else { return false }
            try basic.row { row in
                writing.number(member, &row)
                row.comma()
                writing.append(basicNumber: someNumber, to: &row)
                row.append(",,")
            }
            place(fault, basic.rows)
            try writePeriods(member)
        case .unknownClass:
            guard life.steps.count == 1 else { return false }
            try qualification.row { writing.period(member, "4", last.from, last.reason, nil, .none, &$0) }
            place(fault, qualification.rows)
            try writeBasic(member)
        case .lossBeforeAcquisition:
            guard life.steps.count == 1 else { return false }
            try qualification.row { writing.period(member, last.insuredClass.rawValue, last.from, last.reason, last.from.adding(days: -30), .leftJapan, &$0) }
            place(fault, qualification.rows)
            try writeBasic(member)
        case .periodsOverlap:
            guard life.steps.count == 1, last.insuredClass == .class1, last.from.adding(days: 400) < writing.through else { return false }
            let (changed, ended) = (last.from.adding(days: 200), last.from.adding(days: 300))
            try qualification.row { writing.period(member, "1", last.from, last.reason, ended, .none, &$0) }
            try qualification.row { writing.period(member, "2", changed, .changedByEmployment, nil, .none, &$0) }
            // Periods of one person are taken whole or not at all.
            place(fault, qualification.rows - 1)
            place(fault, qualification.rows)
            try writeBasic(member)
        case .personNotReceived:
            try qualification.row { row in
                Numbers.writeRunning(Int64(Numbers.plantedPersons) + 900_000_000 + Int64(placed.count), to: &row)
                row.append(",1,")
                row.append(last.from)
                row.append(",,,,")
                row.append(writing.through)
            }
            place(fault, qualification.rows)
            try write(member)
        case .exemptionOfEmployee:
            guard life.current == .class2, last.from.adding(days: 200) < writing.through, last.from.year >= 2006 else { return false }
            try write(member)
            let month = MonthNumber(of: last.from) + 2
            try exemption.row { writing.exemption(member, .full, month, month + 1, &$0) }
            place(fault, exemption.rows)
        case .monthsReversed:
            try write(member)
            let month = MonthNumber(of: writing.through)
            try exemption.row { writing.exemption(member, .full, month, month + -3, &$0) }
            place(fault, exemption.rows)
        case .withdrawnBeforeApplied:
            try write(member)
            try additional.row { writing.additional(member, writing.through, writing.through.adding(days: -40), &$0) }
            place(fault, additional.rows)
        case .unknownGround:
            try write(member)
            try records.legalExemption.row { writing.days(member, "hospital", [through.adding(days: -90)], &$0, more: ",,,") }
            place(fault, records.legalExemption.rows)
        case .legalExemptionOfEmployee:
            guard life.current == .class2, last.from.adding(days: 200) < through else { return false }
            try write(member)
            try records.legalExemption.row { writing.days(member, "livelihood-protection", [through.adding(days: -60)], &$0, more: ",,,") }
            place(fault, records.legalExemption.rows)
        case .maternityBeforeLaw:
            guard let born = CalendarDay(year: 2017, month: 5, day: 10) else { return false }
            try write(member)
            try records.maternity.row { writing.days(member, nil, [born], &$0, more: ",0") }
            place(fault, records.maternity.rows)
        case .childcareBeforeBirth:
            try write(member)
            try records.childcare.row { writing.days(member, nil, [through.adding(days: -20), through.adding(days: -30)], &$0, more: ",,0") }
            place(fault, records.childcare.rows)
        case .exemptWithinFund:
            let year = MonthNumber(of: through).exemptionYearStart
            guard life.current == .class1, let joined = CalendarDay(year: year.year, month: 2, day: 10), last.from.adding(days: 60) < joined,
                let born = member.person.born, LegalAge.attained(60, born: born) > through.adding(days: 62)
            else { return false }
            try write(member)
            try exemption.row { writing.exemption(member, .full, year, MonthNumber(of: through), &$0) }
            try records.fund.row { writing.days(member, nil, [joined], &$0, more: ",") }
            place(fault, records.fund.rows)
        case .claimBeforeRight:
            try write(member)
            try records.oldAge.row { writing.claim(member, received: through.adding(days: -40), sent: through.adding(days: -30), ",", through, ",1150", &$0) }
            place(fault, records.oldAge.rows)
        case .visitAfterCertain:
            try write(member)
            try records.disability.row { row in
                writing.claim(member, received: through.adding(days: -40), sent: through.adding(days: -30), ",", through.adding(days: -200), ",", &row)
                row.append(through.adding(days: -100))
                row.append(",,5350,,,,")
            }
            place(fault, records.disability.rows)
        case .survivorOfTheLiving:
            try write(member)
            try records.survivor.row {
                writing.claim(
                    member, received: through.adding(days: -40), sent: through.adding(days: -30), ",", through.adding(days: -90), PensionRecordFiles.spouse, &$0
                )
            }
            place(fault, records.survivor.rows)
        case .sentBeforeReceived:
            try write(member)
            try records.welfare.row { writing.claim(member, received: through.adding(days: -30), sent: through.adding(days: -40), ",さ,99999,", nil, "", &$0) }
            place(fault, records.welfare.rows)
        }
        return true
    }

    private mutating func place(_ fault: PensionFault, _ row: Int) {
        // The header is line 1.
        placed.append(PlacedPensionRow(fault: fault, file: Self.name(fault.place), line: row + 1))
    }

    // MARK: end

    /// Puts the files in their places.
    consuming func finish() throws(GenerationError) -> (files: [CitySummary.File], planted: [PlacedPensionRow]) {
        if let fault = pending.first { throw .plant(fault, "nobody in a city of \(city.persons) fits; ask for more persons") }
        let (year, placed) = (year, placed)
        func file(_ name: String, _ written: (rows: Int, bytes: Int, placed: [PlacedRow])) -> CitySummary.File {
            CitySummary.File(name: name, rows: written.rows, bytes: written.bytes)
        }
        let files = [
            file(Self.name(.basic), try basic.finish()), file(Self.name(.qualification), try qualification.finish()),
            file(Self.name(.exemption), try exemption.finish()), file(Self.name(.additional), try additional.finish()),
            file("shotoku-\(year).csv", try incomes.finish()), file("shotoku-\(year - 1).csv", try incomesBefore.finish()),
            file("pension-filings.txt", try filings.finish()), file("pension-interest.txt", try interest.finish()),
        ]
        let more = try records.finish()
        return (files + more, placed)
    }
}

/// A bad row of a pension city, and where it stands.
struct PlacedPensionRow: Sendable {
    let fault: PensionFault
    let file: String
    let line: Int
}
