package import Addressee
internal import Postgres

extension PensionPublication {
    /// Most characters of an item that people wrote.
    private static let longest = 1_000

    /// 報告. All that a report says, as its batch was released: the items of the dataset are those of the medium and of its paper.
    static func report(_ report: ReportContent, in batch: ReportBatchNumber) -> Self {
        var items = [
            "hokokubango": report.id.recordKey, "sofubango": "\(batch)", "todokedeshubetsu": report.kind.rawValue, "todokedemei": report.label,
            "yoshiki": report.form, "uketsukebango": "\(report.id.reception)", "uketsukenengappi": "\(report.receivedOn)",
            "kisonenkinbango": report.basicPensionNumber, "shimei_furigana": report.kana, "shimei": report.name, "seinengappi": report.birth,
            "seinengappi_fushohyoki": report.birthNotation, "seibetsu": report.sex, "yubinbango": report.postalCode, "jusho": report.address,
            "shoyokushi": report.isProtected ? "1" : "0", "henreiriyu": report.returnReason, "hosei": report.mended,
        ]
        items["hokokukigen"] = report.dueOn?.description
        items["jijitsunengappi"] = report.happenedOn?.description
        items["kaishinengetsu"] = report.months?.first.description
        items["shuryonengetsu"] = report.months?.last.description
        items["taishouketsukebango"] = report.target?.description
        items["tsusho"] = report.commonName
        if !report.isProtected { items["denwabango"] = report.telephone }
        (items["henkomae_shimei"], items["henkomae_shimei_furigana"]) = (report.former?.name, report.former?.kana)
        items["teiseimae_seinengappi"] = report.former?.birth
        if !report.isProtected { items["henkomae_jusho"] = report.former?.address }
        var (rest, part) = (report.termsText.unicodeScalars[...], 1)
        while !rest.isEmpty {
            items[part == 1 ? "naiyo" : "naiyo_\(part)"] = String(rest.prefix(longest))
            (rest, part) = (rest.dropFirst(longest), part + 1)
        }
        return Self(recordKey: report.id.recordKey, items: items.filter { !$0.value.isEmpty })
    }
}

extension ReportID {
    /// レコードキー of its record in the dataset, where a key is letters and digits: `2026000123T1`.
    package var recordKey: String { "\(reception)T\(attempt)".filter { $0 != "-" } }
}

/// 名指しの報告. A report of a batch as it is published, and whose it is.
package struct PublishedReport: Sendable, Unprinted {
    /// 報告番号.
    package let id: ReportID
    /// 宛名番号.
    package let number: AddresseeNumber
    /// Its record.
    package let publication: PensionPublication
}

