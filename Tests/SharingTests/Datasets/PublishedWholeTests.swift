import AccessControlStand
import Addressee
import Governance
import Postgres
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import Register

/// What a system of the house publishes of persons, all at once: only what became another is told, and what is no more is withdrawn.
@Suite(.timeLimit(.minutes(5))) struct PublishedWholeTests {
    private func catalogue(_ name: String = "pension-movement") throws -> ItemCatalogue {
        let library = try PolicyLibrary(directory: TestServer.root + "/Policies")
        return try #require(DatasetName(rawValue: name).flatMap { library.datasets[$0] })
    }

    private func record(_ month: String, _ more: [String: String] = [:]) -> WholeRecord {
        WholeRecord(["shorinengetsu": month, "kisonenkinbango": "1234567890"].merging(more) { $1 })
    }

    private func count(accepted: Int = 0, withdrawn: Int = 0, unchanged: Int = 0, rejected: [String: Int] = [:]) -> PublishedCount {
        var count = PublishedCount()
        (count.accepted, count.withdrawn, count.unchanged, count.rejected) = (accepted, withdrawn, unchanged, rejected)
        return count
    }

    /// As counts are, whatever the rules say of what was wrong.
    private func counts(_ whole: PublishedCount) -> PublishedCount {
        var counts = whole
        counts.faults = [:]
        return counts
    }

    @Test func onlyWhatBecameAnotherIsToldAndWhatIsNoMoreIsWithdrawn() async throws {
        try await TestHub.with { hub in
            try await hub.take((1...3).map { ResidentRow($0) })
            let intake = Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay })
            let catalogue = try catalogue()
            let (one, two) = (try AddresseeNumber(ResidentRow.number(1)), try AddresseeNumber(ResidentRow.number(2)))
            func publish(_ persons: [AddresseeNumber: [WholeRecord]]) async throws -> PublishedCount {
                try await intake.publish(allOf: Array(persons.keys), of: catalogue, source: .nationalPension, by: "test") { persons }
            }
            func entries() async throws -> Int { try await hub.count("SELECT count(*) FROM journal.entry WHERE kind = 'd'") }
            func events() async throws -> Int { try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'publication.records'") }

            let before = try await events()
            #expect(try await publish([one: [record("202610")], two: [record("202610"), record("202609")]]) == count(accepted: 3))
            #expect(try await publish([one: [record("202610")], two: [record("202610"), record("202609")]]) == count(unchanged: 3))
            #expect(try await (entries(), events() - before) == (3, 1))

            // A month later: one moved again, of the other nothing is published any more.
            #expect(try await publish([one: [record("202611", ["hihokenshashubetsu": "1"])], two: []]) == count(accepted: 1, withdrawn: 3))
            #expect(try await publish([one: [record("202611", ["hihokenshashubetsu": "1"])], two: []]) == count(unchanged: 1))
            #expect(try await entries() == 7)
            // Whoever is not named stays as they are.
            #expect(try await publish([two: []]) == count())
            #expect(try await intake.published([catalogue], after: nil, through: nil, limit: 9) == [one, two])
            #expect(try await intake.published([catalogue], after: one, through: two, limit: 9) == [two])
            #expect(try await hub.count("SELECT count(*) FROM dataset.interest WHERE system = 'national-pension' AND NOT holds") == 1)

            // Checked as the row of a file is: a day that is none, a person whom nobody knows; the others go in.
            let nobody = try AddresseeNumber("999")
            let wrong = try await publish([
                one: [record("202611", ["shikakushutokunengappi": "2026-13-01"])], two: [record("202611", ["kisonenkinbango": "1\",\"2\n"])],
                nobody: [record("202611")],
            ])
            #expect(counts(wrong) == count(rejected: ["E0002": 2, "E0214": 1]))
            let named = wrong.faults.keys.map { "\($0.code) \($0.item)" }.sorted()
            #expect(named == ["E0002 kisonenkinbango", "E0002 shikakushutokunengappi", "E0214 atenabango"])
            // What was wrong did not withdraw what stands.
            #expect(try await hub.count("SELECT count(*) FROM dataset.record WHERE items IS NOT NULL AND record_key = '202611'") == 1)
            await #expect(throws: CatalogueRefused.self) {
                try await intake.publish(allOf: [one], of: catalogue, source: .tax, by: "test") { [one: []] }
            }
        }
    }

    /// A publisher of several datasets is asked once for all of them: all are published, or none.
    @Test func severalDatasetsAreReadOnceAndPublishedTogetherOrNotAtAll() async throws {
        try await TestHub.with { hub in
            try await hub.take((1...2).map { ResidentRow($0) })
            let intake = Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay })
            let (movement, qualification) = (try catalogue(), try catalogue("pension-qualification"))
            let (one, two) = (try AddresseeNumber(ResidentRow.number(1)), try AddresseeNumber(ResidentRow.number(2)))
            let records = Records()
            let class1 = WholeRecord(["kisonenkinbango": "1234567890", "hihokenshashubetsu": "1", "shikakushutokunengappi": "2010-04-14"])
            func publish(_ moved: [AddresseeNumber: [WholeRecord]]) async throws -> [DatasetName: PublishedCount] {
                try await intake.publish(allOf: [one, two], of: [qualification, movement], source: .nationalPension, by: "test") {
                    _ = records.read()
                    return [movement.dataset: moved, qualification.dataset: [one: [class1], two: [class1]]]
                }
            }
            #expect(try await publish([one: [record("202610")]]) == [movement.dataset: count(accepted: 1), qualification.dataset: count(accepted: 2)])
            #expect(try await publish([:]) == [qualification.dataset: count(unchanged: 2)])
            #expect(records.reads == 2)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'publication.records'") == 2)

            // The text of one contradicts what is registered: nothing of the other is published by this call.
            try await hub.admin.execute("UPDATE dataset.catalogue SET record_key = 'nendo' WHERE dataset = 'pension-movement'")
            await #expect(throws: CatalogueRefused.self) { try await publish([two: [record("202610")]]) }
            #expect(records.reads == 2)
            #expect(try await hub.count("SELECT count(*) FROM dataset.record") == 3)
        }
    }

    /// What the department has of somebody, as more than one reads it.
    private final class Records: Sendable {
        private let kept = Mutex((month: "202609", reads: 0))

        var reads: Int { kept.withLock { $0.reads } }

        func become(_ month: String) { kept.withLock { $0.month = month } }

        /// What it is, and the how-manieth look that was.
        func read() -> (String, Int) {
            kept.withLock { kept in
                kept.reads += 1
                return (kept.month, kept.reads)
            }
        }
    }

    /// Whoever is slow to say what there is keeps nobody else waiting for a person.
    @Test func nobodyIsHeldWhileThePublishersRecordsAreRead() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            let number = try AddresseeNumber(ResidentRow.number(1))
            let intake = Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay })
            let count = try await intake.publish(allOf: [number], of: try catalogue(), source: .nationalPension, by: "test") {
                try await hub.admin.execute("SELECT FROM register.addressee FOR UPDATE NOWAIT")
                return [number: [record("202610")]]
            }
            #expect(count.accepted == 1)
        }
    }

    /// Two staff services: one has read what was, and is slow; another reads what is meanwhile.
    @Test func whoReadEarlierPublishesNothingOverWhoReadLater() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            let catalogue = try catalogue()
            let number = try AddresseeNumber(ResidentRow.number(1))
            let intake = Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay })
            let records = Records()
            let publish: @Sendable (Bool) async throws -> Void = { isSlow in
                _ = try await intake.publish(allOf: [number], of: catalogue, source: .nationalPension, by: "test") {
                    let (month, place) = records.read()
                    let waiting: Query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                    for _ in 0..<500 where isSlow && records.reads == place {
                        if try await hub.count(waiting) > 0 { break }
                        try await Task.sleep(for: .milliseconds(10))
                    }
                    return [number: [WholeRecord(["shorinengetsu": month, "kisonenkinbango": "1234567890"])]]
                }
            }
            let earlier = Task { try await publish(true) }
            for _ in 0..<500 where records.reads == 0 { try await Task.sleep(for: .milliseconds(10)) }
            records.become("202610")
            try await publish(false)
            try await earlier.value
            let stands = try await hub.rows(
                """
                SELECT record_key FROM (SELECT DISTINCT ON (record_key) record_key, items FROM dataset.record ORDER BY record_key, history_number DESC) AS r
                WHERE items IS NOT NULL
                """)
            #expect(try stands.map { try $0.decode(String.self) } == ["202610"])
        }
    }
}
