package import Addressee
internal import Postgres

/// What was taken in of a person and waits for another.
private struct WaitingImport: Sendable {
    let content: FiledContent
    let reception: ReceptionNumber
    /// Of which file; `nil` of what somebody entered.
    let file: Int64?
    let isHeld: Bool

    var fact: PensionFact? { if case .event(let said) = content { said.fact } else { nil } }
}

extension PensionRecords {
    /// 移行の行の取込. Takes some rows of a file in, all of them durably or none: each becomes receptions that another person has to release.
    ///
    /// Rows of one person stand together. What is on record or waits already stays as it is, so that the same rows may come again.
    /// - Returns: what became of each, in their order.
    /// - Throws: `PensionRefused` J0017, J0065; `PostgresError`.
    package func take(_ rows: [ImportedRow], of file: ImportFile, by clerk: Clerk, today: CalendarDay) async throws -> [ImportOutcome] {
        let rows = rows.map(\.judged)
        let numbers = Set(rows.filter(\.faults.isEmpty).compactMap(\.number?.value))
        let found = try await pool.query(
            """
            SELECT atenabango FROM national_pension.person WHERE atenabango = ANY(\(Array(numbers)))
            UNION SELECT atenabango FROM pension.person WHERE atenabango = ANY(\(Array(numbers))) AND history_number > 0
            """)
        let known = Set(try found.map { try $0.decode(String.self) })
        return try await transaction(takingRowsOf: known) { connection in
            let follow = try await Follow.of(today, on: connection)
            let reading = ImportReading(kind: file.kind, tables: tables, today: today)
            let taking = ImportTaking(records: self, file: file, clerk: clerk, today: today, follow: follow, connection: connection)
            var outcomes: [ImportOutcome] = []
            while outcomes.count < rows.count {
                let first = rows[outcomes.count]
                var group = [first]
                for row in rows[(outcomes.count + 1)...] {
                    guard reading.areTogether(group[group.count - 1], row) else { break }
                    group.append(row)
                }
                outcomes += try await taking.take(group, reading, isKnown: known.contains(first["atenabango"]))
            }
            return outcomes
        }
    }
}

/// Taking rows in, in one transaction.
private struct ImportTaking {
    let records: PensionRecords
    let file: ImportFile
    let clerk: Clerk
    let today: CalendarDay
    let follow: Follow
    let connection: Connection

    /// Rows of one person.
    func take(_ rows: [ImportedRow], _ reading: ImportReading, isKnown: Bool) async throws -> [ImportOutcome] {
        let (units, faults) = reading.read(rows)
        var outcomes = [ImportOutcome](repeating: .unchanged, count: rows.count)
        for (place, faults) in faults { outcomes[place] = .rejected(faults) }
        guard !units.isEmpty else { return outcomes }
        guard let number = rows[0].number else { throw PensionRefused.unreadable }
        let unknown = "\(file.origin(units[0].line))の人を、国民年金のシステムはまだ受け取っていません。宛名番号を確かめ、受け取った後に、同じファイルをもう一度取り込んでください。"
        guard isKnown else {
            try await open(unknown, number)
            for place in units.flatMap(\.rows) { outcomes[place] = .held }
            return outcomes
        }
        try await close(unknown, number)
        let person = try await records.follow(number, follow, on: connection)
        let record = try await records.record(of: person, on: connection)
        var (waiting, decided) = try await received(of: number)
        for unit in units {
            let outcome: ImportOutcome
            do { outcome = try await take(unit, record, &waiting, decided) } catch let refused as PensionRefused where refused != .unreadable {
                outcome = .rejected([RowFault(code: refused.code, column: "", reason: refused.rule)])
            }
            for place in unit.rows { outcomes[place] = outcome }
        }
        return outcomes
    }

