/// 一覧. What was found, and how many of the rows that were read for it this program did not write as they are: they are nobody's, take no place of the others,
/// and are told.
package struct Listed<Row: Sendable>: Sendable, Unprinted {
    /// In the order of the list.
    package let rows: [Row]
    /// 証印のない行, as far as was read.
    package let untrue: Int
    /// Whether reading stopped before the end of what there is, because too much had been read: so many rows are nobody's, or none of the list's.
    package let isCut: Bool
}
