import Addressee
import ConnectorKit
import Departments
import Foundation
import Postgres
import Testing

@testable import Keys

@Suite(.serialized) struct ModuleTests {
    /// A module and a dataset of its.
    private static let kept = DepartmentKind.all.flatMap { kind in kind.datasets.map { (kind, $0) } }

    /// The register's catalogue, or the published one as `Policies/` has it.
    private func catalogue(_ dataset: DepartmentDataset) throws -> ItemCatalogue {
        guard dataset.name != .addressee else { return .register }
        let year = Item("nendo", bit: 3, .halfWidth, 4, "年度", .affair)
        return ItemCatalogue(
            dataset: dataset.name, label: "", schemaVersion: 1, source: .system(.tax), recordKey: year,
            items: [
                .kojinbango, year, Item("gokeishotokukingaku", bit: 16, .integer, 12, "合計所得金額", .income),
                Item("shinkokukubun", bit: 27, .halfWidth, 1, "申告区分", .income),
            ])
    }

    @Test(arguments: kept)
    func everyModulePassesTheKit(kind: DepartmentKind, dataset: DepartmentDataset) async throws {
        try await withDatabase { database in
            let kit = ConformanceKit(
                body: try LocalGovernmentCode("111007"), another: try LocalGovernmentCode("111015"), system: kind.systemName, of: try catalogue(dataset),
                connect: { DepartmentModule(kind: kind, dataset: dataset, pool: database.pool(as: kind.role), keys: LiveCipher(database.keys)) },
                badConfigurations: [
                    ("another role", { DepartmentModule(kind: kind, pool: database.pool(as: "atena_owner"), keys: database.keys) }),
                    (
                        "no such database",
                        {
                            DepartmentModule(
                                kind: kind, pool: Pool(settings: ConnectionSettings(["dbname": "no_such_database"]), waitTimeout: .seconds(2)),
                                keys: database.keys)
                        }
                    ),
                    (
                        "no tables",
                        {
                            var settings = ConnectionSettings(["dbname": "postgres"])
                            settings.role = kind.role
                            return DepartmentModule(kind: kind, pool: Pool(settings: settings), keys: database.keys)
                        }
                    ),
                ],
                keyedHash: { bytes, key in key.reveal { KeyedHash(key: $0).hash(bytes) } },
                run: "T1")
            let report = await kit.run()
            #expect(report.passed, "\(report)")
            // What is published tells nothing of where somebody is.
            let notShown = dataset.name == .addressee ? [] : ["withheld-items-are-erased"]
            #expect(report.checks.filter { $0.outcome != .passed }.map(\.name) == notShown, "\(report)")
        }
    }

    @Test func batchesAtOnceNeitherBlockNorMix() async throws {
        try await withDatabase { database in
            let module = database.module(.tax)
            let forward = try (0..<300).map { try person("P\(1000 + $0)", version: 1) }
            let backward = try (0..<300).reversed().map { try person("P\(1000 + $0)", version: 2) }
            for round in 0..<5 {
                async let one = module.deliver(Int64(round * 2 + 1), on: "2026-11-21", forward)
                async let two = module.deliver(Int64(round * 2 + 2), on: "2026-11-21", backward)
                _ = try await (one, two)
            }
            let rows = try await database.query("SELECT DISTINCT sequence, rirekibango FROM tax.person")
            #expect(rows.count == 1)
            #expect(try rows[0].decode("sequence", as: Int64.self) == 10)
            #expect(try rows[0].decode("rirekibango", as: Int32.self) == 2)
        }
    }

