import Postgres
import Synchronization
import Testing

/// Requests that come together are worked on together, never more groups at a time than allowed, and each gets its own answer.
@Suite struct CommitGroupTests {
    private actor Book {
        var groups: [[Int]] = []
        var most = 0
        private var running = 0

        func begins(_ group: [Int]) {
            groups.append(group)
            running += 1
            most = max(most, running)
        }

        func ends() { running -= 1 }
    }

    private func run(width: Int, limit: Int, count: Int) async throws -> Book {
        let group = CommitGroup<Int, Int>(limit: limit, width: width) { $0 % 2 == $1 % 2 }
        let book = Book()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<count {
                tasks.addTask {
                    let answer = try await group.submit(number) { numbers in
                        await book.begins(numbers)
                        try await Task.sleep(for: .milliseconds(2))
                        await book.ends()
                        return numbers.map { .success($0 * 10) }
                    }
                    #expect(answer == number * 10)
                }
            }
            try await tasks.waitForAll()
        }
        return book
    }

    @Test(arguments: [1, 2, 3]) func noMoreGroupsThanAllowedRunAtATime(width: Int) async throws {
        let book = try await run(width: width, limit: 8, count: 200)
        let groups = await book.groups
        #expect(await book.most == width)
        #expect(groups.flatMap(\.self).sorted() == Array(0..<200))
        for numbers in groups {
            #expect(numbers.count <= 8)
            #expect(Set(numbers.map { $0 % 2 }).count == 1, "only what is alike stands together")
        }
        #expect(groups.count < 200, "some came together")
    }

    /// Work that answers too few leaves nobody waiting for ever.
    @Test func whoIsNotAnsweredIsToldSo() async throws {
        let group = CommitGroup<Int, Int>()
        // The same for all: whoever comes next may still be served by whoever worked before.
        let work: CommitGroup<Int, Int>.Work = { $0 == [99] ? $0.map { .success($0) } : Array($0.map { .success($0) }.dropLast()) }
        let outcomes = await withTaskGroup { tasks in
            for n in 0..<40 {
                tasks.addTask {
                    do { return try await group.submit(n, work) } catch is CommitGroup<Int, Int>.AnswerMissing {
                        return -1
                    } catch { return -2 }
                }
            }
            return await tasks.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(outcomes.count == 40 && outcomes.contains(-1) && !outcomes.contains(-2))
        #expect(try await group.submit(99, work) == 99)
    }

    @Test func afterAGroupThatFailedTheNextOneStarts() async throws {
        struct Broken: Error {}
        let group = CommitGroup<Int, Int>()
        await #expect(throws: Broken.self) { try await group.submit(1) { _ in throw Broken() } }
        #expect(try await group.submit(2) { $0.map { .success($0) } } == 2)
    }

    /// Where many come one after another, those that come while the next group waits are in it; where nobody comes any more, it waits no longer.
    @Test(arguments: [true, false]) func whoComesAfterManyIsWaitedForAsLongAsMoreCome(gathers: Bool) async throws {
        let book = Book()
        let looks = Mutex<(@Sendable () async -> Void)?>(nil)
        let group = CommitGroup<Int, Int>(gathering: gathers ? .seconds(600) : nil, look: { await looks.withLock { $0 }?() })
        /// Goes on once so many wait.
        @Sendable func waits(for count: Int) async throws { while group.waitingCount < count { try await Task.sleep(for: .milliseconds(1)) } }
        let work: CommitGroup<Int, Int>.Work = { numbers in
            await book.begins(numbers)
            switch numbers.count {
            case 1 where numbers[0] == 0: try await waits(for: 20)
            case 20: try await waits(for: 1)
            default: break
            }
            return numbers.map { .success($0) }
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { _ = try await group.submit(0, work) }
            while await book.groups.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
            for number in 1...20 { tasks.addTask { _ = try await group.submit(number, work) } }
            while await book.groups.count < 2 { try await Task.sleep(for: .milliseconds(1)) }
            // At two looks three more come each, at the third nobody.
            let more = Mutex(0..<6)
            looks.withLock {
                $0 = {
                    let coming = more.withLock { left in
                        defer { left = left.dropFirst(3) }
                        return left.prefix(3)
                    }
                    let before = group.waitingCount
                    for number in coming { Task { _ = try await group.submit(100 + number, work) } }
                    while group.waitingCount < before + coming.count { await Task.yield() }
                }
            }
            tasks.addTask { _ = try await group.submit(21, work) }
            try await tasks.waitForAll()
        }
        #expect(await book.groups.map(\.count) == (gathers ? [1, 20, 7] : [1, 20, 1]))
    }
}
