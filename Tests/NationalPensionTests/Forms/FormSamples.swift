import Addressee
import Foundation

@testable import NationalPension

/// Forms of people who were invented: one of each layout.
enum FormSamples {
    static let reading = "ネンキン　ハナコ"

    static func person(_ name: String = "年金　花子", address: FormPerson.Place = .told("埼玉県さいたま市浦和区常盤六丁目4番4号")) throws -> FormPerson {
        FormPerson(
            number: try AddresseeNumber("A1"), basicPensionNumber: "1234567890", name: name, furigana: reading, birth: "平成2年4月15日", sex: "女",
            address: address, telephone: address == .withheld ? .withheld : .told("048-000-0000"))
    }

    static func content(
        _ number: Int32, _ form: String, _ label: String, _ said: FormContent.Said, name: String = "年金　花子", receivedOn: String = "2026-11-01",
        isAccepted: Bool = true, address: FormPerson.Place = .told("埼玉県さいたま市浦和区常盤六丁目4番4号"), target: FormField? = nil
    ) throws -> FormContent {
        FormContent(
            reception: ReceptionNumber(fiscalYear: 2026, number: number), receivedOn: day(receivedOn), form: form, notice: Reason(label, "国民年金法第12条第1項"),
            isAccepted: isAccepted, person: try person(name, address: address), target: target, said: said)
    }

    /// A notice that says a fact, and what follows from it.
    static func said(_ fact: PensionFact, _ following: FormContent.Following = .nothing) throws -> FormContent.Said {
        .fact(fact.terms(on: fact.happenedOn, born: day("1990-04-15"), using: try .delivered()), following)
    }

    /// 付加保険料の納付の申出, on one page.
    static func additional() throws -> FormContent.Said { try said(.additionalApplied(on: day("2026-10-20"))) }

    /// One of each layout, with what must stand on it.
    static func all() throws -> [(content: FormContent, shows: [String])] {
        let tables = try RuleTables.delivered()
        let change = QualificationChange(.acquisition, on: day("2026-10-01"), .class1, .acquireEnteredJapan)
        return [
            (
                try content(1, "insured-person", "外国からの転入", try said(.addressGained(on: day("2026-10-01")), .qualification([change]))),
                ["国民年金被保険者関係届書（申出書）", "取得", "令和8年10月1日", "第1号被保険者", "1234-567890"]
            ),
            (
                try content(14, "insured-person", "退職", try said(.employmentEnded(on: day("2026-10-01")), .qualification(nil)), isAccepted: false),
                ["資格の異動を算定できません。"]
            ),
            (
                try content(15, "insured-person", "記録の取消し", .fact([], .qualification([])), target: FormField("取り消す記録", "外国からの転入")),
                ["取り消す記録", "外国からの転入", "この届出で、資格の記録は変わりません。"]
            ),
            (
                try content(
                    2, "change-of-name", "氏名の変更",
                    .name(before: FormName("年金　花子", reading), after: FormName("保険　花子", "ホケン　ハナコ"), on: day("2026-10-20"))),
                ["様式第3号", "国民年金被保険者氏名変更報告書", "変更前", "保険　花子", "住民票の記載が上記のとおりであることを証明します。"]
            ),
            (
                try content(3, "change-of-name", "生年月日の訂正", .birth(before: "平成2年4月15日", after: "平成2年4月16日", on: nil)),
                ["訂正後の生年月日", "平成2年4月16日"]
            ),
            (
                try content(4, "change-of-address", "国内の転出入・転居", .address(before: .told("埼玉県川口市青木二丁目1番1号"), after: .unknown, on: day("2026-10-20"))),
                ["国民年金被保険者住所変更届", "変更前の住所", "埼玉県川口市青木二丁目1番1号"]
            ),
            (
                try content(5, "additional-premium", "付加保険料の納付の申出", try additional(), target: FormField("訂正する記録", "付加保険料の辞退の申出")),
                ["付加保険料納付申出書・辞退申出書", "付加保険料の納付の申出", "令和8年10月20日", "訂正する記録", "付加保険料の辞退の申出"]
            ),
            (
                try content(
                    16, "farmers-pension", "付加保険料の該当の届出（農業者年金の被保険者の資格の取得）", try said(.farmersPensionBegan(on: day("2026-10-20")))),
                ["付加保険料該当届・非該当届", "農業者年金の被保険者の資格の取得", "令和8年10月20日"]
            ),
            (
                try content(
                    17, "exemption-cancel", "免除・納付猶予の取消しの申請",
                    .fact(PensionRequest.exemptionCancellation(ExemptionCancellation(.half, appliedOn: day("2026-11-01"))).terms(using: tables), .nothing)),
                ["国民年金保険料免除・納付猶予取消申請書", "取り消す免除の種類", "半額免除", "令和8年10月以後", "国民年金法第90条の2第4項"]
            ),
            (
                try content(
                    18, "number-notice", "基礎年金番号通知書の再交付の申請", .fact(PensionRequest.numberNotice(.damaged).terms(using: tables), .nothing)),
                ["基礎年金番号通知書再交付申請書", "再交付の事由", "毀損", "1234-567890", "国民年金法第12条第1項"]
            ),
            (
                try content(7, "elected-payment", "法定免除の期間の納付申出", try said(.paymentElected(months: span("2026-10", "2027-03")))),
                ["免除期間納付申出書・訂正届", "令和8年10月から令和9年3月まで（6月）"]
            ),
            (try content(8, "exemption-application", "免除・納付猶予の申請", .exemption(try general())), ["基準額", "3,000,000円", "納付猶予", "世帯主", "承認相当", "保険　太郎"]),
            (try content(10, "student-application", "学生納付特例の申請", .exemption(try student())), ["国民年金保険料学生納付特例申請書", "学生である期間", "1,200,000円"]),
            (
                try content(11, "legal-exemption", "法定免除の事由の該当", try said(.legalExemptionBegan(on: day("2026-10-20"), ground: .livelihoodProtection))),
                ["国民年金保険料免除理由該当・消滅届", "法定免除の事由の該当", "事由の条文"]
            ),
            (
                try content(
                    12, "maternity", "産前産後の免除",
                    try said(
                        .maternity(month: month("2026-12"), isMultiple: false),
                        .exemption(.maternity(dueOrBorn: day("2026-12-01"), isMultiple: false, using: tables)))),
                ["国民年金保険料産前産後免除該当届", "令和8年11月から令和9年2月まで（4月）", "単胎"]
            ),
            (
                try content(
                    13, "childcare", "育児の免除",
                    try said(
                        .childcare(childBorn: day("2026-10-05"), from: day("2026-10-05"), until: nil, isBirthMother: true),
                        .exemption(.childcare(childBorn: day("2026-10-05"), from: day("2026-10-05"), until: nil, isBirthMother: true, using: tables)))),
                ["国民年金保険料育児免除該当届", "令和8年10月5日", "継続中"]
            ),
        ]
    }

