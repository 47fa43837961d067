internal import Addressee
internal import Postgres
internal import ReceiverLedger

/// A person whose row the transaction has: nobody else decides anything about them till it ends.
struct FollowedPerson: Sendable {
    let number: AddresseeNumber
    /// 宛名, as it was given last; `nil` where nothing ever was.
    let version: AddresseeVersion?
    let isProvided: Bool
    /// Proposals made while following.
    let proposals: Int
}

extension FollowedPerson {
    /// Persons as they are kept; `init` reads the rows.
    fileprivate static let kept = """
        SELECT p.atenabango, v.history_number, v.presence, v.moved_on, v.items::text, n.atenabango IS NOT NULL AND n.items IS NOT NULL
        FROM pension.person p
        JOIN pension.addressee_version v ON v.atenabango = p.atenabango AND v.history_number = p.history_number
        LEFT JOIN national_pension.person n ON n.atenabango = p.atenabango
        """
    /// Of these, whom the hub has given nothing since.
    fileprivate static let isNotNew = "p.sequence >= coalesce(n.sequence, 0)"

    /// Of whom nothing is new.
    ///
    /// - Parameter row: 宛名番号, the version as `AddresseeVersion` reads it, and whether the hub provides the person.
    fileprivate init(_ row: Row) throws {
        let (number, history, presence, movedOn, items, isProvided) = try row.decode((String, Int32, String, PostgresDay?, String, Bool).self)
        self.init(
            number: try AddresseeNumber(number), version: try AddresseeVersion(history, presence, movedOn, items), isProvided: isProvided, proposals: 0)
    }
}

/// How the rules look at what changes, in one transaction.
struct Follow: Sendable {
    let today: CalendarDay
    /// The day of the first run: what was before makes no proposal. Today, where there was none yet.
    let begun: CalendarDay
    /// Whether there was one: whoever the first finds was there before.
    let hasBegun: Bool

    static func of(_ today: CalendarDay, on connection: Connection) async throws -> Follow {
        let row = try await connection.query("SELECT min(day) FROM pension.run").first
        let begun: PostgresDay? = try row?.decode(PostgresDay?.self)
        return Follow(today: today, begun: begun.map { CalendarDay(daysSince2000: $0.daysSince2000) } ?? today, hasBegun: begun != nil)
    }
}

extension PensionRecords {
    /// Takes the person's row for the transaction and keeps what is new of them: a version, and the proposals that follow from it. Of most nothing is new: they are
    /// locked and read by one statement.
    ///
    /// - Throws: `PensionRefused` J0001 where nothing is known of the person, J0017; `PostgresError`.
    func follow(_ number: AddresseeNumber, on today: CalendarDay, _ connection: Connection) async throws -> FollowedPerson {
        // Where another made a version meanwhile, the row of before is not found any more.
        let kept = try await connection.query(
            "\(unsafeSQL: FollowedPerson.kept) WHERE p.atenabango = \(number.value) AND \(unsafeSQL: FollowedPerson.isNotNew) FOR UPDATE OF p")
        if let row = kept.first { return try FollowedPerson(row) }
        return try await follow(number, try await Follow.of(today, on: connection), on: connection)
    }

    /// The same, however new they are.
    func follow(_ number: AddresseeNumber, _ follow: Follow, on connection: Connection) async throws -> FollowedPerson {
        try await connection.execute("INSERT INTO pension.person (atenabango) VALUES (\(number.value)) ON CONFLICT ON CONSTRAINT person_pkey DO NOTHING")
        let known = try await connection.query(
            "SELECT sequence, history_number FROM pension.person WHERE atenabango = \(number.value) FOR UPDATE")
        guard let (sequence, historyNumber) = try known.first?.decode((Int64, Int32).self) else { throw PensionRefused.unknownPerson }
        let given = try await connection.query("SELECT \(unsafeSQL: GivenState.columns) WHERE n.atenabango = \(number.value)").first.map(GivenState.init)
        guard given != nil || historyNumber > 0 else { throw PensionRefused.unknownPerson }
        let last = historyNumber > 0 ? try await version(of: number, historyNumber, on: connection) : nil
        guard let given, given.sequence > sequence else {
            return FollowedPerson(number: number, version: last, isProvided: given?.items != nil, proposals: 0)
        }
        guard let coming = given.version(after: last) else {
            try await connection.execute("UPDATE pension.person SET sequence = \(given.sequence) WHERE atenabango = \(number.value)")
            // Somebody who came and went between two looks: nothing is known of them, and a clerk is told of it.
            var proposals = 0
            if let gone = given.gone(since: follow.begun) {
                let proposal = MovementProposals(today: follow.today, using: tables).ofSomebodyGone(gone)
                proposals = try await keep(proposal, of: number, cause: "gone-\(given.lostOn?.description ?? "")", on: connection)
            }
            return FollowedPerson(number: number, version: nil, isProvided: false, proposals: proposals)
        }
        let next = try await keep(coming, of: number, sequence: given.sequence, on: connection)
        let before = FollowedPerson(number: number, version: next, isProvided: given.items != nil, proposals: 0)
        let proposals = try await propose(before, since: follow.begun.adding(days: -1), follow, last: last, on: connection)
        return FollowedPerson(number: number, version: next, isProvided: given.items != nil, proposals: proposals)
    }

