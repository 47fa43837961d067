import CLibPQ

/// Connects on the thread on which the connection will live.
actor ConnectionOpener {
    nonisolated let thread = ConnectionThread()
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func connect(_ settings: ConnectionSettings) throws(PostgresError) -> (ConnectionHandle, Canceller) {
        let keywords = settings.connectKeywords
        guard !keywords.contains(where: { $0.key.utf8.contains(0) || $0.value.utf8.contains(0) }) else {
            throw .nulInText
        }
        guard let pointer = Self.withCStrings(keywords, { PQconnectdbParams($0, $1, 0) }) else {
            throw .connectionFailed("out of memory")
        }
        let handle = ConnectionHandle(pointer)
        guard PQstatus(pointer) == CONNECTION_OK else {
            throw .connectionFailed(PQerrorMessage(pointer).map { Self.oneLine(String(cString: $0)) } ?? "")
        }
        // Notices may hold values; by default libpq prints them to standard error.
        _ = PQsetNoticeReceiver(pointer, { _, _ in }, nil)
        guard let canceller = Canceller(pointer) else { throw .connectionFailed("out of memory") }
        return (handle, canceller)
    }

    /// Whether the server takes connections at all; then a refusal has reasons (password, no such database) that waiting does not cure.
    func isServerUp(_ settings: ConnectionSettings) -> Bool {
        Self.withCStrings(settings.connectKeywords) { PQpingParams($0, $1, 0) } == PQPING_OK
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func withCStrings<R>(
        _ keywords: [String: String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<UnsafePointer<CChar>?>?) -> R
    ) -> R {
        let names = keywords.keys.sorted()
        let storage = (names + names.map { keywords[$0] ?? "" }).map { Array($0.utf8CString) }
        let flat = ContiguousArray(storage.joined())
        return flat.withUnsafeBufferPointer { buffer in
            var pointers: [UnsafePointer<CChar>?] = []
            var offset = 0
            for text in storage {
                pointers.append(buffer.baseAddress.map { $0 + offset })
                offset += text.count
            }
            return body(Array(pointers[..<names.count]) + [nil], Array(pointers[names.count...]) + [nil])
        }
    }
}
