import CLibPQ

/// Owns one `PGconn`.
///
/// `@unchecked Sendable`: it is used on the connection's thread only, by the actor that runs there and, after the actor's end, by the thread's last act.
final class ConnectionHandle: @unchecked Sendable {
    private(set) var pointer: OpaquePointer?

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    func finish() {
        guard let pointer else { return }
        PQfinish(pointer)
        self.pointer = nil
    }

    deinit {
        finish()
    }
}
