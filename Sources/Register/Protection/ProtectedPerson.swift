public import Addressee
internal import Postgres

/// 支援措置の対象者の指定. How a clerk names a person whose protection is set or ended.
public enum ProtectedPerson: Sendable, Hashable {
    /// 団体内統合宛名番号: whoever is under it.
    case integrated(IntegratedAddresseeNumber)
    /// 宛名番号, also of somebody without individual number.
    case addressee(AddresseeNumber)
}

/// A person who was named, by one addressee number.
struct NamedPerson: Sendable, Hashable {
    let id: Int64
    let number: String

    /// Those who were named, each once, in the order of the names; of several records under one integrated number the first one registered.
    ///
    /// - Throws: `ProtectionRefused` U0002 where a name is nobody's, U0015 for none or too many; `PostgresError`.
    static func resolved(_ names: [ProtectedPerson], on connection: Connection) async throws -> [NamedPerson] {
        guard (1...ProtectionMeasures.most).contains(names.count) else { throw ProtectionRefused.tooMany }
        var found: [NamedPerson] = []
        for name in names {
            let rows =
                switch name {
                case .integrated(let number):
                    try await connection.query(
                        """
                        SELECT a.addressee_id, a.atenabango FROM register.tied_to(\([number.runningNumber])) AS t JOIN register.addressee a USING (addressee_id)
                        ORDER BY a.addressee_id LIMIT 1
                        """)
                case .addressee(let number):
                    try await connection.query("SELECT addressee_id, atenabango FROM register.addressee WHERE atenabango = \(number.value)")
                }
            guard let (id, number) = try rows.first?.decode((Int64, String).self) else { throw ProtectionRefused.unknown }
            let person = NamedPerson(id: id, number: number)
            if !found.contains(person) { found.append(person) }
        }
        return found
    }

    /// Everybody under the same integrated numbers, these among them, locked in the order in which all writers of protection lock.
    static func locked(_ persons: [Int64], on connection: Connection) async throws -> [Int64] {
        // Who shares a number is read again by whoever needs it after the wait.
        try await connection.query(
            """
            SELECT a.addressee_id FROM register.addressee a
            WHERE a.addressee_id = ANY (\(persons) || ARRAY(SELECT register.sharing_number(p.id) FROM unnest(\(persons)) AS p (id)))
            ORDER BY a.atenabango FOR NO KEY UPDATE
            """
        ).map { try $0.decode(Int64.self) }
    }
}
