import Addressee
import NationalPension
import Testing

/// 住民異動からの処理の案 (法第12条, 施行規則第1条の4から第9条まで): nothing is applied by itself.
@Suite struct ProposalTests {
    private static func resident(
        _ presence: ResidentSnapshot.Presence = .resident, born: String = "1990-06-15", notation: String? = nil, name: String = "浦和　花子",
        address: String = "高砂一丁目",
        householder: String = "000000000000001", isJapanese: Bool = true
    ) throws -> ResidentSnapshot {
        ResidentSnapshot(
            presence: presence, birth: try BirthDate(written: born, unknownNotation: notation), name: name, address: address, householder: householder,
            isJapanese: isJapanese)
    }

    private func proposals(today: String = "2026-04-10") throws -> MovementProposals { MovementProposals(today: day(today), using: try RuleTables.delivered()) }

    struct Moved: Sendable {
        let article: String
        var born = "1990-06-15"
        var notation: String?
        var before: ResidentSnapshot.Presence? = .resident
        let after: ResidentSnapshot.Presence
        var origin = ResidentMovement.Origin.japan
        var on: String? = "2026-04-01"
        var insuredClass: InsuredClass?
        var hasOpenTasks = false
        /// Kind, day of law, whether a filing is needed, due day.
        let told: [String]
    }

