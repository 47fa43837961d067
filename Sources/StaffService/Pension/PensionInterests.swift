internal import Addressee
internal import Installation
internal import Logging
internal import NationalPension
internal import Register
internal import Sharing

/// 関心の登録の終わり. Ends at the hub, and keeps that it was ended, what the department was told of people whom nobody needs any more.
struct PensionInterests: Sendable {
    /// Why the department is told of somebody who files with it, or of whom something is claimed, and was not given before.
    static var filed: String { "国民年金の届出・申請・請求の受付" }

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
                    try await Interests(pool: hub.pool, vault: hub.provisioning.vault).release(
                        by: name, .nationalPension, in: number, keptBecause: PensionCall.examined, because: "免除等の審査の対象者でなくなった")
                }
            } catch { logger.error("an interest waits to be ended", metadata: ["error": .string("\(type(of: error))")]) }
        }
    }

    /// Ends them in those of whom nothing was received after all.
    ///
    /// - Parameter name: of whoever is on record with it at the hub.
    func endOfUnreceived(_ numbers: [AddresseeNumber], onRecord name: String) async {
        for number in numbers where !Task.isCancelled {
            do {
                guard try await !records.needs(number) else { continue }
                try await Interests(pool: hub.pool, vault: hub.provisioning.vault).release(
                    by: name, .nationalPension, in: number, keptBecause: Self.filed, because: "届出・申請・請求が受付に至らなかった")
            } catch { logger.error("an interest waits to be ended", metadata: ["error": .string("\(type(of: error))")]) }
        }
    }

    /// The same of all that stand for a day and longer: of whoever went away while they waited, or a service that ended.
    func endOfUnreceived(onRecord name: String) async {
        do {
            await endOfUnreceived(
                try await Interests(pool: hub.pool, vault: hub.provisioning.vault).held(.nationalPension, because: Self.filed, longerThanDays: 1),
                onRecord: name)
        } catch { logger.error("interests wait to be looked at", metadata: ["error": .string("\(type(of: error))")]) }
    }
}
