internal import Glibc

/// 完全に書き終えたときにだけ在るファイル, for work that may block: start-up, keys, and what writes large files by itself. What `WholeFile` guarantees, this does.
package final class BlockingWholeFile {
    private let unfinished: UnfinishedFile
    /// Its number with the system; nil once it is closed.
    private var file: Int32?

    /// Opens it, and removes what processes that are gone left of it.
    package init(path: String, readers: WholeFile.Readers = .owner) throws(WholeFileFailed) {
        unfinished = UnfinishedFile(of: path)
        try unfinished.requireReplaceable()
        unfinished.removeForsaken()
        let opened = open(unfinished.name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, readers.mode)
        guard opened >= 0 else { throw WholeFileFailed(path: path, errno: errno) }
        file = opened
        // A wide umask can't widen the mode, a narrow one could leave it unreadable.
        guard fchmod(opened, readers.mode) == 0 else { throw failed() }
    }

    deinit { discard() }

    /// Adds bytes to its end.
    package func append(_ bytes: [UInt8]) throws(WholeFileFailed) {
        guard let file else { throw WholeFileFailed(path: unfinished.path, errno: EBADF) }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failed()
            }
            done += count
        }
    }

    /// Brings all of it to the disk and gives it its name, durably.
    ///
    /// - Parameter replacing: whether another file of the name gives way; otherwise it stays, and the error's number is `EEXIST`.
    package func publish(replacing: Bool = true) throws(WholeFileFailed) {
        guard let file else { throw WholeFileFailed(path: unfinished.path, errno: EBADF) }
        guard fsync(file) == 0 else { throw failed() }
        self.file = nil
        guard close(file) == 0 else {
            let number = errno
            unfinished.remove()
            throw WholeFileFailed(path: unfinished.path, errno: number)
        }
        do throws(WholeFileFailed) {
            try unfinished.publish(replacing: replacing)
        } catch {
            unfinished.remove()
            throw error
        }
    }

    /// Gives up: nothing of it is left. Once it is published, this does nothing.
    package func discard() {
        guard let file else { return }
        self.file = nil
        close(file)
        unfinished.remove()
    }

    /// Writes a small file at once.
    ///
    /// - Parameter replacing: as `publish` has it.
    package static func write(
        _ bytes: [UInt8], to path: String, readers: WholeFile.Readers = .owner, replacing: Bool = true
    ) throws(WholeFileFailed) {
        let file = try BlockingWholeFile(path: path, readers: readers)
        try file.append(bytes)
        try file.publish(replacing: replacing)
    }

    private func failed() -> WholeFileFailed {
        let failure = WholeFileFailed(path: unfinished.path, errno: errno)
        discard()
        return failure
    }
}
