import Foundation
import NIOCore
import NIOSSL
public import Settings
import SwiftASN1
import X509

/// How the server listens and whom it trusts.
///
/// `ATENA_LISTEN`, `ATENA_PKI` (required; `server.pem` leaf first, owner-only `server.key`, and `ca.pem`, the only authority whose client certificates are
/// accepted) and `ATENA_DRAIN_SECONDS` say how, as the table of ``Settings/Setting`` tells.
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
    /// Connections open at once; more wait in the listen queue.
    public var connections = 4096
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
        let pki = settings[.pki] ?? ""
        if pki.isEmpty {
            problems.append("ATENA_PKI: 証明書のディレクトリを設定してください (atena pki init --dir DIR で作れます)。")
        }
        guard problems.isEmpty, let listen, let seconds else { throw SettingsRefused(problems: problems) }
        self.init(
            host: listen.host, port: listen.port, certificateChain: pki + "/server.pem",
            privateKey: pki + "/server.key",
            clientAuthority: pki + "/ca.pem")
        drain = .seconds(seconds)
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
    /// TLS 1.2 or newer; a client must show a certificate of our authority. No host name is checked: clients call from
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
