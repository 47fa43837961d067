internal import AccessControl
internal import Addressee
internal import Keys
internal import Postgres
internal import SourceFiles

/// 保留. The conflict queue: rows that wait for a clerk and claims on numbers, written in the transaction that took the rows, with what goes out for nobody
/// until they are decided.
struct ConflictQueue {
    let vault: Vault
    let source: SystemName
    let fields: SubmissionFields
    private var seal: RowSeal { RowSeal(keys: vault.keys) }

    /// Puts the held and claimed rows of a block into the queue, tells the journal of everybody whose number waits from here on, and settles what the
    /// block's rows settled.
    ///
    /// - Parameter file: nil for rows that came by themselves.
    func add(_ outcome: BlockRegistration.Outcome, of block: RowBlock, file: Int64?, on connection: Connection) async throws {
        try await settle(outcome.settled, on: connection)
        var entries = outcome.held.filter { !outcome.waitsAlready.contains($0.row) }.map { held in
            Entry(
                row: held.row, isClaim: false, code: held.hold.code, reason: held.hold.reason, items: held.hold.awaiting.isEmpty ? [] : ItemSet(.kojinbango),
                digest: held.digest, addresseeID: held.addresseeID, other: held.hold.other, running: held.hold.running, awaiting: held.hold.awaiting)
        }
        entries += outcome.claimed.filter { !outcome.waitsAlready.contains($0.row) }.map { claimed in
            Entry(
                row: claimed.row, isClaim: true, code: claimed.claim.code, reason: claimed.claim.reason, items: claimed.claim.items, digest: claimed.digest,
                addresseeID: claimed.addresseeID, other: claimed.claim.other, running: claimed.claim.running, awaiting: claimed.claim.awaiting)
        }
        guard !entries.isEmpty else { return }
        entries.sort { $0.row < $1.row }
        let ids = try await connection.take(entries.count, from: "intake.held_held_id_seq")
        try await seal.write(.held, try insert(entries, ids, of: block, file), on: connection)
        var marks: [Mark] = []
        for (entry, id) in zip(entries, ids) { marks += entry.awaiting.map { Mark($0, of: id, claimant: entry.addresseeID) } }
        try await Self.withhold(marks, on: connection)
    }

    private struct Entry {
        var row: Int
        var isClaim: Bool
        var code: String
        var reason: String
        var items: ItemSet
        var digest: [UInt8]
        var addresseeID: Int64?
        var other: Holder?
        var running: Int64?
        var awaiting: [Awaiting]
    }

    /// Rows go in whole, as they were read in their edition, encrypted, because a clerk must see what was sent.
    private func insert(_ entries: [Entry], _ ids: [Int64], of block: RowBlock, _ file: Int64?) throws -> Query {
        let cipher = vault.keys.cipher
        let encrypted = try zip(entries, ids).map { try cipher.encrypt(block.bytes[block.rows[$0.row].raw], context: HeldRow.context($1)) }
        let (layout, edition, columns) = (fields.layout.name, fields.layout.edition.rawValue, fields.columnNames)
        return """
            INSERT INTO intake.held (held_id, file_id, lane, block, line, key_id, kind, code, atenabango, other_atenabango, reason, sealed_row, items,
                addressee_id, other_addressee_id, running_number, source, layout, edition, columns, row_digest)
            OVERRIDING SYSTEM VALUE
            SELECT h.id, \(file), \(file.map { _ in Int32(block.lane) }), \(file.map { _ in Int32(block.number) }), CASE WHEN \(file)::bigint IS NOT NULL THEN h.line END,
                \(cipher.currentKeyID), h.kind::"char", h.code, h.atenabango, h.other, h.reason, h.sealed, h.items, h.addressee_id, h.other_id, h.running,
                \(source.rawValue), \(layout), \(edition), \(columns), h.digest
            FROM unnest(\(ids), \(entries.map { Int64(block.rows[$0.row].line) }), \(entries.map { $0.isClaim ? "c" : "r" }), \(entries.map(\.code)),
                \(entries.map { block.withRow($0.row, fields.addresseeNumber) }), \(entries.map(\.other?.number)), \(entries.map(\.reason)), \(encrypted),
                \(entries.map(\.items.rawValue)), \(entries.map(\.addresseeID)), \(entries.map(\.other?.addresseeID)), \(entries.map(\.running)),
                \(entries.map(\.digest))
            ) AS h (id, line, kind, code, atenabango, other, reason, sealed, items, addressee_id, other_id, running, digest)
            """
    }

    /// A row of `register.awaiting`.
    struct Mark {
        var held: Int64
        var person: Int64?
        var running: Int64?
        var items: ItemSet

        init(_ awaiting: Awaiting, of held: Int64, claimant: Int64?) {
            (self.held, items) = (held, awaiting.items)
            switch awaiting.whose {
            case .person(let id): person = id
            case .tiedTo(let number): running = number
            case .claimant: person = claimant
            }
        }
    }

