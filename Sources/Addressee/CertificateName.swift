/// 証明書の名. Whom a certificate names in its alternative names of type URI: a system of a body, a terminal of its staff, a service account, or a probe.
///
/// - `urn:atena:111007:system:tax` is the system `tax` of the body 111007.
/// - `urn:atena:111007:probe` may read health, measures and the log's checkpoints, and nothing of any person.
/// - `urn:atena:111007:terminal:counter-1` is a terminal at which staff of the body work, `urn:atena:111007:service:operations` a service account of it: both ask
///   the staff service, and nothing else.
/// - `urn:atena:system:tax` is how systems were named before a hub knew its body (``HubBody``).
public enum CertificateName: Sendable, Hashable {
    /// No name of ours.
    case none
    /// A name of ours that is of no form known here, or more than one: whose records it would fetch is open.
    case unreadable
    /// A system; nil: of a body that is not said.
    case system(SystemName, of: LocalGovernmentCode?)
    /// A probe of a body.
    case probe(of: LocalGovernmentCode)
    /// 端末. Where staff work; named as systems are.
    case terminal(SystemName, of: LocalGovernmentCode)
    /// サービスアカウント
    case service(SystemName, of: LocalGovernmentCode)

    private static let prefix = "urn:atena:"

    /// - Parameter uris: all alternative names of type URI that the certificate has.
    public init(uris: some Sequence<String>) {
        // Scheme and namespace of a URN are the same in any case (RFC 8141); ours are written in one, and whatever is close to it is ours and unreadable.
        let ours = uris.filter { $0.lowercased().hasPrefix(Self.prefix) }
        guard let one = ours.first else {
            self = .none
            return
        }
        self = ours.count == 1 ? Self.read(one) : .unreadable
    }

    private static func read(_ uri: String) -> Self {
        guard uri.hasPrefix(prefix) else { return .unreadable }
        let parts = uri.dropFirst(prefix.count).split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, parts[0] == "system", let system = SystemName(rawValue: String(parts[1])) { return .system(system, of: nil) }
        guard let first = parts.first, let body = try? LocalGovernmentCode(first) else { return .unreadable }
        if parts.count == 3, let name = SystemName(rawValue: String(parts[2])) {
            switch parts[1] {
            case "system": return .system(name, of: body)
            case "terminal": return .terminal(name, of: body)
            case "service": return .service(name, of: body)
            default: return .unreadable
            }
        }
        return parts.count == 2 && parts[1] == "probe" ? .probe(of: body) : .unreadable
    }

    /// The URI that such a certificate carries; nil where there is none.
    public var uri: String? {
        switch self {
        case .none, .unreadable: nil
        case .system(let system, of: let body?): "\(Self.prefix)\(body):system:\(system)"
        case .system(let system, of: nil): "\(Self.prefix)system:\(system)"
        case .probe(of: let body): "\(Self.prefix)\(body):probe"
        case .terminal(let name, of: let body): "\(Self.prefix)\(body):terminal:\(name)"
        case .service(let name, of: let body): "\(Self.prefix)\(body):service:\(name)"
        }
    }

    /// The system that it names, of whatever body.
    public var system: SystemName? { if case .system(let system, of: _) = self { system } else { nil } }

    /// Whether it names nobody whose requests are answered: health checks and measures only.
    public var isProbe: Bool {
        switch self {
        case .none, .unreadable, .probe: true
        case .system, .terminal, .service: false
        }
    }

    /// The body that it names.
    public var body: LocalGovernmentCode? {
        switch self {
        case .none, .unreadable: nil
        case .system(_, of: let body): body
        case .probe(of: let body), .terminal(_, of: let body), .service(_, of: let body): body
        }
    }
}
