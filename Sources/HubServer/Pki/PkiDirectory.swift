public import Addressee
import Foundation
import NIOCore
import NIOFileSystem
import NIOPosix
import SwiftASN1
import TextFiles
import X509

/// A directory with an authority and what it issued: `ca.pem`, `ca.key`, `NAME.pem`, `NAME.key`. Nothing in it is ever
/// overwritten; keys are readable by their owner only.
public struct PkiDirectory: Sendable {
    /// Whom a certificate is for.
    public enum Holder: Sendable {
        case client(SystemName, of: LocalGovernmentCode)
        /// May read health and metrics of a body, nothing else.
        case probe(of: LocalGovernmentCode)
        /// 端末. At which staff work.
        case terminal(SystemName, of: LocalGovernmentCode)
        /// サービスアカウント
        case service(SystemName, of: LocalGovernmentCode)
        case server(hosts: [String])
        /// Opens what is handed to the system on a medium; the files are named `NAME-medium`.
        case medium(SystemName, of: LocalGovernmentCode)
    }

    /// Path of the directory.
    public let path: String

    /// Nothing is read or made yet.
    public init(path: String) { self.path = path }

    /// Makes the directory where there is none, and a new authority in it.
    /// - Returns: the files written.
    /// - Throws: ``PkiRefused`` where one stands there already.
    public func create(authorityNamed name: String) async throws -> [String] {
        try await FileSystem.shared.createDirectoryUnlessThere(FilePath(path))
        return try await write(CertificateAuthority(named: name).issued, as: "ca")
    }

    /// Issues a certificate.
    /// - Parameters:
    ///   - name: of the files: lower-case letters, digits and hyphens.
    ///   - days: of validity.
    /// - Returns: the files written.
    /// - Throws: ``PkiRefused`` where no authority is there, the name is taken or not allowed.
    public func issue(_ name: String, to holder: Holder, days: Int) async throws -> [String] {
        guard SystemName(rawValue: name) != nil, name != "ca" else {
            throw PkiRefused(rule: "名前は英小文字で始まる英小文字・数字・ハイフン40字以内です (caは使えません)。")
        }
        guard (1...3650).contains(days) else { throw PkiRefused(rule: "有効日数は1から3650までです。") }
        let authority = try await authority()
        let issued =
            switch holder {
            case .client(let system, of: let body): try authority.issueClient(system, of: body, days: days)
            case .probe(of: let body): try authority.issueProbe(name, of: body, days: days)
            case .terminal(let terminal, of: let body): try authority.issueStaff(.terminal(terminal, of: body), named: name, days: days)
            case .service(let account, of: let body): try authority.issueStaff(.service(account, of: body), named: name, days: days)
            case .medium(let system, of: let body): try authority.issueMedium(system, of: body, days: days)
            case .server(let hosts): try authority.issueServer(named: name, hosts: hosts, days: days)
            }
        if case .medium = holder { return try await write(issued, as: name + "-medium") }
        return try await write(issued, as: name)
    }

    /// 更新. Puts a certificate of the same names and purposes in the place of one that was issued here; `ca` renews the authority itself, whose key stays.
    ///
    /// The files of before are kept as `NAME.pem.previous` and `NAME.key.previous` until the next renewal. Each file is replaced whole; where something
    /// stops it between key and certificate, the same command again ends it.
    ///
    /// - Parameters:
    ///   - name: of the files, such as `server`, `tax` or `tax-medium`.
    ///   - body: whose hub it is for: a client's certificate that names no body is given it, and one of another body is not renewed.
    ///   - keepsKey: whether only the certificate is new.
    ///   - days: of validity, as far as the authority's own certificate goes.
    /// - Throws: ``PkiRefused`` where there is nothing of that name, or it isn't this authority's.
    public func renew(_ name: String, of body: LocalGovernmentCode, keepsKey: Bool = false, days: Int) async throws -> Renewal {
        guard SystemName(rawValue: name) != nil else { throw PkiRefused(rule: "証明書の名前ではありません: \(name)（例 server, tax, ca）") }
        guard (1...3650).contains(days) else { throw PkiRefused(rule: "有効日数は1から3650までです。") }
        let authority = try await authority()
        guard try await FileSystem.shared.info(forFileAt: file(name + ".pem")) != nil else {
            throw PkiRefused(rule: "\(path)/\(name).pem がありません。新しく発行するには atena pki issue を使います。")
        }
        let old = try await read(name + ".pem")
        let issued: IssuedCertificate
        if name == "ca" {
            issued = try authority.renewed(days: days).issued
        } else {
            do {
                issued = try authority.renew(old, of: body, keeping: keepsKey ? try await read(name + ".key") : nil, days: days)
            } catch let refused as PkiRefused {
                throw refused
            } catch {
                throw PkiRefused(rule: "\(path)/\(name).pem か \(name).key を読めません。PEM形式の証明書と鍵か確かめてください。")
            }
        }
        var renewal: (written: [String], kept: [String]) = ([], [])
        if name != "ca", !keepsKey { try await replace(name + ".key", issued.key, readers: .owner, &renewal) }
        try await replace(name + ".pem", issued.certificate, readers: .everybody, &renewal)
        return Renewal(written: renewal.written, kept: renewal.kept, endsAt: try Certificate(pemEncoded: issued.certificate).notValidAfter)
    }

