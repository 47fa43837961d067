import Foundation

/// The lines of a file, read piece by piece.
struct LineFile: Sequence {
    private let path: String
    private let failure = Failure()

    fileprivate final class Failure { var error: (any Error)? }

    /// nil where it can't be read.
    init?(_ path: String) {
        guard FileManager.default.isReadableFile(atPath: path) else { return nil }
        self.path = path
    }

    func makeIterator() -> Iterator { Iterator(FileHandle(forReadingAtPath: path), failure) }

    /// Throws what kept the lines from being read to their end.
    func check() throws { if let error = failure.error { throw error } }

    struct Iterator: IteratorProtocol {
        private let file: FileHandle?
        private var buffer: [UInt8] = []
        private var at = 0

        private let failure: Failure

        fileprivate init(_ file: FileHandle?, _ failure: Failure) { (self.file, self.failure) = (file, failure) }

        /// The next line without its newline. Where the file can't be read on it ends, and `check` throws.
        mutating func next() -> [UInt8]? {
            while true {
                if let end = buffer[at...].firstIndex(of: 0x0A) {
                    defer { at = end + 1 }
                    return Array(buffer[at..<end])
                }
                buffer.removeSubrange(..<at)
                at = 0
                var more: Data?
                do { more = try file?.read(upToCount: 1 << 20) } catch { failure.error = error }
                guard let more, !more.isEmpty else {
                    defer { buffer = [] }
                    return buffer.isEmpty ? nil : buffer
                }
                buffer += more
            }
        }
    }
}
