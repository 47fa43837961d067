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
    private var isOpen = false

    init(environment: [String: String], path: String, arguments: [String], timeout: Duration, receiver: ConnectorKind.Receiver) {
        (self.environment, self.path, self.arguments, self.timeout, self.receiver) = (environment, path, arguments, timeout, receiver)
    }

    func describe() async throws -> ConnectorDescription { try await ask(.describe).description() }

    func check() async throws { _ = try await ask(.check(receiver)) }

    func open(for body: LocalGovernmentCode, lastPosition: String?) async throws {
        _ = try await ask(.open(body, receiver, lastPosition))
        isOpen = true
    }

    func deliver(_ batch: Batch) async throws -> [EntryResult] {
        guard isOpen else { throw ConnectorError.notOpen }
        let results = try await ask(.deliver(batch)).results()
        guard results.count == batch.entries.count else { throw ConnectorError.interrupted("\(results.count) results for \(batch.entries.count) entries") }
        return results
    }

    func withdraw(_ items: ItemSet) async throws {
        guard isOpen else { throw ConnectorError.notOpen }
        _ = try await ask(.withdraw(items))
    }

    func answers() async throws -> [LateAnswer] { try await ask(.answers).lateAnswers() }

    func answersKept(_ answers: [LateAnswer]) async throws { _ = try await ask(.answersKept(answers)) }

    func refused(_ reason: ConnectorError) async {
        // It is told so that its people know; where it can't be told, the hub's own people know all the same.
        _ = try? await ask(.refused(reason))
    }

    func inventory(key: DigestKey) async throws -> AsyncThrowingStream<[HeldEntry], any Error> {
        let (stream, continuation) = AsyncThrowingStream<[HeldEntry], any Error>.makeStream()
        let task = Task {
            do {
                var after: Held?
                while true {
                    let held = try await ask(.inventory(key, after: after)).held()
                    guard let last = held.last else { break }
                    // In order, and beyond what came before: otherwise it would never end.
                    var before = after
                    for entry in held {
                        let place = Held(entry)
                        guard before.map({ $0 < place }) ?? true else { throw ConnectorError.interrupted("inventory out of order") }
                        before = place
                    }
                    after = Held(last)
                    continuation.yield(held)
                }
                continuation.finish()
            } catch { continuation.finish(throwing: error) }
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }

    func close() async { isOpen = false }

    func disconnect() async {
        isOpen = false
        let ending = session
        session = nil
        await ending?.end()
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
            if self.session === session { self.session = nil }
            isOpen = false
            await session.end()
            throw error
        }
    }

    private struct RefusedByProgram: Error { let error: ConnectorError }
}

/// Where an inventory stands: behind this record.
struct Held: Comparable, Sendable {
    let number: String
    let recordKey: String

    init(_ entry: HeldEntry) { (number, recordKey) = (entry.addresseeNumber.value, entry.recordKey ?? "") }

    /// By bytes.
    static func < (a: Self, b: Self) -> Bool {
        a.number == b.number ? a.recordKey.utf8.lexicographicallyPrecedes(b.recordKey.utf8) : a.number.utf8.lexicographicallyPrecedes(b.number.utf8)
    }
}
