internal import Postgres
internal import Register

extension Cursor {
    /// The same place in the newest incarnation; that of an earlier one is carried over where it saw nothing of a lost future.
    ///
    /// - Throws: `CursorRefused.lostFuture` where it may have.
    func carried(to end: JournalEnd, on connection: Connection) async throws -> Cursor {
        var carried = self
        carried.origin = end.origin
        if origin?.incarnation == end.origin.incarnation { return carried }
        let chain = try await Incarnation.all(on: connection)
        // Cursors from before there were incarnations are of the first.
        guard let own = origin.map({ origin in chain.firstIndex { $0.name == origin.incarnation } }) ?? chain.indices.first,
            chain[(own + 1)...].allSatisfy({ seen <= $0.fork })
        else { throw CursorRefused.lostFuture }
        return carried
    }
}
