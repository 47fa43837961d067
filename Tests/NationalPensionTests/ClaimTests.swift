import Addressee
import NationalPension
import Testing

/// 裁定請求の受付 (法第16条, 施行令第1条の2).
@Suite struct ClaimTests {
    private func check(
        _ kind: ClaimKind, claimed: String = "2026-04-01", ground: String? = "2026-03-01", born: String? = "1990-06-15", notation: String? = nil,
        _ circumstances: Set<ClaimCircumstance> = [], came: Set<String> = []
    ) throws -> ClaimCheck {
        ClaimCheck.check(
            kind, claimedOn: day(claimed), groundOn: ground.map(day), born: try born.map { try BirthDate(written: $0, unknownNotation: notation) },
            circumstances: circumstances, came: came, using: try RuleTables.delivered())
    }

    @Test(arguments: ClaimKind.allCases) func everyKindSaysWhatIsMissingUntilItIsThere(kind: ClaimKind) throws {
        let nothing = try check(kind)
        #expect(nothing.missing.count == nothing.papers.count && nothing.papers.count >= 3 && !nothing.isComplete)
        #expect(nothing.reminders == [day("2026-04-15"), day("2026-05-01")])
        #expect(nothing.reasons.first?.text.contains("請求書") == true && nothing.reasons.first?.article.text.isEmpty == false)
        let all = try check(kind, came: Set(nothing.papers.map(\.key)))
        #expect(all.missing == [] && all.reminders == [] && all.isComplete && all.notAskedFor == [])
        let one = try check(kind, came: Set(nothing.papers.dropLast().map(\.key)).union(["visit-card"]))
        #expect(one.missing == nothing.papers.suffix(1) && one.notAskedFor == ["visit-card"])
    }

    @Test func circumstancesAskForPapersOfTheirOwn() throws {
        let plain = try check(.disability).papers.map(\.key)
        #expect(!plain.contains("first-visit") && plain.contains("certificate"))
        let more = try check(.disability, [.otherFirstHospital, .before20, .children, .thirdParty, .notLinked]).papers.map(\.key)
        #expect(Set(more).subtracting(plain) == ["first-visit", "income", "children", "third-party", "birth"])
        #expect(try check(.widow, [.pensioner]).papers.map(\.key).contains("pension"))
    }

    struct UnknownDay: Sendable {
        let kind: ClaimKind
        var ground: String?
        var firstVisit: String?
        var asked: String?
    }

    @Test(arguments: [
        UnknownDay(kind: .disability, ground: "2026-03-01", asked: "初診日"), UnknownDay(kind: .specialDisability, asked: "初診日"),
        UnknownDay(kind: .widow, asked: "死亡日"), UnknownDay(kind: .disability, ground: "2026-03-01", firstVisit: "2024-02-01"),
        UnknownDay(kind: .oldAgeWelfare), UnknownDay(kind: .disability, firstVisit: "2024-02-01", asked: "事由の生じた日"),
    ]) func aDayThatTheKindNeedsAndNobodyKnowsIsFoundOut(_ told: UnknownDay) throws {
        let tables = try RuleTables.delivered()
        let claim = Claim(told.kind, groundOn: told.ground.map { day($0) }, firstVisitOn: told.firstVisit.map { day($0) }, using: tables)
        let checked = claim.check(
            claimedOn: day("2026-04-01"), born: try BirthDate(written: "1985-01-01"), came: Set(claim.asked.map(\.key)), using: tables)
        let holds = checked.holds.filter { $0.kind == .dayUnknown }.map(\.reason.text)
        #expect(holds.count == (told.asked == nil ? 0 : 1) && holds.allSatisfy { $0.contains(told.asked ?? "") }, "\(told.kind): \(holds)")
        #expect(checked.isComplete == (told.asked == nil))
    }

