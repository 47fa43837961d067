import AccessControlStand
import Addressee
import Postgres
import RegisterStand
import Testing

/// 検査数字 of the integrated addressee number: the database, the type and a third calculation agree.
@Suite struct CheckDigitTests {
    @Test(arguments: SeededRandom.seeds) func databaseAndTypeAgreeWithTheStandard(seed: UInt64) async throws {
        var random = SeededRandom(seed)
        let numbers: [Int64] =
            [1, 9, 10, 99_999_999_999_999, 90_000_000_000_000]
            + (0..<400).map { _ in Int64.random(in: 1...Int64.random(in: 1...99_999_999_999_999, using: &random), using: &random) }
        let expected = numbers.map(Numbers.integrated)
        #expect(numbers.map { IntegratedAddresseeNumber(runningNumber: $0).value } == expected)
        try await TestHub.with { hub in
            let rows = try await hub.rows(
                "SELECT register.with_check_digit(n) FROM unnest(\(numbers)) WITH ORDINALITY AS t (n, o) ORDER BY o")
            #expect(try rows.map { try $0.decode(String.self) } == expected)
        }
    }

    @Test func remaindersZeroAndOneBothGiveZero() {
        // 14 digits whose weighted sums are found by search, so that every remainder occurs.
        var digits: [Int: Set<Character>] = [:]
        for running in Int64(1)...200 {
            let body = Numbers.integrated(running).dropLast()
            let sum = zip(body.reversed(), [2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6, 7, 2, 3]).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
            if let last = IntegratedAddresseeNumber(runningNumber: running).value.last { digits[sum % 11, default: []].insert(last) }
        }
        #expect(digits == [0: ["0"], 1: ["0"], 2: ["9"], 3: ["8"], 4: ["7"], 5: ["6"], 6: ["5"], 7: ["4"], 8: ["3"], 9: ["2"], 10: ["1"]])
    }

    @Test func aHubNumbersFromOneWithoutHoles() async throws {
        try await TestHub.with { hub in
            try await hub.take((1...20).map { ResidentRow($0) })
            let rows = try await hub.rows(
                "SELECT running_number, register.with_check_digit(running_number) AS number FROM register.integrated_number ORDER BY 1")
            #expect(try rows.map { try $0.decode("running_number", as: Int64.self) } == Array(1...20))
            for row in rows { #expect(try row.decode("number", as: String.self) == Numbers.integrated(try row.decode("running_number", as: Int64.self))) }
        }
    }
}
