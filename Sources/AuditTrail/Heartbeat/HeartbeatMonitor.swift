internal import Foundation
internal import Synchronization
internal import Threads
public import TransparencyLog

/// 封印の見張り. What the files outside the database say of sealing, as this process sees them: only the newest signed heartbeat counts.
///
/// The database may only close; it can never open what the heartbeat does not. The files are read at most once a second, and not at all while the
/// heartbeat that is known is young.
public final class HeartbeatMonitor: Sendable {
    /// What is known.
    public struct Knowledge: Sendable, Hashable {
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
        /// Whether a thread reads the files; it may hang for as long as their disk does.
        var isReading = false
        /// Who waits for that thread; nil once its time is over.
        var reading: Task<Void, Never>?
    }

    private let files: SealedBatchFiles
    private let key: VerifierKey
    private let now: @Sendable () -> LogTime
    private let deadline: Duration
    private let state = Mutex(State())

    /// A heartbeat younger than this, in seconds, needs no second look.
    private static let youth = 30.0

    /// - Parameters:
    ///   - files: those the sealer of this hub writes; this process must see them.
    ///   - key: what heartbeats must be signed with.
    public convenience init(files: SealedBatchFiles, key: VerifierKey) { self.init(files: files, key: key, now: LogTime.now) }

    /// - Parameter deadline: how long anybody waits for the files: a disk that does not answer must hold no connection of the pool.
    package init(files: SealedBatchFiles, key: VerifierKey, deadline: Duration = .seconds(2), now: @escaping @Sendable () -> LogTime) {
        (self.files, self.key, self.deadline, self.now) = (files, key, deadline, now)
    }

    /// Whether provisions may go on.
    ///
    /// Where what is known still opens, nobody waits: whoever asks may hold a connection. The files are read meanwhile.
    package func isOpen() async -> Bool {
        let reading = reading()
        if knowledge(of: known).isOpen { return true }
        await reading?.value
        return knowledge(of: known).isOpen
    }

    /// Which process of this machine holds the files; nil where none does, or this process may not see it.
    package func lockHolder() -> String? { files.lockHolder() }

    /// What is known, read anew where that is old.
    package func knowledge() async -> Knowledge {
        await reading()?.value
        return knowledge(of: known)
    }

    private var known: Known? { state.withLock { $0.known } }

    private func knowledge(of known: Known?) -> Knowledge {
        Knowledge(seconds: known?.through.map { now().seconds(since: $0) }, reason: known?.reason)
    }

    /// The reading that is under way, begun where it is time for one; nil where nobody need wait, or the files don't answer.
    private func reading() -> Task<Void, Never>? {
        state.withLock { state in
            if state.isReading { return state.reading }
            if let known = state.known {
                if let through = known.through, (0...Self.youth).contains(now().seconds(since: through)) { return nil }
                if ContinuousClock.now - known.readAt < .seconds(1) { return nil }
            }
            state.isReading = true
            let reading = Task { await self.read() }
            state.reading = reading
            return reading
        }
    }

    private func read() async {
        await OwnThread.run(atMost: deadline) {
            let known = self.look()
            self.state.withLock { $0 = State(known: known) }
        }
        state.withLock { state in
            guard state.isReading else { return }
            // What is known grows old, and closes by that.
            state.reading = nil
            if state.known == nil { state.known = Known(reason: "封印の記録のディスクが応答しません（ATENA_SEAL を確かめてください）", readAt: .now) }
        }
    }

    private func look() -> Known {
        var known = Known(readAt: .now)
        do {
            guard FileManager.default.fileExists(atPath: files.directory) else { throw SealedBatchFilesError.missing }
            if let heartbeat = try files.lastHeartbeat() {
                try heartbeat.verify(key)
                known.through = heartbeat.word.through
            } else {
                known.reason = "封印の記録に心拍がありません（ATENA_SEAL を確かめ、atena seal（なければ atena serve か atena work）を動かしてください）"
            }
        } catch let error as SealedBatchFilesError {
            known.reason = error.description
        } catch let error as LogError {
            known.reason = "心拍: \(error)"
        } catch {
            known.reason = "封印の記録を読めません（ATENA_SEAL の権限を確かめてください）"
        }
        return known
    }
}
