import Envelope
import Foundation
import Testing

/// What was enveloped opens with `openssl cms -decrypt`, for its receiver only.
@Suite struct EnvelopeTests {
    private struct Pair {
        var certificate: String
        var key: String
    }

    /// Runs openssl in a directory of the test's own.
    private func openssl(_ arguments: [String], in directory: URL) throws -> (status: Int32, output: Data) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = directory
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, data)
    }

    private func with<R>(_ body: (URL) throws -> R) throws -> R {
        let directory = FileManager.default.temporaryDirectory.appending(path: "envelope-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        return try body(directory)
    }

    /// A self-signed certificate of `name`, as DER.
    private func certificate(_ name: String, _ algorithm: [String], in directory: URL) throws -> [UInt8] {
        let made = try openssl(
            ["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=\(name)", "-keyout", "\(name).key", "-out", "\(name).pem"] + algorithm, in: directory)
        try #require(made.status == 0)
        return Array(try openssl(["x509", "-in", "\(name).pem", "-outform", "DER"], in: directory).output)
    }

    private static let clear: [UInt8] = (0..<3_000_017).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

    private func encrypt(_ pieces: Int, to der: [UInt8]) throws -> [UInt8] {
        let writer = try EnvelopeWriter(recipient: der)
        var encrypted: [UInt8] = []
        let size = Self.clear.count / pieces + 1
        for start in stride(from: 0, to: Self.clear.count, by: size) {
            encrypted += try writer.append(Array(Self.clear[start..<min(start + size, Self.clear.count)]))
        }
        return encrypted + (try writer.finish())
    }

    private static let algorithms = [
        ["-newkey", "rsa:2048"], ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
    ]

    @Test(arguments: algorithms)
    func opensForItsReceiverAndForNobodyElse(algorithm: [String]) throws {
        try with { directory in
            let der = try certificate("ours", algorithm, in: directory)
            _ = try certificate("theirs", algorithm, in: directory)
            try Data(try encrypt(7, to: der)).write(to: directory.appending(path: "medium.p7m"))
            let opened = try openssl(
                ["cms", "-decrypt", "-binary", "-inform", "DER", "-in", "medium.p7m", "-recip", "ours.pem", "-inkey", "ours.key"], in: directory)
            #expect(opened.status == 0)
            #expect(opened.output == Data(Self.clear))
            let refused = try openssl(["cms", "-decrypt", "-binary", "-inform", "DER", "-in", "medium.p7m", "-inkey", "theirs.key"], in: directory)
            #expect(refused.status != 0 && refused.output != Data(Self.clear))
        }
    }

    @Test func aByteThatWasChangedIsNoticed() throws {
        try with { directory in
            var encrypted = try encrypt(3, to: certificate("ours", ["-newkey", "rsa:2048"], in: directory))
            encrypted[encrypted.count / 2] ^= 1
            try Data(encrypted).write(to: directory.appending(path: "medium.p7m"))
            let opened = try openssl(
                ["cms", "-decrypt", "-binary", "-inform", "DER", "-in", "medium.p7m", "-recip", "ours.pem", "-inkey", "ours.key", "-out", "clear"],
                in: directory)
            #expect(opened.status != 0)
        }
    }

    @Test func nothingOfTheClearTextStandsInTheEnvelope() throws {
        try with { directory in
            let encrypted = try encrypt(5, to: certificate("ours", ["-newkey", "rsa:2048"], in: directory))
            #expect(encrypted.count >= Self.clear.count)
            #expect(!Data(encrypted).range(of: Data(Self.clear[1000..<1032])).isSome)
        }
    }

    @Test func aKeyThatOnlySignsReceivesNothing() throws {
        try with { directory in
            let der = try certificate("ours", ["-newkey", "ed25519"], in: directory)
            #expect(try EnvelopeWriter.keyKind(of: der) == .other)
            #expect(throws: EnvelopeError.self) { try EnvelopeWriter(recipient: der) }
        }
    }
}

extension Optional {
    fileprivate var isSome: Bool { self != nil }
}
