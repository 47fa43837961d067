import Foundation
internal import TextFiles

/// Small secret files: owner-only, written whole or not at all.
///
/// These calls block for the length of a file operation; they belong to start-up and to key rotation, not to a request.
public enum OwnerOnlyFile {
    /// Reads the file.
    ///
    /// - Throws: `ringMissing` if there is none, `exposed` if its owner or mode let others in.
    public static func read(_ path: String) throws(KeyError) -> [UInt8] {
        let file = try opened(path)
        defer { close(file) }
        try check(file, path)
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        defer { part.wipe() }
        while true {
            let count = Glue.read(file, &part, part.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw .system("read", errno: errno, path: path)
            }
            bytes.append(contentsOf: part[..<count])
        }
    }

    /// Reads the file into memory that is overwritten before it is given back; of a file of more than 4096 bytes these.
    ///
    /// - Throws: as `read`.
    package static func readSecret(_ path: String) throws(KeyError) -> SecretBytes {
        let file = try opened(path)
        defer { close(file) }
        try check(file, path)
        return try SecretBytes(capacity: 4096) { memory throws(KeyError) -> Int in
            var filled = 0
            while filled < memory.count, let start = memory.baseAddress {
                let count = Glue.read(file, start + filled, memory.count - filled)
                if count == 0 { break }
                if count > 0 {
                    filled += count
                } else if errno != EINTR {
                    throw .system("read", errno: errno, path: path)
                }
            }
            return filled
        }
    }

    private static func opened(_ path: String) throws(KeyError) -> Int32 {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw errno == ENOENT ? .ringMissing(path) : .system("open", errno: errno, path: path)
        }
        return file
    }

    /// Looks at the open file, so that nobody can swap it between check and reading.
    private static func check(_ file: Int32, _ path: String) throws(KeyError) {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .system("fstat", errno: errno, path: path) }
        let user = geteuid()
        guard status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 == 0, status.st_uid == user || user == 0 else {
            throw .exposed(path)
        }
    }

    /// Writes a new file that must not exist yet, readable by its owner only.
    public static func create(_ path: String, _ bytes: [UInt8]) throws(KeyError) { try write(path, bytes, replacing: false) }

    /// Replaces the file: a reader, and a machine that loses power, see the old or the new one, never a part.
    public static func replace(_ path: String, _ bytes: [UInt8]) throws(KeyError) { try write(path, bytes, replacing: true) }

    private static func write(_ path: String, _ bytes: [UInt8], replacing: Bool) throws(KeyError) {
        do throws(WholeFileFailed) {
            try BlockingWholeFile.write(bytes, to: path, replacing: replacing)
        } catch {
            throw .system("write", errno: error.errno ?? EIO, path: path)
        }
    }

    /// Runs `body` while no other process works on the directory's keys.
    package static func locked<R>(_ directory: String, _ body: () throws(KeyError) -> R) throws(KeyError) -> R {
        let file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else {
            throw errno == ENOENT ? .ringMissing(directory) : .system("open", errno: errno, path: directory)
        }
        defer { close(file) }  // closing gives the lock back
        while flock(file, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .system("flock", errno: errno, path: directory) }
        }
        return try body()
    }
}

/// The C call whose name a method above uses too.
private enum Glue {
    static func read(_ file: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
        #if canImport(Darwin)
        Darwin.read(file, buffer, count)
        #elseif canImport(Musl)
        Musl.read(file, buffer, count)
        #else
        Glibc.read(file, buffer, count)
        #endif
    }
}
