internal import Addressee
internal import Postgres

extension DeliveryWorker {
    /// What stands in place of a reason that told something of the person.
    static let reasonLeftOut = "受信側の理由に本人の情報があったため、残していません"

    /// Columns of a version that say nothing of the person.
    private static let ofTheHub = [
        "addressee_id", "journal_position", "xact", "running_number", "history_number", "source_history_number", "row_digest", "recorded_at", "registered_by",
        "gyomuid", "dokujishisakushisutemutoid",
    ]

    /// 受信側の理由. What a receiver says of an entry, as it is kept: words that tell something of the person are a copy of the record that no policy gave, in a
    /// table that nobody opens with a reason. All that was ever recorded of the person counts, as what they held before does to a receiver.
    ///
    /// - Returns: the reason, or that it is left out.
    func tellingNothing(_ reason: String, of addressee: Int64, on connection: Connection) async throws -> String {
        let values = try await connection.query(
            """
            SELECT DISTINCT value FROM (
                SELECT to_jsonb(v) - \(Self.ofTheHub) AS items FROM register.version v WHERE addressee_id = \(addressee)
                UNION ALL SELECT items FROM dataset.record WHERE addressee_id = \(addressee) AND items IS NOT NULL
            ) r CROSS JOIN LATERAL jsonb_each_text(r.items) WHERE value IS NOT NULL
            """
        ).map { try $0.decode(String.self) }
        return ToldValues(values).areTold(in: reason) ? Self.reasonLeftOut : reason
    }
}
