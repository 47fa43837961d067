internal import Keys

extension Installation {
    /// 行の証印. The MAC, under the hub's key ring, of a row that a department's module keeps: its own password of the database is not enough to make one.
    ///
    /// - Parameters:
    ///   - form: of the row, the same whoever reads it.
    ///   - table: with its schema; no row of one table is one of another.
    package func seal(_ form: [UInt8], of table: String) -> [UInt8] { keys.cipher.keyedHash(Array("row of \(table)\0".utf8) + form) }
}
