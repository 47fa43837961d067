/// 控え. What somebody kept of a log elsewhere: signed notes one after the other, lines of the files outside the database, or both.
public struct KeptNotes: Sendable {
    /// Whole batches, the first of each number.
    public private(set) var batches: [Int: SealedBatch] = [:]
    /// Every note, those of the batches too.
    public private(set) var notes: [SignedNote] = []
    /// Lines, 1 first, that are neither: a crash may have torn them, or somebody made them unreadable.
    public private(set) var unreadable: [Int] = []

    /// Reads a text; says nothing yet about any signature.
    public init(_ text: String) {
        var note: [Substring] = []
        var start = 0
        var isSigned = false
        func end(_ kept: inout KeptNotes) {
            if !note.isEmpty {
                do { kept.notes.append(try SignedNote(note.joined(separator: "\n") + "\n")) } catch { kept.unreadable.append(start) }
            }
            (note, isSigned) = ([], false)
        }
        for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let isSignature = line.hasPrefix("\u{2014} ")
            if line.hasPrefix("{") || (isSigned && !isSignature) { end(&self) }
            if line.hasPrefix("{") {
                do {
                    let batch = try SealedBatch(line: Array(line.utf8))
                    notes.append(batch.note)
                    if batches[batch.note.checkpoint.batch] == nil { batches[batch.note.checkpoint.batch] = batch }
                } catch { unreadable.append(place + 1) }
                continue
            }
            if note.isEmpty {
                if line.isEmpty { continue }
                start = place + 1
            }
            note.append(line)
            isSigned = isSigned || isSignature
        }
        end(&self)
    }
}
