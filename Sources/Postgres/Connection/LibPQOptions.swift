import CLibPQ

/// libpq's own view of connection keywords.
enum LibPQOptions {
    /// What the environment (`PGHOST`, `PGOPTIONS`, …) and the compiled-in values give.
    static var defaults: [String: String] {
        take(PQconndefaults())
    }

    /// The keywords of a connection URI or of a `key=value` string; nil when the text is a mere database name, or wrong (then libpq says why on connecting).
    static func parse(_ text: String) -> [String: String]? {
        guard text.contains("=") || text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") else { return nil }
        var message: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(text, &message)
        PQfreemem(message)
        return options.map { take($0) }
    }

    private static func take(_ options: UnsafeMutablePointer<PQconninfoOption>?) -> [String: String] {
        guard let options else { return [:] }
        defer { PQconninfoFree(options) }
        var result: [String: String] = [:]
        var next = options
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.val, value.pointee != 0 {
                result[String(cString: keyword)] = String(cString: value)
            }
            next += 1
        }
        return result
    }
}
