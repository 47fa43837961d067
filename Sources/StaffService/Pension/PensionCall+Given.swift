internal import AccessControl
internal import Addressee
internal import Governance
internal import Installation
internal import Logging
internal import NationalPension
internal import Postgres
internal import Register
internal import Sharing

extension PensionCall {
    /// 窓口に来た者. Receives of somebody whom the department is not given: of over sixty, a voluntary insured; whoever's pension is claimed. The hub is told that the
    /// department works with them, they come, and what was filed is received. Where it is not, and nobody else needs them, the department is told of them no longer.
    ///
    /// - Throws: as `receive`; `PensionRefused` J0113 where they have not come within some seconds, and nothing of them is kept.
    func whenGiven<R>(_ number: AddresseeNumber, _ receive: () async throws -> R) async throws -> R {
        var isNew = false
        if try await !records.isGiven(number), try await isRegistered(number) {
            isNew = try await Interests(pool: hub.pool, vault: hub.provisioning.vault).keep(
                by: principal, holding: .pensionWork, .nationalPension, in: number, because: PensionInterests.filed)
            // Of whom something is kept it is gone on from that: somebody whom nobody may be told of, or a delivery that is paused.
            if try await !comes(number), try await !records.wasKept(number) { throw PensionRefused.comesSoon }
        }
        do { return try await receive() } catch let refused as PensionRefused where isNew {
            await PensionInterests(records, of: hub, logger: Logger(label: "atena.pension")).endOfUnreceived([number], onRecord: principal.name)
            throw refused
        }
    }

    private func comes(_ number: AddresseeNumber) async throws -> Bool {
        for _ in 0..<75 {
            if try await records.isGiven(number) { return true }
            try await Task.sleep(for: .milliseconds(200))
        }
        return false
    }

    /// Whether the register has somebody of the number.
    ///
    /// - Throws: `PostgresError`.
    func isRegistered(_ number: AddresseeNumber) async throws -> Bool {
        try await !hub.pool.query("SELECT FROM register.addressee WHERE atenabango = \(number.value)").isEmpty
    }
}
