package import Addressee
internal import Postgres
internal import ReceiverLedger

extension PensionRecords {
    /// 引継ぎの作成. Lists what is open of somebody who has moved to another municipality in Japan. Nothing is closed by it: another person confirms it.
    ///
    /// - Parameters:
    ///   - destination: 引継ぎ先: 市区町村コード and name (`HandoverDestination`).
    ///   - body: whose records these are.
    ///   - staying: 受付番号 of what this municipality goes on with all the same.
    /// - Throws: `PensionRefused` J0001, J0002, J0007, J0023, W0431, W0433; `PostgresError`.
    package func makeHandover(
        of number: AddresseeNumber, to destination: String, from body: LocalGovernmentCode, keeping staying: Set<ReceptionNumber>, by clerk: Clerk,
        today: CalendarDay
    ) async throws -> KeptHandover {
        try EnteredText.counterpart.checked(destination)
        guard let named = HandoverDestination(destination) else {
            throw PensionRefused.terms("引継ぎ先（転出先の市区町村）を、全国地方公共団体コード（6桁）、空白、名称の順に書いてください（例: 112038 川口市）。")
        }
        guard !named.code.isOf(body) else { throw PensionRefused.terms("引継ぎ先が、この団体（\(body)）です。転出先の市区町村を書いてください。") }
        return try await pool.transaction(retries: 2) { connection in
            let person = try await follow(number, try await Follow.of(today, on: connection), on: connection)
            guard person.version?.presence == .movedWithinJapan else { throw PensionRefused.notMovedWithinJapan }
            if let other = try await handovers("h.atenabango = \(number.value)", on: connection).kept.first(where: { $0.end == nil }) {
                throw PensionRefused.handoverWaits("引継ぎ \(other.id) が確認を待っています。")
            }
            let list = try await openWork(of: number, keeping: staying, today: today, on: connection)
            guard staying.isSubset(of: Set(list.items.filter { $0.kind == .reception }.compactMap(\.reception))) else { throw PensionRefused.unknownReception }
            guard !list.handedOn.isEmpty else { throw PensionRefused.handoverWaits("引き継ぐものがありません。") }
            let id = try await seal.nextID(of: .handover, on: connection)
            try await seal.insert(
                .handover,
                """
                SELECT \(id)::bigint AS handover_id, now() AS made_at, \(person.version?.movedOn?.postgres)::date AS moved_on,
                  \(number.value)::text AS atenabango, \(destination)::text AS destination, \(try KeptJSON.of(list))::text::json AS content,
                  \(clerk.section)::text AS section, \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by
                """, on: connection)
            try await Act(kind: .handoverMade, clerk: clerk, number: number, reason: "\(id)").record(seal, on: connection)
            return try await handover(id, on: connection)
        }
    }

    /// 引継ぎの確認. Another person has looked at the list, and it is as it was: receptions are closed as handed on, with their tasks, and stay in the ledger.
    ///
    /// - Throws: `PensionRefused` J0004, J0023, W0430–W0432; `PostgresError`.
    package func confirmHandover(_ id: Int64, by clerk: Clerk, today: CalendarDay) async throws -> KeptHandover {
        try await ending {
            try await pool.transaction(retries: 2) { connection in
                let person = try await follow(
                    try await openHandover(id, on: connection).number, try await Follow.of(today, on: connection), on: connection)
                // Another may have ended it while the person's row was waited for.
                let kept = try await openHandover(id, on: connection)
                guard kept.enteredBy.account != clerk.account else { throw PensionRefused.sameHandover }
                // Whoever came back, or never went, is nobody else's; of another move another list is made.
                guard let version = person.version, version.presence == .movedWithinJapan else { throw PensionRefused.notMovedWithinJapan }
                guard version.movedOn == kept.movedOn else { throw PensionRefused.handoverMoved }
                let staying = Set(kept.list.staying.filter { $0.kind == .reception }.compactMap(\.reception))
                // What stays here goes on meanwhile.
                let now = try await openWork(of: kept.number, keeping: staying, today: today, on: connection)
                guard kept.list.isStill(now) else { throw PensionRefused.handoverMoved }
                let outcome = "引継ぎ \(id) により転出先に引き継いだため"
                for item in kept.list.handedOn where item.kind == .reception {
                    guard let reception = item.reception else { throw PensionRefused.unreadable }
                    try await handOn(try await waiting(reception, today: today, on: connection), because: outcome, by: clerk, on: connection)
                }
                for item in kept.list.handedOn where item.kind == .task {
                    let closed = try await connection.execute(
                        """
                        UPDATE pension.task SET closed_at = now(), closed_by = \(clerk.account), outcome = \(outcome)
                        WHERE task_id = \(item.number)::bigint AND closed_at IS NULL
                        """)
                    guard closed > 0 else { continue }
                    try await Act(kind: .taskClosed, clerk: clerk, number: kept.number, reason: outcome).record(seal, on: connection)
                }
                try await end(kept, .confirmed, because: "", by: clerk, on: connection)
                return try await handover(id, on: connection)
            }
        }
    }

