internal import Foundation
public import Seal
internal import Synchronization

/// 封印の見張り. What the files outside the database say of sealing, as this process sees them: only the newest signed heartbeat counts.
///
/// The database may only close; it can never open what the heartbeat does not. The files are read at most once a second, and not at all while the
/// heartbeat that is known is young.
public final class SealWatch: Sendable {
    /// What is known.
    public struct Standing: Sendable, Hashable {
        /// Seconds since everything that was committed was sealed; nil where nothing authentic is known.
        public var seconds: Double?
        /// Why nothing authentic is known, for people; no value of an event.
        public var reason: String?

        /// Whether provisions may go on, as far as this goes. A heartbeat from the future is no heartbeat.
        public var isOpen: Bool { seconds.map { abs($0) < Heartbeat.limit } ?? false }
    }

    private struct Known: Sendable {
        var through: LogTime?
        var reason: String?
        var readAt: ContinuousClock.Instant
    }

    private struct State {
        var known: Known?
        var reading: Task<Known, Never>?
    }

    private let files: BatchFiles
    private let key: VerifierKey
    private let now: @Sendable () -> LogTime
    private let state = Mutex(State())

    /// A heartbeat younger than this, in seconds, needs no second look.
    private static let youth = 30.0

    /// - Parameters:
    ///   - files: those the sealer of this hub writes; this process must see them.
    ///   - key: what heartbeats must be signed with.
    public convenience init(files: BatchFiles, key: VerifierKey) { self.init(files: files, key: key, now: LogTime.now) }

    init(files: BatchFiles, key: VerifierKey, now: @escaping @Sendable () -> LogTime) { (self.files, self.key, self.now) = (files, key, now) }

    /// Whether provisions may go on.
    func isOpen() async -> Bool { await standing().isOpen }

    /// What is known, read anew where that is old.
    public func standing() async -> Standing {
        let reading = state.withLock { state -> Task<Known, Never>? in
            if let known = state.known {
                if let through = known.through, (0...Self.youth).contains(now().seconds(since: through)) { return nil }
                if ContinuousClock.now - known.readAt < .seconds(1) { return nil }
            }
            if let reading = state.reading { return reading }
            let reading = Task { await self.read() }
            state.reading = reading
            return reading
        }
        let known = if let reading { await reading.value } else { state.withLock { $0.known } }
        return Standing(seconds: known?.through.map { now().seconds(since: $0) }, reason: known?.reason)
    }

    private func read() async -> Known {
        let (files, key) = (files, key)
        var known = Known(readAt: .now)
        do {
            let heartbeat = try await OwnThread.run {
                guard FileManager.default.fileExists(atPath: files.directory) else { throw BatchFilesError.missing }
                return try files.lastHeartbeat()
            }
            if let heartbeat {
                try heartbeat.verify(key)
                known.through = heartbeat.word.through
            } else {
                known.reason = "封印の記録に心拍がありません（ATENA_SEAL を確かめ、atena serve か atena work を動かしてください）"
            }
        } catch let error as BatchFilesError {
            known.reason = error.description
        } catch let error as LogError {
            known.reason = "心拍: \(error)"
        } catch {
            known.reason = "封印の記録を読めません（ATENA_SEAL の権限を確かめてください）"
        }
        let read = known
        state.withLock { $0 = State(known: read, reading: nil) }
        return read
    }
}
