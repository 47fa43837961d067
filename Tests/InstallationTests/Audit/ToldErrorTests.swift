import AccessControlStand
import Foundation
import Testing

/// What ends a request of the staff is told by what it is: an error that does not explain itself would be an internal error, of which nobody learns what to do.
@Suite struct ToldErrorTests {
    /// What does not explain itself, and where it is caught before anybody is told.
    private static let caught = [
        "LogicFault": "a row's fault: it stands in the rejected file",
        "UnconvertibleDate": "LogicFault was found first, where the row was read",
        "IntakeInterrupted": "told with what went in so far",
        "PolicyFileErrors": "told file by file (StaffProblem)",
        "SignInFault": "told as a refused sign-in, whatever it was",
        "LeaseLost": "the delivery service begins anew",
        "SealerLeaseLost": "the sealer begins anew",
    ]
    /// Parts that run in a process that answers the staff, from the stages up.
    private static let parts = ["AccessControl", "AuditTrail", "Governance", "Installation", "LogSealing", "Oversight", "Register", "Sharing", "StaffService"]

    @Test func everyErrorOfAStageExplainsItselfOrIsCaught() throws {
        let root = URL(filePath: TestServer.root).appending(path: "Sources")
        var (made, explained): ([String: String], Set<String>) = ([:], [])
        for part in Self.parts {
            for path in try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: part).path) where path.hasSuffix(".swift") {
                let text = try String(contentsOf: root.appending(path: "\(part)/\(path)"), encoding: .utf8)
                for match in text.matches(of: /(?:struct|enum|class|extension) ([A-Za-z.]+): ([^{\n]*)/) {
                    let (name, conformances) = (String(match.output.1), match.output.2)
                    if conformances.contains(/\bExplained\b/) {
                        explained.insert(name)
                    } else if conformances.contains(/\bError\b/) {
                        made[name] = "\(part)/\(path)"
                    }
                }
            }
        }
        #expect(made.count > 5 && explained.count > 20)
        let silent = made.filter { !explained.contains($0.key) && Self.caught[$0.key] == nil }
        #expect(silent.map { "\($0.key) in \($0.value)" }.sorted() == [], "conform it to Explained, or catch it and say where")
        #expect(Self.caught.keys.filter { made[$0] == nil }.sorted() == [], "nothing of that name is an error any more")
    }
}