    @Test(arguments: [
        Moved(
            article: "法8② 外国からの転入", before: nil, after: .resident, origin: .abroad, told: ["acquire-from-abroad 2026-04-01 needed 2026-04-15"]),
        Moved(
            article: "法8② 外国からの転入（在外任意加入）", before: .movedAbroad, after: .resident, origin: .abroad, insuredClass: .voluntary,
            told: ["acquire-from-abroad 2026-04-01 needed 2026-04-15"]),
        Moved(
            article: "法8② 第2号の転入", before: nil, after: .resident, origin: .abroad, insuredClass: .class2,
            told: ["acquire-from-abroad 2026-04-01 not-needed 2026-04-15"]),
        Moved(
            article: "法8② 第3号の転入", before: nil, after: .resident, origin: .abroad, insuredClass: .class3,
            told: ["acquire-from-abroad 2026-04-01 not-needed 2026-04-15"]),
        Moved(
            article: "附則5⑧ 60歳以上の在外任意加入者の転入", born: "1964-06-15", before: .movedAbroad, after: .resident, origin: .abroad, insuredClass: .voluntary,
            told: ["acquire-from-abroad 2026-04-02 needed 2026-04-15"]),
        Moved(article: "法7① 19歳の転入", born: "2006-04-03", before: nil, after: .resident, origin: .abroad, told: []),
        Moved(
            article: "法7① 20歳に達した日の転入", born: "2006-04-02", before: nil, after: .resident, origin: .abroad,
            told: ["acquire-from-abroad 2026-04-01 needed 2026-04-15"]),
        Moved(article: "法7① 60歳に達した日の転入", born: "1966-04-02", before: nil, after: .resident, origin: .abroad, told: []),
        Moved(
            article: "法7① 60歳に達する前日の転入", born: "1966-04-03", before: nil, after: .resident, origin: .abroad,
            told: ["acquire-from-abroad 2026-04-01 needed 2026-04-15"]),
        Moved(
            article: "法7① 生年月日の一部が不詳でも20歳以上と分かる", born: "1990-00-00", notation: "平成2年頃", before: nil, after: .resident, origin: .abroad,
            told: ["acquire-from-abroad 2026-04-01 needed 2026-04-15"]),
        Moved(
            article: "法7① 生年月日の一部が不詳で20歳か分からない", born: "2006-00-00", notation: "平成18年頃", before: nil, after: .resident, origin: .abroad,
            told: ["acquire-from-abroad held undecided"]),
        Moved(
            article: "法7① 生年月日が不詳", born: "0000-00-00", notation: "年月日不詳", before: nil, after: .resident, origin: .abroad,
            told: ["acquire-from-abroad held undecided"]),
        Moved(article: "法8② どこからか分からない記載", before: nil, after: .resident, origin: .unknown, told: ["acquire-from-abroad held undecided"]),
        Moved(article: "法8② 転入日が分からない", before: nil, after: .resident, origin: .abroad, on: nil, told: ["acquire-from-abroad held undecided"]),
        Moved(article: "法7① 出生", born: "2026-04-01", before: nil, after: .resident, origin: .birth, told: []),
        Moved(
            article: "法9② 国外転出", after: .movedAbroad, insuredClass: .class1, told: ["lose-abroad 2026-04-02 needed 2026-04-15"]),
        Moved(article: "法9② 第2号の国外転出", after: .movedAbroad, insuredClass: .class2, told: ["lose-abroad 2026-04-02 not-needed 2026-04-15"]),
        Moved(article: "法9② 第3号の国外転出", after: .movedAbroad, insuredClass: .class3, told: ["lose-abroad 2026-04-02 not-needed 2026-04-15"]),
        Moved(article: "法9② 被保険者でない人の国外転出", after: .movedAbroad, told: []),
        Moved(article: "附則5⑥ 任意加入者の国外転出", after: .movedAbroad, insuredClass: .voluntary, told: ["lose-abroad 2026-04-02 needed 2026-04-15"]),
        Moved(article: "法9① 死亡", after: .dead, insuredClass: .class1, told: ["lose-by-death 2026-04-02 needed 2026-04-15"]),
        Moved(
            article: "規4 死亡（戸籍で7日以内に確認できる人は要らない）", after: .dead, on: "2026-04-03", insuredClass: .class1,
            told: ["lose-by-death 2026-04-04 needed-unless-linked 2026-04-17"]),
        Moved(
            article: "規4 死亡（7日を過ぎた）", after: .dead, on: "2026-04-02", insuredClass: .class1,
            told: ["lose-by-death 2026-04-03 needed 2026-04-16"]),
        Moved(article: "法9① 第2号の死亡", after: .dead, insuredClass: .class2, told: ["lose-by-death 2026-04-02 needed 2026-04-15"]),
        Moved(article: "法9① 閏日の死亡", after: .dead, on: "2024-02-29", insuredClass: .class1, told: ["lose-by-death 2024-03-01 needed 2024-03-14"]),
        Moved(article: "法9① 死亡日が分からない", after: .dead, on: nil, insuredClass: .class1, told: ["lose-by-death held undecided"]),
        Moved(
            article: "規8 国内の転出", after: .movedWithinJapan, insuredClass: .class1, told: ["move-within-japan 2026-04-01 needed-unless-linked 2026-04-15"]),
        Moved(
            article: "令2 処理中の届出の引き継ぎ", after: .movedWithinJapan, hasOpenTasks: true,
            told: ["move-within-japan 2026-04-01 needed-unless-linked 2026-04-15"]),
        Moved(article: "法12 被保険者でない人の国内の転出", after: .movedWithinJapan, told: []),
        Moved(
            article: "法12 国内の転入", before: nil, after: .resident, origin: .japan, insuredClass: .class1,
            told: ["move-within-japan 2026-04-01 needed-unless-linked 2026-04-15"]),
        Moved(article: "法12③ 国内の転入（ここに記録のない人）", before: nil, after: .resident, told: ["move-within-japan held undecided"]),
        Moved(article: "法12③ 国内の転入（60歳以上）", born: "1960-06-15", before: nil, after: .resident, told: []),
        Moved(article: "法12③ 国内の転入（20歳未満）", born: "2010-06-15", before: nil, after: .resident, told: []),
        Moved(article: "法12 職権消除", after: .removed, insuredClass: .class1, told: ["lose-abroad held undecided"]),
    ])
    func movements(example: Moved) throws {
        let before = try example.before.map { try Self.resident($0, born: example.born, notation: example.notation) }
        let movement = ResidentMovement(
            before: before, after: try Self.resident(example.after, born: example.born, notation: example.notation), on: example.on.map(day),
            origin: example.origin)
        let made = try proposals().of(
            movement, PensionStanding(insuredClass: example.insuredClass, hasOpenTasks: example.hasOpenTasks))
        #expect(made.map(told) == example.told, "\(example.article)")
        #expect(made.allSatisfy { !$0.reasons.isEmpty && $0.reasons.allSatisfy { !$0.article.text.isEmpty } && ($0.effectiveOn == nil) == !$0.holds.isEmpty })
    }

