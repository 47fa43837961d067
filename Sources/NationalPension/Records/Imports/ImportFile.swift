package import Addressee
internal import Postgres

/// 移行のファイル. A file of an existing city's records that was taken in.
package struct ImportFile: Sendable {
    /// 移行の番号.
    package let id: Int64
    /// 移行の種類.
    package let kind: FileLayout.PensionFile
    /// SHA-256 of the file, unpacked, in hexadecimal.
    package let digest: String
    /// Rows of it, without its heading.
    package let lines: Int64
    /// Who took it in first.
    package let enteredBy: String
    /// The day in Japan on which they did.
    package let on: CalendarDay

    /// What acts of it name.
    var subject: String { "\(id) \(kind.rawValue) \(digest)" }

    /// Of which row something is, as the ledger tells it for good.
    func origin(_ line: Int) -> String { "移行 \(id) の\(line)行目（SHA-256 \(digest)）" }
}

extension PensionRecords {
    /// Begins to take a file in, or goes on with one that was taken in before.
    ///
    /// - Parameters:
    ///   - digest: SHA-256 of the file, unpacked.
    ///   - lines: rows of it.
    /// - Throws: `PensionRefused` J0017, J0023 where somebody put the file there by SQL; `PostgresError`.
    package func openImport(_ kind: FileLayout.PensionFile, digest: [UInt8], lines: Int, by clerk: Clerk) async throws -> ImportFile {
        func open() async throws -> ImportFile {
            try await pool.transaction(retries: 2) { connection in
                let known = try await one("kind = \(kind.rawValue) AND digest = \(digest)", on: connection)
                let file: ImportFile
                if let known {
                    file = known
                } else {
                    let id = try await seal.nextID(of: .importFile, on: connection)
                    try await seal.insert(
                        .importFile,
                        """
                        SELECT \(id)::bigint AS import_id, now() AS opened_at, \(Int64(lines))::bigint AS lines, \(kind.rawValue)::text AS kind,
                          \(digest)::bytea AS digest, \(clerk.section)::text AS section, \(clerk.account)::text AS entered_by,
                          \(clerk.setUpBy)::text AS entered_set_up_by
                        """, on: connection)
                    guard let made = try await one("import_id = \(id)", on: connection) else { throw PensionRefused.unreadable }
                    file = made
                }
                try await Act(kind: .importOpened, clerk: clerk, reason: file.subject).record(seal, on: connection)
                return file
            }
        }
        do { return try await open() } catch let error as PostgresError where error.isUniqueViolation { return try await open() }
    }

    /// A file by its number.
    ///
    /// - Throws: `PensionRefused` J0101, J0023; `PostgresError`.
    package func importFile(_ id: Int64) async throws -> ImportFile {
        guard let file = try await pool.withConnection({ try await one("import_id = \(id)", on: $0) }) else { throw PensionRefused.unknownImport }
        return file
    }

    /// Files that were taken in, the newest first, and how many are left out because somebody put them there by SQL.
    ///
    /// - Throws: `PostgresError`.
    package func imports(limit: Int) async throws -> (files: [ImportFile], untrue: Int) {
        try await pool.withConnection { try await imports("true ORDER BY import_id DESC LIMIT \(Int64(limit))", on: $0) }
    }

    private func one(_ condition: Query, on connection: Connection) async throws -> ImportFile? {
        let (files, untrue) = try await imports(condition, on: connection)
        guard untrue == 0 else { throw PensionRefused.untrue }
        return files.first
    }

    private func imports(_ condition: Query, on connection: Connection) async throws -> (files: [ImportFile], untrue: Int) {
        let rows = try await connection.query(
            condition.between(
                unsafeSQL:
                    """
                    SELECT import_id, kind, pg_catalog.encode(digest, 'hex'), lines, entered_by, floor(extract(epoch FROM opened_at))::bigint,
                      \(SealedRecord.importFile.sealed("f")) FROM pension.import_file f WHERE
                    """ + " ", ""))
        let files = try rows.compactMap { row -> ImportFile? in
            let (id, kind, digest, lines, by, at, form, mac) = try row.decode((Int64, String, String, Int64, String, Int64, [UInt8], [UInt8]?).self)
            guard seal.holds(.importFile, form, mac) else { return nil }
            guard let kind = FileLayout.PensionFile(rawValue: kind) else { throw PensionRefused.unreadable }
            return ImportFile(id: id, kind: kind, digest: digest, lines: lines, enteredBy: by, on: CalendarDay(inJapanAt: at))
        }
        return (files, rows.count - files.count)
    }
}
