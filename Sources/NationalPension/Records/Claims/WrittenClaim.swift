package import Addressee
internal import Foundation

/// 裁定請求の記載. What a claim says of whoever claims and of medical certificates, item by item, as it is written. The counter and a file of the system before are read
/// by this one: what the one takes the other takes, and what the one refuses the other refuses.
package struct WrittenClaim: Sendable, Hashable, Unprinted {
    /// 記載の誤り.
    package struct Fault: Error, Sendable, Hashable {
        /// Of what kind it is.
        package enum Kind: Sendable, Hashable {
            /// It can't be kept, or does not go with the claim.
            case terms
            /// A day that is too late.
            case day
            /// A number that is none, by the code of its own rule.
            case value(String)
        }

        /// Of which item.
        package let item: PensionClaimItem
        /// Of what kind it is.
        package let kind: Kind
        /// What is wrong, without any value.
        package let rule: String
    }

    /// Where it is read, and until when its days may be.
    struct Occasion: Sendable {
        /// 請求日, by which tables that change are read.
        let claimedOn: CalendarDay
        /// Of whoever is insured or died.
        let number: AddresseeNumber?
        /// 初診日; `nil` where it is not told.
        let firstVisitOn: CalendarDay?
        /// The last day of which a certificate may be, with its name.
        let latest: (day: CalendarDay, label: String)
    }

    /// What takes an item away that was entered before.
    package static let none = "なし"

    /// Characters at most, of a name, and of anything else in words.
    static let (mostOfName, mostOfWords) = (100, 300)

    private var values: [PensionClaimItem: String]

    /// - Parameter values: what is blank is not told.
    package init(_ values: [PensionClaimItem: String]) {
        self.values = values.mapValues { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.value.isEmpty }
    }

    /// A claim as it would be written.
    package init(_ claim: Claim) {
        var values: [PensionClaimItem: String] = [:]
        if let claimant = claim.claimant {
            (values[.relation], values[.claimant], values[.declared]) = (claimant.relation.rawValue, claimant.number, claimant.declared)
            (values[.born], values[.name], values[.kana]) = (claimant.born?.description, claimant.name, claimant.kana)
            (values[.address], values[.telephone]) = (claimant.address, claimant.telephone)
        }
        for (certificate, items) in zip(claim.certificates?.certificates ?? [], Self.ofCertificates) {
            (values[items.form], values[items.madeOn]) = (certificate.form?.rawValue, certificate.madeOn.description)
            (values[items.conditionOn], values[items.hospital]) = (certificate.conditionOn?.description, certificate.hospital)
        }
        (values[.firstHospital], values[.provedOn]) = (claim.certificates?.firstHospital, claim.certificates?.provedOn?.description)
        self.init(values)
    }

    /// As it is written; empty where it is not told.
    package subscript(_ item: PensionClaimItem) -> String { values[item] ?? "" }

    /// What is told.
    package var items: Set<PensionClaimItem> { Set(values.keys) }

    /// Whether any of some items is written, and not taken away.
    func tells(_ items: [PensionClaimItem]) -> Bool { items.contains { values[$0].map { $0 != Self.none } ?? false } }

    /// The same with what was written later: an item that is written takes the place of the one before, and `なし` takes it away.
    func over(_ before: WrittenClaim) -> WrittenClaim {
        WrittenClaim(before.values.merging(values) { _, later in later }.filter { $0.value != Self.none })
    }

    // MARK: reading

    /// Who claims; `nil` where the insured person does.
    func claimant(of kind: ClaimKind, _ occasion: Occasion, using tables: RuleTables) throws(Fault) -> Claimant? {
        let row = tables.claims.row(kind, on: occasion.claimedOn)
        let who = row.claimants.map(\.label).joined(separator: "、")
        guard !row.claimants.isEmpty else {
            if let item = told(PensionClaimItem.ofClaimant) { throw terms(item, "\(row.label)は、本人が請求します（\(row.claimantsArticle)）。請求者は指定できません。") }
            return nil
        }
        guard !self[.relation].isEmpty else { throw terms(.relation, "\(row.label)には、請求者とその続柄（\(who)）を指定してください（\(row.claimantsArticle)）。") }
        guard let relation = ClaimantRelation(named: self[.relation]), row.claimants.contains(relation) else {
            throw terms(.relation, "\(row.label)を請求できるのは、\(who)です（\(row.claimantsArticle)）。")
        }
        var number: AddresseeNumber?
        if !self[.claimant].isEmpty {
            do { number = try AddresseeNumber(self[.claimant]) } catch { throw Fault(item: .claimant, kind: .value(error.code), rule: error.rule) }
        }
        guard number == nil || number != occasion.number else { throw terms(.claimant, "請求者の宛名番号が、死亡した者のものです。") }
        do throws(PensionRefused) { try EnteredText.declared.checked(self[.declared]) } catch { throw terms(.declared, error.rule) }
        let born = try day(.born)
        guard born.map({ $0 <= occasion.claimedOn }) ?? true else { throw late(.born, "受付日") }
        let telephone = self[.telephone]
        do throws(PensionRefused) { try BasicData.check(telephone: telephone) } catch { throw terms(.telephone, error.rule) }
        let claimant = Claimant(
            relation, number: number, declared: self[.declared], born: born, name: try words(.name, atMost: Self.mostOfName), kana: try kana(),
            address: try words(.address), telephone: telephone.isEmpty ? nil : telephone)
        guard claimant.isTold else { throw terms(.declared, "請求者の宛名番号か、氏名か、誰であるかの申立てを指定してください。") }
        return claimant
    }

    /// 診断書情報; `nil` where nothing of it is told.
    func certificates(of kind: ClaimKind, _ occasion: Occasion, using tables: RuleTables) throws(Fault) -> CertificateFacts? {
        guard let item = told(PensionClaimItem.ofCertificates) else { return nil }
        guard tables.claims.tellsCertificates(kind, on: occasion.claimedOn) else {
            throw terms(item, "\(tables.claims.row(kind, on: occasion.claimedOn).label)の請求に、診断書の記載は指定できません。")
        }
        var certificates: [MedicalCertificate] = []
        for (place, items) in Self.ofCertificates.enumerated() {
            guard let item = told([items.form, items.madeOn, items.conditionOn, items.hospital]) else { continue }
            guard certificates.count == place else { throw terms(item, "2通目の診断書は、1通目を書いてから指定してください。") }
            guard let madeOn = try day(items.madeOn) else { throw terms(items.madeOn, "\(items.madeOn.label)を書いてください。") }
            try before(occasion.latest, items.madeOn, madeOn)
            let conditionOn = try day(items.conditionOn)
            if let conditionOn { try before((madeOn, items.madeOn.label), items.conditionOn, conditionOn) }
            try after(occasion.firstVisitOn, conditionOn == nil ? items.madeOn : items.conditionOn, conditionOn ?? madeOn)
            var form: CertificateForm?
            if !self[items.form].isEmpty {
                form = CertificateForm(named: self[items.form])
                guard form != nil else { throw terms(items.form, "\(items.form.label)は \(CertificateForm.choices) のいずれかです。") }
            }
            certificates.append(
                MedicalCertificate(madeOn: madeOn, form: form, conditionOn: conditionOn, hospital: try words(items.hospital, atMost: Self.mostOfName)))
        }
        let provedOn = try day(.provedOn)
        if let provedOn {
            try before(occasion.latest, .provedOn, provedOn)
            try after(occasion.firstVisitOn, .provedOn, provedOn)
        }
        return CertificateFacts(certificates, firstHospital: try words(.firstHospital, atMost: Self.mostOfName), provedOn: provedOn)
    }

    // MARK: items

    private typealias Certificate = (form: PensionClaimItem, madeOn: PensionClaimItem, conditionOn: PensionClaimItem, hospital: PensionClaimItem)

    private static let ofCertificates: [Certificate] = [
        (.form, .madeOn, .conditionOn, .hospital), (.secondForm, .secondMadeOn, .secondConditionOn, .secondHospital),
    ]

    /// The first of some items that is told.
    private func told(_ items: [PensionClaimItem]) -> PensionClaimItem? { items.first { values[$0] != nil } }

    private func terms(_ item: PensionClaimItem, _ rule: String) -> Fault { Fault(item: item, kind: .terms, rule: rule) }

    private func late(_ item: PensionClaimItem, _ than: String) -> Fault { Fault(item: item, kind: .day, rule: "\(item.label)が\(than)より後です。") }

    private func day(_ item: PensionClaimItem) throws(Fault) -> CalendarDay? {
        guard let text = values[item] else { return nil }
        guard let day = CalendarDay(text) else { throw terms(item, "\(item.label)は 2026-04-01 の形で書いてください。") }
        return day
    }

    private func before(_ latest: (day: CalendarDay, label: String), _ item: PensionClaimItem, _ day: CalendarDay) throws(Fault) {
        guard day <= latest.day else { throw late(item, latest.label) }
    }

    private func after(_ firstVisitOn: CalendarDay?, _ item: PensionClaimItem, _ day: CalendarDay) throws(Fault) {
        if let firstVisitOn, day < firstVisitOn { throw terms(item, "\(item.label)が、初診日より前です。") }
    }

    private func words(_ item: PensionClaimItem, atMost most: Int = Self.mostOfWords) throws(Fault) -> String? {
        guard let text = values[item] else { return nil }
        guard text.unicodeScalars.count <= most else { throw terms(item, "\(item.label)は\(most)文字までです。") }
        guard EnteredText.isPlain(text) else { throw terms(item, "\(item.label)に、改行、制御文字、文字の向きを変える文字は使えません。") }
        return text
    }

    private func kana() throws(Fault) -> String? {
        guard let text = try words(.kana, atMost: Self.mostOfName) else { return nil }
        // ァ to ヺ, ・ and ー, and spaces.
        let isKana = text.unicodeScalars.allSatisfy { (0x30A1...0x30FC).contains($0.value) || $0 == "　" || $0 == " " }
        guard isKana else { throw terms(.kana, "\(PensionClaimItem.kana.label)は全角のカタカナで書いてください。") }
        return text
    }
}

extension PensionClaimItem {
    /// 添付書類 by their keys, with the items whose days say that they are there.
    static let daysOfPapers: [(paper: String, days: [PensionClaimItem])] = [
        (ClaimTables.certificate, [.madeOn, .secondMadeOn]), (ClaimTables.firstVisitProof, [.provedOn]),
    ]
}