    private func told(_ proposal: PensionProposal) -> String {
        "\(proposal.kind.rawValue) \(proposal.effectiveOn?.description ?? "held") \(proposal.filing.rawValue)" + (proposal.due.map { " \($0)" } ?? "")
    }

    struct Birthday: Sendable {
        let born: String
        var notation: String?
        var today = "2026-04-10"
        var since = "2026-03-31"
        var insuredClass: InsuredClass?
        let told: [String]
    }

    @Test(arguments: [
        Birthday(born: "2006-04-11", told: ["acquire-at-20 2026-04-10 needed-unless-linked 2026-04-24"]),
        Birthday(born: "2006-04-12", told: []),
        Birthday(born: "2006-04-02", told: ["acquire-at-20 2026-04-01 needed-unless-linked 2026-04-15"]),
        // Attained on the last day that was looked at already.
        Birthday(born: "2006-04-01", told: []),
        Birthday(born: "2006-04-11", insuredClass: .class2, told: []),
        Birthday(born: "2006-04-11", insuredClass: .class3, told: []),
        Birthday(born: "2004-02-29", today: "2024-02-29", since: "2024-02-27", told: ["acquire-at-20 2024-02-28 needed-unless-linked 2024-03-13"]),
        // Before the network confirmed it, it was filed.
        Birthday(born: "1999-05-02", today: "2019-05-01", since: "2019-04-30", told: ["acquire-at-20 2019-05-01 needed 2019-05-15"]),
        Birthday(born: "1966-04-11", insuredClass: .class1, told: ["lose-at-60 2026-04-10 not-needed 2026-04-24"]),
        Birthday(born: "1966-04-11", insuredClass: .class2, told: []),
        Birthday(born: "1966-04-11", insuredClass: .class3, told: []),
        Birthday(born: "1961-04-11", insuredClass: .voluntary, told: []),
        Birthday(born: "2006-04-00", notation: "平成18年4月", told: ["acquire-at-20 held undecided"]),
        Birthday(born: "2006-00-00", notation: "平成18年頃", told: ["acquire-at-20 held undecided"]),
        Birthday(born: "2007-00-00", notation: "平成19年頃", told: []),
        Birthday(born: "0000-00-00", notation: "年月日不詳", told: ["acquire-at-20 held undecided"]),
        Birthday(born: "1966-00-00", notation: "昭和41年頃", insuredClass: .class1, told: ["lose-at-60 held undecided"]),
    ])
    func birthdays(example: Birthday) throws {
        let made = try proposals(today: example.today).ofAge(
            Self.resident(born: example.born, notation: example.notation), PensionStanding(insuredClass: example.insuredClass),
            since: day(example.since))
        #expect(made.map(told) == example.told)
    }

