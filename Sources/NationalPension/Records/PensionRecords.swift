internal import Addressee
package import Postgres

/// 国民年金の記録. What the pension department keeps of its people, in a database of its own and as the module's role; nothing of it is the hub's.
///
/// What is filed is received first (`receive`), with a number of the ledger; it counts once another person has checked it (`accept`), which the database
/// itself demands: an event needs an accepting decision, and a decision somebody else than entered it. Nothing is changed in place.
package struct PensionRecords: Sendable {
    let pool: Pool
    /// 規則表.
    package let tables: RuleTables
    let seal: PensionSeal
    /// Version of the program: another may know other rules.
    let program: String
    /// What was found of rows that this program did not write.
    let seals = SealFindings()
    /// Batches whose items were read.
    let readBatches = ReadBatches()
    /// Of whom something was accepted, so that others are told.
    package let toPublish = PersonsToPublish()
    /// Who waits for the log to be told of acts: those that come while it is told of others are told of together.
    package let telling = CommitGroup<Void, Void>()

    /// - Parameters:
    ///   - pool: connections as the module's role.
    ///   - seal: of whoever opens the records for the staff.
    ///   - program: version of the program.
    package init(pool: Pool, tables: RuleTables, seal: PensionSeal, program: String = "") {
        self.pool = pool
        self.tables = tables
        self.seal = seal
        self.program = program
    }
}
