internal import Foundation
internal import NIOCore
internal import NIOSSL
public import Settings
internal import SwiftASN1
internal import X509

/// 待受け. Where a server listens, what it shows, whom it trusts, and how much it takes of whom.
public struct ListenerSettings: Sendable {
    /// Name or address to listen on; IPv6 without brackets.
    public var host: String
    /// 0 lets the system choose.
    public var port: Int
    /// Path of the PEM file: leaf, then intermediates.
    public var certificateChain: String
    /// Path of the PEM file; nobody but its owner may read it.
    public var privateKey: String
    /// Path of the PEM file with the authorities that clients' certificates must come from.
    public var clientAuthority: String
    /// How long requests under way may take once the server was told to stop.
    public var drain: Duration = .seconds(30)
    /// How long a connection may stay open without a request, or take to send one.
    public var idle: Duration = .seconds(75)
    /// How long a client may take nothing of an answer that waits for it.
    public var stall: Duration = .seconds(120)
    /// Connections open at once of those who are known.
    public var connections = 4096
    /// Of these, places that only health checks and measures take.
    public var probeConnections = 64
    /// Of these, how many one peer address may have.
    public var peerConnections = 512
    /// Connections whose handshake has not ended, in all and of one peer address; a newcomer takes the place of the one that has waited longest.
    public var handshakes = 3072
    /// The same, of one peer address: against strangers who open 500 a second from there, two seconds to end a handshake in.
    public var peerHandshakes = 1024
    /// How long a handshake may take.
    public var handshake: Duration = .seconds(5)
    /// How long the whole of a request may take to come, from its first byte on.
    public var request: Duration = .seconds(30)
    /// Bytes a second that the body of a request must bring for the request to take longer.
    public var bodyPace = 64 * 1024
    /// How long a connection may be there in all; what is under way then ends first.
    public var connectionAge: Duration = .seconds(3600)
    /// Bytes of all header fields of a request together, and of its target.
    public var headerBytes = 16 * 1024
    /// The oldest TLS that is spoken.
    public var leastTLS: LeastTLS = .tls12

    /// 最も古いTLS
    public enum LeastTLS: Sendable {
        /// With authenticated encryption: whoever may use it is known only after the handshake.
        case tls12
        /// Nothing older.
        case tls13
    }

    /// Everything else keeps its default. Files are paths of PEM and are read when the server starts.
    public init(host: String, port: Int, certificateChain: String, privateKey: String, clientAuthority: String) {
        (self.host, self.port) = (host, port)
        (self.certificateChain, self.privateKey, self.clientAuthority) = (certificateChain, privateKey, clientAuthority)
    }

    /// As settings say: where to listen, and a directory with a certificate NAME.pem (leaf first), its owner-only NAME.key, and `ca.pem`, the only authority
    /// whose client certificates are accepted.
    ///
    /// - Parameters:
    ///   - listen: the setting with `host:port`.
    ///   - certificate: name of the server's certificate.
    /// - Throws: ``SettingsRefused`` naming every key that is missing or malformed.
    public init(_ settings: Settings, listen: Setting, certificate: String) throws(SettingsRefused) {
        var problems: [String] = []
        let address = settings.value(listen).flatMap { Self.address($0) }
        if address == nil { problems.append("\(listen.rawValue): 「ホスト:ポート」の形で設定してください (例 \(listen.usual ?? "127.0.0.1:8443"))。") }
        let seconds = settings.value(.drainSeconds).flatMap { Int($0) }
        if seconds.map({ !(0...3600).contains($0) }) ?? true { problems.append("ATENA_DRAIN_SECONDS: 0から3600までの秒数を設定してください。") }
        let peers = Self.count(settings, .peerConnections, 1...1_000_000, &problems)
        let pki = settings[.pki] ?? ""
        if pki.isEmpty {
            problems.append("ATENA_PKI: 証明書のディレクトリを設定してください (atena pki init --dir DIR で作れます)。")
        }
        guard problems.isEmpty, let address, let seconds, let peers else { throw SettingsRefused(problems: problems) }
        self.init(
            host: address.host, port: address.port, certificateChain: "\(pki)/\(certificate).pem", privateKey: "\(pki)/\(certificate).key",
            clientAuthority: pki + "/ca.pem")
        drain = .seconds(seconds)
        peerConnections = peers
    }

