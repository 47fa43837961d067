import Foundation
import Testing

@testable import Keys

@Suite struct NonceSourceTests {
    @Test func noNonceComesTwiceFromManyTasks() async {
        let all = await withTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<5_000).map { _ in Array(NonceSource.shared.next()) } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(all.allSatisfy { $0.count == 12 })
        #expect(Set(all).count == 40_000)
    }
}
