package import Addressee

/// 端末の名. How a terminal stands in records, and what sessions are bound to.
package enum TerminalName {
    /// Its certificate's name, the beginning of the certificate's fingerprint, and the window at it, such as `counter-1/3f9c2b7a81d0/pts-3:4711-88213`.
    package static func bound(_ name: CertificateName, fingerprint: String, window: String) -> String {
        let called =
            switch name {
            case .terminal(let name, of: _): name.rawValue
            case .service(let name, of: _): "service-\(name)"
            default: "?"
            }
        return "\(called)/\(fingerprint.prefix(12))/\(window)"
    }
}
