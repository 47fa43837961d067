import Foundation

/// Small secret files: owner-only, written whole or not at all.
///
/// These calls block for the length of a file operation; they belong to start-up and to key rotation, not to a request.
public enum OwnerOnlyFile {
    /// Reads the file.
    ///
    /// - Throws: `ringMissing` if there is none, `exposed` if its owner or mode let others in.
    public static func read(_ path: String) throws(KeyError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw errno == ENOENT ? .ringMissing(path) : .system("open", errno: errno, path: path)
        }
        defer { close(file) }
        // The check is on the open file, so nobody can swap it between check and reading.
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .system("fstat", errno: errno, path: path) }
        let user = geteuid()
        guard status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 == 0, status.st_uid == user || user == 0 else {
            throw .exposed(path)
        }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
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

    /// Writes a new file that must not exist yet, readable by its owner only.
    public static func create(_ path: String, _ bytes: [UInt8]) throws(KeyError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .system("open", errno: errno, path: path) }
        defer { close(file) }
        // A wide umask cannot widen 0600, a narrow one could leave it unreadable.
        guard fchmod(file, 0o600) == 0 else { throw .system("fchmod", errno: errno, path: path) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glue.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw .system("write", errno: errno, path: path)
            }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw .system("fsync", errno: errno, path: path) }
    }

    /// Replaces the file: a reader, and a machine that loses power, see the old or the new one, never a part.
    public static func replace(_ path: String, in directory: String, _ bytes: [UInt8]) throws(KeyError) {
        // Of this process: another that replaces the same file must not write into this one's.
        let fresh = "\(path).\(getpid()).new"
        unlink(fresh)
        do throws(KeyError) {
            try create(fresh, bytes)
            guard rename(fresh, path) == 0 else { throw KeyError.system("rename", errno: errno, path: path) }
        } catch {
            unlink(fresh)
            throw error
        }
        try sync(directory: directory)
    }

    /// Makes the names in a directory durable.
    package static func sync(directory: String) throws(KeyError) {
        let file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw .system("open", errno: errno, path: directory) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw .system("fsync", errno: errno, path: directory) }
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

/// The C calls whose names the methods above use too.
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

    static func write(_ file: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Darwin)
        Darwin.write(file, buffer, count)
        #elseif canImport(Musl)
        Musl.write(file, buffer, count)
        #else
        Glibc.write(file, buffer, count)
        #endif
    }
}