    /// - Parameter decided: what this file said before, and somebody decided.
    private func take(
        _ unit: ImportReading.Unit, _ record: PersonRecord, _ waiting: inout [WaitingImport], _ decided: [FiledContent]
    ) async throws -> ImportOutcome {
        switch unit.content {
        case .facts(let facts): return try await take(facts, unit.line, record, &waiting, decided)
        case .periods(let periods, let goingOn):
            let fact = PensionFact.carriedOver(periods)
            let others = waiting.filter { if case .carriedOver(let before)? = $0.fact { before != periods } else { false } }
            // Neither is the whole of the person: what the file said first is not released, either.
            for other in others where other.file == file.id {
                try await records.open(
                    .held, "同じファイルの離れた行に、この人の資格期間がほかにもあります。そろっていません。", other.reception, record.number, by: clerk, on: connection)
            }
            guard others.isEmpty else { return .rejected([ImportFault.another]) }
            // What makes a period go on before what stood: accepted one after the other they are doubtful at no time.
            return try await take(
                (goingOn?.facts(isResident: record.isResident) ?? []) + [fact], unit.line, record, &waiting, decided)
        case .claim(let carried, let certificate): return try await take(carried, certificate, unit.line, record, &waiting, decided)
        case .basic(let number, let telephone, let remarks):
            let now = record.basic.data
            let data = BasicData(
                digits: number.map { $0.reveal { String(decoding: $0, as: UTF8.self) } } ?? now.basicPensionNumber,
                telephone: telephone.isEmpty ? now.telephone : telephone, remarks: remarks.isEmpty ? now.remarks : remarks)
            guard data != now else { return .unchanged }
            for other in waiting {
                guard case .basic(let said, _) = other.content else { continue }
                return said == data && other.file == file.id ? (other.isHeld ? .held : .unchanged) : .rejected([ImportFault.another])
            }
            return try await take(data, unit.line, record, &waiting, decided)
        }
    }

    private func take(
        _ data: BasicData, _ line: Int, _ record: PersonRecord, _ waiting: inout [WaitingImport], _ decided: [FiledContent]
    ) async throws -> ImportOutcome {
        let content = FiledContent.basic(data, over: record.basic.historyNumber)
        let reception = try await enter(content, nil, line, record)
        var isHeld = false
        if let digits = data.basicPensionNumber, let conflict = try await conflict(digits, record) {
            try await records.open(conflict, reception, record.number, by: clerk, on: connection)
            isHeld = true
        } else if record.basic.historyNumber > 0 {
            try await records.open(
                .held, "登録されている年金基本情報と違います。どちらによるか確かめてください。", reception, record.number, by: clerk, on: connection)
            isHeld = true
        } else if decided.contains(where: { if case .basic(data, _) = $0 { true } else { false } }) {
            try await records.open(.held, Self.decidedBefore, reception, record.number, by: clerk, on: connection)
            isHeld = true
        }
        waiting.append(WaitingImport(content: content, reception: reception, file: file.id, isHeld: isHeld))
        return isHeld ? .held : .accepted
    }

    /// Asked of what comes back.
    private static let decidedBefore = "このファイルから前に取り込まれ、すでに処理された内容です。記録にするか確かめてください。"

    /// - Returns: why a number would be a second one, or is another's.
    private func conflict(_ digits: String, _ record: PersonRecord) async throws -> NumberConflict? {
        if let own = record.basic.data.basicPensionNumber, own != digits { return .secondNumber }
        let held = try await connection.query(
            "SELECT atenabango FROM pension.basic_number WHERE basic_pension_number = \(digits) AND atenabango <> \(record.number.value)")
        return try held.first.map { .ofAnother(try $0.decode(String.self)) }
    }

