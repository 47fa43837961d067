import Addressee
import Testing

@testable import Governance

/// 媒体の受取人: to whose certificates a policy lets media be encrypted.
@Suite struct MediaRecipientsTests {
    private static let medium = Samples.policy.replacing("ways: [push, pull]", with: "ways: [push, medium]")
    private static let one = String(repeating: "0a", count: 32)
    private static let two = String(repeating: "b1", count: 32)

    private static func loaded(_ text: String, isStored: Bool = false) throws -> Policy {
        try #require(try PolicyLibrary(documents: Samples.documents(text), isStored: isStored).policies.first)
    }

    @Test func theyAreReadInOneSpellingAndOrderAndBelongToTheVersion() throws {
        let policy = try Self.loaded(Self.medium + "\nmedia: { recipients: [\(Self.two), \(Self.one)] }")
        #expect(policy.mediaRecipients == [Self.one, Self.two])
        // As openssl writes it.
        let colons = stride(from: 0, to: 64, by: 2).map { String(Self.one.uppercased().dropFirst($0).prefix(2)) }.joined(separator: ":")
        let same = try Self.loaded(Self.medium + "\nmedia:\n  recipients:\n    - \"\(colons)\"\n    - \(Self.two)")
        #expect(same.contentHash == policy.contentHash)
        let other = try Self.loaded(Self.medium + "\nmedia: { recipients: [\(Self.one)] }")
        #expect(other.contentHash != policy.contentHash)
        let difference = PolicyDifference(from: other, to: policy)
        #expect(difference.mediaRecipients.before == [Self.one] && difference.mediaRecipients.after == [Self.one, Self.two])
        #expect(policy.sentences(bases: [:]).contains { $0.contains(Self.two) })
        // What was approved before there was the word names nobody, and is the version that it was.
        let before = try Self.loaded(Self.medium)
        #expect(before.mediaRecipients == [] && !before.canonicalForm.contains("media-recipients"))
        #expect(PolicyDoubt.all(before, bases: [:], around: .init()).contains { $0.code == "O0016" })
        #expect(!PolicyDoubt.all(policy, bases: [:], around: .init()).contains { $0.code == "O0016" })
        #expect(before.closed(.revoked).mediaRecipients == [])
    }

    @Test(arguments: [
        ("medium", "media: { recipients: [] }", "G0004"), ("medium", "media: { recipients: [abc] }", "G0018"),
        ("medium", "media: { recipients: [\(String(repeating: "g", count: 64))] }", "G0018"), ("medium", "media: { recipients: [\(one), \(one)] }", "G0012"),
        ("medium", "media: { recipients: [\((0..<9).map { String(repeating: "0\($0)", count: 32) }.joined(separator: ", "))] }", "G0018"),
        ("medium", "media: {}", "G0004"), ("medium", "media: [\(one)]", "G0005"), ("medium", "media: { recipients: [\(one)], until: 2027-04-01 }", "G0003"),
        ("pull", "media: { recipients: [\(one)] }", "G0018"),
    ])
    func whatMayNotBeSaidIsRefusedWhereItStands(_ which: String, _ word: String, _ code: String) throws {
        let text = (which == "medium" ? Self.medium : Samples.policy) + "\n" + word
        let problems = Samples.problems(Samples.documents(text))
        #expect(problems.map(\.code.rawValue) == [code], "\(problems)")
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).count
        for problem in problems { #expect(problem.line == line, "\(problem)") }
    }
}
