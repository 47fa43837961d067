internal import Addressee
internal import SourceFiles

/// 行の検査. What is wrong with rows of a block by themselves: that one is no record, characters without a meaning, columns that their layout does not allow.
struct RowFormFaults {
    /// Faults of a row for characters without a meaning; `FILE.characters.csv` has them all.
    private static let charactersTold = 20

    private let block: RowBlock
    private let header: FileHeader
    private let unmapped: [Int: [ForeignCharacter]]

    init(of block: RowBlock, by header: FileHeader) {
        (self.block, self.header) = (block, header)
        let foreign = block.foreign.filter { $0.character.kind == .unmappable }
        unmapped = Dictionary(grouping: foreign, by: \.row).mapValues { $0.map(\.character) }
    }

    /// Of the row at `index` of the block, the most telling kind of fault alone; none where it holds.
    subscript(_ index: Int) -> [RowFault] {
        if let fault = block.rows[index].fault { return [RowFault(code: fault.code, column: "", reason: fault.reason)] }
        if let characters = unmapped[index] {
            return characters.prefix(Self.charactersTold).map { character in
                RowFault(
                    code: character.faultCode, column: header.name(ofRawField: block.place(of: character, in: index).field), reason: character.reason)
            }
        }
        return block.withRow(index) { $0.faults(by: header.check) }
    }
}
