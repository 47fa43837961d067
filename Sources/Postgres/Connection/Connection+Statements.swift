import CLibPQ

extension Connection {
    /// Text format results of the simple protocol; many statements are possible.
    func perform(_ sql: String) throws(PostgresError) {
        let pointer = try pointer
        guard !PostgresType.holdsNUL(sql) else { throw .nulInText }
        guard PQsendQuery(pointer, sql) == 1 else { throw failure(pointer) }
        _ = try collect(pointer)
    }

    func run(_ query: Query) throws(PostgresError) -> Rows {
        if let problem = query.parameters.problem { throw problem }
        let pointer = try pointer
        let key = StatementCache.Key(sql: query.sql, types: query.parameters.types)
        guard let statement = statements.find(key) else { return try runPipeline([query])[0] }
        let wasIdle = state.transactionStatus == .idle
        guard send(query, prepared: statement.name, pointer) else { throw failure(pointer) }
        var stale = false
        do {
            let result = try collect(pointer, isStale: &stale)
            return rows(result, key: key, columns: statement.columns)
        } catch {
            guard stale, let old = statements.remove(key) else { throw error }
            // Inside a transaction the server has already given it up; the caller must start again, and will find a fresh plan then.
            guard wasIdle else { throw error }
            try? perform("DEALLOCATE \(old.name)")
            return try runPipeline([query])[0]
        }
    }

    /// Sends everything, statements that are not yet prepared with their preparation, and one Sync; then reads the answers, that to Sync too.
    func runPipeline(_ queries: [Query]) throws(PostgresError) -> [Rows] {
        for query in queries {
            if let problem = query.parameters.problem { throw problem }
            if PostgresType.holdsNUL(query.sql) { throw .nulInText }
            if query.parameters.types.count > 65535 { throw .misuse("a statement takes at most 65,535 parameters") }
        }
        try deallocateSurplus()
        let wasIdle = state.transactionStatus == .idle
        var stale = false
        do {
            return try attempt(queries, commits: wasIdle, isStale: &stale)
        } catch {
            // Nothing of it stands, and the stale statement is forgotten.
            guard stale, wasIdle else { throw error }
            return try attempt(queries, commits: wasIdle, isStale: &stale)
        }
    }

    private func attempt(_ queries: [Query], commits: Bool, isStale: inout Bool) throws(PostgresError) -> [Rows] {
        let pointer = try pointer
        guard PQenterPipelineMode(pointer) == 1 else { throw failure(pointer) }
        defer { _ = PQexitPipelineMode(pointer) }
        let steps = sendAll(queries, pointer)
        guard PQpipelineSync(pointer) == 1 else { throw failure(pointer) }
        return try receive(steps, pointer, commits: commits, isStale: &isStale)
    }

    private struct Step {
        var key: StatementCache.Key
        /// Set when this step prepares the statement.
        var prepares: String?
    }

    /// A failed send shows as an error of the answers, so it is not looked at here.
    private func sendAll(_ queries: [Query], _ pointer: OpaquePointer) -> [Step] {
        var steps: [Step] = []
        var fresh: [StatementCache.Key: String] = [:]
        for query in queries {
            let key = StatementCache.Key(sql: query.sql, types: query.parameters.types)
            let name: String
            if let known = statements.find(key)?.name ?? fresh[key] {
                name = known
            } else {
                name = statements.freshName()
                fresh[key] = name
                _ = PQsendPrepare(pointer, name, query.sql, Int32(key.types.count), key.types)
                steps.append(Step(key: key, prepares: name))
            }
            _ = send(query, prepared: name, pointer)
            steps.append(Step(key: key))
        }
        return steps
    }

    private func receive(
        _ steps: [Step], _ pointer: OpaquePointer, commits: Bool, isStale: inout Bool
    ) throws(PostgresError) -> [Rows] {
        var answers: [Rows] = []
        var first: PostgresError?
        for step in steps {
            // After the loss of the connection there is nothing more to read.
            if first != nil, PQstatus(pointer) == CONNECTION_BAD { break }
            var stale = false
            do {
                let result = try collect(pointer, isStale: &stale)
                if let name = step.prepares {
                    statements.insert(step.key, name: name)
                } else {
                    answers.append(rows(result, key: step.key, columns: statements.find(step.key)?.columns))
                }
            } catch {
                if first == nil { first = error }
                if stale {
                    isStale = true
                    _ = statements.remove(step.key)
                }
            }
        }
        do {
            try receiveSync(pointer)
        } catch {
            throw first ?? (commits ? error.inPhase(.commit) : error)
        }
        if let first { throw first }
        return answers
    }

