import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import Governance
import LogSealing
import LogSealingStand
import Oversight
import Postgres
import RegisterStand
import SharingStand
import Testing
import TransparencyLog

@testable import AccessControl
@testable import Register
@testable import Sharing

/// A right is asked before anything that the caller names is looked for: who lacks it is refused alike whether it exists or not, and each refusal is on record.
@Suite(.timeLimit(.minutes(10))) struct RightBeforeLookUpTests {
    private static let why = "権限の確認の試験のため"
    private static let nothing = String(repeating: "0", count: 64)

    /// One public call that names something; told whether to name what exists.
    private struct Call {
        let name: String
        /// Whoever may do everything but this.
        let principal: Principal
        let act: (Principal, _ exists: Bool) async throws -> Void

        init(_ name: String, without right: Right, _ act: @escaping (Principal, Bool) async throws -> Void) {
            (self.name, principal, self.act) = (name, Staff.without(right), act)
        }

        init(_ name: String, by principal: Principal, _ act: @escaping (Principal, Bool) async throws -> Void) {
            (self.name, self.principal, self.act) = (name, principal, act)
        }
    }

    /// A hub in which there is one of everything: versions proposed and in force, a row that is held, a flagged person of whom something was asked, a list of what a
    /// receiver holds, a finding, an application, accounts, and a log that is sealed.
    private func withHub(_ body: (TestAccess, Principal) async throws -> Void) async throws {
        try await TestAccess.with { access, administrator in
            let hub = access.hub
            try await hub.load(TestPolicy(items: [.kojinbango, .shimei], scope: NumberClaims.everyone))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1), ResidentRow(3)])
            try await hub.take([NumberClaims.second()])
            _ = try await hub.lifecycle.propose(
                by: .proposer, PolicyLibrary(documents: TestPolicy.documents([TestPolicy(purpose: "もう一つ")])), reason: Self.why)
            try await ManualConfirmation(provisioning: hub.provisioning).flag(by: Staff.with(.correct), Self.person(true), because: Self.why)
            await #expect(throws: ProvisionRefused.self) { try await hub.person(ResidentRow.number(3)) }
            try await hub.settle()
            var held = HeldState()
            try await held.catchUp(hub)
            let (lines, end) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
            end.yield(Array("\(ResidentRow.number(1))\t\(Self.nothing)\n".utf8))
            end.finish()
            _ = try await hub.provisioning.takeInventory(
                hub.caller(), dataset: "addressee", after: held.cursor ?? "", key: InventoryKey(hex: String(repeating: "a7", count: 32)), body: lines)
            try await hub.admin.execute(
                "INSERT INTO analysis.finding (count, threshold, day, rule, subject) VALUES (9, 5, '2026-11-20', 'night-use', 'staff 7')")
            try await access.department("10", .seePerson, by: administrator)
            try await access.person(by: administrator, "2001", in: "10")
            let applicant = Principal(account: "2001", isService: false, department: "10", terminal: "t", grants: [:])
            _ = try await access.control.apply(
                by: applicant, for: "2001", right: .correct, from: access.today, until: access.today.adding(days: 30), reason: Self.why)
            _ = try await access.control.addService(by: administrator, "nightly", rights: [.readLog])
            try await hub.seal()
            for table in ["intake.held", "answer.request", "analysis.finding", "delivery.inventory", "access.application", "audit.checkpoint"] {
                try #require(try await hub.admin.query("SELECT FROM \(unsafeSQL: table) LIMIT 1").count == 1, "\(table)")
            }
            try await body(access, administrator)
        }
    }

    private static func person(_ exists: Bool) throws -> AddresseeNumber { try AddresseeNumber(exists ? ResidentRow.number(3) : "X00000000000001") }
    private static func system(_ exists: Bool) -> SystemName { exists ? .tax : .childcare }

    private func policies(_ hub: TestHub, proposed: String) -> [Call] {
        let version = { (exists: Bool) in exists ? proposed : Self.nothing }
        return [
            Call("approve", without: .approvePolicies) { _ = try await hub.lifecycle.approve(by: $0, version($1), reason: Self.why) },
            Call("approve of a system", without: .approvePolicies) {
                _ = try await hub.lifecycle.approve(by: $0, proposed, of: $1 ? "tax" : "childcare", reason: Self.why)
            },
            Call("reject", without: .approvePolicies) { _ = try await hub.lifecycle.reject(by: $0, version($1), reason: Self.why) },
            Call("reject of a system", without: .approvePolicies) {
                _ = try await hub.lifecycle.reject(by: $0, proposed, of: $1 ? "tax" : "childcare", reason: Self.why)
            },
            Call("reject with no right", by: Staff.with(.seePerson)) { _ = try await hub.lifecycle.reject(by: $0, version($1), reason: Self.why) },
            Call("revoke by system", without: .approvePolicies) {
                _ = try await hub.lifecycle.revoke(by: $0, $1 ? "tax" : "childcare", reason: Self.why)
            },
            Call("revoke by version", without: .approvePolicies) { _ = try await hub.lifecycle.revoke(by: $0, version($1), reason: Self.why) },
            Call("plan", by: Staff.with(.seePerson)) { _ = try await hub.lifecycle.plan(by: $0, .revocation([Self.system($1)])) },
        ]
    }

    private func persons(_ hub: TestHub) -> [Call] {
        let (confirmation, lookup) = (ManualConfirmation(provisioning: hub.provisioning), PersonLookup(provisioning: hub.provisioning))
        let entry = { (exists: Bool) -> Int64 in exists ? 1 : 999 }
        let reason = LookupReason(.correction, Self.why)
        let (measures, releases) = (ProtectionMeasures(pool: hub.pool, vault: hub.vault), PlaceReleases(provisioning: hub.provisioning))
        let acknowledgements = ProtectionAcknowledgements(provisioning: hub.provisioning)
        return [
            Call("held.list", without: .correct) { principal, exists in
                var filter = HeldFilter()
                filter.number = try Self.person(exists)
                _ = try await hub.heldDecisions.list(by: principal, filter)
            },
            Call("held.decide", without: .correct) { try await hub.heldDecisions.decide(by: $0, entry($1), as: .reject, because: Self.why) },
            Call("held.confirm", without: .correct) { try await hub.heldDecisions.confirm(by: $0, entry($1), because: Self.why) },
            Call("held.undo", without: .correct) { try await hub.heldDecisions.undo(by: $0, entry($1), because: Self.why) },
            Call("held.show", without: .correct) { _ = try await lookup.held(by: $0, entry($1), reason: reason) },
            Call("held.show without seeing persons", without: .seePerson) { _ = try await lookup.held(by: $0, entry($1), reason: reason) },
            Call("held.receivers", without: .correct) { _ = try await lookup.receivers(by: $0, ofEntry: entry($1)) },
            Call("flag", without: .correct) { try await confirmation.flag(by: $0, Self.person($1), because: Self.why) },
            Call("askToLift", without: .liftSuppression) { try await confirmation.askToLift(by: $0, Self.person($1), because: Self.why) },
            Call("confirmLifting", without: .liftSuppression) { try await confirmation.confirmLifting(by: $0, Self.person($1), because: Self.why) },
            Call("answers.decide", without: .operateDeliveries) {
                try await confirmation.decide(by: $0, entry($1), isReleased: true, because: Self.why)
            },
            Call("answers.waiting", without: .operateDeliveries) { _ = try await confirmation.waiting(by: $0, of: Self.system($1)) },
            Call("person", without: .seePerson) { _ = try await lookup.person(by: $0, Self.person($1), reason: reason) },
            Call("individualNumber", without: .seeIndividualNumber) { _ = try await lookup.individualNumber(by: $0, of: Self.person($1), reason: reason) },
            Call("undecided", without: .seePerson) {
                _ = try await UndecidedPersons(provisioning: hub.provisioning).list(by: $0, Self.system($1), dataset: "addressee", because: Self.why)
            },
            Call("protection.set", without: .protectPersons) {
                _ = try await measures.set(
                    by: $0, [.addressee(Self.person($1))], .init(ground: Self.why, sourceOffice: "警察署", until: day("2099-01-01")))
            },
            Call("protection.end", without: .liftSuppression) {
                _ = try await measures.proposeEnd(by: $0, of: [.addressee(Self.person($1))], because: Self.why)
            },
            Call("protection.approve", without: .liftSuppression) { try await measures.approveEnd(by: $0, entry($1), because: Self.why) },
            Call("protection.reject", without: .liftSuppression) { try await measures.rejectEnd(by: $0, entry($1), because: Self.why) },
            Call("protection.list", by: Staff.with(.seePerson)) { principal, _ in _ = try await measures.standing(by: principal) },
            Call("protection.due", by: Staff.with(.seePerson)) { principal, _ in _ = try await measures.due(by: principal) },
            Call("protection.waiting", by: Staff.with(.seePerson)) { principal, _ in _ = try await measures.waitingEnds(by: principal) },
            Call("release.ask", without: .seePerson) { _ = try await releases.ask(by: $0, Self.person($1), because: Self.why) },
            Call("release.decide", without: .liftSuppression) { _ = try await releases.decide(by: $0, entry($1), isReleased: true, because: Self.why) },
            Call("release.list", without: .liftSuppression) { principal, _ in _ = try await releases.waiting(by: principal) },
            Call("acknowledgements", by: Staff.with(.seePerson)) { _ = try await acknowledgements.list(by: $0, of: Self.person($1)) },
            Call("acknowledge", without: .operateDeliveries) {
                try await acknowledgements.confirm(by: $0, Self.person($1), at: Self.system($1), dataset: "addressee", because: Self.why)
            },
            Call("disclosure", without: .readLog) {
                _ = try await DisclosureReporting(provisioning: hub.provisioning).report(by: $0, on: Self.person($1), because: Self.why)
            },
        ]
    }

    private func deliveries(_ hub: TestHub, file: String) -> [Call] {
        let (letters, reconciliation) = (DeadLetters(pool: hub.pool), Reconciliation(provisioning: hub.provisioning))
        return [
            Call("startOver", without: .operateDeliveries) { _ = try await letters.startOver(by: $0, Self.system($1)) },
            Call("redeliver", without: .operateDeliveries) { _ = try await letters.redeliver(by: $0, .tax, id: $1 ? 1 : 999) },
            Call("compareReported", without: .operateDeliveries) { _ = try await reconciliation.compareReported(by: $0, Self.system($1), "addressee") },
            Call("compareReported, sending again", without: .operateDeliveries) {
                _ = try await reconciliation.compareReported(by: $0, Self.system($1), "addressee", sendsAgain: true)
            },
            Call("medium", without: .operateDeliveries) {
                _ = try await MediaHandOver(provisioning: hub.provisioning, authority: nil).write(
                    by: $0, $1 ? 1 : 999, into: hub.path("medium"))
            },
            Call("medium.propose", without: .operateDeliveries) {
                _ = try await MediaRequests(provisioning: hub.provisioning, authority: nil).propose(
                    by: $0, Self.system($1), dataset: "addressee", format: .csv, to: "", because: Self.why)
            },
            Call("medium.release", without: .operateDeliveries) {
                try await MediaRequests(provisioning: hub.provisioning, authority: nil).decide(by: $0, $1 ? 1 : 999, isReleased: true, because: Self.why)
            },
            Call("medium.hand", without: .operateDeliveries) {
                try await MediaCustody(provisioning: hub.provisioning).record(by: $0, .handed, of: $1 ? 1 : 999, counterpart: "税務課")
            },
            Call("medium.list", without: .operateDeliveries) { principal, _ in _ = try await MediaCustody(provisioning: hub.provisioning).list(by: principal) },
            Call("medium.show", without: .operateDeliveries) { _ = try await MediaCustody(provisioning: hub.provisioning).show(by: $0, $1 ? 1 : 999) },
            Call("take", without: .operateDeliveries) {
                _ = try await Intake(pool: hub.pool, vault: hub.vault).take($0, $1 ? file : hub.path("none"), layout: .residents, source: .residentRecord)
            },
        ]
    }

    private func log(_ hub: TestHub, size: Int) -> [Call] {
        let log = AuditLog(pool: hub.pool, files: hub.batchFiles, patience: .zero)
        return [
            Call("prove", without: .readLog) { _ = try await log.prove(by: $0, event: $1 ? 1 : 999_999) },
            Call("consistency", without: .readLog) { _ = try await log.consistency(by: $0, from: $1 ? size : size + 1, to: $1 ? size : size + 2) },
            Call("export", without: .readLog) { _ = try await log.export(by: $0, $1 ? 0..<1 : 900_000..<900_001, withPersonal: true) { _ in } },
            Call("finding", without: .readLog) { try await LogAnalysis(pool: hub.pool).close(by: $0, $1 ? 1 : 999, because: Self.why) },
        ]
    }

    private func accounts(_ access: TestAccess, file: String) -> [Call] {
        let control = access.control
        let (account, department) = ({ (exists: Bool) in exists ? "2001" : "2999" }, { (exists: Bool) in exists ? "10" : "99" })
        return [
            Call("apply", without: .administerAccess) {
                _ = try await control.apply(
                    by: $0, for: account($1), right: .correct, from: access.today, until: access.today.adding(days: 9), reason: Self.why)
            },
            Call("application.approve", without: .administerAccess) { try await control.approve(by: $0, $1 ? 1 : 999) },
            Call("application.reject", without: .administerAccess) { try await control.reject(by: $0, $1 ? 1 : 999, reason: Self.why) },
            Call("grantInitially", without: .administerAccess) { try await control.grantInitially(by: $0, .correct, to: account($1), reason: Self.why) },
            Call("right.revoke", without: .administerAccess) { try await control.revoke(by: $0, .seePerson, from: account($1), reason: Self.why) },
            Call("addDepartment", without: .administerAccess) { try await control.addDepartment(by: $0, department($1), name: "課") },
            Call("allow", without: .administerAccess) { try await control.allow(by: $0, .correct, department: department($1), task: "事務") },
            Call("disallow", without: .administerAccess) { try await control.disallow(by: $0, .seePerson, department: department($1), task: "事務") },
            Call("ledger", by: Staff.with(.correct)) { _ = try await control.ledger(by: $0, account: account($1), limit: 10) },
            Call("addService", without: .administerAccess) { _ = try await control.addService(by: $0, $1 ? "nightly" : "daily", rights: [.readLog]) },
            Call("closeService", without: .administerAccess) { try await control.closeService(by: $0, $1 ? "nightly" : "daily") },
            Call("addPerson", without: .administerAccess) { _ = try await control.addPerson(by: $0, account: account($1), name: "職員", department: "10") },
            Call("addPerson to a department", without: .administerAccess) {
                _ = try await control.addPerson(by: $0, account: "2002", name: "職員", department: department($1))
            },
            Call("recover", without: .administerAccess) { _ = try await control.recover(by: $0, account: account($1)) },
            Call("unlock", without: .administerAccess) { try await control.unlock(by: $0, account: account($1)) },
            Call("close", without: .administerAccess) { try await control.close(by: $0, account: account($1)) },
            Call("rename", without: .administerAccess) { try await control.rename(by: $0, account: account($1), to: "職員　改") },
            Call("staff", without: .administerAccess) { _ = try await control.staff(by: $0, account: account($1)) },
            Call("takeTransfers", without: .administerAccess) { _ = try await control.takeTransfers(by: $0, $1 ? file : file + ".none") },
        ]
    }

    @Test func whoLacksTheRightIsRefusedAlikeWhetherItExistsOrNot() async throws {
        try await withHub { access, _ in
            let hub = access.hub
            let file = try hub.write(ResidentRow.csv([ResidentRow(9)]), to: "more.csv")
            let size = try #require(try await hub.checkpoints().last).checkpoint.size
            let calls =
                policies(hub, proposed: try await hub.proposed()) + persons(hub) + deliveries(hub, file: file) + log(hub, size: size)
                + accounts(access, file: file)
            for call in calls {
                let there = try await refusal(of: call, exists: true, hub)
                let missing = try await refusal(of: call, exists: false, hub)
                #expect(there == missing, "\(call.name)")
            }
        }
    }

    /// What the call says, which must be one refusal on record.
    private func refusal(of call: Call, exists: Bool, _ hub: TestHub) async throws -> String {
        let failures: Query = "SELECT count(*) FROM audit.event WHERE is_failure"
        let all: Query = "SELECT count(*) FROM audit.event"
        let before = (failures: try await hub.count(failures), all: try await hub.count(all))
        var told = "nothing was refused"
        do { try await call.act(call.principal, exists) } catch let refused as any Explained {
            told = "\(type(of: refused)) \(refused.code) \(refused.rule)"
        }
        let after = (failures: try await hub.count(failures), all: try await hub.count(all))
        #expect(after.failures == before.failures + 1 && after.all == before.all + 1, "\(call.name) is not on record as one refusal, and nothing else")
        #expect(told.hasPrefix("AccessRefused A0001") || told.hasPrefix("PolicyActRefused L00"), "\(call.name): \(told)")
        return told
    }

    @Test func whoeverProposedMayStillTakeTheirOwnBack() async throws {
        try await withHub { access, _ in
            let version = try await access.hub.proposed()
            #expect(try await access.hub.lifecycle.reject(by: .proposer, version, reason: Self.why).contentHash == version)
        }
    }
}