    /// 引継ぎの取下げ. The list was made by mistake, or something has changed since; nothing of what is open is touched. Whoever made it may do so, too.
    ///
    /// - Throws: `PensionRefused` J0006, J0007, J0023, W0430; `PostgresError`.
    package func withdrawHandover(_ id: Int64, because reason: String, by clerk: Clerk) async throws -> KeptHandover {
        try EnteredText.reason.checked(reason)
        return try await ending {
            try await pool.transaction(retries: 2) { connection in
                try await end(try await openHandover(id, on: connection), .withdrawn, because: reason, by: clerk, on: connection)
                return try await handover(id, on: connection)
            }
        }
    }

    /// Who made a list that waits, and who entered what it hands on: whoever confirms it is none of them.
    ///
    /// - Throws: `PensionRefused` J0023, W0430, W0432; `PostgresError`.
    package func handoverEnterers(of id: Int64) async throws -> [EnteredBy] {
        let kept = try await pool.withConnection { try await openHandover(id, on: $0) }
        var entered = [kept.enteredBy]
        // What somebody has decided since is not handed on any more.
        do { for reception in kept.list.handedOn.compactMap(\.reception) { entered += try await entries(of: reception) } } catch let refused as PensionRefused
            where refused == .decided
        { throw PensionRefused.handoverMoved }
        return entered
    }

    /// A list, with the person's record as it is now. Whoever looks takes nobody's row, unless something new of the person has to be kept first.
    ///
    /// - Throws: `PensionRefused` J0017, J0023, W0430; `PostgresError`.
    package func handoverDetail(_ id: Int64, today: CalendarDay) async throws -> HandoverDetail {
        let asKept: HandoverDetail? = try await inOneState { connection in
            let handover = try await handover(id, on: connection)
            guard let person = try await kept([handover.number.value], on: connection).first else { return nil }
            return HandoverDetail(kept: handover, record: try await record(of: person, on: connection))
        }
        if let asKept { return asKept }
        return try await pool.transaction(retries: 2) { connection in
            let kept = try await handover(id, on: connection)
            let person = try await follow(kept.number, try await Follow.of(today, on: connection), on: connection)
            return HandoverDetail(kept: kept, record: try await record(of: person, on: connection))
        }
    }

    /// Lists, the newest first, and how many rows are left out because somebody put them there by SQL.
    ///
    /// - Parameter all: also those that were confirmed or withdrawn.
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func handovers(all: Bool, limit: Int) async throws -> (kept: [KeptHandover], untrue: Int) {
        try await inOneState { connection in
            guard !all else { return try await handovers("true ORDER BY h.handover_id DESC LIMIT \(Int64(limit))", on: connection) }
            // What waits is few, however many were made; one that somebody put in takes the place of none.
            let found = try await handovers("e.handover_id IS NULL ORDER BY h.handover_id DESC LIMIT 10000", on: connection)
            let ends = try await untrueEnds(on: connection)
            return (Array(found.kept.prefix(limit)), found.untrue + ends)
        }
    }

    /// How many lists somebody ended by SQL: they wait for that to be taken away.
    private func untrueEnds(on connection: Connection) async throws -> Int {
        let ends = try await connection.query("SELECT \(unsafeSQL: SealedRecord.handoverEnd.sealed("e")) FROM pension.handover_end e")
        return try ends.reduce(0) { count, row in
            let (form, mac) = try row.decode(([UInt8], [UInt8]?).self)
            return count + (seal.holds(.handoverEnd, form, mac) ? 0 : 1)
        }
    }

    // MARK: what is open

