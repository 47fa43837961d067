internal import Foundation
package import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// 待受け. A server's connections: TLS with the certificates of the moment, admission, who the client is, and how long things may take; under HTTP/1.1.
package struct Listener: Sendable {
    /// Where, and how much.
    package let settings: ListenerSettings
    /// What it shows and whom it trusts.
    package let certificates: ServerCertificates
    /// Who finds a place.
    package let admission: ConnectionAdmission
    /// What is open, by certificate.
    package let open = OpenConnections()

    package init(_ settings: ListenerSettings, certificates: ServerCertificates) {
        (self.settings, self.certificates) = (settings, certificates)
        admission = ConnectionAdmission(settings.admission)
    }

    /// For an application.
    package var server: HTTPServerBuilder {
        let http = HTTP1Channel.Configuration(
            idleTimeout: TimeAmount(settings.idle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: settings.headerBytes, maxHeaderListSize: settings.headerBytes, maxHeaderFieldCount: 100)
        )
        let times = IdentifiedChannel.Times(
            handshake: TimeAmount(settings.handshake), request: TimeAmount(settings.request), bodyPace: settings.bodyPace, stall: TimeAmount(settings.stall),
            age: TimeAmount(settings.connectionAge))
        let (certificates, admission, open) = (certificates, admission, open)
        return HTTPServerBuilder {
            CurrentTLSChannel(
                certificates: certificates,
                base: IdentifiedChannel(http: HTTP1Channel(responder: $0, configuration: http), times: times, admission: admission, open: open))
        }
    }

    /// Where it listens.
    ///
    /// Who comes is always taken in: what is too much goes before its handshake has ended (``ConnectionAdmission``).
    package var configuration: ApplicationConfiguration {
        ApplicationConfiguration(address: .hostname(settings.host, port: settings.port), serverName: nil, backlog: 1024)
    }
}

extension ListenerSettings {
    fileprivate var admission: ConnectionAdmission.Limits {
        .init(
            connections: connections, keptForProbes: probeConnections, perPeer: peerConnections, handshakes: handshakes, handshakesPerPeer: peerHandshakes)
    }
}
