internal import AccessControl
internal import Addressee
internal import AuditTrail
package import NationalPension
package import Postgres
internal import Register
internal import Sharing
internal import StaffAPI

/// 国民年金の事務の証跡. Tells the hub's log of what the module recorded of its own acts.
package struct PensionLog: Sendable {
    let pool: Pool

    /// - Parameter pool: connections to the hub.
    package init(pool: Pool) { self.pool = pool }

    /// Tells of all acts that it was not told of yet. Acts of several clerks that come while others are told are told in one turn: each waits for its own to be told, and
    /// all of them for the disk once.
    ///
    /// - Throws: `PostgresError`; then they wait for the next time.
    package func tell(_ records: PensionRecords) async throws {
        guard try await records.hasUntoldActs() else { return }
        try await records.telling.submit(()) { waiting in
            try await tellAll(records)
            return waiting.map { _ in .success(()) }
        }
    }

    private func tellAll(_ records: PensionRecords) async throws {
        try await records.tellActs { acts, untrue in
            let persons = try await persons(Set(acts.compactMap(\.number)))
            let late = try await records.lateAnswers(to: Set(acts.filter { $0.kind == .resultMatched }.compactMap(\.reception)))
            let told = acts.map { event($0, persons) }
            // One act of which nothing follows is a transaction by itself.
            if let only = told.first, told.count == 1, untrue == 0, late.isEmpty, !acts.contains(where: Self.movesMedium) {
                try await pool.query(only.statement()).written()
                return
            }
            try await pool.transaction { connection in
                var waiting: [AuditEvent] = []
                for (act, event) in zip(acts, told) {
                    waiting.append(event)
                    let answered = act.reception.flatMap { act.kind == .resultMatched ? late[$0] : nil } ?? []
                    guard Self.movesMedium(act) || !answered.isEmpty else { continue }
                    // What follows of an act stands behind it in the log.
                    try await record(waiting, on: connection)
                    waiting = []
                    try await settle(act, answered, of: records, on: connection)
                }
                if untrue > 0 { waiting.append(rowsUntrue(untrue, of: "pension.act")) }
                try await record(waiting, on: connection)
            }
        }
    }

    private func record(_ events: [AuditEvent], on connection: Connection) async throws {
        for rows in try await connection.pipeline(events.map { $0.statement() }) { try rows.written() }
    }

    private static func movesMedium(_ act: ToldAct) -> Bool { [.batchHanded, .batchCancelled, .batchRecalled].contains(act.kind) }

    /// What became of a batch's medium becomes of what the Service was offered, in the same transaction: handed over it is a provision, cancelled it is none, and
    /// of what is reported again because it failed nobody knows whether it arrived, till the Service answers it all the same.
    private func settle(
        _ act: ToldAct, _ answered: [(batch: ReportBatchNumber, number: AddresseeNumber)], of records: PensionRecords, on connection: Connection
    ) async throws {
        let (whom, batch) = ("staff \(act.account)", ReportBatchNumber(act.reason).flatMap { NamedMedium($0) })
        switch act.kind {
        case .batchHanded: try await batch?.settle(as: .provided, by: whom, on: connection)
        case .batchCancelled: try await batch?.settle(as: .neverArrived, by: whom, on: connection)
        case .batchRecalled:
            try await batch?.settle(as: .unconfirmed, by: whom, on: connection) {
                // Where the module can't say who was answered, all of them.
                guard let batch = ReportBatchNumber(act.reason) else { return nil }
                do { return try await records.unanswered(in: batch) } catch is PensionRefused { return nil }
            }
        default: for late in answered { try await NamedMedium(late.batch)?.confirm([late.number], by: whom, on: connection) }
        }
    }

    /// Tells that rows of the module are not as the staff service wrote them: nobody's, and not told as anybody's.
    func found(untrue count: Int, of what: String) async throws {
        guard count > 0 else { return }
        try await pool.query(rowsUntrue(count, of: what).statement()).written()
    }

    private func rowsUntrue(_ count: Int, of what: String) -> AuditEvent {
        AuditEvent(.pensionRowsUntrue, by: "staff service", fields: ["count": String(count), "rows": what])
    }

    /// Tells that somebody looked a person up.
    func lookedUp(
        _ number: AddresseeNumber, by principal: Principal, reason: LookupReason, reception: ReceptionNumber? = nil, list: String? = nil
    ) async throws {
        var fields = ["reason": reason.kind.rawValue, "terminal": principal.terminal]
        fields["department"] = principal.department
        fields["reception"] = reception?.description
        fields["list"] = list
        try await pool.transaction { connection in
            let (id, personal) = try await named(number.value, reason.text, on: connection)
            try await AuditEvent(.pensionLookedUp, by: principal.name, fields: fields, personal: personal, addresseeID: id).record(on: connection)
        }
    }

    /// Tells that somebody searched, by which terms, and who was found.
    func searched(_ request: FindPensionPersons, found: FoundPersons, by principal: Principal, reason: LookupReason) async throws {
        var fields = ["reason": reason.kind.rawValue, "terminal": principal.terminal, "count": String(found.numbers.count)]
        fields["department"] = principal.department
        fields["terms"] = request.basicPensionNumber == nil ? "name birth" : "basic-pension-number"
        var personal = ["reason_text": reason.text, "atenabango": found.numbers.map(\.value).joined(separator: " ")]
        if request.basicPensionNumber == nil { (personal["name"], personal["birth"]) = (request.person, request.birth) }
        try await pool.query(AuditEvent(.pensionSearched, by: principal.name, fields: fields, personal: personal).statement()).written()
    }

    /// Tells that a list was read.
    func listed(_ list: String, _ count: Int, by principal: Principal) async throws {
        var fields = ["list": list, "count": String(count), "terminal": principal.terminal]
        fields["department"] = principal.department
        try await pool.query(AuditEvent(.pensionListed, by: principal.name, fields: fields).statement()).written()
    }

    /// Tells that the files of a batch were handed out.
    ///
    /// - Parameter encrypted: what was made of them with individual numbers.
    func written(_ batch: ReportBatch, _ encrypted: EncryptedFile?, by principal: Principal) async throws {
        var fields = ["batch": "\(batch.head.batch)", "count": String(batch.head.count), "terminal": principal.terminal]
        fields["department"] = principal.department
        (fields["digest"], fields["encrypted_digest"]) = (batch.closed?.digest, encrypted?.digest)
        fields["fingerprint"] = encrypted?.recipients.joined(separator: " ")
        fields["individual_number"] = encrypted == nil ? "no" : "yes"
        try await pool.query(AuditEvent(.pensionBatchWritten, by: principal.name, fields: fields).statement()).written()
    }

    /// Tells that forms were made, before they are handed over; whom they are about is told of each look-up.
    ///
    /// - Parameter held: forms of the batch that could not be printed.
    func formsMade(_ count: Int, held: Int = 0, pages: Int, of batch: ReportBatchNumber? = nil, by principal: Principal) async throws {
        var fields = ["count": String(count), "held": String(held), "pages": String(pages), "terminal": principal.terminal]
        fields["department"] = principal.department
        fields["batch"] = batch?.description
        try await pool.query(AuditEvent(.pensionFormsMade, by: principal.name, fields: fields).statement()).written()
    }

    /// Tells what became of the rows of a file of an existing city's records.
    ///
    /// - Parameter isWhole: whether it was read to its end.
    func imported(_ number: Int64?, _ kind: FileLayout.PensionFile, _ report: IntakeReport, isWhole: Bool = true, by principal: Principal) async throws {
        var fields = [
            "accepted": String(report.accepted), "held": String(report.held), "import_kind": kind.rawValue, "rejected": String(report.rejected),
            "rows": String(report.rowsRead), "terminal": principal.terminal, "unchanged": String(report.unchanged), "whole": String(isWhole),
        ]
        fields["department"] = principal.department
        fields["import"] = number.map(String.init)
        try await pool.query(AuditEvent(.pensionImportTaken, by: principal.name, fields: fields).statement()).written()
    }

    /// - Parameter persons: whom the hub knows of those that acts are about.
    private func event(_ act: ToldAct, _ persons: [String: Int64]) -> AuditEvent {
        var fields = ["act": String(act.id), "terminal": act.terminal]
        if !act.section.isEmpty { fields["department"] = act.section }
        let kind: EventKind =
            switch act.kind {
            case .received: .pensionReceived
            case .accepted, .returned, .cancelled, .handedOn: .pensionDecided
            case .handoverMade, .handoverConfirmed, .handoverWithdrawn: .pensionHandover
            case .takeBackAsked, .takeBackConfirmed, .takeBackDismissed: .pensionTakenBack
            case .taskOpened: .pensionTaskOpened
            case .taskClosed: .pensionTaskClosed
            case .proposalsMade: .pensionProposalsMade
            case .householdEntered: .pensionHouseholdEntered
            case .incomeAsked: .pensionIncomeAsked
            case .incomeDeclared: .pensionIncomeDeclared
            case .examined: .pensionExamined
            case .paperCame: .pensionPaperCame
            case .lackTold: .pensionLackTold
            case .claimEntered: .pensionClaimEntered
            case .claimReminded: .pensionClaimReminded
            case .batchMade: .pensionBatchMade
            case .batchClosed, .batchReleased, .batchCancelled, .batchWritten, .batchHanded, .batchReceived, .batchReturned, .batchDestroyed, .batchFailed,
                .batchRecalled:
                .pensionBatchMoved
            case .characterDecided: .pensionCharacterDecided
            case .reportMended: .pensionReportMended
            case .resultsTaken: .pensionResultsTaken
            case .resultMatched: .pensionResultMatched
            case .importOpened: .pensionImportOpened
            case .importReleased, .importWithdrawn: .pensionImportSettled
            }
        switch act.kind.subject {
        case .batch: fields["batch"] = act.reason
        case .list: fields["list"] = act.reason
        case .handover: fields["handover"] = act.reason
        case .importFile:
            for (name, value) in zip(["import", "import_kind", "digest"], act.reason.split(separator: " ")) { fields[name] = String(value) }
        case nil: break
        }
        if kind == .pensionBatchMoved { fields["step"] = String(act.kind.rawValue.dropFirst("report-batch-".count)) }
        if kind == .pensionTakenBack { fields["outcome"] = String(act.kind.rawValue.dropFirst("take-back-".count)) }
        if kind == .pensionHandover { fields["outcome"] = String(act.kind.rawValue.dropFirst("handover-".count)) }
        if kind == .pensionDecided { fields["outcome"] = act.kind.rawValue }
        if kind == .pensionImportSettled { fields["outcome"] = act.kind == .importReleased ? "accepted" : "cancelled" }
        if let reception = act.reception { fields["reception"] = reception.description }
        // What goes on by itself is nobody's of the staff.
        let whom = act.account == PensionExaminer.clerk.account ? act.account : "staff \(act.account)"
        guard let number = act.number else { return AuditEvent(kind, by: whom, fields: fields) }
        let id = persons[number]
        let personal = Self.personal(number, id, act.kind.subject == .handover ? "" : act.reason)
        return AuditEvent(kind, by: whom, fields: fields, personal: personal, addresseeID: id)
    }

    /// 宛名番号 of whom the hub knows, with the numbers of their rows.
    private func persons(_ numbers: Set<String>) async throws -> [String: Int64] {
        guard !numbers.isEmpty else { return [:] }
        let rows = try await pool.query("SELECT atenabango, addressee_id FROM register.addressee WHERE atenabango = ANY (\(numbers.sorted()))")
        return Dictionary(uniqueKeysWithValues: try rows.map { try $0.decode((String, Int64).self) })
    }

    private func named(_ number: String, _ reason: String, on connection: Connection) async throws -> (Int64?, [String: String]) {
        let id: Int64? = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = \(number)").first?.decode(Int64.self)
        return (id, Self.personal(number, id, reason))
    }

    private static func personal(_ number: String, _ id: Int64?, _ reason: String) -> [String: String] {
        var personal = ["atenabango": number]
        personal["addressee_id"] = id.map(String.init)
        if !reason.isEmpty { personal["reason_text"] = reason }
        return personal
    }
}
