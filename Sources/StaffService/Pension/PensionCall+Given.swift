internal import AccessControl
internal import Addressee
internal import Governance
internal import Installation
internal import NationalPension
internal import Postgres
internal import Register

extension PensionCall {
    /// Why the department is told of somebody who files with it, or of whom something is claimed.
    private static var filed: String { "国民年金の届出・申請・請求の受付" }

    /// 窓口に来た者. Receives of somebody whom the department was not given yet: of over sixty, a voluntary insured; whoever's pension is claimed; a number that
    /// the register has. The hub is told that the department works with them, they come, and what was filed is received; where it is not, the department is told of
    /// them no longer.
    ///
    /// - Parameter receive: as often as once before the person has come, and once after.
    /// - Throws: as `receive`; `PensionRefused` J0001 of whom the register does not know, J0113 where they have not come within some seconds.
    func whenGiven<R>(_ number: AddresseeNumber, _ receive: () async throws -> R) async throws -> R {
        do {
            do { return try await receive() } catch let refused as PensionRefused where refused == .unknownPerson {
                guard try await isRegistered(number) else { throw refused }
                try await keepTold(of: number, because: Self.filed)
                try await comes(number)
                return try await receive()
            }
        } catch let refused as PensionRefused where refused != .comesSoon {
            try await Interests(pool: hub.pool).release(
                by: principal.name, .nationalPension, in: number, keptBecause: Self.filed, because: "届出・申請・請求が受付に至らなかった")
            throw refused
        }
    }

    private func comes(_ number: AddresseeNumber) async throws {
        for _ in 0..<75 {
            if try await records.wasGiven(number) { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw PensionRefused.comesSoon
    }

    /// Whether the register has somebody of the number.
    ///
    /// - Throws: `PostgresError`.
    func isRegistered(_ number: AddresseeNumber) async throws -> Bool {
        try await !hub.pool.query("SELECT FROM register.addressee WHERE atenabango = \(number.value)").isEmpty
    }
}
