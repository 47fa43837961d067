/// Why a synthetic city could not be written. Nothing in it is personal data: the city is invented.
public struct GenerationError: Error, Sendable, CustomStringConvertible {
    private enum Code: Sendable { case request, resource, file, plant }
    private let code: Code
    /// What is wrong and what was expected.
    public let description: String

    static func request(_ what: String) -> Self { Self(code: .request, description: what) }
    static func resource(_ name: String, _ why: String) -> Self { Self(code: .resource, description: "data file \(name): \(why)") }
    static func file(_ path: String, _ why: String) -> Self { Self(code: .file, description: "\(path): \(why)") }
    static func plant(_ fault: Fault, _ why: String) -> Self { Self(code: .plant, description: "\(fault.rawValue): \(why)") }
}
