public import Addressee
internal import AuditTrail
package import Postgres

/// データセットの登録. What the hub has once taken for a dataset's items: names and bits, which later schema versions may add to and never change. The journal
/// keeps bits, and a bit that meant another item would tell receivers of the wrong change.
package enum Catalogues {
    /// Registers a published dataset, or what a later version adds to it.
    ///
    /// - Throws: `CatalogueRefused` where it contradicts what is registered; `PostgresError`.
    package static func register(_ catalogue: ItemCatalogue, on connection: Connection) async throws {
        guard case .system(let publisher) = catalogue.source else { return }
        let name = catalogue.dataset.rawValue
        try await connection.execute(
            """
            INSERT INTO dataset.catalogue (dataset, publisher, record_key, label, schema_version)
            VALUES (\(name), \(publisher.rawValue), \(catalogue.recordKey?.rawValue), \(catalogue.label), \(Int32(catalogue.schemaVersion)))
            ON CONFLICT (dataset) DO UPDATE SET label = excluded.label, schema_version = excluded.schema_version
            WHERE dataset.catalogue.schema_version < excluded.schema_version AND dataset.catalogue.publisher = excluded.publisher
                AND dataset.catalogue.record_key IS NOT DISTINCT FROM excluded.record_key
            """)
        let known = try await connection.query("SELECT publisher, record_key, schema_version FROM dataset.catalogue WHERE dataset = \(name) FOR UPDATE")
        guard let (source, key, version) = try known.first?.decode((String, String?, Int32).self) else { throw CatalogueRefused.contradiction(name, "dataset") }
        guard source == publisher.rawValue else { throw CatalogueRefused.contradiction(name, "source") }
        guard key == catalogue.recordKey?.rawValue else { throw CatalogueRefused.contradiction(name, "record-key") }
        let rows = try await connection.query("SELECT bit, name, kind, length FROM dataset.item WHERE dataset = \(name) ORDER BY bit")
        var registered: [String: (bit: Int, kind: String, length: Int)] = [:]
        for row in rows {
            let (bit, item, kind, length) = try row.decode((Int16, String, String, Int32).self)
            registered[item] = (Int(bit), kind, Int(length))
            // Of an older text the newest items may be unknown, and no others.
            guard catalogue.schemaVersion < version || catalogue[item] != nil else { throw CatalogueRefused.contradiction(name, item) }
        }
        var added: [Item] = []
        for item in catalogue.items {
            guard let known = registered[item.rawValue] else {
                added.append(item)
                continue
            }
            guard known == (item.bit, item.kind.rawValue, item.length) else { throw CatalogueRefused.contradiction(name, item.rawValue) }
        }
        guard !added.isEmpty else { return }
        let taken = Set(registered.values.map(\.bit))
        if let item = added.first(where: { taken.contains($0.bit) || catalogue.schemaVersion < version }) {
            throw CatalogueRefused.contradiction(name, item.rawValue)
        }
        // A first text adds everything; a later one may do so only as another version.
        if !registered.isEmpty, !(try await isNewer(catalogue, on: connection)) { throw CatalogueRefused.sameVersion(name, added[0].rawValue) }
        try await connection.execute(
            """
            INSERT INTO dataset.item (dataset, bit, name, kind, length, since)
            SELECT \(name), bit, name, kind, length, \(Int32(catalogue.schemaVersion))
            FROM unnest(\(added.map { Int32($0.bit) }), \(added.map(\.rawValue)), \(added.map(\.kind.rawValue)), \(added.map { Int32($0.length) }))
                AS i (bit, name, kind, length)
            """)
    }

    /// - Throws: `CatalogueRefused` where another system publishes the dataset, or the register does.
    static func requirePublisher(_ source: SystemName, of catalogue: ItemCatalogue) throws(CatalogueRefused) {
        guard case .system(source) = catalogue.source else {
            let publisher = if case .system(let name) = catalogue.source { name.rawValue } else { "register" }
            throw .notPublisher(catalogue.dataset.rawValue, publisher)
        }
    }

    private static func isNewer(_ catalogue: ItemCatalogue, on connection: Connection) async throws -> Bool {
        let rows = try await connection.query("SELECT max(since) FROM dataset.item WHERE dataset = \(catalogue.dataset.rawValue)")
        return try (rows.first?.decode(Int32?.self) ?? 0) < Int32(catalogue.schemaVersion)
    }
}

/// A dataset's text that contradicts what the hub has taken for it.
public struct CatalogueRefused: Explained, Sendable {
    /// G0020 it contradicts what is registered, G0021 it adds items without another schema version, G0022 the system is not its publisher.
    public let code: String
    /// What is wrong, in Japanese.
    public let rule: String

    static func contradiction(_ dataset: String, _ item: String) -> Self {
        Self(code: "G0020", rule: "データセット\(dataset)の\(item)が、登録済みの定義と異なります。項目は後ろに加えるだけで、変えたり除いたりできません。")
    }
    static func sameVersion(_ dataset: String, _ item: String) -> Self {
        Self(code: "G0021", rule: "データセット\(dataset)に\(item)が加わっていますが、schema-versionが上がっていません。")
    }
    static func notPublisher(_ dataset: String, _ system: String) -> Self {
        Self(code: "G0022", rule: "データセット\(dataset)を公開できるのは\(system)だけです。")
    }
}
