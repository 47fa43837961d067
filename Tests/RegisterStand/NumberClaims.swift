package import AccessControlStand
import Addressee
import Postgres
package import Testing

/// Two residents who come with one number or one code.
package enum NumberClaims {
    package static let one = Numbers.individual(1)
    package static let everyone = "state: [resident, non-resident, moved-out, dead, removed]"

    /// A resident record code with its check digit.
    package static func code(_ n: Int) -> String {
        let body = String(1_000_000_000 + n * 7_919)
        return (0...9).map { body + String($0) }.first { (try? ResidentRecordCode($0)) != nil } ?? body
    }

    /// Person 2 with the number of person 1, and as much else in common as the test wants.
    package static func second(_ n: Int = 2, isTwin: Bool = true, reason: String = "01") -> ResidentRow {
        ResidentRow(n, reason: reason).with { row in
            row[.kojinbango] = one
            guard isTwin else { return }
            for item in [Item.shimei, .shimeiFurigana, .seinengappi, .seibetsu] { row[item] = ResidentRow(1)[item] }
        }
    }

    /// No integrated number is that of two current residents.
    package static func expectNobodyDoubled(_ hub: TestHub, _ comment: Comment? = nil) async throws {
        let doubled = try await hub.count(
            """
            SELECT count(*) FROM (
                SELECT running_number FROM (
                    SELECT DISTINCT ON (addressee_id) running_number, juminjotai FROM register.version ORDER BY addressee_id, history_number DESC
                ) AS v WHERE juminjotai = '1' AND running_number IS NOT NULL GROUP BY running_number HAVING count(*) > 1
            ) AS d
            """)
        #expect(doubled == 0, comment)
        let codes = try await hub.count(
            """
            SELECT count(*) FROM (
                SELECT juminhyokodo FROM (
                    SELECT DISTINCT ON (addressee_id) juminhyokodo, juminjotai FROM register.version ORDER BY addressee_id, history_number DESC
                ) AS v WHERE juminjotai = '1' AND juminhyokodo IS NOT NULL GROUP BY juminhyokodo HAVING count(*) > 1
            ) AS d
            """)
        #expect(codes == 0, comment)
    }
}
