internal import Addressee
internal import Governance
internal import Postgres
internal import SourceFiles

/// 抑止・支援措置 (CT-22) that a row states, whatever becomes of the row otherwise.
struct StatedProtection: Sendable {
    /// 宛名番号, of the form of one.
    var number: String
    /// The number filled with zeros, where it lost them on its way; else the number.
    var filledNumber: String {
        number.utf8.count < 15 && number.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? String(repeating: "0", count: 15 - number.utf8.count) + number : number
    }
    var isSuppressed: Bool
    var isProvisional: Bool
    var from: CalendarDay?
    var until: CalendarDay?

    /// Why it stands beside the versions.
    enum Cause: String, Sendable {
        /// The row was rejected or held.
        case refused = "r"
        /// 仮登録
        case provisional = "p"
        /// Another addressee number with the same individual number.
        case sameNumber = "n"
    }
}

/// Where a file has the items of 抑止・支援措置.
struct ProtectionFields: Sendable {
    private let number: Int?
    private let suppressed: Int?
    private let provisional: Int?
    private let from: Int?
    private let until: Int?

    init(_ field: (Item) -> Int?) {
        number = field(.atenabango)
        suppressed = field(.yokushifuragu)
        provisional = field(.kariShiensochi)
        from = field(.shiensochiKaishi)
        until = field(.shiensochiShuryo)
    }

    /// What a row states; nil where it states none, or no addressee number. The row need not have passed any check.
    ///
    /// A start that can't be read is a start all the same: the person is suppressed, and no day is invented.
    func stated(_ row: RowView) -> StatedProtection? {
        guard let number else { return nil }
        let start = from.map { row[$0] }
        let hasStart = start?.isEmpty == false
        let isSuppressed = isOne(row, suppressed)
        let isProvisional = isOne(row, provisional)
        guard isSuppressed || isProvisional || hasStart, let number = try? AddresseeNumber(row.text(number)) else { return nil }
        let day = start.flatMap { CalendarDay(bytes: $0) }
        return StatedProtection(
            number: number.value, isSuppressed: isSuppressed || hasStart && day == nil, isProvisional: isProvisional, from: day,
            until: until.flatMap { CalendarDay(bytes: row[$0]) })
    }

    private func isOne(_ row: RowView, _ field: Int?) -> Bool { field.map { row[$0].elementsEqual([UInt8(ascii: "1")]) } ?? false }
}

/// Keeps protection from failing open: whatever else becomes of a row, what it newly states of protection is set at once, in the transaction that decides
/// the row, for every addressee number with the same individual number.
struct ProtectionKeeping {
    let fields: SubmissionFields

    /// What may have to be set: by rows that were not taken in (not of the right form, rejected, held), by provisional versions, and, for others under the
    /// same number, by versions that state it newly.
    ///
    /// - Parameter linked: persons who were linked to a number that others have.
    /// - Returns: the addressee numbers of those for whom something was set.
    func keep(
        _ outcome: BlockRegistration.Outcome, _ versions: [RegisterWriter.Version], submitted: [Submission],
        linked: [(runningNumber: Int64, addresseeID: Int64)],
        in block: RowBlock, on connection: Connection
    ) async throws -> [String] {
        var stated: [(StatedProtection, StatedProtection.Cause)] = []
        func note(_ row: Int, _ cause: StatedProtection.Cause) {
            guard var protection = block.withRow(row, fields.protection.stated) else { return }
            stated.append((protection, cause))
            if protection.filledNumber != protection.number {
                protection.number = protection.filledNumber
                stated.append((protection, cause))
            }
        }
        var isChecked = [Bool](repeating: false, count: block.rows.count)
        for submission in submitted { isChecked[submission.row] = true }
        for row in block.rows.indices where !isChecked[row] && block.rows[row].isWhole { note(row, .refused) }
        for rejected in outcome.rejected { note(rejected.row, .refused) }
        for held in outcome.held { note(held.row, .refused) }
        for version in versions {
            if block.withRow(version.submission.row, fields.isProvisional) {
                note(version.submission.row, .provisional)
            } else if version.owner != nil, !version.isNew, !version.changed.isDisjoint(with: .ofProtection) {
                note(version.submission.row, .sameNumber)
            }
        }
        for linked in linked {
            guard let version = versions.last(where: { $0.addresseeID == linked.addresseeID }) else { continue }
            note(version.submission.row, .sameNumber)
        }
        guard !stated.isEmpty || !linked.isEmpty else { return [] }
        let statements: [Query] = [
            """
            INSERT INTO register.shared_number (running_number, addressee_id)
            SELECT * FROM unnest(\(linked.map(\.runningNumber)), \(linked.map(\.addresseeID))) ON CONFLICT DO NOTHING
            """,
            // Most who are linked come to nobody who is protected. Where no row states anything, that is looked at first: these persons are locked already, be it
            // as known ones or as new.
            """
            SELECT atenabango FROM register.set_protection(
                \(stated.map(\.1.rawValue)), \(stated.map(\.0.number)), \(stated.map(\.0.isSuppressed)), \(stated.map(\.0.isProvisional)),
                \(stated.map { PostgresDay($0.0.from) }), \(stated.map { PostgresDay($0.0.until) }), \(linked.map(\.addresseeID)), \(ItemSet.ofProtection.rawValue)) AS s (atenabango)
            WHERE \(!stated.isEmpty) OR EXISTS (
                SELECT FROM unnest(\(linked.map(\.addresseeID))) AS n (id)
                CROSS JOIN LATERAL register.sharing_number(n.id) AS other (id) CROSS JOIN LATERAL register.protection_now(other.id) AS e
                WHERE e.suppressed OR e.provisional OR e.first IS NOT NULL OR e.last IS NOT NULL)
            """,
        ]
        return try await connection.pipeline(statements)[1].map { try $0.decode(String.self) }
    }
}

extension PostgresDay {
    fileprivate init?(_ day: CalendarDay?) {
        guard let day else { return nil }
        self.init(daysSince2000: day.daysSince2000)
    }
}
