package import Addressee
internal import Postgres

/// 申請の内容. All that is known of an application: what the form says, household, incomes, and what the rules make of it.
package struct ApplicationDetail: Sendable, Unprinted {
    /// Its row in the ledger.
    package let row: LedgerRow
    /// What the form says.
    package let application: ExemptionApplication
    /// 世帯を見る日.
    package let asOf: CalendarDay
    /// 世帯; `nil` where none was entered.
    package let household: KeptHousehold?
    /// 世帯の案; `nil` where nothing was given.
    package let hint: HouseholdHint?
    /// 審査, the one that was asked for, or the newest; `nil` where there is none.
    package let examination: KeptExamination?
    /// All of them, the newest first.
    package let examinations: [KeptExamination]
    /// Numbers of those that another version of the program wrote, in a form that this one does not read.
    package let unread: [Int64]
    /// 進達した意見: the number of the examination with which it was accepted.
    package let opinion: Int64?
    /// 氏名 of those who are named by number, where the module was given them.
    package let names: [String: String]
    /// Applications for one of the months that were accepted before, on which the Service decides or has decided.
    package let earlier: [ReceptionNumber]
    /// 所得の申立て that the examination stands on.
    package let declarations: [Declaration]
    /// Rows of it that this program did not write as they are.
    package let untrueRows: Int

    /// 世帯 that is shown: that on which the examination stands, or the one that counts now; `nil` where none was entered.
    package var entry: HouseholdEntry? { examination?.basis.household ?? household?.entry }
}

/// 申請の一覧の一行.
package struct ApplicationRow: Sendable, Unprinted {
    /// Its row in the ledger.
    package let row: LedgerRow
    /// What the form says.
    package let application: ExemptionApplication
    /// Whether a household is needed, and none was entered.
    package let lacksHousehold: Bool
    /// How the newest examination stands; `nil` where there is none.
    package let state: ExaminationState?
}

extension PensionRecords {
    /// An application, whether it waits or is decided.
    ///
    /// - Parameter examination: the one to show, by its number; `nil`: the newest.
    /// - Throws: `PensionRefused` J0002, J0023, J0028, J0034, J0066; `PostgresError`.
    package func application(_ reception: ReceptionNumber, examination: Int64? = nil) async throws -> ApplicationDetail {
        // What is examined meanwhile is no row that somebody slipped in.
        try await inOneState(isSmall: true) { connection in
            var filter = LedgerFilter()
            (filter.all, filter.reception) = (true, reception)
            guard let row = try await rows(filter, on: connection).first else { throw PensionRefused.unknownReception }
            guard row.isTrue else { throw PensionRefused.untrue }
            let application = try await form(reception, on: connection)
            let (examinations, unread) = try await allExaminations(of: reception, on: connection)
            let shown = examination.map { id in examinations.first { $0.id == id } } ?? examinations.first
            if let examination, shown == nil { throw unread.contains(examination) ? PensionRefused.unreadExamination : .unknownExamination }
            let households = try await households(of: reception, on: connection)
            let asOf = ExemptionHousehold.referenceDay(for: application.months, application.group, filedOn: application.filedOn, using: tables)
            let applicant = try AddresseeNumber(row.number)
            let hint =
                application.group == .general && row.state.isOpen ? try await householdHint(of: applicant, on: asOf, on: connection) : nil
            let entry = shown?.basis.household ?? households.last?.entry
            let named = [entry?.spouse?.number, entry?.householder?.number, hint?.householderNumber?.value, hint?.spouseNumber?.value].compactMap { $0 }
            return ApplicationDetail(
                row: row, application: application, asOf: asOf, household: households.last, hint: hint, examination: shown,
                examinations: examinations, unread: unread, opinion: try await opinionGiven(on: reception, on: connection),
                names: try await names(of: named, on: connection),
                earlier: try await applications(of: applicant, all: true, limit: 1_000, on: connection).rows.filter {
                    $0.row.reception != reception && $0.row.state == .accepted && $0.application.months.first <= application.months.last
                        && application.months.first <= $0.application.months.last
                }.map(\.row.reception),
                declarations: try await declarations(of: shown, on: connection), untrueRows: try await untrueRows(of: reception, on: connection))
        }
    }

    /// Applications, what is due first.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func applications(of number: AddresseeNumber? = nil, all: Bool = false, limit: Int = 50) async throws -> Listed<ApplicationRow> {
        try await inOneState { try await applications(of: number, all: all, limit: limit, on: $0) }
    }

    func applications(of number: AddresseeNumber?, all: Bool, limit: Int, on connection: Connection) async throws -> Listed<ApplicationRow> {
        var filter = LedgerFilter()
        (filter.all, filter.number, filter.limit, filter.kinds) = (all, number, limit, NoticeKind.allCases.filter(\.isApplication))
        return try await list(filter, on: connection) { row in
            guard row.isTrue else { return nil }
            let application = try await form(row.reception, on: connection)
            let lacks = application.group == .general ? try await households(of: row.reception, on: connection).isEmpty : false
            return ApplicationRow(
                row: row, application: application, lacksHousehold: lacks, state: try await examinations(of: row.reception, on: connection).first?.state)
        }
    }

    private func names(of numbers: [String], on connection: Connection) async throws -> [String: String] {
        let rows = try await connection.query(
            "SELECT atenabango, items::text FROM national_pension.person WHERE atenabango = ANY (\(numbers)) AND NOT removed")
        return Dictionary(
            try rows.map { try $0.decode((String, String).self) }.map { ($0.0, AddresseeVersion.formalName(in: try KeptJSON.read($0.1))) }
        ) { first, _ in first }
    }

    private func form(_ reception: ReceptionNumber, on connection: Connection) async throws -> ExemptionApplication {
        let rows = try await connection.query(
            "SELECT content::text FROM pension.reception WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)")
        guard let content = try rows.first?.decode(String.self) else { throw PensionRefused.unknownReception }
        guard case .application(let application) = try KeptJSON.read(content, as: FiledContent.self) else { throw PensionRefused.noApplication }
        return application
    }
}
