internal import Glibc
internal import Synchronization

/// 書きかけのファイルの名前. The name beside its own under which a file is written until it is whole: `NAME.PROCESS-NUMBER.partial`.
///
/// It holds the process and a number, so that two writers of one path, in one process or in two, never write into each other's.
/// Its calls block for the length of a file operation, and belong on a thread that may wait.
struct UnfinishedFile: Sendable {
    /// The file's own name.
    let path: String
    /// The name until then.
    let name: String

    private static let written = Atomic<Int>(0)
    private static let suffix = ".partial"
    /// Earlier programs wrote keys under `NAME.PROCESS.new`.
    private static let formerSuffix = ".new"

    init(of path: String) {
        self.path = path
        name = "\(path).\(getpid())-\(Self.written.add(1, ordering: .relaxed).newValue)\(Self.suffix)"
    }

    /// Looks that what has the file's name can give way to a file: a device or a pipe, such as `/dev/stdout`, would be replaced by one, too.
    func requireReplaceable() throws(WholeFileFailed) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
        throw WholeFileFailed(path: path, errno: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : ENOTSUP)
    }

    /// Removes what processes that are gone left of the file, one of this one's number too. What can't be removed does no harm.
    func removeForsaken() {
        unlink(name)
        let (directory, beginning) = (Self.directory(of: path), Self.lastComponent(of: path) + ".")
        guard let entries = opendir(directory) else { return }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let other = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard other.hasPrefix(beginning), let suffix = [Self.suffix, Self.formerSuffix].first(where: other.hasSuffix),
                other.utf8.count > beginning.utf8.count + suffix.utf8.count
            else { continue }
            // With or without a number: earlier programs gave none.
            let writer = other.dropFirst(beginning.count).dropLast(suffix.count).split(separator: "-", omittingEmptySubsequences: false)
            guard writer.count <= (suffix == Self.suffix ? 2 : 1), writer.allSatisfy({ pid_t($0) ?? 0 > 0 }), let process = writer.first.flatMap({ pid_t($0) })
            else { continue }
            if kill(process, 0) != 0, errno == ESRCH { unlink(directory + "/" + other) }
        }
    }

    /// Removes it. What can't be removed does no harm.
    func remove() { unlink(name) }

    /// Gives the file its own name and makes that durable.
    ///
    /// - Parameter replacing: whether another file that has the name gives way; otherwise the number is `EEXIST`.
    func publish(replacing: Bool = true) throws(WholeFileFailed) {
        if replacing {
            keepOwner()
            guard rename(name, path) == 0 else { throw WholeFileFailed(path: path, errno: errno) }
        } else {
            guard link(name, path) == 0 else { throw WholeFileFailed(path: path, errno: errno) }
            remove()
        }
        try Self.synchronizeDirectory(of: path)
    }

    /// What root puts in the place of a file stays its owner's: a process that has the file under an account of its own reads the new one, too. Not where
    /// anybody else could have put the former file there.
    private func keepOwner() {
        var (former, own, directory) = (stat(), stat(), stat())
        guard geteuid() == 0, lstat(path, &former) == 0, former.st_mode & S_IFMT == S_IFREG, lstat(name, &own) == 0,
            (former.st_uid, former.st_gid) != (own.st_uid, own.st_gid), stat(Self.directory(of: path), &directory) == 0, directory.st_mode & 0o022 == 0,
            directory.st_uid == 0 || directory.st_uid == former.st_uid
        else { return }
        // Where it can't be, it is root's: closed to the account, and the account says so.
        _ = lchown(name, former.st_uid, former.st_gid)
    }

    /// Makes the names in the directory of a file durable, where directories can be opened and brought to the disk at all.
    static func synchronizeDirectory(of path: String) throws(WholeFileFailed) {
        let file = open(directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == EACCES { return }
            throw WholeFileFailed(path: path, errno: errno)
        }
        defer { close(file) }
        guard fsync(file) == 0 || errno == EINVAL || errno == EBADF else { throw WholeFileFailed(path: path, errno: errno) }
    }

    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func lastComponent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }
}

/// A file could not be written: the disk is full or was taken away, or the directory is not there or not ours.
public struct WholeFileFailed: Error, Sendable, Equatable {
    /// The file, by its own name.
    public let path: String
    /// The system's number for what is wrong; nil where it has none.
    public let errno: Int32?
    /// What is wrong, in the system's words; it names nothing but the kind.
    public let reason: String

    init(path: String, errno: Int32) {
        (self.path, self.errno, reason) = (path, errno, String(cString: strerror(errno)))
    }

    init(path: String, reason: String) { (self.path, errno, self.reason) = (path, nil, reason) }
}
