internal import AuditTrail
internal import Foundation
internal import TextFiles
internal import TransparencyLog

/// 再開の申出. Where the staff service, which may not sign for the log, leaves what two people say, and the process that seals finds it.
///
/// Who wrote a file there is known by who owns it: the directory is the staff service's, which alone writes to it; the sealing account may read it and has no
/// other way to be told anything. A file lives until its words stand signed in the files of the log.
/// These calls block; use `OwnThread`.
public struct ResumptionRequests: Sendable {
    /// Where they lie.
    public let directory: String

    /// Nothing is opened or made yet.
    public init(directory: String) { self.directory = directory }

    /// Seconds for which words may lie there before they are signed: whoever said them waits no longer.
    static let life = 30.0
    private static let suffix = ".resumption"
    private static let mostBytes = 64 << 10
    /// Files read in one pass.
    private static let mostFiles = 1_000

    /// Leaves words to be signed.
    ///
    /// - Returns: the path of the file.
    /// - Throws: `SealedBatchFilesError`.
    func ask(_ word: ResumptionStatement.Word) throws -> String {
        let path = "\(directory)/\(UUID().uuidString)\(Self.suffix)"
        do throws(WholeFileFailed) {
            // Who may come to it is decided by the directory.
            try BlockingWholeFile.write(Array(word.text.utf8), to: path, readers: .everybody, replacing: false)
        } catch {
            throw SealedBatchFilesError.system("write", error.errno ?? EIO)
        }
        return path
    }

    /// Takes them away. What can't be removed is too old soon.
    func withdraw(_ path: String) { unlink(path) }

    /// Takes away what a process left that ended while it waited. Of the staff service, before it takes any word.
    public func clear() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] where name.hasSuffix(Self.suffix) {
            withdraw("\(directory)/\(name)")
        }
    }

    /// What somebody asks to be signed, and where it lies.
    struct Request: Sendable {
        let path: String
        let word: ResumptionStatement.Word

        /// Whether whoever said it still waits: it lies there, and is young.
        func isAwaited(at now: LogTime) -> Bool { abs(now.seconds(since: word.time)) < ResumptionRequests.life && access(path, F_OK) == 0 }
    }

    /// What is asked for, the oldest words first; nothing that anybody but the directory's owner could have written.
    func asked() -> [Request] {
        var place = stat()
        guard lstat(directory, &place) == 0, place.st_mode & S_IFMT == S_IFDIR, place.st_mode & 0o022 == 0,
            let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
        else { return [] }
        return names.filter { $0.hasSuffix(Self.suffix) }.prefix(Self.mostFiles).compactMap { name in
            let path = "\(directory)/\(name)"
            return word(in: path, of: place.st_uid).map { Request(path: path, word: $0) }
        }.sorted { $0.word.time < $1.word.time }
    }

    private func word(in path: String, of owner: uid_t) -> ResumptionStatement.Word? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return nil }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == owner, status.st_mode & 0o022 == 0,
            let bytes = try? handle.read(upToCount: Self.mostBytes)
        else { return nil }
        return ResumptionStatement.Word(text: String(decoding: bytes, as: UTF8.self))
    }
}
