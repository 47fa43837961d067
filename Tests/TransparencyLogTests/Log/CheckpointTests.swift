import Crypto
import Foundation
import Testing

@testable import Keys
@testable import TransparencyLog

@Suite struct CheckpointTests {
    /// Key and signed note of the Go package golang.org/x/mod/sumdb/note, whose form C2SP describes.
    @Test func keysAndSignaturesHaveTheFormOfAnotherImplementation() throws {
        let key = try VerifierKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        #expect(key.name == "PeterNeumann")
        #expect(key.text == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
        let signature = try #require(
            Data(base64Encoded: "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="))
        #expect(Array(signature.prefix(4)) == key.id)
        #expect(key.verifies(Array(signature.dropFirst(4)), Array(text.utf8)))
        #expect(!key.verifies(Array(signature.dropFirst(4)), Array(text.utf8) + [0x0A]))
        #expect(throws: LogError.self) { try VerifierKey("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW") }
    }

    @Test func aNoteReadsAsWrittenAndNoCharacterMayChange() throws {
        let key = CheckpointKey(name: "atena-hub/test")
        let checkpoint = Checkpoint(
            origin: "atena-hub/test", size: 12, root: .leaf([1]), time: "2026-11-21T00:00:00.000000Z", batch: 3, previous: .leaf([2]))
        let note = try SignedNote(checkpoint, key: key)
        let read = try SignedNote(note.text)
        #expect(read == note && read.checkpoint == checkpoint)
        try read.verify(key.verifier)
        let changed = try SignedNote(note.text.replacing("\n12\n", with: "\n13\n"))
        #expect(throws: LogError.self) { try changed.verify(key.verifier) }
        #expect(throws: LogError.self) { try read.verify(CheckpointKey(name: "atena-hub/test").verifier) }
        #expect(throws: LogError.self) { try read.verify(CheckpointKey(name: "another").verifier) }
    }

    @Test func theSigningKeyIsItsOwnersAloneAndTheSameTheSecondTime() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "checkpoint-key-\(UUID())").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let key = try CheckpointKey.open(directory: directory, body: "111007")
        #expect(try CheckpointKey.open(directory: directory, body: "111007").verifier == key.verifier)
        #expect(key.verifier.name.hasPrefix("atena-hub/"))
        let path = directory + "/" + CheckpointKey.fileName
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(throws: KeyError.exposed(path)) { try CheckpointKey.open(directory: directory, body: "111007") }
        #expect(!"\(key)".contains("PRIVATE"))
    }

    @Test func aSealedBatchReadsAsWrittenAndATornLineIsRefused() throws {
        let log = try SampleLog()
        let line = try log.batches[0].line()
        #expect(try SealedBatch(line: line.dropLast()) == log.batches[0])
        #expect(throws: LogError.self) { try SealedBatch(line: line.prefix(line.count / 2)) }
    }
}
