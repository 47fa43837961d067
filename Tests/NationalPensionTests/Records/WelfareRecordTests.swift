import Addressee
import Postgres
import Testing

@testable import NationalPension

/// 老齢福祉年金の証書: registered, changed and ended by two people, and published while it is registered.
@Suite(.timeLimit(.minutes(5))) struct WelfareRecordTests {
    private static func code(_ body: () async throws -> Void) async throws -> String {
        do { try await body() } catch let refused as PensionRefused { return refused.code }
        return ""
    }

    private static func receive(_ records: PensionRecords, _ certificate: WelfareCertificate?, of number: String = "P1") async throws -> ReceptionNumber {
        try await records.recordWelfare(
            certificate, of: try AddresseeNumber(number), receivedOn: today, remarks: "", by: first, today: today
        ).reception
    }

    @Test func itCountsOnceAnotherHasAcceptedItAndIsPublishedTillItsRegistrationEnds() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P1", "P2"] { try await database.give(number, born: "1911-04-01") }
            let all = try ["P1", "P2", "P9"].map { try AddresseeNumber($0) }
            func told() async throws -> [String: [[String: String]]] {
                let published = try await records.publications(of: all, today: today).records[.welfare] ?? [:]
                return Dictionary(uniqueKeysWithValues: published.map { ($0.key.value, $0.value.map(\.items)) })
            }
            let none: [String: [[String: String]]] = ["P1": [], "P2": [], "P9": []]
            #expect(try await Self.code { _ = try await Self.receive(records, nil) } == "J0007")
            let certificate = try WelfareCertificate(symbol: "さ", number: "12345", paymentClass: "全部支給")
            let registered = try await Self.receive(records, certificate)
            #expect(try await told() == none)
            #expect(try await Self.code { _ = try await records.accept(registered, despiteDoubts: true, by: first, today: today) } == "J0004")
            let detail = try await records.detail(of: registered, today: today)
            #expect(detail.content == .welfare(certificate, over: 0) && detail.welfareBefore == WelfareVersion(historyNumber: 0, certificate: nil))
            #expect(detail.row.dueOn == nil)
            _ = try await records.accept(registered, despiteDoubts: false, by: second, today: today)
            #expect(records.toPublish.take().map(\.value) == ["P1"])
            #expect(try await records.look("P1").record.welfare == WelfareVersion(historyNumber: 1, certificate: certificate))
            // Whoever has a certificate alone is on the department's record, and nothing else is published of them.
            #expect(try await records.kept(after: nil, limit: 9).map(\.value) == ["P1"])
            #expect(try await told() == ["P1": [["shoshokigo": "さ", "shoshobango": "12345", "shikyukubun": "全部支給"]], "P2": [], "P9": []])
            #expect(try await records.publications(of: all, today: today).records[.qualification]?[all[0]] == [])
            #expect(try await Self.code { _ = try await Self.receive(records, certificate) } == "J0007")

            // Two changes at once: what was entered over what stood before is not written over the other.
            let changed = try WelfareCertificate(symbol: "", number: "12345", paymentClass: "")
            let (change, end) = (try await Self.receive(records, changed), try await Self.receive(records, nil))
            _ = try await records.accept(change, despiteDoubts: false, by: second, today: today)
            #expect(try await Self.code { _ = try await records.accept(end, despiteDoubts: false, by: second, today: today) } == "J0102")
            #expect(try await told()["P1"] == [["shoshobango": "12345"]])
            #expect(try await records.detail(of: end, today: today).welfareBefore == WelfareVersion(historyNumber: 1, certificate: certificate))

            let ended = try await Self.receive(records, nil)
            _ = try await records.accept(ended, despiteDoubts: false, by: second, today: today)
            #expect(try await told() == none)
            #expect(try await records.look("P1").record.welfare == WelfareVersion(historyNumber: 3, certificate: nil))
            #expect(try await database.count("SELECT count(*) FROM pension.welfare_version") == 3)
        }
    }

    /// Of whoever died or left before it was registered no movement tells any more: a clerk looks first.
    @Test func aCertificateOfWhoeverLivesHereNoMoreIsLookedAt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("P1", born: "1911-04-01")
            try await database.give("P2", born: "1911-04-01", ["juminjotai": "3", "idonengappi": "2024-03-01"])
            try await database.give("P3", born: "1911-04-01", ["juminjotai": "2", "idojiyu": "21", "idonengappi": "2024-03-01"])
            let certificate = try WelfareCertificate(symbol: "さ", number: "12345", paymentClass: "全部支給")
            for (number, asked) in [("P1", 0), ("P2", 1), ("P3", 1)] {
                let reception = try await Self.receive(records, certificate, of: number)
                let tasks = try await records.tasks(of: try AddresseeNumber(number))
                #expect(tasks.count == asked && tasks.allSatisfy { $0.reception == reception && $0.words.contains("住民ではありません") }, "\(number)")
            }
            // Its end is no question.
            let end = try #require(try await records.look("P2").receptions.first).reception
            _ = try await records.accept(end, despiteDoubts: false, by: second, today: today)
            _ = try await Self.receive(records, nil, of: "P2")
            #expect(try await records.tasks(of: try AddresseeNumber("P2")).isEmpty)
        }
    }

    /// Whoever has the module's password registers nobody and ends nothing: what was published stays till somebody has looked.
    @Test func aRowThatSomebodyPutInIsNobodysCertificate() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("P1")
            let certificate = try WelfareCertificate(symbol: "さ", number: "12345", paymentClass: "全部支給")
            let reception = try await Self.receive(records, certificate)
            _ = try await records.accept(reception, despiteDoubts: false, by: second, today: today)
            let forged = """
                INSERT INTO pension.reception (fiscal_year, number, received_on, atenabango, kind, section, entered_by, content, remarks, mac)
                SELECT fiscal_year, 900, received_on, atenabango, kind, section, entered_by, content, remarks, mac FROM pension.reception;
                INSERT INTO pension.decision (fiscal_year, number, outcome, entered_by, decided_by, reason, mac)
                SELECT fiscal_year, 900, outcome, entered_by, decided_by, reason, mac FROM pension.decision;
                INSERT INTO pension.welfare_version (history_number, fiscal_year, number, is_registered, atenabango, symbol, certificate_number, payment_class, mac)
                VALUES (2, 2026, 900, false, 'P1', '', '', '', decode('00', 'hex'))
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            let record = try await records.look("P1").record
            #expect(record.welfare == WelfareVersion(historyNumber: 1, certificate: certificate) && record.untrueRows == 1)
            let published = try await records.publications(of: [record.number], today: today)
            #expect(published.records[.welfare]?[record.number] == nil && published.held == 1)
            for change in ["UPDATE pension.welfare_version SET symbol = ''", "DELETE FROM pension.welfare_version"] {
                #expect(try await database.refusal("atena_national_pension", change) == "42501")
            }
            // What is recorded afterwards is recorded behind it.
            let ended = try await Self.receive(records, nil)
            _ = try await records.accept(ended, despiteDoubts: false, by: second, today: today)
            #expect(try await records.look("P1").record.welfare == WelfareVersion(historyNumber: 3, certificate: nil))
            while try await !records.checkSeals().isRound {}
            #expect(records.untrueRows.contains { $0.table == "pension.welfare_version" && $0.count == 1 })
        }
    }

    @Test(arguments: [("", "J0007"), (" ", "J0007"), ("12\n34", "J0007"), (String(repeating: "1", count: 41), "J0007"), ("1", "")])
    func aCertificateHasANumberAndIsPlain(_ number: String, _ code: String) async throws {
        #expect(try await Self.code { _ = try WelfareCertificate(symbol: "さ", number: number, paymentClass: "") } == code)
        var dumped = ""
        if code.isEmpty { dump(try WelfareCertificate(symbol: "さ", number: "98765", paymentClass: ""), to: &dumped) }
        #expect(!dumped.contains("98765"))
    }

    /// 死亡: nobody's certificate ends by itself, and whoever has one is proposed to a clerk.
    @Test func aDeathProposesThatTheRegistrationEnds() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P1", "P2"] { try await database.give(number, born: "1911-04-01") }
            _ = try await records.lookAtMovements(by: first, today: today)
            let certificate = try WelfareCertificate(symbol: "さ", number: "12345", paymentClass: "全部支給")
            _ = try await records.accept(try await Self.receive(records, certificate), despiteDoubts: false, by: second, today: today)
            for number in ["P1", "P2"] {
                try await database.give(number, born: "1911-04-01", sequence: 2, ["juminjotai": "3", "idojiyu": "23", "idonengappi": "2026-06-09"])
            }
            _ = try await records.lookAtMovements(by: first, today: today)
            let proposals = try await records.proposals(ProposalFilter())
            #expect(proposals.map { "\($0.number) \($0.content.kind.rawValue)" } == ["P1 end-welfare-certificate"])
            let proposal = try #require(proposals.first)
            #expect(proposal.content.effectiveOn == day("2026-06-09") && proposal.content.due == nil && proposal.content.reasons.count == 1)
            #expect(try await records.look("P1").record.welfare.certificate == certificate)
            #expect(
                try await Self.code { _ = try await records.confirm(proposal.id, saying: NoticeTerms(day: today), remarks: "", by: first, today: today) }
                    == "J0007")
            let receipt = try await records.confirm(proposal.id, saying: nil, remarks: "", by: first, today: today)
            #expect(try await records.look("P1").record.welfare.certificate == certificate)
            #expect(try await Self.code { _ = try await records.accept(receipt.reception, despiteDoubts: false, by: first, today: today) } == "J0004")
            _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: today)
            #expect(try await records.look("P1").record.welfare.certificate == nil)
            #expect(try await records.proposals(ProposalFilter()).isEmpty)
        }
    }

    /// 転出・職権消除: whoever has a certificate and is no resident any more is proposed to a clerk as well, wherever they went; whoever has none, and whoever comes back, is not.
    @Test(arguments: [("21", "国内"), ("22", "国外"), ("27", "職権で消除")])
    func whoeverIsNoResidentAnyMoreIsProposed(reason: String, words: String) async throws {
        let presences = ["21": "2", "22": "2", "27": "9"]
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P1", "P2"] { try await database.give(number, born: "1911-04-01") }
            _ = try await records.lookAtMovements(by: first, today: today)
            let certificate = try WelfareCertificate(symbol: "さ", number: "12345", paymentClass: "全部支給")
            _ = try await records.accept(try await Self.receive(records, certificate), despiteDoubts: false, by: second, today: today)
            for number in ["P1", "P2"] {
                try await database.give(
                    number, born: "1911-04-01", sequence: 2, ["juminjotai": presences[reason] ?? "", "idojiyu": reason, "idonengappi": "2026-06-09"])
            }
            _ = try await records.lookAtMovements(by: first, today: today)
            let proposals = try await records.proposals(ProposalFilter()).filter { $0.content.kind == .endWelfareCertificate }
            #expect(proposals.map(\.number) == ["P1"])
            let proposal = try #require(proposals.first)
            #expect(proposal.content.effectiveOn == day("2026-06-09") && proposal.content.holds.isEmpty)
            #expect(proposal.content.reasons.first?.text.contains(words) == true, "\(proposal.content.reasons)")
            #expect(try await records.look("P1").record.welfare.certificate == certificate)
            let receipt = try await records.confirm(proposal.id, saying: nil, remarks: "", by: first, today: today)
            _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: today)
            #expect(try await records.look("P1").record.welfare.certificate == nil)
            // It has ended: nothing more is proposed, whatever becomes of them.
            try await database.give("P1", born: "1911-04-01", sequence: 3, ["juminjotai": "3", "idojiyu": "23", "idonengappi": "2026-06-10"])
            _ = try await records.lookAtMovements(by: first, today: today)
            #expect(try await records.proposals(ProposalFilter()).allSatisfy { $0.content.kind != .endWelfareCertificate })
        }
    }
}
