internal import Addressee
internal import SourceFiles

/// ファイルの団体. Which body a file names, as its rows say it: looked at while the file is first read, before a row of it goes in (CT-19, decision 0086).
///
/// Rows of 住登外者 carry the code of the body that sends them (市区町村コード), and who is a resident lives in the body whose resident register it is; of those who left, the
/// code is another's, and says nothing. A file that names none is taken as its source's.
struct BodyOfFile {
    /// 市区町村コード of the body that sends 住登外者, as the numbering API calls it.
    static let sender = "shikuchosonkodo"

    private let body: LocalGovernmentCode
    /// Where the code stands, among all fields of a record.
    private let field: Int
    private let name: String
    /// Where it stands that a row is of a resident; nil where every row counts.
    private let state: Int?
    private var isOurs = false
    private var another: LocalGovernmentCode?

    /// - Parameter body: whose hub it is.
    /// - Returns: nil where the file has no column that names a body, or the hub does not know its own.
    init?(_ header: FileHeader, layout: FileLayout, of body: LocalGovernmentCode?) {
        guard let body else { return nil }
        self.body = body
        let column = layout.column(named: Self.sender) != nil ? Self.sender : Item.jushoShikuchosonkodo.rawValue
        guard layout.column(named: column) != nil, let field = header.names.firstIndex(of: column) else { return nil }
        (self.field, name) = (field, column)
        guard column != Self.sender else {
            state = nil
            return
        }
        guard let state = header.names.firstIndex(of: Item.juminjotai.rawValue) else { return nil }
        self.state = state
    }

    /// Looks at the next record; once one is ours, none needs to be.
    mutating func look(at record: UnsafeRawBufferPointer) {
        guard !isOurs else { return }
        let found = Self.fields(of: record, field, state)
        if state != nil, found.second != [UInt8(ascii: "1")] { return }
        guard let code = try? LocalGovernmentCode(String(decoding: found.first, as: UTF8.self)) else { return }
        if code.isOf(body) { isOurs = true } else if another == nil { another = code }
    }

    /// - Throws: F0048 where rows name bodies, and none of them this one.
    func judge() throws(FileRefused) {
        guard !isOurs, let another else { return }
        throw .anotherBody(another, column: name, ours: body)
    }

    /// The bytes of two fields, without quotation marks around them.
    private static func fields(of record: UnsafeRawBufferPointer, _ first: Int, _ second: Int?) -> (first: [UInt8], second: [UInt8]) {
        var (field, isQuoted) = (0, false)
        var found: (first: [UInt8], second: [UInt8]) = ([], [])
        let last = max(first, second ?? first)
        for byte in record {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ","), !isQuoted {
                field += 1
                if field > last { break }
            } else if field == first {
                found.first.append(byte)
            } else if field == second {
                found.second.append(byte)
            }
        }
        return found
    }
}
