package import Hummingbird

/// A request and the client whose connection it came on.
package struct ClientRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Nil only where no TLS handshake stands behind the request; such a request is refused.
    package let client: ClientConnection?
    package let identity: ClientIdentity?

    package init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        client = ClientConnection.current
        identity = client?.identity
    }
}
