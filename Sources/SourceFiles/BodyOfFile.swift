package import Addressee

/// ファイルの団体. Which body a file names, as its rows say it: looked at while the file is first read, before a row of it goes in (CT-19, decisions 0086 and 0091).
///
/// Rows carry the code of the body whose they are (市区町村コード), and who is a resident lives in the body whose resident register it is; of those who left, the code is
/// another's, and says nothing. Whoever died has the last 住所 there (住民基本台帳法第15条の2, 除票), and counts where no resident stands. A file that names none is taken as its
/// source's.
package struct BodyOfFile: Sendable {
    private let body: LocalGovernmentCode
    /// Where the code stands, among all fields of a record.
    private let field: Int
    private let name: String
    /// Where it stands that a row is of a resident; nil where every row counts.
    private let state: Int?
    private let dead: [UInt8]
    private var isOurs = false
    private var another: LocalGovernmentCode?
    /// The same, as the dead say it.
    private var deadAreOurs = false
    private var anotherOfDead: LocalGovernmentCode?

    /// - Parameters:
    ///   - column: where a row names a body.
    ///   - state: where it stands whether a row is of a resident (住民状態), which alone count then; nil where every row counts.
    ///   - dead: how that column says 死亡 in the file's edition.
    ///   - names: all columns of the file.
    ///   - body: whose hub it is.
    /// - Returns: nil where the file has no such columns, or the hub does not know its own body.
    package init?(_ column: String, ofResidentsBy state: String? = nil, dead: String = "", in names: [String], of body: LocalGovernmentCode?) {
        guard let body, let field = names.firstIndex(of: column) else { return nil }
        var stands: Int?
        if let state {
            stands = names.firstIndex(of: state)
            guard stands != nil else { return nil }
        }
        (self.body, self.field, name, self.state, self.dead) = (body, field, column, stands, Array(dead.utf8))
    }

    /// Looks at the next record; once one is ours, none needs to be.
    package mutating func look(at record: UnsafeRawBufferPointer) {
        guard !isOurs else { return }
        let found = Self.fields(of: record, field, state)
        let isOfDead = state != nil && found.second == dead
        if state != nil, !isOfDead, found.second != [UInt8(ascii: "1")] { return }
        guard let code = try? LocalGovernmentCode(String(decoding: found.first, as: UTF8.self)) else { return }
        switch (isOfDead, code.isOf(body)) {
        case (false, true): isOurs = true
        case (false, false): another = another ?? code
        case (true, true): deadAreOurs = true
        case (true, false): anotherOfDead = anotherOfDead ?? code
        }
    }

    /// - Throws: F0048 where rows name bodies, and none of them this one.
    package func judge() throws(FileRefused) {
        guard !isOurs, let another = another ?? (deadAreOurs ? nil : anotherOfDead) else { return }
        throw .anotherBody(another, column: name, ours: body)
    }

    /// That a row names another body than the hub's (E0234), among rows of this one's file; nil where it does not, or names what is no body.
    package static func reason(_ text: String, ours body: LocalGovernmentCode) -> String? {
        guard text != body.value, let code = try? LocalGovernmentCode(text), !code.isOf(body) else { return nil }
        return "市区町村コードが別の団体（\(code)）のものです。この団体は\(body)です。"
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
