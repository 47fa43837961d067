package import Addressee
package import ConnectorKit
package import Governance
internal import Keys
internal import Postgres
internal import Register

/// What a comparison of one receiver found, person by person.
public struct ReconciliationReport: Sendable, Codable {
    /// How the receiver is compared.
    public enum Means: String, Sendable, Codable {
        /// It is pushed to, and was asked what it holds.
        case asked
        /// 報告. It pulls, and reported what it holds.
        case reported
        /// 未報告. It pulls, and reported nothing: what it holds is not known.
        case notReported = "not-reported"
    }

    /// The receiver's slug.
    public var system: String
    /// Dataset compared.
    public var dataset: String
    /// How it was compared.
    public var means = Means.asked
    /// When it reported, Japan time, ISO 8601; nil where it was asked.
    public var reportedAt: String?
    /// Persons the policy lets the receiver hold, at its position.
    public var expected = 0
    /// Persons it holds.
    public var held = 0
    /// Persons it should hold but does not.
    public var missing = 0
    /// Persons it holds but should not.
    public var surplus = 0
    /// Persons it holds in a later version than expected, or with other items.
    public var differing = 0
    /// Persons about whom nothing is told until somebody decides (自動応答不可); what the receiver holds of them is not compared.
    public var withheld = 0
    /// Persons a number of whom waits for a decision; the receiver keeps what it had of it, so their items are not compared.
    public var undecided = 0
    /// The first few addressee numbers that differ, for the person who must look.
    public var examples: [String] = []
    /// Whether the receiver stood still meanwhile; if not, differences may be on their way.
    public var isSettled = true

    /// Of those who differ, how many it will be told of again; nil where that was not asked for. Nobody can be told of who is not in the register.
    public var sentAgain: Int?

    /// Whether the receiver holds exactly what it should, as of now, or of its report.
    public var agrees: Bool { means != .notReported && isSettled && !differs }
    /// Whether somebody is missing, too much, or different.
    public var differs: Bool { missing > 0 || surplus > 0 || differing > 0 }
}

/// Compares what a receiver holds, row for row, with what the policies say of the register (`atena reconcile`, CT-14).
///
/// Both sides go by addressee number, in bounded memory; items are compared as keyed digests under a key made for this comparison.
public struct Reconciliation: Sendable {
    package let provisioning: Provisioning

    /// `provisioning` says what the receiver should hold.
    public init(provisioning: Provisioning) { self.provisioning = provisioning }

    /// Compares one receiver at its own position; `progress` is told the persons expected so far, page by page.
    /// - Throws: `PostgresError`, `CursorRefused`, `PolicyStoreError`, and what vault or connector throw.
    package func compare(
        _ system: SystemName, _ dataset: String, with connector: any Connector, progress: (Int) -> Void = { _ in }
    ) async throws -> ReconciliationReport {
        var report = ReconciliationReport(system: system.rawValue, dataset: dataset)
        guard let start = try await cursor(system, dataset) else {
            // Closed before anything was given: nothing is expected, and nothing may be held.
            let closing = try await provisioning.pool.withConnection { try await provisioning.store.inForce(system, dataset, on: $0)?.closing }
            report.isSettled = closing != nil
            guard closing != nil else { return report }
            for try await held in try await connector.inventory(key: DigestKey((0..<32).map { _ in UInt8.random(in: 0...255) })) {
                report.surplus += held.count
                report.held += held.count
                for entry in held { report.note(entry.addresseeNumber) }
            }
            return report
        }
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let held = try await connector.inventory(key: DigestKey(secret))
        try await compare(&report, system, dataset, at: start, way: .push, key: DigestKey(secret), held, progress: progress) { _ in }
        report.isSettled = try await isSettled(system, dataset, at: start)
        return report
    }