    /// Of 25 years, whose householder earns too much for the exemption, and not for the deferral.
    static func general() throws -> FormApplication {
        var applicant = Applicant()
        (applicant.born, applicant.months, applicant.filed, applicant.householder) = ("2001-05-15", span("2026-07", "2027-06"), "2026-11-01", .other)
        let own = IncomeStatement(year: 2025, totalIncome: 300_000, deductions: [.socialInsurance: 120_000])
        let parent = IncomeStatement(year: 2025, totalIncome: 3_000_000, dependants: [.general: 1, .under16: 1], isWidow: true)
        applicant.knows(.applicant, own)
        applicant.knows(.householder, parent)
        applicant.continues = true
        return FormApplication(
            ExemptionApplication(.general, months: applicant.months, filedOn: day(applicant.filed), wantsContinuation: true),
            household: ExemptionHousehold(asOf: day(applicant.filed), spouse: .none, householder: .other), householder: "保険　太郎",
            incomes: [
                FormIncome(.applicant, year: 2025, source: "税の記録", statement: own), FormIncome(.householder, year: 2025, source: "税の記録", statement: parent),
            ], proposal: try applicant.proposal(), examinedOn: day("2026-11-02"))
    }

    static func student() throws -> FormApplication {
        var applicant = Applicant()
        (applicant.born, applicant.group, applicant.months, applicant.filed) = ("2005-05-15", .student, span("2026-04", "2027-03"), "2026-11-01")
        applicant.students = [span("2026-04", "2027-03")]
        let own = IncomeStatement(year: 2025, totalIncome: 1_200_000)
        applicant.knows(.applicant, own)
        return FormApplication(
            ExemptionApplication(.student, months: applicant.months, filedOn: day(applicant.filed), studentMonths: applicant.students), household: nil,
            incomes: [FormIncome(.applicant, year: 2025, source: "所得の申立て", statement: own)], proposal: try applicant.proposal(), examinedOn: day("2026-11-02"))
    }

    /// 送付書 of a batch: its text lists what it is given, and more.
    static func transmittal(_ reports: Int = 2, part: Int = 1, parts: Int = 1, filledIn: [String] = [], held: [HeldForm] = [], reading: String = reading)
        -> Transmittal
    {
        let text =
            ["国民年金関係書類送付書", "", "団体\t111007", "媒体の通番\t2026-0007", "", "届出の種類\t件数", "20歳到達\t\(reports)", "合計\t\(reports)", ""]
            + ["番号\t報告番号\t届出\t基礎年金番号\t氏名カナ\t受付日"] + (0..<reports).map { "\($0 + 1)\t2026-\(900_000 + $0)-1\t20歳到達\t1234567890\t\(reading)\t2026-11-01" }
        return Transmittal(
            number: "2026-0007", text: part == 1 ? text.joined(separator: "\n") + "\n" : nil,
            print: Transmittal.Print(
                part: part, parts: parts, ofBatch: parts * reports, reports: reports, printed: reports - filledIn.count - held.count, filledIn: filledIn,
                held: held))
    }

    /// 所得の照会書: to the person who filed no return, to a municipality, and of somebody whom the hub does not know; each with another number.
    static func letters(name: String? = nil) -> [IncomeLetter] {
        func letter(
            _ question: Int64, _ person: ExemptionPerson, isUnfiled: Bool = false, address: FormPerson.Place = .told("埼玉県さいたま市浦和区常盤六丁目4番4号"),
            declared: String = "", to destination: String? = nil
        ) -> IncomeLetter {
            IncomeLetter(
                question: question + (name == nil ? 0 : 100), asked: IncomeQuestion(person, year: 2025, isUnfiled: isUnfiled), askedOn: day("2026-11-02"),
                reception: ReceptionNumber(fiscalYear: 2026, number: 77),
                name: declared.isEmpty ? FormName(name ?? "年金　花子", name ?? reading) : FormName("", ""),
                birth: declared.isEmpty ? "平成2年4月15日" : "", address: address, declared: declared, destination: destination)
        }
        return [
            letter(1, .applicant, isUnfiled: true), letter(2, .spouse, to: name ?? "川口市　市民税課"), letter(3, .householder, address: .withheld),
            letter(4, .spouse, address: .unknown, declared: name ?? "年金　次郎　昭和63年5月1日生　川口市", to: "川口市　市民税課"),
        ]
    }

    static func sheets() throws -> [FormSheet] { try all().map { try FormSheet($0.content, using: .delivered()) } }
}