    @Test func individualNumbersAreEncryptedUnderTheModulesOwnKeyAndCanBeEncryptedAnew() async throws {
        try await withDatabase { database in
            let directory = FileManager.default.temporaryDirectory.appending(path: "atena-keys-\(UUID())").path
            defer { try? FileManager.default.removeItem(atPath: directory) }
            var ring = try KeyRing.create(directory: directory)
            let keys = try LiveCipher(directory: directory)
            let module = database.module(.tax, keys: keys)
            let number = "983205673214"
            try await module.deliver(1, on: "2026-11-21", (0..<25).map { try person("P\($0)", individualNumber: number) })
            let held = DigestKey([UInt8](repeating: 5, count: 32))
            let before = try await all(module.inventory(key: held))
            for table in ["person", "applied_batch", "residence"] {
                let text = try await database.query("SELECT string_agg(t::text, '') AS text FROM tax.\(unsafeSQL: table) AS t")
                let all: String = try text[0].decode("text")
                #expect(!all.contains(number))
                #expect(!all.contains(number.utf8.map { String($0, radix: 16) }.joined()))
            }
            // Another module's key doesn't open it, nor does another row.
            let sealed = try await database.query("SELECT kojinbango_sealed AS s FROM tax.person WHERE atenabango = 'P3'")
            let bytes: [UInt8] = try sealed[0].decode("s")
            #expect(throws: KeyError.self) { try database.keys.decrypt(bytes, keyID: 1, context: "tax.person/P3".utf8) }
            #expect(throws: KeyError.self) { try keys.cipher.decrypt(bytes, keyID: 1, context: "tax.person/P4".utf8) }
            #expect(try keys.cipher.decrypt(bytes, keyID: 1, context: "tax.person/P3".utf8) == Array(number.utf8))

            try ring.rotate()
            let rotated = database.module(.tax, keys: try LiveCipher(directory: directory))
            #expect(try await rotated.reencrypt(limit: 10) == 10)
            // A process that hasn't heard of the rotation reads on.
            #expect(try await all(module.inventory(key: held)) == before)
            #expect(try await rotated.reencrypt(limit: 10) == 10)
            #expect(try await rotated.reencrypt(limit: 10) == 5)
            #expect(try await rotated.reencrypt(limit: 10) == 0)
            #expect(try await all(rotated.inventory(key: held)) == before)
            let old = try await database.query("SELECT count(*) AS n FROM tax.person WHERE kojinbango_key_id <> 2")
            #expect(try old[0].decode("n", as: Int64.self) == 0)
        }
    }

    @Test func inventoryGoesOnOverPages() async throws {
        try await withDatabase { database in
            let module = database.module(.healthInsurance)
            try await module.deliver(1, on: "2026-11-21", (0..<5_001).map { try person("P\(100_000 + $0)", born: "1990-01-01") })
            let held = try await all(module.inventory(key: DigestKey([1])))
            #expect(held.count == 5_001)
            #expect(held == held.sorted { $0.addresseeNumber < $1.addresseeNumber })
        }
    }

    @Test func aRemovalLeavesNothingOfThePerson() async throws {
        try await withDatabase { database in
            let module = database.module(.careInsurance)
            try await module.deliver(1, on: "2026-11-21", [person("P1", born: "1950-01-01", individualNumber: "983205673214")])
            try await module.deliver(2, on: "2026-11-21", [removal("P1", ("23", "2026-11-20"))])
            let rows = try await database.query(
                "SELECT items IS NULL AND kojinbango_sealed IS NULL AND removed AS gone FROM care_insurance.person")
            #expect(rows.count == 1)
            #expect(try rows[0].decode("gone", as: Bool.self))
        }
    }

