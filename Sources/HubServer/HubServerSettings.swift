public import MutualTLS
public import Settings

/// How the receivers' server listens, and what a system may ask of it.
///
/// `ATENA_LISTEN`, `ATENA_PKI` (required; `server.pem`, `server.key`, `ca.pem`), `ATENA_DRAIN_SECONDS`, `ATENA_PEER_CONNECTIONS` and `ATENA_PERSON_READS` say
/// how, as the table of ``Settings/Setting`` tells.
@dynamicMemberLookup
public struct HubServerSettings: Sendable {
    /// 待受け
    public var listener: ListenerSettings
    /// Requests for changes that do not wait, of which one system may have so many under way at once; each holds a database connection. Whoever goes on
    /// page by page needs one.
    public var pagesPerSystem = 4
    /// Long polls that one system may hold open at once.
    public var longPollsPerSystem = 8
    /// Full extracts that one system may run at once; each holds a database connection.
    public var extractsPerSystem = 2
    /// Requests for one person that a system may make in a minute.
    public var personReadsPerMinute = 60_000
    /// Requests of one certificate that may be refused in a minute, for what lies in the asking and in no person.
    public var refusalsPerMinute = 600

    /// - Throws: ``SettingsRefused`` naming every key that is missing or malformed.
    public init(_ settings: Settings) throws(SettingsRefused) {
        var problems: [String] = []
        let reads = ListenerSettings.count(settings, .personReads, 1...100_000_000, &problems)
        do throws(SettingsRefused) {
            listener = try ListenerSettings(settings, listen: .listen, certificate: "server")
        } catch {
            throw SettingsRefused(problems: error.problems + problems)
        }
        guard let reads else { throw SettingsRefused(problems: problems) }
        personReadsPerMinute = reads
    }

    /// A setting of the listener.
    public subscript<Value>(dynamicMember part: WritableKeyPath<ListenerSettings, Value>) -> Value {
        get { listener[keyPath: part] }
        set { listener[keyPath: part] = newValue }
    }
}
