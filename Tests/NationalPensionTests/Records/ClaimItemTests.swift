import Addressee
import Crypto
import Foundation
import NationalPension
import Postgres
import Testing

/// 診断書情報と請求者情報 (別添2 ＜障害裁定受付情報＞, ＜遺族裁定受付情報＞): entered at the counter and taken in from the system before by one reader, kept whole, and told of nobody who is
/// protected.
@Suite(.timeLimit(.minutes(5))) struct ClaimItemTests {
    private static let third = Clerk(account: "3003", setUpBy: "3", section: "3020", terminal: "terminal-3")
    /// 受付日 of every claim here.
    private static let received = day("2026-06-01")

    /// Each item as it is kept.
    private static let items: [PensionClaimItem: String] = [
        .relation: "spouse", .claimant: "S1", .declared: "同居していた妻", .born: "1961-06-15", .name: "年金　花子", .kana: "ネンキン　ハナコ",
        .address: "埼玉県川口市青木二丁目1番1号", .telephone: "048-258-1110", .form: "limbs", .madeOn: "2026-05-20", .conditionOn: "2026-05-10",
        .hospital: "青木整形外科", .secondForm: "eye", .secondMadeOn: "2026-05-21", .secondConditionOn: "2026-05-11", .secondHospital: "川口眼科",
        .firstHospital: "浦和総合病院", .provedOn: "2026-05-22",
    ]
    /// What no claim of its kind lacks.
    private static let least: [ClaimKind: [PensionClaimItem]] = [.disability: [], .survivor: [.relation, .declared]]

    /// What has to stand beside an item.
    private static func beside(_ item: PensionClaimItem) -> [PensionClaimItem] {
        switch item {
        case .form, .conditionOn, .hospital, .secondMadeOn: [.madeOn]
        case .secondForm, .secondConditionOn, .secondHospital: [.madeOn, .secondMadeOn]
        default: []
        }
    }

    private static func values(_ wanted: [PensionClaimItem]) -> [PensionClaimItem: String] { items.filter { wanted.contains($0.key) } }

    private static func code(_ body: () async throws -> Void) async throws -> String {
        do { try await body() } catch let refused as PensionRefused { return refused.code }
        return ""
    }

    /// As a clerk at the counter takes it in.
    private static func receive(
        _ records: PensionRecords, _ kind: ClaimKind, of number: String, _ values: [PensionClaimItem: String], with papers: [String] = []
    ) async throws -> KeptClaim {
        let number = try AddresseeNumber(number)
        let visited = kind == .disability ? day("2024-11-01") : nil
        let (claimant, certificates) = try records.read(WrittenClaim(values), of: kind, by: number, firstVisitOn: visited, receivedOn: received)
        let claim = Claim(
            kind, groundOn: day("2026-05-01"), firstVisitOn: visited, claimant: claimant, pensionCode: kind == .disability ? "5350" : nil,
            certificates: certificates, claimedOn: received, using: records.tables)
        return try await records.receive(claim, of: number, receivedOn: received, with: papers, remarks: "", by: first, today: today).claim
    }

    /// As a row of a file of the system before.
    private static func take(
        _ records: PensionRecords, _ kind: ClaimKind, of number: String, _ values: [PensionClaimItem: String]
    ) async throws -> (id: Int64, outcome: ImportOutcome?) {
        var row = ["atenabango": number, "uketsukebi": received.description, "shintatsubi": "2026-06-05"]
        row[kind == .disability ? "ninteibi" : "shibobi"] = "2026-05-01"
        if kind == .disability { (row["shoshinbi"], row["nenkincode"]) = ("2024-11-01", "5350") }
        for (item, value) in values { row[item.column] = value }
        let file: FileLayout.PensionFile = kind == .disability ? .disabilityClaim : .survivorClaim
        let text = row.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
        let opened = try await records.openImport(file, digest: Array(SHA256.hash(data: Array(text.utf8))), lines: 1, by: first)
        return (opened.id, try await records.take([ImportedRow(line: 2, values: row)], of: opened, by: first, today: today).first)
    }

    @Test func everyItemHasItsWordsItsColumnAndItsGroup() throws {
        #expect(Set(Self.items.keys) == Set(PensionClaimItem.allCases))
        #expect(Set(PensionClaimItem.ofClaimant).union(PensionClaimItem.ofCertificates) == Set(PensionClaimItem.allCases))
        #expect(Set(PensionClaimItem.allCases.map(\.label)).count == PensionClaimItem.allCases.count)
        for (file, items) in [(FileLayout.PensionFile.disabilityClaim, PensionClaimItem.ofCertificates), (.survivorClaim, PensionClaimItem.ofClaimant)] {
            let columns = Dictionary(FileLayout.pension(file).columns.map { ($0.name, $0.label) }) { first, _ in first }
            for item in items { #expect(columns[item.column] == item.label) }
        }
    }

    @Test func everyItemIsKeptByTheCounterAndByTheImport() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for (kind, all) in [(ClaimKind.disability, PensionClaimItem.ofCertificates), (.survivor, PensionClaimItem.ofClaimant)] {
                for (place, item) in ([nil] + all.map { Optional($0) }).enumerated() {
                    // All of them, and each with what has to stand beside it.
                    let wanted = item.map { [$0] + Self.beside($0) + (Self.least[kind] ?? []) } ?? all
                    let values = Self.values(wanted)
                    let (one, other) = ("\(kind == .disability ? "D" : "E")\(place)", "\(kind == .disability ? "F" : "G")\(place)")
                    for number in [one, other] {
                        try await database.give(number, kind == .survivor ? ["juminjotai": "3", "idonengappi": "2026-05-01"] : [:])
                    }
                    let counter = try await Self.receive(records, kind, of: one, values)
                    let taken = try await Self.take(records, kind, of: other, values)
                    #expect(taken.outcome == .accepted, "\(String(describing: item)): \(String(describing: taken.outcome))")
                    #expect(try await records.release(taken.id, by: second, today: today).left == 0)
                    let kept = try #require(try await records.claim(counter.reception)).claim
                    let carried = try #require(try await records.look(other).carriedClaims.first?.claim).claim
                    for claim in [kept, carried] {
                        let written = WrittenClaim(claim)
                        #expect(written.items == Set(values.keys), "\(String(describing: item))")
                        for (item, value) in values { #expect(written[item] == value, "\(item)") }
                    }
                    #expect(kept.claimant == carried.claimant && kept.certificates == carried.certificates)
                }
            }
        }
    }

    /// ＜老齢裁定受付情報＞ and ＜老齢福祉裁定受付情報＞: 年金コード, and 証書番号, which the counter takes by the notice of the certificate.
    @Test func pensionCodeAndCertificateNumberAreKeptByBothWays() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P1", "P2", "W1", "W2"] { try await database.give(number, born: number.hasPrefix("W") ? "1910-04-15" : "1960-04-15") }
            let claim = Claim(.oldAge, groundOn: day("2025-04-14"), pensionCode: "1150", using: records.tables)
            let counter = try await records.receive(
                claim, of: try AddresseeNumber("P1"), receivedOn: today, with: [], remarks: "", by: first, today: today)
            let certificate = try WelfareCertificate(symbol: "さ", number: "12345", paymentClass: "全部支給")
            let noticed = try await records.recordWelfare(
                certificate, of: try AddresseeNumber("W1"), receivedOn: today, remarks: "", by: first, today: today)
            _ = try await records.accept(noticed.reception, despiteDoubts: false, by: second, today: today)
            for (file, row) in [
                (FileLayout.PensionFile.oldAgeClaim, ["atenabango": "P2", "jukenbi": "2025-04-14", "nenkincode": "1150"]),
                (.oldAgeWelfareClaim, ["atenabango": "W2", "shoshokigo": "さ", "shoshobango": "12345", "shikyukubun": "全部支給"]),
            ] {
                let opened = try await records.openImport(file, digest: Array(SHA256.hash(data: Array(file.rawValue.utf8))), lines: 1, by: first)
                let days = row.merging(["uketsukebi": "2026-05-10", "shintatsubi": "2026-05-17"]) { $1 }
                #expect(try await records.take([ImportedRow(line: 2, values: days)], of: opened, by: first, today: today) == [.accepted])
                #expect(try await records.release(opened.id, by: second, today: today).left == 0)
            }
            #expect(counter.claim.claim.pensionCode == "1150")
            #expect(try await records.look("P2").carriedClaims.first?.claim.claim.pensionCode == "1150")
            for number in ["W1", "W2"] { #expect(try await records.look(number).record.welfare.certificate == certificate) }
        }
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let kind: ClaimKind
        let item: PensionClaimItem
        let value: String
        var code = "J0007"
        /// Where the fault is told, if not there.
        var of: PensionClaimItem?
        var without: [PensionClaimItem] = []
        var testDescription: String { "\(item) \(code)" }
    }

    /// What a clerk mistypes, or a file has wrong: the counter refuses it by its code, the import by the same item's column.
    static let wrong = [
        Wrong(kind: .survivor, item: .relation, value: "parent"), Wrong(kind: .survivor, item: .relation, value: ""),
        Wrong(kind: .survivor, item: .claimant, value: "A0"), Wrong(kind: .survivor, item: .claimant, value: "12 34", code: "E0002"),
        Wrong(kind: .survivor, item: .born, value: "1961-02-30"), Wrong(kind: .survivor, item: .born, value: "2026-06-02", code: "J0008"),
        Wrong(kind: .survivor, item: .name, value: String(repeating: "年", count: 101)), Wrong(kind: .survivor, item: .name, value: "年金\u{202E}花子"),
        Wrong(kind: .survivor, item: .kana, value: "ねんきん　はなこ"), Wrong(kind: .survivor, item: .kana, value: "ﾈﾝｷﾝ ﾊﾅｺ"),
        Wrong(kind: .survivor, item: .kana, value: "年金　花子"), Wrong(kind: .survivor, item: .address, value: String(repeating: "町", count: 301)),
        Wrong(kind: .survivor, item: .address, value: "青木\n二丁目"), Wrong(kind: .survivor, item: .telephone, value: "０４８－２５８"),
        Wrong(kind: .survivor, item: .telephone, value: "048-258-1110-1234-567"),
        Wrong(kind: .survivor, item: .declared, value: String(repeating: "妻", count: 1_001)),
        Wrong(kind: .survivor, item: .name, value: " ", of: .declared, without: [.claimant, .declared]),
        Wrong(kind: .disability, item: .form, value: "手"), Wrong(kind: .disability, item: .madeOn, value: "2026-05"),
        Wrong(kind: .disability, item: .madeOn, value: "2026-06-09", code: "J0008"),
        Wrong(kind: .disability, item: .madeOn, value: "", without: [.secondMadeOn]),
        Wrong(kind: .disability, item: .conditionOn, value: "2026-05-21", code: "J0008"), Wrong(kind: .disability, item: .conditionOn, value: "2024-10-31"),
        Wrong(kind: .disability, item: .secondMadeOn, value: "2024-10-31", without: [.secondConditionOn]),
        Wrong(
            kind: .disability, item: .secondMadeOn, value: "2026-05-21", of: .secondForm, without: [.form, .madeOn, .conditionOn, .hospital]),
        Wrong(kind: .disability, item: .secondHospital, value: String(repeating: "院", count: 101)),
        Wrong(kind: .disability, item: .firstHospital, value: "浦和\u{0007}病院"), Wrong(kind: .disability, item: .provedOn, value: "2024-10-31"),
        Wrong(kind: .disability, item: .provedOn, value: "2026-06-09", code: "J0008"),
    ]

    @Test func whatTheCounterRefusesTheImportRefuses() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A0", "B0"] { try await database.give(number, ["juminjotai": "3", "idonengappi": "2026-05-01"]) }
            for wrong in Self.wrong {
                var values = Self.values(wrong.kind == .disability ? PensionClaimItem.ofCertificates : PensionClaimItem.ofClaimant)
                for item in wrong.without { values[item] = nil }
                values[wrong.item] = wrong.value
                let visited = wrong.kind == .disability ? day("2024-11-01") : nil
                let code = try await Self.code {
                    _ = try records.read(
                        WrittenClaim(values), of: wrong.kind, by: try AddresseeNumber("A0"), firstVisitOn: visited, receivedOn: Self.received)
                }
                #expect(code == wrong.code, "\(wrong.testDescription)")
                let taken = try await Self.take(records, wrong.kind, of: "A0", values)
                guard case .rejected(let faults) = taken.outcome else {
                    Issue.record("\(wrong.testDescription): \(String(describing: taken.outcome))")
                    continue
                }
                #expect(faults.map(\.column) == [(wrong.of ?? wrong.item).column], "\(wrong.testDescription)")
                #expect(faults.map(\.code) == [wrong.code.hasPrefix("J") ? "J0097" : wrong.code], "\(wrong.testDescription)")
                #expect(faults.allSatisfy { wrong.value.count < 3 || !$0.reason.contains(wrong.value) })
            }
            // Nor does another kind take them.
            for (kind, item) in [(ClaimKind.oldAge, PensionClaimItem.address), (.oldAge, .madeOn), (.survivor, .madeOn), (.disability, .telephone)] {
                let values = Self.values([item] + (Self.least[kind] ?? []))
                let code = try await Self.code {
                    _ = try records.read(
                        WrittenClaim(values), of: kind, by: try AddresseeNumber("A0"), firstVisitOn: nil, receivedOn: Self.received)
                }
                #expect(code == "J0007", "\(kind) \(item)")
            }
            // A claim that comes by no reader is looked through all the same.
            let claim = Claim(
                .survivor, groundOn: day("2026-05-01"), claimant: Claimant(.spouse, number: nil, name: "年金　花子", kana: "はなこ"), using: records.tables)
            let code = try await Self.code {
                _ = try await records.receive(
                    claim, of: try AddresseeNumber("A0"), receivedOn: Self.received, with: [], remarks: "", by: first, today: today)
            }
            #expect(code == "J0007")
            #expect(try await database.count("SELECT count(*) FROM pension.reception") == 0)
        }
    }

    @Test func whatIsToldLaterIsAWholeRowAndAsksForWhatFollows() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let claim = try await Self.receive(records, .disability, of: "A1", [:], with: ["claim-form", "number", "account", "history"])
            let reception = claim.reception
            #expect(claim.lacks.map(\.key) == ["certificate"])
            func enter(_ values: [PensionClaimItem: String], by clerk: Clerk = Self.third) async throws -> KeptClaim {
                try await records.enter(WrittenClaim(values), in: reception, by: clerk, today: today)
            }
            // The certificate is there with its items; the first hospital is another, so a paper proves when.
            let mark = try #require(try await records.claim(reception)).mark
            let entered = try await enter([.form: "肢体", .madeOn: "2026-06-05", .hospital: "青木整形外科", .firstHospital: "浦和総合病院"])
            #expect(entered.lacks.map(\.key) == ["first-visit"] && entered.claim.circumstances == [.otherFirstHospital])
            #expect(entered.arrival(of: "certificate")?.cameOn == today && entered.arrival(of: "certificate")?.enteredBy.account == "3003")
            var filter = LedgerFilter()
            (filter.all, filter.reception) = (true, reception)
            #expect(try await records.ledger(filter).rows.map(\.state) == [.incomplete])
            #expect(entered.mark != mark)
            let proved = try await enter([.provedOn: "2026-06-04"], by: first)
            #expect(proved.lacks == [] && proved.claim.certificates?.certificates.first?.form == .limbs)
            #expect(try await records.ledger(filter).rows.map(\.state) == [.received])
            // What is taken away is gone of the next row, and stays in the one before.
            let corrected = try await enter([.hospital: WrittenClaim.none])
            #expect(corrected.claim.certificates?.certificates.map(\.hospital) == [nil])
            #expect(corrected.versions.count == 3 && corrected.versions[0].claim.certificates?.certificates.first?.hospital == "青木整形外科")
            #expect(corrected.versions.map(\.enteredBy.account) == ["3003", "3001", "3003"])
            guard case .claim(let filed) = try await records.detail(of: reception, today: today).content else {
                Issue.record("no claim")
                return
            }
            #expect(filed.certificates == nil && filed.asked.map(\.key) == claim.claim.asked.map(\.key))
            for (values, code) in [
                ([:], "J0007"), ([.relation: "spouse"], "J0007"), ([.firstHospital: "浦和総合病院"], "J0007"), ([.address: "川口市"], "J0007"),
                ([.madeOn: "2026-06-11"], "J0008"), ([.madeOn: WrittenClaim.none], "J0007"),
            ] as [([PensionClaimItem: String], String)] {
                #expect(try await Self.code { _ = try await enter(values) } == code, "\(values.keys)")
            }

            // A row by nobody says nothing.
            let forged = """
                INSERT INTO pension.claim_version (fiscal_year, number, atenabango, section, entered_by, content, mac)
                SELECT fiscal_year, number, atenabango, section, '3009', '{}', mac FROM pension.claim_version LIMIT 1
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            let kept = try #require(try await records.claim(reception))
            #expect(kept.untrueRows == 1 && kept.claim == corrected.claim)
            #expect(try await records.ledger(filter).rows.map(\.state) == [.received])
            for sql in ["DELETE FROM pension.claim_version", "UPDATE pension.claim_version SET entered_by = '3009'", "TRUNCATE pension.claim_version"] {
                #expect(try await database.refusal("atena_national_pension", sql) == "42501", "\(sql)")
            }

            // Whoever entered any of it is not the second person; what was looked at before it moved is not accepted.
            func accept(_ mark: String, by clerk: Clerk) async throws -> String {
                try await Self.code { _ = try await records.accept(reception, despiteDoubts: false, mark: mark, by: clerk, today: today) }
            }
            #expect(try await accept(proved.mark, by: second) == "J0048")
            for clerk in [first, Self.third] { #expect(try await accept(kept.mark, by: clerk) == "J0004") }
            #expect(try await accept(kept.mark, by: second) == "")
            #expect(try await Self.code { _ = try await enter([.hospital: "青木整形外科"]) } == "J0003")
            var told: [ToldAct.Kind] = []
            try await records.tellActs { acts, _ in told += acts.map(\.kind) }
            #expect(told == [.received, .claimEntered, .claimEntered, .claimEntered, .accepted])
        }
    }

    @Test func aClaimantsContactIsEnteredLaterAndTheirIdentityStays() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "S1"] { try await database.give(number) }
            let claim = try await Self.receive(records, .survivor, of: "A1", Self.values([.relation, .claimant]))
            let later = Self.values([.name, .kana, .address, .telephone])
            let kept = try await records.enter(WrittenClaim(later), in: claim.reception, by: first, today: today)
            #expect(kept.claim.claimant?.address == Self.items[.address] && kept.claim.claimant?.number == "S1" && kept.reminded == "S1")
            #expect(kept.claim.asked == claim.claim.asked && kept.claim.groundOn == claim.claim.groundOn)
            // The next claim of the same is still told.
            let again = try await Self.code { _ = try await Self.receive(records, .survivor, of: "A1", Self.values([.relation, .claimant, .address])) }
            #expect(again == "J0040")
        }
    }

    /// 別の人の請求. A child of whom the hub knows nothing is told by the name: it stays, in one step and in two, however it is spelled.
    @Test func noNameMakesItAnothersClaim() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2", "A3"] { try await database.give(number, ["juminjotai": "3", "idonengappi": "2026-05-01"]) }
            let child: [PensionClaimItem: String] = [.relation: "child", .name: "ヤマダ　イチロウ"]
            for (number, words) in [("A1", ""), ("A2", "同居していた子")] {
                let filed = try await Self.receive(records, .survivor, of: number, child.merging([.declared: words]) { $1 })
                func enter(_ values: [PensionClaimItem: String]) async throws -> String {
                    try await Self.code { _ = try await records.enter(WrittenClaim(values), in: filed.reception, by: Self.third, today: today) }
                }
                #expect(try await enter([.name: "ヤマダ　ジロウ"]) == "J0007")
                #expect(try await enter([.name: "やまだいちろう", .telephone: "048-258-1110"]) == "")
                #expect(try await enter([.name: WrittenClaim.none]) == (words.isEmpty ? "J0007" : ""))
                #expect(try await enter([.name: "ヤマダ　ジロウ"]) == "J0007", "in two steps")
                // What was filed stands beside what counts.
                let kept = try #require(try await records.claim(filed.reception))
                #expect(kept.filed == filed.claim && kept.filed.claimant?.telephone == nil && kept.claim.claimant?.telephone == "048-258-1110")
                #expect(try await records.claimDetail(filed.reception).withoutPlace.kept.filed.claimant?.declared == "")
            }
            // Of a spouse there is one: a wrong name is mended.
            let spouse = try await Self.receive(records, .survivor, of: "A3", [.relation: "spouse", .name: "年金　花子"])
            let mended = try await records.enter(WrittenClaim([.name: "年金　華子"]), in: spouse.reception, by: first, today: today)
            #expect(mended.claim.claimant?.name == "年金　華子" && mended.filed.claimant?.name == "年金　花子")
        }
    }

    /// 同じ請求. What a claim says now is compared with every other one, at the counter, of a file and where somebody is reminded, and not what it said when it was filed.
    @Test func anotherClaimIsComparedWithWhatCountsNow() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1", ["juminjotai": "3", "idonengappi": "2026-05-01"])
            let words: [PensionClaimItem: String] = [.relation: "child", .declared: "同居していた子"]
            func receive(_ values: [PensionClaimItem: String], _ kind: ClaimKind = .survivor) async throws -> KeptClaim {
                try await Self.receive(records, kind, of: "A1", values)
            }
            let filed = try await receive(words)
            let named = try await records.enter(WrittenClaim([.name: "山田　一郎"]), in: filed.reception, by: Self.third, today: today)
            #expect(named.claim.claimant?.name == "山田　一郎" && named.reminded == filed.reception.description)
            // The same by the name alone, and another child of the same words.
            let one: [PensionClaimItem: String] = [.relation: "child", .name: "山田一郎"]
            #expect(try await Self.code { _ = try await receive(one) } == "J0040")
            #expect(try await receive(one, .unpaid).reminded == filed.reception.description)
            let other = try await receive(words.merging([.name: "山田　花子"]) { $1 })
            #expect(other.reminded == other.reception.description)
            #expect(try await Self.code { _ = try await receive(words.merging([.name: "山田　花子"]) { $1 }) } == "J0040")
            #expect(try await Self.take(records, .survivor, of: "A1", one).outcome == .held)
            let third: [PensionClaimItem: String] = [.relation: "child", .declared: "同居していた子", .name: "山田　三郎"]
            #expect(try await Self.take(records, .survivor, of: "A1", third).outcome == .accepted)
        }
    }

    /// 届いた書類. What is entered of anything else says nothing of a paper that was recorded by mistake; a day that is taken away takes its paper with it.
    @Test func aPaperComesByItsOwnDayOnly() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let filed = try await Self.receive(
                records, .disability, of: "A1", Self.values([.madeOn, .hospital, .provedOn]), with: ["claim-form", "number", "account", "history"])
            let reception = filed.reception
            #expect(filed.lacks.isEmpty)
            func enter(_ values: [PensionClaimItem: String]) async throws -> [String] {
                try await records.enter(WrittenClaim(values), in: reception, by: first, today: today).lacks.map(\.key)
            }
            _ = try await records.attach(["certificate"], to: reception, on: today, hasCome: false, by: Self.third, today: today)
            #expect(try await enter([.firstHospital: "青木整形外科"]) == ["certificate"])
            #expect(try await enter([.hospital: "川口眼科"]) == ["certificate"])
            #expect(try await enter([.madeOn: "2026-05-21"]) == [])
            #expect(try await enter([.provedOn: WrittenClaim.none]) == ["first-visit"])
            #expect(try await enter([.provedOn: "2026-05-22"]) == [])
            // One of two certificates that is taken away leaves the other.
            #expect(try await enter([.secondMadeOn: "2026-05-22"]) == [])
            #expect(try await enter([.secondMadeOn: WrittenClaim.none]) == [])
            #expect(try await enter([.madeOn: WrittenClaim.none, .hospital: WrittenClaim.none]) == ["certificate"])
            let kept = try #require(try await records.claim(reception))
            #expect(kept.arrivals.last.map { $0.paper == "certificate" && !$0.hasCome && $0.enteredBy.account == "3001" } == true)
        }
    }

    @Test func nothingOfAClaimTellsWhereSomebodyIsOnceThatIsHidden() throws {
        let tables = try RuleTables.delivered()
        let claimant = Claimant(
            .spouse, number: try AddresseeNumber("S1"), declared: "川口市に住む妻", born: day("1961-06-15"), name: "年金　花子", kana: "ネンキン　ハナコ", address: "青木二丁目",
            telephone: "048-258-1110")
        let certificates = CertificateFacts(
            [
                MedicalCertificate(madeOn: day("2026-05-20"), form: .limbs, conditionOn: day("2026-05-10"), hospital: "青木整形外科"),
                MedicalCertificate(madeOn: day("2026-05-21"), hospital: "川口眼科"),
            ], firstHospital: "浦和総合病院", provedOn: day("2026-05-22"))
        let claim = Claim(.survivor, groundOn: day("2026-05-01"), claimant: claimant, certificates: certificates, using: tables)
        let places = ["川口", "青木", "048-258-1110", "浦和"]
        func text(_ content: FiledContent) throws -> String { String(decoding: try JSONEncoder().encode(content), as: UTF8.self) }
        for content in [FiledContent.claim(claim), .carriedClaim(CarriedOverClaim(claim, receivedOn: today, sentOn: today))] {
            let (open, hidden) = (try text(content), try text(content.withoutPlace))
            for place in places { #expect(open.contains(place) && !hidden.contains(place), "\(place)") }
            // Who claims, and what was certified when, is told.
            for said in ["S1", "年金　花子", "2026-05-20", "limbs", "2026-05-22"] { #expect(hidden.contains(said), "\(said)") }
        }
        #expect(FiledContent.nothing.withoutPlace == .nothing)
    }

    /// What was kept before these items were: it is read as it was, and a certificate's day is where it is now.
    @Test func whatWasKeptBeforeIsRead() throws {
        let claim = """
            {"asked":[],"circumstances":[],"claimant":{"declared":"妻","relation":"spouse"},"groundOn":"2023-04-14","kind":"survivor"}
            """
        let read = try JSONDecoder().decode(Claim.self, from: Data(claim.utf8))
        #expect(read.claimant?.declared == "妻" && read.claimant?.address == nil && read.certificates == nil)
        let carried = """
            {"certificateOn":"2024-04-30","claim":{"asked":[],"circumstances":[],"kind":"disability"},"receivedOn":"2024-05-10","sentOn":"2024-05-17"}
            """
        let old = try JSONDecoder().decode(CarriedOverClaim.self, from: Data(carried.utf8))
        #expect(old.claim.certificates?.certificates == [MedicalCertificate(madeOn: day("2024-04-30"))])
        let new = try JSONDecoder().decode(CarriedOverClaim.self, from: try JSONEncoder().encode(old))
        #expect(new == old)
    }
}
