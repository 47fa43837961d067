import Addressee
import Testing

@testable import Governance

/// 伝える内容, case by case: what a receiver had, what became of the person, how they stand towards it, why it is told, and what it is told.
@Suite struct TellTests {
    /// What the receiver may hold.
    enum Had: Sendable {
        case nothing, something
        /// What the policy in force gives, as it follows it.
        case followed
        /// What an earlier policy gave it, which was about those who moved out, too.
        case wider
        /// Nothing on this way: that policy was open on others only.
        case otherWay
        /// What it was given by one with items that it is given no longer.
        case more
        /// What it was given on the day before, when nobody was of age yet.
        case dayBefore
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var says: String
        var had = Had.followed
        /// Versions, before and after the receiver's place: in or out of scope, none where the register knows nobody.
        var versions = "in | in"
        var standing = Standing()
        var cause: Cause
        var way = Way.pull
        /// What the policy says of protected persons; it gives all four items that tell of the protection where it says one of these.
        var word: PlaceOfProtected.Word?
        var told: String
        var testDescription: String { says }
    }

    private static let named = Cause.change(ItemSet(.shimei))
    private static let unseen = Cause.change(ItemSet(.seibetsu))
    private static let meant = Cause.change(ItemSet(ItemCatalogue.register.items), isMeant: true)
    private static let flagged = Standing(confirmation: .awaited)
    private static let protected = Standing(isProtected: true)
    private static let both = Standing(confirmation: .awaited, isProtected: true)
    private static let undecided = Standing(undecided: ItemSet([.kojinbango, .seibetsu]))

