import AccessControlStand
import Addressee
import ConnectorKit
import Departments
import Foundation
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Keys
@testable import Register
@testable import Sharing

/// 保留の決定: two people decide on what waits, the register has it in the same transaction, and every receiver converges.
@Suite(.timeLimit(.minutes(10))) struct HeldDecisionsTests {
    private static let first = Staff.with(.correct, .seePerson, account: "2001")
    private static let other = Staff.with(.correct, .seePerson, account: "2002")
    private static let why = "届書と突き合わせた"
    private static let one = Numbers.individual(1)

    private struct Receivers {
        var pulled = HeldState()
        let pushed = Receiver()
    }

    /// Two residents, 1 and 2, the second with the number of the first; a receiver that pulls and one that is pushed had the first before.
    private func withClaim(_ body: (TestHub, HeldDecisions, inout Receivers) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango, .juminhyokodo, .shimei], scope: NumberClaims.everyone))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            var receivers = Receivers()
            try await converge(hub, &receivers)
            try await hub.take([NumberClaims.second()])
            try await hub.settle()
            try await converge(hub, &receivers)
            try await body(hub, hub.heldDecisions, &receivers)
        }
    }

    private func converge(_ hub: TestHub, _ receivers: inout Receivers) async throws {
        try await hub.settle()
        try await receivers.pulled.catchUp(hub)
        try await hub.worker(receivers.pushed).run(untilIdle: true)
        let full = try HeldState.of(ndjson: try await hub.full().bytes)
        #expect(receivers.pulled.differences(from: full) == [])
        #expect(HeldState.states(receivers.pushed.held) == HeldState.states(full))
    }

    /// Who has which number, as everybody is told.
    private func expect(_ hub: TestHub, _ receivers: inout Receivers, _ numbers: [Int: Int?], waiting: Set<Int> = []) async throws {
        try await converge(hub, &receivers)
        for (n, number) in numbers {
            let entry = receivers.pulled.held[ResidentRow.number(n)]
            let wanted = try number.map { try IndividualNumber(Numbers.individual($0)) }
            #expect(entry?.individualNumber == wanted, "person \(n)")
            #expect(entry?.waiting == (waiting.contains(n) ? [.kojinbango] : []), "person \(n)")
        }
    }

    private func decide(_ decisions: HeldDecisions, _ decision: HeldDecision, _ id: Int64 = 1) async throws {
        try await decisions.decide(by: Self.first, id, as: decision, because: Self.why)
        try await decisions.confirm(by: Self.other, id, because: Self.why)
    }

    private func refusal<R>(_ body: () async throws -> R) async -> String? {
        do {
            _ = try await body()
            return nil
        } catch { return (error as? HeldRefused)?.code ?? (error as? AccessRefused)?.code ?? "\(error)" }
    }

    // MARK: claims

    @Test(arguments: [HeldDecision.reject, .new]) func aClaimThatIsRejectedGivesTheNumberBackToTheFirst(decision: HeldDecision) async throws {
        try await withClaim { hub, decisions, receivers in
            try await decide(decisions, decision)
            try await expect(hub, &receivers, [1: 1, 2: nil])
            // The same number again changes nothing, and asks nothing.
            let report = try await hub.take([NumberClaims.second().next("42")])
            #expect(report.accepted == 1 && report.claimed == 0)
            try await expect(hub, &receivers, [1: 1, 2: nil])
            try await hub.take([NumberClaims.second().next("42").next("47") { $0[.kojinbango] = Numbers.individual(2) }])
            try await expect(hub, &receivers, [1: 1, 2: 2])
        }
    }

    @Test func aNumberThatNeverWasTheFirstsIsTheSecondsAndTheFirstGetsTheRightOne() async throws {
        try await withClaim { hub, decisions, receivers in
            try await decide(decisions, .neverHers)
            try await expect(hub, &receivers, [1: nil, 2: 1])
            #expect(try await hub.count("SELECT count(*) FROM register.integrated_number") == 1, "nobody is renumbered")
            let receipts = try await PersonLookup(provisioning: hub.provisioning).receivers(by: Self.first, ofEntry: 1)
            #expect(Set(receipts.map(\.way)).isSuperset(of: ["delta", "push"]) && receipts.allSatisfy { $0.addresseeNumber == ResidentRow.number(1) })
            #expect(try await hub.take([ResidentRow(1).next("47") { $0[.kojinbango] = Numbers.individual(9) }]).claimed == 0)
            try await expect(hub, &receivers, [1: 9, 2: 1])
            #expect(try await hub.count("SELECT count(*) FROM register.integrated_number") == 2)
        }
    }

    @Test func aLinkIsTakenBackWithoutRenumberingAndTellsWhatWasProvidedMeanwhile() async throws {
        try await withClaim { hub, decisions, receivers in
            try await decide(decisions, .link)
            try await expect(hub, &receivers, [1: 1, 2: 1])
            #expect(try await decisions.undo(by: Self.other, 1, because: Self.why))
            let own = await refusal { try await decisions.confirm(by: Self.other, 1, because: Self.why) }
            #expect(own == "H0014")
            try await decisions.confirm(by: Self.first, 1, because: Self.why)
            try await expect(hub, &receivers, [1: nil, 2: nil], waiting: [1, 2])
            let receipts = try await PersonLookup(provisioning: hub.provisioning).receivers(by: Self.first, ofEntry: 1)
            #expect(!receipts.isEmpty && receipts.allSatisfy { $0.addresseeNumber == ResidentRow.number(2) })
            #expect(try await hub.count("SELECT count(*) FROM register.integrated_number") == 1)
            // And it can be decided otherwise.
            try await decide(decisions, .neverHers)
            try await expect(hub, &receivers, [1: nil, 2: 1])
        }
    }

    @Test func aClaimThatIsSentBackGoesOnWaitingForTheRightNumber() async throws {
        try await withClaim { hub, decisions, receivers in
            try await decide(decisions, .correct)
            try await expect(hub, &receivers, [1: nil, 2: nil], waiting: [1, 2])
            try await hub.take([NumberClaims.second().next("47") { $0[.kojinbango] = Numbers.individual(2) }])
            try await expect(hub, &receivers, [1: 1, 2: 2])
        }
    }

    /// The number that never was hers stood beside one that was: it gets an integrated number of its own.
    @Test func ofSeveralNumbersOfOnePersonTheWrongOneIsSetApart() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango, .shimei]))
            try await hub.advance("2026-11-20")
            let changed = ResidentRow(1).next("45") { $0[.kojinbango] = Numbers.individual(7) }
            try await hub.take([ResidentRow(1), changed])
            try await hub.take([ResidentRow(2).with { $0[.kojinbango] = Numbers.individual(7) }])
            try await decide(hub.heldDecisions, .neverHers)
            try await hub.take([changed.next("47") { $0[.kojinbango] = Self.one }])
            var receivers = Receivers()
            try await expect(hub, &receivers, [1: 1, 2: 7])
            #expect(try await hub.count("SELECT count(*) FROM register.integrated_number") == 2)
            try await NumberClaims.expectNobodyDoubled(hub)
        }
    }

    @Test(arguments: [HeldDecision.reject, .neverHers]) func aCodeIsDecidedLikeANumber(decision: HeldDecision) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.juminhyokodo, .shimei]))
            try await hub.advance("2026-11-20")
            let code = NumberClaims.code(1)
            try await hub.take((1...2).map { ResidentRow($0).with { $0[.juminhyokodo] = code } })
            try await decide(hub.heldDecisions, decision)
            var receivers = Receivers()
            try await converge(hub, &receivers)
            let owner = decision == .reject ? 1 : 2
            for n in 1...2 {
                #expect(receivers.pulled.held[ResidentRow.number(n)]?.items[.juminhyokodo] == (n == owner ? code : nil))
                #expect(receivers.pulled.held[ResidentRow.number(n)]?.waiting == [])
            }
            try await NumberClaims.expectNobodyDoubled(hub)
        }
    }

    // MARK: corrections (C6)

    /// Case: the wrong number of one is corrected, and the right owner waits.
    @Test(arguments: [HeldDecision.changed, .neverHers], [true, false])
    func aCorrectionIsOneOfTwoActs(decision: HeldDecision, othersCameMeanwhile: Bool) async throws {
        try await withClaim { hub, decisions, receivers in
            let corrected = ResidentRow(1).next("46") { $0[.kojinbango] = Numbers.individual(9) }
            #expect(try await hub.take([corrected]).held == 1)
            if othersCameMeanwhile { #expect(try await hub.take([corrected.next("41") { $0[.jushoChoaza] = "北本町" }]).accepted == 1) }
            try await decide(decisions, decision, 2)
            if decision == .neverHers {
                // The number that was left is its only claimant's.
                try await expect(hub, &receivers, [1: 9, 2: 1])
                #expect(try await hub.count("SELECT count(*) FROM register.integrated_number") == 2)
                #expect(try await hub.text("SELECT state::text FROM intake.held WHERE held_id = 1") == "s")
            } else {
                // The number is hers by another name: the claim on the old one still waits.
                #expect(try await hub.count("SELECT count(*) FROM register.integrated_number") == 1)
                try await decide(decisions, .reject, 1)
                try await expect(hub, &receivers, [1: 9, 2: nil])
            }
            try await NumberClaims.expectNobodyDoubled(hub)
            let receipts = try await PersonLookup(provisioning: hub.provisioning).receivers(by: Self.first, ofEntry: 2)
            #expect(receipts.isEmpty == (decision == .changed))
        }
    }

    // MARK: rows

    @Test(arguments: [HeldDecision.new, .link, .reject]) func aDepartmentsRowIsDecided(decision: HeldDecision) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango, .shimei], scope: NumberClaims.everyone))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            let row = NonResidentRow(2, number: "T2").with {
                $0[.kojinbango] = Self.one
                $0[.seinengappi] = "1999-09-09"
            }
            #expect(try await hub.take([row], from: .tax).held == 1)
            let decisions = hub.heldDecisions
            try await decide(decisions, decision)
            var receivers = Receivers()
            try await converge(hub, &receivers)
            let entry = receivers.pulled.held["T2"]
            switch decision {
            case .link: #expect(entry?.individualNumber == (try IndividualNumber(Self.one)))
            case .new: #expect(entry != nil && entry?.individualNumber == nil && entry?.waiting == [])
            default: #expect(entry == nil)
            }
            #expect(receivers.pulled.held[ResidentRow.number(1)]?.individualNumber != nil)
            guard decision == .link else { return }
            // And taken back: registered, without the number, and waiting.
            try await decisions.undo(by: Self.first, 1, because: Self.why)
            try await decisions.confirm(by: Self.other, 1, because: Self.why)
            try await converge(hub, &receivers)
            #expect(receivers.pulled.held["T2"]?.individualNumber == nil && receivers.pulled.held["T2"]?.waiting == [.kojinbango])
        }
    }

    @Test(arguments: [HeldDecision.new, .link]) func aNumberThatLostItsZerosIsDecided(decision: HeldDecision) async throws {
        try await TestHub.with { hub in
            let whole = ResidentRow(1).with { $0[.atenabango] = "000000000002501" }
            try await hub.take([whole])
            #expect(
                try await hub.take([
                    whole.next("41") {
                        $0[.atenabango] = "2501"
                        $0[.jushoChoaza] = "北本町"
                    }
                ]).held == 1)
            let decisions = hub.heldDecisions
            if decision == .new {
                // A further person with the same number: registered without it, and asked about.
                try await decisions.decide(by: Self.first, 1, as: .new, because: Self.why)
                try await decisions.confirm(by: Self.other, 1, because: Self.why)
                #expect(try await hub.count("SELECT count(*) FROM register.addressee") == 2)
                #expect(try await hub.count("SELECT count(*) FROM intake.held WHERE kind = 'c' AND state = 'w'") == 1)
            } else {
                try await decide(decisions, .link)
                #expect(try await hub.count("SELECT count(*) FROM register.addressee") == 1)
                #expect(try await hub.text("SELECT jusho_choaza FROM register.version WHERE history_number = 2") == "北本町")
            }
            try await NumberClaims.expectNobodyDoubled(hub)
        }
    }

    @Test func aRowThatNoLongerAppliesIsRefusedAndNothingIsHalfDone() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            let wrong = ResidentRow(1).next("42") { $0[.kojinbango] = Numbers.individual(8) }
            #expect(try await hub.take([wrong]).held == 1)
            try await hub.take([ResidentRow(1).next("21")])
            let decisions = hub.heldDecisions
            try await decisions.decide(by: Self.first, 1, as: .changed, because: Self.why)
            try await decisions.confirm(by: Self.other, 1, because: Self.why)
            // The row is out of date; the number alone was decided.
            #expect(try await hub.count("SELECT max(number_ordinal)::bigint FROM register.version") == 2)
            #expect(try await hub.text("SELECT juminjotai FROM register.version ORDER BY history_number DESC LIMIT 1") == "2")
        }
    }

    // MARK: people

    @Test func oneAloneDecidesNothing() async throws {
        try await withClaim { hub, decisions, _ in
            #expect(await refusal { try await decisions.confirm(by: Self.other, 1, because: Self.why) } == "H0018")
            #expect(await refusal { try await decisions.decide(by: Self.first, 1, as: .changed, because: Self.why) } == "H0011")
            #expect(await refusal { try await decisions.decide(by: Self.first, 9, as: .link, because: Self.why) } == "H0010")
            #expect(await refusal { try await decisions.decide(by: Self.first, 1, as: .link, because: "あ") } == "H0012")
            #expect(await refusal { try await decisions.decide(by: Staff.service(.correct), 1, as: .link, because: Self.why) } == "H0013")
            #expect(await refusal { try await decisions.decide(by: Staff.without(.correct), 1, as: .link, because: Self.why) } == "A0001")
            try await decisions.decide(by: Self.first, 1, as: .link, because: Self.why)
            #expect(await refusal { try await decisions.decide(by: Self.other, 1, as: .reject, because: Self.why) } == "H0010")
            #expect(await refusal { try await decisions.confirm(by: Self.first, 1, because: Self.why) } == "H0014")
            #expect(try await hub.count("SELECT count(*) FROM register.tie_act") == 0)
            #expect(try await decisions.undo(by: Self.first, 1, because: Self.why) == false)
            #expect(await refusal { try await decisions.confirm(by: Self.other, 1, because: Self.why) } == "H0018")
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind LIKE 'held.%' AND is_failure") == 9)
        }
    }

    @Test func theListHasPagesAndFiltersAndOldRowsToo() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            try await hub.take((2...6).map { NumberClaims.second($0, isTwin: false) })
            try await hub.take([ResidentRow(1).next("46") { $0[.kojinbango] = Numbers.individual(50) }])
            let decisions = hub.heldDecisions
            var (seen, after): ([Int64], Int64?) = ([], nil)
            while true {
                let page = try await decisions.list(by: Self.first, after: after, limit: 2)
                seen += page.entries.map(\.id)
                after = page.entries.last?.id
                if !page.more { break }
            }
            #expect(seen == [1, 2, 3, 4, 5, 6])
            var filter = HeldFilter()
            filter.code = "H0003"
            #expect(try await decisions.list(by: Self.first, filter).entries.map(\.id) == [6])
            filter = HeldFilter()
            filter.number = try AddresseeNumber(ResidentRow.number(3))
            #expect(try await decisions.list(by: Self.first, filter).entries.count == 1)
            #expect(await refusal { try await decisions.list(by: Self.first, limit: 0) } == "H0008")
            #expect(await refusal { try await decisions.list(by: Staff.with(.seePerson)) } == "A0001")
            // A row from before the header was kept stands in the layout's own order.
            try await hub.rewrite(.held, "UPDATE intake.held SET columns = NULL, row_digest = NULL WHERE held_id = 6")
            try await decide(decisions, .changed, 6)
        }
    }

    @Test func anEntryIsShownSideBySideWithoutItsNumbersAndTheLogSaysWho() async throws {
        try await withClaim { hub, _, _ in
            let staff = PersonLookup(provisioning: hub.provisioning)
            let sheet = try await staff.held(by: Self.first, 1, reason: .init(.correction, "番号の競合の確認"))
            let name = try #require(sheet.lines.first { $0.label == Item.shimei.label })
            #expect(name.row == ResidentRow(1)[.shimei] && name.person == name.row && name.other == name.row && !name.differs)
            let place = try #require(sheet.lines.first { $0.label == Item.jushoBanchigohyoki.label })
            #expect(place.differs)
            let number = try #require(sheet.lines.first { $0.label == Item.kojinbango.label })
            #expect(number.person == "なし" && number.other == "届いた番号と同じ")
            #expect(!sheet.lines.contains { "\($0.row)\($0.person)\($0.other)".contains(Self.one) })
            #expect("\(sheet)".contains("****"))
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'held.shown' AND by_whom = 'staff 2001'") == 1)
            await #expect(throws: LookupRefused.self) { _ = try await staff.held(by: Self.first, 1, reason: .init(.correction, "")) }
            await #expect(throws: AccessRefused.self) { _ = try await staff.held(by: Staff.with(.correct), 1, reason: .init(.correction, Self.why)) }
        }
    }

    @Test func theAddressOfAProtectedPersonIsNotShownBesideAnother() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1).with { $0[.yokushifuragu] = "1" }])
            try await hub.take([NumberClaims.second(isTwin: false)])
            let staff = PersonLookup(provisioning: hub.provisioning)
            let sheet = try await staff.held(by: Self.first, 1, reason: .init(.correction, Self.why))
            #expect(!sheet.lines.contains { $0.label == Item.jushoBanchigohyoki.label } && !sheet.warnings.isEmpty)
            let clerk = Staff.with(.correct, .seePerson)
            // Of the row's own person alone it does not serve: the other is the protected one.
            let one = try #require(try await hub.text("SELECT atenabango FROM intake.held WHERE held_id = 1"))
            try await hub.releasing(AddresseeNumber(one), to: clerk)
            #expect(
                try await !staff.held(by: clerk, 1, reason: .init(.correction, Self.why)).lines.contains { $0.label == Item.jushoBanchigohyoki.label })
            try await hub.releasing(AddresseeNumber(ResidentRow.number(1)), to: clerk)
            let whole = try await staff.held(by: clerk, 1, reason: .init(.correction, Self.why))
            #expect(whole.lines.contains { $0.label == Item.jushoBanchigohyoki.label })
        }
    }

    // MARK: modules

    @Test(arguments: DepartmentKind.all) func aModuleKeepsTheNumberItHadWhileItWaits(kind: DepartmentKind) async throws {
        try await TestHub.with { hub in
            let system = kind.systemName
            try await hub.load(TestPolicy(system: system, items: [.kojinbango, .juminhyokodo, .shimei, .juminjotai, .seinengappi]))
            try await hub.advance("2026-11-20")
            let code = NumberClaims.code(1)
            try await hub.take([ResidentRow(1).with { $0[.juminhyokodo] = code }])
            let module = hub.module(kind)
            func deliver() async throws {
                try await hub.settle()
                try await hub.worker(module, system: system).run(untilIdle: true)
            }
            func held() async throws -> (number: Bool, code: Bool, waiting: Int64) {
                let row = try #require(
                    try await hub.rows(
                        """
                        SELECT kojinbango_sealed IS NOT NULL, items ->> 'juminhyokodo' IS NOT NULL, waiting FROM \(unsafeSQL: kind.schema).person
                        WHERE atenabango = \(ResidentRow.number(1))
                        """
                    ).first)
                return try row.decode((Bool, Bool, Int64).self)
            }
            try await deliver()
            #expect(try await held() == (true, true, 0))
            try await hub.take([NumberClaims.second().with { $0[.juminhyokodo] = code }])
            try await deliver()
            #expect(try await held() == (true, true, ItemSet([.kojinbango, .juminhyokodo]).rawValue))
            let report = try await Reconciliation(provisioning: hub.provisioning).compare(system, "addressee", with: module)
            #expect(report.agrees && report.undecided == 2)
            try await decide(hub.heldDecisions, .neverHers)
            try await deliver()
            #expect(try await held() == (false, false, 0))
            #expect(try await Reconciliation(provisioning: hub.provisioning).compare(system, "addressee", with: module).agrees)
        }
    }

    @Test func aRotationSealsWhatWaitsAnew() async throws {
        try await withClaim { hub, decisions, receivers in
            var ring = try KeyRing.open(directory: hub.path("keys"))
            try ring.rotate()
            _ = try hub.vault.keys.reload()
            #expect(try await hub.vault.reencryptHeld(limit: 10, pool: hub.pool) == .init(count: 1))
            try await decide(decisions, .neverHers)
            try await expect(hub, &receivers, [1: nil, 2: 1])
        }
    }
}
