package import Addressee
internal import Postgres
internal import ReceiverLedger

/// 受付処理簿の一行.
package struct LedgerRow: Sendable, Unprinted {
    /// 処理状態.
    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// 確認待ち
        case received
        /// 不備: a claim that lacks something of which nothing was told.
        case incomplete
        /// 保留
        case held
        /// 確定
        case accepted
        /// 返戻
        case returned
        /// 取下げ
        case cancelled
        /// 引継ぎ: the municipality that the person moved to goes on with it.
        case handedOn = "handed-on"
        /// 確定取消し: accepted by mistake, and taken back by two people.
        case takenBack = "taken-back"

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .received: "確認待ち"
            case .incomplete: "不備"
            case .held: "保留"
            case .accepted: "確定"
            case .returned: "返戻"
            case .cancelled: "取下げ"
            case .handedOn: "引継ぎ"
            case .takenBack: "確定取消し"
            }
        }

        /// Whether somebody still has to do something.
        package var isOpen: Bool { self == .received || self == .incomplete || self == .held }
    }

    /// 受付番号.
    package let reception: ReceptionNumber
    /// 宛名番号.
    package let number: String
    /// 届出の種類.
    package let kind: NoticeKind
    /// 受付日.
    package let receivedOn: CalendarDay
    /// 報告の期限; `nil` where nothing is reported.
    package let dueOn: CalendarDay?
    /// 受付した課.
    package let section: String
    /// 処理状態.
    package let state: State
    /// 入力者.
    package let enteredBy: String
    /// 確認者; `nil` while it waits.
    package let decidedBy: String?
    /// 処理の案, that it carries out or dismisses.
    package let proposal: Int64?
    /// 証印. Whether this program wrote what was received, and what was decided, as it is: of another row nobody is said to have entered or checked it.
    package let isTrue: Bool
}

/// 受付処理簿の見方. Which rows are shown.
package struct LedgerFilter: Sendable {
    /// Also what is decided.
    package var all = false
    /// Only what was due before the day.
    package var overdueOn: CalendarDay?
    /// Only of one person.
    package var number: AddresseeNumber?
    /// Also claims that the person makes after somebody's death.
    var includesClaimant = false
    /// Only of one kind.
    package var kind: NoticeKind? {
        get { kinds?.count == 1 ? kinds?.first : nil }
        set { kinds = newValue.map { [$0] } }
    }
    /// Only of these kinds.
    var kinds: [NoticeKind]?
    /// Only of one fiscal year, by the year of its April.
    package var fiscalYear: Int32?
    /// Only what this section received, by its code.
    package var section: String?
    /// Only this one.
    package var reception: ReceptionNumber?
    /// By their numbers, where the order does not matter: so a whole year is read in one go over the key.
    var isByNumber = false
    /// At most so many that are true.
    package var limit = 50
    /// Rows that are read at most for it: a ledger full of untrue rows is told, and not read to its end.
    package var mostRead = 100_000

    package init() {}

    /// Whether so few rows are asked for that each decision is looked at, also where only what waits is shown.
    fileprivate var isNarrow: Bool { number != nil || reception != nil }
}

extension PensionRecords {
    /// Rows that are read at once, and untrue ones that are shown at most.
    private static let (ledgerBatch, untrueShown) = (1_000, 50)

    /// 受付処理簿, what is overdue first: whoever is longest overdue, then what is due next, then by number. Rows that this program did not write as they are
    /// stand where they claim to be, and take the place of none.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func ledger(_ filter: LedgerFilter) async throws -> Listed<LedgerRow> { try await inOneState { try await list(filter, on: $0) { $0 } } }

