import Addressee
import ConnectorKit
import Governance
import HTTPTypes
import Hummingbird
import MutualTLS
import Sharing
import TextForms

/// What a system may pull, below `/v1/systems/{system}/datasets/{dataset}`.
struct ProvisionRoutes<D: ProvisioningService>: Sendable {
    let provisioning: D
    let pages: ConcurrencyLimiter
    let longPolls: ConcurrencyLimiter
    let extracts: ConcurrencyLimiter
    /// Lists of what a system holds: each writes as many rows as the system has persons.
    let inventories: ConcurrencyLimiter
    let personReads: RequestRate<SystemName>
    let turnedAway: TurnedAway
    let draining: Draining

    func add(to router: Router<ClientRequestContext>) {
        let dataset = router.group("/v1/systems/{system}/datasets/{dataset}")
        dataset.read("changes", use: changes)
        dataset.read("full", use: full)
        dataset.read("persons/{addressee-number}", use: person)
        dataset.post("inventory", use: inventory)
        dataset.read("inventory") { _, _ -> Response in throw Problem.onlyPost }
    }

    // MARK: Routes

    @Sendable private func changes(_ request: Request, _ context: ClientRequestContext) async throws -> Response {
        let asked = try await admit(context)
        let query = try ChangesQuery(request.uri)
        let place = try await enter(query.wait == .zero ? pages : longPolls, asked)
        defer { withExtendedLifetime(place) {} }
        let page: ChangePage
        if query.wait == .zero {
            page = try await self.page(asked, query, wait: .zero)
        } else {
            page = try await LongPoll(client: context.client, draining: draining).wait {
                try await self.page(asked, query, wait: query.wait)
            } orAtOnce: {
                try await self.page(asked, query, wait: .zero)
            }
        }
        return answer(Self.json(page))
    }

    private func page(_ asked: Asked, _ query: ChangesQuery, wait: Duration) async throws -> ChangePage {
        try await provisioning.changes(
            asked.caller, dataset: asked.dataset, after: query.after, limit: query.limit, wait: wait)
    }

