import Addressee
import ConnectorKit
import Foundation
import Testing

@Suite struct EntryTests {
    let entry: Entry

    init() throws {
        entry = Entry(
            addresseeNumber: try AddresseeNumber("000000000012345"), historyNumber: 3, operation: .upsert,
            items: [
                .shimei: "渡邉\u{E0100}　\"𠮷\"\\太郎", .seinengappi: "1955-02-29", .jushoKatagaki: "A\tB\n\u{1}\u{7F}/", .setaibango: "",
            ],
            individualNumber: try IndividualNumber("983205673214"),
            reasons: [ReasonOnDay(idojiyu: "41", idonengappi: try #require(CalendarDay("2026-11-20")))])
    }

    @Test func writtenAsThePullAPIWritesIt() throws {
        #expect(
            String(decoding: entry.json(), as: UTF8.self)
                == #"{"atenabango":"000000000012345","rirekibango":3,"op":"upsert","items":{"jusho_katagaki":"A\u0009B\u000a\u0001\#u{7F}/","kojinbango":"983205673214","seinengappi":"1955-02-29","setaibango":"","shimei":"渡邉\#u{E0100}　\"𠮷\"\\太郎"},"reasons":[{"idojiyu":"41","idonengappi":"2026-11-20"}]}"#
        )
    }

    @Test func readsWhatItWrites() throws {
        #expect(try Entry(json: entry.json(), of: .register) == entry)
        let removal = Entry(addresseeNumber: entry.addresseeNumber, historyNumber: 4, operation: .remove)
        #expect(try Entry(json: removal.json(), of: .register) == removal)
        let mark = Entry.awaitingConfirmation(entry.addresseeNumber, keeping: [.shimei, .kojinbango])
        #expect(
            String(decoding: mark.json(), as: UTF8.self)
                == #"{"atenabango":"000000000012345","op":"awaiting-confirmation","items":{},"reasons":[],"waiting":["shimei","kojinbango"]}"#)
        #expect(try Entry(json: mark.json(), of: .register) == mark)
        #expect(try JSONSerialization.jsonObject(with: Data(entry.json())) is [String: Any])
        var record = entry
        record.recordKey = "2026"
        #expect(try Entry(json: record.json(), of: .register) == record)
        #expect(String(decoding: record.json(), as: UTF8.self).contains(#""rirekibango":3,"record_key":"2026","op""#))

        var protected = entry
        protected.withheld = [.jushoChoaza, .tennyumaeJusho]
        #expect(String(decoding: protected.json(), as: UTF8.self).hasSuffix(#""idonengappi":"2026-11-20"}],"withheld":["jusho_choaza","tennyumae_jusho"]}"#))
        #expect(try Entry(json: protected.json(), of: .register) == protected)
        // What is withheld is not given in the same breath.
        protected.withheld = [.jushoKatagaki]
        #expect(throws: EntryError.self) { try Entry(json: protected.json(), of: .register) }
        protected.withheld = [.kojinbango]
        #expect(throws: EntryError.self) { try Entry(json: protected.json(), of: .register) }

        #expect(try ItemsJSON.items(#"{"shimei":"A"}"#.utf8, of: .register) == [.shimei: "A"])
    }

    /// Names that agree in their first sixteen bytes and more are among them.
    @Test func itemsStandInTheOrderOfTheirNames() throws {
        let items = ItemCatalogue.register.items.filter { ![.atenabango, .rirekibango].contains($0) }
        #expect(items.contains(.shimeiGaikokujinromaji) && items.contains(.shimeiGaikokujinkanji))
        for count in 1...items.count {
            let some = items.shuffled().prefix(count)
            let number = some.contains(.kojinbango) ? try IndividualNumber("983205673214") : nil
            var bytes: [UInt8] = []
            ItemsJSON.append(
                Dictionary(uniqueKeysWithValues: some.filter { $0 != .kojinbango }.map { ($0, "A") }), individualNumber: number, to: &bytes)
            let names = some.map(\.rawValue).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            let written = names.map { "\"\($0)\":\"\($0 == "kojinbango" ? "983205673214" : "A")\"" }.joined(separator: ",")
            #expect(String(decoding: bytes, as: UTF8.self) == "{\(written)}")
        }
    }

    @Test func everyCharacterSurvives() throws {
        for scalar in (0...0x2FFF).compactMap(Unicode.Scalar.init) + [0x20BB7, 0xE0100, 0x10FFFF].compactMap(Unicode.Scalar.init) {
            var one = entry
            one.items = [.shimei: "\(scalar)x\(scalar)"]
            let read = try Entry(json: one.json(), of: .register)
            #expect(Array((read.items[.shimei] ?? "").utf8) == Array("\(scalar)x\(scalar)".utf8))
        }
    }

    @Test(arguments: [
        (#"{"atenabango":"1","rirekibango":0,"op":"upsert","items":{}}"#, "rirekibango"),
        (#"{"atenabango":"1","rirekibango":"3","op":"upsert","items":{}}"#, "rirekibango"),
        (#"{"atenabango":"1!","rirekibango":1,"op":"upsert","items":{}}"#, "atenabango"),
        (#"{"atenabango":"1","rirekibango":1,"op":"delete","items":{}}"#, "op"),
        (#"{"atenabango":"1","op":"upsert","items":{}}"#, "rirekibango"),
        (#"{"atenabango":"1","op":"awaiting-confirmation","items":{"shimei":"試験"}}"#, "items"),
        (#"{"atenabango":"1","rirekibango":1,"op":"upsert","items":{"what":"983205673214"}}"#, "items"),
        (#"{"atenabango":"1","rirekibango":1,"op":"upsert","items":{"kojinbango":"983205673215"}}"#, "kojinbango"),
        (#"{"atenabango":"1","rirekibango":1,"op":"upsert"}"#, "items"),
        (#"{"atenabango":"1","rirekibango":1,"op":"upsert","items":{},"reasons":[{"idojiyu":"41","idonengappi":"2026-02-30"}]}"#, "idonengappi"),
        (#"{"atenabango":"1","#, "json"),
    ])
    func sayWhatIsWrongAndNotTheValue(json: String, field: String) throws {
        let error = try #require(throws: EntryError.self) { try Entry(json: json.utf8, of: .register) }
        #expect(error.field == field)
        #expect(!"\(error)".contains("98320567321"))
    }

    @Test func noWayOfPrintingShowsPersonalData() throws {
        let batch = Batch(
            idempotencyKey: "k", body: try LocalGovernmentCode("111007"), system: .tax, dataset: "addressee", schemaVersion: 1, sequence: 1,
            calendarDay: CalendarDay(daysSince2000: 0), entries: [entry])
        var text = "\(entry)\(String(reflecting: entry))\(batch)\(String(reflecting: batch))\(DigestKey(Array(repeating: 77, count: 32)))"
        dump(entry, to: &text)
        dump(batch, to: &text)
        dump(DigestKey(Array(repeating: 77, count: 32)), to: &text)
        dump([entry], to: &text)
        for secret in ["渡邉", "983205673214", "12345", "1955", "77"] { #expect(!text.contains(secret)) }
    }

    @Test func anIndividualNumberNeverStandsAmongTheItems() throws {
        let other = Entry(
            addresseeNumber: entry.addresseeNumber, historyNumber: 1, operation: .upsert, items: [.kojinbango: "983205673214"])
        #expect(other.items.isEmpty)
    }

    @Test func theDigestIsOfAllItems() throws {
        let base = entry.digest { $0 }
        #expect(base == entry.canonicalForm())
        var changed = entry
        changed.items[.shimei] = "別人"
        #expect(changed.canonicalForm() != base)
        changed = entry
        changed.individualNumber = nil
        #expect(changed.canonicalForm() != base)
        changed = entry
        changed.items[.setaibango] = nil
        #expect(changed.canonicalForm() != base)
        changed = entry
        changed.reasons = []
        changed.historyNumber = 9
        #expect(changed.canonicalForm() == base)
    }
}
