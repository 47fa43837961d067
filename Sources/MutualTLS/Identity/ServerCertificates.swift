public import Foundation
internal import NIOPosix
package import NIOSSL
public import Settings
internal import Synchronization

/// The server's certificate, key and authority as connections get them; read again without a stop.
///
/// Connections that are there keep what they began with. Whoever comes after a reading gets the new ones, and with them no session of before: a ticket
/// is worth nothing under another context, so that a receiver's certificate is looked at anew.
public final class ServerCertificates: Sendable {
    package struct Loaded: Sendable {
        let context: NIOSSLContext
        let endsAt: Date
    }

    private let settings: ListenerSettings
    private let loaded: Mutex<Loaded>

    /// Reads and checks the files.
    ///
    /// - Throws: ``SettingsRefused`` naming every problem found.
    public init(_ settings: ListenerSettings) throws(SettingsRefused) {
        self.settings = settings
        loaded = Mutex(try settings.loadCertificates())
    }

    /// Reads and checks the files again; where they can't be served, what was read before stays.
    ///
    /// - Throws: ``SettingsRefused`` naming every problem found.
    public func reload() async throws {
        let settings = settings
        let fresh = try await NIOThreadPool.singleton.runIfActive { try settings.loadCertificates() }
        loaded.withLock { $0 = fresh }
    }

    /// When the certificate that is served ends, whatever lies in its file by now.
    public var endsAt: Date { loaded.withLock { $0.endsAt } }

    /// For the next connection.
    package var context: NIOSSLContext { loaded.withLock { $0.context } }
}
