import CLibPQ

extension PostgresError {
    /// Classes whose primary messages name objects (tables, constraints, roles) but never values of rows.
    private static let classesWithoutValues: Set<String> = [
        "08", "0A", "21", "23", "25", "26", "28", "34", "3D", "3F", "40", "42", "53", "54", "55", "57", "58",
    ]

    /// From a failed result; nil fields of libpq become nil here.
    init(result: OpaquePointer, isConnectionBad: Bool) {
        func field(_ code: Character) -> String? {
            guard let ascii = code.asciiValue, let text = PQresultErrorField(result, Int32(ascii)) else { return nil }
            return String(cString: text)
        }
        guard let sqlState = field("C") else {
            self = isConnectionBad ? .connectionLost : .misuse("libpq refused the statement")
            return
        }
        // RAISE takes any SQLSTATE and any text, so its message is never kept.
        let keep = Self.classesWithoutValues.contains(String(sqlState.prefix(2))) && field("R") != "exec_stmt_raise"
        self.init(
            Storage(
                .server, sqlState: sqlState, message: keep ? field("M") : nil, schema: field("s"), table: field("t"),
                column: field("c"), constraint: field("n"), position: field("P").flatMap { Int($0) }))
    }

    /// The plan of a prepared statement no longer fits the tables, or the statement is gone: preparing it anew helps.
    static func isStalePlan(_ result: OpaquePointer) -> Bool {
        func field(_ code: Character) -> String? {
            guard let ascii = code.asciiValue, let text = PQresultErrorField(result, Int32(ascii)) else { return nil }
            return String(cString: text)
        }
        switch field("C") {
        case "26000": return true
        case "0A000": return field("R") == "RevalidateCachedQuery"
        default: return false
        }
    }
}
