internal import AuditTrail
package import Keys
package import Postgres

/// 証印の正しくない行. Rows of one table that the program did not write as they are.
public struct UntrueRows: Sendable, Codable, Hashable {
    /// `access.ledger`.
    public let table: String
    /// How many.
    public let count: Int

    /// What it means and what to do, in Japanese.
    public var text: String {
        if table == SealedTable.act.name {
            return
                "\(table): ハブが書いたものではないか、書き換えられた行が\(count)件あります。これらの起案・承認は数えず、その版では提供しません。atena audit verify で証跡を確かめ、データベースの管理者と原因を調べてください。"
        }
        if table == SealedTable.endpoint.name {
            return
                "\(table): ハブが書いたものではないか、書き換えられた行が\(count)件あります。この接続では配信しません。データベースの管理者と原因を調べ、atena endpoint load で取り込み直し、atena endpoint resume で再開してください。"
        }
        if table == SealedTable.flagAct.name {
            return
                "\(table): ハブが書いたものではないか、書き換えられた行が\(count)件あります。これらの行の者は、自動応答不可として扱い、解除できません。atena audit verify で証跡を確かめ、データベースの管理者と原因を調べ、行を元に戻してください。"
        }
        if table == SealedTable.answerRequest.name {
            return
                "\(table): ハブが書いたものではないか、書き換えられた行が\(count)件あります。これらの行の者について、その業務システムには何も認めません。atena audit verify で証跡を確かめ、データベースの管理者と原因を調べ、行を元に戻してください。"
        }
        if table == SealedTable.held.name || table == SealedTable.heldAct.name {
            return
                "\(table): ハブが書いたものではないか、書き換えられた行が\(count)件あります。これらの保留は決定できません。atena audit verify で証跡を確かめ、データベースの管理者と原因を調べ、行を元に戻すか、元の業務システムから行をもう一度届けてもらってください。"
        }
        if table == SealedTable.protectionNotice.name || table == SealedTable.followed.name {
            return
                "\(table): ハブが書いたものではないか、書き換えられた行が\(count)件あります。支援措置の設定をこれらの業務システムが受領したかは、わかりません。業務システムに直接確かめ、atena audit verify で証跡を確かめて、データベースの管理者と原因を調べてください。"
        }
        if table == SealedTable.interest.name {
            return
                "\(table): ハブが書いたものではないか、書き換えられた行が\(count)件あります。これらの行は、業務システムの関心の登録・終了として数えません。atena audit verify で証跡を確かめ、データベースの管理者と原因を調べてください。必要な登録は atena interest register でやり直してください。"
        }
        if table == SealedTable.transfer.name || table == SealedTable.transferFile.name {
            return
                "\(table): ハブが書いたものではないか、書き換えられた行が\(count)件あります。これらの行では異動は発効せず、その職員は発令日から何の権限も持ちません。atena audit verify で証跡を確かめ、データベースの管理者と原因を調べ、行を元に戻すか取り除いてから、異動ファイルをもう一度取り込んでください。"
        }
        if table == SealedTable.ledger.name {
            return
                "\(table): ハブが書いたものではないか、書き換えられた行が\(count)件あります。これらの行は、その職員のその権限の剥奪として扱います。atena audit verify で証跡を確かめ、データベースの管理者と原因を調べ、行を元に戻すか取り除いてください。"
        }
        if table == SealedTable.calendar.name {
            return
                "\(table): ハブが書いたものではないか、書き換えられた行が\(count)件あります。これらの行の日は、ハブの基準日ではありません。atena audit verify で証跡を確かめ、データベースの管理者と原因を調べ、行を取り除いてください。"
        }
        return
            "\(table): ハブが書いたものではないか、書き換えられた行が\(count)件あります。これらの行は、ないものとして扱います（サインイン、権限、支援措置の終了・一時解除、媒体の承認・受渡し、証明書の登録のどれにもなりません）。atena audit verify で証跡を確かめ、データベースの管理者と原因を調べてください。"
    }

    /// By table; none where every row is true.
    package static func all(_ keys: LiveCipher, on connection: Connection) async throws -> [UntrueRows] {
        try await RowSeal(keys: keys).untrue(on: connection).map { UntrueRows(table: $0.table, count: $0.count) }
    }
}

extension AccessControl {
    /// Seals what stood in the tables of access before rows were sealed; once in the life of a hub, on record.
    ///
    /// - Returns: how many rows; nil where it was done before, or there was nothing to seal.
    /// - Throws: `PostgresError`.
    package func sealStanding(by whom: String) async throws -> Int? {
        try await pool.transaction { connection in
            guard let count = try await seal.sealStanding(at: now(), on: connection), count > 0 else { return nil }
            try await AuditEvent(.rowsSealed, by: whom, fields: ["count": String(count)], at: now()).record(on: connection)
            return count
        }
    }

    /// Tells the log of rows that are not true; nothing where all are.
    func tellUntrue(by whom: String) async throws {
        try await pool.transaction(retries: 3) { connection in
            let untrue = try await UntrueRows.all(keys, on: connection)
            guard !untrue.isEmpty else { return }
            let tables = untrue.map { "\($0.table):\($0.count)" }.joined(separator: " ")
            try await AuditEvent(.rowsUntrue, by: whom, fields: ["tables": tables], at: now()).record(on: connection)
        }
    }
}
