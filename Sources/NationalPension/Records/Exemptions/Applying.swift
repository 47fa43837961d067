package import Addressee
internal import Postgres

extension PensionRecords {
    /// Receives an application for exemption, deferral or the student's deferral. Nobody is exempt by it: the Service decides.
    ///
    /// - Throws: `PensionRefused` J0001, J0007, J0008, J0020, J0025–J0027; `PostgresError`.
    package func apply(_ application: ExemptionApplication, of number: AddresseeNumber, remarks: String, by clerk: Clerk, today: CalendarDay) async throws
        -> Receipt
    {
        try admit(application)
        let filing = Filing(
            number: number, kind: NoticeKind(applicationOf: application.group), receivedOn: application.filedOn, remarks: remarks)
        return try await transaction { connection in
            // Its row first: two applications of one person take turns.
            _ = try await follow(number, on: today, connection)
            if let other = try await overlapping(application.months, of: number, on: connection) { throw PensionRefused.overlapping(other) }
            let receipt = try await receive(filing, by: clerk, today: today, on: connection) { _ in (.application(application), nil) }
            // What can be told already is told; what lacks is the clerk's next step.
            _ = try await examine(try await openApplication(receipt.reception, today: today, on: connection), by: clerk, on: connection)
            return receipt
        }
    }

    /// Whether the law lets somebody apply for these months, on one form.
    private func admit(_ application: ExemptionApplication) throws(PensionRefused) {
        let group = application.group
        let forms = tables.years.split(application.months, group)
        guard forms.count == 1 else { throw .severalForms(forms, tables.years[group].article) }
        let earliest = ExemptionApplication.earliestMonth(filedOn: application.filedOn, using: tables)
        guard application.months.first >= earliest else {
            let back = tables.limits.limit(.exemptionMonthsBack, on: application.filedOn)
            throw .outside("申請できるのは、\(back.monthsBefore)の\(earliest.display)分からです（\(back.article)）。")
        }
        let current = tables.years.year(of: CalendarMonth(of: application.filedOn), group)
        guard tables.years.year(of: application.months.last, group) <= current else {
            throw .outside("次の年度の月は、その年度が始まってから申請してください（\(tables.years[group].article)）。")
        }
        guard application.struck.isSubset(of: Set(tables.order(on: application.filedOn).kinds(group))) else { throw .terms("希望しない区分は、この申請で審査する区分から選んでください。") }
        switch group {
        case .student:
            guard !application.studentMonths.isEmpty else { throw .terms("学生納付特例の申請には、学生である月を指定してください。") }
            guard !application.wantsContinuation else { throw .terms("学生納付特例には、継続審査の希望はありません。") }
            guard application.special.allSatisfy({ $0.person == .applicant }) else { throw .terms("学生納付特例の特例の事由は、本人についてだけ申し立てます。") }
        case .general: break
        }
        for claim in application.special {
            guard claim.day <= application.filedOn else { throw .received("特例の事由の日が受付日より後です。") }
            guard claim.ground != .violence || claim.person == .spouse else { throw .terms("配偶者からの暴力は、配偶者についての特例として申し立てます。") }
        }
    }

    /// An application of the person that waits, and asks for one of the months.
    private func overlapping(_ months: MonthSpan, of number: AddresseeNumber, on connection: Connection) async throws -> ReceptionNumber? {
        let rows = try await connection.query(
            """
            SELECT r.fiscal_year, r.number, r.content::text, \(unsafeSQL: SealedRecord.reception.sealed("r")), d.outcome,
              \(unsafeSQL: SealedRecord.decision.sealed("d"))
            FROM pension.reception r LEFT JOIN pension.decision d ON d.fiscal_year = r.fiscal_year AND d.number = r.number
            WHERE r.atenabango = \(number.value) AND r.kind = ANY (\(NoticeKind.allCases.filter(\.isApplication).map(\.rawValue)))
            ORDER BY r.fiscal_year, r.number
            """)
        for row in rows {
            let (year, count, content, form, mac, outcome, decided, decidedMAC) = try row.decode(
                (Int32, Int32, String, [UInt8], [UInt8]?, String?, [UInt8], [UInt8]?).self)
            guard seal.holds(.reception, form, mac), seal.decision(outcome, decided, decidedMAC).isWaiting,
                case .application(let other) = try KeptJSON.read(content, as: FiledContent.self)
            else { continue }
            if other.months.first <= months.last, months.first <= other.months.last { return ReceptionNumber(fiscalYear: year, number: count) }
        }
        return nil
    }
}
