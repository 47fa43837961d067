internal import AccessControl
internal import Addressee
internal import Foundation
internal import HTTPTypes
internal import MutualTLS
internal import StaffAPI

/// 要求した者. From which terminal a request came, and what it shows for who acts.
struct Asker: Sendable {
    private static let window = HTTPField.Name("atena-window")

    /// 端末 as records name it, and as sessions are bound to it: the certificate's name and fingerprint, and the window at it.
    let terminal: String
    /// Of the certificate.
    let fingerprint: String
    private let name: CertificateName
    private let proof: Proof?

    /// - Throws: `Problem` for a window or a proof of no known form.
    init(_ identity: ClientIdentity, _ fields: HTTPFields) throws {
        let window = Self.window.flatMap { fields[$0] } ?? ""
        guard window.utf8.count <= 64, window.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else { throw Problem.unreadable }
        (name, fingerprint) = (identity.name, identity.fingerprint)
        terminal = TerminalName.bound(identity.name, fingerprint: identity.fingerprint, window: window)
        guard let header = fields[.authorization] else {
            proof = nil
            return
        }
        guard let proof = Proof(header: header) else { throw Problem.unreadable }
        self.proof = proof
    }

    /// The token shown; nil where none is.
    var token: SessionToken? { if case .session(let token)? = proof { SessionToken(token) } else { nil } }

    /// Who acts.
    ///
    /// - Throws: `AccessRefused` where nobody is signed in, on record; `Problem` for a service account that another certificate shows.
    func principal(_ access: AccessControl) async throws -> Principal {
        switch proof {
        case nil: throw try await access.nobody(at: terminal)
        case .session(let token): return try await access.principal(of: SessionToken(token), terminal: terminal)
        case .service(let account, let secret):
            guard case .service(let named, of: _) = name, named.rawValue == account else {
                try await access.refusedTerminal(terminal, code: Problem.anotherService.code)
                throw Problem.anotherService
            }
            return try await access.service(account: account, secret: secret, terminal: terminal)
        }
    }
}

extension Proof {
    init?(header: String) {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch parts[0].lowercased() {
        case "bearer": self = .session(String(parts[1]))
        case "basic":
            guard let data = Data(base64Encoded: String(parts[1])), let text = String(data: data, encoding: .utf8), let colon = text.firstIndex(of: ":")
            else { return nil }
            self = .service(account: String(text[..<colon]), secret: String(text[text.index(after: colon)...]))
        default: return nil
        }
    }
}
