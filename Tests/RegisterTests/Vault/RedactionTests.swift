import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import SyntheticCity
import Testing

@testable import Register

/// No individual number in clear in any table, dump, error or reason, but in the files that hold them on purpose.
@Suite struct RedactionTests {
    @Test func aRejectedRowsReasonRepeatsNoValue() async throws {
        try await TestHub.with { hub in
            let secret = Numbers.individual(1)
            let wrong = String(secret.dropLast()) + (secret.last == "0" ? "1" : "0")
            try await hub.take([
                ResidentRow(1).with { $0[.kojinbango] = wrong }, ResidentRow(2).with { $0[.kojinbango] = secret + "0" },
                ResidentRow(3).with { $0[.shimei] = secret + "\u{7}" }, ResidentRow(4).with { $0[.seibetsu] = secret },
                ResidentRow(5).with { $0[.idojiyu] = secret }, ResidentRow(6).with { $0[.setaibango] = secret + secret },
            ])
            let rows = try await hub.rows("SELECT code || item || reason FROM intake.rejected")
            #expect(rows.count >= 6)
            for row in rows { #expect(!(try row.decode(String.self)).contains(secret.dropLast())) }
        }
    }

    @Test func aHeaderThatIsReallyARowIsNotRepeated() async throws {
        try await TestHub.with { hub in
            let secret = Numbers.individual(1)
            let path = try hub.write(ResidentRow.csv([ResidentRow(1)]).split(separator: 0x0A).dropFirst().joined() + [0x0A], to: "noheader.csv")
            await #expect {
                try await hub.take(file: path)
            } throws: { error in !String(reflecting: error).contains(secret) && !"\(error)".contains("試験") }
        }
    }

    @Test func aDatabaseErrorRepeatsNoRow() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            // DETAIL of these would hold the whole row.
            for sql in [
                "INSERT INTO register.version SELECT * FROM register.version",
                "INSERT INTO register.addressee (addressee_id, atenabango) VALUES (99, '\(ResidentRow.number(1))')",
                "INSERT INTO register.addressee (addressee_id, atenabango) VALUES (99, '\(Numbers.individual(5))\(Numbers.individual(5))')",
            ] {
                await #expect {
                    _ = try await hub.pool.withConnection { try await $0.script(unsafeSQL: sql) }
                } throws: { error in
                    var text = "\(error) \(String(reflecting: error)) \((error as any Error).localizedDescription)"
                    dump(error, to: &text)
                    return !text.contains(ResidentRow.number(1)) && !text.contains("試験") && !text.contains(Numbers.individual(5))
                }
            }
        }
    }
}
