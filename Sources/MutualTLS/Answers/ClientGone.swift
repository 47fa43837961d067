package import HTTPTypes
internal import NIOCore
internal import NIOSSL

/// The client hung up before it had its answer: nobody's fault, and nothing to repair.
package struct ClientGone: Error {
    package init() {}

    /// How metrics and log count it; nobody is there to be told.
    package static let status = HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request")

    /// Whether an error of writing an answer means no more than that the client, or the way to it, has gone. Nothing but connections of clients throws these.
    package static func isMeant(by error: any Error, on client: ClientConnection?) -> Bool {
        if error is ClientGone || error is ChannelError || error is IOError || error is NIOSSLError || error is BoringSSLError { return true }
        return error is CancellationError && client?.isGone == true
    }
}
