package import Addressee
package import ConnectorKit
package import Governance
import LogSealing
package import MutualTLS
public import Oversight
public import Sharing

/// A full extract on its way out: complete lines, about 256 KiB at a time, pulled on demand.
package protocol ExtractStream: AsyncSequence, Sendable where Element == [UInt8] {
    /// The cursor from which `changes` continues once the whole stream has been read.
    var cursor: String { get }
    /// The one that is told after the last byte.
    var closingCursor: String { get }
}

extension ExtractStream {
    /// The same, where it makes no difference.
    public var closingCursor: String { cursor }
}

/// The one door out, as the server sees it. ``Sharing/Provisioning`` is the real one; tests bring their own.
package protocol ProvisioningService: Sendable {
    associatedtype Extract: ExtractStream

    /// One page of changes after `after`; waits up to `wait` for the first one.
    func changes(
        _ caller: Caller, dataset: String, after: String?, limit: Int, wait: Duration
    ) async throws -> ChangePage

    /// Everything the policy allows, as lines.
    func full(_ caller: Caller, dataset: String, format: ExtractFormat) async throws -> Extract

    /// One person.
    func person(_ caller: Caller, dataset: String, addresseeNumber: AddresseeNumber) async throws -> [Entry]

    /// Takes what the system says it holds, a line for each person, cut anywhere.
    func takeInventory(
        _ caller: Caller, dataset: String, after cursor: String, key: InventoryKey, body: some AsyncSequence<[UInt8], any Error> & Sendable
    ) async throws -> InventoryReceipt

    /// Records a refusal of what never got to provisioning. Durable when it returns.
    func refuse(system: String, dataset: String, refusal: Refusal, by: String) async throws
}

/// What the health and metrics routes ask.
package protocol Health: Sendable {
    func live() -> Bool
    /// Whether the hub can serve.
    func isReady() async -> Bool
    /// What `/metrics` tells beside the requests.
    func metrics() async -> [HealthMetric]
}

/// 証明書の状態. How a certificate stands with the hub.
package enum CertificateStanding: Sendable, Equatable {
    /// It may be used.
    case good
    /// 失効
    case blocked
    /// Not on the list of the system that it names.
    case unlisted
    /// Not on the list, and its first use puts it there.
    case unseen
    /// Nobody can say now.
    case unknown
}

/// 証明書の台帳, as the server asks it at every request, without waiting for anybody.
package protocol CertificateRegister: Sendable {
    /// How a certificate stands now, its dates apart.
    func standing(of identity: ClientIdentity) -> CertificateStanding
    /// Puts a certificate on the list that was never seen.
    func enrol(_ identity: ClientIdentity) async throws
    /// Whether a system may ask with TLS 1.2.
    func allowsOldTLS(_ system: SystemName) -> Bool
    /// Tells `handler` of all blocked fingerprints whenever one is added.
    func onBlocked(_ handler: @escaping @Sendable (Set<String>) -> Void)
}

/// What the checkpoint route asks.
package protocol Checkpoints: Sendable {
    /// The signed note of the tree of that size, or the newest one; nil where there is none.
    func note(size: Int?) async throws -> String?
}

/// A failure of something the hub stands on that may be over soon: answered with 503, logged by `label`.
///
/// The command line conforms the database client's error to it, so that the server needs no database.
package protocol TemporaryFailure: Error {
    /// Short and bounded, free of any value.
    var label: String { get }
    /// False makes it a 500.
    var isTemporary: Bool { get }
}

extension PolicyChanging: TemporaryFailure {
    /// Always the same.
    public var label: String { "policy changing" }
    /// It is over with the change.
    public var isTemporary: Bool { true }
}

extension FullExtract: ExtractStream {}
extension Provisioning: ProvisioningService {}
extension HubHealth: Health {}
extension CheckpointStore: Checkpoints {}
