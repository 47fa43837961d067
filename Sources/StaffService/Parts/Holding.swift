internal import Foundation
internal import MutualTLS
internal import NIOCore
internal import TextFiles

/// 預かり. Where a file lies while a request is at work on it: a directory of that request alone, gone when the request is.
struct Holding: Sendable {
    /// Of its own.
    let directory: String

    /// Bytes of one file; more is refused.
    private static let most: Int64 = 16 << 30

    /// Makes one; whoever does removes it.
    init(in place: HoldingPlace) throws { directory = try place.make() }

    /// Makes one for the length of `body`.
    static func with<R: Sendable>(in place: HoldingPlace, _ body: (Holding) async throws -> R) async throws -> R {
        let holding = try Holding(in: place)
        defer { holding.remove() }
        return try await body(holding)
    }

    /// Keeps what comes under `name`.
    ///
    /// - Returns: the file's path.
    /// - Throws: `Problem` where it is too large, `WholeFileFailed`.
    func keep(_ bytes: some AsyncSequence<ByteBuffer, any Error>, as name: String) async throws -> String {
        let path = "\(directory)/\(Self.plain(name))"
        try await PassingFile.write(bytes.map(\.readableBytesView), to: path, most: Self.most) { Problem.tooLarge }
        return path
    }

    /// The last component, so that no name leads elsewhere.
    static func plain(_ name: String) -> String {
        let last = name.split(separator: "/").last.map(String.init) ?? ""
        let isSafe = !last.hasPrefix(".") && (1...200).contains(last.utf8.count) && last.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        return isSafe ? last : "file" + (last.hasSuffix(".gz") ? ".gz" : "")
    }

    /// Nothing of it is left.
    func remove() { try? FileManager.default.removeItem(atPath: directory) }
}

/// 預かり場所. Where this process keeps what requests are at work on. What a process that is gone has left is removed when one starts.
package struct HoldingPlace: Sendable {
    private let directory: String

    /// Makes the place; readable by nobody but its owner.
    ///
    /// - Throws: `CocoaError`.
    package init(in root: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for name in try files.contentsOfDirectory(atPath: root) {
            guard let process = pid_t(name), kill(process, 0) != 0, errno == ESRCH else { continue }
            try files.removeItem(atPath: "\(root)/\(name)")
        }
        directory = "\(root)/\(getpid())"
        try files.createDirectory(atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    fileprivate func make() throws -> String {
        let path = "\(directory)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return path
    }
}
