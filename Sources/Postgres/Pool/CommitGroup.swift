internal import Synchronization

/// Requests on their way that share a transaction: those that come while others are being worked on are taken together next, as databases commit in
/// groups. One that comes alone waits for nobody.
///
/// Where order counts, one group at a time. Elsewhere two: one works while the other's commit is being flushed; more would only be smaller.
///
/// What a group costs beside its requests it costs once: where many come one by one, the next group may wait for them as long as they keep coming.
package final class CommitGroup<Request: Sendable, Answer: Sendable>: Sendable {
    /// Works on requests that are alike, and answers each, in their order.
    package typealias Work = @Sendable ([Request]) async throws -> [Result<Answer, any Error>]

    /// The work answered fewer requests than it was given: whether this one was done is not known.
    package struct AnswerMissing: Error {}

    private struct Waiting: Sendable {
        let request: Request
        let continuation: CheckedContinuation<Answer, any Error>
    }

    private let limit: Int
    private let areAlike: @Sendable (Request, Request) -> Bool
    private let width: Int
    private let gathering: Duration?
    private let look: @Sendable () async -> Void
    private let state = Mutex((waiting: [Waiting](), running: 0))

    /// - Parameters:
    ///   - limit: requests in a group at most.
    ///   - width: groups at a time at most; with 1, requests are worked on in the order they come.
    ///   - gathering: how long, at most, a group that follows one of `many` waits for more; nil: not at all.
    ///   - areAlike: which may stand in one group.
    ///   - look: what passes between two looks whether more came.
    package init(
        limit: Int = 128, width: Int = 1, gathering: Duration? = nil, areAlike: @escaping @Sendable (Request, Request) -> Bool = { _, _ in true },
        look: @escaping @Sendable () async -> Void = {
            // Nobody cancels the task of a group.
            try? await Task.sleep(for: .milliseconds(2))
        }
    ) {
        self.limit = limit
        self.width = width
        (self.gathering, self.look) = (gathering, look)
        self.areAlike = areAlike
    }

    /// Waits for the answer to a request.
    ///
    /// - Throws: what `work` threw for the whole group, or answered to this request.
    package func submit(_ request: Request, _ work: @escaping Work) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let starts = state.withLock { state in
                state.waiting.append(Waiting(request: request, continuation: continuation))
                guard state.running < width else { return false }
                state.running += 1
                return true
            }
            if starts { Task { await run(work) } }
        }
    }

    /// How many wait for a group now.
    package var waitingCount: Int { state.withLock { $0.waiting.count } }

    private func run(_ work: Work) async {
        var last = 0
        while case let group = await next(after: last), !group.isEmpty {
            last = group.count
            do {
                let answers = try await work(group.map(\.request))
                for (index, waiting) in group.enumerated() {
                    // Nobody is left waiting, whatever the work forgot.
                    waiting.continuation.resume(with: index < answers.count ? answers[index] : .failure(AnswerMissing()))
                }
            } catch {
                for waiting in group { waiting.continuation.resume(throwing: error) }
            }
        }
    }

    /// Of a group so large the next may wait.
    private static var many: Int { 16 }

    private func next(after last: Int) async -> [Waiting] {
        if let gathering, last >= Self.many { await gather(upTo: gathering) }
        return next()
    }

    /// Waits while requests keep coming, and no group is full.
    private func gather(upTo longest: Duration) async {
        let end = ContinuousClock.now + longest
        var seen = 0
        while ContinuousClock.now < end {
            let waiting = waitingCount
            guard waiting > seen, waiting < limit else { return }
            seen = waiting
            await look()
        }
    }

    /// The first request and those like it, in the order they came; empty, and the running ended, where none waits.
    private func next() -> [Waiting] {
        state.withLock { state in
            guard let first = state.waiting.first else {
                state.running -= 1
                return []
            }
            var group: [Waiting] = []
            var others: [Waiting] = []
            for waiting in state.waiting {
                if group.count < limit, areAlike(waiting.request, first.request) { group.append(waiting) } else { others.append(waiting) }
            }
            state.waiting = others
            return group
        }
    }
}
