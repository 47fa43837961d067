package import Addressee
internal import Postgres
internal import ReceiverLedger

/// 受付の内容. All that whoever checks a reception has to know of it, and that anybody asks of one that is decided.
package struct ReceptionDetail: Sendable, Unprinted {
    /// Its row in the ledger.
    package let row: LedgerRow
    /// What it records once it is accepted.
    package let content: FiledContent
    /// 事実のあった日, as the ledger has it.
    package let happenedOn: CalendarDay?
    /// 備考 of the ledger.
    package let remarks: String
    /// The day in Japan on which it was entered.
    package let enteredOn: CalendarDay
    /// The day in Japan on which it was decided; `nil` while it waits.
    package let decidedOn: CalendarDay?
    /// 返戻・取下げの理由; empty where none was given.
    package let decisionReason: String
    /// 確定取消しの経過, the oldest first.
    package let takeBacks: [KeptTakeBack]
    /// The person's record, as it is now.
    package let record: PersonRecord
    /// 年金基本 as it was when this was entered, where basic data is what was filed; `nil` where that version can't be read.
    package let basicBefore: BasicData?
    /// 老齢福祉年金の証書 as it was when this was entered, where that is what was filed; `nil` where that version can't be read.
    package let welfareBefore: WelfareVersion?
    /// What it would make of the record; `nil` of what is decided.
    package let outlook: Outlook?
    /// Open tasks of the reception.
    package let tasks: [PensionTask]
    /// 処理の案, that it carries out or dismisses.
    package let proposal: KeptProposal?
    /// 決定と意見の対照, of a decision of the Service on an application.
    package let ruling: RulingComparison?
    /// The event that stands and says the same already.
    package let standing: Int64?
}

extension PensionRecords {
    /// A reception, whether it waits or is decided. Whoever looks takes nobody's row, unless something new of the person has to be kept first.
    ///
    /// - Throws: `PensionRefused` J0002, J0017, J0023; `PostgresError`.
    package func detail(of reception: ReceptionNumber, today: CalendarDay) async throws -> ReceptionDetail {
        let asKept: ReceptionDetail? = try await inOneState(isSmall: true) { connection in
            try await self.detail(of: reception, today: today, on: connection) { try await kept([$0.value], on: connection).first }
        }
        if let asKept { return asKept }
        let asNew = try await transaction { connection in
            try await self.detail(of: reception, today: today, on: connection) {
                try await follow($0, on: today, connection)
            }
        }
        guard let asNew else { throw PensionRefused.unknownPerson }
        return asNew
    }

    /// - Returns: `nil` where `person` tells nobody.
    private func detail(
        of reception: ReceptionNumber, today: CalendarDay, on connection: Connection, of person: (AddresseeNumber) async throws -> FollowedPerson?
    ) async throws -> ReceptionDetail? {
        let found = try await connection.query(
            """
            SELECT atenabango, happened_on, floor(extract(epoch FROM entered_at))::bigint, content::text, remarks FROM pension.reception
            WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)
            """)
        guard let (digits, happenedOn, enteredAt, kept, remarks) = try found.first?.decode((String, PostgresDay?, Int64, String, String).self) else {
            throw PensionRefused.unknownReception
        }
        let number = try AddresseeNumber(digits)
        guard let person = try await person(number) else { return nil }
        let record = try await record(of: person, on: connection)
        var filter = LedgerFilter()
        (filter.all, filter.number, filter.reception) = (true, number, reception)
        guard let row = try await rows(filter, on: connection).first else { throw PensionRefused.unknownReception }
        guard row.isTrue else { throw PensionRefused.untrue }
        let content: FiledContent = try KeptJSON.read(kept)
        let decisions = try await connection.query(
            """
            SELECT floor(extract(epoch FROM decided_at))::bigint, reason FROM pension.decision
            WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)
            """)
        let decision = try decisions.first?.decode((Int64, String).self)
        var proposals = ProposalFilter()
        (proposals.all, proposals.id) = (true, row.proposal)
        let isOpen = decision == nil
        return ReceptionDetail(
            row: row, content: content, happenedOn: happenedOn.map { CalendarDay(daysSince2000: $0.daysSince2000) }, remarks: remarks,
            enteredOn: CalendarDay(inJapanAt: enteredAt), decidedOn: decision.map { CalendarDay(inJapanAt: $0.0) }, decisionReason: decision?.1 ?? "",
            takeBacks: try await takeBacks(of: [reception], on: connection)[reception] ?? [], record: record,
            basicBefore: try await basic(before: content, record, on: connection),
            welfareBefore: try await welfare(before: content, record, on: connection),
            outlook: isOpen ? Outlook(record, with: content, receivedOn: row.receivedOn, today: today, using: tables) : nil,
            tasks: try await tasks(of: number, limit: 1_000, on: connection).filter { $0.reception == reception },
            proposal: row.proposal == nil ? nil : try await self.proposals(proposals, on: connection).first,
            ruling: try await comparison(of: reception, on: connection), standing: isOpen ? record.standing(content) : nil)
    }

    private func basic(before content: FiledContent, _ record: PersonRecord, on connection: Connection) async throws -> BasicData? {
        guard case .basic(_, let version) = content else { return nil }
        guard version > 0 else { return BasicData.none }
        guard version != record.basic.historyNumber else { return record.basic.data }
        let rows = try await connection.query(
            """
            SELECT basic_pension_number, telephone, remarks, \(unsafeSQL: SealedRecord.basicVersion.sealed("b")) FROM pension.basic_version b
            WHERE atenabango = \(record.number.value) AND history_number = \(version)
            """)
        guard let (digits, telephone, remarks, form, mac) = try rows.first?.decode((String?, String, String, [UInt8], [UInt8]?).self),
            seal.holds(.basicVersion, form, mac)
        else { return nil }
        return BasicData(digits: digits, telephone: telephone, remarks: remarks)
    }
}
