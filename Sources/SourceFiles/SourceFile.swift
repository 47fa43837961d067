internal import NIOCore
internal import _NIOFileSystem

/// A file at the hub's door: opened once, read in chunks, never whole. Whatever takes its name meanwhile is another file.
package struct SourceFile: Sendable {
    package let path: String
    let encoding: FileEncoding
    private let handle: ReadFileHandle
    /// Whether it came by a way that has no name to say that it is packed.
    private let isStream: Bool

    package static let chunk = 1 << 20
    private let bounds: UnpackingBounds

    /// As whoever handed it in calls it.
    package var name: String { path == "-" ? "標準入力" : path.split(separator: "/").last.map(String.init) ?? path }

    /// The next bytes of the file.
    package struct Chunk: Sendable {
        /// As they are in the file, unpacked.
        package var raw: [UInt8]
        /// The same in UTF-8, without a byte order mark.
        package var text: [UInt8]
        /// Characters of `text` that were told of, by their place in all of the file's text.
        package var foreign: [ForeignCharacter] = []
    }

    /// Opens a file for `body`; `-` is standard input.
    ///
    /// - Throws: `FileRefused` for what can't be read, or what `body` throws.
    package static func withOpen<R: Sendable>(
        _ path: String, encoding: FileEncoding = .utf8, bounds: UnpackingBounds = UnpackingBounds(), _ body: (SourceFile) async throws -> R
    ) async throws -> R {
        let (handle, isStream) = try await open(path)
        do {
            let result = try await body(SourceFile(path: path, encoding: encoding, handle: handle, isStream: isStream, bounds: bounds))
            try await handle.close()
            return result
        } catch {
            // In a task of its own: in one that is cancelled nothing is closed, and a handle left open ends the process.
            await Task { try? await handle.close() }.value
            throw (error as? FileSystemError).map { FileRefused.unreadable(String(describing: $0.code)) } ?? error
        }
    }

    private static func open(_ path: String) async throws -> (ReadFileHandle, isStream: Bool) {
        do {
            guard try await Spool.isNeeded(for: path) else {
                if let info = try await FileSystem.shared.info(forFileAt: .init(path)), info.type != .regular {
                    throw FileRefused.unreadable(info.type == .directory ? "ディレクトリです" : "通常のファイルではありません")
                }
                return (try await FileSystem.shared.openFile(forReadingAt: .init(path)), false)
            }
            let aside = try await Spool.fill(from: path)
            defer { Spool.end(aside) }
            return (try await FileSystem.shared.openFile(forReadingAt: .init("/dev/fd/\(aside)")), true)
        } catch let error as FileSystemError {
            throw FileRefused.unreadable(error.code == .notFound ? "ファイルがありません" : String(describing: error.code))
        }
    }

    /// Hands the file's bytes to `body` from the beginning, chunk by chunk: unpacked if its name ends in `.gz`, and in UTF-8.
    ///
    /// - Throws: `FileRefused` for a file that can't be read or unpacked, or is none of its kind; or what `body` throws.
    @inline(never) package func forEachChunk(_ body: (Chunk) async throws -> Void) async throws {
        var head: [UInt8] = []
        var isStarted = false
        var transcoder: Transcoder?
        func start() throws {
            isStarted = true
            if let refusal = FileForm.refusal(Array(head.prefix(FileForm.head)), encoding: encoding) { throw refusal }
            transcoder = encoding == .utf8 ? nil : try Transcoder(encoding, head: head)
        }
        func hand(_ raw: [UInt8]) async throws {
            var bytes = raw
            if !isStarted {
                // What a file is shows in its first bytes, in however small pieces they come.
                head += raw
                guard head.count >= FileForm.head else { return }
                try start()
                bytes = head
                let isMarked = encoding == .utf8 && head.starts(with: FileForm.utf8Mark)
                head = []
                if isMarked { return try await body(Chunk(raw: bytes, text: Array(bytes.dropFirst(FileForm.utf8Mark.count)))) }
            }
            if let (text, foreign) = transcoder?.convert(bytes, isLast: false) {
                try await body(Chunk(raw: bytes, text: text, foreign: foreign))
            } else {
                try await body(Chunk(raw: bytes, text: bytes))
            }
        }
        var packed = path.hasSuffix(".gz") ? GzipFile(name, bounds: bounds) : nil
        var isFirst = true
        // Not the whole range: that would be read from where the handle stands, and it is read again.
        for try await chunk in handle.readChunks(in: 0..<(Int64.max - 1), chunkLength: .bytes(Int64(Self.chunk))) {
            let bytes = Array(chunk.readableBytesView)
            if isFirst, isStream, bytes.starts(with: FileForm.gzip) { packed = GzipFile(name, bounds: bounds) }
            isFirst = false
            if let packed { try await packed.unpack(bytes, atMost: Self.chunk, hand) } else { try await hand(bytes) }
        }
        try packed?.finish()
        if !isStarted {
            try start()
            let isMarked = encoding == .utf8 && head.starts(with: FileForm.utf8Mark)
            if transcoder == nil { try await body(Chunk(raw: head, text: Array(head.dropFirst(isMarked ? FileForm.utf8Mark.count : 0)))) }
        }
        if let (text, foreign) = transcoder?.convert(head, isLast: true) { try await body(Chunk(raw: head, text: text, foreign: foreign)) }
    }
}
