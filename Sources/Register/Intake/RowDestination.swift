internal import Addressee
internal import Postgres
internal import SourceFiles

/// 取込先. Where the rows of a block go: to the register, or to the records of a dataset that a system publishes.
protocol RowDestination: Sendable {
    /// What a row says, once it was looked at by itself.
    associatedtype Row: Sendable

    /// What stands where in a row.
    var fields: SubmissionFields { get }

    /// Whether rows that were rejected for the state of the register are decided anew where the same file comes again; if not, a file that was taken to its
    /// end and comes again is taken as another one.
    var decidesAnew: Bool { get }

    /// Reads rows one after another; it has checked its form already.
    func reader(on today: CalendarDay) -> (_ row: RowView, _ index: Int) throws -> Result<Row, LogicFault>

    /// Takes rows, inside the caller's transaction.
    ///
    /// - Parameter trusting: whether what is unique is left to the index, which decides either way.
    func take(_ rows: [Row], of block: RowBlock, trusting: Bool, on connection: Connection) async throws -> BlockRegistration.Outcome
}

/// Rows that the register takes.
struct RegisteredRows: RowDestination {
    let vault: Vault
    let fields: SubmissionFields
    let source: SystemName
    /// Whose hub it is; nil where it does not know.
    let body: LocalGovernmentCode?
    /// Whether rows come one at a time, and not in a file that says whose it is.
    var comesByRows = false
    var decidesAnew: Bool { true }
    private static let longBlock = 500

    func reader(on today: CalendarDay) -> (_ row: RowView, _ index: Int) throws -> Result<Submission, LogicFault> {
        var scratch: [UInt8] = []
        let cipher = vault.numberCipher()
        return { row, index in
            if let fault = fields.anotherBody(row, than: body, isAlone: comesByRows) { return .failure(fault) }
            return fields.submission(row, at: index, cipher: cipher, today: today, scratch: &scratch)
        }
    }

    func take(_ rows: [Submission], of block: RowBlock, trusting: Bool, on connection: Connection) async throws -> BlockRegistration.Outcome {
        var registration = BlockRegistration(vault: vault, fields: fields, source: source)
        registration.leavesNumbersToTheIndex = trusting
        // Only blocks of a file that brings a city are long while its keys may be left.
        if rows.count >= Self.longBlock { registration.leavesKeys = try await SearchKeying.isPostponed(on: connection) }
        return try await registration.register(rows, of: block, on: connection)
    }
}
