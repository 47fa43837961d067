public import Addressee

/// A way to one receiver: a module in this process, or a transport to another.
///
/// Order per person is the hub's duty on the way in (one open batch per subscription) and `Batch.sequence` the receiver's means to see that it holds.
/// A connector keeps no personal data beyond a delivery unless it is the receiver itself.
public protocol Connector: Sendable {
    /// Name, version, datasets with the schema versions understood, capabilities.
    func describe() async throws -> ConnectorDescription

    /// Reaches the peer and authenticates both sides.
    /// - Throws: `ConnectorError` on bad configuration, always: a connector that can't deliver must not look healthy.
    func check() async throws

    /// Begins, for the hub of a body. A receiver belongs to the body whose hub opened it first, and keeps that for good.
    /// - Parameters:
    ///   - body: whose hub it is.
    ///   - lastPosition: the position that this receiver acknowledged last, as the hub wrote it; `nil` at the first time.
    /// - Throws: `ConnectorError.anotherBody` where another body's hub feeds the receiver.
    func open(for body: LocalGovernmentCode, lastPosition: String?) async throws

    /// Delivers a batch.
    /// - Returns: one result for each entry, in the order of the entries. A batch whose key was applied before gives the same results and changes nothing.
    /// - Throws: `ConnectorError` where the batch as a whole could not be delivered, `anotherBody` where it is of another body than the receiver's. Of `unreachable` and `interrupted` the hub takes it that the batch may have
    ///   been applied, of all others that it was not; it is delivered again under the same key, or its persons' newer states under another. Anything else that
    ///   is thrown says nothing, and counts as possibly applied.
    func deliver(_ batch: Batch) async throws -> [EntryResult]

    /// 項目の取下げ. The receiver may keep these items of nobody any more, nor what it derived from them. Comes after everybody's state without them, and again where it
    /// is unknown whether it was done.
    /// - Throws: `ConnectorError` where it could not be done; the hub comes again.
    func withdraw(_ items: ItemSet) async throws

    /// The answers that have come since to entries that were accepted, oldest first: some of them, where there are many. They come again until they were
    /// taken down (``answersKept(_:)``), and may come in any order.
    /// - Throws: `ConnectorError` without the capability `answersLater`.
    func answers() async throws -> [LateAnswer]

    /// The hub has taken these answers down durably: they need not come again.
    /// - Throws: `ConnectorError`; they come again then.
    func answersKept(_ answers: [LateAnswer]) async throws

    /// 配信しない理由の通知. Nothing is delivered, and why: the receiver's own people are to know it, too.
    func refused(_ reason: ConnectorError) async

    /// Ends a turn of deliveries. A delivery after this needs `open` again.
    func close() async

    /// Ends the connection itself; connections outlive a turn. `check` or `open` make another.
    func disconnect() async

    /// What the receiver holds: ordered by addressee number (by bytes, as collation "C"), removals left out, in bounded memory.
    /// - Parameter key: what the digests are made under.
    /// - Throws: `ConnectorError` without the capability `inventory`.
    func inventory(key: DigestKey) async throws -> AsyncThrowingStream<[HeldEntry], any Error>
}

extension Connector {
    /// A receiver that keeps nothing but the states has nothing more to do.
    public func withdraw(_ items: ItemSet) async throws {}

    /// Without the capability.
    public func answers() async throws -> [LateAnswer] { throw ConnectorError.notCapable(.answersLater) }

    /// Nothing comes later.
    public func answersKept(_ answers: [LateAnswer]) async throws {}

    /// What is in this process reads the hub's log.
    public func refused(_ reason: ConnectorError) async {}

    /// Nothing outlives a turn.
    public func disconnect() async {}

    /// Without the capability.
    public func inventory(key: DigestKey) async throws -> AsyncThrowingStream<[HeldEntry], any Error> {
        throw ConnectorError.notCapable(.inventory)
    }
}