    @Sendable private func full(_ request: Request, _ context: ClientRequestContext) async throws -> Response {
        let asked = try await admit(context)
        guard let type = ExtractMediaType(accept: request.headers[.accept]) else { throw Problem.notAcceptable }
        let place = try await enter(extracts, asked)
        let extract = try await provisioning.full(
            asked.caller, dataset: asked.dataset, format: type.format)

        var headers = CursorField.fields(CursorField.ahead, extract.cursor)
        headers[.contentType] = type.contentType
        headers[.cacheControl] = "no-store"
        headers[.trailer] = CursorField.trailer
        let body = ResponseBody { writer in
            // The place is held as long as the body is, also where it is never written.
            defer { withExtendedLifetime(place) {} }
            // Each write waits for the client to have room, and only then is the next chunk asked for. An error leaves
            // the last chunk of HTTP unsent, so that no client takes a part for the whole.
            for try await chunk in extract { try await writer.write(ByteBuffer(bytes: chunk)) }
            if case .ndjson = type {
                var line = Array(#"{"cursor":"#.utf8)
                JSONText.append(extract.closingCursor, to: &line)
                line += "}\n".utf8
                try await writer.write(ByteBuffer(bytes: line))
            }
            try await writer.finish(CursorField.fields(CursorField.trailer, extract.closingCursor))
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    @Sendable private func person(_ request: Request, _ context: ClientRequestContext) async throws -> Response {
        let asked = try await admit(context)
        let number = try AddresseeNumber(context.parameters["addressee-number"] ?? "")
        guard personReads.take(asked.caller.system) else {
            try await turnAway(asked, at: personReads.name, .tooManyReads)
            throw Problem.tooManyReads
        }
        let entries = try await provisioning.person(
            asked.caller, dataset: asked.dataset, addresseeNumber: number)
        // The register has one record a person; of what systems publish there may be none, or several.
        if asked.dataset == DatasetName.addressee.rawValue, let entry = entries.first { return answer(ByteBuffer(bytes: entry.json())) }
        var bytes = Array(#"{"entries":["#.utf8)
        for (index, entry) in entries.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            entry.appendJSON(to: &bytes)
        }
        return answer(ByteBuffer(bytes: bytes + Array("]}".utf8)))
    }

    @Sendable private func inventory(_ request: Request, _ context: ClientRequestContext) async throws -> Response {
        let asked = try await admit(context)
        let query = request.uri.queryParameters
        guard query.count == 1, let after = query["after"] else { throw Problem.badRequest("after に、適用し終えたカーソルを指定してください。ほかの指定はできません。") }
        let key = try InventoryKey(hex: HTTPField.Name("Atena-Digest-Key").flatMap { request.headers[$0] })
        let place = try await enter(inventories, asked)
        defer { withExtendedLifetime(place) {} }
        let receipt = try await provisioning.takeInventory(
            asked.caller, dataset: asked.dataset, after: String(after), key: key, body: request.body.map { Array($0.readableBytesView) })
        return answer(ByteBuffer(string: #"{"inventory":"\#(receipt.inventory)","persons":\#(receipt.persons)}"#))
    }

    // MARK: Who may

    private struct Asked {
        let caller: Caller
        let dataset: String
    }

    /// A place among those that the system may have under way at once. Who finds none is refused.
    private func enter(_ limiter: ConcurrencyLimiter, _ asked: Asked) async throws -> ConcurrencyLimiter.Place {
        if let place = limiter.enter(asked.caller.system) { return place }
        try await turnAway(asked, at: limiter.name, .tooManyAtOnce)
        throw Problem.tooMany
    }

    private func turnAway(_ asked: Asked, at limit: String, _ refusal: Refusal) async throws {
        let caller = asked.caller
        turnedAway.count(caller.system, at: limit)
        try await provisioning.refuse(system: caller.system.rawValue, dataset: asked.dataset, refusal: refusal, by: caller.byWhom)
    }

    /// The certificate names the system; a path may only repeat it. Any other is recorded before it is answered: where the
    /// record can't be written, the error of writing it is the answer.
    private func admit(_ context: ClientRequestContext) async throws -> Asked {
        guard let identity = context.identity else { throw Problem.noCertificate }
        let system = context.parameters["system"] ?? ""
        let dataset = String(context.parameters["dataset"] ?? "")
        guard let own = identity.system, own.rawValue == system else {
            // Only a slug is recorded as it came: whatever else stands there may be anything.
            try await provisioning.refuse(
                system: SystemName(rawValue: String(system))?.rawValue ?? "?",
                dataset: SystemName(rawValue: dataset)?.rawValue ?? "?", refusal: .anotherSystem, by: identity.byWhom)
            throw Problem.refused(.anotherSystem)
        }
        guard SystemName(rawValue: dataset) != nil else {
            try await provisioning.refuse(system: own.rawValue, dataset: "?", refusal: .noPolicy, by: identity.byWhom)
            throw Problem.refused(.noPolicy)
        }
        return Asked(caller: Caller(system: own, byWhom: identity.byWhom), dataset: dataset)
    }

    // MARK: Answers

    private func answer(_ json: ByteBuffer) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: json))
    }

    private static func json(_ page: ChangePage) -> ByteBuffer {
        var json: [UInt8] = []
        json.reserveCapacity(128 + page.entries.count * 1024)
        json += #"{"entries":["#.utf8
        for (index, entry) in page.entries.enumerated() {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            entry.appendJSON(to: &json)
        }
        json += #"],"cursor":"#.utf8
        JSONText.append(page.cursor, to: &json)
        json += #","more":\#(page.more)}"#.utf8
        return ByteBuffer(bytes: json)
    }
}
