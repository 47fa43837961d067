import Foundation
internal import Threads

/// The executor of one connection: a thread of its own, so that blocking calls of libpq never hold a thread of the cooperative pool.
///
/// While the connection has nothing to do and `watch` was called, the thread waits on the socket too, and is woken through a pipe.
///
/// `@unchecked Sendable`: all mutable state is inside `monitor`; `SerialExecutor` asks for a class.
final class ConnectionThread: SerialExecutor, @unchecked Sendable {
    private struct Watch {
        var descriptor: Int32
        var onReadable: @Sendable () -> Void
    }

    private struct State {
        var jobs: [UnownedJob] = []
        /// Keeps the executor alive while jobs wait; the thread alone must not, or neither would ever end.
        var owner: ConnectionThread?
        var stopping = false
        var farewell: (@Sendable () -> Void)?
        var watch: Watch?
        var polling = false
        var wakeRead: Int32 = -1
        var wakeWrite: Int32 = -1
    }

    private enum Turn {
        case jobs([UnownedJob], ConnectionThread)
        case poll(Watch, wake: Int32)
        case stop((@Sendable () -> Void)?)
    }

    private let monitor = Monitor(State())

    init() {
        JoinedThread.start { [monitor] in Self.run(monitor) }
    }

    deinit {
        stop(finally: nil)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        monitor.change { state in
            state.jobs.append(job)
            state.owner = self
            Self.wake(&state)
        }
    }

    /// Calls `onReadable` once, on this thread, when the descriptor becomes readable while no job waits. To go on watching, call again.
    func watch(_ descriptor: Int32, onReadable: @escaping @Sendable () -> Void) {
        monitor.change { state in
            if state.wakeRead < 0 {
                var ends: [Int32] = [-1, -1]
                guard pipe(&ends) == 0 else { return }
                for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
                for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
                state.wakeRead = ends[0]
                state.wakeWrite = ends[1]
            }
            state.watch = Watch(descriptor: descriptor, onReadable: onReadable)
            Self.wake(&state)
        }
    }

    func unwatch() {
        monitor.change { state in
            state.watch = nil
            Self.wake(&state)
        }
    }

    /// Ends the thread after the jobs that wait; `finally` runs last, on the thread.
    func stop(finally farewell: (@Sendable () -> Void)?) {
        monitor.change { state in
            state.stopping = true
            if let farewell { state.farewell = farewell }
            Self.wake(&state)
        }
    }

    private static func wake(_ state: inout State) {
        guard state.polling else { return }
        state.polling = false
        var byte: UInt8 = 1
        _ = write(state.wakeWrite, &byte, 1)
    }

    private static func run(_ monitor: Monitor<State>) {
        while true {
            let turn: Turn = monitor.wait { state in
                if let owner = state.owner {
                    let jobs = state.jobs
                    state.jobs = []
                    state.owner = nil
                    return .jobs(jobs, owner)
                }
                if state.stopping {
                    let farewell = state.farewell
                    state.farewell = nil
                    return .stop(farewell)
                }
                if let watch = state.watch {
                    state.polling = true
                    return .poll(watch, wake: state.wakeRead)
                }
                return nil
            }
            switch turn {
            case .jobs(let jobs, let owner):
                let executor = owner.asUnownedSerialExecutor()
                for job in jobs { job.runSynchronously(on: executor) }
            case .poll(let watch, let wakeRead):
                poll(watch, wakeRead: wakeRead, monitor: monitor)
            case .stop(let farewell):
                farewell?()
                monitor.withLock { state in
                    if state.wakeRead >= 0 {
                        _ = close(state.wakeRead)
                        _ = close(state.wakeWrite)
                    }
                }
                return
            }
        }
    }

    private static func poll(_ watch: Watch, wakeRead: Int32, monitor: Monitor<State>) {
        var descriptors = [
            pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0),
        ]
        let ready = Foundation.poll(&descriptors, 2, -1)
        var scratch: UInt64 = 0
        while read(wakeRead, &scratch, 8) > 0 {}
        let readable = ready > 0 && descriptors[0].revents != 0
        let fire = monitor.withLock { state in
            state.polling = false
            guard readable, let current = state.watch, current.descriptor == watch.descriptor else { return false }
            state.watch = nil
            return true
        }
        if fire { watch.onReadable() }
    }
}
