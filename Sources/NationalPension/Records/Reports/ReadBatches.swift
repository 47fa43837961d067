internal import Synchronization

/// 読み終えた束. Batches of which every item was read and is as this program wrote it: as long as there are no more items in one than were read, none of them
/// has to be read again to know that its report was sent. The module's login adds items and takes none away; whoever forgets this, with the program, reads
/// them once more.
final class ReadBatches: Sendable {
    private let known = Mutex<[ReportBatchNumber: Int64]>([:])

    /// Which of these batches, with the items that there are in each, are not known to hold true ones only.
    func unread(among counts: [ReportBatchNumber: Int64]) -> Set<ReportBatchNumber> {
        known.withLock { known in Set(counts.filter { known[$0.key] != $0.value }.keys) }
    }

    /// All items of a batch were read, so many, and all of them are true.
    func wasRead(_ batch: ReportBatchNumber, items: Int64) { known.withLock { $0[batch] = items } }
}
