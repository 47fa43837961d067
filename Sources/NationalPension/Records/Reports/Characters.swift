internal import Postgres

extension PensionRecords {
    /// 代替文字の決定. Says what stands in files for characters that have no code in Shift_JIS; what was decided before for one of them is decided anew.
    ///
    /// - Throws: `PensionRefused` J0007 for what is no single character, has a code itself, or would be replaced by what has none, or separates values; `PostgresError`.
    package func decide(_ replacements: [(character: String, replacement: String)], by clerk: Clerk) async throws {
        guard !replacements.isEmpty else { throw PensionRefused.terms("文字と代わりの文字を、タブで区切って1行に一つずつ書いてください。") }
        var codes = try ReportCharacters(.shiftJIS)
        for (character, replacement) in replacements {
            guard character.count == 1, character.utf8.count <= 64 else { throw PensionRefused.terms("置き換える文字は、1行に1文字だけ書いてください。") }
            guard !codes.missing(in: [character]).isEmpty else { throw PensionRefused.terms("Shift_JISにある文字は置き換えません。") }
            try EnteredText.reason.checked(replacement)
            guard replacement.unicodeScalars.count <= 10, !replacement.contains(where: { $0 == "," || $0 == "\"" }), codes.missing(in: [replacement]).isEmpty
            else { throw PensionRefused.terms("代わりの文字は、Shift_JISにある10文字までにしてください。, と \" は使えません。") }
        }
        try await pool.transaction(retries: 2) { connection in
            for (character, replacement) in replacements {
                let id = try await seal.nextID(of: .reportCharacter, on: connection)
                try await seal.insert(
                    .reportCharacter,
                    """
                    SELECT \(id)::bigint AS character_id, now() AS entered_at, \(character)::text AS original, \(replacement)::text AS replacement,
                      \(clerk.section)::text AS section, \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by
                    """, on: connection)
            }
            try await Act(kind: .characterDecided, clerk: clerk).record(seal, on: connection)
        }
    }

    /// What stands for which character.
    func decidedCharacters(on connection: Connection) async throws -> [String: String] {
        var decided: [String: String] = [:]
        for row in try await connection.query(
            """
            SELECT original, replacement, \(unsafeSQL: SealedRecord.reportCharacter.sealed("c")) FROM pension.report_character c ORDER BY character_id
            """)
        {
            let (original, replacement, form, mac) = try row.decode((String, String, [UInt8], [UInt8]?).self)
            if seal.holds(.reportCharacter, form, mac) { decided[original] = replacement }
        }
        return decided
    }
}
