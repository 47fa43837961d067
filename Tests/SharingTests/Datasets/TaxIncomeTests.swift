import AccessControl
import AccessControlStand
import Addressee
import ConnectorKit
import Departments
import Governance
import Keys
import Postgres
import Register
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import Sharing

/// A dataset that a system publishes: taken in row by row, given under a policy of its own by push and by pull, narrowed, revoked, reconciled.
@Suite(.timeLimit(.minutes(10))) struct TaxIncomeTests {
    typealias Name = PublishedIncomes.Name

    private func person(_ n: Int) -> String { ResidentRow.number(n) }

    @Test func rowsAreCheckedAndCountedAndTheSameFileAddsNothing() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            let rows = [
                (Name(number: person(1), year: "2026"), ["gokeishotokukingaku": "1200000", "ippanfuyosu": "1", "shinkokukubun": "1"]),
                (Name(number: person(2), year: "2026"), ["gokeishotokukingaku": "-35000"]),
                (Name(number: person(2), year: "2025"), ["gokeishotokukingaku": "0"]),
                // No such amount, nobody of that number, no year.
                (Name(number: person(3), year: "2026"), ["gokeishotokukingaku": "01"]),
                (Name(number: "X99", year: "2026"), ["gokeishotokukingaku": "1"]),
                (Name(number: person(3), year: ""), ["gokeishotokukingaku": "1"]),
                // Two states of one record, one after the other.
                (Name(number: person(1), year: "2025"), ["gokeishotokukingaku": "5"]),
                (Name(number: person(1), year: "2025"), ["gokeishotokukingaku": "6"]),
            ]
            let first = try await hub.publish(rows, file: "shotoku.csv")
            #expect([first.accepted, first.unchanged, first.held, first.rejected] == [5, 0, 0, 3])
            #expect(first.rejectedByCode == ["E0001": 1, "E0002": 1, "E0214": 1])
            let again = try await hub.publish(rows, file: "shotoku.csv")
            // It is published anew, the two states of one record among it, one after the other.
            #expect([again.accepted, again.unchanged, again.rejected, again.takenBefore] == [2, 3, 3, 0])
            #expect(try await hub.count("SELECT count(*) FROM dataset.record") == 7)
            #expect(try await hub.count("SELECT count(*) FROM journal.entry WHERE kind = 'd'") == 7)
            // In another file nothing is new.
            let copied = try await hub.publish(Array(rows.prefix(3)))
            #expect([copied.accepted, copied.unchanged] == [0, 3])
            // Whoever publishes counts as one who knows the person.
            #expect(try await hub.count("SELECT count(*) FROM dataset.interest WHERE system = 'tax' AND cause = 'p' AND holds") == 2)
        }
    }

    /// The last file that is published counts, also where it is one that was published before.
    @Test func anOlderStateThatIsPublishedAgainCounts() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            let name = Name(number: person(1), year: "2026")
            for (amount, expected) in [("100", "100"), ("200", "200"), ("100", "100"), (nil, nil), ("200", "200"), (nil, nil)] as [(String?, String?)] {
                try await hub.publish([(name, amount.map { ["gokeishotokukingaku": $0] } ?? ["torikeshi": "1"])])
                let held = try await hub.rows("SELECT items ->> 'gokeishotokukingaku' FROM dataset.record ORDER BY history_number DESC LIMIT 1")
                #expect(try held.first?.decode(String?.self) == expected)
            }
        }
    }

    /// Two files at once that withdraw a person's last records, in whatever order: the publisher counts as registered no longer.
    @Test func whoWithdrawsTheLastRecordsAtOnceIsRegisteredNoLonger() async throws {
        try await TestHub.with { hub in
            try await hub.take((1...20).map { ResidentRow($0) })
            func rows(_ years: [String], _ items: [String: String]) -> [(name: Name, items: [String: String])] {
                (1...20).flatMap { n in years.map { (Name(number: person(n), year: $0), items) } }
            }
            try await hub.publish(rows(["2024", "2025", "2026"], ["gokeishotokukingaku": "1"]))
            #expect(try await hub.count("SELECT count(*) FROM dataset.interest WHERE holds") == 20)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for year in ["2024", "2025", "2026"] { group.addTask { try await hub.publish(rows([year], ["torikeshi": "1"])) } }
                try await group.waitForAll()
            }
            #expect(try await hub.count("SELECT count(*) FROM dataset.interest WHERE NOT holds") == 20)
        }
    }

    /// Whoever writes of a person, be it intake or another publication, is waited for: what stands is read afterwards.
    @Test func aPublicationWaitsForWhoeverWritesOfThePerson() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            let publication = try await hub.pool.transaction { connection in
                try await connection.execute("SELECT FROM register.addressee WHERE atenabango = \(person(1)) FOR NO KEY UPDATE")
                let publication = Task { try await hub.publish([(Name(number: person(1), year: "2026"), ["gokeishotokukingaku": "1"])]) }
                var isWaiting = false
                for _ in 0..<100 where !isWaiting {
                    isWaiting = try await hub.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0
                    if !isWaiting { try await Task.sleep(for: .milliseconds(50)) }
                }
                #expect(isWaiting)
                return publication
            }
            #expect(try await publication.value.accepted == 1)
        }
    }

    /// Who was held only for an interest and is closed to other affairs since is taken back, whatever becomes of the interest.
    @Test(arguments: [false, true]) func whoIsClosedMeanwhileIsTakenBack(endsInterest: Bool) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let row = NonResidentRow(5, number: "N00000005")
            try await hub.take([row], from: .childcare)
            try await hub.load(TestPolicy(scope: "registered-by-system"))
            let (who, number) = (Staff.service(.operateDeliveries), try AddresseeNumber("N00000005"))
            try await Interests(pool: hub.staffed, vault: hub.vault).register(by: who, .tax, in: number, because: "滞納の整理のため")
            let receiver = Receiver()
            try await hub.settle()
            try await hub.worker(receiver).run(untilIdle: true)
            var held = HeldState()
            try await held.catchUp(hub)
            #expect(Set(held.held.keys) == ["N00000005"] && Set(receiver.held.keys) == ["N00000005"])
            try await hub.take([row.with { $0[.tagyomusanshofukafuragu] = "1" }], from: .childcare)
            if endsInterest { try await Interests(pool: hub.staffed, vault: hub.vault).end(by: who, .tax, in: number, because: "滞納の整理が終わった") }
            try await hub.settle()
            try await hub.worker(receiver).run(untilIdle: true)
            try await held.catchUp(hub)
            #expect(held.held.isEmpty && receiver.held.isEmpty)
        }
    }

    /// What is published is nothing to a receiver of the register's record: it stands still, is idle and settled.
    @Test func whoReceivesTheRegisterIsNotBehindByWhatIsPublished() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.load(TestPolicy())
            try await hub.publish([(Name(number: person(1), year: "2026"), ["gokeishotokukingaku": "1"])])
            try await hub.settle()
            let module = hub.module(.tax)
            #expect(try await hub.worker(module).run(untilIdle: true))
            for amount in ["2", "3"] { try await hub.publish([(Name(number: person(1), year: "2026"), ["gokeishotokukingaku": amount])]) }
            try await hub.settle()
            #expect(try await hub.worker(module).run(untilIdle: true))
            let report = try await Reconciliation(provisioning: hub.provisioning).compare(.tax, DatasetName.addressee.rawValue, with: module)
            #expect(report.agrees, "\(report)")
        }
    }

    /// One record of a person that is put off comes again, though another of the same person was applied in the same batch.
    @Test func aRecordThatIsPutOffComesAgainBesideOneThatWasApplied() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.load(try PublishedIncomes.policy(items: ["nendo", "gokeishotokukingaku"]))
            try await hub.publish(["2025", "2026"].map { (Name(number: person(1), year: $0), ["gokeishotokukingaku": "1"]) })
            try await hub.settle()
            let receiver = Receiver()
            let isFirst = Mutex(true)
            receiver.set(verdict: { entry in
                guard entry.recordKey == "2025" else { return .applied }
                return isFirst.withLock { isFirst in
                    defer { isFirst = false }
                    return isFirst ? .retryLater(reason: "busy") : .applied
                }
            })
            #expect(try await hub.incomeWorker(receiver).run(untilIdle: true))
            #expect(receiver.batches.count == 2)
            #expect(receiver.batches.last?.entries.map(\.recordKey) == ["2025", "2026"])
            #expect(try await hub.count("SELECT count(*) FROM delivery.waiting") == 0)
        }
    }

    @Test func nobodyElsePublishesAndADatasetKeepsItsItems() async throws {
        try await TestHub.with { hub in
            await #expect { try await hub.publish([], by: SystemName.childcare) } throws: { ($0 as? CatalogueRefused)?.code == "G0022" }
            try await hub.take([ResidentRow(1)])
            try await hub.publish([(Name(number: person(1), year: "2026"), ["gokeishotokukingaku": "1"])])
            let catalogue = try PublishedIncomes.catalogue()
            func register(_ items: [Item], version: Int = 1, key: Item? = catalogue.recordKey) async throws {
                let changed = ItemCatalogue(
                    dataset: catalogue.dataset, label: catalogue.label, schemaVersion: version, source: catalogue.source, recordKey: key, items: items)
                try await hub.pool.transaction { try await Catalogues.register(changed, on: $0) }
            }
            let added = Item("atarashiikomoku", bit: 40, .halfWidth, 1, "新しい項目", .income)
            let renamed = catalogue.items.map { $0.rawValue == "ippanfuyosu" ? Item("fuyosu", bit: $0.bit, $0.kind, $0.length, $0.label, .income) : $0 }
            let longer = catalogue.items.map { $0.rawValue == "ippanfuyosu" ? Item("ippanfuyosu", bit: $0.bit, $0.kind, 9, $0.label, .income) : $0 }
            for (items, version, key, code) in [
                (catalogue.items + [added], 1, catalogue.recordKey, "G0021"), (renamed, 2, catalogue.recordKey, "G0020"),
                (longer, 2, catalogue.recordKey, "G0020"), (Array(catalogue.items.dropLast()), 2, catalogue.recordKey, "G0020"),
                (catalogue.items, 2, nil, "G0020"),
            ] {
                await #expect { try await register(items, version: version, key: key) } throws: { ($0 as? CatalogueRefused)?.code == code }
            }
            try await register(catalogue.items)
            try await register(catalogue.items + [added], version: 2)
            // A text from before is still taken.
            try await register(catalogue.items)
        }
    }

    /// What the pension system holds is what the policy says of what was published, whatever happens and however it comes there.
    @Test(arguments: SeededRandom.seeds + [1_508_365_928]) func pushAndPullAndExtractAgreeWithWhatWasPublished(_ seed: UInt64) async throws {
        try await TestHub.with { hub in
            var random = SeededRandom(seed)
            try await hub.advance("2026-11-20")
            var persons = (1...12).map { ResidentRow($0) }
            try await hub.take(persons)
            let items = ["kojinbango", "nendo", "gokeishotokukingaku", "shinkokukubun"]
            try await hub.load(try PublishedIncomes.policy(items: items, scope: "any: [state: [resident], registered-by-system]"))
            let module = try hub.incomeModule
            let worker = hub.incomeWorker(module)
            var published: [Name: [String: String]] = [:]
            var interested: Set<String> = []
            var pulled = HeldIncomes()
            var cursor: String?
            var given = items
            for step in 0..<14 {
                switch Int.random(in: 0..<7, using: &random) {
                case 0...2:
                    var rows: [(name: Name, items: [String: String])] = []
                    for _ in 0..<Int.random(in: 1...8, using: &random) {
                        let name = Name(
                            number: person(Int.random(in: 1...12, using: &random)), year: ["2024", "2025", "2026"].randomElement(using: &random) ?? "")
                        guard !rows.contains(where: { $0.name == name }) else { continue }
                        let isWithdrawn = Int.random(in: 0..<4, using: &random) == 0
                        var values = [
                            "gokeishotokukingaku": String(Int.random(in: -3...3, using: &random)), "ippanfuyosu": String(Int.random(in: 0...1, using: &random)),
                        ]
                        if Bool.random(using: &random) { values["shinkokukubun"] = "1" }
                        rows.append((name, isWithdrawn ? ["torikeshi": "1"] : values))
                        published[name] = isWithdrawn ? nil : values
                    }
                    try await hub.publish(rows)
                case 3:
                    let index = Int.random(in: persons.indices, using: &random)
                    guard persons[index][.juminjotai] == "1" else { continue }
                    persons[index] = persons[index].next("21")
                    try await hub.take([persons[index]])
                case 4, 5:
                    let number = person(Int.random(in: 1...12, using: &random))
                    let interests = Interests(pool: hub.staffed, vault: hub.vault)
                    let who = Staff.service(.operateDeliveries)
                    if interested.remove(number) != nil {
                        try await interests.end(by: who, PublishedIncomes.pension, in: AddresseeNumber(number), because: "年金の記録の終了")
                    } else {
                        interested.insert(number)
                        try await interests.register(by: who, PublishedIncomes.pension, in: AddresseeNumber(number), because: "年金の受給者のため")
                    }
                default:
                    given = given.count == items.count ? ["nendo", "gokeishotokukingaku"] : items
                    try await hub.load(try PublishedIncomes.policy(items: given, scope: "any: [state: [resident], registered-by-system]"))
                }
                guard step % 2 == 1 || step == 13 else { continue }
                try await hub.settle()
                let inScope = Set(persons.filter { $0[.juminjotai] == "1" }.map { $0[.atenabango] }).union(interested)
                var expected = HeldIncomes()
                for (name, values) in published where inScope.contains(name.number) {
                    var told = values.filter { given.contains($0.key) }
                    told["nendo"] = name.year
                    if given.contains("kojinbango") { told["kojinbango"] = persons.first { $0[.atenabango] == name.number }?[.kojinbango] }
                    expected.held[name] = told
                }
                try await pulled.catchUp(hub, &cursor)
                #expect(pulled == expected, "pull, step \(step)")
                #expect(try await HeldIncomes.full(hub) == expected, "full, step \(step)")
                #expect(try await worker.run(untilIdle: true))
                let report = try await Reconciliation(provisioning: hub.provisioning).compare(PublishedIncomes.pension, PublishedIncomes.dataset, with: module)
                #expect(report.agrees && report.held == expected.held.count, "push, step \(step): \(report)")
                #expect(try await HeldIncomes.pushed(hub, to: module) == expected, "pushed, step \(step)")
            }
            // The end of the policy takes everything back.
            try await hub.load(TestPolicy())
            try await hub.settle()
            try await pulled.catchUp(hub, &cursor)
            #expect(pulled.held.isEmpty)
            #expect(try await worker.run(untilIdle: true))
            #expect(try await HeldIncomes.pushed(hub, to: module).held.isEmpty)
        }
    }

    /// One person's records in one answer, of the others none; and the publisher goes on being told of whom it publishes about.
    @Test func onePersonIsAnsweredWithTheirRecordsAndThePublisherCountsAsRegistered() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await hub.publish([
                (Name(number: person(1), year: "2026"), ["gokeishotokukingaku": "7"]), (Name(number: person(1), year: "2025"), ["ippanfuyosu": "2"]),
                (Name(number: person(2), year: "2026"), ["gokeishotokukingaku": "9"]), (Name(number: person(2), year: "2026"), ["torikeshi": "1"]),
            ])
            let library = try PublishedIncomes.policy(items: ["kojinbango", "nendo", "gokeishotokukingaku"])
            try await hub.load(
                PolicyLibrary(
                    documents: library.documents.filter { !$0.name.hasPrefix("systems/tax") }
                        + TestPolicy.documents([TestPolicy(scope: "registered-by-system")]).filter { $0.name.hasPrefix("systems/") }))
            func records(_ n: Int) async throws -> [String] {
                let entries = try await hub.provisioning.person(
                    hub.caller(PublishedIncomes.pension), dataset: PublishedIncomes.dataset, addresseeNumber: AddresseeNumber(person(n)))
                return entries.map { entry in
                    let values = HeldIncomes.values(entry).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                    return "\(entry.recordKey ?? "") \(values.joined(separator: " "))"
                }
            }
            let number = ResidentRow(1)[.kojinbango]
            #expect(try await records(1) == ["2025 kojinbango=\(number) nendo=2025", "2026 gokeishotokukingaku=7 kojinbango=\(number) nendo=2026"])
            #expect(try await records(2) == [])
            #expect(try await records(3) == [])
            #expect(try await hub.person(person(1)).items[.shimei] == ResidentRow(1)[.shimei])
            for n in [2, 3] { await #expect { try await hub.person(person(n)) } throws: { ($0 as? ProvisionRefused)?.refusal == .notInScope } }
            // With the last record the person leaves the publisher's scope.
            try await hub.settle()
            var held = HeldState()
            try await held.catchUp(hub)
            #expect(Set(held.held.keys) == [person(1)])
            try await hub.publish([(Name(number: person(1), year: "2025"), ["torikeshi": "1"]), (Name(number: person(1), year: "2026"), ["torikeshi": "1"])])
            try await hub.settle()
            try await held.catchUp(hub)
            #expect(held.held.isEmpty)
        }
    }

    /// What a receiver reports record by record is compared so, and a record that lacks or differs is found and sent again.
    @Test func whatIsReportedIsComparedRecordByRecord() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1), ResidentRow(2)])
            try await hub.load(try PublishedIncomes.policy(items: ["nendo", "gokeishotokukingaku"], ways: "[pull]"))
            let years = ["2024", "2025", "2026"]
            try await hub.publish([1, 2].flatMap { n in years.map { (Name(number: person(n), year: $0), ["gokeishotokukingaku": "\(n)"]) } })
            try await hub.settle()
            var pulled = HeldIncomes()
            var cursor: String?
            try await pulled.catchUp(hub, &cursor)
            #expect(pulled.held.count == 6)
            let key = [UInt8](repeating: 7, count: 32)
            let hash = KeyedHash(key: key)
            func report(_ held: HeldIncomes) async throws -> ReconciliationReport {
                let catalogue = try PublishedIncomes.catalogue()
                var lines = ""
                for (name, values) in held.held.sorted(by: { $0.key < $1.key }) {
                    let items = Dictionary(uniqueKeysWithValues: values.compactMap { value in catalogue[value.key].map { ($0, value.value) } })
                    var form: [UInt8] = []
                    ItemsJSON.append(items, to: &form)
                    lines += "\(name.number)\t\(name.year)\t\(hash.hash(form).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())\n"
                }
                let body = AsyncThrowingStream<[UInt8], any Error> { [bytes = Array(lines.utf8)] in
                    $0.yield(bytes)
                    $0.finish()
                }
                _ = try await hub.serving.takeInventory(
                    hub.caller(PublishedIncomes.pension), dataset: PublishedIncomes.dataset, after: try #require(cursor),
                    key: InventoryKey(hex: String(repeating: "07", count: 32)), body: body)
                return try await Reconciliation(provisioning: hub.provisioning).compareReported(
                    by: Staff.service(.operateDeliveries), PublishedIncomes.pension, PublishedIncomes.dataset, sendsAgain: true)
            }
            let right = try await report(pulled)
            #expect(right.agrees && right.held == 6, "\(right)")
            pulled.held[Name(number: person(1), year: "2025")] = nil
            pulled.held[Name(number: person(2), year: "2024")]?["gokeishotokukingaku"] = "3"
            pulled.held[Name(number: person(2), year: "2030")] = ["nendo": "2030"]
            let wrong = try await report(pulled)
            #expect([wrong.missing, wrong.differing, wrong.surplus] == [1, 1, 1], "\(wrong)")
            try await hub.settle()
            try await pulled.catchUp(hub, &cursor)
            // Nobody knows of a record that was never published: the receiver has to drop it by taking everything anew.
            pulled.held[Name(number: person(2), year: "2030")] = nil
            #expect(try await HeldIncomes.full(hub) == pulled)
        }
    }

    @Test func aSystemThatMayNotSeeAPersonLearnsNothingByAnInterest() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1), ResidentRow(2)])
            try await hub.load(TestPolicy(scope: "registered-by-system"))
            await #expect { try await hub.person(person(1)) } throws: { ($0 as? ProvisionRefused)?.refusal == .notInScope }
            let interests = Interests(pool: hub.staffed, vault: hub.vault)
            let number = try AddresseeNumber(person(1))
            try await interests.register(by: Staff.service(.operateDeliveries), .tax, in: number, because: "滞納の整理のため")
            #expect(try await hub.person(person(1)).items[.shimei] == ResidentRow(1)[.shimei])
            await #expect { try await interests.register(by: Staff.service(.operateDeliveries), .tax, in: number, because: "滞納の整理のため") } throws: {
                ($0 as? InterestRefused)?.code == "I0002"
            }
            var held = HeldState()
            try await hub.settle()
            try await held.catchUp(hub)
            #expect(Set(held.held.keys) == [person(1)])
            try await interests.end(by: Staff.service(.operateDeliveries), .tax, in: number, because: "滞納の整理が終わった")
            try await hub.settle()
            try await held.catchUp(hub)
            #expect(held.held.isEmpty)
            // Without the right nothing is registered, and the refusal is on record.
            await #expect(throws: (any Error).self) { try await interests.register(by: Staff.service(.readLog), .tax, in: number, because: "滞納の整理のため") }
            #expect(try await hub.count("SELECT count(*) FROM dataset.interest WHERE system = 'tax'") == 2)
        }
    }
}

extension HeldIncomes {
    /// What the module's table says.
    static func pushed(_ hub: TestHub, to module: DepartmentModule) async throws -> HeldIncomes {
        var all = HeldIncomes()
        let cipher = hub.vault.keys.cipher
        for row in try await hub.rows(
            "SELECT atenabango, record_key, items::text AS items, kojinbango_sealed, kojinbango_key_id FROM national_pension.tax_income WHERE NOT removed")
        {
            let name = PublishedIncomes.Name(number: try row.decode("atenabango"), year: try row.decode("record_key"))
            let items = try ItemsJSON.items(Array(try row.decode("items", as: String.self).utf8), of: PublishedIncomes.catalogue())
            var values = Dictionary(uniqueKeysWithValues: items.map { ($0.key.rawValue, $0.value) })
            if let sealed = try row.decode("kojinbango_sealed", as: [UInt8]?.self), let key = try row.decode("kojinbango_key_id", as: Int32?.self) {
                let context = Array("national_pension.tax_income/\(name.number)/\(name.year)".utf8)
                values["kojinbango"] = String(decoding: try cipher.decrypt(sealed, keyID: key, context: context), as: UTF8.self)
            }
            all.held[name] = values
        }
        return all
    }
}