    private func take(
        _ facts: [PensionFact], _ line: Int, _ record: PersonRecord, _ waiting: inout [WaitingImport], _ decided: [FiledContent]
    ) async throws -> ImportOutcome {
        // It may be taken back with the other file: then nothing would be left of it.
        guard !waiting.contains(where: { $0.file != file.id && $0.fact.map(facts.contains) == true }) else { return .rejected([ImportFault.another]) }
        let missing = facts.filter { fact in
            record.standing(.event(.fact(fact))) == nil && !waiting.contains { $0.fact == fact }
        }
        guard !missing.isEmpty else { return waiting.contains { $0.isHeld && $0.fact.map(facts.contains) == true } ? .held : .unchanged }
        let fit = ImportFit.of(missing, waiting: waiting.compactMap(\.fact), record, today: today, using: records.tables)
        if case .wrong(let words) = fit { return .rejected([ImportFault.rule(words)]) }
        var held: [String] = []
        if case .held(let words) = fit { held.append(words) }
        if decided.contains(where: { if case .event(let said) = $0 { said.fact.map(missing.contains) == true } else { false } }) {
            held.append(Self.decidedBefore)
        }
        let isHeld = !held.isEmpty
        for fact in missing {
            let content = FiledContent.event(.fact(fact))
            let reception = try await enter(content, fact.happenedOn, line, record)
            if isHeld { try await records.open(.held, held.joined(separator: " "), reception, record.number, by: clerk, on: connection) }
            waiting.append(WaitingImport(content: content, reception: reception, file: file.id, isHeld: isHeld))
        }
        return isHeld ? .held : .accepted
    }

    /// A claim that the system before received, and of 老齢福祉年金 its certificate.
    private func take(
        _ carried: CarriedOverClaim, _ certificate: WelfareCertificate?, _ line: Int, _ record: PersonRecord, _ waiting: inout [WaitingImport],
        _ decided: [FiledContent]
    ) async throws -> ImportOutcome {
        let claims = try await records.carriedClaims(of: record.number, on: connection)
        var missing: [(content: FiledContent, happenedOn: CalendarDay?)] = []
        var (isHeld, held): (Bool, [String]) = (false, [])
        if let same = waiting.first(where: { $0.content == .carriedClaim(carried) }) {
            // It may be taken back with the other file: then nothing would be left of it.
            guard same.file == file.id else { return .rejected([ImportFault.another]) }
            isHeld = same.isHeld
        } else if !claims.contains(where: { $0.claim == carried && $0.decision == .made("accepted") }) {
            missing.append((.carriedClaim(carried), carried.claim.happenedOn))
            let others = claims.filter { $0.decision.mayCount && $0.claim.claim.isSame(carried.claim) }.map(\.reception)
            let own = try await records.claims(of: record.number, on: connection).filter { $0.decision.mayCount && $0.claim.isSame(carried.claim) }
            let takenBack = try await records.takenBack(of: own.map(\.reception), on: connection)
            if let other = (others + own.map(\.reception).filter { !takenBack.contains($0) }).first { held.append("同じ請求の受付 \(other) があります。どちらによるか確かめてください。") }
        }
        if let certificate, record.welfare.certificate != certificate {
            let said = waiting.compactMap { other -> (WaitingImport, WelfareCertificate?)? in
                guard case .welfare(let said, _) = other.content else { return nil }
                return (other, said)
            }
            if let (other, said) = said.first {
                guard said == certificate, other.file == file.id else { return .rejected([ImportFault.another]) }
                isHeld = isHeld || other.isHeld
            } else {
                missing.append((.welfare(certificate, over: record.welfare.historyNumber), nil))
                if let hold = record.certificateHold { held.append(hold) }
                if record.welfare.certificate != nil { held.append("登録されている老齢福祉年金の証書と違います。どちらによるか確かめてください。") }
            }
        }
        guard !missing.isEmpty else { return isHeld ? .held : .unchanged }
        switch ImportFit.of(carried, record, using: records.tables) {
        case .fits: break
        case .wrong(let words): return .rejected([ImportFault.rule(words)])
        case .held(let words): held.append(words)
        }
        if decided.contains(where: { said in missing.contains { $0.content.isSame(said) } }) { held.append(Self.decidedBefore) }
        isHeld = isHeld || !held.isEmpty
        for (content, happenedOn) in missing {
            let reception = try await enter(content, happenedOn, line, record)
            if !held.isEmpty { try await records.open(.held, held.joined(separator: " "), reception, record.number, by: clerk, on: connection) }
            waiting.append(WaitingImport(content: content, reception: reception, file: file.id, isHeld: !held.isEmpty))
        }
        return isHeld ? .held : .accepted
    }