    /// Outside a transaction the server commits at Sync, after the last statement was answered: nothing stands before this answer, and the commit may fail.
    private func receiveSync(_ pointer: OpaquePointer) throws(PostgresError) {
        var failure: PostgresError?
        while PQstatus(pointer) != CONNECTION_BAD, let next = PQgetResult(pointer) {
            let result = ResultBox(next)
            if result.status == PGRES_PIPELINE_SYNC {
                if let failure { throw failure }
                return
            }
            failure = failure ?? PostgresError(result: next, isConnectionBad: PQstatus(pointer) == CONNECTION_BAD)
        }
        throw failure ?? self.failure(pointer)
    }

    private func rows(_ result: ResultBox, key: StatementCache.Key, columns known: Columns?) -> Rows {
        if let known { return Rows(result, columns: known) }
        let columns = Columns(result)
        statements.remember(columns, for: key)
        return Rows(result, columns: columns)
    }

    private func send(_ query: Query, prepared name: String, _ pointer: OpaquePointer) -> Bool {
        query.parameters.withPointers { values, lengths, formats in
            PQsendQueryPrepared(pointer, name, Int32(query.parameters.types.count), values, lengths, formats, 1)
        } == 1
    }

    private func deallocateSurplus() throws(PostgresError) {
        guard state.transactionStatus != .inFailedTransaction else { return }
        let surplus = statements.evict()
        guard !surplus.isEmpty else { return }
        try perform(surplus.map { "DEALLOCATE \($0)" }.joined(separator: ";"))
    }

    func collect(_ pointer: OpaquePointer) throws(PostgresError) -> ResultBox {
        var stale = false
        return try collect(pointer, isStale: &stale)
    }

    /// The same of a script with copies, whose data are sent as the server asks for them.
    func collect(_ pointer: OpaquePointer, copying copies: [BinaryCopy]) throws(PostgresError) -> ResultBox {
        var stale = false
        return try collect(pointer, copying: copies, isStale: &stale)
    }

    /// Reads every result of one statement (or script) and gives the last; the first error wins.
    private func collect(_ pointer: OpaquePointer, copying copies: [BinaryCopy] = [], isStale: inout Bool) throws(PostgresError) -> ResultBox {
        var answer: ResultBox?
        var failure: PostgresError?
        var copies = copies[...]
        while let next = PQgetResult(pointer) {
            let result = ResultBox(next)
            switch result.status {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                answer = result
            case PGRES_COPY_IN:
                if let copy = copies.popFirst() {
                    _ = PQputCopyEnd(pointer, put(copy.bytes, pointer) ? nil : "the client could not send")
                } else {
                    failure = failure ?? .misuse("COPY FROM STDIN needs copyIn")
                    _ = PQputCopyEnd(pointer, "refused by the client")
                }
            case PGRES_COPY_OUT, PGRES_COPY_BOTH:
                failure = failure ?? .misuse("COPY TO STDOUT needs copyOut")
                discardCopyData(pointer)
            default:
                if failure == nil { isStale = PostgresError.isStalePlan(next) }
                failure = failure ?? PostgresError(result: next, isConnectionBad: PQstatus(pointer) == CONNECTION_BAD)
            }
        }
        if let failure { throw failure }
        guard let answer else { throw self.failure(pointer) }
        guard copies.isEmpty else { throw .misuse("fewer COPY FROM STDIN than there are data for") }
        return answer
    }

    func discardCopyData(_ pointer: OpaquePointer) {
        var buffer: UnsafeMutablePointer<CChar>?
        while PQgetCopyData(pointer, &buffer, 0) > 0 {
            PQfreemem(buffer)
            buffer = nil
        }
    }
}
