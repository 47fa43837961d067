internal import Addressee
internal import ConnectorKit
internal import TextForms

/// Speaks to a receiver through a program, a line of JSON each way. The program is started when it is first needed and outlives a turn; where it does not answer
/// in time, ends, or says what is no answer, it is ended, and the next call starts another.
actor ProcessConnector: Connector {
    private let environment: [String: String]
    private let path: String
    private let arguments: [String]
    private let timeout: Duration
    private let receiver: ConnectorKind.Receiver
    private var session: ProgramSession?
    /// Whose turn it is; a program that is started anew in the middle of one is opened again.
    private var opened: (body: LocalGovernmentCode, lastPosition: String?)?
    private var isOpen = false

    init(environment: [String: String], path: String, arguments: [String], timeout: Duration, receiver: ConnectorKind.Receiver) {
        (self.environment, self.path, self.arguments, self.timeout, self.receiver) = (environment, path, arguments, timeout, receiver)
    }

    func describe() async throws -> ConnectorDescription { try await ask(.describe).description() }

    func check() async throws { _ = try await ask(.check(receiver)) }

    func open(for body: LocalGovernmentCode, lastPosition: String?) async throws {
        opened = (body, lastPosition)
        _ = try await ask(.open(body, receiver, lastPosition))
        isOpen = true
    }

    func deliver(_ batch: Batch) async throws -> [EntryResult] {
        try await reopen()
        let results = try await ask(.deliver(batch)).results()
        guard results.count == batch.entries.count else { throw ConnectorError.interrupted("\(results.count) results for \(batch.entries.count) entries") }
        return results
    }

    func withdraw(_ items: ItemSet) async throws {
        try await reopen()
        _ = try await ask(.withdraw(items))
    }

    func answers() async throws -> [LateAnswer] { try await ask(.answers).lateAnswers() }

    func answersKept(_ answers: [LateAnswer]) async throws { _ = try await ask(.answersKept(answers)) }

    func refused(_ reason: ConnectorError) async {
        // It is told so that its people know; where it can't be told, the hub's own people know all the same.
        _ = try? await ask(.refused(reason))
    }

    func inventory(key: DigestKey) async throws -> AsyncThrowingStream<[HeldEntry], any Error> {
        guard try await describe().capabilities.contains(.inventory) else { throw ConnectorError.notCapable(.inventory) }
        let pages = InventoryPages { after in try await self.ask(.inventory(key, after: after)).held() }
        // Page by page, as whoever compares asks for them.
        return AsyncThrowingStream { try await pages.next() }
    }

    func close() async { (isOpen, opened) = (false, nil) }

    func disconnect() async {
        (isOpen, opened) = (false, nil)
        let ending = session
        session = nil
        await ending?.end()
    }

    /// A program that ended in the middle of a turn knows nothing of it.
    private func reopen() async throws {
        guard let opened else { throw ConnectorError.notOpen }
        if !isOpen { try await open(for: opened.body, lastPosition: opened.lastPosition) }
    }

    /// Ends the program the hard way, as a crash would.
    func kill() async { await session?.kill() }

    private func ask(_ question: ProgramQuestion) async throws -> ProgramReply {
        let session = session ?? ProgramSession(environment: environment, path: path, arguments: arguments)
        self.session = session
        do {
            let reply = try await session.ask(question, within: timeout)
            if let error = reply.connectorError { throw RefusedByProgram(error: error) }
            return reply
        } catch let refused as RefusedByProgram {
            throw refused.error
        } catch {
            // Whatever it says after this belongs to nobody.
            if self.session === session { (self.session, isOpen) = (nil, false) }
            await session.end()
            throw error
        }
    }

    private struct RefusedByProgram: Error { let error: ConnectorError }
}
