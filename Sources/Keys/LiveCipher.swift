import Synchronization

/// The field cipher of a running process: always a whole snapshot, exchanged when the ring was rotated.
public final class LiveCipher: Sendable {
    private let directory: String?
    private let held: Mutex<FieldCipher>

    /// Opens the ring in the directory; `reload()` reads it again.
    public init(directory: String) throws(KeyError) {
        self.directory = directory
        held = Mutex(FieldCipher(try KeyRing.open(directory: directory)))
    }

    /// A cipher that is exchanged only by `replace`.
    public init(_ cipher: FieldCipher) {
        directory = nil
        held = Mutex(cipher)
    }

    /// The snapshot to use for one piece of work.
    public var cipher: FieldCipher { held.withLock { $0 } }

    /// Uses another snapshot from now on.
    public func replace(_ cipher: FieldCipher) {
        held.withLock { $0 = cipher }
    }

    /// Reads the ring again, after `KeyError.unknownKey` or on a signal, and gives the snapshot now in use.
    @discardableResult
    public func reload() throws(KeyError) -> FieldCipher {
        if let directory { replace(FieldCipher(try KeyRing.open(directory: directory))) }
        return cipher
    }
}
