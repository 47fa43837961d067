internal import Foundation

/// A progress line on a terminal; silent where the output is a file or a pipe.
package struct ProgressLine: Sendable {
    package let label: String
    private let isTerminal = isatty(2) == 1
    private let started = ContinuousClock.now

    package init(_ label: String) { self.label = label }

    package func show(_ done: Int, _ total: Int) {
        guard isTerminal, total > 0 else { return }
        let share = Double(done) / Double(total)
        let filled = Int(share * 30)
        let seconds = Double((ContinuousClock.now - started).components.seconds)
        let left = done > 0 && seconds > 1 ? " 残り約\(Int(seconds / share - seconds))秒" : ""
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        FileHandle.standardError.write(Data("\r\(label) \(bar) \(done)/\(total)\(left)   ".utf8))
        if done == total { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
