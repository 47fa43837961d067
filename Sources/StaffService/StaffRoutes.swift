package import AccessControl
internal import Addressee
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
package import Installation
internal import MutualTLS
internal import NIOCore
internal import NIOFoundationCompat
internal import StaffAPI

/// 職員の要求の受け口. One route for each request of ``StaffAPI``; none reads anything before it is known who asks.
struct StaffRoutes {
    /// Bytes of a question: of files that are sent, and of whoever is not signed in yet.
    private static let (most, mostOfStrangers) = (8 << 20, 16 << 10)
    /// How long a question may come before it is asked again who asks it: rights may have been taken meanwhile.
    private static let fresh = Duration.seconds(1)

    let hub: Installation
    let router: Router<ClientRequestContext>
    private let tries = PasswordTries()

    init(hub: Installation, router: Router<ClientRequestContext>) { (self.hub, self.router) = (hub, router) }

    /// Answers a request of whoever is signed in; of others the question is not even read.
    func answer<R: StaffRequest>(_ request: R.Type, _ body: @escaping @Sendable (StaffCall, R) async throws -> R.Answer) {
        serve(request, upTo: Self.most) { hub, asker in
            StaffCall(hub: hub, principal: try await asker.principal(hub.access))
        } body: {
            try await body($0, $1)
        }
    }

    /// Answers a request also of somebody who is not signed in yet.
    func on<R: StaffRequest>(_ request: R.Type, _ body: @escaping @Sendable (Installation, Asker, R) async throws -> R.Answer) {
        let tries = tries
        serve(request, upTo: Self.mostOfStrangers) {
            ($0, $1)
        } body: { call, question in
            // Each costs the work of a password, one after the other: whoever comes when many wait is asked to come again.
            guard let place = tries.enter(call.1.fingerprint) else { throw Problem.unavailable }
            defer { withExtendedLifetime(place) {} }
            return try await body(call.0, call.1, question)
        }
    }

    private func serve<R: StaffRequest, Call: Sendable>(
        _: R.Type, upTo most: Int, admit: @escaping @Sendable (Installation, Asker) async throws -> Call,
        body: @escaping @Sendable (Call, R) async throws -> R.Answer
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
            let answer = try await body(call, try JSONDecoder().decode(R.self, from: bytes))
            return Response(
                status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(data: try JSONEncoder().encode(answer))))
        }
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
