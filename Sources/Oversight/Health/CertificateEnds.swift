internal import Addressee
public import Foundation
internal import SwiftASN1
internal import Threads
internal import X509

/// 証明書の期限. When a certificate in the hub's directory ends.
public struct CertificateEnd: Sendable, Codable, Hashable {
    /// Its file's name without `.pem`.
    public let name: String
    /// What ends first in the file, the certificate or one that it stands under.
    public let endsAt: Date
    /// Whole days until then; below 0 once it is over.
    public let daysLeft: Int

    /// How near the end is: 30, 7 or 0 days at most; nil while it is farther away. Warned of at each.
    public var stage: Int? { [0, 7, 30].first { daysLeft < $0 || ($0 > 0 && daysLeft == $0) } }

    /// Word to whoever renews it, in Japanese; the day is Japan's.
    public var warning: String {
        let day = CalendarDay(inJapanAt: Int64(endsAt.timeIntervalSince1970))
        return daysLeft < 0 ? "\(name) の証明書は期限が切れています（\(day)まで）" : "\(name) の証明書は\(day)に期限が切れます（あと\(daysLeft)日）"
    }
}

/// 証明書の置き場. The directory with the hub's own certificate, its authority's, and what that has issued to receivers.
public struct CertificateDirectory: Sendable {
    /// Path of the directory (`ATENA_PKI`).
    public let directory: String

    /// Nothing is read yet.
    public init(directory: String) { self.directory = directory }

    /// The ends of all certificates in it, the nearest first; empty where there is no such directory, or nothing in it that can be read.
    package func ends(at now: Date = Date()) async -> [CertificateEnd] {
        let directory = directory
        let ends = try? await OwnThread.run {
            let names = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".pem") && !$0.hasPrefix(".") }
            return names.compactMap { Self.end(of: "\(directory)/\($0)", named: String($0.dropLast(4)), at: now) }
        }
        return (ends ?? []).sorted { ($0.endsAt, $0.name) < ($1.endsAt, $1.name) }
    }

    /// nil where the file holds no certificate, such as a key.
    private static func end(of path: String, named name: String, at now: Date) -> CertificateEnd? {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 18,
            let documents = try? PEMDocument.parseMultiple(pemString: String(decoding: data, as: UTF8.self))
        else { return nil }
        let ends = documents.compactMap { try? Certificate(pemDocument: $0).notValidAfter }
        guard let end = ends.min() else { return nil }
        return CertificateEnd(name: name, endsAt: end, daysLeft: Int((end.timeIntervalSince(now) / 86400).rounded(.down)))
    }
}
