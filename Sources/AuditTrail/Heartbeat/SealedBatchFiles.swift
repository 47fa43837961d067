internal import Foundation
internal import TextFiles
public import TransparencyLog

/// データベースの外の記録. The append-only files outside the database that every sealed batch is written to first: signed note, leaf hashes and event ids.
///
/// `batches-NNNNNNNNNNNN.jsonl`, named by their first batch, a line each; nothing in them is ever changed, so that the directory may be given
/// the file system's append-only attribute. They hold no personal data. `log.pub` beside them is the public key, `heartbeats-YYYY-MM-DD.jsonl` the
/// sealer's heartbeats, `resumptions.jsonl` what two people accepted.
/// The directory is the sealing account's (0700, files 0600). Where whoever installs the hub lets one group read it (0750), the hub's other accounts, the
/// files can be read by that group (0640) and by nobody else; `lock` never is: whoever could open it could hold it.
/// These calls block; use `OwnThread`.
public struct SealedBatchFiles: Sendable {
    /// Name of the public key's file.
    public static let keyFileName = "log.pub"

    /// Where they lie.
    public let directory: String
    /// A file that has grown to this many bytes is followed by another.
    package var fileBytes = 16 << 20

    /// Nothing is opened or made yet.
    public init(directory: String) { self.directory = directory }

    /// Makes the directory and the public key's file where there are none.
    ///
    /// - Throws: `SealedBatchFilesError`; `otherKey` where another log is kept there.
    public func prepare(_ key: VerifierKey) throws {
        try makeDirectory()
        let path = directory + "/" + Self.keyFileName
        let known = FileManager.default.contents(atPath: path)
        if let known, !known.isEmpty {
            guard String(decoding: known, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) == key.text else {
                throw SealedBatchFilesError.otherKey
            }
            return
        }
        do throws(WholeFileFailed) {
            // Whoever else comes first or stops half-way, the file holds one whole key; an empty one is what a crash of an earlier program left.
            try BlockingWholeFile.write(Array((key.text + "\n").utf8), to: path, replacing: known != nil)
        } catch {
            guard error.errno == EEXIST else { throw SealedBatchFilesError.system("write", error.errno ?? EIO) }
            guard try self.key() == key else { throw SealedBatchFilesError.otherKey }
        }
        try closeToOthers()
    }

