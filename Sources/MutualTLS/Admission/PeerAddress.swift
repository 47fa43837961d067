internal import Foundation
package import NIOCore

/// 接続元. Where a connection comes from, as admission counts it: an IPv4 address, or the 64 bits of an IPv6 address that one site has.
package struct PeerAddress: Hashable, Sendable {
    private let prefix: [UInt8]

    package init(_ address: SocketAddress?) {
        switch address {
        case .v4(let v4): prefix = withUnsafeBytes(of: v4.address.sin_addr) { Array($0) }
        case .v6(let v6):
            let bytes = withUnsafeBytes(of: v6.address.sin6_addr) { Array($0) }
            // An IPv4 address in the clothes of IPv6 (RFC 4291 §2.5.5.2) is that address.
            let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
            prefix = isMapped ? Array(bytes.suffix(4)) : Array(bytes.prefix(8))
        default: prefix = []
        }
    }
}
