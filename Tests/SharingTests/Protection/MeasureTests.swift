import AccessControlStand
import Addressee
import AuditTrail
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Register
@testable import Sharing

/// 支援措置: set at once by a clerk for everybody under the numbers; ended by two people, and by nothing else.
@Suite(.timeLimit(.minutes(10))) struct MeasureTests {
    static let clerk = Staff.with(.protectPersons, account: "3001")
    static let lifter = Staff.with(.liftSuppression, account: "3002")
    static let other = Staff.with(.liftSuppression, account: "3003")
    static let why = "加害者が死亡したため"
    private static let reason = LookupReason(.inquiry, "窓口での問い合わせ")

    private func withHub(_ body: (TestHub) async throws -> Void) async throws { try await ProtectedResidents.with(body) }

    private func measures(_ hub: TestHub, at clock: TestClock = TestClock()) -> ProtectionMeasures {
        ProtectionMeasures(pool: hub.staffed, vault: hub.vault, now: { clock.now })
    }

    private func terms(until: String = "2027-11-19") -> ProtectionMeasures.Terms {
        .init(ground: "配偶者暴力防止法（避難先を知られるおそれ）", sourceOffice: "配偶者暴力相談支援センター", note: "同居の子を含む", until: day(until))
    }

    private func named(_ numbers: Int...) throws -> [ProtectedPerson] { try numbers.map { .addressee(try AddresseeNumber(ResidentRow.number($0))) } }

    @Test func aClerkProtectsAGroupAtOnceUnderEveryNumberAndReceiversErase() async throws {
        try await withHub { hub in
            // A record of the tax office under the first resident's individual number.
            try await hub.take([NonResidentRow(1, number: "N1").with { $0[.shimei] = ResidentRow(1)[.shimei] }], from: .tax)
            try await hub.settle()
            var board = HeldState()
            try await board.catchUp(hub, .educationBoard)
            let receiver = Receiver()
            try await hub.worker(receiver, system: .educationBoard).run(untilIdle: true)
            #expect(hub.withheld(board.held) == [] && hub.withheld(receiver.held) == [])
            let integrated = try #require(
                try await hub.text("SELECT register.with_check_digit(running_number) FROM register.version ORDER BY addressee_id LIMIT 1"))
            let receipt = try await measures(hub).set(
                by: Self.clerk, [.integrated(try IntegratedAddresseeNumber(integrated))] + named(2), terms())
            #expect(receipt.records == 3 && !receipt.isExtension)
            // At once: nobody waits for the journal.
            for number in [ResidentRow.number(1), ResidentRow.number(2), "N1"] {
                let sheet = try await hub.sheet(number)
                #expect(sheet.protection.isSuppressed && sheet.protection.until == day("2027-11-19") && sheet.isAddressWithheld, "\(number)")
            }
            #expect(try await Set(hub.person(ResidentRow.number(1), .educationBoard).withheld).contains(.jushoChoaza))
            try await hub.settle()
            try await board.catchUp(hub, .educationBoard)
            try await hub.worker(receiver, system: .educationBoard).run(untilIdle: true)
            let full = try HeldState.of(ndjson: try await hub.full(.educationBoard).bytes)
            for held in [board.held, receiver.held, full] { #expect(hub.withheld(held) == [1, 2]) }
            // Who is told of protection is told of this one.
            let told = try await hub.person(ResidentRow.number(2))
            #expect(told.items[.yokushifuragu] == "1" && told.items[.shiensochiShuryo] == "2027-11-19" && told.items[.jushoChoaza] == "南本町")
            // An event for each, and no person in what stands open.
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'protection.set' AND addressee_id IS NOT NULL") == 2)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'protection.set' AND body LIKE \("%\(ResidentRow.number(1))%")") == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'protection.set' AND body LIKE '%避難%'") == 0)
        }
    }

    @Test func whoMayNotOrSaysTooLittleProtectsNobodyAndIsOnRecord() async throws {
        try await withHub { hub in
            let measures = measures(hub)
            let person = try named(1)
            await #expect(throws: AccessRefused.self) { try await measures.set(by: Staff.without(.protectPersons), person, terms()) }
            await #expect(throws: AccessRefused.self) { try await measures.set(by: Staff.service(.operateDeliveries), person, terms()) }
            await #expect(throws: ProtectionRefused.onlyPersons) { try await measures.set(by: Staff.service(.protectPersons), person, terms()) }
            await #expect(throws: ProtectionRefused.noGround) {
                try await measures.set(by: Self.clerk, person, .init(ground: "なし", sourceOffice: "警察署", until: day("2027-11-19")))
            }
            await #expect(throws: ProtectionRefused.noGround) {
                try await measures.set(by: Self.clerk, person, .init(ground: "ストーカー規制法による", sourceOffice: "", until: day("2027-11-19")))
            }
            await #expect(throws: ProtectionRefused.wrongDays) { try await measures.set(by: Self.clerk, person, terms(until: "2026-11-20")) }
            await #expect(throws: ProtectionRefused.unknown) { try await measures.set(by: Self.clerk, named(1, 99), terms()) }
            await #expect(throws: ProtectionRefused.tooMany) { try await measures.set(by: Self.clerk, [], terms()) }
            #expect(try await hub.count("SELECT count(*) FROM register.protection") == 0)
            #expect(try await hub.count("SELECT count(*) FROM register.measure_term") == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'protection.set' AND is_failure") == 8)
        }
    }

    @Test func noFileEndsWhatAClerkSetNorWhatAVersionStated() async throws {
        try await withHub { hub in
            _ = try await measures(hub).set(by: Self.clerk, named(1), terms())
            let stated = ResidentRow(2).next("43") { ($0[.yokushifuragu], $0[.shiensochiKaishi], $0[.shiensochiShuryo]) = ("1", "2026-11-02", "2027-11-01") }
            #expect(try await hub.take([ResidentRow(1).next("43") { $0[.tsusho] = "通称" }, stated]).accepted == 2)
            #expect(
                try await hub.take([
                    stated.next("43") { ($0[.yokushifuragu], $0[.shiensochiKaishi], $0[.shiensochiShuryo], $0[.tsusho]) = ("0", "", "", "通称") }
                ]).accepted == 1)
            try await hub.settle()
            for (n, until) in [(1, "2027-11-19"), (2, "2027-11-01")] {
                let protection = try await hub.sheet(ResidentRow.number(n)).protection
                #expect(protection.isSuppressed && protection.until == day(until), "\(n)")
                #expect(try await hub.person(ResidentRow.number(n)).items[.yokushifuragu] == "1", "\(n)")
            }
            let full = try HeldState.of(ndjson: try await hub.full(.educationBoard).bytes)
            #expect(hub.withheld(full) == [1, 2])
        }
    }

    @Test func aMeasureWhoseYearIsOverGoesOnAndIsListedUntilItIsExtended() async throws {
        try await withHub { hub in
            let clock = TestClock()
            let measures = measures(hub, at: clock)
            let first = try await measures.set(by: Self.clerk, named(1, 2), terms())
            #expect(try await measures.due(by: Self.clerk).isEmpty)
            clock.now = clock.now.adding(seconds: 370 * 86_400)
            let due = try await measures.due(by: Self.lifter, within: 0)
            #expect(due.map(\.measure) == [first.measure] && due.first?.addresseeNumbers == [ResidentRow.number(1), ResidentRow.number(2)])
            #expect(try await hub.pool.withConnection { try await ProtectionMeasures.countDue(on: clock.now.day, $0) } == 1)
            #expect(try await hub.sheet(ResidentRow.number(1)).isAddressWithheld)
            // The same persons again: the same measure, with another term.
            let second = try await measures.set(by: Self.clerk, named(2, 1), terms(until: "2028-11-19"))
            #expect(second.isExtension && second.measure == first.measure && second.records == 2)
            #expect(try await measures.due(by: Self.clerk).isEmpty)
            #expect(try await hub.sheet(ResidentRow.number(2)).protection.until == day("2028-11-19"))
            // What only a file stated is on the list, too.
            #expect(
                try await hub.take([ResidentRow(3).next("43") { ($0[.shiensochiKaishi], $0[.shiensochiShuryo]) = ("2025-11-02", "2026-11-01") }]).accepted == 1)
            let stated = try await measures.due(by: Self.clerk)
            #expect(stated.map(\.measure) == [nil] && stated.first?.addresseeNumbers == [ResidentRow.number(3)])
        }
    }

    @Test func twoPeopleEndItForTheGroupAndReceiversAreGivenAgain() async throws {
        try await withHub { hub in
            let measures = measures(hub)
            try await hub.take([NonResidentRow(1, number: "N1").with { $0[.shimei] = ResidentRow(1)[.shimei] }], from: .tax)
            // Somebody of the same household, and somebody who is protected by a file alone.
            let receipt = try await measures.set(by: Self.clerk, named(1, 2), terms())
            try await hub.settle()
            var board = HeldState()
            try await board.catchUp(hub, .educationBoard)
            #expect(hub.withheld(board.held) == [1, 2])
            let proposal = try await measures.proposeEnd(by: Self.lifter, of: [], measure: receipt.measure, because: Self.why)
            #expect(try await hub.sheet(ResidentRow.number(1)).isAddressWithheld)
            #expect(try await measures.waitingEnds(by: Self.other).map(\.proposal) == [proposal])
            await #expect(throws: ProtectionRefused.waitsAlready) {
                try await measures.proposeEnd(by: Self.other, of: named(2), measure: receipt.measure, because: Self.why)
            }
            await #expect(throws: ProtectionRefused.samePerson) { try await measures.approveEnd(by: Self.lifter, proposal, because: Self.why) }
            await #expect(throws: AccessRefused.self) { try await measures.approveEnd(by: Self.clerk, proposal, because: Self.why) }
            await #expect(throws: ProtectionRefused.noReason) { try await measures.approveEnd(by: Self.other, proposal, because: "可") }
            let ended = try await measures.approveEnd(by: Self.other, proposal, because: Self.why)
            #expect(ended.persons == 2 && ended.records == 3 && ended.stayProtected == 0)
            await #expect(throws: ProtectionRefused.notWaiting) { try await measures.approveEnd(by: Self.other, proposal, because: Self.why) }
            for number in [ResidentRow.number(1), ResidentRow.number(2), "N1"] { #expect(try await !hub.sheet(number).protection.holds, "\(number)") }
            try await hub.settle()
            try await board.catchUp(hub, .educationBoard)
            let full = try HeldState.of(ndjson: try await hub.full(.educationBoard).bytes)
            #expect(hub.withheld(full) == [] && hub.withheld(board.held) == [] && board.differences(from: full) == [])
            #expect(try await hub.person(ResidentRow.number(1)).items[.yokushifuragu] == nil)
            #expect(try await measures.standing(by: Self.clerk).isEmpty)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'protection.end-decided' AND NOT is_failure") == 2)
            #expect(try await hub.untrueRows().isEmpty)
            // Set again, it holds again.
            #expect(try await measures.set(by: Self.clerk, named(1), terms()).records == 2)
            #expect(try await hub.sheet(ResidentRow.number(1)).isAddressWithheld)
            #expect(try await !hub.sheet(ResidentRow.number(2)).isAddressWithheld)
        }
    }

    @Test func whatAFileStatedIsEndedByTwoAndARowThatStatesItAfterwardsProtectsAgain() async throws {
        try await withHub { hub in
            let measures = measures(hub)
            let stated = ResidentRow(1).next("43") { ($0[.yokushifuragu], $0[.shiensochiKaishi]) = ("1", "2026-11-02") }
            #expect(try await hub.take([stated]).accepted == 1)
            await #expect(throws: ProtectionRefused.notProtected) { try await measures.proposeEnd(by: Self.lifter, of: named(2), because: Self.why) }
            let proposal = try await measures.proposeEnd(by: Self.lifter, of: named(1), because: Self.why)
            try await measures.approveEnd(by: Self.other, proposal, because: Self.why)
            // The version states it still, and was ended.
            #expect(try await !hub.sheet(ResidentRow.number(1)).protection.holds)
            #expect(try await hub.person(ResidentRow.number(1)).items[.yokushifuragu] == nil)
            // One that comes after is new.
            #expect(try await hub.take([stated.next("43") { $0[.tsusho] = "通称" }]).accepted == 1)
            #expect(try await hub.sheet(ResidentRow.number(1)).protection.isSuppressed)
        }
    }

    @Test func whoIsUnderAnotherMeasureStaysProtected() async throws {
        try await withHub { hub in
            let measures = measures(hub)
            let both = try await measures.set(by: Self.clerk, named(1, 2), terms())
            let own = try await measures.set(by: Self.clerk, named(2), terms())
            #expect(own.measure != both.measure)
            await #expect(throws: ProtectionRefused.coveredBy([both.measure, own.measure])) {
                try await measures.proposeEnd(by: Self.lifter, of: named(2), because: Self.why)
            }
            let proposal = try await measures.proposeEnd(by: Self.lifter, of: [], measure: both.measure, because: Self.why)
            let ended = try await measures.approveEnd(by: Self.other, proposal, because: Self.why)
            #expect(ended.persons == 1 && ended.stayProtected == 1)
            #expect(try await !hub.sheet(ResidentRow.number(1)).isAddressWithheld)
            #expect(try await hub.sheet(ResidentRow.number(2)).isAddressWithheld)
            await #expect(throws: ProtectionRefused.unknownMeasure) {
                try await measures.proposeEnd(by: Self.lifter, of: [], measure: both.measure, because: Self.why)
            }
            // A row in the past of the other measure does not make it ended either.
            let rejected = try await measures.proposeEnd(by: Self.lifter, of: named(2), measure: own.measure, because: Self.why)
            try await measures.rejectEnd(by: Self.other, rejected, because: "まだ危険がある")
            #expect(try await hub.sheet(ResidentRow.number(2)).isAddressWithheld)
        }
    }

    @Test func whoHasTheSetUpCodeFromTheOtherIsNoSecondPerson() async throws {
        try await withHub { hub in
            for (account, by) in [("3002", "3003"), ("3004", "9"), ("3005", "9")] {
                _ = try await hub.admin.execute("INSERT INTO access.person (account, opened_at, name, by_whom) VALUES (\(account), now(), '試験', \(by))")
                _ = try await hub.admin.execute("INSERT INTO access.credential (account, set_up_by, set_up_on) VALUES (\(account), \(by), '2026-11-01')")
            }
            let measures = measures(hub)
            let receipt = try await measures.set(by: Self.clerk, named(1), terms())
            let proposal = try await measures.proposeEnd(by: Self.lifter, of: [], measure: receipt.measure, because: Self.why)
            await #expect(throws: ProtectionRefused.notTwoPeople) { try await measures.approveEnd(by: Self.other, proposal, because: Self.why) }
            let releases = PlaceReleases(provisioning: hub.clerking)
            let request = try await releases.ask(
                by: Staff.with(.seePerson, account: "3004"), AddresseeNumber(ResidentRow.number(1)), because: "本人への郵便物の送付")
            await #expect(throws: ProtectionRefused.notTwoPeople) {
                try await releases.decide(by: Staff.with(.liftSuppression, account: "3005"), request, isReleased: true, because: "郵送が必要なため")
            }
            #expect(try await hub.sheet(ResidentRow.number(1)).isAddressWithheld)
        }
    }

    @Test func oneOfTwoWhoApproveAtOnceEndsItOnce() async throws {
        try await withHub { hub in
            let measures = measures(hub)
            let receipt = try await measures.set(by: Self.clerk, named(1), terms())
            let proposal = try await measures.proposeEnd(by: Self.lifter, of: [], measure: receipt.measure, because: Self.why)
            let approved = await withTaskGroup(of: Bool.self) { group in
                for account in ["3003", "3006", "3007"] {
                    group.addTask {
                        do {
                            _ = try await measures.approveEnd(by: Staff.with(.liftSuppression, account: account), proposal, because: Self.why)
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(approved == 1)
            #expect(try await hub.count("SELECT count(*) FROM register.protection_end") == 1)
            #expect(try await hub.count("SELECT count(*) FROM register.end_decision") == 1)
        }
    }

    /// Two clerks at the same moment: one measure, or two, and everybody protected.
    @Test func clerksWhoSetAtOnceDoNotStandInEachOthersWay() async throws {
        try await withHub { hub in
            let measures = measures(hub)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for numbers in [[1, 2], [2, 1], [2, 3], [3, 1]] {
                    let persons = try numbers.map { ProtectedPerson.addressee(try AddresseeNumber(ResidentRow.number($0))) }
                    group.addTask { _ = try await measures.set(by: Self.clerk, persons, terms()) }
                }
                try await group.waitForAll()
            }
            #expect(try await measures.standing(by: Self.clerk).count == 3)
            for n in 1...3 { #expect(try await hub.sheet(ResidentRow.number(n)).isAddressWithheld) }
        }
    }

    @Test func rowsPutInBySQLEndNothing() async throws {
        try await withHub { hub in
            let measures = measures(hub)
            let receipt = try await measures.set(by: Self.clerk, named(1, 2), terms())
            try await hub.settle()
            // As the login of the service could.
            func forge(_ sql: Query) async throws { _ = try await hub.pool.execute(sql) }
            try await forge(
                """
                INSERT INTO register.end_proposal (proposed_at, measure_id, proposed_by, reason, addressee_ids)
                SELECT now(), \(receipt.measure), '3002', '偽の申し出', array_agg(addressee_id) FROM register.measure_person
                """)
            try await forge("INSERT INTO register.end_decision (proposal_id, decided_at, approved, decided_by, reason) VALUES (1, now(), true, '3003', '偽の決定')")
            try await forge(
                """
                INSERT INTO register.protection_end (addressee_id, journal_position, ended_at, proposal_id)
                SELECT addressee_id, nextval('journal.position'), now(), 1 FROM register.measure_person
                """)
            try await forge("UPDATE register.protection_end SET mac = '\\x00'")
            for n in 1...2 {
                #expect(try await hub.sheet(ResidentRow.number(n)).isAddressWithheld)
                #expect(try await Set(hub.person(ResidentRow.number(n), .educationBoard).withheld).contains(.jushoChoaza))
                #expect(try await hub.person(ResidentRow.number(n)).items[.yokushifuragu] == "1")
            }
            var board = HeldState()
            try await board.catchUp(hub, .educationBoard)
            let full = try HeldState.of(ndjson: try await hub.full(.educationBoard).bytes)
            #expect(hub.withheld(full) == [1, 2] && hub.withheld(board.held) == [1, 2])
            let found = try await PersonLookup(provisioning: hub.provisioning).search(
                by: Staff.with(.seePerson), .init(name: "試験", address: "南本町"), reason: Self.reason)
            #expect(found.persons.map(\.addresseeNumber.value).sorted() == [3, 4].map(ResidentRow.number))
            #expect(try await hub.untrueRows() == ["register.end_decision": 1, "register.end_proposal": 1, "register.protection_end": 2])
            // Nor does a proposal in another's name lead to an end by one.
            try await forge(
                """
                INSERT INTO register.end_proposal (proposed_at, measure_id, proposed_by, reason, addressee_ids)
                SELECT now(), \(receipt.measure), '3002', '偽の申し出', array_agg(addressee_id) FROM register.measure_person
                """)
            await #expect(throws: ProtectionRefused.untrueRow) { try await measures.approveEnd(by: Self.other, 2, because: Self.why) }
            // The measure stands, and true people end it.
            await #expect(throws: ProtectionRefused.coveredBy([receipt.measure])) {
                try await measures.proposeEnd(by: Self.lifter, of: named(1), because: Self.why)
            }
            // The true row of another's end does not serve either.
            let three = try await measures.set(by: Self.clerk, named(3), terms())
            let proposal = try await measures.proposeEnd(by: Self.lifter, of: [], measure: three.measure, because: Self.why)
            try await measures.approveEnd(by: Self.other, proposal, because: Self.why)
            #expect(try await !hub.sheet(ResidentRow.number(3)).isAddressWithheld)
            _ = try await hub.admin.execute(
                "UPDATE register.protection_end SET addressee_id = (SELECT min(addressee_id) FROM register.measure_person) WHERE proposal_id = \(proposal)")
            #expect(try await hub.sheet(ResidentRow.number(1)).isAddressWithheld)
            #expect(try await hub.sheet(ResidentRow.number(3)).isAddressWithheld)
        }
    }

    @Test func anEndThatCannotBeJournalledEndsNothing() async throws {
        try await withHub { hub in
            let measures = measures(hub)
            let receipt = try await measures.set(by: Self.clerk, named(1), terms())
            let proposal = try await measures.proposeEnd(by: Self.lifter, of: [], measure: receipt.measure, because: Self.why)
            try await hub.admin.script(
                unsafeSQL: """
                    CREATE FUNCTION public.refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = 'check_violation'; END $$;
                    CREATE TRIGGER refuse_entry BEFORE INSERT ON journal.entry FOR EACH ROW EXECUTE FUNCTION public.refuse_entry()
                    """)
            await #expect(throws: PostgresError.self) { try await measures.approveEnd(by: Self.other, proposal, because: Self.why) }
            await #expect(throws: PostgresError.self) { try await measures.set(by: Self.clerk, named(2), terms()) }
            #expect(try await hub.sheet(ResidentRow.number(1)).isAddressWithheld)
            #expect(try await !hub.sheet(ResidentRow.number(2)).isAddressWithheld)
            #expect(try await hub.count("SELECT count(*) FROM register.measure") == 1)
            try await hub.admin.script(unsafeSQL: "DROP TRIGGER refuse_entry ON journal.entry")
            try await measures.approveEnd(by: Self.other, proposal, because: Self.why)
            #expect(try await !hub.sheet(ResidentRow.number(1)).isAddressWithheld)
        }
    }

    @Test(arguments: [SystemName.educationBoard, .tax]) func anExtractUnderWayEndsWhenSomebodyInItIsProtected(system: SystemName) async throws {
        try await withHub { hub in
            let extract = try await hub.provisioning.full(hub.caller(system), dataset: "addressee", format: .ndjson)
            // It has read its rows, and nobody has taken them yet.
            for _ in 0..<400
            where try await hub.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY (%'") == 0 {
                try await Task.sleep(for: .milliseconds(25))
            }
            _ = try await measures(hub).set(by: Self.clerk, named(1), terms())
            await #expect(throws: ExtractEnded.self) { for try await _ in extract {} }
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'f' AND result = 'i'") == 1)
            // The next one has it.
            let full = try HeldState.of(ndjson: try await hub.full(.educationBoard).bytes)
            #expect(hub.withheld(full) == [1])
            // Longer protection of somebody who has it ends none.
            let again = try await hub.provisioning.full(hub.caller(system), dataset: "addressee", format: .ndjson)
            _ = try await measures(hub).set(by: Self.clerk, named(1), terms(until: "2028-11-01"))
            for try await _ in again {}
        }
    }

    /// What was offered before somebody was protected is not handed over any more.
    @Test func aBatchThatWasOfferedBeforeIsReadAnew() async throws {
        try await withHub { hub in
            let receiver = Receiver()
            receiver.set { _, _ in throw ConnectorError.interrupted("away") }
            try await hub.worker(receiver, system: .educationBoard).run(untilIdle: true)
            #expect(receiver.held.isEmpty)
            _ = try await measures(hub).set(by: Self.clerk, named(1), terms())
            receiver.set { _, _ in }
            try await hub.makeDue()
            try await hub.worker(receiver, system: .educationBoard).run(untilIdle: true)
            #expect(
                receiver.batches.allSatisfy { batch in
                    batch.entries.allSatisfy { $0.addresseeNumber.value != ResidentRow.number(1) || $0.items[.jushoChoaza] == nil }
                })
            #expect(hub.withheld(receiver.held) == [1])
        }
    }
}