    // One row, one line: this is read as a table.
    // swift-format-ignore
    static let cases: [Case] = [
        // 異動
        Case(says: "a name changed", cause: named, told: "set, reasons"),
        Case(says: "somebody came into the register", versions: "| in", cause: named, told: "set, reasons"),
        Case(says: "what changed is not given to this receiver", cause: unseen, told: "nothing"),
        Case(says: "what changed is not given, but the person is new", versions: "| in", cause: unseen, told: "set, reasons"),
        Case(says: "what changed is not given, but the person came into scope", versions: "out | in", cause: unseen, told: "set, reasons"),
        Case(says: "what changed is not given, but in between the person was out of scope", versions: "in | out in", cause: unseen, told: "set, reasons"),
        Case(says: "the calendar moved, and the person came into scope by it", had: .dayBefore, versions: "in |", cause: .change([]), told: "set, reasons"),
        Case(says: "the calendar moved, and nothing came of it", versions: "in |", cause: .change([]), told: "nothing"),
        Case(says: "the person left the scope", versions: "in | out", cause: named, told: "take back P0003, reasons"),
        Case(says: "the person left the scope by what is not given", versions: "in | out", cause: unseen, told: "take back P0003, reasons"),
        Case(says: "the person came and went between two pages: an earlier page may have told it", versions: "out | in out", cause: named, told: "take back P0003, reasons"),
        Case(says: "the person was never in scope", versions: "out | out", cause: named, told: "nothing P0003"),
        Case(says: "only a provisional version is there", versions: "", cause: named, told: "nothing P0007"),
        Case(says: "released to this receiver", versions: "in |", cause: meant, told: "set, reasons"),
        Case(says: "found to differ there, and out of scope: to be given up, whatever is known", versions: "out |", cause: meant, told: "take back P0003, reasons"),
        // 番号の確認待ち
        Case(says: "a number waits for a decision: all but the number", standing: undecided, cause: named, told: "set, waits kojinbango, reasons"),
        Case(says: "a number waits, and the person left: nothing waits any more", versions: "in | out", standing: undecided, cause: named, told: "take back P0003, reasons"),
        // 支援措置
        Case(says: "a protected person: nothing of place, no movement", standing: protected, cause: named, told: "set, nothing of place"),
        Case(says: "a protected person who left the scope: no movement", versions: "in | out", standing: protected, cause: named, told: "take back P0003"),
        Case(says: "protection began: it decides what is given, though it is not given itself", standing: protected, cause: .change(ItemSet(.yokushifuragu)), told: "set, nothing of place"),
        // 自動応答不可
        Case(says: "flagged: kept as it was", standing: flagged, cause: named, told: "await P0011, keeps all, withheld"),
        Case(says: "flagged, and refused by a person: kept as it was", standing: Standing(confirmation: .refused), cause: named, told: "await P0012, keeps all, withheld"),
        Case(says: "flagged, and nobody decided in time", standing: Standing(confirmation: .lapsed), cause: named, told: "await P0013, keeps all, withheld"),
        Case(says: "flagged, and what changed is not given", standing: flagged, cause: unseen, told: "nothing"),
        Case(says: "flagged, and new to the receiver: marked all the same", versions: "| in", standing: flagged, cause: named, told: "await P0011, keeps all, withheld"),
        Case(says: "flagged, and left the scope: not even that is told", versions: "in | out", standing: flagged, cause: named, told: "nothing P0003, withheld"),
        Case(says: "flagged, and never in scope: nobody is troubled", versions: "out | out", standing: flagged, cause: named, told: "nothing P0003"),
        Case(says: "flagged and protected, to who asks: nothing of place is kept", standing: both, cause: named, told: "await P0011, keeps all but place, withheld"),
        Case(says: "flagged and protected, to who is pushed to: it keeps a marked person whole, so it gives up this one", standing: both, cause: named, way: .push, told: "take back P0011, withheld"),
        Case(says: "flagged and protected, and new to who is pushed to", versions: "| in", standing: both, cause: .revision(), way: .push, told: "take back P0011, withheld"),
        Case(says: "flagged and protected, and who is pushed to begins with nothing", had: .nothing, versions: "| in", standing: both, cause: .revision(), way: .push, told: "await P0011, keeps all but place, withheld"),
        // 改定
        Case(says: "everybody for the first time", had: .nothing, versions: "| in", cause: .revision(), told: "set"),
        Case(says: "nobody out of scope for the first time", had: .nothing, versions: "| out", cause: .revision(), told: "nothing P0003"),
        Case(says: "flagged, for the first time", had: .nothing, versions: "| in", standing: flagged, cause: .revision(), told: "await P0011, keeps all, withheld"),
        Case(says: "a new policy gives whoever is in scope anew", had: .wider, versions: "in |", cause: .revision(), told: "set, reasons"),
        Case(says: "a new policy is about fewer: taken back, and no movement is told", had: .wider, versions: "out |", cause: .revision(), told: "take back P0003"),
        Case(says: "a new policy came, but the person had left by themselves", versions: "in | out", cause: .revision(), told: "take back P0003, reasons"),
        Case(says: "an earlier policy was about the person, which can't be read any more: the records say they were told of", had: .followed, versions: "out |", cause: .revision(isOnRecord: true), told: "take back P0003"),
        Case(says: "nobody was told of the person", versions: "out |", cause: .revision(), told: "nothing P0003"),
        Case(says: "flagged, and the new policy is about fewer: taken back without a word", had: .wider, versions: "out |", standing: flagged, cause: .revision(), told: "take back P0003"),
        Case(says: "flagged, and left by themselves before the new policy came: no movement is told", versions: "in | out", standing: flagged, cause: .revision(), told: "take back P0003"),
        Case(says: "an earlier policy was about the person, but gave nothing on this way", had: .otherWay, versions: "out |", cause: .revision(), told: "nothing P0003"),
        Case(says: "flagged, and the new policy gives as much", had: .wider, versions: "in |", standing: flagged, cause: .revision(), told: "await P0011, keeps all, withheld"),
        Case(says: "flagged, and the new policy gives less than is held: taken back whole", had: .more, versions: "in |", standing: flagged, cause: .revision(), told: "take back P0011, withheld"),
        Case(says: "flagged, the new policy gives less, but nothing was held", had: .more, versions: "| other", standing: flagged, cause: .revision(), told: "await P0011, keeps all, withheld"),
        // 再送
        Case(says: "due again, as they are now", had: .something, versions: "| in", cause: .again, told: "set"),
        Case(says: "due again, and out of scope", had: .something, versions: "| out", cause: .again, told: "take back P0003"),
        Case(says: "held, and unknown to the register", had: .something, versions: "", cause: .again, told: "take back P0007"),
        Case(says: "due again, and flagged", had: .something, versions: "| in", standing: flagged, cause: .again, told: "await P0011, keeps all, withheld"),
        Case(says: "due again, flagged, and out of scope: nothing before somebody decides", had: .something, versions: "| out", standing: flagged, cause: .again, told: "nothing P0003, withheld"),
        // 照合
        Case(says: "should be held", had: .nothing, versions: "| in", cause: .comparison, told: "set"),
        Case(says: "should not be held", had: .nothing, versions: "| out", cause: .comparison, told: "nothing P0003"),
        Case(says: "flagged: not compared", had: .nothing, versions: "| in", standing: flagged, cause: .comparison, told: "nothing P0011, withheld"),
        Case(says: "flagged, and out of scope: not compared either", had: .nothing, versions: "| out", standing: flagged, cause: .comparison, told: "nothing P0003, withheld"),
        Case(says: "should be held, and a number waits", had: .nothing, versions: "| in", standing: undecided, cause: .comparison, told: "set, waits kojinbango"),
        // 全件・媒体
        Case(says: "in a full extract", had: .nothing, versions: "| in", cause: .extract, told: "set"),
        Case(says: "in none", had: .nothing, versions: "| out", cause: .extract, told: "nothing P0003"),
        Case(says: "flagged: marked in its place", had: .nothing, versions: "| in", standing: flagged, cause: .extract, told: "await P0011, keeps all, withheld"),
        Case(says: "flagged and protected: marked, and nothing of place is kept", had: .nothing, versions: "| in", standing: both, cause: .extract, told: "await P0011, keeps all but place, withheld"),
        Case(says: "flagged, and out of scope: nobody is troubled", had: .nothing, versions: "| out", standing: flagged, cause: .extract, told: "nothing P0003"),
        Case(says: "flagged: a medium carries no mark", had: .nothing, versions: "| in", standing: flagged, cause: .extract, way: .medium, told: "nothing P0011, withheld"),
        Case(says: "on a medium, and a number waits", had: .nothing, versions: "| in", standing: undecided, cause: .extract, way: .medium, told: "set, waits kojinbango"),
        // 照会
        Case(says: "asked about", had: .nothing, versions: "| in", cause: .question, told: "set, waits jusho_katagaki, asks jusho_katagaki"),
        Case(says: "asked about, and what needs confirmation is released", had: .nothing, versions: "| in", standing: Standing(released: ItemSet(.jushoKatagaki)), cause: .question, told: "set, gives jusho_katagaki"),
        Case(says: "asked about, and what needs confirmation is declined", had: .nothing, versions: "| in", standing: Standing(declined: ItemSet(.jushoKatagaki)), cause: .question, told: "set, declines jusho_katagaki"),
        Case(says: "released under one policy and declined under another: a refusal outweighs it", had: .nothing, versions: "| in", standing: Standing(released: ItemSet(.jushoKatagaki), declined: ItemSet(.jushoKatagaki)), cause: .question, told: "set, declines jusho_katagaki"),
        Case(says: "asked about, released, and protected: nothing of place, released or not", had: .nothing, versions: "| in", standing: Standing(isProtected: true, released: ItemSet(.jushoKatagaki)), cause: .question, told: "set, nothing of place"),
        Case(says: "asked about what needs confirmation, and protected: nobody is asked about what never goes out", had: .nothing, versions: "| in", standing: protected, cause: .question, told: "set, nothing of place"),
        Case(says: "into another household, which is not given itself: somebody there may be protected", cause: .change(ItemSet(.setaibango)), told: "set, reasons"),
        Case(says: "into another household, and where the protected are is given all the same", cause: .change(ItemSet(.setaibango)), word: .give, told: "nothing"),
        Case(says: "given all the same: asked about, and protected", had: .nothing, versions: "| in", standing: protected, cause: .question, word: .give, told: "set, waits jusho_katagaki, asks jusho_katagaki"),
        Case(says: "given all the same: protected, and a name changed", standing: protected, cause: named, word: .give, told: "set, reasons"),
        Case(says: "given all the same, but never on a medium", had: .nothing, versions: "| in", standing: protected, cause: .extract, way: .medium, word: .give, told: "set, nothing of place"),
        Case(says: "given all the same, and flagged", standing: both, cause: named, word: .give, told: "await P0011, keeps all, withheld"),
        Case(says: "given once confirmed: in bulk on no way", had: .nothing, versions: "| in", standing: protected, cause: .extract, word: .confirm, told: "set, nothing of place"),
        Case(says: "given once confirmed: in no push, released or not", standing: Standing(isProtected: true, released: .ofPlace), cause: named, way: .push, word: .confirm, told: "set, nothing of place"),
        Case(says: "given once confirmed: in no delta, and no movement is told", standing: protected, cause: named, word: .confirm, told: "set, nothing of place"),
        Case(says: "given once confirmed: protection began, and it decides", standing: protected, cause: .change(ItemSet(.yokushifuragu)), word: .confirm, told: "set, nothing of place"),
        Case(says: "given once confirmed: asked about, withheld until somebody decides", had: .nothing, versions: "| in", standing: protected, cause: .question, word: .confirm, told: "set, nothing of place, asks jusho_choaza jusho_katagaki idojiyu idonengappi"),
        Case(says: "given once confirmed: asked about, and released in part", had: .nothing, versions: "| in", standing: Standing(isProtected: true, released: ItemSet([.jushoChoaza, .jushoKatagaki])), cause: .question, word: .confirm, told: "set, gives jusho_katagaki, some of place, asks idojiyu idonengappi"),
        Case(says: "given once confirmed: asked about, and released", had: .nothing, versions: "| in", standing: Standing(isProtected: true, released: .ofPlace), cause: .question, word: .confirm, told: "set, gives jusho_katagaki"),
        Case(says: "given once confirmed: asked about, and declined", had: .nothing, versions: "| in", standing: Standing(isProtected: true, declined: .ofPlace), cause: .question, word: .confirm, told: "set, declines jusho_choaza jusho_katagaki idojiyu idonengappi"),
        Case(says: "given once confirmed: asked about, and not protected", had: .nothing, versions: "| in", cause: .question, word: .confirm, told: "set, waits jusho_katagaki, asks jusho_katagaki"),
        Case(says: "withheld though all four items are given", standing: protected, cause: named, word: .withhold, told: "set, nothing of place"),
        Case(says: "asked about, and flagged", had: .nothing, versions: "| in", standing: flagged, cause: .question, told: "nothing P0011, withheld, asks"),
        Case(says: "asked about, flagged, and refused: nobody is asked again", had: .nothing, versions: "| in", standing: Standing(confirmation: .refused), cause: .question, told: "nothing P0012, withheld"),
        Case(says: "asked about, flagged, and out of scope: nobody is troubled", had: .nothing, versions: "| out", standing: flagged, cause: .question, told: "nothing P0003"),
        Case(says: "asked about, and unknown", had: .nothing, versions: "", cause: .question, told: "nothing P0007"),
    ]

