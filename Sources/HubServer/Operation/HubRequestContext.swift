import Hummingbird

/// A request and the client whose connection it came on.
struct HubRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Nil only where no TLS handshake stands behind the request; such a request is refused.
    let client: ClientConnection?
    let identity: ClientIdentity?

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        client = ClientConnection.current
        identity = client?.identity
    }
}
