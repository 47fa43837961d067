import Foundation
import NIOCore
import NIOSSL
public import Settings
import SwiftASN1
import X509

/// How the server listens and whom it trusts.
///
/// `ATENA_LISTEN`, `ATENA_PKI` (required; `server.pem` leaf first, owner-only `server.key`, and `ca.pem`, the only authority whose client certificates are
/// accepted), `ATENA_DRAIN_SECONDS`, `ATENA_PEER_CONNECTIONS` and `ATENA_PERSON_READS` say how, as the table of ``Settings/Setting`` tells.
public struct HubServerSettings: Sendable {
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
    /// Requests for changes that do not wait, of which one system may have so many under way at once; each holds a database connection. Whoever goes on
    /// page by page needs one.
    public var pagesPerSystem = 4
    /// Long polls that one system may hold open at once.
    public var longPollsPerSystem = 8
    /// Full extracts that one system may run at once; each holds a database connection.
    public var extractsPerSystem = 2
    /// Connections open at once of those who are known.
    public var connections = 4096
    /// Of these, places that only health checks and measures take.
    public var probeConnections = 64
    /// Of these, how many one peer address may have.
    public var peerConnections = 512
    /// Connections whose handshake has not ended, in all and of one peer address; a newcomer takes the place of the one that has waited longest.
    public var handshakes = 1024
    /// The same, of one peer address.
    public var peerHandshakes = 256
    /// How long a handshake may take.
    public var handshake: Duration = .seconds(5)
    /// How long the whole of a request may take to come, from its first byte on.
    public var request: Duration = .seconds(30)
    /// Bytes a second that the body of a request must bring for the request to take longer.
    public var bodyPace = 64 * 1024
    /// How long a connection may be there in all; what is under way then ends first.
    public var connectionAge: Duration = .seconds(3600)
    /// Requests for one person that a system may make in a minute.
    public var personReadsPerMinute = 60_000
    /// Requests of one certificate that may be refused in a minute, for what lies in the asking and in no person.
    public var refusalsPerMinute = 600
    /// Bytes of all header fields of a request together, and of its target.
    public var headerBytes = 16 * 1024

    /// Everything else keeps its default. Files are paths of PEM and are read when the server starts.
    public init(host: String, port: Int, certificateChain: String, privateKey: String, clientAuthority: String) {
        self.host = host
        self.port = port
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        self.clientAuthority = clientAuthority
    }

    /// - Throws: ``SettingsRefused`` naming every key that is missing or malformed.
    public init(_ settings: Settings) throws(SettingsRefused) {
        var problems: [String] = []
        let listen = settings.value(.listen).flatMap { Self.address($0) }
        if listen == nil { problems.append("ATENA_LISTEN: 「ホスト:ポート」の形で設定してください (例 127.0.0.1:8443)。") }
        let seconds = settings.value(.drainSeconds).flatMap { Int($0) }
        if seconds.map({ !(0...3600).contains($0) }) ?? true { problems.append("ATENA_DRAIN_SECONDS: 0から3600までの秒数を設定してください。") }
        let peers = Self.count(settings, .peerConnections, 1...1_000_000, &problems)
        let reads = Self.count(settings, .personReads, 1...100_000_000, &problems)
        let pki = settings[.pki] ?? ""
        if pki.isEmpty {
            problems.append("ATENA_PKI: 証明書のディレクトリを設定してください (atena pki init --dir DIR で作れます)。")
        }
        guard problems.isEmpty, let listen, let seconds, let peers, let reads else { throw SettingsRefused(problems: problems) }
        self.init(
            host: listen.host, port: listen.port, certificateChain: pki + "/server.pem",
            privateKey: pki + "/server.key",
            clientAuthority: pki + "/ca.pem")
        drain = .seconds(seconds)
        peerConnections = peers
        personReadsPerMinute = reads
    }

    private static func count(_ settings: Settings, _ setting: Setting, _ range: ClosedRange<Int>, _ problems: inout [String]) -> Int? {
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
    /// TLS 1.2 with authenticated encryption, or newer: who has to use 1.3 is known only after the handshake (``CertificateGate``). A client must show a certificate of our authority. No host name is checked: clients call from
    /// anywhere, and the certificate names a system, not a machine.
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
        tls.minimumTLSVersion = .tlsv12
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
