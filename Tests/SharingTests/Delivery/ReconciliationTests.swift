import AccessControlStand
import Addressee
import ConnectorKit
import Departments
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// The comparison finds what was tampered with, is missing, or is too much.
@Suite struct ReconciliationTests {
    /// A tax module that holds 30 residents.
    private func withModule(_ body: (TestHub, DepartmentModule) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take((1...30).map { ResidentRow($0) })
            try await hub.settle()
            let module = hub.module(.tax)
            try await hub.worker(module).run(untilIdle: true)
            try await body(hub, module)
        }
    }

    private func compare(_ hub: TestHub, _ module: any Connector) async throws -> ReconciliationReport {
        try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: module)
    }

    @Test func whatWasDeliveredAgrees() async throws {
        try await withModule { hub, module in
            let report = try await compare(hub, module)
            #expect(report.agrees && report.isSettled)
            #expect(report.expected == 30 && report.held == 30)
        }
    }

    @Test func aNameThatWasTamperedWithIsFound() async throws {
        try await withModule { hub, module in
            _ = try await hub.admin.execute(
                "UPDATE tax.person SET items = replace(items::text, '試験', '偽物')::json WHERE atenabango = \(ResidentRow.number(7))")
            let report = try await compare(hub, module)
            #expect(report.differing == 1 && report.missing == 0 && report.surplus == 0)
            #expect(report.examples == [ResidentRow.number(7)])
        }
    }

    @Test func anotherPersonsEncryptedNumberIsFound() async throws {
        try await withModule { hub, module in
            _ = try await hub.admin.execute(
                """
                UPDATE tax.person SET kojinbango_sealed = (SELECT kojinbango_sealed FROM tax.person WHERE atenabango = \(ResidentRow.number(8)))
                WHERE atenabango = \(ResidentRow.number(7))
                """)
            let found = try? await compare(hub, module)
            #expect(found.map { $0.differing == 1 } ?? true, "differs, or does not even open")
        }
    }

    @Test func anotherHistoryNumberIsFound() async throws {
        try await withModule { hub, module in
            _ = try await hub.admin.execute("UPDATE tax.person SET rirekibango = 9 WHERE atenabango = \(ResidentRow.number(7))")
            #expect(try await compare(hub, module).differing == 1)
        }
    }

    @Test(arguments: [1, 15, 30]) func someoneMissingIsFound(n: Int) async throws {
        try await withModule { hub, module in
            _ = try await hub.admin.execute("DELETE FROM tax.person WHERE atenabango = \(ResidentRow.number(n))")
            let report = try await compare(hub, module)
            #expect(report.missing == 1 && report.surplus == 0 && report.differing == 0)
        }
    }

    @Test(arguments: ["A", "R00000007X", "Z"]) func someoneTooMuchIsFound(number: String) async throws {
        try await withModule { hub, module in
            _ = try await hub.admin.execute(
                """
                INSERT INTO tax.person (sequence, rirekibango, removed, atenabango, items) VALUES (1, 1, false, \(number), '{}')
                """)
            let report = try await compare(hub, module)
            #expect(report.surplus == 1 && report.missing == 0 && report.differing == 0)
            #expect(report.examples == [number])
        }
    }

    @Test func aVersionInWhichNothingVisibleChangedIsNoDifference() async throws {
        try await withModule { hub, module in
            let second = ResidentRow(1).next("42")
            for row in [second, second.next("42") { $0[.zokugara] = "父" }] {
                try await hub.take([row])
                try await hub.settle()
                try await hub.worker(module).run(untilIdle: true)
            }
            #expect(try await hub.count("SELECT max(rirekibango)::bigint FROM tax.person") == 2, "the third was not told")
            #expect(try await compare(hub, module).agrees)
        }
    }

    @Test func whatIsOnItsWayIsNotYetAnError() async throws {
        try await withModule { hub, module in
            try await hub.take([ResidentRow(1).next("21")])
            // Not delivered: at its position the module is right, but that is not all there is.
            let meanwhile = try await compare(hub, module)
            #expect(meanwhile.missing + meanwhile.surplus + meanwhile.differing == 0 && !meanwhile.isSettled)
            try await hub.settle()
            try await hub.worker(module).run(untilIdle: true)
            let report = try await compare(hub, module)
            #expect(report.agrees && report.expected == 29)
        }
    }

    @Test func aReceiverThatNothingWasDeliveredToIsNotSettled() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            #expect(try await compare(hub, Receiver()).isSettled == false)
        }
    }
}
