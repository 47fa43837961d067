internal import Foundation
package import NIOCore
internal import Threads

/// 渡すファイル. The bytes of a file that is handed over, read on a thread of its own as they are sent; a pipe or standard input as well.
package struct FileBytes: AsyncSequence, Sendable {
    private static let piece = 1 << 20

    private let file: FileHandle
    private let path: String
    /// Bytes already read off the front.
    private let head: Data
    private let read: @Sendable (Int) -> Void

    /// - Parameters:
    ///   - path: `-` is standard input.
    ///   - read: told how many bytes were read, at each piece.
    /// - Throws: ``FileNotRead``.
    package init(_ path: String, read: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        (self.path, self.read) = (path, read)
        guard path != "-" else {
            file = .standardInput
            head = try await Self.next(of: .standardInput, path)
            return
        }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { throw FileNotRead(path: path, why: "ファイルがありません") }
        guard !isDirectory.boolValue else { throw FileNotRead(path: path, why: "ディレクトリです") }
        // Opening a named pipe waits for whoever writes into it.
        guard let opened = try await OwnThread.run({ FileHandle(forReadingAtPath: path) }) else { throw FileNotRead(path: path, why: "読む権限がありません") }
        file = opened
        head = try await Self.next(of: opened, path)
    }

    /// Whether its first bytes are those of gzip.
    package var isPacked: Bool { head.starts(with: [0x1F, 0x8B]) }

    /// Bytes in all; nil where that is not known before they are read.
    package var count: Int? {
        guard path != "-", let attributes = try? FileManager.default.attributesOfItem(atPath: path), attributes[.type] as? FileAttributeType == .typeRegular
        else { return nil }
        return attributes[.size] as? Int
    }

    package func makeAsyncIterator() -> Iterator { Iterator(bytes: self) }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let bytes: FileBytes
        private var hasHead = false

        fileprivate init(bytes: FileBytes) { self.bytes = bytes }

        package mutating func next() async throws -> ByteBuffer? {
            let piece: Data
            if hasHead { piece = try await FileBytes.next(of: bytes.file, bytes.path) } else { (piece, hasHead) = (bytes.head, true) }
            guard !piece.isEmpty else { return nil }
            bytes.read(piece.count)
            return ByteBuffer(bytes: piece)
        }
    }

    private static func next(of file: FileHandle, _ path: String) async throws -> Data {
        do {
            return try await OwnThread.run { try file.read(upToCount: piece) ?? Data() }
        } catch {
            throw FileNotRead(path: path, why: "途中で読めなくなりました")
        }
    }
}

/// The file that was to be handed over can't be read here.
package struct FileNotRead: Error, CustomStringConvertible {
    package var path: String
    package var why: String

    /// As people read it.
    package var description: String { "\(path == "-" ? "標準入力" : path) を読めません。\(why)。" }
}
