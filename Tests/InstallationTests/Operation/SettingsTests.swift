import AccessControl
import AccessControlStand
import Addressee
import Foundation
import Installation
import Settings
import Sharing
import Testing

/// One table of every setting: what the sources name stands in it, what stands in it is named, and nobody reads the environment beside it.
@Suite struct SettingsTests {
    private static func sources() throws -> [(path: String, text: String)] {
        let root = TestServer.root + "/Sources"
        return try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(".swift") }.map {
            ($0, try String(contentsOfFile: root + "/" + $0, encoding: .utf8))
        }
    }

    @Test func everySettingOfTheSourcesIsInTheTable() throws {
        let named = Set(try Self.sources().flatMap { $0.text.matches(of: /ATENA_[A-Z]+(_[A-Z]+)*/).map { String($0.output.0) } })
        #expect(named.symmetricDifference(Setting.allCases.map(\.rawValue)).sorted() == [])
    }

    @Test func nobodyReadsTheEnvironmentBesideIt() throws {
        let readers = try Self.sources().filter { $0.text.contains("processInfo.environment") || $0.text.contains("environment[\"ATENA_") }.map(\.path)
        #expect(readers == ["Settings/Settings.swift"])
    }

    @Test func whatIsMissingOrNoNumberIsNamed() throws {
        let settings = Settings([Setting.answerDays.rawValue: "soon", Setting.pool.rawValue: "0", Setting.keys.rawValue: ""])
        #expect(try #require(throws: SettingsRefused.self) { try settings.required(.keys) }.rule.contains("ATENA_KEYS"))
        #expect(try #require(throws: SettingsRefused.self) { try settings.days(.answerDays) }.rule.contains("ATENA_ANSWER_DAYS"))
        #expect(try #require(throws: SettingsRefused.self) { try settings.connections() }.rule.contains("ATENA_POOL"))
        #expect(try settings.days(.dormantDays) == AccessControl.dormantDays)
        #expect(try Settings([:]).days(.answerDays) == ManualConfirmation.waitingDays)
        #expect(try Settings([:]).layoutEdition() == .national)
        #expect(try Settings(["ATENA_LAYOUT": "legacy"]).layoutEdition() == .legacy)
        #expect(try #require(throws: SettingsRefused.self) { try Settings(["ATENA_LAYOUT": "2023"]).layoutEdition() }.rule.contains("ATENA_LAYOUT"))
        #expect(Settings(["ATENA_POOL": "5", "PATH": "/bin"]).told == ["ATENA_POOL": "5"])
    }
}
