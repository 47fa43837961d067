import Foundation
import Testing

@testable import Keys

@Suite struct NonceSourceTests {
    @Test func noNonceComesTwiceFromManyTasks() async throws {
        let all = try await withThrowingTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<8 {
                group.addTask { try (0..<5_000).map { _ in try NonceSource.shared.next() } }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(all.allSatisfy { $0.count == 12 })
        #expect(Set(all).count == 40_000)
    }
}
