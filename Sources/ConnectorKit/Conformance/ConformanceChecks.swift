import Addressee

extension ConformanceBench {
    typealias Body = @Sendable (ConformanceBench) async throws -> Void

    /// In the order in which they run.
    static let checks: [(name: String, body: Body)] = [
        ("describes-itself", { try await $0.describes() }),
        ("holds-what-was-delivered", { try await $0.holds() }),
        ("empty-batch-is-nothing", { try await $0.empty() }),
        ("duplicates-change-nothing", { try await $0.duplicates() }),
        ("older-states-change-nothing", { try await $0.reordering() }),
        ("removed-persons-stay-removed", { try await $0.removal() }),
        ("removed-persons-can-come-back", { try await $0.comingBack() }),
        ("last-state-in-a-batch-counts", { try await $0.sameBatch() }),
        ("awaiting-persons-are-kept", { try await $0.awaiting() }),
        ("withheld-items-are-erased", { try await $0.withheld() }),
        ("time-out-after-commit-is-harmless", { try await $0.timeOut() }),
        ("one-key-one-batch", { try await $0.keyReuse() }),
        ("bad-entries-do-not-stop-good-ones", { try await $0.partialRejection() }),
        ("schema-steps-up-and-down", { try await $0.schemaSteps() }),
        ("unknown-datasets-are-refused", { try await $0.unknownDataset() }),
        ("another-body-is-refused", { try await $0.anotherBody() }),
        ("survives-being-killed", { try await $0.killed() }),
    ]

    private func upserts(_ persons: Range<Int>, version: Int) throws -> [Entry] {
        try persons.map { try self.persons.upsert($0, version: version) }
    }

    private func removals(_ persons: Range<Int>, version: Int) throws -> [Entry] {
        try persons.map { try self.persons.removal($0, version: version) }
    }

    private func describes() throws {
        guard !description.name.isEmpty, !description.version.isEmpty else {
            throw ConformanceFinding("name or version is empty")
        }
        _ = try schemaVersions
    }

    private func holds() async throws {
        let persons = newPersons(200)
        let first = try upserts(persons, version: 1)
        try await apply(batch(first))
        expect(first)
        try await expectHeld("after a batch")
        // Backwards, so that order in the batch can't be order in the inventory.
        let second =
            try Array(upserts(newPersons(100), version: 1).reversed())
            + persons.map { try self.persons.changed($0, version: 2) }
        try await apply(batch(second))
        expect(second)
        try await expectHeld("after a change")
    }

    private func empty() async throws {
        guard try await deliver(batch([])).isEmpty else { throw ConformanceFinding("results for no entries") }
    }

    private func duplicates() async throws {
        let entries = try upserts(newPersons(10), version: 3)
        let given = try batch(entries)
        try await apply(given)
        expect(entries)
        try await apply(given)
        try await expectHeld("after the same batch twice")
        try await apply(batch(entries, sequence: given.sequence))
        try await expectHeld("after the same entries under another key")
    }

    private func reordering() async throws {
        let persons = newPersons(10)
        let early = nextSequence()
        let late = nextSequence()
        let newer = try upserts(persons, version: 5)
        try await apply(batch(newer, sequence: late))
        expect(newer)
        try await apply(batch(upserts(persons, version: 4), sequence: early))
        try await expectHeld("after an older state that came late")
        try await apply(batch(removals(persons, version: 4), sequence: early))
        try await expectHeld("after an older removal that came late")
    }

    private func removal() async throws {
        let persons = newPersons(10)
        try await apply(batch(upserts(persons, version: 1)))
        let late = nextSequence()
        try await apply(batch(removals(persons, version: 2)))
        expect(try removals(persons, version: 2))
        try await expectHeld("after a removal")
        try await apply(batch(upserts(persons, version: 1), sequence: late))
        try await expectHeld("after an older state that came late upon a removal")
        let never = newPersons(3)
        let before = nextSequence()
        try await apply(batch(removals(never, version: 7)))
        try await apply(batch(upserts(never, version: 6), sequence: before))
        expect(try removals(never, version: 7))
        try await expectHeld("after a removal of persons never held, and their older state")
    }

    private func comingBack() async throws {
        let persons = newPersons(10)
        let state = try upserts(persons, version: 3)
        try await apply(batch(state))
        try await apply(batch(removals(persons, version: 3)))
        expect(try removals(persons, version: 3))
        try await expectHeld("after a removal at the same version")
        try await apply(batch(state))
        expect(state)
        try await expectHeld("after coming back at the same version")
    }

    private func sameBatch() async throws {
        let persons = newPersons(4)
        let last = try upserts(persons, version: 2)
        try await apply(batch(upserts(persons, version: 1) + last))
        expect(last)
        try await expectHeld("after two states of a person in one batch")
        let gone = newPersons(4)
        try await apply(batch(upserts(gone, version: 1) + removals(gone, version: 2)))
        expect(try removals(gone, version: 2))
        try await expectHeld("after a state and a removal in one batch")
    }