    /// The same of several persons, whose rows are taken in the order of their numbers; of most nothing is new, and they are read at once.
    ///
    /// - Returns: by 宛名番号.
    /// - Throws: as the other.
    func follow(_ numbers: Set<String>, _ follow: Follow, on connection: Connection) async throws -> [String: FollowedPerson] {
        var followed: [String: FollowedPerson] = [:]
        let sorted = numbers.sorted()
        for start in stride(from: 0, to: sorted.count, by: Self.readAtOnce) {
            let some = Array(sorted[start..<min(start + Self.readAtOnce, sorted.count)])
            try await take(Set(some), on: connection)
            for person in try await kept(some, on: connection) { followed[person.number.value] = person }
            // Of whom something is new, or nothing was kept yet.
            for number in some where followed[number] == nil {
                followed[number] = try await self.follow(try AddresseeNumber(number), follow, on: connection)
            }
        }
        return followed
    }

    /// Those of these persons of whom something is kept and nothing is new, in whatever order. No row is taken.
    func kept(_ numbers: [String], on connection: Connection) async throws -> [FollowedPerson] {
        try await connection.query(
            "\(unsafeSQL: FollowedPerson.kept) WHERE p.atenabango = ANY (\(numbers)) AND \(unsafeSQL: FollowedPerson.isNotNew)"
        ).map(FollowedPerson.init)
    }

    /// Persons that are read by one statement: memory is bounded by them.
    static let readAtOnce = 500

    /// Proposals of what changed between two versions, and of the ages attained since a day.
    ///
    /// - Returns: how many were made.
    func propose(_ person: FollowedPerson, since day: CalendarDay, _ follow: Follow, last: AddresseeVersion?, on connection: Connection) async throws -> Int {
        guard let version = person.version else { return 0 }
        let movement = version.movement(after: last, follow, using: tables)
        let resident = version.snapshot
        guard movement != nil || resident != nil else { return 0 }
        let record = try await record(of: person, on: connection)
        let standing = try await standing(of: record, on: follow.today, on: connection)
        let rules = MovementProposals(today: follow.today, using: tables)
        var made = 0
        if let movement {
            for proposal in rules.of(movement, standing) {
                made += try await keep(proposal, of: person.number, cause: "version-\(version.historyNumber)", on: connection)
            }
        }
        guard let resident else { return made }
        // The law alone ends it at 60: whoever was insured before is not any more, and is to be looked at for that.
        let before = try await self.standing(of: record, on: day, on: connection)
        for proposal in rules.ofAge(resident, standing.insuredClass == nil && before.insuredClass == .class1 ? before : standing, since: day) {
            // Counted from another birth date, an age is attained anew.
            made += try await keep(proposal, of: person.number, cause: "age-\(version[.seinengappi] ?? "")", on: connection)
        }
        return made
    }

    func version(of number: AddresseeNumber, _ historyNumber: Int32, on connection: Connection) async throws -> AddresseeVersion {
        let rows = try await connection.query(
            """
            SELECT history_number, presence, moved_on, items::text FROM pension.addressee_version
            WHERE atenabango = \(number.value) AND history_number = \(historyNumber)
            """)
        guard let row = rows.first else { throw PensionRefused.unreadable }
        return try AddresseeVersion(row)
    }

    /// - Returns: the version under the number that it has got: the next, or the one after rows that somebody put in ahead.
    private func keep(_ coming: AddresseeVersion, of number: AddresseeNumber, sequence: Int64, on connection: Connection) async throws -> AddresseeVersion {
        let historyNumber = try await connection.freeNumber(
            from: coming.historyNumber, to: .max, among: "SELECT history_number FROM pension.addressee_version WHERE atenabango = \(number.value)",
            of: "宛名の版")
        let version = AddresseeVersion(historyNumber: historyNumber, presence: coming.presence, movedOn: coming.movedOn, items: coming.items)
        try await connection.execute(
            """
            INSERT INTO pension.addressee_version (history_number, moved_on, atenabango, presence, seinengappi, seinengappi_fushohyoki, items)
            VALUES (\(version.historyNumber), \(version.movedOn?.postgres), \(number.value), \(version.presence.rawValue), \(version[.seinengappi]),
              \(version[.seinengappiFushohyoki]), \(try KeptJSON.of(version.items))::text::json)
            """)
        try await connection.execute(
            "UPDATE pension.person SET (sequence, history_number) = (\(sequence), \(version.historyNumber)) WHERE atenabango = \(number.value)")
        return version
    }