    @Test func partsOfARecordThatChange() throws {
        let before = try Self.resident()
        let standing = PensionStanding(insuredClass: .class1, hasExemption: true)
        func made(_ after: ResidentSnapshot, _ standing: PensionStanding) throws -> [String] {
            try proposals().of(ResidentMovement(before: before, after: after, on: day("2026-04-01")), standing).map(told)
        }
        #expect(try made(Self.resident(name: "大宮　花子"), standing) == ["change-name 2026-04-01 needed-unless-linked 2026-04-15"])
        #expect(try made(Self.resident(address: "常盤六丁目"), standing) == ["change-address 2026-04-01 needed-unless-linked 2026-04-15"])
        let paying = PensionStanding(insuredClass: .class1)
        #expect(try made(Self.resident(householder: "000000000000002"), standing) == ["change-of-householder 2026-04-01 not-needed 2026-04-15"])
        #expect(try made(Self.resident(householder: "000000000000002"), paying) == [])
        #expect(try made(Self.resident(born: "1990-06-16"), standing) == ["correct-birth-date 2026-04-01 needed 2026-04-15"])
        #expect(
            try made(Self.resident(name: "大宮　花子", address: "常盤六丁目"), standing) == [
                "change-name 2026-04-01 needed-unless-linked 2026-04-15", "change-address 2026-04-01 needed-unless-linked 2026-04-15",
            ])
        // Class 2 and 3 file elsewhere; nobody's name matters who is not insured.
        for insuredClass in [InsuredClass.class2, .class3, nil] {
            #expect(try made(Self.resident(name: "大宮　花子"), PensionStanding(insuredClass: insuredClass)) == [])
        }
        #expect(try made(before, standing) == [])
    }

    /// 法12③, 規1の4: neither the annotation on the resident's own notice nor the link to the resident network is told here: what they would change is said, and not decided.
    @Test func whatNoSourceTellsIsSaidAndNotDecided() throws {
        let before = try Self.resident()
        func said(_ after: ResidentSnapshot, _ words: String) throws -> [Bool] {
            try proposals().of(ResidentMovement(before: before, after: after, on: day("2026-04-01")), PensionStanding(insuredClass: .class1))
                .map { $0.reasons.contains { $0.text.contains(words) } }
        }
        let (left, moved, renamed, died) = (
            try Self.resident(.movedAbroad), try Self.resident(address: "常盤六丁目"), try Self.resident(name: "大宮　花子"), try Self.resident(.dead)
        )
        // Whoever leaves Japan files, linked or not (法9②); a death and a name rest on another law than the notice of a move.
        #expect(try (said(left, "紐付いて"), said(left, "付記")) == ([false], [true]))
        #expect(try (said(moved, "紐付いて"), said(moved, "付記")) == ([true], [true]))
        #expect(try (said(renamed, "紐付いて"), said(renamed, "付記")) == ([true], [false]))
        #expect(try (said(died, "紐付いて"), said(died, "付記")) == ([false], [false]))
        #expect(try said(Self.resident(householder: "000000000000002"), "紐付いて") == [])
    }

    @Test func employmentChangesTheClassAndIsFiledUntilItIsConfirmed() throws {
        func made(_ insuredClass: InsuredClass?, _ isConfirmed: Bool) throws -> [String] {
            try proposals().ofEmployment(began: day("2026-04-01"), PensionStanding(insuredClass: insuredClass), isConfirmed: isConfirmed).map(told)
        }
        #expect(try made(.class1, true) == ["become-class-2 2026-04-01 not-needed 2026-04-15"])
        #expect(try made(.class1, false) == ["become-class-2 2026-04-01 needed 2026-04-15"])
        #expect(try made(.class2, false) == [] && made(nil, false) == [])
    }

    /// What is proposed, recorded as an event, gives the day that was proposed.
    @Test func theFactOfAProposalLeadsToItsDay() throws {
        let left = try proposals().of(
            ResidentMovement(before: try Self.resident(), after: try Self.resident(.movedAbroad), on: day("2026-04-01")), PensionStanding(insuredClass: .class1)
        )
        let lost = try Life.resident(born: "1990-06-15", left.compactMap(\.fact)).history()
        #expect(lost.periods.first?.lost == left.first?.effectiveOn && lost.periods.first?.lostBy == .loseLeftJapan)
        let died = try proposals().of(
            ResidentMovement(before: try Self.resident(), after: try Self.resident(.dead), on: day("2026-04-01")), PensionStanding(insuredClass: .class1))
        #expect(try Life.resident(born: "1990-06-15", died.compactMap(\.fact)).history().periods.first?.lost == died.first?.effectiveOn)
        #expect(left.first?.reasons.contains { $0.text.contains("任意加入") } == true && died.first?.reasons.contains { $0.text.contains("未支給") } == true)
    }

    @Test func aHistoryTellsHowAPersonStands() throws {
        let life = try Life.resident(born: "1990-06-15", [.exemptionGranted(kind: .full, months: span("2025-07", "2026-06"))])
        #expect(
            try PensionStanding(life.history(on: "2026-06-30"), hasRecord: true, hasAddress: true, hasOpenTasks: false)
                == PensionStanding(insuredClass: .class1, hasExemption: true))
        #expect(try !PensionStanding(life.history(on: "2026-07-01"), hasRecord: true, hasAddress: true, hasOpenTasks: false).hasExemption)
    }

    /// How a person may stand: each class, nobody insured, and whose record can't be told.
    enum Stand: String, Sendable, CaseIterable {
        case class1, class2, class3, voluntary, specialVoluntary, former, stranger, held

        func standing(_ hasOpenTasks: Bool) -> PensionStanding {
            let hold = Hold(.birthDateUnknown, Reason("生年月日の一部が不詳です。", "国民年金法第8条第1号"))
            let insuredClass: InsuredClass? =
                switch self {
                case .class1: .class1
                case .class2: .class2
                case .class3: .class3
                case .voluntary: .voluntary
                case .specialVoluntary: .specialVoluntary
                case .former, .stranger, .held: nil
                }
            return PensionStanding(
                insuredClass: insuredClass, hasRecord: self != .stranger, hasAddress: self != .stranger, holds: self == .held ? [hold] : [],
                hasOpenTasks: hasOpenTasks)
        }
    }

    struct Told: Sendable {
        let after: ResidentSnapshot.Presence
        var before: ResidentSnapshot.Presence? = .resident
        var origin = ResidentMovement.Origin.japan
        /// Kind and filing, by stand; with `+` only where something is not finished, behind `|` what it is then.
        let told: [Stand: String]
    }

    /// 法8, 9, 令2: each movement that the register can tell × each class, nobody, and a record that can't be told × something that is not finished.
    @Test(arguments: [
        Told(
            after: .movedAbroad,
            told: [
                .class1: "lose-abroad needed", .class2: "lose-abroad not-needed", .class3: "lose-abroad not-needed", .voluntary: "lose-abroad needed",
                .specialVoluntary: "lose-abroad needed", .former: "lose-abroad not-needed", .stranger: "+lose-abroad not-needed",
                .held: "lose-abroad undecided",
            ]),
        Told(
            after: .dead,
            told: [
                .class1: "lose-by-death needed", .class2: "lose-by-death needed", .class3: "lose-by-death needed", .voluntary: "lose-by-death needed",
                .specialVoluntary: "lose-by-death needed", .former: "+lose-by-death not-needed", .stranger: "+lose-by-death not-needed",
                .held: "lose-by-death undecided",
            ]),
        Told(
            after: .removed,
            told: [
                .class1: "lose-abroad undecided", .class2: "lose-abroad undecided", .class3: "lose-abroad undecided", .voluntary: "lose-abroad undecided",
                .specialVoluntary: "lose-abroad undecided", .former: "+lose-abroad undecided", .stranger: "+lose-abroad undecided",
                .held: "lose-abroad undecided",
            ]),
        Told(
            after: .movedWithinJapan,
            told: [
                .class1: "move-within-japan needed-unless-linked", .class2: "move-within-japan needed-unless-linked",
                .class3: "move-within-japan needed-unless-linked", .voluntary: "move-within-japan needed-unless-linked",
                .specialVoluntary: "move-within-japan needed-unless-linked", .former: "+move-within-japan needed-unless-linked",
                .stranger: "+move-within-japan needed-unless-linked", .held: "move-within-japan needed-unless-linked",
            ]),
        Told(
            after: .resident, before: .movedAbroad, origin: .abroad,
            told: [
                .class1: "acquire-from-abroad needed", .class2: "acquire-from-abroad not-needed", .class3: "acquire-from-abroad not-needed",
                .voluntary: "acquire-from-abroad needed", .specialVoluntary: "acquire-from-abroad needed", .former: "acquire-from-abroad needed",
                .stranger: "acquire-from-abroad needed", .held: "acquire-from-abroad undecided",
            ]),
        Told(
            after: .resident, before: .movedWithinJapan,
            told: [
                .class1: "move-within-japan needed-unless-linked", .class2: "move-within-japan needed-unless-linked",
                .class3: "move-within-japan needed-unless-linked", .voluntary: "move-within-japan needed-unless-linked",
                .specialVoluntary: "move-within-japan needed-unless-linked", .former: "+move-within-japan needed-unless-linked",
                .stranger: "move-within-japan undecided|move-within-japan needed-unless-linked", .held: "move-within-japan needed-unless-linked",
            ]),
    ])
    func everyMovementIsToldOfEveryClass(example: Told) throws {
        for stand in Stand.allCases {
            let expected = try #require(example.told[stand])
            for isOpen in [false, true] {
                let movement = ResidentMovement(
                    before: try example.before.map { try Self.resident($0) }, after: try Self.resident(example.after), on: day("2026-04-01"),
                    origin: example.origin)
                let made = try proposals().of(movement, stand.standing(isOpen)).map { "\($0.kind.rawValue) \($0.filing.rawValue)" }
                let either = expected.split(separator: "|").map(String.init)
                if either.count == 2 {
                    #expect(made == [either[isOpen ? 1 : 0]], "\(example.after) \(stand) \(isOpen)")
                    continue
                }
                let isTold = !expected.hasPrefix("+") || isOpen
                #expect(made == (isTold ? [String(expected.drop { $0 == "+" })] : []), "\(example.after) \(stand) \(isOpen)")
            }
        }
    }

    /// Of whom the record can't be told, what changes in the register is a clerk's; the birth date that is corrected, of whoever has a record, wherever they are.
    @Test func ofARecordThatCannotBeToldEveryChangeIsHeld() throws {
        func made(_ before: ResidentSnapshot, _ after: ResidentSnapshot, _ stand: Stand) throws -> [String] {
            try proposals().of(ResidentMovement(before: before, after: after, on: day("2026-04-01")), stand.standing(false)).map(told)
        }
        let before = try Self.resident()
        #expect(try made(before, Self.resident(name: "大宮　花子"), .held) == ["change-name held undecided"])
        #expect(try made(before, Self.resident(address: "常盤六丁目"), .held) == ["change-address held undecided"])
        #expect(try made(before, Self.resident(householder: "000000000000002"), .held) == ["change-of-householder held undecided"])
        for stand in Stand.allCases {
            let corrected = stand == .stranger ? [] : ["correct-birth-date 2026-04-01 needed 2026-04-15"]
            #expect(try made(before, Self.resident(born: "1990-06-00", notation: "平成2年6月"), stand) == corrected, "\(stand)")
            #expect(try made(Self.resident(.movedAbroad), Self.resident(.movedAbroad, born: "1990-06-16"), stand) == corrected, "\(stand)")
        }
        let ages = try proposals().ofAge(Self.resident(born: "1966-04-00", notation: "昭和41年4月"), Stand.held.standing(false), since: day("2026-03-31"))
        #expect(ages.map(told) == ["lose-at-60 held undecided"])
    }

    /// Where somebody moved while they were of another class, the first class comes, or does not, on the day on which they are of that class no more.
    @Test func whoMovedInAnotherClassIsOfTheFirstAfterItOnlyWithAnAddress() throws {
        func fact(_ before: ResidentSnapshot.Presence, _ after: ResidentSnapshot.Presence, _ insuredClass: InsuredClass, _ hasAddress: Bool) throws
            -> [PensionFact]
        {
            let movement = ResidentMovement(
                before: try Self.resident(before), after: try Self.resident(after), on: day("2026-04-01"), origin: after == .resident ? .abroad : .japan)
            let standing = PensionStanding(insuredClass: insuredClass, hasRecord: true, hasAddress: hasAddress)
            return try proposals().of(movement, standing).compactMap(\.fact)
        }
        let jobs: [(InsuredClass, PensionFact, PensionFact)] = [
            (.class2, .employmentBegan(on: day("2020-04-01")), .employmentEnded(on: day("2026-05-31"))),
            (.class3, .dependencyBegan(on: day("2020-04-01"), isExemptFromResidence: true), .dependencyEnded(on: day("2026-05-31"))),
        ]
        for (insuredClass, began, ended) in jobs {
            let left = try fact(.resident, .movedAbroad, insuredClass, true)
            #expect(try Life.resident(born: "1990-06-15", left + [began, ended]).history(on: "2026-07-01").current == nil)
            let abroad = PensionFact.addressLost(on: day("2019-04-01"))
            let came = try fact(.movedAbroad, .resident, insuredClass, false)
            #expect(try Life.resident(born: "1990-06-15", came + [abroad, began, ended]).history(on: "2026-07-01").current == .class1)
        }
    }

    @Test func aSnapshotIsPrintedInNoWay() throws {
        let snapshot = try Self.resident()
        var dumped = ""
        dump(snapshot, to: &dumped)
        dump(ResidentMovement(before: snapshot, after: snapshot, on: nil), to: &dumped)
        #expect(!dumped.contains("浦和") && !"\(snapshot)".contains("浦和"))
    }
}

