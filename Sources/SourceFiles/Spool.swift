internal import Glibc
internal import Threads
internal import _NIOFileSystem

/// What can be read only once, standard input or a named pipe, put aside in a file that has no name: intake reads twice.
enum Spool {
    /// More is refused by name (F0021).
    static let gibibytes = 16

    /// Whether a path names something that can be read only once.
    static func isNeeded(for path: String) async throws -> Bool {
        if path == "-" { return true }
        guard let type = try await FileSystem.shared.info(forFileAt: .init(path))?.type else { return false }
        return type == .fifo || type == .character
    }

    /// Closes what `fill` gave.
    static func end(_ file: Int32) { close(file) }

    /// Reads to the end, on a thread of its own.
    ///
    /// - Returns: the open file, whose bytes are gone when it is closed.
    /// - Throws: `FileRefused` F0001, F0021.
    static func fill(from path: String) async throws -> Int32 {
        try await OwnThread.run {
            let source = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
            guard source >= 0 else { throw FileRefused.unreadable(String(cString: strerror(errno))) }
            defer { close(source) }
            let aside = try unnamed()
            do {
                try copy(source, to: aside)
                return aside
            } catch {
                close(aside)
                throw error
            }
        }
    }

    /// A file for its owner alone that has lost its name before anything is in it.
    private static func unnamed() throws(FileRefused) -> Int32 {
        let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let path = "\(directory)/atena-intake-\(UInt64.random(in: .min ... .max))"
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unreadable("一時ファイルを \(directory) に作れません: \(String(cString: strerror(errno)))") }
        unlink(path)
        return file
    }

    private static func copy(_ source: Int32, to aside: Int32) throws(FileRefused) {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var total = 0
        while true {
            let count = read(source, &buffer, buffer.count)
            if count == 0 { return }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw .unreadable(String(cString: strerror(errno)))
            }
            total += count
            guard total <= gibibytes << 30 else { throw .tooMuchToPutAside(gibibytes: gibibytes) }
            var written = 0
            while written < count {
                let step = buffer.withUnsafeBytes { write(aside, $0.baseAddress?.advanced(by: written), count - written) }
                guard step >= 0 || errno == EINTR else { throw .unreadable("一時ファイルに書けません: \(String(cString: strerror(errno)))") }
                written += max(0, step)
            }
        }
    }
}
