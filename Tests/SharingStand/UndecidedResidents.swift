import AccessControl
package import AccessControlStand
import Addressee
package import RegisterStand
package import Sharing

/// Ten residents whose birth is known in part, of whom a scope by age decides some and not others.
package enum UndecidedResidents {
    /// A resident whose birth is written so.
    package static func born(_ n: Int, _ written: String, _ notation: String = "昭和36年頃") -> ResidentRow {
        ResidentRow(n).with { ($0[.seinengappi], $0[.seinengappiFushofuragu], $0[.seinengappiFushohyoki]) = (written, "1", notation) }
    }

    /// A hub with them, tax being given whom the scope takes in.
    package static func with(_ scope: String, _ body: (TestHub, UndecidedPersons) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: scope))
            try await hub.advance("2026-11-20")
            try await hub.take([
                ResidentRow(1), born(2, "1961-00-00"), born(3, "1960-00-00"), born(4, "1962-00-00"), born(5, "1961-11-00"),
                born(6, "1961-10-00"), born(7, "0000-00-00", "年月日不詳"), born(8, "1961-01-01"), born(9, "1961-01-01", "不詳"),
                born(10, "1961-00-00").with { $0[.zokugara] = "子" },
            ])
            try await hub.settle()
            try await body(hub, UndecidedPersons(provisioning: hub.provisioning))
        }
    }

    /// 宛名番号 of those who are on the list.
    package static func numbers(_ hub: TestHub, _ undecided: UndecidedPersons) async throws -> [String] {
        try await undecided.list(by: Staff.with(.seePerson), .tax, dataset: "addressee", because: "生年月日の確認").persons.map(\.number)
    }
}