extension PensionStanding {
    /// Whoever is insured has a record, and an address in Japan.
    fileprivate init(insuredClass: InsuredClass?, hasOpenTasks: Bool = false, hasExemption: Bool = false) {
        self.init(
            insuredClass: insuredClass, hasRecord: insuredClass != nil, hasAddress: insuredClass != nil, hasOpenTasks: hasOpenTasks, hasExemption: hasExemption)
    }
}

/// 届出と報告の期限.
@Suite struct FilingTests {
    /// Row 15, and the ends of months and years.
    @Test(arguments: [
        ("2026-04-01", "2026-04-15"), ("2026-12-18", "2027-01-01"), ("2024-02-15", "2024-02-29"), ("2025-02-15", "2025-03-01"), ("2026-03-18", "2026-04-01"),
        ("2019-04-17", "2019-05-01"), ("1988-12-25", "1989-01-08"),
    ])
    func reportsAreDueFourteenDaysAfterReceipt(received: String, due: String) throws {
        let report = FilingDue.report(receivedOn: day(received), using: try RuleTables.delivered())
        #expect(report.due == day(due) && report.reason.article == "国民年金法施行規則第9条")
        #expect(report.state(on: day(due)) == .due && report.state(on: day(due).adding(days: 1)) == .overdue)
        #expect(report.state(on: day("2030-01-01"), doneOn: day(due)) == .doneInTime)
        #expect(report.state(on: day("2030-01-01"), doneOn: day(due).adding(days: 3)) == .doneLate)
        #expect(report.daysLate(on: day(due)) == 0 && report.daysLate(on: day(due).adding(days: 5)) == 5)
        #expect(report.daysLate(on: day("2030-01-01"), doneOn: day(due).adding(days: 3)) == 3)
        #expect(try FilingDue.notification(happenedOn: day(received), using: RuleTables.delivered()).due == day(due))
    }
}
