internal import Addressee
internal import Postgres
internal import SourceFiles

/// 付番. Assigns what accepted rows need: the integrated number of whoever comes with an individual number that nobody has, and the addressee number of whoever
/// comes without one. Whether a row gets one is decided in `RegisterRules+Numbers.swift`.
extension BlockRegistration {
    /// Where the number of an accepted row is to be kept: here an integrated number is assigned.
    func place(_ plan: NumberPlan, _ ids: inout ReservedIDs, on connection: Connection) async throws -> Vault.Place? {
        switch plan {
        case .keep(let owner): owner
        case .link(let owner): owner
        case .assign: Vault.Place(runningNumber: ids.assignIntegratedNumber(), ordinal: 1)
        case .change(let running): Vault.Place(runningNumber: running, ordinal: try await ids.nextOrdinal(of: running, vault, connection))
        }
    }

    /// Gives an addressee number to rows without one (住登外者宛名番号の付番).
    func assignAddresseeNumbers(_ rows: [Submission], _ outcome: inout Outcome, on connection: Connection) async throws -> [Submission] {
        let unnumbered = rows.indices.filter { rows[$0].addresseeNumber.isEmpty }
        guard !unnumbered.isEmpty else { return rows }
        var rows = rows
        for (index, running) in zip(unnumbered, try await connection.take(unnumbered.count, from: "register.assigned_addressee_number")) {
            let number = IntegratedAddresseeNumber(runningNumber: running).value
            rows[index] = rows[index].numbered(number)
            outcome.assignedAddresseeNumbers.append((rows[index].row, number))
        }
        return rows
    }

    /// As many ids as the rows may need, in one round trip.
    func reserve(
        _ submissions: [Submission], _ holdings: [String: Holding], _ owners: [Vault.NumberKey: Vault.Place], on connection: Connection
    ) async throws -> ReservedIDs {
        let newcomers = submissions.count { holdings[$0.addresseeNumber] == nil }
        let unknown = submissions.count { submission in
            guard let number = submission.number, owners[number.key] == nil else { return false }
            return holdings[submission.addresseeNumber]?.owner == nil
        }
        return try await ReservedIDs(addressees: newcomers, runningNumbers: unknown, positions: submissions.count, on: connection)
    }
}
