internal import CZlib

/// Unpacks a gzip stream piece by piece, with memory bounded by the piece asked for.
final class GzipStream {
    private let stream: UnsafeMutablePointer<z_stream>
    /// Whether the end of the stream was reached: if not, the file was cut.
    private(set) var isFinished = false

    /// - Throws: `FileRefused.unreadable` if zlib can't start.
    init() throws(FileRefused) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .unreadable("zlibを開始できません")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Unpacks from the front of `input`, and takes what it used off it.
    ///
    /// - Throws: `FileRefused.brokenGzip` for what is no gzip stream.
    func unpack(_ input: inout ArraySlice<UInt8>, atMost limit: Int) throws(FileRefused) -> [UInt8] {
        var status = Z_OK
        var used = 0
        var source = Array(input)
        let output = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            source.withUnsafeMutableBufferPointer { bytes in
                stream.pointee.next_in = bytes.baseAddress
                stream.pointee.avail_in = UInt32(bytes.count)
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = UInt32(limit)
                status = inflate(stream, Z_NO_FLUSH)
                used = bytes.count - Int(stream.pointee.avail_in)
                count = limit - Int(stream.pointee.avail_out)
            }
        }
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw .brokenGzip }
        isFinished = status == Z_STREAM_END
        input = input.dropFirst(used)
        return output
    }
}

/// A gzip file: one stream or several one after the other (RFC 1952), and behind them at most zeros, as a tape pads it.
final class GzipFile {
    private var stream: GzipStream?
    private var isEmpty = true
    private var isPadded = false
    private let name: String
    private let bounds: UnpackingBounds
    private var packed = 0
    private var unpacked = 0
    private var members = 0

    /// - Parameter name: of the file, for whoever sent it.
    init(_ name: String, bounds: UnpackingBounds) { (self.name, self.bounds) = (name, bounds) }

    /// Unpacks all of `input`, in pieces of at most `limit` bytes.
    ///
    /// - Throws: `FileRefused` F0014, F0015 for what is no gzip; F0025 to F0027 beyond the bounds; what `body` throws.
    func unpack(_ input: [UInt8], atMost limit: Int, _ body: ([UInt8]) async throws -> Void) async throws {
        var rest = input[...]
        while !rest.isEmpty {
            if stream == nil {
                if !isEmpty, let other = rest.firstIndex(where: { $0 != 0 }) {
                    guard !isPadded, other == rest.startIndex, rest[other] == FileForm.gzip[0] else { throw FileRefused.gzipTrailer }
                } else if !isEmpty {
                    isPadded = true
                    return
                }
                if isEmpty, rest.first != FileForm.gzip[0] { throw FileRefused.noGzip }
                isEmpty = false
                members += 1
                guard members <= bounds.members else { throw FileRefused.tooManyMembers(name, bounds.members) }
                stream = try GzipStream()
            }
            guard let stream else { return }
            let before = rest.count
            let piece = try stream.unpack(&rest, atMost: limit)
            packed += before - rest.count
            unpacked += piece.count
            guard unpacked <= bounds.gibibytes << 30 else { throw FileRefused.unpacksTooFar(name, gibibytes: bounds.gibibytes) }
            guard unpacked <= bounds.free || unpacked / bounds.ratio <= packed else { throw FileRefused.packedTooDensely(name, ratio: bounds.ratio) }
            if !piece.isEmpty { try await body(piece) }
            if stream.isFinished { self.stream = nil }
        }
    }

    /// - Throws: `FileRefused` F0004 where the file ended inside a stream, F0006 where there was none.
    func finish() throws(FileRefused) {
        if stream != nil { throw .gzipCut }
        if isEmpty { throw .empty }
    }
}
