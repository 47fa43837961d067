public import Addressee
public import ConnectorKit

/// 接続プログラムの適合試験. Runs the conformance kit against a program, as its vendor does before it is handed over: with persons of the kit's own, whom it takes away
/// again.
public struct ProgramVerification: Sendable {
    private let kit: ConformanceKit

    /// - Parameters:
    ///   - directory: where programs lie; nil: none is run.
    ///   - environment: of this process; a program is given what it is given by the delivery service.
    ///   - settings: of the endpoint.
    ///   - catalogue: of the receiver's dataset.
    ///   - body: whose hub feeds the receiver.
    ///   - run: names the kit's persons, up to 8 letters or digits; another for each run against the same receiver.
    ///   - firstSequence: above what the receiver saw.
    ///   - keyedHash: HMAC-SHA-256.
    public init(
        directory: String?, environment: [String: String], receiver: ConnectorKind.Receiver, of catalogue: ItemCatalogue, settings: [String: String],
        body: LocalGovernmentCode, another anotherBody: LocalGovernmentCode, run: String, firstSequence: Int64,
        keyedHash: @escaping @Sendable ([UInt8], DigestKey) -> [UInt8]
    ) {
        let kind = ConnectorKind.process(in: directory, environment: environment)
        kit = ConformanceKit(
            body: body, another: anotherBody, system: receiver.system, of: catalogue,
            connect: { try kind.connector(to: receiver, settings) },
            badConfigurations: [
                ("no program of that name", { try kind.connector(to: receiver, settings.merging(["program": "no-program-of-that-name"]) { $1 }) })
            ],
            keyedHash: keyedHash, kill: { await ($0 as? ProcessConnector)?.kill() }, run: run, firstSequence: firstSequence)
    }

    /// What it saw; a broken rule does not stop the others.
    public func report() async -> ConformanceReport { await kit.run() }
}