    private func awaiting() async throws {
        let persons = newPersons(6)
        let marks = try persons.map { try self.persons.awaiting($0) }
        let state = try upserts(persons, version: 2)
        try await apply(batch(state))
        expect(state)
        let late = nextSequence()
        try await apply(batch(marks))
        try await expectHeld("after a mark that persons await confirmation")
        let next = try upserts(persons, version: 3)
        try await apply(batch(next, sequence: late))
        expect(next)
        try await expectHeld("after a state that came later than the mark behind it")
        try await apply(batch(upserts(persons, version: 4) + marks))
        expect(try upserts(persons, version: 4))
        try await expectHeld("after a state and a mark in one batch")
        try await apply(batch(removals(persons, version: 4)))
        try await apply(batch(marks))
        expect(try removals(persons, version: 4))
        try await expectHeld("after a mark of persons who were removed")
        let never = newPersons(3)
        try await apply(batch(never.map { try self.persons.awaiting($0) }))
        expect(try removals(never, version: 1))
        try await expectHeld("after a mark of persons never held")
        let first = try upserts(never, version: 1)
        try await apply(batch(first))
        expect(first)
        try await expectHeld("after the first state of persons of whom only a mark came")
    }

    /// 支援措置: where a protected person is, is erased; the rest is held, and what is given again is held again.
    private func withheld() async throws {
        let persons = newPersons(6)
        try await apply(batch(upserts(persons, version: 1)))
        for version in 2...3 {
            let protected = try persons.compactMap { try self.persons.protected($0, version: version) }
            guard !protected.isEmpty else { throw ConformanceFinding("the dataset tells nothing of where somebody is", shown: false) }
            try await apply(batch(protected))
            expect(protected)
            try await expectHeld("after what tells where a person is was withheld")
        }
        let again = try upserts(persons, version: 4)
        try await apply(batch(again))
        expect(again)
        try await expectHeld("after it was given again")
    }

    private func timeOut() async throws {
        let entries = try upserts(newPersons(10), version: 1)
        let given = try batch(entries)
        let first = try await deliver(given)
        expect(entries)
        // The answer was lost: the hub connects anew and delivers again.
        try await reconnect()
        guard try await deliver(given) == first else { throw ConformanceFinding("other results at the second time") }
        try await expectHeld("after delivering again")
    }

    private func keyReuse() async throws {
        let entries = try upserts(newPersons(2), version: 1)
        let given = try batch(entries)
        try await apply(given)
        expect(entries)
        let others = try upserts(newPersons(3), version: 1)
        try await refused(batch(others, key: given.idempotencyKey), "another batch under a key that was used")
    }

    private func partialRejection() async throws {
        let persons = newPersons(5)
        var entries = try upserts(persons, version: 1)
        entries[1] = try self.persons.unusable(persons.lowerBound + 1, version: 1)
        entries[3] = try self.persons.unusable(persons.lowerBound + 3, version: 1)
        let given = try batch(entries)
        let results = try await deliver(given)
        for (index, result) in results.enumerated() {
            switch result {
            case .applied where index % 2 == 0: continue
            case .rejected(let reason) where index % 2 == 1:
                if reason.isEmpty || SamplePersons.repeatsUnusable(reason) {
                    throw ConformanceFinding("a rejection gives no reason, or repeats the value")
                }
            default: throw ConformanceFinding("entry \(index) of good, bad, good, bad, good: \(result)")
            }
        }
        expect(stride(from: 0, to: 5, by: 2).map { entries[$0] })
        try await expectHeld("after a batch with bad entries")
        guard try await deliver(given) == results else { throw ConformanceFinding("other results at the second time") }
        let mended = try upserts(persons, version: 2)
        try await apply(batch(mended))
        expect(mended)
        try await expectHeld("after the bad entries were mended")
    }

    private func schemaSteps() async throws {
        let versions = try schemaVersions
        for version in [versions.upperBound, versions.lowerBound, versions.upperBound] {
            let entries = try upserts(newPersons(2), version: 1)
            try await apply(batch(entries, schemaVersion: version))
            expect(entries)
        }
        try await expectHeld("after versions up and down")
        for version in [versions.upperBound + 1, versions.lowerBound - 1] {
            try await refused(batch(upserts(newPersons(2), version: 1), schemaVersion: version), "schema version \(version)")
        }
    }

    private func unknownDataset() async throws {
        let unknown = "conformance-unknown"
        guard description.datasets[unknown] == nil else { throw ConformanceFinding("\(unknown) is said to be known") }
        try await refused(batch(upserts(newPersons(1), version: 1), dataset: unknown), "an unknown dataset")
    }

    private func anotherBody() async throws {
        let entries = try upserts(newPersons(2), version: 1)
        try await apply(batch(entries))
        expect(entries)
        try await refused(batch(upserts(newPersons(2), version: 1), body: kit.anotherBody), "a batch of another body")
        let stranger = try await kit.connect()
        do {
            try await stranger.open(for: kit.anotherBody, lastPosition: nil)
        } catch {
            await stranger.disconnect()
            return
        }
        await stranger.disconnect()
        throw ConformanceFinding("the hub of another body was let in")
    }

    private func killed() async throws {
        for round in 0..<8 {
            let persons = newPersons(50)
            let entries = try upserts(persons, version: 1)
            let given = try batch(entries)
            let victim = connector
            let delivery = Task { try await victim.deliver(given) }
            try await Task.sleep(for: .microseconds(300 * round * round))
            await kit.kill(victim)
            delivery.cancel()
            _ = await delivery.result
            try await reconnect()
            _ = try await deliver(given)
            expect(entries)
            try await expectHeld("after being killed \(300 * round * round) µs into a delivery, and delivering again")
        }
    }

    /// Demands that the batch as a whole is refused, and nothing of it held.
    private func refused(_ batch: Batch, _ what: String) async throws {
        do {
            _ = try await deliver(batch)
        } catch let finding as ConformanceFinding {
            throw finding
        } catch {
            try await expectHeld("after refusing \(what)")
            return
        }
        throw ConformanceFinding("\(what) was not refused")
    }
}