    /// Goes through both sides at once; `found` is told the addressee number of each who differs.
    package func compare(
        _ report: inout ReconciliationReport, _ system: SystemName, _ dataset: String, at start: Cursor, way: Governance.Way, key: DigestKey,
        _ held: AsyncThrowingStream<[HeldEntry], any Error>, progress: (Int) -> Void, found: (String) async throws -> Void
    ) async throws {
        let hash = key.reveal { KeyedHash(key: $0) }
        var theirs = HeldEntries(held)
        var after = ""
        while true {
            let page = try await expected(system, dataset, start, way: way, after: after)
            var differing: [String] = []
            var withheld = page.withheld.map(\.number).sorted()[...]
            report.withheld += withheld.count
            for entry in page.entries {
                while let number = withheld.first, number < entry.addresseeNumber.value {
                    try await theirs.pass(number) {
                        report.surplusFound($0)
                        differing.append($0.value)
                    }
                    withheld.removeFirst()
                }
                report.expected += 1
                while let other = try await theirs.peek(), other.precedes(entry) {
                    report.surplusFound(other.addresseeNumber)
                    differing.append(other.addresseeNumber.value)
                    theirs.drop()
                }
                guard let other = try await theirs.peek(), other.isOf(entry) else {
                    report.missing += 1
                    report.note(entry.addresseeNumber)
                    differing.append(entry.addresseeNumber.value)
                    continue
                }
                // A version that changes nothing visible is not delivered, so the receiver's may be older. Of items that wait the receiver keeps what it
                // had: what that is nobody knows.
                if !entry.waiting.isEmpty { report.undecided += 1 }
                let isOther = entry.waiting.isEmpty && other.digest != entry.digest { hash.hash($0) }
                if other.historyNumber > entry.historyNumber || isOther {
                    report.differing += 1
                    report.note(entry.addresseeNumber)
                    differing.append(entry.addresseeNumber.value)
                }
                theirs.drop()
            }
            for number in withheld {
                try await theirs.pass(number) {
                    report.surplusFound($0)
                    differing.append($0.value)
                }
            }
            for number in differing { try await found(number) }
            progress(report.expected)
            guard let last = page.last else { break }
            after = last
        }
        while let other = try await theirs.peek() {
            report.surplusFound(other.addresseeNumber)
            try await found(other.addresseeNumber.value)
            theirs.drop()
        }
        report.held = theirs.count
    }

    func cursor(_ system: SystemName, _ dataset: String) async throws -> Cursor? {
        let rows = try await provisioning.pool.query(
            "SELECT position FROM delivery.subscription WHERE system = \(system.rawValue) AND dataset = \(dataset)")
        guard let position = try rows.first?.decode(String?.self) else { return nil }
        return try Cursor(position, system: system.rawValue, dataset: dataset, form: provisioning.cursors)
    }

    /// Whether the receiver stood still meanwhile, under the policy in force, with nothing above its place.
    func isSettled(_ system: SystemName, _ dataset: String, at start: Cursor) async throws -> Bool {
        guard start.moving == nil, try await cursor(system, dataset) == start else { return false }
        let startsOver = try await provisioning.pool.query(
            """
            SELECT starts_over OR surplus_due OR EXISTS (SELECT FROM delivery.awaited a WHERE a.system = s.system AND a.dataset = s.dataset)
            FROM delivery.subscription s WHERE system = \(system.rawValue) AND dataset = \(dataset)
            """)
        if try startsOver.first?.decode(Bool.self) == true { return false }
        return try await provisioning.pool.withConnection { connection in
            let policy = try await provisioning.store.inForce(system, dataset, on: connection)
            let above = try await connection.query(
                """
                SELECT EXISTS (
                    SELECT FROM journal.entry
                    WHERE (xact, position) > (\(start.at.xact), \(start.at.position)) AND (dataset IS NULL OR dataset = \(dataset)))
                """)
            return try policy?.contentHash == start.policy && above.first?.decode(Bool.self) == false
        }
    }

    /// The next persons by addressee number, as the policy at the receiver's position lets it see them.
    private func expected(
        _ system: SystemName, _ dataset: String, _ cursor: Cursor, way: Governance.Way, after: String
    ) async throws -> (entries: [Entry], withheld: [Withheld.Person], last: String?) {
        try await provisioning.pool.transaction { connection in
            guard let policy = try await provisioning.store.version(cursor.policy, on: connection) else { throw PolicyStoreError.altered(cursor.policy) }
            let rows = try await connection.query(
                "SELECT addressee_id, atenabango FROM register.addressee WHERE atenabango > \(after) ORDER BY atenabango LIMIT 5000")
            guard let last = rows.last else { return ([], [], nil) }
            let id = try rows.column("addressee_id", as: Int64.self)
            let persons = try rows.map { try $0.decode(id) }
            let page = try await provisioning.states(of: persons, for: policy, at: cursor, way: way, removals: false, on: connection)
            return (
                page.entries.sorted { ($0.addresseeNumber, $0.recordKey ?? "") < ($1.addresseeNumber, $1.recordKey ?? "") }, page.withheld,
                try last.decode("atenabango")
            )
        }
    }
}

extension ReconciliationReport {
    fileprivate mutating func surplusFound(_ number: AddresseeNumber) {
        surplus += 1
        note(number)
    }

    fileprivate mutating func note(_ number: AddresseeNumber) {
        if examples.count < 10 { examples.append(number.value) }
    }
}

extension HeldEntry {
    /// By addressee number, then by record key.
    fileprivate func precedes(_ entry: Entry) -> Bool {
        if addresseeNumber != entry.addresseeNumber { return addresseeNumber < entry.addresseeNumber }
        return (recordKey ?? "").utf8.lexicographicallyPrecedes((entry.recordKey ?? "").utf8)
    }

    fileprivate func isOf(_ entry: Entry) -> Bool { addresseeNumber == entry.addresseeNumber && recordKey == entry.recordKey }
}
