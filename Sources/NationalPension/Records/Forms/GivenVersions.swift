internal import Addressee
internal import Postgres

/// 宛名の版, read one after another, as far as they are looked at.
struct GivenVersions {
    /// The newest first.
    let rows: [Row]

    /// As the person was given last; `nil` where they never were.
    var newest: AddresseeVersion? { get throws { try rows.first.map { try AddresseeVersion($0) } } }

    /// 変更前. What a notice of a change says was before; empty where nothing was given before, or the notice is of none.
    func former(of kind: NoticeKind) throws -> ReportContent.Former {
        var former = ReportContent.Former()
        switch kind {
        case .nameChanged:
            let version = try before(\.formalName)
            (former.name, former.kana) = (version?.formalName ?? "", version?[.shimeiFurigana] ?? "")
        case .birthCorrected: former.birth = try before(\.displayedBirth)?.displayedBirth ?? ""
        case .movedWithinJapan: former.address = try before(\.address)?.address ?? ""
        default: break
        }
        return former
    }

    /// The last version before the newest that gave another value; what was not given is not changed.
    private func before(_ value: (AddresseeVersion) -> String) throws -> AddresseeVersion? {
        guard let now = try newest.map(value) else { return nil }
        for row in rows.dropFirst() {
            let version = try AddresseeVersion(row)
            if !value(version).isEmpty, value(version) != now { return version }
        }
        return nil
    }
}

extension AddresseeVersion {
    /// As it is printed; empty where it was not given.
    var displayedBirth: String { birth.map { EraDate.display($0) } ?? "" }
}

extension PensionRecords {
    /// 宛名の版 of the person, the newest first: of what is decided those that were kept by then, and none that stands ahead of the person's last.
    ///
    /// - Throws: `PostgresError`.
    func givenVersions(of number: AddresseeNumber, by reception: ReceptionNumber, on connection: Connection) async throws -> GivenVersions {
        GivenVersions(
            rows: Array(
                try await connection.query(
                    """
                    SELECT v.history_number, v.presence, v.moved_on, v.items::text
                    FROM pension.addressee_version v
                    JOIN pension.person p ON p.atenabango = v.atenabango AND v.history_number <= p.history_number
                    LEFT JOIN pension.decision d ON d.fiscal_year = \(reception.fiscalYear) AND d.number = \(reception.number)
                    WHERE v.atenabango = \(number.value) AND (d.decided_at IS NULL OR v.kept_at <= d.decided_at)
                    ORDER BY v.history_number DESC
                    """)))
    }
}
