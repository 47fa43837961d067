import Foundation

/// The lines of a file, read piece by piece.
struct LineFile: Sequence {
    private let path: String

    /// nil where it can't be read.
    init?(_ path: String) {
        guard FileManager.default.isReadableFile(atPath: path) else { return nil }
        self.path = path
    }

    func makeIterator() -> Iterator { Iterator(FileHandle(forReadingAtPath: path)) }

    struct Iterator: IteratorProtocol {
        private let file: FileHandle?
        private var buffer: [UInt8] = []
        private var at = 0

        init(_ file: FileHandle?) { self.file = file }

        /// The next line without its newline. A file that can't be read on ends there: what is missing shows as missing.
        mutating func next() -> [UInt8]? {
            while true {
                if let end = buffer[at...].firstIndex(of: 0x0A) {
                    defer { at = end + 1 }
                    return Array(buffer[at..<end])
                }
                buffer.removeSubrange(..<at)
                at = 0
                guard let more = try? file?.read(upToCount: 1 << 20), !more.isEmpty else {
                    defer { buffer = [] }
                    return buffer.isEmpty ? nil : buffer
                }
                buffer += more
            }
        }
    }
}
