public import Addressee

/// What every connector must pass, in the repository or a stranger's.
///
/// The kit only delivers and looks at the inventory. It makes its own persons, and asks the receiver at the end to remove them.
public struct ConformanceKit: Sendable {
    /// Makes a connector on good configuration, to the same receiver each time: what came before is still held there.
    public typealias Connect = @Sendable () async throws -> any Connector

    let connect: Connect
    let badConfigurations: [(name: String, connect: Connect)]
    let body: LocalGovernmentCode
    /// Of which the receiver must take nothing.
    let anotherBody: LocalGovernmentCode
    let system: SystemName
    /// Name of the dataset.
    var dataset: String { persons.catalogue.dataset.rawValue }
    let keyedHash: @Sendable (_ canonicalForm: [UInt8], _ key: DigestKey) -> [UInt8]
    let kill: @Sendable (any Connector) async -> Void
    let persons: SamplePersons
    let firstSequence: Int64

    /// - Parameters:
    ///   - body: whose hub feeds the receiver, and another, of whose hub it must take nothing.
    ///   - system: the receiving system.
    ///   - catalogue: of a dataset the connector understands, the register's or a published one.
    ///   - connect: makes the connector under test.
    ///   - badConfigurations: connectors that can't work, by a name for the report; `check` of each must fail.
    ///   - keyedHash: HMAC-SHA-256.
    ///   - kill: ends the process behind the connector the hard way, where there is one; the delivery's task is cancelled besides.
    ///   - run: names the run's persons; another for each run against the same receiver.
    ///   - firstSequence: above what the receiver saw of the subscription.
    public init(
        body: LocalGovernmentCode,
        another anotherBody: LocalGovernmentCode,
        system: SystemName,
        of catalogue: ItemCatalogue,
        connect: @escaping Connect,
        badConfigurations: [(name: String, connect: Connect)],
        keyedHash: @escaping @Sendable (_ canonicalForm: [UInt8], _ key: DigestKey) -> [UInt8],
        kill: @escaping @Sendable (any Connector) async -> Void = { _ in },
        run: String,
        firstSequence: Int64 = 1
    ) {
        self.body = body
        self.anotherBody = anotherBody
        self.system = system
        self.connect = connect
        self.badConfigurations = badConfigurations
        self.keyedHash = keyedHash
        self.kill = kill
        persons = SamplePersons(run: run, of: catalogue)
        self.firstSequence = firstSequence
    }

    /// Runs every check; a broken one doesn't stop the others.
    public func run() async -> ConformanceReport {
        var report = ConformanceReport()
        for (name, connect) in badConfigurations {
            await check("bad-configuration-fails (\(name))", &report) { try await badConfiguration(connect) }
        }
        if badConfigurations.isEmpty {
            report.checks.append(
                .init(name: "bad-configuration-fails", outcome: .failed(why: "no bad configuration was given to try")))
        }
        let bench: ConformanceBench
        do {
            let connector = try await connect()
            try await connector.check()
            try await connector.open(for: body, lastPosition: nil)
            bench = ConformanceBench(
                kit: self, connector: connector, description: try await connector.describe(), sequence: firstSequence)
            report.checks.append(.init(name: "good-configuration-passes", outcome: .passed))
        } catch {
            report.checks.append(.init(name: "good-configuration-passes", outcome: .failed(why: "\(error)")))
            return report
        }
        for (name, body) in ConformanceBench.checks {
            await bench.beginCheck()
            await check(name, &report) { try await body(bench) }
        }
        await bench.beginCheck()
        await check("removes-what-the-kit-brought", &report) { try await bench.cleanUp() }
        await bench.connector.close()
        await bench.connector.disconnect()
        return report
    }

    private func check(_ name: String, _ report: inout ConformanceReport, _ body: () async throws -> Void) async {
        let outcome: ConformanceReport.Check.Outcome
        do {
            try await body()
            outcome = .passed
        } catch let finding as ConformanceFinding {
            outcome = finding.shown ? .failed(why: finding.why) : .notShown(why: finding.why)
        } catch {
            outcome = .failed(why: "threw \(error)")
        }
        report.checks.append(.init(name: name, outcome: outcome))
    }

    private func badConfiguration(_ connect: Connect) async throws {
        let connector: any Connector
        // Refusing to be made is failing loudly, too.
        do { connector = try await connect() } catch { return }
        do {
            try await connector.check()
        } catch {
            await connector.disconnect()
            return
        }
        await connector.disconnect()
        throw ConformanceFinding("check() passed")
    }
}

/// A broken rule, or one that could not be shown.
struct ConformanceFinding: Error {
    var why: String
    var shown = true

    init(_ why: String, shown: Bool = true) {
        self.why = why
        self.shown = shown
    }
}
