internal import Addressee
internal import Installation
internal import Logging
internal import NationalPension
internal import Register

/// 関心の登録の終わり. Ends at the hub, and keeps that it was ended, what the department was told of people whom nobody needs any more.
struct PensionInterests: Sendable {
    private let records: PensionRecords
    private let hub: Installation
    private let logger: Logger

    init(_ records: PensionRecords, of hub: Installation, logger: Logger) { (self.records, self.hub, self.logger) = (records, hub, logger) }

    /// Of each by itself: one that can't be ended now keeps no other.
    ///
    /// - Parameter name: of whoever is on record with it at the hub.
    func end(in numbers: [AddresseeNumber], by clerk: Clerk, onRecord name: String) async {
        for number in numbers where !Task.isCancelled {
            do {
                try await records.endInterest(in: number, by: clerk) {
                    try await Interests(pool: hub.pool).release(
                        by: name, .nationalPension, in: number, keptBecause: PensionCall.examined, because: "免除等の審査の対象者でなくなった")
                }
            } catch { logger.error("an interest waits to be ended", metadata: ["error": .string("\(type(of: error))")]) }
        }
    }
}
