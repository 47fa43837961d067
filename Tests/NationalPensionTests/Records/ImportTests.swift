import Addressee
import Crypto
import NationalPension
import Postgres
import Testing

/// 移行: an existing city's records, row by row under the rules of notices; they wait for another person, and say where they came from.
@Suite(.timeLimit(.minutes(5))) struct ImportTests {
    private typealias Kind = FileLayout.PensionFile

    private static let columns: [FileLayout.PensionFile: String] = [
        .basic: "atenabango,kisonenkinbango,denwabango,biko",
        .qualification: "atenabango,shubetsu,shutokubi,shutokujiyu,soshitsubi,soshitsujiyu,kijunbi",
        .exemption: "atenabango,menjoshubetsu,kaishitsuki,shuryotsuki", .additional: "atenabango,moshidebi,jitaibi",
        .legalExemption: "atenabango,jiyu,gaitobi,shometsubi,nofukaishitsuki,nofushuryotsuki", .maternity: "atenabango,shussanbi,tatai",
        .childcare: "atenabango,shusseibi,kaishibi,shuryobi,shussansha", .fund: "atenabango,kanyubi,dattaibi",
        .oldAgeClaim: "atenabango,uketsukebi,shintatsubi,jukenbi,nenkincode",
        .disabilityClaim: "atenabango,uketsukebi,shintatsubi,ninteibi,shoshinbi,shindanshobi,nenkincode",
        .survivorClaim:
            "atenabango,uketsukebi,shintatsubi,shibobi,zokugara,seikyushaatenabango,seikyushamoshitate,seikyushaseinengappi,nenkincode",
        .oldAgeWelfareClaim: "atenabango,uketsukebi,shintatsubi,shoshokigo,shoshobango,shikyukubun",
    ]

    /// A file as the staff service hands it on, without the layout's own checks.
    private struct File {
        let kind: FileLayout.PensionFile
        let rows: [ImportedRow]
        let digest: [UInt8]

        init(_ kind: FileLayout.PensionFile, _ lines: [String]) throws {
            let names = try #require(ImportTests.columns[kind]).split(separator: ",").map(String.init)
            self.kind = kind
            rows = lines.enumerated().map { place, line in
                let values = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                return ImportedRow(line: place + 2, values: Dictionary(uniqueKeysWithValues: zip(names, values)))
            }
            digest = Array(SHA256.hash(data: Array(lines.joined(separator: "\n").utf8)))
        }

        /// Takes it in, so many rows at once.
        func take(_ records: PensionRecords, by clerk: Clerk = first, portion: Int = 1_000) async throws -> (id: Int64, outcomes: [ImportOutcome]) {
            let opened = try await records.openImport(kind, digest: digest, lines: rows.count, by: clerk)
            var outcomes: [ImportOutcome] = []
            for start in stride(from: 0, to: rows.count, by: portion) {
                outcomes += try await records.take(Array(rows[start..<min(start + portion, rows.count)]), of: opened, by: clerk, today: today)
            }
            return (opened.id, outcomes)
        }
    }

    /// Outcome by word, or the codes of the faults.
    private static func told(_ outcomes: [ImportOutcome]) -> String {
        outcomes.map { outcome in
            switch outcome {
            case .accepted: "accepted"
            case .unchanged: "unchanged"
            case .held: "held"
            case .rejected(let faults): faults.map(\.code).joined(separator: "+")
            }
        }.joined(separator: " ")
    }

    /// Rows of person `P`, who is insured as 第1号 from 2010-04-14, as 第2号 from 2015-04-01, and as 第1号 again from 2020-04-01.
    static let life = [
        "P,1,2010-04-14,acquire-20,2015-04-01,,2026-03-31", "P,2,2015-04-01,change-employment,2020-04-01,,2026-03-31",
        "P,1,2020-04-01,change-left-employment,,,2026-03-31",
    ]

    struct Example: Sendable, CustomTestStringConvertible {
        let what: String
        let kind: FileLayout.PensionFile
        let rows: [String]
        let says: String
        /// On record before.
        var before: [String] = []
        var born: [String: String] = [:]
        var testDescription: String { what }
    }

    static let examples = [
        Example(what: "a life", kind: .qualification, rows: life, says: "accepted accepted accepted"),
        Example(what: "a life in another order", kind: .qualification, rows: life.reversed(), says: "accepted accepted accepted"),
        Example(what: "ended", kind: .qualification, rows: ["P,1,2010-04-14,acquire-20,2012-05-02,lose-left-japan,2026-03-31"], says: "accepted"),
        Example(
            what: "overlap", kind: .qualification,
            rows: ["P,1,2010-04-14,acquire-20,2015-04-02,,2026-03-31", "P,2,2015-04-01,change-employment,,,2026-03-31"], says: "J0098 J0098"),
        Example(
            what: "two that go on", kind: .qualification, rows: ["P,1,2010-04-14,,,,2026-03-31", "P,2,2015-04-01,,,,2026-03-31"], says: "J0098 J0098"),
        Example(
            what: "loss before acquisition", kind: .qualification,
            rows: ["P,1,2010-04-14,acquire-20,2009-04-01,lose-60,2026-03-31", "P,2,2015-04-01,change-employment,,,2026-03-31"], says: "J0097 J0099"),
        Example(what: "a gap without a reason", kind: .qualification, rows: ["P,1,2010-04-14,acquire-20,2012-05-02,,2026-03-31"], says: "J0097"),
        Example(what: "no class", kind: .qualification, rows: ["P,4,2010-04-14,acquire-20,,,2026-03-31"], says: "J0097"),
        Example(what: "a loss as acquisition", kind: .qualification, rows: ["P,1,2010-04-14,lose-60,,,2026-03-31"], says: "J0097"),
        Example(what: "voluntary without its ground", kind: .qualification, rows: ["P,voluntary,2025-04-14,acquire-20,,,2026-03-31"], says: "J0097"),
        Example(
            what: "two days through which it speaks", kind: .qualification,
            rows: ["P,1,2010-04-14,,2015-04-01,,2026-03-31", "P,2,2015-04-01,,,,2026-03-30"], says: "J0097 J0097"),
        Example(what: "a day to come", kind: .qualification, rows: ["P,1,2010-04-14,acquire-20,,,2026-06-11"], says: "J0097"),
        Example(
            what: "a birth known in part", kind: .qualification, rows: ["P,1,2010-04-14,acquire-20,,,2026-03-31"], says: "held",
            born: ["seinengappi": "1990-00-00", "seinengappi_fushohyoki": "平成2年頃"]),
        Example(
            what: "before the classes", kind: .qualification, rows: ["P,1,1980-04-14,acquire-20,,,2019-03-31"], says: "held",
            born: ["seinengappi": "1960-04-15"]),
        Example(
            what: "a row of nobody's between two persons", kind: .qualification,
            rows: [
                "P,1,2010-04-14,acquire-20,2015-04-01,,2026-03-31", "P,2,2015-04-01,change-employment,,,2026-03-31",
                ",1,2020-04-01,change-left-employment,,,2026-03-31", "P2,1,2010-04-14,acquire-20,,,2026-03-31",
            ], says: "J0099 J0099 E0001 J0099"),
        Example(what: "before birth", kind: .qualification, rows: ["P,2,1988-04-14,,2015-04-01,lose-left-japan,2026-03-31"], says: "J0098"),
        Example(what: "第1号 at five", kind: .qualification, rows: ["P,1,1995-04-14,,2015-04-01,lose-left-japan,2026-03-31"], says: "J0098"),
        Example(what: "第2号 at eighteen", kind: .qualification, rows: ["P,2,2008-04-14,,2015-04-01,lose-left-japan,2026-03-31"], says: "accepted"),
        Example(
            what: "第1号 till sixty", kind: .qualification, rows: ["P,1,1990-04-14,,2010-04-14,lose-60,2026-03-31"], says: "accepted",
            born: ["seinengappi": "1950-04-15"]),
        Example(
            what: "第1号 after sixty", kind: .qualification, rows: ["P,1,1990-04-14,,2015-04-01,lose-left-japan,2026-03-31"], says: "J0098",
            born: ["seinengappi": "1950-04-15"]),
        Example(
            what: "第1号 who lives elsewhere", kind: .qualification, rows: ["P,1,2010-04-14,acquire-20,,,2026-03-31"], says: "held",
            born: ["juminjotai": "2"]),
        Example(what: "a number", kind: .basic, rows: ["P,2150-123456,048-111-2222,"], says: "accepted"),
        Example(what: "half a number", kind: .basic, rows: ["P,2150,,"], says: "E0003"),
        Example(what: "zeros", kind: .basic, rows: ["P,0000000000,,"], says: "E0113"),
        Example(what: "nothing said", kind: .basic, rows: ["P,,,"], says: "J0097"),
        Example(what: "two numbers", kind: .basic, rows: ["P,2150123456,,", "P,2150123457,,"], says: "accepted J0100"),
        Example(what: "an exemption", kind: .exemption, rows: ["P,full,2024-07,2025-06"], says: "accepted", before: life),
        Example(
            what: "two exemptions of a month", kind: .exemption, rows: ["P,full,2024-07,2025-06", "P,half,2025-06,2026-05"], says: "accepted J0098",
            before: life),
        Example(what: "not of the first class", kind: .exemption, rows: ["P,full,2018-07,2019-06"], says: "J0098", before: life),
        Example(what: "without qualification", kind: .exemption, rows: ["P,full,2024-07,2025-06"], says: "J0098"),
        Example(what: "what follows from a fact", kind: .exemption, rows: ["P,maternity,2024-07,2024-10"], says: "J0097", before: life),
        Example(what: "backwards", kind: .exemption, rows: ["P,full,2025-07,2025-06"], says: "J0097", before: life),
        Example(what: "additional", kind: .additional, rows: ["P,2021-05-10,"], says: "accepted", before: life),
        Example(what: "additional and ended", kind: .additional, rows: ["P,2021-05-10,2022-05-10"], says: "accepted", before: life),
        Example(what: "additional ended first", kind: .additional, rows: ["P,2021-05-10,2020-05-10"], says: "J0097", before: life),
        Example(what: "additional of 第2号", kind: .additional, rows: ["P,2018-05-10,"], says: "J0098", before: life),
        Example(what: "nobody", kind: .basic, rows: ["Q,2150123456,,"], says: "held"),
        Example(what: "no number of anybody", kind: .basic, rows: ["P-1,2150123456,,"], says: "E0002"),
    ]

    private static let died = ["juminjotai": "3", "idonengappi": "2024-03-01"]

    /// 法定免除、産前産後、育児、基金 and 裁定受付. P is of the first class in 2010 to 2014 and since April 2020.
    static let rest = [
        Example(what: "法定免除", kind: .legalExemption, rows: ["P,livelihood-protection,2022-04-10,,,"], says: "accepted", before: life),
        Example(what: "法定免除 that ended", kind: .legalExemption, rows: ["P,livelihood-protection,2022-04-10,2023-03-31,,"], says: "accepted", before: life),
        Example(
            what: "法定免除 twice", kind: .legalExemption, rows: ["P,facility,2021-04-10,2021-09-30,,", "P,facility,2022-04-10,,,"], says: "accepted accepted",
            before: life),
        Example(what: "法定免除 ended first", kind: .legalExemption, rows: ["P,facility,2022-04-10,2021-03-31,,"], says: "J0097", before: life),
        Example(what: "法定免除 by no ground", kind: .legalExemption, rows: ["P,poverty,2022-04-10,,,"], says: "J0097", before: life),
        Example(what: "法定免除 by grade 3", kind: .legalExemption, rows: ["P,disability-grade-3-only,2022-04-10,,,"], says: "J0098", before: life),
        Example(what: "法定免除 of 第2号", kind: .legalExemption, rows: ["P,facility,2016-04-10,2018-03-31,,"], says: "J0098", before: life),
        Example(what: "法定免除 without qualification", kind: .legalExemption, rows: ["P,facility,2022-04-10,,,"], says: "J0098"),
        Example(what: "法定免除 to come", kind: .legalExemption, rows: ["P,facility,2026-06-11,,,"], says: "J0097", before: life),
        Example(what: "納付申出", kind: .legalExemption, rows: ["P,facility,2022-04-10,,2022-04,2022-09"], says: "accepted", before: life),
        Example(what: "納付申出 of half", kind: .legalExemption, rows: ["P,facility,2022-04-10,,2022-04,"], says: "J0097", before: life),
        Example(what: "納付申出 of other months", kind: .legalExemption, rows: ["P,facility,2022-04-10,2023-03-31,2024-04,2024-09"], says: "J0098", before: life),
        Example(what: "産前産後", kind: .maternity, rows: ["P,2021-05-10,", "P,2023-05-10,1"], says: "accepted accepted", before: life),
        Example(what: "産前産後 said twice", kind: .maternity, rows: ["P,2021-05-10,", "P,2021-05-20,"], says: "accepted unchanged", before: life),
        Example(what: "産前産後 before the law", kind: .maternity, rows: ["P,2017-05-10,"], says: "J0097", before: life),
        Example(what: "産前産後 of 第2号", kind: .maternity, rows: ["P,2019-05-10,"], says: "J0098", before: life),
        Example(what: "産前産後 of how many", kind: .maternity, rows: ["P,2021-05-10,2"], says: "J0097", before: life),
        Example(what: "産前産後 too far ahead", kind: .maternity, rows: ["P,2027-07-01,"], says: "J0097", before: life),
        Example(what: "産前産後 ahead", kind: .maternity, rows: ["P,2026-09-01,"], says: "accepted", before: life),
        Example(what: "育児", kind: .childcare, rows: ["P,2026-05-01,2026-05-01,,1"], says: "accepted", before: life),
        Example(what: "育児 before the law", kind: .childcare, rows: ["P,2024-05-01,2024-05-01,,"], says: "J0097", before: life),
        Example(what: "育児 before the birth", kind: .childcare, rows: ["P,2026-05-01,2026-04-30,,"], says: "J0097", before: life),
        Example(what: "育児 ended first", kind: .childcare, rows: ["P,2026-05-01,2026-05-10,2026-05-09,"], says: "J0097", before: life),
        Example(what: "基金", kind: .fund, rows: ["P,2021-05-10,"], says: "accepted", before: life),
        Example(what: "基金 left", kind: .fund, rows: ["P,2021-05-10,2022-05-10"], says: "accepted", before: life),
        Example(what: "基金 left first", kind: .fund, rows: ["P,2021-05-10,2020-05-10"], says: "J0097", before: life),
        Example(what: "基金 of 第2号", kind: .fund, rows: ["P,2016-05-10,"], says: "J0098", before: life),
        Example(what: "基金 without qualification", kind: .fund, rows: ["P,2021-05-10,"], says: "J0098"),
        Example(what: "老齢", kind: .oldAgeClaim, rows: ["P,2024-05-10,2024-05-17,2024-04-14,1150"], says: "accepted"),
        Example(what: "老齢 of nobody", kind: .oldAgeClaim, rows: ["Q,2024-05-10,2024-05-17,2024-04-14,1150"], says: "held"),
        Example(what: "老齢 sent first", kind: .oldAgeClaim, rows: ["P,2024-05-10,2024-05-09,,"], says: "J0097"),
        Example(what: "老齢 not sent", kind: .oldAgeClaim, rows: ["P,2024-05-10,,,"], says: "J0097"),
        Example(what: "老齢 of half a code", kind: .oldAgeClaim, rows: ["P,2024-05-10,2024-05-17,,115"], says: "J0097"),
        Example(what: "老齢 before its right", kind: .oldAgeClaim, rows: ["P,2024-05-10,2024-05-17,2024-05-11,1150"], says: "J0097"),
        Example(what: "老齢 before birth", kind: .oldAgeClaim, rows: ["P,1989-05-10,1989-05-17,,"], says: "J0098"),
        Example(what: "老齢 twice", kind: .oldAgeClaim, rows: ["P,2024-05-10,2024-05-17,,", "P,2024-06-10,2024-06-17,,"], says: "accepted held"),
        Example(
            what: "障害", kind: .disabilityClaim,
            rows: ["P,2024-05-10,2024-05-17,2023-04-14,2021-10-01,2024-04-30,5350", "P,2025-05-10,2025-05-17,2024-04-14,2022-10-01,2025-04-30,5350"],
            says: "accepted accepted"),
        Example(
            what: "障害 seen after it was certain", kind: .disabilityClaim, rows: ["P,2024-05-10,2024-05-17,2023-04-14,2023-10-01,,5350"], says: "J0097"),
        Example(what: "障害 certified after it was sent", kind: .disabilityClaim, rows: ["P,2024-05-10,2024-05-17,,,2024-05-18,"], says: "J0097"),
        Example(
            what: "遺族", kind: .survivorClaim,
            rows: ["P,2024-05-10,2024-05-17,2024-03-01,spouse,P9,,,6450", "P,2024-05-10,2024-05-17,2024-03-01,child,,年金　花子,2010-01-02,"],
            says: "accepted accepted", born: died),
        Example(what: "遺族 of whom", kind: .survivorClaim, rows: ["P,2024-05-10,2024-05-17,2024-03-01,spouse,,,,"], says: "J0097", born: died),
        Example(what: "遺族 by a parent", kind: .survivorClaim, rows: ["P,2024-05-10,2024-05-17,2024-03-01,parent,P9,,,"], says: "J0097", born: died),
        Example(what: "遺族 by the dead", kind: .survivorClaim, rows: ["P,2024-05-10,2024-05-17,2024-03-01,spouse,P,,,"], says: "J0097", born: died),
        Example(what: "遺族 of the living", kind: .survivorClaim, rows: ["P,2024-05-10,2024-05-17,2024-03-01,spouse,P9,,,"], says: "held"),
        Example(what: "遺族 of another day", kind: .survivorClaim, rows: ["P,2024-05-10,2024-05-17,2024-03-02,spouse,P9,,,"], says: "held", born: died),
        Example(
            what: "老齢福祉", kind: .oldAgeWelfareClaim, rows: ["P,1985-05-10,1985-05-17,さ,12345,全部支給"], says: "accepted", born: ["seinengappi": "1910-04-15"]),
        Example(
            what: "老齢福祉 of the dead", kind: .oldAgeWelfareClaim, rows: ["P,1985-05-10,1985-05-17,さ,12345,全部支給"], says: "held",
            born: ["seinengappi": "1910-04-15", "juminjotai": "3", "idonengappi": "2024-03-01"]),
        Example(
            what: "老齢福祉 of no number", kind: .oldAgeWelfareClaim, rows: ["P,1985-05-10,1985-05-17,さ,,"], says: "J0097", born: ["seinengappi": "1910-04-15"]),
        Example(
            what: "老齢福祉 of two certificates", kind: .oldAgeWelfareClaim, rows: ["P,1985-05-10,1985-05-17,さ,12345,", "P,1985-05-10,1985-05-17,さ,99999,"],
            says: "accepted J0100", born: ["seinengappi": "1910-04-15"]),
    ]

    @Test(arguments: examples + rest) func aRowIsTakenByTheRulesOfNotices(_ example: Example) async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("P", example.born)
            if !example.before.isEmpty {
                let before = try await File(.qualification, example.before).take(records)
                #expect(try await records.release(before.id, by: second, today: today).left == 0)
            }
            let file = try File(example.kind, example.rows)
            let taken = try await file.take(records)
            #expect(Self.told(taken.outcomes) == example.says, "\(taken.outcomes)")
            // The same again says nothing new, and nothing is received twice.
            let receptions = try await database.count("SELECT count(*) FROM pension.reception")
            let again = Self.told(try await file.take(records).outcomes)
            #expect(again == example.says.replacing("accepted", with: "unchanged"))
            #expect(try await database.count("SELECT count(*) FROM pension.reception") == receptions)
        }
    }

    /// 国民年金基金: of whom no premium is due nobody joins, and where an exemption begins later somebody looks; what was granted before is in nobody's way.
    @Test(arguments: [
        (Kind.exemption, "P,full,2021-05,2021-06", "J0098"), (Kind.exemption, "P,quarter,2021-05,2021-06", "J0098"),
        (Kind.exemption, "P,full,2021-06,2021-07", "held"), (Kind.exemption, "P,full,2021-03,2021-04", "accepted"),
        (Kind.legalExemption, "P,facility,2021-04-10,2022-03-31,,", "J0098"),
        (Kind.legalExemption, "P,facility,2021-04-10,2022-03-31,2021-05,2021-09", "held"),
        (Kind.legalExemption, "P,facility,2021-04-10,2022-03-31,2021-05,2022-03", "accepted"), (Kind.maternity, "P,2021-05-10,", "accepted"),
    ])
    func nobodyJoinsAFundInAMonthThatIsExempt(kind: FileLayout.PensionFile, exempt: String, says: String) async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("P")
            for file in [try File(.qualification, Self.life), try File(kind, [exempt])] {
                let taken = try await file.take(records)
                #expect(!taken.outcomes.contains { if case .rejected = $0 { true } else { false } }, "\(taken.outcomes)")
                #expect(try await records.release(taken.id, by: second, today: today).left == 0)
            }
            #expect(Self.told(try await File(.fund, ["P,2021-05-10,"]).take(records).outcomes) == says)
        }
    }

    @Test func whatIsTakenInCountsByAnotherPersonAndSaysWhereItCameFrom() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P", "P2"] { try await database.give(number) }
            let lines = Self.life + ["P2,1,2010-04-14,acquire-20,,,2026-03-31"]
            let file = try File(.qualification, lines)
            let taken = try await file.take(records)
            // Two rows wait of the one, of whom an address follows from the period that goes on.
            #expect(try await records.look("P").record.events.isEmpty)
            let refused = await #expect(throws: PensionRefused.self) { try await records.release(taken.id, by: first, today: today) }
            #expect(refused?.code == "J0004")
            let released = try await records.release(taken.id, by: second, today: today)
            #expect((released.settled, released.left) == (2, 0))
            let found = try await records.look("P")
            let history = try found.record.history(on: today, using: records.tables)
            #expect(
                history.told == ["1 2010-04-14 acquire-20 > 2 2015-04-01 change-employment > 1 2020-04-01 change-left-employment"] && history.doubts.isEmpty)
            #expect(found.record.events.allSatisfy { $0.kind == .carriedOver && $0.enteredBy == "3001" && $0.checkedBy == "3002" })
            let digest = SHA256.hash(data: Array(lines.joined(separator: "\n").utf8)).map { ("0" + String($0, radix: 16)).suffix(2) }.joined()
            for row in found.receptions {
                let detail = try await records.detail(of: row.reception, today: today)
                #expect(detail.remarks == "移行 \(taken.id) の2行目（SHA-256 \(digest)）")
            }
            // Taken in again, by whomever, after it counts: nothing new.
            #expect(Set(Self.told(try await file.take(records, by: second).outcomes).split(separator: " ")) == ["unchanged"])
            #expect(try await records.release(taken.id, by: second, today: today).settled == 0)
            let state = try await records.importState(taken.id, limit: 10)
            #expect(state.counts == [.accepted: 4] && state.held.isEmpty && state.untrue == 0)
            #expect(try await records.imports(limit: 10).files.map(\.id) == [taken.id])
        }
    }

    @Test func whatExemptsAndWhatWasClaimedIsOnRecordOnceItIsReleased() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("P")
            try await database.give("W", born: "1910-04-15")
            let files = try [
                File(.qualification, Self.life), File(.legalExemption, ["P,facility,2022-04-10,2023-03-31,2022-06,2022-07"]),
                File(.maternity, ["P,2021-05-10,1"]),
                File(.fund, ["P,2024-05-10,2025-05-10"]), File(.disabilityClaim, ["P,2024-05-10,2024-05-17,2023-04-14,2021-10-01,2024-04-30,5350"]),
                File(.oldAgeWelfareClaim, ["W,1985-05-10,1985-05-17,さ,12345,全部支給"]),
            ]
            for file in files {
                let taken = try await file.take(records)
                #expect(taken.outcomes.allSatisfy { $0 == .accepted })
                let released = try await records.release(taken.id, by: second, today: today)
                #expect(released.left == 0, "\(released)")
            }
            let found = try await records.look("P")
            let runs = try found.record.history(on: today, using: records.tables).runs
            func run(_ text: String) throws -> MonthRun { try #require(runs.run(of: month(text))) }
            for (month, exemption) in [
                ("2021-01", nil), ("2021-02", .maternity), ("2021-07", .maternity), ("2021-08", nil), ("2022-02", nil), ("2022-03", .legal),
                ("2023-03", .legal), ("2023-04", nil),
            ] as [(String, ExemptionKind?)] {
                #expect(try run(month).exemption == exemption, "\(month)")
            }
            for (month, isElected) in [("2022-05", false), ("2022-06", true), ("2022-07", true), ("2022-08", false)] {
                #expect(try run(month).isPaymentElected == isElected, "\(month)")
            }
            for (month, isMember) in [("2024-04", false), ("2024-05", true), ("2025-04", true), ("2025-05", false)] {
                #expect(try run(month).isFundMember == isMember, "\(month)")
            }
            // The claim is on record as it was, and the next for the same ground is told of it.
            let carried = try #require(found.carriedClaims.first?.claim)
            #expect(
                found.carriedClaims.count == 1 && carried.claim.kind == .disability && carried.sentOn == day("2024-05-17")
                    && carried.claim.certificates?.certificates.map(\.madeOn) == [day("2024-04-30")] && carried.claim.pensionCode == "5350")
            let next = Claim(.disability, groundOn: day("2023-04-14"), firstVisitOn: day("2021-10-01"), using: records.tables)
            let receipt = try await records.receive(
                next, of: try AddresseeNumber("P"), receivedOn: today, with: [], remarks: "", by: first, today: today
            ).receipt
            #expect(try await records.claimDetail(receipt.reception).earlier == found.carriedClaims.map(\.reception))
            // With the certificate, which care insurance is given.
            #expect(try await records.look("W").record.welfare.certificate?.number == "12345")
            for file in files { #expect(Set(try await file.take(records).outcomes) == [.unchanged]) }
            // What was ended since comes back by a clerk alone.
            let ended = try await records.recordWelfare(nil, of: try AddresseeNumber("W"), receivedOn: today, remarks: "", by: first, today: today)
            _ = try await records.accept(ended.reception, despiteDoubts: false, by: second, today: today)
            #expect(try await files[5].take(records).outcomes == [.held])
            // So does a claim whose taking in was taken back.
            let reception = try #require(found.carriedClaims.first?.reception)
            try await records.askTakeBack(reception, because: "別の人の請求", by: first, today: today)
            try await records.takeBack(reception, by: second, today: today)
            #expect(try await records.look("P").carriedClaims.isEmpty)
            #expect(try await files[4].take(records).outcomes == [.held])
        }
    }

    @Test func whatIsOnRecordIsNeverWrittenOver() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P1", "P2", "P3", "P4", "P5", "P6"] { try await database.give(number) }
            for (number, digits) in [("P1", "2150000001"), ("P3", "2150000003")] {
                _ = try await records.accept(try await records.receive(basic: digits, of: number), despiteDoubts: false, by: second, today: today)
            }
            try await records.record("P1", .reached20, NoticeTerms())
            // A second number, another's, two of the file with one, and what only adds.
            let basics = try await File(
                .basic, ["P1,2150000009,,", "P2,2150000003,,", "P3,2150000003,048-111-2222,", "P4,2150000004,,"]
            ).take(records)
            #expect(Self.told(basics.outcomes) == "held held held accepted")
            let history = try await File(.qualification, ["P1,2,2015-04-01,change-employment,,,2026-03-31"]).take(records)
            #expect(Self.told(history.outcomes) == "held")
            let released = try await records.release(basics.id, by: second, today: today)
            #expect((released.settled, released.left) == (1, 3) && released.reasons.map(\.line) == [2, 3, 4])
            #expect(try await records.release(history.id, by: second, today: today).left == 1)
            #expect(
                try await records.tasks().map(\.kind).sorted { $0.rawValue < $1.rawValue } == [.held, .held, .held, .held, .numberOfAnother, .secondNumber])
            for (number, digits) in [("P1", "2150000001"), ("P2", nil), ("P3", "2150000003"), ("P4", "2150000004")] {
                #expect(try await records.look(number).record.basic.data.basicPensionNumber == digits, "\(number)")
            }
            #expect(try await records.look("P1").record.events.count == 1)
            // A clerk has found out, and another accepts the one: it counts.
            let held = try #require(try await records.importState(basics.id, limit: 10).held.last)
            _ = try await records.accept(held.reception, despiteDoubts: false, by: second, today: today)
            #expect(try await records.look("P3").record.basic.data.telephone == "048-111-2222")
            // Two of a file with one number: the first has it, of the other it is asked.
            let twice = try await File(.basic, ["P5,2150000005,,", "P6,2150000005,,"]).take(records)
            #expect(Self.told(twice.outcomes) == "accepted accepted")
            let one = try await records.release(twice.id, by: second, today: today)
            #expect((one.settled, one.left) == (1, 1) && one.reasons.first?.words.hasPrefix("J0012") == true)
            #expect(try await records.tasks(of: try AddresseeNumber("P6")).map(\.kind) == [.numberOfAnother])
            #expect(try await records.look("P6").record.basic.data.basicPensionNumber == nil)
            let withdrawn = try await records.withdrawImport(basics.id, because: "別の市のファイル", by: second, today: today)
            #expect(withdrawn.settled == 2)
            #expect(try await records.importState(basics.id, limit: 10).counts == [.accepted: 2, .cancelled: 2])
        }
    }

    @Test func whatIsNotTheWholeOfAPersonIsNotReleased() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P", "P2"] { try await database.give(number) }
            // Sorted by date: the rows of one person are apart.
            let file = try File(
                .qualification,
                [
                    "P,1,2010-04-14,acquire-20,2012-05-02,lose-left-japan,2026-03-31", "P2,1,2010-04-14,acquire-20,,,2026-03-31",
                    "P,2,2015-04-01,,,,2026-03-31",
                ])
            let taken = try await file.take(records)
            #expect(Self.told(taken.outcomes) == "accepted accepted J0100")
            #expect(Self.told(try await file.take(records).outcomes) == "held unchanged J0100")
            let released = try await records.release(taken.id, by: second, today: today)
            #expect((released.settled, released.left) == (1, 1) && released.reasons.map(\.line) == [2])
            #expect(try await records.look("P").record.events.isEmpty)
            // What is no number is asked of no table.
            let broken = ImportedRow(line: 2, values: ["atenabango": "P\0"], faults: [RowFault(code: "E0002", column: "atenabango", reason: "")])
            let opened = try await records.openImport(.basic, digest: Array(repeating: 1, count: 32), lines: 1, by: first)
            #expect(Self.told(try await records.take([broken], of: opened, by: first, today: today)) == "E0002")
        }
    }

    @Test func whatAnotherFileBroughtOrWasTurnedDownIsNotTakenForGranted() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P", "P2"] { try await database.give(number) }
            let rows = try [File(.qualification, Self.life), File(.basic, ["P,2150000001,,", "P2,2150000002,,"])]
            let others = try [File(.qualification, Self.life + ["Q,1,2010-04-14,,,,2026-03-31"]), File(.basic, ["P,2150000001,,"])]
            for (file, other) in zip(rows, others) {
                let taken = try await file.take(records)
                #expect(taken.outcomes.allSatisfy { $0 == .accepted })
                // It waits by the one: were that withdrawn, nothing would be left of it.
                #expect(Self.told(try await other.take(records).outcomes).split(separator: " ").allSatisfy { $0 == "J0100" || $0 == "held" })
                #expect(Self.told(try await other.take(records).outcomes).hasPrefix("J0100"))
                _ = try await records.withdrawImport(taken.id, because: "別の市のファイル", by: second, today: today)
                let receptions = try await database.count("SELECT count(*) FROM pension.reception")
                // The other may come now; the one comes back only by somebody's decision.
                #expect(try await file.take(records).outcomes.allSatisfy { $0 == .held })
                #expect(try await file.take(records).outcomes.allSatisfy { $0 == .held })
                #expect(try await database.count("SELECT count(*) FROM pension.reception") == receptions + 2)
                #expect(try await records.release(taken.id, by: second, today: today).settled == 0)
                #expect(Self.told(try await other.take(records).outcomes).hasPrefix("J0100"))
            }
        }
    }

    @Test func whoeverIsNotKnownYetIsTakenOnceTheyAre() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let file = try File(.basic, ["P,2150000001,,"])
            #expect(Self.told(try await file.take(records).outcomes) == "held")
            #expect(try await records.tasks().map(\.kind) == [.held])
            #expect(try await database.count("SELECT count(*) FROM pension.person") == 0)
            try await database.give("P")
            #expect(Self.told(try await file.take(records).outcomes) == "accepted")
            #expect(try await records.tasks().isEmpty)
        }
    }

    /// Persons with lives drawn by a seed, whose rows come in whatever order and portions, by a process that is killed meanwhile.
    @Test(arguments: [1, 2, 3]) func whoeverIsKilledLeavesWholePortionsAndEveryOrderGivesTheSameRecord(_ seed: UInt64) async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            var random = SplitMix64(seed: seed)
            let numbers = (0..<40).map { "P\($0)" }
            for number in numbers { try await database.give(number) }
            var lives: [[String]] = []
            for number in numbers {
                var (from, rows) = (day("2010-04-14"), [String]())
                for place in 0..<(1 + random.below(4)) {
                    let next = from.adding(days: 40 + random.below(1_160))
                    rows.append("\(number),\(place % 2 + 1),\(from),,\(next),,2026-03-31")
                    from = next
                }
                rows.append("\(number),\(rows.count % 2 + 1),\(from),,,,2026-03-31")
                lives.append(rows)
            }
            let shuffled = random.shuffled(lives).map { random.shuffled($0) }
            let file = try File(.qualification, shuffled.flatMap { $0 })
            // Portions of whole persons, as the staff service cuts them.
            var portions: [[ImportedRow]] = []
            var start = 0
            for life in stride(from: 0, to: shuffled.count, by: 5) {
                let count = shuffled[life..<min(life + 5, shuffled.count)].reduce(0) { $0 + $1.count }
                portions.append(Array(file.rows[start..<(start + count)]))
                start += count
            }
            let (killed, pool) = try database.another()
            let opened = try await records.openImport(.qualification, digest: file.digest, lines: file.rows.count, by: first)
            async let broken: Int = Self.taking(portions, killed, opened)
            for _ in 0..<8 {
                _ = try await database.count(
                    """
                    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                    WHERE datname = \(database.name) AND pid <> pg_backend_pid() AND usename <> 'atena_owner' AND state <> 'idle'
                    """)
                try await Task.sleep(for: .milliseconds(20))
            }
            let whole = try await broken
            await pool.shutdown(grace: .seconds(1))
            // Each line of the import has all of its person's rows, and the portions that ended are there.
            let persons = try await database.count("SELECT count(DISTINCT line) FROM pension.import_row")
            #expect(persons >= Int64(whole * 5) && persons % 5 == 0)
            #expect(try await database.count("SELECT count(*) FROM pension.import_row") == database.count("SELECT count(*) FROM pension.reception"))
            let outcomes = try await file.take(records, portion: file.rows.count).outcomes
            #expect(outcomes.allSatisfy { $0 == .accepted || $0 == .unchanged })
            #expect(try await records.release(opened.id, by: second, today: today).left == 0)
            for (number, life) in zip(numbers, lives) {
                let history = try await records.look(number).record.history(on: today, using: records.tables)
                let told = life.map { $0.split(separator: ",").map(String.init) }.map { "\($0[1]) \($0[2]) carried-over" }.joined(separator: " > ")
                #expect(history.told == [told] && history.doubts.isEmpty)
            }
        }
    }

    /// - Returns: portions of which the process knows that they are in, before it was broken off.
    private static func taking(_ portions: [[ImportedRow]], _ records: PensionRecords, _ file: ImportFile) async throws -> Int {
        var whole = 0
        for portion in portions {
            do { _ = try await records.take(portion, of: file, by: first, today: today) } catch is PostgresError { return whole }
            whole += 1
        }
        return whole
    }

    @Test func whatIsReleasedIsWhatWasLookedAt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P1", "P2", "P3", "P4"] { try await database.give(number) }
            // A row that somebody else entered after the second person was measured.
            let file = try File(.basic, ["P1,2150000001,,", "P2,2150000002,,"])
            let opened = try await records.openImport(.basic, digest: file.digest, lines: 2, by: first)
            _ = try await records.take([file.rows[0]], of: opened, by: first, today: today)
            let checked = try await records.enterers(of: opened.id)
            let other = Clerk(account: "3001", setUpBy: "2", section: "3020", terminal: "terminal-3")
            _ = try await records.take([file.rows[1]], of: opened, by: other, today: today)
            let released = try await records.release(opened.id, of: checked, by: second, today: today)
            #expect((released.settled, released.left) == (1, 1) && released.reasons.first?.words.hasPrefix("承認を始めた後") == true)
            // What differs is left also when whoever took it in has closed the task.
            let differs = try await File(.basic, ["P1,2150000001,048-111-2222,"]).take(records)
            for task in try await records.tasks() { try await records.close(task.id, found: "よい", by: first) }
            #expect(try await records.release(differs.id, by: second, today: today).left == 1)
            // Half of what stands together is left, and is never taken back by halves.
            let lives = try await File(.qualification, ["P3,1,2010-04-14,acquire-20,,,2026-03-31", "P4,1,2010-04-14,acquire-20,,,2026-03-31"]).take(records)
            let halves = try await records.look("P3").receptions.map(\.reception)
            #expect(halves.count == 2)
            try await records.withdraw(halves[0], because: "誤り", by: second, today: today)
            let half = try await records.release(lives.id, by: second, today: today)
            #expect((half.settled, half.left) == (1, 1) && half.reasons.map(\.line) == [2])
            #expect(try await records.look("P3").record.events.isEmpty)
        }
    }

    @Test func whatSomebodyElseDecidesMeanwhileIsTrueAndWhatNobodyDecidedIsNot() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P1", "P2", "P3", "P4"] { try await database.give(number) }
            let taken = try await File(.basic, ["P1,2150000001,,", "P2,2150000002,,"]).take(records)
            let one = try #require(try await records.look("P2").receptions.first?.reception)
            var told: [String] = []
            let released = try await records.release(
                taken.id, of: try await records.enterers(of: taken.id), by: second, today: today,
                settled: { numbers, _ in
                    told += numbers.map(\.value)
                    _ = try? await records.accept(one, despiteDoubts: false, by: second, today: today)
                })
            #expect((released.settled, released.left) == (1, 0) && told == ["P1", "P2"])
            // Told once more: a release may have been cut off before it told.
            var again: [String] = []
            _ = try await records.release(taken.id, of: [], by: second, today: today, settled: { numbers, _ in again += numbers.map(\.value) })
            #expect(again == ["P1", "P2"])
            // A decision by SQL keeps what stands beside it as it is, and is told.
            let lives = try await File(.qualification, ["P3,1,2010-04-14,acquire-20,,,2026-03-31"]).take(records)
            let halves = try await records.look("P3").receptions.map(\.reception)
            let basics = try await File(.basic, ["P4,2150000004,,"]).take(records)
            let whole = try await records.look("P4").receptions.map(\.reception)
            for reception in [try #require(halves.last), try #require(whole.first)] {
                #expect(
                    try await database.refusal(
                        "atena_national_pension",
                        """
                        INSERT INTO pension.decision (fiscal_year, number, outcome, entered_by, decided_by, reason, mac)
                        VALUES (\(reception.fiscalYear), \(reception.number), 'cancelled', '3001', '3002', 'x', '')
                        """) == nil)
            }
            let withdrawn = try await records.withdrawImport(lives.id, because: "別の市のファイル", by: second, today: today)
            #expect((withdrawn.settled, withdrawn.left) == (0, 1))
            #expect(try await records.importState(lives.id, limit: 10).counts == [.received: 2])
            let forged = try await records.release(basics.id, by: second, today: today)
            #expect((forged.settled, forged.left) == (0, 1) && forged.reasons.first?.words.hasPrefix("J0023") == true)
            // Of a row by SQL nobody is an enterer, and a file by SQL hides no other.
            let others = try await records.recordBasic(try AddresseeNumber("P1"), receivedOn: today, remarks: "", by: second, today: today) { data in
                try BasicData(nil, telephone: "048-111-2222", remarks: data.remarks)
            }.reception
            #expect(
                try await database.refusal(
                    "atena_national_pension",
                    """
                    INSERT INTO pension.import_row (import_id, line, fiscal_year, number, mac)
                    VALUES (\(lives.id), 9, \(others.fiscalYear), \(others.number), '');
                    INSERT INTO pension.import_file (import_id, opened_at, lines, kind, digest, section, entered_by, mac)
                    OVERRIDING SYSTEM VALUE VALUES (99, now(), 1, 'basic', sha256('x'), '3020', '3009', '')
                    """) == nil)
            #expect(try await records.enterers(of: lives.id).count == 1)
            let listed = try await records.imports(limit: 10)
            #expect(listed.files.map(\.id) == [basics.id, lives.id, taken.id] && listed.untrue == 1)
        }
    }

    @Test func aRowPutInBySQLReleasesNothing() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P1", "P2"] { try await database.give(number) }
            let taken = try await File(.basic, ["P1,2150000001,,"]).take(records)
            let other = try await records.receive(basic: "2150000002", of: "P2")
            #expect(
                try await database.refusal(
                    "atena_national_pension",
                    """
                    INSERT INTO pension.import_row (import_id, line, fiscal_year, number, mac)
                    VALUES (\(taken.id), 3, \(other.fiscalYear), \(other.number), '\\x00')
                    """) == nil)
            let released = try await records.release(taken.id, by: second, today: today)
            #expect((released.settled, released.left) == (1, 1))
            #expect(try await records.look("P2").record.basic.historyNumber == 0)
            #expect(try await records.importState(taken.id, limit: 10).untrue == 1)
            #expect(
                try await database.refusal("atena_national_pension", "UPDATE pension.import_file SET lines = 9") == "42501")
        }
    }
}

extension PensionRecords {
    /// As the staff service does it: who entered what waits is asked first.
    func release(_ id: Int64, by clerk: Clerk, today: CalendarDay) async throws -> SettledImport {
        try await release(id, of: try await enterers(of: id), by: clerk, today: today)
    }
}