    /// Whatever is read of one state: what comes in meanwhile neither hides a row nor shows one twice.
    ///
    /// - Parameter isSmall: work by index that is done over and over: its plans are made once for a connection.
    func inOneState<R>(isSmall: Bool = false, _ body: (Connection) async throws -> R) async throws -> R {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true, opening: isSmall ? [Connection.keepingPlans] : [], body)
    }

    func rows(_ filter: LedgerFilter, on connection: Connection) async throws -> [LedgerRow] { try await list(filter, on: connection) { $0 }.rows }

    /// What `take` makes of the rows, as many true ones as were asked for; where it makes nothing of one, the next is read.
    ///
    /// - Parameter connection: in a transaction that sees one state, where there may be more than one batch.
    func list<Row: Sendable>(_ filter: LedgerFilter, on connection: Connection, _ take: (LedgerRow) async throws -> Row?) async throws -> Listed<Row> {
        var (found, taken, untrue, read): ([Row], Int, Int, Int) = ([], 0, 0, 0)
        var last: LedgerPlace?
        while read < filter.mostRead {
            let batch = min(last == nil ? filter.limit : Self.ledgerBatch, Self.ledgerBatch, filter.mostRead - read)
            let (rows, places, unreadable) = try await batchOfLedger(filter, batch, after: last, on: connection)
            untrue += unreadable
            for row in rows {
                if !row.isTrue { untrue += 1 }
                guard row.isTrue || untrue <= Self.untrueShown, let made = try await take(row) else { continue }
                found.append(made)
                guard row.isTrue else { continue }
                taken += 1
                if taken == filter.limit { return Listed(rows: found, untrue: untrue, isCut: false) }
            }
            if places.count < batch { return Listed(rows: found, untrue: untrue, isCut: false) }
            (read, last) = (read + places.count, places.last)
        }
        return Listed(rows: found, untrue: untrue, isCut: true)
    }

    /// - Returns: the rows, the places of all that were read, and how many of them tell nothing that could be shown.
    private func batchOfLedger(_ filter: LedgerFilter, _ batch: Int, after last: LedgerPlace?, on connection: Connection) async throws -> (
        rows: [LedgerRow], places: [LedgerPlace], unreadable: Int
    ) {
        let rows = try await connection.query(ledgerRows(filter, batch, after: last))
        var (found, places, asked, unreadable): ([LedgerRow], [LedgerPlace], [ReceptionNumber: [String]], Int) = ([], [], [:], 0)
        for row in rows {
            let (place, read) = try LedgerRow.read(row, seal)
            places.append(place)
            guard let (row, claim) = read else {
                unreadable += 1
                continue
            }
            // Only what waits: of few rows all were read, so that no decision by nobody hides one.
            guard filter.all || !row.isTrue || row.decidedBy == nil else { continue }
            found.append(row)
            if row.isTrue, let claim { asked[row.reception] = claim.asked.map(\.key) }
        }
        let lacking = try await lacking(asked, on: connection)
        // What somebody put there by SQL takes nothing back.
        let takenBack = try await takenBack(of: found.filter { $0.state == .takenBack }.map(\.reception), on: connection)
        let shown = found.map { row in
            if lacking.contains(row.reception) { return row.standing(.incomplete) }
            return row.state == .takenBack && !takenBack.contains(row.reception) ? row.standing(.accepted) : row
        }
        return (shown, places, unreadable)
    }

    /// Reads a batch of the ledger. Only what is asked for stands in it: a plan is kept for each way of asking, and one reception is found by its key.
    private func ledgerRows(_ filter: LedgerFilter, _ batch: Int, after last: LedgerPlace?) -> Query {
        let order = filter.isByNumber ? "l.fiscal_year, l.number" : "is_decided, due, l.fiscal_year, l.number"
        var sql = Query.StringInterpolation(literalCapacity: 3_000, interpolationCount: 12)
        // Their places first: what a row holds is read of those only that are shown.
        sql.appendLiteral(
            """
            SELECT l.fiscal_year, l.number, l.atenabango, l.kind, l.received_on, l.due_on, l.section, l.state, l.entered_by, l.decided_by, l.proposal_id,
              CASE WHEN l.kind LIKE 'claim-%' AND l.decided_by IS NULL THEN r.content::text END,
              \(SealedRecord.reception.sealed("r")), \(SealedRecord.decision.sealed("d"))
            FROM (
              SELECT l.decided_by IS NOT NULL AS is_decided, coalesce(l.due_on, 'infinity'::date) AS due, l.fiscal_year, l.number
              FROM pension.ledger l JOIN pension.reception r ON r.fiscal_year = l.fiscal_year AND r.number = l.number
              WHERE true
            """)
        if !filter.all && !filter.isNarrow {
            let hidden = seals.undecided
            sql.appendLiteral(" AND (l.decided_by IS NULL OR (l.fiscal_year, l.number) IN (SELECT * FROM unnest(")
            sql.appendInterpolation(hidden.map(\.fiscalYear))
            sql.appendLiteral(", ")
            sql.appendInterpolation(hidden.map(\.number))
            sql.appendLiteral(") AS h (year, number)))")
        }
        if let day = filter.overdueOn {
            sql.appendLiteral(" AND l.due_on < ")
            sql.appendInterpolation(day.postgres)
        }
        if let kinds = filter.kinds {
            sql.appendLiteral(" AND l.kind = ANY (")
            sql.appendInterpolation(kinds.map(\.rawValue))
            sql.appendLiteral(")")
        }
        if let year = filter.fiscalYear {
            sql.appendLiteral(" AND l.fiscal_year = ")
            sql.appendInterpolation(year)
        }
        if let section = filter.section {
            sql.appendLiteral(" AND l.section = ")
            sql.appendInterpolation(section)
        }
        if let reception = filter.reception {
            sql.appendLiteral(" AND (l.fiscal_year, l.number) = (")
            sql.append(reception)
            sql.appendLiteral(")")
        }
        if let number = filter.number {
            sql.appendLiteral(" AND (l.atenabango = ")
            sql.appendInterpolation(number.value)
            if filter.includesClaimant {
                sql.appendLiteral(" OR (r.kind LIKE 'claim-%' AND r.content #>> '{claim,_0,claimant,number}' = ")
                sql.appendInterpolation(number.value)
                sql.appendLiteral(")")
            }
            sql.appendLiteral(")")
        }
        if let last {
            if filter.isByNumber {
                sql.appendLiteral(" AND (l.fiscal_year, l.number) > (")
            } else {
                sql.appendLiteral(" AND (l.decided_by IS NOT NULL, coalesce(l.due_on, 'infinity'::date), l.fiscal_year, l.number) > (")
                sql.appendInterpolation(last.isDecided)
                sql.appendLiteral(", coalesce(")
                sql.appendInterpolation(last.dueOn?.postgres)
                sql.appendLiteral("::date, 'infinity'::date), ")
            }
            sql.append(last.reception)
            sql.appendLiteral(")")
        }
        sql.appendLiteral(" ORDER BY \(order) LIMIT ")
        sql.appendInterpolation(Int64(batch))
        sql.appendLiteral(
            """
            ) AS place
            JOIN pension.ledger l ON l.fiscal_year = place.fiscal_year AND l.number = place.number
            JOIN pension.reception r ON r.fiscal_year = place.fiscal_year AND r.number = place.number
            LEFT JOIN pension.decision d ON d.fiscal_year = place.fiscal_year AND d.number = place.number
            ORDER BY \(order)
            """)
        return Query(stringInterpolation: sql)
    }

    /// Of claims that wait, and the papers that they ask for, those that lack one of which nothing was told: by rows that this program wrote, and no others.
    private func lacking(_ asked: [ReceptionNumber: [String]], on connection: Connection) async throws -> Set<ReceptionNumber> {
        guard !asked.isEmpty else { return [] }
        var asked = asked
        let keys = asked.keys.sorted()
        // What a claim says now may ask for more than what was filed.
        for (reception, claim) in try await claimsNow(of: keys, on: connection) { asked[reception] = claim.asked.map(\.key) }
        let arrivals = try await connection.query(
            """
            SELECT fiscal_year, number, paper, has_come, \(unsafeSQL: SealedRecord.claimArrival.sealed("a")) FROM pension.claim_arrival a
            WHERE (fiscal_year, number) IN (SELECT * FROM unnest(\(keys.map(\.fiscalYear)), \(keys.map(\.number))) AS k (year, number)) ORDER BY arrival_id
            """)
        var there: [ReceptionNumber: Set<String>] = [:]
        for row in arrivals {
            let (year, number, paper, hasCome, form, mac) = try row.decode((Int32, Int32, String, Bool, [UInt8], [UInt8]?).self)
            guard seal.holds(.claimArrival, form, mac) else { continue }
            let reception = ReceptionNumber(fiscalYear: year, number: number)
            if hasCome { there[reception, default: []].insert(paper) } else { there[reception]?.remove(paper) }
        }
        let told = try await connection.query(
            """
            SELECT fiscal_year, number, to_json(keys)::text, \(unsafeSQL: SealedRecord.claimLack.sealed("k")) FROM pension.claim_lack k
            WHERE (fiscal_year, number) IN (SELECT * FROM unnest(\(keys.map(\.fiscalYear)), \(keys.map(\.number))) AS w (year, number))
            """)
        for row in told {
            let (year, number, keys, form, mac) = try row.decode((Int32, Int32, String, [UInt8], [UInt8]?).self)
            guard seal.holds(.claimLack, form, mac) else { continue }
            there[ReceptionNumber(fiscalYear: year, number: number), default: []].formUnion(try KeptJSON.read(keys, as: [String].self))
        }
        return Set(asked.filter { !Set($0.value).isSubset(of: there[$0.key] ?? []) }.keys)
    }
}