    /// 支援措置: of what tells where a person is nothing stays, neither as it came nor derived from it, also where it is said to wait as well; of others all does.
    @Test(arguments: DepartmentKind.all, [false, true]) func nothingIsKeptOfWhatIsWithheld(kind: DepartmentKind, left: Bool) async throws {
        try await withDatabase { database in
            let module = database.module(kind)
            let place: [Item: String] = [
                .jushoChoaza: "印の町", .jushoKatagaki: "印の方", .jushoteinengappi: "1999-07-08", .tennyumaeJusho: "印の前", .tenshutsusakiJusho: "印の先",
            ]
            let born = kind == .childcare ? "2015-05-05" : kind == .nationalPension ? "1990-05-05" : "1958-05-05"
            func state(_ number: String, _ version: Int) throws -> Entry {
                try person(
                    number, born: born, state: left ? "2" : "1", since: "1999-07-08", moved: (left ? "21" : "41", "2026-03-04"), household: "SHIRUSHI\(number)",
                    head: true, version: version, extra: place)
            }
            try await module.deliver(1, on: "2026-11-20", [state("P1", 1), state("P2", 1)])
            let traces = ["印の", "1999-07-08", "2026-03-04", "SHIRUSHI"]
            func kept(_ number: String) async throws -> [String] {
                var found: [String] = []
                for table in try await database.query("SELECT tablename FROM pg_tables WHERE schemaname = \(kind.schema) AND tablename <> 'applied_batch'") {
                    let name: String = try table.decode("tablename")
                    for row in try await database.query("SELECT to_jsonb(t)::text AS row FROM \(unsafeSQL: "\(kind.schema).\(name)") AS t") {
                        let text: String = try row.decode("row")
                        if text.contains(number) { found += traces.filter(text.contains).map { "\(name): \($0)" } }
                    }
                }
                return found
            }
            #expect(try await !kept("P1").isEmpty)
            let others = try await kept("P2")
            var entry = try state("P1", 2)
            let withheld = ItemCatalogue.register.items.filter { ItemCatalogue.register.ofPlace.contains($0) && entry.items[$0] != nil }
            for item in withheld { entry.items[item] = nil }
            (entry.withheld, entry.waiting) = (withheld, [.jushoChoaza, .kojinbango])
            #expect(try await module.deliver(2, on: "2026-11-20", [entry]) == [.applied])
            #expect(try await kept("P1") == [])
            #expect(try await kept("P2") == others)
            #expect(try await database.query("SELECT FROM \(unsafeSQL: kind.schema).person WHERE atenabango = 'P1' AND NOT removed").count == 1)
            // Given again, it is held again.
            try await module.deliver(3, on: "2026-11-20", [state("P1", 3)])
            #expect(try await !kept("P1").isEmpty)
        }
    }

