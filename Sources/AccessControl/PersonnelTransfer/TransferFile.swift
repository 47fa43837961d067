internal import Addressee
internal import Crypto
internal import SourceFiles

/// 人事異動ファイル (ops/personnel-transfer.md): CSV with a header, UTF-8, columns in any order.
struct TransferFile: Sendable {
    static let required = ["職員番号", "氏名", "異動区分", "旧所属", "新所属", "発令日"]
    static let optional = ["職名", "担当事務", body]
    /// Whose row it is, by the body's code.
    static let body = "市区町村コード"
    /// More than any body has in staff; a file beyond it is another file.
    static let mostRows = 100_000
    /// How far 発令日 may lie from today, in days.
    static let reach = 400

    private(set) var rows: [TransferRow] = []
    private(set) var faults: [TransferFault] = []
    private(set) var digest: [UInt8] = []
    private(set) var rowsRead = 0

    /// Reads the whole file and checks each row by itself.
    ///
    /// - Parameter body: whose hub it is; nil where it does not know.
    /// - Throws: `FileRefused` where it can't be read as such a file at all, or is another body's.
    static func read(_ path: String, encoding: FileEncoding = .utf8, of body: LocalGovernmentCode?, today: CalendarDay) async throws -> TransferFile {
        try await SourceFile.withOpen(path, encoding: encoding) { try await gathered($0, body).file(today) }
    }

    // Not optimized: Swift 6.3 crashes while it splits this function, inlined, at its one suspension.
    @_optimize(none) private static func gathered(_ source: SourceFile, _ body: LocalGovernmentCode?) async throws -> Gathering {
        var gathering = Gathering(body)
        var reader = RecordReader()
        try await source.forEachChunk { chunk in
            gathering.hash.update(data: chunk.raw)
            try chunk.text.withUnsafeBytes { try reader.feed($0) { try gathering.add($0) } }
        }
        try reader.finish { try gathering.add($0) }
        return gathering
    }

    /// The rows of a file as they are read, before any of them is looked at.
    private struct Gathering {
        var hash = SHA256()
        private var soundness = FileSoundness()
        private var columns: [String] = []
        private var block = RowBlock(lane: 0, number: 0, columnCount: 0, capacity: 0)
        private let ours: LocalGovernmentCode?
        private var bodyOfFile: BodyOfFile?

        init(_ ours: LocalGovernmentCode?) { self.ours = ours }

        mutating func add(_ record: RecordReader.Record) throws {
            guard !columns.isEmpty else {
                columns = try soundness.header(record, TransferFile.columns)
                block = RowBlock(lane: 0, number: 0, columnCount: columns.count, capacity: 1000)
                bodyOfFile = BodyOfFile(TransferFile.body, in: columns, of: ours)
                return
            }
            soundness.look(at: record)
            bodyOfFile?.look(at: record.bytes)
            guard soundness.rows <= mostRows else { throw FileRefused.columns(["人事異動ファイルは\(mostRows)行までです。"]) }
            block.append(record.bytes, line: record.line, fault: record.fault)
        }

        /// - Throws: `FileRefused` where it is no such file.
        func file(_ today: CalendarDay) throws -> TransferFile {
            guard !columns.isEmpty else { throw FileRefused.empty }
            try soundness.judge()
            try bodyOfFile?.judge()
            var file = TransferFile()
            file.digest = Array(hash.finalize())
            file.rowsRead = block.rows.count
            for index in block.rows.indices { file.take(block, index, columns, today, ours) }
            return file
        }
    }

    /// Position of each column in the file.
    private static func columns(_ header: [UInt8]) throws(FileRefused) -> [String] {
        guard let text = String(validating: header, as: UTF8.self) else { throw .notUTF8 }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.count > 1 && $0.first == "\"" && $0.last == "\"" ? String($0.dropFirst().dropLast()) : String($0)
        }
        var problems = required.filter { !names.contains($0) }.map { "列「\($0)」がありません。" }
        // A header that is really a row must not be repeated, so unknown names are counted only.
        let unknown = names.count { !(required + optional).contains($0) }
        if unknown > 0 { problems.append("知らない列が\(unknown)列あります。") }
        if Set(names).count < names.count { problems.append("同じ列が2つあります。") }
        guard problems.isEmpty else { throw .columns(problems) }
        return names
    }

    private mutating func take(_ block: RowBlock, _ index: Int, _ columns: [String], _ today: CalendarDay, _ ours: LocalGovernmentCode?) {
        let line = block.rows[index].line
        guard block.rows[index].isWhole, let text = String(validating: block.bytes[block.rows[index].raw], as: UTF8.self), !text.contains("\u{FFFD}")
        else {
            faults.append(TransferFault(line, "T0008", "行", "列の数が1行目と違うか、引用符が項目の途中にあるか、指定の文字コードの文字でないバイトがあります。"))
            return
        }
        func value(_ name: String) -> String { columns.firstIndex(of: name).map { block.text(index, $0) } ?? "" }
        var found: [TransferFault] = []
        func need(_ item: String, _ isGood: Bool, _ code: String, _ rule: String) { if !isGood { found.append(TransferFault(line, code, item, rule)) } }
        let (account, name, old, new, post, task) = (value("職員番号"), value("氏名"), value("旧所属"), value("新所属"), value("職名"), value("担当事務"))
        need("職員番号", !account.isEmpty, "T0001", "設定されていません。")
        need("職員番号", account.isEmpty || AccessControl.isAccount(account), "T0002", "半角英数字20文字以内です。")
        need("氏名", !name.isEmpty, "T0001", "設定されていません。")
        for (item, text, length) in [("氏名", name, 100), ("職名", post, 100), ("担当事務", task, 40)] {
            need(item, text.count <= length && !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "T0002", "制御文字を含まない\(length)文字以内です。")
        }
        let code = value(Self.body)
        need(Self.body, code.isEmpty || (try? LocalGovernmentCode(code)) != nil, "T0002", "団体の市区町村コード（検査数字を含む6桁の半角数字）です。")
        if let reason = ours.flatMap({ BodyOfFile.reason(code, ours: $0) }) { need(Self.body, false, FaultCode.rowOfAnotherBody, reason) }
        let kind = TransferRow.Kind(rawValue: value("異動区分"))
        need("異動区分", kind != nil, "T0002", "採用、異動、兼務、兼務解除、退職のどれかです。")
        let day = CalendarDay(value("発令日"))
        need("発令日", day != nil, "T0002", "YYYY-MM-DD の形の暦にある日です。")
        if let day { need("発令日", abs(Int(day.daysSince2000) - Int(today.daysSince2000)) <= Self.reach, "T0007", "今日から前後\(Self.reach)日以内です。") }
        if let kind {
            for (item, text, has) in [("旧所属", old, kind.hasOld), ("新所属", new, kind.hasNew)] {
                need(item, !has || !text.isEmpty, "T0001", "異動区分が\(kind.rawValue)のとき必須です。")
                need(item, has || text.isEmpty, "T0016", "異動区分が\(kind.rawValue)のときは空にしてください。")
            }
        }
        guard found.isEmpty, let kind, let day else {
            faults += found
            return
        }
        rows.append(TransferRow(line: line, account: account, name: name, kind: kind, oldDepartment: old, newDepartment: new, post: post, task: task, day: day))
    }
}