extension Query.StringInterpolation {
    /// Both parts of its number.
    fileprivate mutating func append(_ reception: ReceptionNumber) {
        appendInterpolation(reception.fiscalYear)
        appendLiteral(", ")
        appendInterpolation(reception.number)
    }
}

/// A row's place in the order of the ledger.
private struct LedgerPlace {
    let isDecided: Bool
    let dueOn: CalendarDay?
    let reception: ReceptionNumber
}

extension LedgerRow {
    /// As it is by what this program wrote beside it.
    fileprivate func standing(_ state: State) -> LedgerRow {
        LedgerRow(
            reception: reception, number: number, kind: kind, receivedOn: receivedOn, dueOn: dueOn, section: section, state: state, enteredBy: enteredBy,
            decidedBy: decidedBy, proposal: proposal, isTrue: isTrue)
    }

    /// - Returns: its place, the row, and of a claim that waits what it says; no row of an untrue one that tells nothing.
    /// - Throws: `PensionRefused` J0017 of a true one.
    fileprivate static func read(_ row: Row, _ seal: PensionSeal) throws -> (LedgerPlace, (LedgerRow, Claim?)?) {
        let (
            year, count, number, kind, receivedOn, dueOn, section, state, enteredBy, decidedBy, proposal, content, received, receivedMAC, decided, decidedMAC
        ) = try row.decode(
            (
                Int32, Int32, String, String, PostgresDay, PostgresDay?, String, String, String, String?, Int64?, String?, [UInt8], [UInt8]?, [UInt8], [UInt8]?
            ).self)
        let place = LedgerPlace(
            isDecided: decidedBy != nil, dueOn: dueOn.map { CalendarDay(daysSince2000: $0.daysSince2000) },
            reception: ReceptionNumber(fiscalYear: year, number: count))
        let isTrue = seal.holds(.reception, received, receivedMAC) && (decidedBy == nil || seal.holds(.decision, decided, decidedMAC))
        guard let kind = NoticeKind(rawValue: kind), let state = State(rawValue: state) else {
            guard isTrue else { return (place, nil) }
            throw PensionRefused.unreadable
        }
        var claim: Claim?
        if isTrue, let content, case .claim(let said) = try KeptJSON.read(content, as: FiledContent.self) { claim = said }
        let read = LedgerRow(
            reception: place.reception, number: number, kind: kind, receivedOn: CalendarDay(daysSince2000: receivedOn.daysSince2000), dueOn: place.dueOn,
            section: section, state: state, enteredBy: enteredBy, decidedBy: decidedBy, proposal: proposal, isTrue: isTrue)
        return (place, (read, claim))
    }
}
