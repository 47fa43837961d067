internal import Foundation
internal import TextFiles

/// 受け取るファイル. Puts files that come with an answer where they belong: for their owner alone, and there once they are whole.
package final class ReceivedFiles {
    private let place: (String) throws -> BlockingWholeFile
    private let isReplacing: Bool
    private let goesOn: Bool
    private var current: BlockingWholeFile?
    /// What kept the first file that could not be written from being written, where the answer is waited for nevertheless.
    package private(set) var failure: (any Error)?

    /// - Parameters:
    ///   - isReplacing: whether a file of the name gives way.
    ///   - goesOn: whether the answer is waited for also where a file can't be written: what was asked for is done.
    ///   - place: opens the file for a name as it comes.
    init(isReplacing: Bool = true, goesOn: Bool = false, _ place: @escaping (String) throws -> BlockingWholeFile) {
        (self.place, self.isReplacing, self.goesOn) = (place, isReplacing, goesOn)
    }

    /// Of the name `name` alone, to `path`; opened at once, so that one that can't be written is told before anything is asked.
    ///
    /// - Throws: `WholeFileFailed`.
    package static func one(_ name: String, to path: String, isReplacing: Bool = true) throws -> ReceivedFiles {
        let opened = try BlockingWholeFile(path: path)
        return ReceivedFiles(isReplacing: isReplacing) { came in
            guard came == name else { throw CommandFailure("ハブが、求めていないファイルを送りました: \(came)") }
            return opened
        }
    }

    func begin(_ name: String) throws { try noting { current = try place(name) } }
    func append(_ bytes: [UInt8]) throws { try noting { try current?.append(bytes) } }

    func end() throws {
        try noting { try current?.publish(replacing: isReplacing) }
        current = nil
    }

    private func noting(_ body: () throws -> Void) throws {
        do { try body() } catch {
            guard goesOn else { throw error }
            failure = failure ?? error
            current?.discard()
            current = nil
        }
    }
}
