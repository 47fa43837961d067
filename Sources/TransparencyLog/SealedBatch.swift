internal import Foundation

/// A closed batch: its signed checkpoint and the leaf hashes it added, as the file outside the database keeps it, a line of JSON each.
///
/// The leaf hashes are authentic where they give the signed root. The event ids are for naming an event that is gone; nothing rests on them.
public struct SealedBatch: Sendable, Hashable {
    /// Closes the batch.
    public let note: SignedNote
    /// What the batch added to the tree, in order.
    public let leaves: [TreeHash]
    /// The events' ids in the same order; empty where they are not known.
    public let eventIDs: [Int64]

    /// A batch as it was sealed.
    public init(note: SignedNote, leaves: [TreeHash], eventIDs: [Int64]) {
        (self.note, self.leaves, self.eventIDs) = (note, leaves, eventIDs)
    }

    private struct Line: Codable {
        var ids: [Int64]
        var leaves: Data
        var note: String
    }

    /// The line, with its newline.
    public func line() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(Line(ids: eventIDs, leaves: Data(leaves.joinedBytes), note: note.text))) + [0x0A]
    }

    /// Reads a line.
    ///
    /// - Throws: `LogError` where it is not whole.
    public init(line: some Collection<UInt8>) throws(LogError) {
        guard let read = try? JSONDecoder().decode(Line.self, from: Data(line)), let leaves = [TreeHash](joinedBytes: Array(read.leaves)),
            read.ids.isEmpty || read.ids.count == leaves.count
        else { throw .malformed("封印の記録の行が正しくありません") }
        self.init(note: try SignedNote(read.note), leaves: leaves, eventIDs: read.ids)
    }
}