    /// As a reception of the ledger, which says of which row of which file it is.
    private func enter(_ content: FiledContent, _ happenedOn: CalendarDay?, _ line: Int, _ record: PersonRecord) async throws -> ReceptionNumber {
        let filing = Filing(number: record.number, kind: .carriedOver, receivedOn: today, remarks: file.origin(line))
        let reception = try await records.enter(filing, content, happenedOn: happenedOn, record, by: clerk, today: today, on: connection).reception
        try await records.seal.insert(
            .importRow,
            """
            SELECT \(file.id)::bigint AS import_id, \(Int64(line))::bigint AS line, \(reception.fiscalYear)::integer AS fiscal_year,
              \(reception.number)::integer AS number
            """, on: connection)
        return reception
    }

    /// What was taken in of somebody, of whatever file, and nobody has decided, and what this file said and somebody has.
    private func received(of number: AddresseeNumber) async throws -> (waiting: [WaitingImport], decided: [FiledContent]) {
        let rows = try await connection.query(
            """
            SELECT r.fiscal_year, r.number, i.import_id, \(unsafeSQL: SealedRecord.importRow.sealed("i")), r.content::text,
              EXISTS (SELECT FROM pension.task t WHERE t.fiscal_year = r.fiscal_year AND t.number = r.number AND t.closed_at IS NULL),
              \(unsafeSQL: SealedRecord.reception.sealed("r")), d.outcome, \(unsafeSQL: SealedRecord.decision.sealed("d"))
            FROM pension.reception r LEFT JOIN pension.decision d ON d.fiscal_year = r.fiscal_year AND d.number = r.number
            LEFT JOIN pension.import_row i ON i.fiscal_year = r.fiscal_year AND i.number = r.number
            WHERE r.atenabango = \(number.value) AND r.kind = \(NoticeKind.carriedOver.rawValue) ORDER BY r.fiscal_year, r.number
            """)
        var (waiting, decided): ([WaitingImport], [FiledContent]) = ([], [])
        for row in rows {
            let (year, count, file, of, ofMAC, content, isHeld, form, mac, outcome, decision, decisionMAC) = try row.decode(
                (Int32, Int32, Int64?, [UInt8], [UInt8]?, String, Bool, [UInt8], [UInt8]?, String?, [UInt8], [UInt8]?).self)
            guard records.seal.holds(.reception, form, mac) else { continue }
            let origin = records.seal.holds(.importRow, of, ofMAC) ? file : nil
            if records.seal.decision(outcome, decision, decisionMAC).isWaiting {
                waiting.append(
                    WaitingImport(
                        content: try KeptJSON.read(content), reception: ReceptionNumber(fiscalYear: year, number: count), file: origin, isHeld: isHeld))
            } else if origin == self.file.id {
                decided.append(try KeptJSON.read(content))
            }
        }
        return (waiting, decided)
    }

    /// A task of somebody whom the module has not been given: there is no reception yet that could wait for it.
    private func open(_ words: String, _ number: AddresseeNumber) async throws {
        let opened = try await connection.execute(
            """
            INSERT INTO pension.task (atenabango, kind, words, opened_by) SELECT \(number.value), 'held', \(words), \(clerk.account)
            WHERE NOT EXISTS (SELECT FROM pension.task WHERE atenabango = \(number.value) AND closed_at IS NULL AND words = \(words))
            """)
        guard opened > 0 else { return }
        try await Act(kind: .taskOpened, clerk: clerk, number: number).record(records.seal, on: connection)
    }

    /// They have come.
    private func close(_ words: String, _ number: AddresseeNumber) async throws {
        let outcome = "国民年金のシステムが受け取ったため"
        let closed = try await connection.execute(
            """
            UPDATE pension.task SET closed_at = now(), closed_by = \(clerk.account), outcome = \(outcome)
            WHERE atenabango = \(number.value) AND closed_at IS NULL AND words = \(words)
            """)
        for _ in 0..<closed { try await Act(kind: .taskClosed, clerk: clerk, number: number, reason: outcome).record(records.seal, on: connection) }
    }
}

extension FiledContent {
    /// Whether another says the same, over whatever version.
    fileprivate func isSame(_ other: FiledContent) -> Bool {
        if case .welfare(let certificate, _) = self, case .welfare(let others, _) = other { return certificate == others }
        return self == other
    }
}