    /// Makes the directory where there is none.
    package func makeDirectory() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Closes directory and files to whoever is neither their owner nor of the group that the directory is open to; earlier programs left them open to
    /// everybody. Only their owner can.
    package func closeToOthers() throws {
        var status = stat()
        guard stat(directory, &status) == 0 else { throw SealedBatchFilesError.system("stat", errno) }
        guard status.st_uid == geteuid() else { return }
        // Open to everybody: that its group could read it was nobody's decision.
        if status.st_mode & 0o007 != 0 { guard chmod(directory, 0o700) == 0 else { throw SealedBatchFilesError.system("chmod", errno) } }
        let mode = try fileMode()
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
            let path = directory + "/" + name
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else { continue }
            let wanted = name == Self.lockName ? 0o600 : mode
            guard status.st_mode & 0o777 != wanted else { continue }
            guard chmod(path, wanted) == 0 else { throw SealedBatchFilesError.system("chmod", errno) }
        }
    }

    /// 0640 where the directory is open to its group, else 0600.
    private func fileMode() throws -> mode_t {
        var status = stat()
        guard stat(directory, &status) == 0 else { throw SealedBatchFilesError.system("stat", errno) }
        return status.st_mode & 0o057 == 0o050 ? 0o640 : 0o600
    }

    /// The public key that lies beside the batches. Throws `SealedBatchFilesError`, `LogError`.
    public func key() throws -> VerifierKey {
        guard let bytes = FileManager.default.contents(atPath: directory + "/" + Self.keyFileName) else { throw SealedBatchFilesError.missing }
        return try VerifierKey(String(decoding: bytes, as: UTF8.self))
    }

    /// Holds the files for one writer; nil where another process of this machine does.
    package func lock() throws -> FileLock? { try FileLock(directory + "/" + Self.lockName) }

    private static let lockName = "lock"

    /// Which process of this machine holds the files, with its account, for people; nil where none does, or this process may not see it.
    package func lockHolder() -> String? {
        var status = stat()
        guard stat(directory + "/" + Self.lockName, &status) == 0, let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else { return nil }
        for line in locks.split(separator: "\n") {
            // 1: FLOCK ADVISORY WRITE 1234 08:01:5678 0 EOF
            let parts = line.split(separator: " ")
            guard parts.count >= 6, parts[1] == "FLOCK", parts[5].split(separator: ":").last.map(String.init) == String(status.st_ino),
                let process = pid_t(parts[4])
            else { continue }
            var holder = stat()
            let account =
                stat("/proc/\(process)", &holder) == 0 ? getpwuid(holder.st_uid).map { String(cString: $0.pointee.pw_name) } ?? "uid \(holder.st_uid)" : "?"
            return "pid \(process) (\(account)): lock"
        }
        return nil
    }

    /// The same, waiting so many seconds for whoever has it; blocks the thread.
    ///
    /// - Throws: `SealedBatchFilesError.busy` where it is not free by then.
    package func lock(within seconds: Int) throws -> FileLock {
        for _ in 0..<seconds * 20 {
            if let lock = try lock() { return lock }
            usleep(50_000)
        }
        throw SealedBatchFilesError.busy
    }

    /// Writes a batch; durable when it returns.
    package func append(_ batch: SealedBatch) throws {
        let names = try names()
        var path = names.last.map { directory + "/" + $0 }
        if let last = path, try size(last) >= fileBytes { path = nil }
        let number = String(batch.note.checkpoint.batch)
        let target = path ?? directory + "/batches-\(String(repeating: "0", count: max(0, 12 - number.count)))\(number).jsonl"
        try append(try batch.line(), to: target)
        if path == nil { try syncDirectory() }
    }

    /// Ends lines that a crash left unfinished, so that the next one begins on its own; torn ones are not read.
    package func endTornLines() throws {
        for name in [try names().last, try heartbeatNames().last] { if let name { try endTornLine(name) } }
        if FileManager.default.fileExists(atPath: directory + "/" + Self.resumptionsFileName) { try endTornLine(Self.resumptionsFileName) }
    }

    private func endTornLine(_ name: String) throws {
        let path = directory + "/" + name
        guard let file = FileHandle(forReadingAtPath: path) else { throw SealedBatchFilesError.system("open", errno) }
        defer { try? file.close() }  // only read from
        let end = try file.seekToEnd()
        guard end > 0 else { return }
        try file.seek(toOffset: end - 1)
        if try file.readToEnd() != Data([0x0A]) { try append([0x0A], to: path) }
    }

    /// The newest whole batch.
    package func last() throws -> SealedBatch? {
        for name in try names().reversed() {
            // A torn line was never told to anybody.
            if let batch = try lastLine(of: name, in: 1 << 18, where: { try? SealedBatch(line: $0) }) { return batch }
        }
        return nil
    }

    /// What `read` makes of the last line that it can read; a file is read from its end, in parts of so many bytes, longer where a line is.
    func lastLine<Line>(of name: String, in part: UInt64, where read: (Data) -> Line?) throws -> Line? {
        guard let file = FileHandle(forReadingAtPath: directory + "/" + name) else { throw SealedBatchFilesError.system("open", errno) }
        defer { try? file.close() }  // only read from
        // Of [start, end) the lines are known to be unreadable; the one that `start` is in has not been seen whole.
        var end = try file.seekToEnd()
        var length = part
        while end > 0 {
            let start = end > length ? end - length : 0
            try file.seek(toOffset: start)
            var bytes = try file.read(upToCount: Int(end - start)) ?? Data()
            while let newline = bytes.lastIndex(of: 0x0A) {
                if let line = read(Data(bytes[(newline + 1)...])) { return line }
                bytes = bytes[..<newline]
                end = start + UInt64(newline - bytes.startIndex)
                length = part
            }
            if start == 0 { return read(Data(bytes)) }
            length *= 2
        }
        return nil
    }

    /// The files that hold the batches after one, the first of them perhaps earlier ones, too.
    package func names(after batch: Int) throws -> [String] {
        let all = try names()
        let first = all.lastIndex { (Self.first($0) ?? 0) <= batch + 1 } ?? 0
        return Array(all.dropFirst(first))
    }

    /// File names in the order of their batches.
    package func names() throws -> [String] {
        guard FileManager.default.fileExists(atPath: directory) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: directory).filter { Self.first($0) != nil }.sorted()
    }

    package static func first(_ name: String) -> Int? {
        guard name.hasPrefix("batches-"), name.hasSuffix(".jsonl") else { return nil }
        return Int(name.dropFirst(8).dropLast(6))
    }

    private func size(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }

    /// Adds bytes to a file, or makes it; durable when it returns.
    package func append(_ bytes: [UInt8], to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SealedBatchFilesError.system("open", errno) }
        defer { close(file) }
        // As the directory says, whatever the umask.
        guard try fchmod(file, fileMode()) == 0 else { throw SealedBatchFilesError.system("fchmod", errno) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw SealedBatchFilesError.system("write", errno)
            }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw SealedBatchFilesError.system("fsync", errno) }
    }

    /// Makes the names in the directory durable.
    func syncDirectory() throws {
        let file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw SealedBatchFilesError.system("open", errno) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw SealedBatchFilesError.system("fsync", errno) }
    }
}

/// What went wrong with the files outside the database.
public enum SealedBatchFilesError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A public key lies there that is not this hub's.
    case otherKey
    /// There is no public key: the directory is wrong, or nothing was sealed yet.
    case missing
    /// Another process writes there, and goes on doing so.
    case busy
    /// A system call failed.
    case system(String, Int32)

    /// For people; no value of an event.
    public var description: String {
        switch self {
        case .otherKey: "封印の記録のディレクトリに、別の鍵の記録があります（ATENA_SEAL を確かめてください）"
        case .missing: "封印の記録がありません（ATENA_SEAL を確かめてください）"
        case .busy: "封印の記録を、ほかの処理が使い続けています（少し待ってやり直してください）"
        case .system(let call, let number): "封印の記録: \(call) が失敗しました (errno \(number))"
        }
    }
}

/// A lock that ends with its process.
package final class FileLock: Sendable {
    private let file: Int32

    package init?(_ path: String) throws {
        file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SealedBatchFilesError.system("open", errno) }
        // Whoever can open a file can hold a lock on it.
        guard fchmod(file, 0o600) == 0 else { throw SealedBatchFilesError.system("fchmod", errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            // What was opened is closed by `deinit`.
            if errno == EWOULDBLOCK { return nil }
            throw SealedBatchFilesError.system("flock", errno)
        }
    }

    deinit { close(file) }
}
