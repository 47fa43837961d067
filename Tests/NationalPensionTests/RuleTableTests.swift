import Addressee
import Foundation
import NationalPension
import Testing

/// 規則表: read whole or not at all, each row with its source.
@Suite struct RuleTableTests {
    private static func text(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "Sources/NationalPension/Resources")
        return try String(contentsOf: folder.appending(path: name + ".tsv"), encoding: .utf8)
    }

    private func read(_ changed: String, _ change: (String) -> String) throws -> RuleTables {
        var texts: [String: String] = [:]
        for (name, _) in RuleTables.files { texts[name] = try Self.text(name) }
        texts[changed] = texts[changed].map(change)
        let given = texts
        return try RuleTables { name throws(RuleTableError) in
            guard let text = given[name] else { throw RuleTableError(file: name, "missing") }
            return text
        }
    }

    /// What a clerk picks from a list is named by its Japanese term or the code, and the tables of the law call it so too.
    @Test func aClerkPicksByTheJapaneseTermOrTheCode() throws {
        func holds<Term: CodedTerm>(_: Term.Type, _ also: (Term) -> String? = { _ in nil }) {
            for term in Term.allCases {
                #expect(term.label.contains(/[ぁ-んァ-ヶ一-龠]/) && !term.label.contains(/[A-Za-z]/), "\(term)")
                for name in [term.label, term.rawValue] { #expect(Term(named: name)?.rawValue == term.rawValue, "\(name)") }
                if let also = also(term) { #expect(also.hasPrefix(term.label)) }
            }
            for none in ["", "なんでも"] { #expect(Term(named: none) == nil) }
        }
        let tables = try RuleTables.delivered()
        holds(ExemptionKind.self) { tables.kinds[$0].label }
        holds(SpecialGround.self) { tables.specialGrounds.row($0, in: CalendarMonth(of: day("2026-04-01"))).label }
        holds(LegalGround.self)
        holds(VoluntaryGround.self)
        holds(ExemptionPerson.self)
        holds(ExemptionHousehold.Spouse.self)
        holds(ExemptionHousehold.Householder.self)
        holds(ClaimCircumstance.self)
        holds(ClaimantRelation.self)
        holds(ReminderMeans.self)
        holds(ReportState.self)
        holds(ResultMatching.Doubt.self)
        #expect(LegalGround(named: "障害厚生年金3級") == nil && SpecialGround(named: "失業") == .unemployment)
    }

    @Test func whatIsDeliveredIsReadAndEveryRowNamesItsSource() throws {
        _ = try RuleTables.delivered()
        let sources = try RuleTables.delivered().sources
        var named: Set<String> = []
        for (name, columns) in RuleTables.files where name != "sources" {
            #expect(columns.last == "source")
            let rows = try Self.text(name).split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst()
            #expect(!rows.isEmpty)
            for row in rows { named.formUnion(row.split(separator: "\t").last?.split(separator: "; ").map(String.init) ?? []) }
        }
        #expect(named.allSatisfy { sources[$0] != nil } && named.count > 30)
        // A source that no row names is dead.
        let listed = try Self.text("sources").split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst().compactMap {
            $0.split(separator: "\t").first.map(String.init)
        }
        #expect(Set(listed).subtracting(named) == [] && sources["act"]?.kind == .law)
    }

    struct Broken: Sendable {
        let file: String
        let from: String
        let to: String
        let says: String
    }

    /// Broken once each: the file is refused, the line named.
    @Test(arguments: [
        Broken(file: "premiums", from: "2026\t17920", to: "2026\tabc", says: "整数"),
        Broken(file: "premiums", from: "2026\t17920", to: "2025\t17920", says: "同じ年度"),
        Broken(file: "premiums", from: "\t17920\t国民年金法第87条第3項\texemption-figures-2026", to: "\t17920\t国民年金法第87条第3項\t", says: "source"),
        Broken(file: "premiums", from: "\texemption-figures-2026", to: "\texemption-figures-2027", says: "exemption-figures-2027"),
        Broken(file: "sources", from: "act\tlaw", to: "act\tlaws", says: "official"),
        Broken(file: "premiums", from: "fiscal-year\tyen", to: "year\tyen", says: "見出し行"),
        Broken(file: "premiums", from: "2026\t17920", to: "2026", says: "列の数"),
        Broken(file: "reasons", from: "lose-death\t", to: "lose-deaths\t", says: "lose-death"),
        Broken(file: "reasons", from: "acquire-20\tacquire\tattained", to: "acquire-20\tacquire\tsame-day", says: "attained"),
        Broken(file: "reasons", from: "lose-death\tlose\tnext-day", to: "lose-death\tlose\ttomorrow", says: "next-day"),
        Broken(file: "age-limits", from: "insured-until\t", to: "insured-from\t", says: "重なっています"),
        Broken(file: "age-limits", from: "insured-until\t\t\t60", to: "insured-until\t\t2030-03-31\t60", says: "insured-until"),
        Broken(file: "age-limits", from: "insured-until\t\t\t60", to: "insured-until\t2030-04-01\t2030-03-31\t60", says: "valid-until"),
        Broken(file: "exemption-years", from: "\nstudent\t", to: "\ngeneral\t", says: "二つ"),
        Broken(file: "parental-exemptions", from: "\tmultiple\t", to: "\tsingle\t", says: "二つ"),
        Broken(file: "age-limits", from: "\t60\t国民年金法第9条第3号", to: "\t600\t国民年金法第9条第3号", says: "120"),
        Broken(file: "special-voluntary-births", from: "1965-04-01", to: "1965-04-31", says: "暦上の日付"),
        Broken(file: "filing-limits", from: "report\t\tdays", to: "report\t\tmonths", says: "unit"),
        Broken(file: "exemption-kinds", from: "half\t半額免除\t6", to: "half\t半額免除\t5", says: "rank"),
        Broken(file: "exemption-kinds", from: "1/2", to: "2/1", says: "分数"),
        Broken(file: "exemption-order", from: "general\t\t5\tquarter", to: "general\t\t5\thalf", says: "一度ずつ"),
        Broken(file: "exemption-order", from: "general\t\t5\tquarter", to: "general\t2027-07-01\t5\tquarter", says: "一度ずつ"),
        Broken(file: "filing-limits", from: "report\t\tdays", to: "notification\t\tdays", says: "二つ"),
        Broken(file: "filing-limits", from: "report\t\tdays", to: "report\t2026-02-30\tdays", says: "暦上の日付"),
        Broken(file: "exemption-years", from: "student\t4", to: "student\t13", says: "12"),
        Broken(file: "exemption-thresholds", from: "full\t2021-07\t\t", to: "full\t2021-06\t\t", says: "重なって"),
        Broken(file: "exemption-thresholds", from: "full\t2021-07", to: "legal\t2021-07", says: "基準がありません"),
        Broken(file: "exemption-fixed-grounds", from: "disabled\t2020", to: "disabled\tR2", says: "整数"),
        Broken(file: "dependant-amounts", from: "elderly\t2005", to: "old\t2005", says: "elderly"),
        Broken(file: "deductions", from: "medical\t2005\t\tactual\t\t", to: "medical\t2005\t\tactual\t1\t", says: "fixed"),
        Broken(file: "income-items", from: "申告区分\tfiled\t1", to: "申告区分\tfiled\t2", says: "二つ"),
        Broken(file: "income-items", from: "申告区分\tunfiled\t2", to: "申告区分\tunfiled\t0", says: "code"),
        Broken(file: "income-items", from: "\ttotal\t", to: "\ttotals\t", says: "total"),
        Broken(file: "special-grounds", from: "unemployment\t\t1", to: "violence\t2027-07-01\t1", says: "unemployment"),
        Broken(file: "legal-exemption-grounds", from: "facility\tyes", to: "facility\tno", says: "instead"),
        Broken(file: "parental-exemptions", from: "due\t-1\t2", to: "due\t3\t2", says: "first"),
        Broken(file: "parental-exemptions", from: "maternity\tsingle", to: "childcare\tsingle", says: "kind"),
        Broken(file: "parental-exemptions", from: "single\t2019-04", to: "single\t2019-4", says: "年月"),
        Broken(file: "notifications", from: "change-of-name\tlinked", to: "no-such-form\tlinked", says: "form-versions"),
        Broken(file: "notifications", from: "lose-at-60\t", to: "lose-at-61\t", says: "lose-at-60"),
        Broken(file: "claims", from: "before-age\twidow-until", to: "before-age\twidow", says: "widow-until"),
        Broken(file: "claims", from: "14,30", to: "30,14", says: "remind"),
        Broken(file: "claim-attachments", from: "widow\tincome\t\t", to: "widow\taccount\t\t", says: "二つ"),
        Broken(file: "pension-codes", from: "1150\tfull", to: "115\tfull", says: "4桁"),
        Broken(file: "amounts", from: "full-months\t", to: "full-month\t", says: "full-months"),
        Broken(file: "law-eras", from: "act-of-1985\t1986-04-01", to: "act-of-1985\t", says: "valid-from"),
        Broken(file: "claims", from: "spouse,child\t死亡日", to: "spouse,neighbour\t死亡日", says: "claimants"),
        Broken(file: "claims", from: "spouse,child\t死亡日", to: "spouse,child\t", says: "ground"),
        Broken(file: "form-versions", from: "childcare\t2026-10-01", to: "maternity\t2019-04-01", says: "同じ版"),
    ])
    func aBrokenTableIsRefusedByName(example: Broken) throws {
        let whole = try Self.text(example.file)
        #expect(whole.contains(example.from), "\(example.file)")
        let error = #expect(throws: RuleTableError.self) {
            try read(example.file) { text in
                guard let range = text.range(of: example.from) else { return text }
                return text.replacingCharacters(in: range, with: example.to)
            }
        }
        #expect(error?.file == example.file + ".tsv" && error?.code == "X0040", "\(example.file)")
        #expect(error?.description.contains(example.says) == true, "\(String(describing: error))")
    }

    @Test func anEmptyTableIsRefused() {
        #expect(throws: RuleTableError.self) { try read("premiums") { _ in "" } }
        #expect(throws: RuleTableError.self) { try read("premiums") { String($0.split(separator: "\n")[1]) + "\n" } }
    }

    /// 改正: another figure in the table is another result, with no line of code.
    @Test func aChangedFigureChangesTheResult() throws {
        let changed = try read("exemption-thresholds") {
            $0.replacingOccurrences(of: "full\t2021-07\t\thead-count\t320000", with: "full\t2021-07\t\thead-count\t330000")
        }
        let row = try #require(changed.thresholds.row(.full, month("2025-07")))
        #expect(row.base == 330_000)
        let older = try read("age-limits") { $0.replacingOccurrences(of: "insured-until\t\t\t60", with: "insured-until\t\t\t65") }
        let life = try Life.resident(born: "1990-01-01")
        let history = try Replay.history(of: life.events, born: life.born, on: day("2070-12-31"), using: older)
        #expect(history.told == ["1 2009-12-31 acquire-20 | 2054-12-31 lose-60"])
    }

    /// What was asked for when the claim was received stays, whatever the tables ask for now; a claim is the same by what it is about.
    @Test func aClaimKeepsWhatItWasAskedFor() throws {
        let tables = try RuleTables.delivered()
        let mother = Claimant(.parent, number: nil, declared: "蕨市に住む母")
        let claim = Claim(.unpaid, groundOn: day("2026-05-01"), claimant: mother, circumstances: [.separateHousehold], using: tables)
        #expect(claim.asked.map(\.key) == ["claim-form", "number", "account", "pension", "family-register", "livelihood"])
        let later = try read("claim-attachments") { $0 + "unpaid\tvisit-card\t\t名刺\talways\t国民年金法施行規則第25条\tsetting\n" }
        let check = claim.check(claimedOn: day("2026-06-01"), born: nil, came: Set(claim.asked.map(\.key)), using: later)
        #expect(check.isComplete && check.lacks() == [])
        #expect(Claim(.unpaid, groundOn: day("2026-05-01"), claimant: mother, using: tables).isSame(claim))
        let father = Claimant(.parent, number: nil, declared: "蕨市に住む父")
        #expect(!Claim(.unpaid, groundOn: day("2026-05-01"), claimant: father, using: tables).isSame(claim))
    }

    /// 改正: a row from a day on is asked from that day, and the one before it until then.
    @Test func aRowIsInForceFromItsDayOn() throws {
        let limits = try read("filing-limits") { $0 + "report\t2027-04-01\tdays\t30\t日本年金機構への報告\t国民年金法施行規則第9条\tsetting\n" }
        #expect(FilingDue.report(receivedOn: day("2027-03-31"), using: limits).due == day("2027-04-14"))
        #expect(FilingDue.report(receivedOn: day("2027-04-01"), using: limits).due == day("2027-05-01"))
        let orders = try read("exemption-order") { text in
            let kinds = ["full", "three-quarters", "half", "quarter", "deferral"].enumerated()
            return text + kinds.map { "general\t2027-07-01\t\($0.offset + 1)\t\($0.element)\tsetting\n" }.joined()
                + "student\t2027-07-01\t1\tstudent\tsetting\n"
        }
        #expect(orders.order(on: day("2027-06-30")).general[1] == .deferral && orders.order(on: day("2027-07-01")).general[4] == .deferral)
        let grounds = try read("special-grounds") { text in
            text.replacingOccurrences(
                of: "\nforeign-protection",
                with: "\nother-aid\t2027-07-01\t4\tほかの扶助\tsame-day\tpasses\t0\t\t\t\tfull\t国民年金法第90条第1項第2号\tsetting\nforeign-protection")
        }
        #expect(
            grounds.specialGrounds.row(.otherAid, in: month("2027-06")).code == "3" && grounds.specialGrounds.row(.otherAid, in: month("2027-07")).code == "4")
        let papers = try read("claim-attachments") { $0 + "unpaid\tvisit-card\t2027-04-01\t名刺\talways\t国民年金法施行規則第25条\tsetting\n" }
        func asked(_ claimedOn: String) -> Bool {
            Claim(.unpaid, groundOn: day("2027-03-01"), claimedOn: day(claimedOn), using: papers).asked.contains { $0.key == "visit-card" }
        }
        #expect(!asked("2027-03-31") && asked("2027-04-01"))
        let claims = try read("claims") { text in
            text.replacingOccurrences(
                of: "\nunpaid\t",
                with:
                    "\nspecial-lump-sum\t2027-04-01\t特別一時金\tyears\t5\tprescription\t30\t\tinsured\t請求の日\tno\t昭和60年法律第34号附則第94条\t昭和60年法律第34号附則第94条\tsetting\nunpaid\t"
            )
        }
        #expect(
            claims.claims.row(.specialLumpSum, on: day("2027-03-31")).limit == .none
                && claims.claims.row(.specialLumpSum, on: day("2027-04-01")).limit == .years(5))
        // Before the first there is nothing else to go by.
        #expect(claims.claims.row(.specialLumpSum, on: day("1980-01-01")).limit == .none)
        #expect(try RuleTables.delivered().limits.limit(.exemptionMonthsBack, on: day("2026-04-01")).monthsBefore == "2年1か月前")
    }

    /// 届出の期限, 死亡の確認の期限: those of the law on the day of the fact, whenever a proposal is made of it.
    @Test func aProposalGoesByTheLimitsOfItsDay() throws {
        let tables = try read("filing-limits") { text in
            text.replacingOccurrences(
                of: "\nreport\t",
                with: "\nnotification\t2027-04-01\tdays\t20\t届出\t国民年金法施行規則第1条の9\tordinance"
                    + "\ndeath-register\t2027-04-01\tdays\t10\t死亡の確認\t国民年金法施行規則第4条\tordinance\nreport\t")
        }
        func told(_ died: String, today: String) throws -> [String] {
            func resident(_ presence: ResidentSnapshot.Presence) throws -> ResidentSnapshot {
                ResidentSnapshot(
                    presence: presence, birth: try BirthDate(written: "1990-06-15"), name: "浦和　花子", address: "高砂一丁目", householder: "1", isJapanese: true)
            }
            let movement = ResidentMovement(before: try resident(.resident), after: try resident(.dead), on: day(died))
            let standing = PensionStanding(insuredClass: .class1, hasRecord: true, hasAddress: true)
            return MovementProposals(today: day(today), using: tables).of(movement, standing).map { proposal in
                let days = proposal.reasons.map(\.text).filter { $0.contains("期限") || $0.contains("までにできる") }
                #expect(days.allSatisfy { $0.contains(EraDate.display(proposal.due ?? day("1990-01-01"))) || $0.contains("戸籍") })
                return "\(proposal.due?.description ?? "") \(proposal.filing.rawValue)"
            }
        }
        // Made on the same day: of the day before the change the limits of before, of the day after it those that came.
        #expect(try told("2027-03-31", today: "2027-04-08") == ["2027-04-14 needed"])
        #expect(try told("2027-04-01", today: "2027-04-08") == ["2027-04-21 needed-unless-linked"])
        #expect(try told("2027-04-01", today: "2027-04-12") == ["2027-04-21 needed"])
        let articles = [("2027-03-31", "国民年金法施行規則第1条の4"), ("2027-04-01", "国民年金法施行規則第1条の9")]
        for (day, article) in articles {
            #expect(FilingDue.notification(happenedOn: NationalPensionTests.day(day), using: tables).reason.article.text == article)
        }
    }

    /// An age that the law changes is attained by the law of the day on which it is, and a proposal names that.
    @Test func anAgeIsAttainedByTheLawOfItsDay() throws {
        func changed(_ rows: String) throws -> RuleTables {
            try read("age-limits") { text in
                text.replacingOccurrences(of: "\ninsured-from\t\t\t20\t", with: "\n\(rows)\t国民年金法第8条第1号\tconfirmed\tact\ninsured-from\t\t2030-03-31\t20\t")
            }
        }
        let tables = try changed("insured-from\t2030-04-01\t\t18")
        for (born, attained) in [
            ("2009-06-15", "2029-06-14"), ("2010-04-01", "2030-03-31"), ("2010-04-02", "2030-04-01"), ("2012-04-02", "2030-04-01"),
            ("2012-04-03", "2030-04-02"), ("2013-05-05", "2031-05-04"),
        ] {
            #expect(tables.ages.attained(.insuredFrom, born: day(born)) == day(attained), "\(born)")
        }
        let resident = ResidentSnapshot(
            presence: .resident, birth: try BirthDate(written: "2013-05-05"), name: "浦和　花子", address: "高砂一丁目", householder: "1", isJapanese: true)
        let standing = PensionStanding(insuredClass: nil, hasRecord: false, hasAddress: false)
        let made = MovementProposals(today: day("2031-05-04"), using: tables).ofAge(resident, standing, since: day("2031-05-03"))
        #expect(made.map(\.effectiveOn) == [day("2031-05-04")] && made.first?.reasons.first?.text.contains("18歳") == true)
        #expect(try RuleTables.delivered().ages.attained(.insuredFrom, born: day("2013-05-05")) == day("2033-05-04"))
        // Two ages at once are none.
        #expect(throws: RuleTableError.self) { try changed("insured-from\t2030-03-31\t\t18") }
    }

    @Test func anAmountIsThatOfItsMonth() throws {
        let amounts = try read("amounts") { text in
            text.replacingOccurrences(
                of: "\nfull-months\t", with: "\nadditional-premium\t2027-04-01\t500\tyen\t国民年金法第87条の2第1項\tact\nfull-months\t")
        }.amounts
        #expect(amounts.additionalPremium(in: CalendarMonth(of: day("2027-03-31"))) == 400)
        #expect(amounts.additionalPremium(in: CalendarMonth(of: day("2027-04-01"))) == 500)
        #expect(amounts.fullMonths(on: day("2027-04-01")) == 480 && amounts.mostMonths == 480)
    }

    @Test func formsHaveVersions() throws {
        let forms = try RuleTables.delivered().forms
        #expect(forms.version("change-of-name", on: day("2026-04-01"))?.style == "様式第3号")
        #expect(forms.version("maternity", on: day("2019-03-31")) == nil && forms.version("maternity", on: day("2019-04-01")) != nil)
        #expect(forms.version("childcare", on: day("2026-09-30")) == nil && forms.rows.count >= 11)
    }

    /// 納付猶予 until 30 before July 2016.
    @Test func theAgeOfTheDeferralHasAnEra() throws {
        let ages = try RuleTables.delivered().ages
        #expect(ages.limit(.deferralBelow, on: day("2016-06-30"))?.years == 30 && ages.limit(.deferralBelow, on: day("2016-07-01"))?.years == 50)
        #expect(ages.limit(.deferralBelow, on: day("2005-03-31")) == nil)
    }
}