    /// From here on these items go out for nobody concerned, and everybody's receivers are told that they wait.
    static func withhold(_ marks: [Mark], on connection: Connection) async throws {
        guard !marks.isEmpty else { return }
        try await connection.execute(
            """
            INSERT INTO register.awaiting (held_id, addressee_id, running_number, items)
            SELECT * FROM unnest(\(marks.map(\.held)), \(marks.map(\.person)), \(marks.map(\.running)), \(marks.map(\.items.rawValue)))
            """)
        try await tell(persons: marks.compactMap(\.person), tiedTo: marks.compactMap(\.running), on: connection)
    }

    /// The marks of entries fall, and everybody's receivers are told what is theirs.
    static func release(_ entries: [Int64], on connection: Connection) async throws {
        guard !entries.isEmpty else { return }
        let rows = try await connection.query(
            "DELETE FROM register.awaiting WHERE held_id = ANY(\(entries)) RETURNING addressee_id, running_number")
        try await tell(
            persons: try rows.compactMap { try $0.decode("addressee_id", as: Int64?.self) },
            tiedTo: try rows.compactMap { try $0.decode("running_number", as: Int64?.self) }, on: connection)
    }

    /// Entries in the journal: numbers of these persons wait, or were decided on.
    static func tell(persons: [Int64], tiedTo running: [Int64], on connection: Connection) async throws {
        guard !persons.isEmpty || !running.isEmpty else { return }
        let items = ItemSet([.kojinbango, .juminhyokodo])
        try await connection.execute(
            """
            INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind)
            SELECT nextval('journal.position'), p.addressee_id, \(items.rawValue), p.history_number, 'n'
            FROM (
                SELECT t.addressee_id, t.history_number FROM register.tied_to(\(Set(running).sorted())) t
                UNION
                SELECT v.addressee_id, v.history_number FROM unnest(\(Set(persons).sorted())) AS asked (id) CROSS JOIN LATERAL register.newest(asked.id) AS v
            ) AS p
            ORDER BY p.addressee_id
            """)
    }

    /// Later rows said the same, and were taken, or said otherwise about the number.
    private func settle(_ entries: [Int64], on connection: Connection) async throws {
        guard !entries.isEmpty else { return }
        let ids = Set(entries).sorted()
        // One that isn't true is settled like the others, and stays untrue.
        try await seal.update(
            .held, "t.held_id = ANY(\(ids)) AND t.state IN ('w', 'p') \(unsafeSQL: RowSeal.set(.held)) state = 's'", on: connection)
        try await seal.write(
            .heldAct,
            """
            INSERT INTO intake.held_act (held_id, act, by_whom, reason)
            SELECT id, 's', \("intake \(source.rawValue)"), '後から取り込んだ行による' FROM unnest(\(ids)) AS s (id)
            """, on: connection)
        try await Self.release(ids, on: connection)
    }
}

/// What waits of a person whose row comes, as far as the register must know.
struct WaitingEntry: Sendable {
    let id: Int64
    let isClaim: Bool
    let code: String
    let items: ItemSet
    let digest: [UInt8]?

    /// Whether anything waits at all.
    static let anyOpen: Query = "SELECT EXISTS (SELECT FROM intake.held WHERE state IN ('w', 'p'))"

    static func query(of numbers: [String]) -> Query {
        """
        SELECT atenabango, held_id, kind = 'c', items, row_digest, code FROM intake.held
        WHERE state IN ('w', 'p') AND atenabango = ANY(\(numbers))
        """
    }

    static func byPerson(_ rows: Rows) throws -> [String: [WaitingEntry]] {
        var entries: [String: [WaitingEntry]] = [:]
        for row in rows {
            let (number, id, isClaim, items, digest, code) = try row.decode((String, Int64, Bool, Int64, [UInt8]?, String).self)
            entries[number, default: []].append(
                WaitingEntry(id: id, isClaim: isClaim, code: code, items: ItemSet(rawValue: items), digest: digest))
        }
        return entries
    }

    /// Whether it is this very row that waits.
    func isSame(as submission: Submission) -> Bool { !isClaim && digest == submission.digest }

    /// Whether an accepted row settles it: the row itself, or one that says of the claimed items what another does not have.
    func isSettled(by submission: Submission, claiming claim: Claim?) -> Bool {
        guard isClaim else { return digest == submission.digest }
        if let claim { return claim.items != items }
        return (!items.contains(Item.kojinbango) || submission.number != nil) && (!items.contains(Item.juminhyokodo) || submission.recordCode != nil)
    }
}

/// How a row is encrypted in the queue.
enum HeldRow {
    /// Bound into an encrypted row: which entry of the queue it is, so that what is decided on one is never done with another's.
    static func context(_ id: Int64) -> [UInt8] { Array("intake.held".utf8) + withUnsafeBytes(of: id.bigEndian) { Array($0) } }

    /// The same before entries were bound; ``VaultBinding`` alone opens those.
    static let contextOfBefore = Array("held row".utf8)
}
