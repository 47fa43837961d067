package import AccessControl
internal import Addressee
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
package import Installation
internal import MutualTLS
internal import NIOCore
internal import NIOFoundationCompat
internal import Oversight
internal import StaffAPI

/// 職員の要求の受け口. One route for each request of ``StaffAPI``; none reads anything before it is known who asks: the
/// terminal by `TerminalGate`, the person by `Asker`.
struct StaffRoutes {
    /// Bytes of a question: of files that are sent, and of whoever is not signed in yet.
    private static let (most, mostOfStrangers) = (8 << 20, 16 << 10)
    /// How long a question may come before it is asked again who asks it: rights may have been taken meanwhile.
    private static let fresh = Duration.seconds(1)

    let hub: Installation
    let pension: PensionModule
    let router: Router<ClientRequestContext>
    private let refusals: RequestRate<String>
    private let holdings: HoldingPlace
    private let tries = Places(32, ofOne: 4)
    private let files = Places(8, ofOne: 4)

    /// - Parameters:
    ///   - pension: the pension department's system, where the body has one.
    ///   - refusals: of one certificate in a minute; what is refused in the middle of an answer counts, too.
    ///   - holdings: where files lie that are handed in or over.
    init(hub: Installation, pension: PensionModule, router: Router<ClientRequestContext>, refusals: RequestRate<String>, holdings: HoldingPlace) {
        (self.hub, self.pension, self.router, self.refusals, self.holdings) = (hub, pension, router, refusals, holdings)
    }

    /// Answers a request of whoever is signed in; of others the question is not even read.
    func answer<R: StaffRequest>(_ request: R.Type, _ body: @escaping @Sendable (StaffCall, R) async throws -> R.Answer) {
        serve(request, upTo: Self.most, admit: signedIn) { call, question, _ in try Self.json(try await body(call, question)) }
    }

    /// Answers a request also of somebody who is not signed in yet.
    func on<R: StaffRequest>(_ request: R.Type, _ body: @escaping @Sendable (Installation, Asker, R) async throws -> R.Answer) {
        let tries = tries
        serve(request, upTo: Self.mostOfStrangers) {
            ($0, $1)
        } body: { call, question, _ in
            // Each costs the work of a password, one after the other: whoever comes when many wait is asked to come again.
            guard let place = tries.enter(call.1.fingerprint) else { throw Problem.unavailable }
            defer { withExtendedLifetime(place) {} }
            return try Self.json(try await LockHolders.named(at: call.0.pool) { try await body(call.0, call.1, question) })
        }
    }

    /// Answers in parts, of whoever is signed in.
    ///
    /// - Parameter body: has a directory of its own for the files it makes.
    func stream<R: LongRequest>(
        _ request: R.Type, _ body: @escaping @Sendable (StaffCall, R, _ directory: String, PartWriter) async throws -> R.Answer
    ) {
        let (files, holdings, refusals) = (files, holdings, refusals)
        serve(request, upTo: Self.most, admit: signedIn) { call, question, asked in
            guard let place = files.enter(asked.fingerprint) else { throw Problem.manyAtWork }
            return PartsBody(context: asked.context, refusals: refusals, fingerprint: asked.fingerprint).response { out in
                defer { withExtendedLifetime(place) {} }
                return try await Holding.with(in: holdings) { try await body(call, question, $0.directory, out) }
            }
        }
    }

    /// Takes a file of whoever is signed in and holds the right, and answers in parts; of others the file is not even read.
    ///
    /// - Parameter body: is given the path where the file lies, and what else is put beside it is gone with it.
    func take<R: FilingRequest>(
        _: R.Type, for right: Right, _ body: @escaping @Sendable (StaffCall, R, _ path: String, PartWriter) async throws -> R.Answer
    ) {
        let (hub, files, holdings, refusals, signedIn) = (hub, files, holdings, refusals, signedIn)
        router.post(RouterPath("/v1/\(R.name)")) { request, context in
            guard let identity = context.identity else { throw Problem.noCertificate }
            let asker = try Asker(identity, request.headers)
            let call = try await signedIn(hub, asker)
            guard let text = HTTPField.Name(FilingQuestion.field).flatMap({ request.headers[$0] }), let json = FilingQuestion.json(of: text)
            else { throw Problem.unreadable }
            let question = try StaffQuestion.read(R.self, from: json)
            try await hub.pool.permit(call.principal, right)
            guard let place = files.enter(asker.fingerprint) else { throw Problem.manyAtWork }
            let holding = try Holding(in: holdings)
            let path: String
            do { path = try await holding.keep(request.body, as: question.fileName) } catch {
                holding.remove()
                throw error
            }
            // It may have come slowly: rights may have been taken meanwhile.
            let admitted: StaffCall
            do { admitted = try await signedIn(hub, asker) } catch {
                holding.remove()
                throw error
            }
            return PartsBody(context: context, refusals: refusals, fingerprint: asker.fingerprint).response { out in
                defer {
                    holding.remove()
                    withExtendedLifetime(place) {}
                }
                return try await body(admitted, question, path, out)
            }
        }
    }

    private var signedIn: @Sendable (Installation, Asker) async throws -> StaffCall {
        { hub, asker in
            // Whoever holds what signing in needs is named as well.
            StaffCall(hub: hub, principal: try await LockHolders.named(at: hub.pool) { try await asker.principal(hub.access) })
        }
    }

    private static func json(_ answer: some Encodable) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(data: try JSONEncoder().encode(answer))))
    }

    private func serve<R: StaffRequest, Call: Sendable>(
        _: R.Type, upTo most: Int, admit: @escaping @Sendable (Installation, Asker) async throws -> Call,
        body: @escaping @Sendable (Call, R, Asked) async throws -> Response
    ) {
        let hub = hub
        router.post(RouterPath("/v1/\(R.name)")) { request, context in
            guard let identity = context.identity else { throw Problem.noCertificate }
            let asker = try Asker(identity, request.headers)
            let began = ContinuousClock.now
            var call = try await admit(hub, asker)
            let bytes: ByteBuffer
            do { bytes = try await request.body.collect(upTo: most) } catch is NIOTooManyBytesError { throw Problem.tooLarge }
            if ContinuousClock.now - began > Self.fresh { call = try await admit(hub, asker) }
            return try await body(call, try StaffQuestion.read(R.self, from: Data(buffer: bytes)), Asked(context: context, fingerprint: asker.fingerprint))
        }
    }

    /// What a request came with beside its question.
    private struct Asked: Sendable {
        var context: ClientRequestContext
        var fingerprint: String
    }
}

/// What a handler has: the hub, and who acts on it.
package struct StaffCall: Sendable {
    /// 設置
    package let hub: Installation
    /// Who acts, signed in, with the rights of the day.
    package let principal: Principal

    /// The person who acts; what only persons may do is refused to a service account, on record.
    ///
    /// - Throws: `AccessRefused` A0012.
    package func person() async throws -> Principal {
        try await principal.requirePerson(at: hub.pool)
        return principal
    }
}
