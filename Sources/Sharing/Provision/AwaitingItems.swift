internal import Addressee
internal import Governance
internal import Postgres

/// 番号の確認待ち. What of a person goes out for nobody until a person of the staff has decided whose it is: named as waiting in every entry, so that a
/// receiver keeps what it has, and left out of every answer.
enum AwaitingItems {
    /// Of a version `v`: the items that wait, a bit each. Mostly nobody waits, and that is asked once for all versions.
    static let column = "CASE WHEN (SELECT EXISTS (SELECT FROM register.awaiting)) THEN \(ofOne) ELSE 0 END"

    private static let ofOne =
        "coalesce((SELECT bit_or(w.items) FROM register.awaiting w WHERE w.addressee_id = v.addressee_id OR w.running_number = v.running_number), 0)"

    /// The same where many versions are read at once: the whole list is gone through once, and looked up only for those who are on it.
    static let columnOfMany = """
        CASE WHEN v.addressee_id IN (SELECT w.addressee_id FROM register.awaiting w WHERE w.addressee_id IS NOT NULL)
            OR v.running_number IN (SELECT w.running_number FROM register.awaiting w WHERE w.running_number IS NOT NULL) THEN \(ofOne) ELSE 0 END
        """

    /// An item of the version `v`, and nothing while it waits.
    static func settled(_ item: Item) -> String {
        """
        CASE WHEN NOT EXISTS (
            SELECT FROM register.awaiting w WHERE w.addressee_id = v.addressee_id AND w.items & \(ItemSet(item).rawValue) <> 0
        ) THEN v.\(item.rawValue) END
        """
    }

    /// Of whole persons; what waits by a number is known to who opens numbers.
    static func persons(on connection: Connection) async throws -> [Int64: ItemSet] {
        let rows = try await connection.query(
            "SELECT addressee_id, bit_or(items) FROM register.awaiting WHERE addressee_id IS NOT NULL GROUP BY addressee_id")
        var waiting: [Int64: ItemSet] = [:]
        for row in rows {
            let (person, items) = try row.decode((Int64, Int64).self)
            waiting[person] = ItemSet(rawValue: items)
        }
        return waiting
    }

    /// The same where no other of the register's items goes out than the individual number.
    static func numbers(on connection: Connection) async throws -> [Int64: ItemSet] {
        try await persons(on: connection).compactMapValues { items in
            let number = items.intersection(ItemSet(Item.kojinbango))
            return number.isEmpty ? nil : number
        }
    }

    /// Those of these integrated numbers whose individual number waits.
    static func among(_ running: [Int64], on connection: Connection) async throws -> Set<Int64> {
        guard !running.isEmpty else { return [] }
        let rows = try await connection.query("SELECT running_number FROM register.awaiting WHERE running_number = ANY(\(running))")
        return Set(try rows.map { try $0.decode(Int64.self) })
    }
}
