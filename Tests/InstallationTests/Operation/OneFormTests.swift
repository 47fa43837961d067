import AccessControlStand
import Foundation
import Testing

/// Hexadecimal and strings of JSON are written by `TextForms` alone. Looked for in the whole house, so that the tests of `TextForms` itself need nothing that stands above it
/// (`ops/checks/stages TextForms`).
@Suite struct OneFormTests {
    /// One of each kind is enough: a copy written by hand differs sooner or later.
    @Test func nobodyElseWritesHexadecimalOrStringsOfJSON() throws {
        let sources = URL(filePath: TestServer.root).appending(path: "Sources")
        let marks = [#"16 ? "0" : """#, "%02x", "%04x", "0123456789abcdef", #"\\u00"#]
        var looked = 0
        for path in try FileManager.default.subpathsOfDirectory(atPath: sources.path) where path.hasSuffix(".swift") && !path.hasPrefix("TextForms/") {
            let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
            looked += 1
            for mark in marks { #expect(!text.contains(mark), "\(path) has \(mark)") }
        }
        #expect(looked > 400)
    }
}