    @Test(arguments: cases) func tells(_ test: Case) throws {
        let today = try day("2026-11-20")
        let all = Policy.Ways(push: true, pull: true, medium: true)
        let policy = try test.word.map { try self.policy(all, items: Self.items + Self.suppression, protected: $0) } ?? self.policy(all)
        let terms = Terms(policy, test.way, on: today, narrows: test.had == .more)
        let telling = try told(test.versions, try before(test.had, test.way), terms, test.standing, test.cause)
        #expect(words(telling, terms, test.cause) == test.told)
    }

    @Test(arguments: Way.allCases) func nothingIsGivenOnAClosedWayOrUnderAClosedPolicy(_ way: Way) throws {
        let today = try day("2026-11-20")
        let open = try policy(.init(push: true, pull: true, medium: true))
        for closed in [open.closed(.revoked), open.closed(.expired), try policy(.init(push: way != .push, pull: way != .pull, medium: way != .medium))] {
            let held = Before.under([Before.Held(open, way, on: today, today: today)])
            for (before, cause) in [(held, Cause.revision()), (.something, .again)] {
                let telling = try told("in |", before, Terms(closed, way, on: today), Standing(), cause)
                #expect(telling.word == .takeBack && !telling.tellsReasons && telling.refusal != nil)
            }
            for cause in [Cause.extract, .comparison, .question, .revision()] {
                let telling = try told("| in", .nothing, Terms(closed, way, on: today), Standing(), cause)
                #expect(telling.word == .nothing && telling.refusal != nil)
            }
        }
    }

