package import Addressee
internal import Postgres

/// 継続審査の一覧の一行.
package struct ContinuingRow: Sendable, Unprinted {
    /// 宛名番号.
    package let number: AddresseeNumber
    /// 氏名; empty where none was given.
    package let name: String
    /// How it stands.
    package let examination: ContinuingExamination
    /// 前年度の申請; `nil` where none is on record.
    package let application: ReceptionNumber?
    /// Whether the person's income that is looked at has arrived.
    package let hasIncome: Bool
}

/// 継続審査の一覧.
package struct ContinuingList: Sendable, Unprinted {
    /// In the order of their numbers.
    package internal(set) var rows: [ContinuingRow] = []
    /// 証印のない行 of those who were looked at: nothing of them counts.
    package internal(set) var untrue = 0
    /// Behind whom the list goes on; `nil` where it is whole.
    package internal(set) var next: String?
}

extension ContinuingRow {
    fileprivate init(_ record: PersonRecord, _ examination: ContinuingExamination, _ application: ReceptionNumber?, hasIncome: Bool) {
        self.init(
            number: record.number, name: record.addressee?.formalName ?? "", examination: examination, application: application, hasIncome: hasIncome)
    }
}

/// An application of one person, as the list asks for it.
private struct YearApplication: Sendable {
    let reception: ReceptionNumber
    let application: ExemptionApplication
    let decision: DecisionRow
}

extension PensionRecords {
    /// 継続審査の一覧. Who is due for an examination at the start of an exemption year without a new application, by the decision on the year before. It is a list of proposals: nothing is
    /// received by it, and nobody's record changes.
    ///
    /// - Parameters:
    ///   - year: the exemption year, by the year in which it begins.
    ///   - all: also who is not due, with why.
    ///   - after: 宛名番号 behind which it begins.
    /// - Throws: `PensionRefused` J0017; `PostgresError`.
    package func continuing(_ year: Int, all: Bool, after: String = "", limit: Int, today: CalendarDay) async throws -> ContinuingList {
        var (list, last) = (ContinuingList(), after)
        while true {
            let rows = try await pool.query(
                """
                SELECT DISTINCT atenabango FROM pension.event WHERE fact = \(NoticeKind.exemptionGranted.rawValue) AND atenabango > \(last)
                ORDER BY atenabango LIMIT \(Int64(Self.readAtOnce))
                """)
            let numbers = try rows.map { try $0.decode(String.self) }
            guard let end = numbers.last else { return list }
            let found = try await continuing(year, among: numbers, today: today)
            list.untrue += found.untrue
            for row in found.rows where all || row.examination.standing != .no {
                guard list.rows.count < limit else {
                    list.next = list.rows.last?.number.value
                    return list
                }
                list.rows.append(row)
            }
            last = end
        }
    }

    /// Takes nobody's row but of whom something new has to be kept first, one by one.
    private func continuing(_ year: Int, among numbers: [String], today: CalendarDay) async throws -> (rows: [ContinuingRow], untrue: Int) {
        let known = Set(try await inOneState { try await kept(numbers, on: $0) }.map(\.number.value))
        var anew: [String: FollowedPerson] = [:]
        for number in numbers where !known.contains(number) {
            anew[number] = try await pool.transaction(retries: 2) { try await follow(try AddresseeNumber(number), on: today, $0) }
        }
        let new = anew
        return try await inOneState { connection in
            let asKept = try await kept(numbers, on: connection)
            let followed = new.merging(asKept.map { ($0.number.value, $0) }) { $1 }
            let records = try await records(of: numbers.compactMap { followed[$0] }, on: connection)
            let (applications, untrue) = try await yearApplications(of: numbers, on: connection)
            let incomes = Set(
                try await connection.query(
                    """
                    SELECT atenabango FROM national_pension.tax_income
                    WHERE atenabango = ANY (\(numbers)) AND record_key = \(String(year)) AND NOT removed
                    """
                ).map { try $0.decode(String.self) })
            var rows: [ContinuingRow] = []
            for record in records {
                guard let months = tables.years.months(of: year, .general) else { continue }
                let hasIncome = incomes.contains(record.number.value)
                let history: InsuredHistory
                do throws(HeldForClerk) { history = try record.history(on: months.first.firstDay, using: tables) } catch {
                    let held = ContinuingExamination.held(
                        year, record.events.compactMap(\.event.fact), because: error, isResident: record.isResident, using: tables)
                    if let held { rows.append(ContinuingRow(record, held, nil, hasIncome: hasIncome)) }
                    continue
                }
                let own = applications[record.number.value] ?? []
                let before = own.last { $0.decision == .made("accepted") && $0.application.months.contains(months.first.adding(-1)) }
                var earlier: ContinuingExamination.Earlier?
                if let before {
                    earlier = ContinuingExamination.Earlier(
                        wantsContinuation: before.application.wantsContinuation, continuation: try await continuation(of: before.reception, on: connection))
                }
                let hasApplied = own.contains { other in
                    other.decision.mayCount && other.application.months.first <= months.last && months.first <= other.application.months.last
                }
                guard
                    let examination = ContinuingExamination.decide(
                        year, history, born: record.birth?.known, isResident: record.isResident, earlier: earlier, hasApplied: hasApplied, using: tables)
                else { continue }
                rows.append(ContinuingRow(record, examination, before?.reception, hasIncome: hasIncome))
            }
            return (rows, records.reduce(untrue) { $0 + $1.untrueRows })
        }
    }

    /// What the examination said with which an application was forwarded.
    private func continuation(of reception: ReceptionNumber, on connection: Connection) async throws -> ExemptionProposal.Continuation? {
        guard let id = try await opinionGiven(on: reception, on: connection) else { return nil }
        return try await allExaminations(of: reception, on: connection).read.first { $0.id == id }?.proposal.continuation
    }

    /// 免除・納付猶予の申請 of persons, the oldest first; only rows that this program wrote, but those that were taken back. And how many others there are.
    private func yearApplications(of numbers: [String], on connection: Connection) async throws -> (found: [String: [YearApplication]], untrue: Int) {
        let rows = try await connection.query(
            """
            SELECT r.atenabango, r.fiscal_year, r.number, r.content::text, \(unsafeSQL: SealedRecord.reception.sealed("r")), d.outcome,
              \(unsafeSQL: SealedRecord.decision.sealed("d"))
            FROM pension.reception r LEFT JOIN pension.decision d ON d.fiscal_year = r.fiscal_year AND d.number = r.number
            WHERE r.atenabango = ANY (\(numbers)) AND r.kind = \(NoticeKind.exemptionApplied.rawValue) ORDER BY r.fiscal_year, r.number
            """)
        var (found, untrue): ([String: [YearApplication]], Int) = ([:], 0)
        for row in rows {
            let (number, year, count, content, form, mac, outcome, decided, decidedMAC) = try row.decode(
                (String, Int32, Int32, String, [UInt8], [UInt8]?, String?, [UInt8], [UInt8]?).self)
            guard seal.holds(.reception, form, mac) else {
                untrue += 1
                continue
            }
            guard case .application(let application) = try KeptJSON.read(content, as: FiledContent.self) else { continue }
            found[number, default: []].append(
                YearApplication(
                    reception: ReceptionNumber(fiscalYear: year, number: count), application: application,
                    decision: seal.decision(outcome, decided, decidedMAC)))
        }
        let takenBack = try await takenBack(of: found.values.flatMap { $0.map(\.reception) }, on: connection)
        return (found.mapValues { $0.filter { !takenBack.contains($0.reception) } }, untrue)
    }
}