    @Test func remindersGoOutOnceEach() throws {
        let claim = try check(.oldAge)
        #expect(claim.remindersDue(on: day("2026-04-14"), sent: []) == [])
        #expect(claim.remindersDue(on: day("2026-04-15"), sent: []) == [day("2026-04-15")])
        #expect(claim.remindersDue(on: day("2026-05-01"), sent: [day("2026-04-15")]) == [day("2026-05-01")])
        #expect(claim.remindersDue(on: day("2027-05-01"), sent: [day("2026-05-02")]) == [])
        // Who was reminded before the day came is reminded when it has.
        #expect(claim.remindersDue(on: day("2026-05-01"), sent: [day("2026-04-03"), day("2026-04-04")]) == [day("2026-04-15"), day("2026-05-01")])
    }

    struct Limited: Sendable {
        let article: String
        let kind: ClaimKind
        let claimed: String
        var ground: String?
        var born: String?
        var notation: String?
        /// Last day, whether in time, whether it may go on; nil where it is held or has no limit.
        let last: String?
        var isInTime = true
        var goesOn = true
    }

    @Test(arguments: [
        Limited(article: "特障法6 65歳に達する日の前日まで", kind: .specialDisability, claimed: "2026-06-13", born: "1961-06-15", last: "2026-06-13"),
        Limited(
            article: "特障法6 65歳に達した日の請求", kind: .specialDisability, claimed: "2026-06-14", born: "1961-06-15", last: "2026-06-13", isInTime: false, goesOn: false
        ),
        Limited(article: "特障法6 2月29日生まれ", kind: .specialDisability, claimed: "2025-02-27", born: "1960-02-29", last: "2025-02-27"),
        Limited(
            article: "特障法6 生年の分かる不詳（まだ65歳でない）", kind: .specialDisability, claimed: "2026-04-01", born: "1970-00-00", notation: "昭和45年頃", last: "2034-12-30"),
        Limited(
            article: "特障法6 生年の分かる不詳（すでに65歳）", kind: .specialDisability, claimed: "2026-04-01", born: "1950-00-00", notation: "昭和25年頃", last: "2015-12-29",
            isInTime: false, goesOn: false),
        Limited(article: "特障法6 どちらか分からない", kind: .specialDisability, claimed: "2026-04-01", born: "1961-00-00", notation: "昭和36年頃", last: nil, goesOn: false),
        Limited(article: "特障法6 年月日不詳", kind: .specialDisability, claimed: "2026-04-01", born: "0000-00-00", notation: "年月日不詳", last: nil, goesOn: false),
        Limited(article: "法49① 寡婦は65歳に達するまで", kind: .widow, claimed: "2026-06-13", born: "1961-06-15", last: "2026-06-13"),
        Limited(article: "法102④ 死亡一時金は2年", kind: .deathLumpSum, claimed: "2026-04-01", ground: "2024-04-01", last: "2026-04-01"),
        Limited(
            article: "法102④ 死亡一時金の2年を過ぎた", kind: .deathLumpSum, claimed: "2026-04-02", ground: "2024-04-01", last: "2026-04-01", isInTime: false, goesOn: false),
        Limited(article: "法102④・民143② 2月29日の死亡", kind: .deathLumpSum, claimed: "2026-02-28", ground: "2024-02-29", last: "2026-02-28"),
        Limited(
            article: "法102④・民143② 2月29日の死亡の2年を過ぎた", kind: .deathLumpSum, claimed: "2026-03-01", ground: "2024-02-29", last: "2026-02-28", isInTime: false,
            goesOn: false),
        Limited(article: "法102④・民143② うるう年の2月28日の死亡", kind: .deathLumpSum, claimed: "2026-02-28", ground: "2024-02-28", last: "2026-02-28"),
        Limited(article: "法102④・民140 2年後がうるう年の2月28日の死亡", kind: .deathLumpSum, claimed: "2024-02-29", ground: "2022-02-28", last: "2024-02-29"),
        Limited(article: "法19・民140 5年後がうるう年の2月28日の死亡", kind: .unpaid, claimed: "2028-02-29", ground: "2023-02-28", last: "2028-02-29"),
        Limited(article: "法102④ 3月1日の死亡", kind: .deathLumpSum, claimed: "2026-03-01", ground: "2024-03-01", last: "2026-03-01"),
        Limited(article: "法102④ 大みそかの死亡", kind: .deathLumpSum, claimed: "2026-12-31", ground: "2024-12-31", last: "2026-12-31"),
        Limited(article: "法102① 時効は請求を妨げない", kind: .oldAge, claimed: "2026-04-01", ground: "2019-04-01", last: "2024-04-01", isInTime: false),
        Limited(article: "法19 未支給", kind: .unpaid, claimed: "2026-04-01", ground: "2021-04-01", last: "2026-04-01"),
        Limited(article: "法102④ 死亡日が分からない", kind: .deathLumpSum, claimed: "2026-04-01", last: nil, goesOn: false),
        Limited(article: "昭60附則32 老齢福祉に期限はない", kind: .oldAgeWelfare, claimed: "2026-04-01", last: nil),
    ])
    func limits(example: Limited) throws {
        let papers = try check(example.kind).papers.map(\.key)
        let claim = try check(
            example.kind, claimed: example.claimed, ground: example.ground, born: example.born, notation: example.notation, came: Set(papers))
        #expect(claim.limit?.last == example.last.map(day), "\(example.article)")
        if example.last != nil { #expect(claim.limit?.isInTime == example.isInTime, "\(example.article)") }
        #expect(claim.isComplete == example.goesOn, "\(example.article)")
        #expect(claim.holds.isEmpty == (example.last != nil || example.goesOn))
    }

    @Test(arguments: [("未支給", ClaimKind.unpaid), ("死亡", .deathLumpSum), ("老齢福祉年金", .oldAgeWelfare), ("widow", .widow), ("老齢", nil), ("", nil), ("別", nil)])
    func kindsAreNamedInWords(text: String, kind: ClaimKind?) throws {
        #expect(try RuleTables.delivered().claims.kind(named: text) == kind)
    }

    /// A notice named in full is that notice, though another begins with its words.
    @Test func aDeathIsNoClaim() throws {
        let notices = try RuleTables.delivered().notices
        #expect(notices.kind(named: "死亡") == .died && notices.kind(named: "死亡一時金") == .deathLumpSumClaimed)
        #expect(ClaimKind.allCases.map { NoticeKind(claimOf: $0) }.allSatisfy { $0.isClaim && !$0.isFiled } && !NoticeKind.died.isClaim)
    }

    /// 年金コードは文字で、最後の桁は変わりうる.
    @Test(arguments: [
        ("5350", ClaimKind.disability, true), ("6350", .disability, true), ("6359", .disability, true), ("2650", .disability, true), ("6450", .survivor, true),
        ("5950", .widow, true), ("1150", .oldAge, true), ("6450", .disability, false), ("5950", .survivor, false), ("9990", .oldAge, false),
        ("115", .oldAge, false),
        ("１１５０", .oldAge, false), ("11500", .oldAge, false),
    ])
    func pensionCodes(code: String, kind: ClaimKind, goes: Bool) throws {
        #expect((ClaimCheck.remark(on: code, of: kind, claimedOn: day("2026-04-01"), using: try RuleTables.delivered()) == nil) == goes)
    }

    /// Each paper names the paragraph that asks for it, and the claim keeps it.
    @Test(arguments: [
        (ClaimKind.oldAge, "spouse-pension", "国民年金法施行規則第16条第2項"), (.disability, "claim-form", "国民年金法施行規則第31条第1項"),
        (.survivor, "death", "国民年金法施行規則第39条第3項"), (.widow, "family-register", "国民年金法施行規則第60条の2第2項"),
        (.unpaid, "pension", "国民年金法施行規則第25条第2項"), (.specialDisability, "income", "特定障害者に対する特別障害給付金の支給に関する法律施行規則第1条第2項"),
    ])
    func papersNameTheirArticle(kind: ClaimKind, paper: String, article: String) throws {
        let claim = Claim(kind, groundOn: nil, circumstances: [.spousePensioner], using: try RuleTables.delivered())
        #expect(claim.asked.first { $0.key == paper }?.article.text == article)
        let lacks = claim.check(claimedOn: day("2026-04-01"), born: nil, came: [], using: try RuleTables.delivered()).lacks()
        #expect(lacks.first { $0.key == paper }?.article.text == article)
    }

    struct Alike: Sendable {
        let what: String
        let kind: ClaimKind
        var grounds: [String?] = ["2026-03-01", "2026-03-01"]
        var visits: [String?] = [nil, nil]
        var relations: [ClaimantRelation] = []
        var numbers: [String?] = [nil, nil]
        var words = ["川口市に住む　ヤマダ ハナコ", "川口市に住む　ヤマダ ハナコ"]
        var names: [String?] = [nil, nil]
        let isSame: Bool
    }

    @Test(arguments: [
        Alike(what: "老齢は一度", kind: .oldAge, grounds: ["2026-03-01", "2026-03-02"], isSame: true),
        Alike(what: "障害は傷病ごと", kind: .disability, grounds: ["2026-03-01", "2026-03-02"], isSame: false),
        Alike(what: "障害の初診日ごと", kind: .disability, visits: ["2024-03-01", "2024-04-01"], isSame: false),
        Alike(what: "分からない初診日", kind: .disability, visits: ["2024-03-01", nil], isSame: true),
        Alike(what: "死亡日の打ち間違い", kind: .unpaid, grounds: ["2026-03-01", "2026-03-10"], relations: [.child, .child], isSame: true),
        Alike(what: "言葉の書き方", kind: .unpaid, relations: [.child, .child], words: ["川口市に住む　ヤマダ ハナコ", "川口市に住むやまだはなこ"], isSame: true),
        Alike(what: "ほかの子", kind: .unpaid, relations: [.child, .child], words: ["川口市に住む花子", "川口市に住む次郎"], isSame: false),
        Alike(what: "配偶者は一人", kind: .unpaid, relations: [.spouse, .spouse], numbers: ["S1", nil], words: ["", "妻"], isSame: true),
        Alike(what: "番号のある子とない子", kind: .unpaid, relations: [.child, .child], numbers: ["S1", nil], isSame: false),
        Alike(what: "言葉の同じ二人の子", kind: .unpaid, relations: [.child, .child], names: ["山田　花子", "山田　月子"], isSame: false),
        Alike(
            what: "言葉の違う同じ子", kind: .unpaid, relations: [.child, .child], words: ["同居していた子", ""],
            names: ["ヤマダ　ハナコ", "やまだはなこ"], isSame: true),
        Alike(what: "氏名のない子", kind: .unpaid, relations: [.child, .child], names: ["山田　花子", nil], isSame: true),
        Alike(what: "氏名の違う配偶者", kind: .unpaid, relations: [.spouse, .spouse], names: ["山田　花子", "山田　月子"], isSame: true),
        Alike(what: "続柄の打ち間違い", kind: .unpaid, relations: [.child, .sibling], numbers: ["S1", "S1"], isSame: true),
        Alike(what: "続柄の違う人", kind: .unpaid, relations: [.child, .sibling], isSame: false),
    ])
    func smallDifferencesMakeNoOtherClaim(_ alike: Alike) throws {
        let tables = try RuleTables.delivered()
        let claims = try [0, 1].map { index in
            Claim(
                alike.kind, groundOn: alike.grounds[index].map { day($0) }, firstVisitOn: alike.visits[index].map { day($0) },
                claimant: alike.relations.isEmpty
                    ? nil
                    : Claimant(
                        alike.relations[index], number: try alike.numbers[index].map { try AddresseeNumber($0) }, declared: alike.words[index],
                        name: alike.names[index]),
                using: tables)
        }
        #expect(claims[0].isSame(claims[1]) == alike.isSame && claims[1].isSame(claims[0]) == alike.isSame, "\(alike.what)")
    }
}
