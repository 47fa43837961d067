internal import Synchronization

/// 読み終えた束. Batches of which every item was read, with what was answered of it and how it was mended, and is as this program wrote it: as long as there are
/// no more rows of one than were read, none of them has to be read again to know that its report was sent. The module's login adds rows and takes none away;
/// whoever forgets this, with the program, reads them once more.
final class ReadBatches: Sendable {
    /// How many rows there are of a batch.
    struct Rows: Sendable, Hashable {
        let items: Int64
        let answers: Int64
        let mendings: Int64
    }

    private let known = Mutex<[ReportBatchNumber: Rows]>([:])

    /// Which of these batches, with the rows that there are of each, are not known to hold true ones only.
    func unread(among counts: [ReportBatchNumber: Rows]) -> Set<ReportBatchNumber> {
        known.withLock { known in Set(counts.filter { known[$0.key] != $0.value }.keys) }
    }

    /// All rows of a batch were read, so many, and all of them are true.
    func wasRead(_ batch: ReportBatchNumber, _ rows: Rows) { known.withLock { $0[batch] = rows } }
}
