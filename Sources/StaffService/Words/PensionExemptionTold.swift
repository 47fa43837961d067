internal import Addressee
internal import NationalPension

/// 申請の内容, as data.
struct ToldApplication: Encodable {
    private struct Examined: Encodable {
        let examination: Int64
        let on: String
        let by: String
        let state: String
        let basis: ExaminationBasis
        let proposal: ExemptionProposal

        init(_ examination: KeptExamination) {
            (self.examination, on, by) = (examination.id, examination.on.description, examination.by)
            (state, basis, proposal) = (examination.state.rawValue, examination.basis, examination.proposal)
        }
    }

    private struct Declared: Encodable {
        let declaration: Int64
        let reception: String
        let on: String
        let by: String
        let remarks: String

        init(_ declaration: Declaration) {
            (self.declaration, reception, on) = (declaration.id, declaration.reception.description, declaration.enteredBy.on.description)
            (by, remarks) = (declaration.enteredBy.account, declaration.remarks)
        }
    }

    private struct Hint: Encodable {
        let relation: String
        let householder: String
        let householderNumber: String?
        let spouseNumber: String?

        init(_ hint: HouseholdHint) {
            (relation, householder) = (hint.relation, hint.householder.rawValue)
            (householderNumber, spouseNumber) = (hint.householderNumber?.value, hint.spouseNumber?.value)
        }
    }

    private let row: ToldRow
    private let application: ExemptionApplication
    private let asOf: String
    private let household: HouseholdEntry?
    private let hint: Hint?
    private let examination: Examined?
    private let examinations: [Int64]
    private let declarations: [Declared]
    private let opinion: Int64?
    private let earlier: [String]

    init(_ detail: ApplicationDetail, hidesHint: Bool) {
        (row, application, asOf, household) = (ToldRow(detail.row, nil), detail.application, detail.asOf.description, detail.household?.entry)
        hint = hidesHint ? nil : detail.hint.map(Hint.init)
        (examination, examinations) = (detail.examination.map(Examined.init), detail.examinations.map(\.id))
        declarations = detail.declarations.map(Declared.init)
        (opinion, earlier) = (detail.opinion, detail.earlier.map(\.description))
    }
}

/// 申請の一覧の一行, as data.
struct ToldApplicationRow: Encodable {
    private let row: ToldRow
    private let group: String
    private let months: String
    private let state: String?
    private let lacksHousehold: Bool
    private let words: String

    init(_ row: ApplicationRow, _ words: String) {
        (self.row, group, months) = (ToldRow(row.row, nil), row.application.group.rawValue, row.application.months.description)
        (state, lacksHousehold, self.words) = (row.state?.rawValue, row.lacksHousehold, words)
    }
}

/// 照会した所得, as data.
struct ToldAsked: Encodable {
    private let person: String
    private let year: Int
    private let atenabango: String?
    private let declared: String
    private let isUnfiled: Bool

    init(_ asked: AskedIncome) {
        (person, year, isUnfiled) = (asked.question.person.rawValue, asked.question.year, asked.question.isUnfiled)
        (atenabango, declared) = (asked.number, asked.declared)
    }
}

/// 進達, as data.
struct ToldForwarding: Encodable {
    let reception: String
    let examination: Int64
}