extension PensionRecords {
    /// Reports of a batch that another person has released, till its medium is handed over, as they are published: what goes to the Service is these.
    ///
    /// - Throws: `PensionRefused` J0017, J0049–J0051; `PostgresError`.
    package func publishedReports(of number: ReportBatchNumber) async throws -> [PublishedReport] {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let batch = try await batch(number, on: connection)
            guard batch.untrueRows == 0 else { throw PensionRefused.untrueReport }
            guard batch.last == .released || batch.last == .written else { throw PensionRefused.batchStands(batch.stands, batch.next.map(\.label)) }
            return try await contents(of: batch, on: connection).map { content in
                PublishedReport(id: content.id, number: try AddresseeNumber(content.number), publication: .report(content, in: number))
            }
        }
    }

    /// Whether a batch was cancelled.
    ///
    /// - Throws: `PensionRefused` J0049, J0051; `PostgresError`.
    package func isCancelled(_ number: ReportBatchNumber) async throws -> Bool {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { try await batch(number, on: $0).last == .cancelled }
    }

    /// Reports of a batch that the Service has not answered, by the key of their records.
    ///
    /// - Throws: `PensionRefused` J0017, J0049, J0051; `PostgresError`.
    package func unanswered(in number: ReportBatchNumber) async throws -> [(number: AddresseeNumber, key: String)] {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let contents = try await contents(of: try await batch(number, on: connection), on: connection)
            let answered = try await standings(of: contents.map(\.id.reception), on: connection).answered
            return try contents.filter { !answered.contains($0.id) }.map { (number: try AddresseeNumber($0.number), key: $0.id.recordKey) }
        }
    }

    /// 遅れた回答. Recalled batches with a report of a reception, where the Service has answered that and all others of the same person all the same; and whose they
    /// are. By reception; of most there are none.
    ///
    /// - Throws: `PostgresError`.
    package func lateAnswers(to receptions: Set<ReceptionNumber>) async throws -> [ReceptionNumber: [(batch: ReportBatchNumber, number: AddresseeNumber)]] {
        guard !receptions.isEmpty else { return [:] }
        return try await pool.transaction(isolation: .repeatableRead, readOnly: true, opening: [Connection.keepingPlans]) { connection in
            let asked = receptions.sorted()
            let rows = try await connection.query(
                """
                SELECT o.fiscal_year, o.number, i.batch_year, i.batch_number, i.atenabango, i.fiscal_year, i.number,
                  \(unsafeSQL: SealedRecord.reportItem.sealed("i")), \(unsafeSQL: SealedRecord.resultAnswer.sealed("a"))
                FROM unnest(\(asked.map(\.fiscalYear)), \(asked.map(\.number))) AS asked (fiscal_year, number)
                JOIN pension.report_item o USING (fiscal_year, number)
                JOIN pension.report_item i ON (i.batch_year, i.batch_number, i.atenabango) = (o.batch_year, o.batch_number, o.atenabango)
                LEFT JOIN pension.result_answer a ON (a.fiscal_year, a.number, a.attempt) = (i.fiscal_year, i.number, i.attempt)
                """)
            typealias Of = (reception: ReceptionNumber, batch: ReportBatchNumber, received: ReceptionNumber, number: AddresseeNumber, isAnswered: Bool)
            var items: [Of] = []
            for row in rows {
                let (askedYear, askedNumber, year, count, digits, receivedIn, received, item, itemMAC, answer, answerMAC) = try row.decode(
                    (Int32, Int32, Int32, Int32, String, Int32, Int32, [UInt8], [UInt8]?, [UInt8], [UInt8]?).self)
                guard seal.holds(.reportItem, item, itemMAC) else { continue }
                items.append(
                    (
                        ReceptionNumber(fiscalYear: askedYear, number: askedNumber), ReportBatchNumber(fiscalYear: year, number: count),
                        ReceptionNumber(fiscalYear: receivedIn, number: received), try AddresseeNumber(digits), seal.holds(.resultAnswer, answer, answerMAC)
                    ))
            }
            // Of few batches anything was recalled.
            let batches = Set(items.map(\.batch)).sorted()
            let recalled = try await batchSteps(of: batches, on: connection).filter { $0.value.contains(.recalled) }.keys.sorted()
            guard !recalled.isEmpty else { return [:] }
            let left = try await leftReports(of: recalled, on: connection)
            var isAnswered: [ReceptionNumber: [ReportBatchNumber: (all: Bool, number: AddresseeNumber)]] = [:]
            for item in items where recalled.contains(item.batch) && left[item.batch]?.contains(item.received) != true {
                let before = isAnswered[item.reception]?[item.batch]
                isAnswered[item.reception, default: [:]][item.batch] = ((before?.all ?? true) && item.isAnswered, item.number)
            }
            var late: [ReceptionNumber: [(batch: ReportBatchNumber, number: AddresseeNumber)]] = [:]
            for (reception, answered) in isAnswered {
                for (batch, answer) in answered.sorted(by: { $0.key < $1.key }) where answer.all {
                    late[reception, default: []].append((batch: batch, number: answer.number))
                }
            }
            return late
        }
    }

    /// Of reports all that is published of some persons: those of batches that were released and neither cancelled nor recalled, and of recalled ones what the
    /// Service has answered all the same. Of whom a row is not as this program wrote it is not there: theirs stay as they were published.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func reportPublications(of numbers: [AddresseeNumber]) async throws -> [AddresseeNumber: [PensionPublication]] {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { try await reportPublications(of: numbers, on: $0) }
    }

    func reportPublications(of numbers: [AddresseeNumber], on connection: Connection) async throws -> [AddresseeNumber: [PensionPublication]] {
        let rows = try await connection.query(
            """
            SELECT i.batch_year, i.batch_number, i.atenabango, i.fiscal_year, i.number, c.content::text, \(unsafeSQL: SealedRecord.reportItem.sealed("i")),
              \(unsafeSQL: SealedRecord.reportContent.sealed("c")), \(unsafeSQL: SealedRecord.resultAnswer.sealed("a"))
            FROM pension.report_item i LEFT JOIN pension.report_content c USING (fiscal_year, number, attempt)
            LEFT JOIN pension.result_answer a USING (fiscal_year, number, attempt)
            WHERE i.atenabango = ANY(\(numbers.map(\.value))) ORDER BY i.fiscal_year, i.number, i.attempt
            """)
        let batches = try Set(rows.map { ReportBatchNumber(fiscalYear: try $0.decode("batch_year"), number: try $0.decode("batch_number")) })
        let steps = try await batchSteps(of: batches.sorted(), on: connection)
        let left = try await leftReports(of: batches.sorted(), on: connection)
        var published = Dictionary(numbers.map { ($0, [PensionPublication]()) }) { first, _ in first }
        for row in rows {
            let (year, count, digits, receivedIn, received, text, item, itemMAC, content, contentMAC, answer, answerMAC) = try row.decode(
                (Int32, Int32, String, Int32, Int32, String?, [UInt8], [UInt8]?, [UInt8], [UInt8]?, [UInt8], [UInt8]?).self)
            let (number, batch) = (try AddresseeNumber(digits), ReportBatchNumber(fiscalYear: year, number: count))
            // What somebody put in is nobody's report.
            guard seal.holds(.reportItem, item, itemMAC) else { continue }
            if left[batch]?.contains(ReceptionNumber(fiscalYear: receivedIn, number: received)) == true { continue }
            let done = steps[batch] ?? []
            let stands = BatchStep.state(after: done) ?? (done.contains(.recalled) && seal.holds(.resultAnswer, answer, answerMAC) ? .sent : nil)
            guard stands == .released || stands == .sent else { continue }
            guard let text, seal.holds(.reportContent, content, contentMAC), let said = try? KeptJSON.read(text, as: ReportContent.self) else {
                published[number] = nil
                continue
            }
            published[number]?.append(.report(said, in: batch))
        }
        return published
    }

    /// Whom the reports of a batch are about.
    func persons(in number: ReportBatchNumber, on connection: Connection) async throws -> [AddresseeNumber] {
        try await connection.query(
            "SELECT DISTINCT atenabango FROM pension.report_item WHERE (batch_year, batch_number) = (\(number.fiscalYear)::integer, \(number.number)::integer)"
        ).map { try AddresseeNumber($0.decode(String.self)) }
    }
}
