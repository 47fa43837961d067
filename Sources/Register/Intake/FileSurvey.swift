internal import Addressee
internal import AsyncAlgorithms
internal import Crypto
internal import SourceFiles

/// What the first reading of a file tells, before any row is taken in.
struct FileSurvey: Sendable {
    /// SHA-256 of the file's bytes, unpacked.
    private(set) var digest: [UInt8] = []
    private(set) var rows = 0
    private(set) var emptyLines = 0
    private(set) var header: FileHeader
    /// Digest of each block, by lane and number. What is read afterwards must be these, block by block.
    private(set) var blocks: [[[UInt8]]]

    /// Reads the file once.
    ///
    /// - Parameter body: whose hub it is: of another body's file nothing is taken.
    /// - Throws: `FileRefused` for what can't be taken in.
    static func read(_ file: SourceFile, layout: FileLayout, of body: LocalGovernmentCode? = nil) async throws -> FileSurvey {
        // The digest of the whole takes as long as the rest of the reading, and nothing else runs yet.
        let chunks = AsyncChannel<[UInt8]>()
        async let digest = Self.digest(of: chunks)
        // Also where the file is refused half way: the digest would wait for more.
        defer { chunks.finish() }
        var reader = RecordReader()
        var soundness = FileSoundness()
        var survey: FileSurvey?
        var cutter = BlockCutter(keyColumn: nil)
        var bodyOfFile: BodyOfFile?
        func look(_ record: RecordReader.Record) throws {
            guard survey != nil else {
                let header = try soundness.header(record) { bytes throws(FileRefused) in try FileHeader(bytes, layout: layout) }
                survey = FileSurvey(header: header, blocks: Array(repeating: [], count: BlockCutter.lanes))
                cutter = BlockCutter(keyColumn: header.lanesBy)
                bodyOfFile = BodyOfFile(header, layout: layout, of: body)
                return
            }
            soundness.look(at: record)
            bodyOfFile?.look(at: record.bytes)
            if let cut = cutter.add(record.bytes).cut { survey?.blocks[cut.lane].append(cut.digest) }
        }
        try await file.forEachChunk { chunk in
            await chunks.send(chunk.raw)
            try chunk.text.withUnsafeBytes { try reader.feed($0, look) }
        }
        try reader.finish(look)
        guard var survey else { throw FileRefused.empty }
        try soundness.judge()
        try bodyOfFile?.judge()
        for cut in cutter.finish() { survey.blocks[cut.lane].append(cut.digest) }
        survey.rows = soundness.rows
        survey.emptyLines = reader.emptyLines
        chunks.finish()
        survey.digest = await digest
        return survey
    }

    /// Whether a block that is read now is what it was.
    func has(_ cut: BlockCutter.Cut) -> Bool { cut.number < blocks[cut.lane].count && blocks[cut.lane][cut.number] == cut.digest }

    @concurrent private static func digest(of chunks: AsyncChannel<[UInt8]>) async -> [UInt8] {
        var hash = SHA256()
        for await bytes in chunks { hash.update(data: bytes) }
        return Array(hash.finalize())
    }
}