    @Test func aReasonWithoutItsDayIsNotTold() throws {
        let all = Policy.Ways(push: true, pull: true)
        let year = Reductions(items: [.idonengappi: .year])
        for policy in [
            try policy(all, items: [.shimei, .idojiyu]), try policy(all, items: [.shimei, .idonengappi]), try policy(all, reductions: year),
        ] {
            let today = try day("2026-11-20")
            let before = Before.under([Before.Held(policy, .pull, on: today, today: today)])
            let telling = try told("in | in", before, Terms(policy, .pull, on: today), Standing(), Self.named)
            #expect(telling.word != .nothing && !telling.tellsReasons)
        }
    }

    @Test func aNumberThatComesToWaitLateIsNamedAsWaiting() throws {
        let terms = Terms(try policy(.init(push: true, pull: true)), .pull, on: try day("2026-11-20"))
        let given = GivenItems(terms, Standing(), isAsked: false)
        #expect(given.items.contains(Item.kojinbango) && given.waiting.isEmpty)
        #expect(!given.withoutNumber.items.contains(Item.kojinbango) && given.withoutNumber.waiting == ItemSet(.kojinbango))
        #expect(given.withoutNumber.withoutNumber == given.withoutNumber)
    }

    // MARK: what the words of a case mean

    private static let suppression: [Item] = [.yokushifuragu, .shiensochiKaishi, .shiensochiShuryo, .kariShiensochi]
    private static let items: [Item] = [.kojinbango, .shimei, .jushoChoaza, .idojiyu, .idonengappi]