    /// What is open of a person whose row the transaction has.
    private func openWork(
        of number: AddresseeNumber, keeping staying: Set<ReceptionNumber>, today: CalendarDay, on connection: Connection
    ) async throws -> HandoverList {
        var filter = LedgerFilter()
        (filter.all, filter.number, filter.includesClaimant, filter.limit) = (true, number, true, 1_000)
        let all = try await rows(filter, on: connection)
        let ledger = all.filter { $0.number == number.value }
        guard ledger.allSatisfy(\.isTrue) else { throw PensionRefused.untrue }
        var items: [HandoverList.Item] = []
        for row in ledger.filter(\.state.isOpen).sorted(by: { $0.reception < $1.reception }) {
            let received = try await waiting(row.reception, today: today, on: connection)
            let told = try await resultEnterers(of: row.reception, on: connection)
            items.append(
                HandoverList.Item(
                    kind: .reception, isHandedOn: told.isEmpty && !received.isOurs && !staying.contains(row.reception), reception: row.reception, number: nil,
                    label: tables.notices[row.kind].label, since: row.receivedOn, dueOn: row.dueOn, state: row.state.label,
                    words: try await words(of: received, on: connection), notice: received.kind, happenedOn: received.toldDay))
        }
        // What they claim of somebody who died stands under that person, who lived here.
        for row in all where row.number != number.value && row.isTrue && row.state.isOpen {
            items.append(
                HandoverList.Item(
                    kind: .reception, isHandedOn: false, reception: row.reception, number: nil, label: tables.notices[row.kind].label, since: row.receivedOn,
                    dueOn: row.dueOn, state: row.state.label, words: "死亡した人についての、この人の請求です。この団体で処理します。"))
        }
        let handedOn = Set(items.filter(\.isHandedOn).compactMap(\.reception))
        items += try await openReports(of: ledger.filter { $0.state == .accepted }.map(\.reception), on: connection)
        for task in try await tasks(of: number, limit: 1_000, on: connection) {
            // What waits for it tells it already.
            if let reception = task.reception, handedOn.contains(reception) { continue }
            items.append(
                HandoverList.Item(
                    kind: .task, isHandedOn: task.reception == nil, reception: task.reception, number: task.id, label: task.kind.label, since: task.since,
                    dueOn: task.dueOn, state: "処理待ち", words: task.words))
        }
        var proposals = ProposalFilter()
        (proposals.number, proposals.limit) = (number, 1_000)
        for proposal in try await self.proposals(proposals, on: connection) {
            items.append(
                HandoverList.Item(
                    kind: .proposal, isHandedOn: false, reception: nil, number: proposal.id, label: tables.notifications[proposal.content.kind].label,
                    since: proposal.madeOn, dueOn: proposal.content.kind.isOfMove ? nil : proposal.content.due, state: "確認待ち", words: ""))
        }
        return HandoverList(items: items)
    }

    /// Reports of what was accepted here: they go from here, whoever the person's municipality is by then.
    private func openReports(of accepted: [ReceptionNumber], on connection: Connection) async throws -> [HandoverList.Item] {
        guard !accepted.isEmpty else { return [] }
        var filter = ReportFilter()
        (filter.states, filter.receptions, filter.limit) = ([.due, .batched, .released, .sent, .returned], accepted, accepted.count)
        return try await reports(filter, on: connection).reports.sorted { $0.standing.id < $1.standing.id }.map { report in
            HandoverList.Item(
                kind: .report, isHandedOn: false, reception: report.standing.id.reception, number: nil, label: tables.notices[report.kind].label,
                since: report.receivedOn, dueOn: report.dueOn, state: report.standing.state.label, words: report.standing.returnReason)
        }
    }

    /// What whoever goes on with a reception has to know of it. The day of a move is not among it: of whoever is protected, now or later, nobody tells it.
    private func words(of received: Received, on connection: Connection) async throws -> String {
        let reception = received.reception
        var words: [String] = []
        switch received.content {
        case .application(let application): words.append("申請期間 \(application.months.displayWithCount)")
        case .claim:
            let lacks = try await keptClaim(reception, on: connection)?.untold ?? []
            if !lacks.isEmpty { words.append("不備 " + lacks.map(\.label).joined(separator: "、")) }
        case .event: if let day = received.toldDay { words.append("事実の日 \(EraDate.display(day))") }
        case .nothing, .basic, .welfare, .request, .carriedClaim: break
        }
        words += try await tasks(of: received.number, limit: 1_000, on: connection).filter { $0.reception == reception }.map(\.words)
        return words.joined(separator: " ")
    }

    // MARK: what is kept

    private func openHandover(_ id: Int64, on connection: Connection) async throws -> KeptHandover {
        let kept = try await handover(id, on: connection)
        guard kept.end == nil else { throw PensionRefused.unknownHandover }
        return kept
    }

    private func handover(_ id: Int64, on connection: Connection) async throws -> KeptHandover {
        let (kept, untrue) = try await handovers("h.handover_id = \(id)", on: connection)
        guard untrue == 0 else { throw PensionRefused.untrue }
        guard let found = kept.first else { throw PensionRefused.unknownHandover }
        return found
    }

