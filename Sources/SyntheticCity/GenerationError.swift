public import Addressee

/// Why a synthetic city could not be written. Nothing in it is personal data: the city is invented.
public struct GenerationError: Explained, Sendable, CustomStringConvertible {
    private enum Kind: Sendable { case request, resource, file, plant }
    private let kind: Kind
    /// What is wrong and what was expected.
    public let description: String

    /// X0018.
    public var code: String { "X0018" }
    /// What is wrong.
    public var rule: String { description }

    static func request(_ what: String) -> Self { Self(kind: .request, description: what) }
    static func resource(_ name: String, _ why: String) -> Self { Self(kind: .resource, description: "data file \(name): \(why)") }
    static func file(_ path: String, _ why: String) -> Self { Self(kind: .file, description: "\(path): \(why)") }
    static func plant(_ fault: Fault, _ why: String) -> Self { Self(kind: .plant, description: "\(fault.rawValue): \(why)") }
    static func plant(_ fault: PensionFault, _ why: String) -> Self { Self(kind: .plant, description: "\(fault.rawValue): \(why)") }
}
