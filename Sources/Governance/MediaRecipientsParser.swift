internal import Addressee
internal import Yams

/// Reads `media:` of a policy file: `{recipients: [fingerprint, …]}`.
enum MediaRecipientsParser {
    /// Certificates of one receiver at most: one that is about to end beside the one that follows it.
    private static let most = 8

    /// 受取人の証明書の指紋: SHA-256 of each certificate that a medium may be encrypted to, lower-case hexadecimal, in rising order.
    ///
    /// - Parameter ways: of the policy; nil where they are not to be held against it.
    static func read(_ fields: [String: YAMLSource.Field], _ ways: Policy.Ways?, _ source: inout YAMLSource) -> [String] {
        guard let node = fields["media"]?.value, let inner = source.fields(of: node, known: ["recipients"], at: "media"),
            let list = source.required("recipients", inner, in: node), let texts = source.list("recipients", list)
        else { return [] }
        if let ways, !ways.medium {
            source.note(.media, node, "waysにmediumがないため、mediaは効きません", expected: "waysにmediumを加えるか、mediaを除く")
        }
        var found: [String] = []
        for (text, node) in texts {
            // As `openssl x509 -fingerprint -sha256` writes it, too.
            let fingerprint = text.filter { $0 != ":" }.lowercased()
            guard fingerprint.utf8.count == 64, fingerprint.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
                source.note(.media, node, "証明書の指紋ではありません: \(text.prefix(100))", expected: "SHA-256の指紋（16進64桁）")
                continue
            }
            if found.contains(fingerprint) {
                source.note(.duplicate, node, "同じ指紋が二つあります")
            } else {
                found.append(fingerprint)
            }
        }
        if texts.count > most { source.note(.media, list, "受取人の証明書の指紋は1から\(most)までです") }
        return found.sorted()
    }
}