    private func handovers(_ condition: Query, on connection: Connection) async throws -> (kept: [KeptHandover], untrue: Int) {
        let rows = try await connection.query(
            condition.between(
                unsafeSQL:
                    """
                    SELECT h.handover_id, h.atenabango, h.moved_on, h.destination, h.content::text, h.entered_by, floor(extract(epoch FROM h.made_at))::bigint,
                      h.entered_set_up_by, e.step, e.entered_by, floor(extract(epoch FROM e.ended_at))::bigint, e.reason,
                      \(SealedRecord.handover.sealed("h")), \(SealedRecord.handoverEnd.sealed("e"))
                    FROM pension.handover h LEFT JOIN pension.handover_end e ON e.handover_id = h.handover_id WHERE
                    """ + " ", ""))
        let kept = try rows.compactMap { row -> KeptHandover? in
            let (id, number, movedOn, destination, content, by, at, setUpBy, step, endedBy, endedAt, reason, form, mac, endForm, endMAC) = try row.decode(
                (
                    Int64, String, PostgresDay?, String, String, String, Int64, String?, String?, String?, Int64?, String?, [UInt8], [UInt8]?, [UInt8],
                    [UInt8]?
                ).self)
            // A list by nobody is none; one that somebody ended by SQL waits for that to be taken away.
            guard seal.holds(.handover, form, mac), step == nil || seal.holds(.handoverEnd, endForm, endMAC) else { return nil }
            var end: KeptHandover.End?
            if let step, let endedBy, let endedAt {
                guard let step = HandoverStep(rawValue: step) else { throw PensionRefused.unreadable }
                end = KeptHandover.End(step: step, by: endedBy, on: CalendarDay(inJapanAt: endedAt), reason: reason ?? "")
            }
            return KeptHandover(
                id: id, number: try AddresseeNumber(number), movedOn: movedOn.map { CalendarDay(daysSince2000: $0.daysSince2000) },
                destination: destination, list: try KeptJSON.read(content),
                enteredBy: EnteredBy(account: by, on: CalendarDay(inJapanAt: at), setUpBy: setUpBy), end: end)
        }
        return (kept, rows.count - kept.count)
    }

    private func end(_ kept: KeptHandover, _ step: HandoverStep, because reason: String, by clerk: Clerk, on connection: Connection) async throws {
        try await seal.insert(
            .handoverEnd,
            """
            SELECT \(kept.id)::bigint AS handover_id, now() AS ended_at, \(step.rawValue)::text AS step, \(kept.enteredBy.account)::text AS made_by,
              \(reason)::text AS reason, \(clerk.section)::text AS section, \(clerk.account)::text AS entered_by,
              \(clerk.setUpBy)::text AS entered_set_up_by
            """, on: connection)
        try await Act(
            kind: step == .confirmed ? .handoverConfirmed : .handoverWithdrawn, clerk: clerk, number: kept.number, reason: "\(kept.id)"
        ).record(seal, on: connection)
    }

    /// Two who end one list: the database refuses one of them.
    private func ending<R>(_ body: () async throws -> R) async throws -> R {
        do { return try await body() } catch let error as PostgresError where error.isUniqueViolation && error.constraint == "handover_end_pkey" {
            throw PensionRefused.unknownHandover
        }
    }
}

extension Received {
    /// The day of the fact that it says. That of a move is not told: of whoever is protected, now or later, nobody tells it.
    fileprivate var toldDay: CalendarDay? {
        guard case .event(let said) = content, let fact = said.fact, fact.movedOn == nil else { return nil }
        return fact.happenedOn
    }

    /// Whether it says something of this municipality's own records, or of what the Service told it: no other municipality can go on with it.
    fileprivate var isOurs: Bool {
        switch kind {
        case .carriedOver, .basicData, .welfareCertificate, .cancellation, .proposalDismissed, .exemptionGranted, .exemptionRevoked, .exemptionRefused:
            return true
        default: break
        }
        if case .event(.correction) = content { return true }
        return false
    }
}

extension NotificationKind {
    /// Whether the day from which its limit counts may be that of a move.
    fileprivate var isOfMove: Bool {
        switch self {
        case .acquireFromAbroad, .loseAbroad, .moveWithinJapan, .changeAddress, .changeOfHouseholder: true
        case .acquireAt20, .loseAt60, .loseByDeath, .becomeClass2, .changeName, .correctBirthDate, .endWelfareCertificate, .handedOn: false
        }
    }
}
