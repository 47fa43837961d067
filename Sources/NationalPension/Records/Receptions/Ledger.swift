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

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .received: "確認待ち"
            case .incomplete: "不備"
            case .held: "保留"
            case .accepted: "確定"
            case .returned: "返戻"
            case .cancelled: "取下げ"
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
    /// Only this one.
    package var reception: ReceptionNumber?
    /// At most so many.
    package var limit = 50

    package init() {}
}

extension PensionRecords {
    /// 受付処理簿, what is overdue first: whoever is longest overdue, then what is due next, then by number.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func ledger(_ filter: LedgerFilter) async throws -> [LedgerRow] { try await pool.withConnection { try await rows(filter, on: $0) } }

    func rows(_ filter: LedgerFilter, on connection: Connection) async throws -> [LedgerRow] {
        try await connection.query(
            """
            SELECT l.fiscal_year, l.number, l.atenabango, l.kind, l.received_on, l.due_on, l.section, l.state, l.entered_by, l.decided_by, l.proposal_id,
              \(unsafeSQL: SealedRecord.reception.sealed("r")), \(unsafeSQL: SealedRecord.decision.sealed("d"))
            FROM pension.ledger l
            JOIN pension.reception r ON r.fiscal_year = l.fiscal_year AND r.number = l.number
            LEFT JOIN pension.decision d ON d.fiscal_year = l.fiscal_year AND d.number = l.number
            WHERE (\(filter.all) OR l.decided_by IS NULL) AND (\(filter.overdueOn == nil) OR l.due_on < \(filter.overdueOn?.postgres)::date)
              AND (\(filter.kinds == nil) OR l.kind = ANY (\(filter.kinds?.map(\.rawValue) ?? [])))
              AND (\(filter.fiscalYear == nil) OR l.fiscal_year = \(filter.fiscalYear)::integer)
              AND (\(filter.reception == nil) OR (l.fiscal_year, l.number) = (\(filter.reception?.fiscalYear)::integer, \(filter.reception?.number)::integer))
              AND (\(filter.number == nil) OR l.atenabango = \(filter.number?.value)::text OR (\(filter.includesClaimant)
                AND r.kind LIKE 'claim-%' AND r.content #>> '{claim,_0,claimant,number}' = \(filter.number?.value)::text))
            ORDER BY l.decided_by IS NOT NULL, l.due_on NULLS LAST, l.fiscal_year, l.number LIMIT \(Int64(filter.limit))
            """
        ).map { try LedgerRow($0, seal) }
    }
}

extension LedgerRow {
    fileprivate init(_ row: Row, _ seal: PensionSeal) throws {
        let (
            year, count, number, kind, receivedOn, dueOn, section, state, enteredBy, decidedBy, proposal, received, receivedMAC, decided, decidedMAC
        ) = try row.decode(
            (
                Int32, Int32, String, String, PostgresDay, PostgresDay?, String, String, String, String?, Int64?, [UInt8], [UInt8]?, [UInt8], [UInt8]?
            ).self)
        let isTrue = seal.holds(.reception, received, receivedMAC) && (decidedBy == nil || seal.holds(.decision, decided, decidedMAC))
        guard let kind = NoticeKind(rawValue: kind), let state = State(rawValue: state) else { throw PensionRefused.unreadable }
        self.init(
            reception: ReceptionNumber(fiscalYear: year, number: count), number: number, kind: kind,
            receivedOn: CalendarDay(daysSince2000: receivedOn.daysSince2000), dueOn: dueOn.map { CalendarDay(daysSince2000: $0.daysSince2000) },
            section: section, state: state, enteredBy: enteredBy, decidedBy: decidedBy, proposal: proposal, isTrue: isTrue)
    }
}