    private func policy(
        _ ways: Policy.Ways, items: [Item] = Self.items, states: Set<ResidentState> = [.resident], born: AgeRule? = nil,
        reductions: Reductions = Reductions(), protected: PlaceOfProtected.Word? = nil
    ) throws -> Policy {
        Policy(
            system: .tax, label: "税務システム", department: "市民税課", catalogue: .register, items: ItemSet(items),
            confirmItems: ItemSet(.jushoKatagaki), consultation: "事前協議により決定",
            scope: .all([.state(states), born.map { .age($0) } ?? .any([.state(states)])]), purpose: "試験", legalBases: [], approvedBy: "試験",
            validFrom: try day("2026-04-01"), ways: ways, reductions: reductions,
            protected: protected.map { PlaceOfProtected($0, ground: "試験") })
    }

    private func before(_ had: Had, _ way: Way) throws -> Before {
        let all = Policy.Ways(push: true, pull: true, medium: true)
        let (yesterday, today) = (try day("2026-11-19"), try day("2026-11-20"))
        switch had {
        case .nothing: return .nothing
        case .something: return .something
        case .followed: return .under([.init(try policy(all), way, on: today, today: today)])
        case .wider: return .under([.init(try policy(all, states: [.resident, .movedOut]), way, on: today, today: today)])
        case .otherWay:
            let others = Policy.Ways(push: way != .push, pull: way != .pull, medium: way != .medium)
            return .under([.init(try policy(others, states: [.resident, .movedOut]), way, on: today, today: today)])
        case .more: return .under([.init(try policy(all, items: Self.items + [.setaibango], born: AgeRule(from: .reached(18))), way, on: today, today: today)])
        // Of age today.
        case .dayBefore: return .under([.init(try policy(all, born: AgeRule(from: .birthday(46))), way, on: yesterday, today: today)])
        }
    }

    private func told(_ versions: String, _ before: Before, _ terms: Terms, _ standing: Standing, _ cause: Cause) throws -> Telling {
        let sides = versions.split(separator: "|", omittingEmptySubsequences: false)
        let all = try sides.map { side in
            try side.split(separator: " ").map { word in
                PersonFacts(
                    state: word == "out" ? .movedOut : .resident, provisional: false, birthSortDay: word == "other" ? nil : try day("1980-11-20"),
                    wardCode: nil, householder: false, registeredBy: [], closedToOtherAffairs: false)
            }
        }
        let versions = all.flatMap(\.self)
        let states = States(Array(versions.dropLast()), areNew: all.first?.isEmpty ?? true)
        return tell(versions.last, before: before, states: states, now: terms, standing: standing, cause: cause)
    }

    private func words(_ telling: Telling, _ terms: Terms, _ cause: Cause) -> String {
        var words: [String] = []
        func name(_ word: String, _ items: ItemSet) {
            if !items.isEmpty { words.append(word + " " + items.items.map(\.rawValue).joined(separator: " ")) }
        }
        let refusal = telling.refusal.map { " \($0.code)" } ?? ""
        switch telling.word {
        case .nothing: words.append("nothing" + refusal)
        case .takeBack: words.append("take back" + refusal)
        case .awaitConfirmation(let kept, let withheld):
            words.append("await" + refusal)
            if withheld != (kept == terms.keepable ? [] : terms.items.intersection(.ofPlace)) { words.append("names others as withheld") }
            words.append(kept == terms.keepable ? "keeps all" : kept == terms.keepable.subtracting(.ofPlace) ? "keeps all but place" : "keeps \(kept.items)")
        case .set(let given):
            words.append("set")
            name("gives", given.items.subtracting(terms.policy.items))
            name("waits", given.waiting)
            name("declines", given.declined)
            let all = given.items.union(given.waiting).union(given.declined).union(given.withheld)
            if !all.isSuperset(of: terms.policy.items) { words.append("lacks items") }
            if !given.items.intersection(given.waiting.union(given.declined).union(given.withheld)).isEmpty { words.append("gives what it withholds") }
            if !given.waiting.isDisjoint(with: given.withheld) { words.append("lets keep what it withholds") }
            if !given.withheld.isEmpty { words.append(given.items.isDisjoint(with: .ofPlace) ? "nothing of place" : "some of place") }
        }
        if telling.isWithheld { words.append("withheld") }
        if telling.tellsReasons { words.append("reasons") }
        if cause == .question, let asks = telling.asks { words.append((["asks"] + asks.items.map(\.rawValue)).joined(separator: " ")) }
        return words.joined(separator: ", ")
    }
}
