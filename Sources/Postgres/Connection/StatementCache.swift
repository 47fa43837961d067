/// The prepared statements of one connection, least recently used out first. Pure.
struct StatementCache {
    struct Key: Hashable {
        var sql: String
        var types: [UInt32]
    }

    struct Statement {
        let name: String
        var columns: Columns?
        var lastUse: UInt64
    }

    private let maximum: Int
    private var statements: [Key: Statement] = [:]
    private var clock: UInt64 = 0
    private var names: UInt64 = 0

    init(maximum: Int) {
        self.maximum = max(1, maximum)
    }

    var count: Int { statements.count }

    mutating func find(_ key: Key) -> Statement? {
        guard let index = statements.index(forKey: key) else { return nil }
        clock += 1
        statements.values[index].lastUse = clock
        return statements.values[index]
    }

    /// A name that was never used on this connection.
    mutating func freshName() -> String {
        names += 1
        return "s\(names)"
    }

    mutating func insert(_ key: Key, name: String) {
        clock += 1
        statements[key] = Statement(name: name, lastUse: clock)
    }

    mutating func remember(_ columns: Columns, for key: Key) {
        statements[key]?.columns = columns
    }

    mutating func remove(_ key: Key) -> Statement? {
        statements.removeValue(forKey: key)
    }

    /// Takes out what is over the maximum (a quarter at once, so that it is rare) and gives the names to deallocate.
    mutating func evict() -> [String] {
        guard statements.count > maximum else { return [] }
        let oldest = statements.sorted { $0.value.lastUse < $1.value.lastUse }
        let surplus = oldest.prefix(statements.count - maximum + maximum / 4)
        for (key, _) in surplus { statements[key] = nil }
        return surplus.map(\.value.name)
    }
}
