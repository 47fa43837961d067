internal import Postgres

/// 付番. Numbers and ids taken from their sequences before the rows were decided; what is not used leaves a gap. Whether a row
/// gets one is decided in `RegisterRules+Numbers.swift`.
struct ReservedIDs {
    private var addressees: ArraySlice<Int64> = []
    private var runningNumbers: ArraySlice<Int64> = []
    private var ordinals: [Int64: Int16] = [:]
    /// Places in the journal, rising.
    let positions: [Int64]

    /// - Parameter positions: as many as there may be versions; with none, nothing is taken.
    init(addressees: Int, runningNumbers: Int, positions: Int, on connection: Connection) async throws {
        guard positions > 0 else {
            self.positions = []
            return
        }
        // Names are part of the text: as parameters they would be looked up for every number.
        let rows = try await connection.query(
            """
            SELECT (SELECT array_agg(nextval('register.addressee_id')) FROM generate_series(1, \(Int64(addressees)))),
                (SELECT array_agg(nextval('register.running_number')) FROM generate_series(1, \(Int64(runningNumbers)))),
                (SELECT array_agg(nextval('journal.position')) FROM generate_series(1, \(Int64(positions))))
            """)
        let (addressees, runningNumbers, positions) = try rows.first?.decode(([Int64]?, [Int64]?, [Int64]?).self) ?? (nil, nil, nil)
        self.addressees = (addressees ?? [])[...]
        self.runningNumbers = (runningNumbers ?? [])[...]
        self.positions = positions ?? []
    }

    mutating func nextAddressee() -> Int64 { addressees.removeFirst() }

    /// A new integrated number, whose first individual number has ordinal 1: a later row of the same block may change it already.
    mutating func assignIntegratedNumber() -> Int64 {
        let running = runningNumbers.removeFirst()
        ordinals[running] = 1
        return running
    }

    mutating func nextOrdinal(of running: Int64, _ vault: Vault, _ connection: Connection) async throws -> Int16 {
        let last: Int16
        if let known = ordinals[running] {
            last = known
        } else {
            last = try await vault.lastOrdinals(of: [running], on: connection)[running] ?? 0
        }
        ordinals[running] = last + 1
        return last + 1
    }
}
