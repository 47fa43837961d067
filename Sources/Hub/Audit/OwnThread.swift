internal import Foundation

/// Runs what blocks, such as waiting for a disk, on a thread of its own: the cooperative pool must not wait.
enum OwnThread {
    /// For work that comes at most a few times a second; a thread is made for each.
    static func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
        }
    }
}
