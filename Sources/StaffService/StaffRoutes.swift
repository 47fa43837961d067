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
    /// Bytes of a question.
    private static let most = 8 << 20

    let hub: Installation
    let router: Router<ClientRequestContext>

    /// Answers a request of whoever is signed in; of others the question is not even read.
    func answer<R: StaffRequest>(_ request: R.Type, _ body: @escaping @Sendable (StaffCall, R) async throws -> R.Answer) {
        serve(request) { hub, asker in
            StaffCall(hub: hub, principal: try await asker.principal(hub.access))
        } body: {
            try await body($0, $1)
        }
    }

    /// Answers a request also of somebody who is not signed in yet.
    func on<R: StaffRequest>(_ request: R.Type, _ body: @escaping @Sendable (Installation, Asker, R) async throws -> R.Answer) {
        serve(request) {
            ($0, $1)
        } body: {
            try await body($0.0, $0.1, $1)
        }
    }

    private func serve<R: StaffRequest, Call: Sendable>(
        _: R.Type, admit: @escaping @Sendable (Installation, Asker) async throws -> Call, body: @escaping @Sendable (Call, R) async throws -> R.Answer
    ) {
        let hub = hub
        router.post(RouterPath("/v1/\(R.name)")) { request, context in
            guard let identity = context.identity else { throw Problem.noCertificate }
            let call = try await admit(hub, try Asker(identity, request.headers))
            let bytes: ByteBuffer
            do { bytes = try await request.body.collect(upTo: Self.most) } catch is NIOTooManyBytesError { throw Problem.tooLarge }
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
