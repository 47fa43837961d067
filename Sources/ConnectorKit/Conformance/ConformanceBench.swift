import Addressee

/// The connector under test with what the kit knows it should hold.
actor ConformanceBench {
    let kit: ConformanceKit
    private(set) var connector: any Connector
    let description: ConnectorDescription
    private var sequence: Int64
    private var nextPerson = 0
    private var batches = 0
    private var expected: [SamplePersons.Name: HeldEntry] = [:]
    /// The check's own records; only these are looked at, so that one broken rule doesn't fail every check after it.
    private var watched: Set<SamplePersons.Name> = []
    /// Every record of the run with the greatest version, to be removed at the end.
    private var touched: [SamplePersons.Name: Int] = [:]
    /// Answers to accepted entries that have come.
    private var known: [LateAnswer] = []
    private let key = DigestKey((0..<32).map { UInt8($0) })

    init(kit: ConformanceKit, connector: any Connector, description: ConnectorDescription, sequence: Int64) {
        self.kit = kit
        self.connector = connector
        self.description = description
        self.sequence = sequence
    }

    var persons: SamplePersons { kit.persons }

    func beginCheck() {
        expected = [:]
        watched = []
    }

    /// Indices of persons, or of their records, that no check used before.
    func newPersons(_ count: Int) -> Range<Int> {
        defer { nextPerson += count }
        return nextPerson..<nextPerson + count
    }

    func nextSequence() -> Int64 {
        defer { sequence += 1 }
        return sequence
    }

    var schemaVersions: ClosedRange<Int> {
        get throws {
            guard let versions = description.datasets[kit.dataset] else {
                throw ConformanceFinding("describe() doesn't name the dataset \(kit.dataset)")
            }
            return versions
        }
    }

    /// A batch with a key of its own.
    func batch(
        _ entries: [Entry], sequence: Int64? = nil, key: String? = nil, dataset: String? = nil, schemaVersion: Int? = nil, body: LocalGovernmentCode? = nil
    ) throws -> Batch {
        let sequence = sequence ?? nextSequence()
        batches += 1
        let newest = try schemaVersions.upperBound
        return Batch(
            idempotencyKey: key ?? "conformance-\(kit.persons.run)-\(batches)",
            body: body ?? kit.body, system: kit.system, dataset: dataset ?? kit.dataset,
            schemaVersion: schemaVersion ?? newest,
            sequence: sequence, calendarDay: CalendarDay(daysSince2000: 9_800), entries: entries)
    }

    /// Delivers and demands that every entry is applied.
    func apply(_ batch: Batch) async throws {
        let results = try await deliver(batch)
        guard results.allSatisfy({ $0 == .applied }) else {
            throw ConformanceFinding("a good entry was not applied: \(results.first { $0 != .applied }.map { "\($0)" } ?? "")")
        }
    }

    /// Delivers and demands one result for each entry.
    func deliver(_ batch: Batch) async throws -> [EntryResult] {
        for entry in batch.entries {
            watched.insert(entry.name)
            touched[entry.name] = max(touched[entry.name] ?? 1, entry.historyNumber)
        }
        let results = try await connector.deliver(batch)
        guard results.count == batch.entries.count else {
            throw ConformanceFinding("\(results.count) results for \(batch.entries.count) entries")
        }
        return try await answered(results, to: batch.entries)
    }

    /// What became of entries that were accepted, each once its answer has come: taken down, so that none comes again.
    private func answered(_ results: [EntryResult], to entries: [Entry]) async throws -> [EntryResult] {
        var results = results
        let until = ContinuousClock.now + .seconds(30)
        while true {
            for (index, result) in results.enumerated() {
                guard case .accepted(let receipt) = result else { continue }
                guard description.capabilities.contains(.answersLater) else { throw ConformanceFinding("accepted, without the capability answers-later") }
                guard (1...200).contains(receipt.count) else { throw ConformanceFinding("a receipt of \(receipt.count) characters") }
                let name = entries[index].name
                let answer = known.last {
                    $0.receipt == receipt && ($0.addresseeNumber ?? name.number) == name.number && ($0.recordKey ?? name.key) == name.key
                }
                if let answer { results[index] = answer.result }
            }
            guard results.contains(where: \.isAccepted) else { return results }
            guard ContinuousClock.now < until else { throw ConformanceFinding("no answer to an accepted entry within 30 seconds") }
            let answers = try await connector.answers()
            let again = try await connector.answers()
            guard Set(answers).isSubset(of: again) else { throw ConformanceFinding("an answer that was not taken down did not come again") }
            known += again
            try await connector.answersKept(again)
            guard try await Set(connector.answers()).isDisjoint(with: again) else { throw ConformanceFinding("an answer came again that was taken down") }
            if again.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        }
    }

    /// Notes what should be held from now on.
    func expect(_ entries: [Entry]) {
        for entry in entries {
            expected[entry.name] =
                entry.operation != .upsert
                ? nil
                : HeldEntry(
                    addresseeNumber: entry.addresseeNumber, recordKey: entry.recordKey, historyNumber: entry.historyNumber,
                    digest: entry.digest { kit.keyedHash($0, key) })
        }
    }

    /// Demands that the receiver holds just what was noted, of the check's persons.
    func expectHeld(_ why: String) async throws {
        guard description.capabilities.contains(.inventory) else {
            throw ConformanceFinding("the connector has no inventory", shown: false)
        }
        var held: [SamplePersons.Name: HeldEntry] = [:]
        var last: SamplePersons.Name?
        for try await part in try await connector.inventory(key: key) {
            for entry in part {
                if let last, entry.name <= last {
                    throw ConformanceFinding("the inventory is not in ascending order of addressee numbers and record keys")
                }
                last = entry.name
                if watched.contains(entry.name) { held[entry.name] = entry }
            }
        }
        for (name, entry) in expected {
            guard let found = held[name] else { throw ConformanceFinding("\(why): \(name) is missing") }
            guard found.historyNumber == entry.historyNumber else {
                throw ConformanceFinding("\(why): \(name) is held at \(found.historyNumber), not \(entry.historyNumber)")
            }
            guard found.digest == entry.digest else { throw ConformanceFinding("\(why): \(name) is held with other items") }
        }
        if let surplus = held.keys.first(where: { expected[$0] == nil }) {
            throw ConformanceFinding("\(why): \(surplus) should not be held")
        }
    }

    /// Another connector to the same receiver, as after a crash.
    func reconnect() async throws {
        await connector.disconnect()
        connector = try await kit.connect()
        try await connector.open(for: kit.body, lastPosition: nil)
    }

    func cleanUp() async throws {
        let entries = touched.keys.sorted().map {
            Entry(addresseeNumber: $0.number, historyNumber: touched[$0] ?? 1, operation: .remove, recordKey: $0.key)
        }
        try await apply(try batch(entries))
        try await expectHeld("after removing all")
    }
}
