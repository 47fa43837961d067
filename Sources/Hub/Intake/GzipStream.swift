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
    /// - Throws: `FileRefused.unreadable` for what is no gzip stream.
    func unpack(_ input: inout ArraySlice<UInt8>, atMost limit: Int) throws(FileRefused) -> [UInt8] {
        guard !isFinished else { throw .unreadable("gzipの後に余分なバイトがあります") }
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
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw .unreadable("gzipとして壊れています") }
        isFinished = status == Z_STREAM_END
        input = input.dropFirst(used)
        return output
    }
}