    @Test func modulesCannotReachEachOther() async throws {
        try await withDatabase { database in
            for kind in DepartmentKind.all {
                let pool = database.pool(as: kind.role)
                for other in DepartmentKind.all where other != kind {
                    let error = try await #require(throws: PostgresError.self) {
                        try await pool.query("SELECT FROM \(unsafeSQL: other.schema).person")
                    }
                    #expect(error.sqlState == "42501")
                }
                // Nor may it lose a tombstone.
                let error = try await #require(throws: PostgresError.self) {
                    try await pool.execute("DELETE FROM \(unsafeSQL: kind.schema).person")
                }
                #expect(error.sqlState == "42501")
                await pool.shutdown()
            }
        }
    }

    @Test func everyTableAndColumnSaysWhatItIs() async throws {
        try await withDatabase { database in
            let schemas = DepartmentKind.all.map(\.schema)
            let bare = try await database.query(
                """
                SELECT n.nspname || '.' || c.relname || COALESCE('.' || a.attname, '') AS name
                FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'v')
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                WHERE n.nspname = ANY (\(schemas)) AND (obj_description(c.oid, 'pg_class') IS NULL OR col_description(c.oid, a.attnum) IS NULL)
                """)
            #expect(try bare.map { try $0.decode("name", as: String.self) } == [])
            let some = try await database.query("SELECT count(*) AS n FROM pg_tables WHERE schemaname = ANY (\(schemas))")
            #expect(try some[0].decode("n", as: Int64.self) == 23)
        }
    }

    @Test func aModuleBelongsToTheBodyThatCameFirstForGood() async throws {
        try await withDatabase { database in
            let module = database.module(.tax)
            try await module.open(for: LocalGovernmentCode("111007"), lastPosition: nil)
            // As another process: nothing is in memory.
            for fresh in [true, false] {
                let other = fresh ? database.module(.tax) : module
                let refused = ConnectorError.anotherBody(try LocalGovernmentCode("111015"))
                await #expect(throws: refused) { try await other.open(for: LocalGovernmentCode("111015"), lastPosition: nil) }
                await #expect(throws: refused) { try await other.deliver(1, on: "2026-11-21", [person("P1")], from: "111015") }
            }
            #expect(try await database.query("SELECT FROM tax.person").count == 0)
            #expect(try await module.deliver(1, on: "2026-11-21", [person("P1")]) == [.applied])
            // Nor may the module change it.
            let pool = database.pool(as: DepartmentKind.tax.role)
            for statement in ["UPDATE tax.body SET code = '111015'", "DELETE FROM tax.body"] {
                let error = try await #require(throws: PostgresError.self) { try await pool.execute("\(unsafeSQL: statement)") }
                #expect(error.sqlState == "42501")
            }
            await pool.shutdown()
        }
    }

    @Test func aForgottenBatchDeliveredAgainChangesNothing() async throws {
        try await withDatabase { database in
            let module = database.module(.tax)
            try await module.deliver(1, on: "2026-11-21", [person("P1", version: 1)])
            try await module.deliver(2, on: "2026-11-21", [person("P1", version: 2)])
            #expect(try await module.forgetBatches() == 0)
            _ = try await database.query("UPDATE tax.applied_batch SET applied_at = now() - interval '401 days'")
            #expect(try await module.forgetBatches() == 2)
            #expect(try await module.deliver(1, on: "2026-11-21", [person("P1", version: 1)]) == [.applied])
            #expect(try await database.query("SELECT FROM tax.person WHERE rirekibango = 2").count == 1)
        }
    }

    /// A delivery must cost the same number of statements, however many entries it has.
    /// A key is of one batch: another under the same key is refused whole, and the same one again is answered as before.
    @Test func aKeyIsOfOneBatch() async throws {
        try await withDatabase { database in
            let module = database.module(.tax)
            func deliver(_ entries: [Entry], sequence: Int64) async throws -> [EntryResult] {
                try await module.deliver(
                    Batch(
                        idempotencyKey: "test-1", body: try LocalGovernmentCode("111007"), system: .tax, dataset: "addressee", schemaVersion: 2,
                        sequence: sequence, calendarDay: try day("2026-11-20"), entries: entries))
            }
            let first = try [person("1")]
            #expect(try await deliver(first, sequence: 1) == [.applied])
            #expect(try await deliver(first, sequence: 1) == [.applied])
            for (entries, sequence) in [(try [person("1"), person("2")], Int64(1)), (first, 2), (try [person("1"), person("2")], 3)] {
                await #expect(throws: ConnectorError.keyReused("test-1")) { try await deliver(entries, sequence: sequence) }
            }
            #expect(try await database.query("SELECT FROM tax.person").count == 1)
            #expect(try await database.query("SELECT FROM tax.person WHERE atenabango = '1' AND sequence = 1").count == 1)
        }
    }

    @Test func batchesArePutThroughAsSets() async throws {
        try await withDatabase { database in
            let module = database.module(.tax)
            try await module.deliver(1, on: "2026-11-21", (0..<1_000).map { try person("P\($0)") })
            let rows = try await database.query("SELECT count(*) AS n, min(xmin::text) = max(xmin::text) AS one FROM tax.person")
            #expect(try rows[0].decode("n", as: Int64.self) == 1_000)
            #expect(try rows[0].decode("one", as: Bool.self))
        }
    }

    private func all(_ stream: AsyncThrowingStream<[HeldEntry], any Error>) async throws -> [HeldEntry] {
        var entries: [HeldEntry] = []
        for try await part in stream { entries += part }
        return entries
    }
}