    /// Reads a number.
    package static func count(_ settings: Settings, _ setting: Setting, _ range: ClosedRange<Int>, _ problems: inout [String]) -> Int? {
        if let count = settings.value(setting).flatMap({ Int($0) }), range.contains(count) { return count }
        problems.append("\(setting.rawValue): \(range.lowerBound)から\(range.upperBound)までの数を設定してください。")
        return nil
    }

    private static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : (String(host), port)
    }

    /// Reads and checks everything the files hold.
    ///
    /// TLS 1.2 with authenticated encryption, or newer. A client must show a certificate of our authority. No host name is checked: clients call from anywhere,
    /// and the certificate names a system, not a machine.
    /// - Throws: ``SettingsRefused`` naming every problem found.
    func loadCertificates() throws(SettingsRefused) -> ServerCertificates.Loaded {
        var problems: [String] = []
        let chain = Self.certificates(at: certificateChain, &problems)
        let authorities = Self.certificates(at: clientAuthority, &problems)
        let key = Self.privateKey(at: privateKey, &problems)
        let endsAt = chain.first.flatMap { Self.checkDates(of: $0, at: certificateChain, &problems) }
        if !(0...65535).contains(port) { problems.append("ポート番号は0から65535までです。") }
        guard problems.isEmpty, let key, let endsAt else { throw SettingsRefused(problems: problems) }

        var tls = TLSConfiguration.makeServerConfigurationWithMTLS(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key),
            trustRoots: .certificates(authorities))
        tls.minimumTLSVersion = leastTLS == .tls13 ? .tlsv13 : .tlsv12
        // Of TLS 1.2 only what has forward secrecy and authenticates what it encrypts (AEAD); 1.3 has nothing else.
        tls.cipherSuiteValues = [
            .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ]
        tls.sendCANameList = true
        // A client that doesn't read doesn't answer the farewell either.
        tls.shutdownTimeout = .seconds(2)
        do {
            return ServerCertificates.Loaded(context: try NIOSSLContext(configuration: tls), endsAt: endsAt)
        } catch {
            throw SettingsRefused(problems: ["\(privateKey): \(certificateChain) の証明書と対になる鍵ではありません。"])
        }
    }

    private static func certificates(at path: String, _ problems: inout [String]) -> [NIOSSLCertificate] {
        guard FileManager.default.isReadableFile(atPath: path) else {
            problems.append("\(path): 証明書ファイルが読めません。")
            return []
        }
        guard let found = try? NIOSSLCertificate.fromPEMFile(path), !found.isEmpty else {
            problems.append("\(path): PEM形式の証明書がありません。")
            return []
        }
        return found
    }

    private static func privateKey(at path: String, _ problems: inout [String]) -> NIOSSLPrivateKey? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
            problems.append("\(path): 鍵ファイルがありません。")
            return nil
        }
        if let mode = attributes[.posixPermissions] as? Int, mode & 0o077 != 0 {
            problems.append("\(path): 所有者以外も読める鍵ファイルです (chmod 600)。")
        }
        guard let key = try? NIOSSLPrivateKey(file: path, format: .pem) else {
            problems.append("\(path): PEM形式の秘密鍵が読めません。")
            return nil
        }
        return key
    }

    /// When it ends.
    private static func checkDates(of leaf: NIOSSLCertificate, at path: String, _ problems: inout [String]) -> Date? {
        guard let der = try? leaf.toDERBytes(), let certificate = try? Certificate(derEncoded: der) else {
            problems.append("\(path): 証明書の内容が読めません。")
            return nil
        }
        let now = Date()
        if now < certificate.notValidBefore || certificate.notValidAfter < now {
            problems.append("\(path): 有効期間外の証明書です。atena pki renew で更新できます。")
        }
        return certificate.notValidAfter
    }
}
