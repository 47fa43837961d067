import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import Governance
import Postgres
import RegisterStand
import SharingStand
import SyntheticCity
import Testing

@testable import Register

/// 値の範囲 of what systems publish, at the hub: what its dataset does not take is refused by row, item and rule, and what it takes comes out as it went in.
@Suite(.timeLimit(.minutes(5))) struct PublishedDomainTests {
    private static func catalogues() throws -> [ItemCatalogue] {
        try PolicyLibrary(directory: TestServer.root + "/Policies").datasets.values.filter { !$0.isOfRegister }.sorted { $0.dataset < $1.dataset }
    }

    private func catalogue(_ name: String) throws -> ItemCatalogue { try #require(Self.catalogues().first { $0.dataset.rawValue == name }) }

    private func publish(_ hub: TestHub, _ catalogue: ItemCatalogue, _ rows: [[String: String]]) async throws -> IntakeReport {
        let columns = FileLayout.published(catalogue).columns.map(\.name)
        let text = ([columns] + rows.map { row in columns.map { row[$0] ?? "" } }).map { $0.joined(separator: ",") + "\n" }.joined()
        return try await publish(hub, catalogue, at: hub.write(text.utf8, to: "kokai-\(UUID()).csv"))
    }

    private func publish(_ hub: TestHub, _ catalogue: ItemCatalogue, at path: String) async throws -> IntakeReport {
        guard case .system(let source) = catalogue.source else { throw CocoaError(.featureUnsupported) }
        let report = try await Intake(pool: hub.pool, vault: hub.vault, today: { TestHub.intakeDay }).publish(
            Staff.service(.operateDeliveries), path, catalogue, source: source, rejects: try #require(RejectBound(accepting: 10_000)))
        #expect(report.addsUp, "\(report)")
        return report
    }

    /// Records that stand, by person and record key, as they are kept.
    private func standing(_ hub: TestHub, _ catalogue: ItemCatalogue) async throws -> [String: [String: String]] {
        var standing: [String: [String: String]] = [:]
        let rows = try await hub.rows(
            """
            SELECT * FROM (
              SELECT DISTINCT ON (a.atenabango, r.record_key) a.atenabango || ' ' || r.record_key, r.items::text FROM dataset.record r
              JOIN register.addressee a USING (addressee_id) WHERE r.dataset = \(catalogue.dataset.rawValue)
              ORDER BY a.atenabango, r.record_key, r.history_number DESC) AS newest (name, items) WHERE items IS NOT NULL
            """)
        for row in rows {
            let (name, items) = try row.decode((String, String).self)
            standing[name] = try JSONDecoder().decode([String: String].self, from: Data(items.utf8))
        }
        return standing
    }

    /// Of every dataset that systems publish: a record with all its items at a time, and one row for each item that is not what the dataset takes.
    @Test func whatADatasetTakesComesOutAsItWentInAndNothingElseGoesIn() async throws {
        try await TestHub.with { hub in
            let persons = 40
            try await hub.take((1...persons).map { ResidentRow($0) })
            for catalogue in try Self.catalogues() {
                var random = SystemRandomNumberGenerator()
                var expected: [String: [String: String]] = [:]
                var rows: [[String: String]] = []
                for person in 1...persons {
                    let items = record(of: catalogue, person, &random)
                    expected["\(ResidentRow.number(person)) \(catalogue.recordKey.flatMap { items[$0.rawValue] } ?? "")"] = items
                    rows.append(items.merging(["atenabango": ResidentRow.number(person)]) { $1 })
                }
                let right = rows
                let items = catalogue.items.filter { $0 != .kojinbango }
                for (place, item) in items.enumerated() {
                    var wrong = right[place % persons]
                    wrong[item.rawValue] = outside(item, catalogue.domains[item.rawValue])
                    rows.append(wrong)
                }
                let report = try await publish(hub, catalogue, rows)
                #expect((report.accepted, report.rejected) == (persons, items.count), "\(catalogue.dataset): \(report)")
                #expect(try await standing(hub, catalogue) == expected, "\(catalogue.dataset)")
                // Each by its row (the file's line), item, code, and what is right instead; never by what stood there.
                let lines = try String(contentsOfFile: #require(report.rejectedFile), encoding: .utf8).split(separator: "\n").dropFirst()
                let faults = lines.map { Array($0.split(separator: ",", omittingEmptySubsequences: false).suffix(4).map(String.init)) }
                #expect(faults.count == items.count && faults.allSatisfy { $0.count == 4 })
                for (place, told) in faults.sorted(by: { Int($0[0]) ?? 0 < Int($1[0]) ?? 0 }).enumerated() {
                    #expect(told[0] == "\(persons + place + 2)" && told[2] == items[place].rawValue, "\(told)")
                    #expect(["E0002", "E0003"].contains(told[1]) && told[3].contains(items[place].label) && told[3].contains("設定してください"), "\(told)")
                }
            }
        }
    }

    /// A hub that took records before their values were said: same registration and schema version, what stands stands, and can be corrected and withdrawn.
    @Test func aHubFromBeforeGoesOnWithTheSameRegistration() async throws {
        try await TestHub.with { hub in
            try await hub.take((1...3).map { ResidentRow($0) })
            let now = try catalogue("tax-income")
            let before = ItemCatalogue(
                dataset: now.dataset, label: now.label, schemaVersion: now.schemaVersion, source: now.source, recordKey: now.recordKey, items: now.items)
            func registered() async throws -> [String] {
                try await hub.rows(
                    """
                    SELECT concat_ws(' ', c.schema_version, c.record_key, i.bit, i.name, i.kind, i.length, i.since)
                    FROM dataset.catalogue c JOIN dataset.item i USING (dataset) WHERE dataset = 'tax-income' ORDER BY i.bit
                    """
                ).map { try $0.decode(String.self) }
            }
            func row(_ person: Int, _ year: String, _ items: [String: String] = [:]) -> [String: String] {
                items.merging(["atenabango": ResidentRow.number(person), "nendo": year]) { $1 }
            }
            let old = [
                row(1, "ABCD", ["ippanfuyosu": "1"]), row(2, "2026", ["honnin_kafukubun": "7", "junsonshitsu": "-3"]), row(3, "2026", ["ippanfuyosu": "2"]),
            ]
            #expect(try await publish(hub, before, old).accepted == 3)
            let registration = try await registered()

            // The same file under the new text: what is wrong in it is named, and what stands stays.
            let again = try await publish(hub, now, old)
            #expect((again.accepted, again.unchanged, again.rejected) == (0, 1, 2), "\(again)")
            #expect(Set(again.rejectedByCode.keys) == ["E0002"])
            #expect(try await registered() == registration)
            #expect(try await standing(hub, now).count == 3)

            // Mended and withdrawn, by a row that says what stood: nothing that the text does not take is left.
            let right = [
                row(1, "ABCD", ["torikeshi": "1", "honnin_kafukubun": "7", "junsonshitsu": "-3"]), row(1, "2026", ["ippanfuyosu": "1"]),
                row(2, "2026", ["honnin_kafukubun": "1", "junsonshitsu": "3"]),
            ]
            let mended = try await publish(hub, now, right)
            #expect((mended.accepted, mended.rejected) == (3, 0), "\(mended)")
            #expect(
                try await standing(hub, now) == [
                    "\(ResidentRow.number(1)) 2026": ["nendo": "2026", "ippanfuyosu": "1"],
                    "\(ResidentRow.number(2)) 2026": ["nendo": "2026", "honnin_kafukubun": "1", "junsonshitsu": "3"],
                    "\(ResidentRow.number(3)) 2026": ["nendo": "2026", "ippanfuyosu": "2"],
                ])
            // And back: who runs the program of before goes on, too.
            #expect(try await publish(hub, before, [row(1, "2026", ["ippanfuyosu": "3"])]).accepted == 1)
            #expect(try await registered() == registration)
        }
    }

    /// 年金システムの誤り. A module of the house is checked as a file is: a value that its dataset does not take is a fault of the module, named and on record, and not delivered.
    @Test func aWrongCodeOfAModuleIsNamedAndGoesNowhere() async throws {
        try await TestHub.with { hub in
            try await hub.take((1...3).map { ResidentRow($0) })
            let (qualification, movement) = (try catalogue("pension-qualification"), try catalogue("pension-movement"))
            let numbers = try (1...3).map { try AddresseeNumber(ResidentRow.number($0)) }
            let intake = Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay })
            let right = ["kisonenkinbango": "2150123451", "hihokenshashubetsu": "special-voluntary", "shikakushutokunengappi": "2026-10-01"]
            func publish(_ items: [String: String], of catalogue: ItemCatalogue) async throws -> PublishedCount {
                let other = catalogue.recordKey == nil ? right : right.merging(["shorinengetsu": "202610"]) { $1 }
                return try await intake.publish(allOf: numbers, of: catalogue, source: .nationalPension, by: "test") {
                    [numbers[0]: [WholeRecord(items)], numbers[1]: [WholeRecord(other)]]
                }
            }
            let wrong: [(items: [String: String], code: String, item: String)] = [
                (["hihokenshashubetsu": "4"], "E0002", "hihokenshashubetsu"), (["hihokenshashubetsu": "special-voluntarY"], "E0002", "hihokenshashubetsu"),
                (["kisonenkinbango": "215012345"], "E0003", "kisonenkinbango"), (["kisonenkinbango": "0000000000"], "E0113", "kisonenkinbango"),
                (["shikakusoshitsunengappi": "2026-09-30"], "E0206", "shikakusoshitsunengappi"),
            ]
            for fault in wrong {
                let count = try await publish(right.merging(fault.items) { $1 }, of: qualification)
                #expect(count.rejected == [fault.code: 1] && count.faults.keys.map { "\($0.code) \($0.item)" } == ["\(fault.code) \(fault.item)"], "\(count)")
                #expect(count.faults.keys.allSatisfy { !$0.reason.isEmpty })
                #expect(try await standing(hub, qualification).count == 1)
            }
            let months = [["shorinengetsu": "202613"], ["shorinengetsu": "202610", "shikakushutokujiyu": "lose-60"]]
            for fault in months {
                let count = try await publish(right.merging(fault) { $1 }, of: movement)
                #expect(count.rejected == ["E0002": 1], "\(count)")
            }
            #expect(try await standing(hub, movement).count == 1)
            // On record with whom it was about, by item; the value is on record nowhere.
            let told: Query = "SELECT count(*) FROM audit.event WHERE kind = 'publication.records' AND body LIKE '%\"items\":\"hihokenshashubetsu\"%'"
            #expect(try await hub.count(told) == 2)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE body LIKE '%special-voluntarY%'") == 0)
            // What is right goes on being taken, the faulty one once it is mended.
            #expect(try await publish(right, of: qualification).accepted == 1)
            #expect(try await standing(hub, qualification).count == 2)
        }
    }

    /// The generated city's incomes are taken whole.
    @Test func aGeneratedCitysIncomesAreTakenWhole() async throws {
        try await TestHub.with { hub in
            let city = try await SmallCity.generate(
                CityRequest(
                    persons: 1_500, seed: 5, directory: hub.path("city"), from: TestHub.intakeDay, systems: [], pension: true))
            let residents = try #require(city.files.first { $0.name == "residents.csv" })
            #expect(try await hub.take(residents).rejected == 0)
            let incomes = try FileManager.default.contentsOfDirectory(atPath: city.directory).filter { $0.hasPrefix("shotoku-") }.sorted()
            #expect(incomes == ["shotoku-2025.csv", "shotoku-2026.csv"])
            #expect(Set(city.files.map(\.name)).isSuperset(of: incomes), "\(city.files.map(\.name))")
            for file in incomes {
                let report = try await publish(hub, try catalogue("tax-income"), at: "\(city.directory)/\(file)")
                #expect(report.accepted > 0 && report.rejected == 0, "\(file) \(report)")
            }
        }
    }

    /// What the conformance kit sends to a receiver's program is what a hub would: it has not to take anything else.
    @Test func whatTheConformanceKitSendsIsWhatADatasetTakes() throws {
        for catalogue in try Self.catalogues() {
            let layout = FileLayout.published(catalogue)
            let check = try RowCheck(layout: layout, header: layout.columns.map(\.name))
            let persons = SamplePersons(run: "UNIT", of: catalogue)
            for turn in 0..<200 {
                let entry = try persons.upsert(turn, version: turn % 7 + 1)
                let items = Dictionary(uniqueKeysWithValues: entry.items.map { ($0.key.rawValue, $0.value) }).merging(["atenabango": "K1"]) { $1 }
                var (bytes, ranges): ([UInt8], [Range<Int>]) = ([], [])
                for column in layout.columns {
                    let start = bytes.count
                    bytes += (items[column.name] ?? "").utf8
                    ranges.append(start..<bytes.count)
                }
                #expect(check.check(bytes, fields: ranges) == [], "\(catalogue.dataset) \(turn)")
            }
        }
    }

    // MARK: values

    private func record(of catalogue: ItemCatalogue, _ person: Int, _ random: inout some RandomNumberGenerator) -> [String: String] {
        var record: [String: String] = [:]
        for item in catalogue.items where item != .kojinbango {
            let isNeeded = item == catalogue.recordKey
            guard isNeeded || Int.random(in: 0..<5, using: &random) > 0 else { continue }
            record[item.rawValue] = inside(item, catalogue.domains[item.rawValue], person, &random)
        }
        if record.isEmpty, let item = catalogue.items.last { record[item.rawValue] = inside(item, catalogue.domains[item.rawValue], person, &random) }
        return record
    }

    private func inside(_ item: Item, _ domain: ValueDomain?, _ person: Int, _ random: inout some RandomNumberGenerator) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let isSecond = domain?.notBefore != nil
        let (year, month) = (isSecond ? 2026 : Int.random(in: 1962...2025, using: &random), Int.random(in: 1...12, using: &random))
        if let code = domain?.codes.randomElement(using: &random) { return code }
        switch domain?.form {
        case .year: return "\(year)"
        case .month: return "\(year)-\(two(month))"
        case .compactMonth: return "\(year)\(two(month))"
        case .birthDate: return ["\(year)-\(two(month))-31", "\(year)-00-00", "\(year)-\(two(month))-00"].randomElement(using: &random) ?? ""
        case .yearNumber: return "\(year)-\(100_000 + person)"
        case nil: break
        }
        switch item.kind {
        case .date: return "\(year)-\(two(month))-28"
        case .integer:
            let most = item.length > 9 ? 999_999_999_999 : 99
            return String(Int.random(in: (domain?.least == nil ? -most : 0)...most, using: &random))
        case .halfWidth:
            let length = domain?.fixedLength ?? item.length
            let letters = Array(domain?.isDigits == true || item.rawValue == "hokokubango" ? "123456789" : "0aZ-/.(1 9")
            return "1" + String((1..<length).compactMap { _ in letters.randomElement(using: &random) })
        case .fullWidth: return String((0..<min(30, item.length)).compactMap { _ in Array("年金太郎1a　").randomElement(using: &random) })
        }
    }

    /// What no item of its kind and domain takes.
    private func outside(_ item: Item, _ domain: ValueDomain?) -> String {
        if domain?.codes.isEmpty == false { return "ZZ9" }
        switch domain?.form {
        case .year: return "ABCD"
        case .month: return "2026-13"
        case .compactMonth: return "202600"
        case .birthDate: return "1990-13-01"
        case .yearNumber: return "2026-000"
        case nil: break
        }
        switch item.kind {
        case .date: return "2026-02-30"
        case .integer: return domain?.least == nil ? "12a" : "-1"
        case .halfWidth: return domain?.fixedLength == nil ? "ア" : "123"
        case .fullWidth: return String(repeating: "字", count: item.length + 1)
        }
    }
}