    /// How the person stands with the department; of whom something is recorded and it can't be told what follows, held.
    private func standing(of record: PersonRecord, on day: CalendarDay, on connection: Connection) async throws -> PensionStanding {
        let rows = try await connection.query(
            """
            SELECT EXISTS (SELECT FROM pension.ledger WHERE atenabango = \(record.number.value) AND decided_by IS NULL)
              OR EXISTS (SELECT FROM pension.task WHERE atenabango = \(record.number.value) AND closed_at IS NULL)
            """)
        let isOpen = try rows.first?.decode(Bool.self) ?? false
        let hasCertificate = record.welfare.certificate != nil
        let hasRecord = !record.events.isEmpty
        do throws(HeldForClerk) {
            return PensionStanding(
                try record.history(on: day, using: tables), hasRecord: hasRecord, hasAddress: record.hasAddress(on: day, using: tables), hasOpenTasks: isOpen,
                hasWelfareCertificate: hasCertificate)
        } catch {
            return PensionStanding(
                insuredClass: nil, hasRecord: hasRecord, hasAddress: record.hasAddress(on: day, using: tables), holds: hasRecord ? error.holds : [],
                hasOpenTasks: isOpen, hasWelfareCertificate: hasCertificate)
        }
    }
}

extension AddresseeVersion {
    /// - Parameter row: number, presence, 異動日 and items.
    /// - Throws: `PensionRefused` J0017.
    init(_ row: Row) throws {
        let (historyNumber, presence, movedOn, items) = try row.decode((Int32, String, PostgresDay?, String).self)
        try self.init(historyNumber, presence, movedOn, items)
    }

    /// - Throws: as the other.
    init(_ historyNumber: Int32, _ presence: String, _ movedOn: PostgresDay?, _ items: String) throws {
        guard let presence = Presence(rawValue: presence) else { throw PensionRefused.unreadable }
        self.init(
            historyNumber: historyNumber, presence: presence, movedOn: movedOn.map { CalendarDay(daysSince2000: $0.daysSince2000) },
            items: try KeptJSON.read(items))
    }

    /// The movement that led from one version to the other; `nil` where it is none: somebody who was not given before, and came of age before they came.
    func movement(after last: AddresseeVersion?, _ follow: Follow, using tables: RuleTables) -> ResidentMovement? {
        var before = last?.snapshot
        guard var after = snapshot ?? before.flatMap(asNonResident) else { return nil }
        if last == nil, !came(follow, using: tables) { return nil }
        // What is not given is not changed: it may be withheld, or no longer in the policy.
        if let before {
            if after.birth == nil { after.birth = before.birth }
            if after.address.isEmpty { after.address = before.address }
            if after.name.isEmpty { after.name = before.name }
            if self[.setaibango] == nil { after.householder = before.householder }
        }
        if last?.address.isEmpty == true { before?.address = after.address }
        if last != nil, last?[.setaibango] == nil { before?.householder = after.householder }
        let origin: ResidentMovement.Origin =
            switch reason?.code {
            case "01": .japan
            case "02": .abroad
            case "03": .birth
            default: .unknown
            }
        let isCorrected = last == nil && reason.map { $0.kind != .entry } ?? false
        return ResidentMovement(before: before, after: after, on: isCorrected ? residentSince : movedOn, origin: origin)
    }

    /// Whoever was a resident, and is on record as a non-resident now. Of who had left before, that is no movement.
    private func asNonResident(_ before: ResidentSnapshot) -> ResidentSnapshot? {
        guard presence == .nonResident, before.presence == .resident else { return nil }
        var after = before
        after.presence = .nonResident
        return after
    }

    /// Whether somebody who was not given before came by a movement since the first run. Where the reason or the day is not told (it may be withheld), they may have, and it is asked.
    private func came(_ follow: Follow, using tables: RuleTables) -> Bool {
        let attained = birth?.known.map { tables.ages.attained(.insuredFrom, born: $0) }
        guard let reason else {
            // Whoever reached the age since comes by that.
            return presence == .resident && follow.begun < follow.today && (movedOn ?? follow.begun) >= follow.begun
                && attained.map { $0 < follow.begun } ?? true
        }
        guard reason.kind == .entry else { return cameBeforeCorrection(follow, using: tables) }
        guard let movedOn else { return follow.begun < follow.today && attained.map { $0 < follow.begun } ?? true }
        return movedOn >= follow.begun && attained.map { $0 <= movedOn } ?? true
    }

    /// 住民となった年月日; `nil` where it is not told.
    private var residentSince: CalendarDay? { self[.juminnengappi].flatMap { CalendarDay($0) } }

    /// Whether somebody who was not given before, and of whom the register tells a correction by now, came since the first run. The day on which they became a resident says so;
    /// where it is not told they may have, unless the correction is of before.
    private func cameBeforeCorrection(_ follow: Follow, using tables: RuleTables) -> Bool {
        guard presence == .resident, follow.hasBegun else { return false }
        let since = residentSince
        if since == nil, follow.begun >= follow.today || (movedOn ?? follow.begun) < follow.begun { return false }
        let day = since ?? follow.begun
        guard day >= follow.begun else { return false }
        // Whoever reached the age since comes by that; past the other nobody becomes insured by coming.
        guard let born = birth?.known else { return true }
        let attained = tables.ages.attained(.insuredFrom, born: born)
        return (since == nil ? attained < day : attained <= day) && day < tables.ages.attained(.insuredUntil, born: born)
    }
}