    /// Keeps what stands there under another name and puts the new text in its place, in one step each.
    private func replace(
        _ name: String, _ text: String, readers: WholeFile.Readers, _ renewal: inout (written: [String], kept: [String])
    ) async throws {
        let (place, kept) = (file(name), file(name + ".previous"))
        do {
            let isKept = try await WholeFile.with(path: place.string, readers: readers) { fresh in
                try await fresh.append(Array(text.utf8))
                try await fresh.settle()
                guard try await FileSystem.shared.info(forFileAt: place) != nil else { return false }
                _ = try await FileSystem.shared.removeItem(at: kept)
                try await NIOThreadPool.singleton.runIfActive { [place = place.string, kept = kept.string] in
                    // A second name for the same file: at no moment is there none.
                    guard link(place, kept) == 0 else { throw PkiRefused(rule: "\(kept) を作れません。ディレクトリの権限を確かめてください。") }
                }
                return true
            }
            if isKept { renewal.kept.append(kept.string) }
        } catch let failure as WholeFileFailed {
            throw PkiRefused(rule: "\(place) を置き換えられません（\(failure.reason)）。ディレクトリの権限と空きを確かめてください。")
        }
        renewal.written.append(place.string)
    }

    private func authority() async throws -> CertificateAuthority {
        let texts: [String]
        do {
            texts = try await [read("ca.pem"), read("ca.key")]
        } catch is FileSystemError {
            throw PkiRefused(rule: "\(path) に認証局 (ca.pem, ca.key) がありません。atena pki init --dir \(path) で作れます。")
        }
        return try CertificateAuthority(IssuedCertificate(certificate: texts[0], key: texts[1]))
    }

    private func read(_ name: String) async throws -> String {
        String(buffer: try await ByteBuffer(contentsOf: file(name), maximumSizeAllowed: .kibibytes(64)))
    }

    private func write(_ issued: IssuedCertificate, as name: String) async throws -> [String] {
        let files = [file(name + ".key"), file(name + ".pem")]
        for file in files where try await FileSystem.shared.info(forFileAt: file) != nil {
            throw PkiRefused(rule: "\(file) は既にあります。上書きはしません。")
        }
        do {
            try await Self.write(issued.key, to: files[0], permissions: [.ownerReadWrite])
            try await Self.write(
                issued.certificate, to: files[1], permissions: [.ownerReadWrite, .groupRead, .otherRead])
        } catch let error as FileSystemError where error.code == .fileAlreadyExists {
            throw PkiRefused(rule: "\(path)/\(name) は既にあります。上書きはしません。")
        }
        return files.map(\.string)
    }

    private static func write(_ text: String, to file: FilePath, permissions: FilePermissions) async throws {
        try await FileSystem.shared.withFileHandle(
            forWritingAt: file, options: .newFile(replaceExisting: false, permissions: permissions)
        ) { handle in
            _ = try await handle.write(contentsOf: ByteBuffer(string: text), toAbsoluteOffset: 0)
            try await handle.synchronize()
        }
    }

    private func file(_ name: String) -> FilePath { FilePath(path).appending(name) }
}

extension FileSystem {
    /// A directory that only its owner enters.
    fileprivate func createDirectoryUnlessThere(_ path: FilePath) async throws {
        guard try await info(forFileAt: path) == nil else { return }
        try await createDirectory(at: path, withIntermediateDirectories: true, permissions: [.ownerReadWriteExecute])
    }
}
