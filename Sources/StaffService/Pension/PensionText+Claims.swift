internal import Addressee
internal import NationalPension
internal import StaffAPI

/// What staff write of a claim.
extension PensionText {
    /// - Throws: `ValueError` for what is no day or number; `PensionRefused` J0007 for what is no code, or a day that lacks.
    static func claim(_ request: ReceivePensionClaim, _ tables: RuleTables) throws -> Claim {
        let kind = try claimKind(request.kind, tables)
        let row = tables.claims[kind]
        let (ground, visit) = (try day(request.day), try day(request.firstVisit))
        if !request.isDayUnknown {
            guard ground != nil || row.ground.isEmpty else { throw PensionRefused.terms("\(row.ground)を --day で指定してください。分からないときは --day-unknown とします。") }
            guard visit != nil || !row.tellsFirstVisit else {
                throw PensionRefused.terms("初診日を --particulars（端末で尋ねます）か --particulars-file のファイルで指定してください。分からないときは --day-unknown とします。")
            }
        }
        let circumstances = try request.circumstances.map { try code($0, "請求の事情", \ClaimCircumstance.label) }
        return Claim(
            kind, groundOn: ground, firstVisitOn: visit, claimant: try request.claimant.map(claimant), circumstances: Set(circumstances),
            pensionCode: request.pensionCode, using: tables)
    }

    /// - Throws: `PensionRefused` J0007 for a kind that is none, or several.
    static func claimKind(_ text: String, _ tables: RuleTables) throws(PensionRefused) -> ClaimKind {
        guard let kind = tables.claims.kind(named: text) else {
            throw .terms("請求の種類が一覧にないか、一つに決まりません。atena pension claim kinds が示すものから選んでください。")
        }
        return kind
    }

    /// - Throws: `PensionRefused` J0007.
    static func means(_ text: String) throws(PensionRefused) -> ReminderMeans { try code(text, "催促の方法", \ReminderMeans.label) }

    private static func claimant(_ named: ReceivePensionClaim.Claimant) throws -> Claimant {
        Claimant(
            try code(named.relation, "請求者の続柄", \ClaimantRelation.label), number: try named.number.map { try AddresseeNumber($0) },
            declared: named.declared, born: try day(named.birth))
    }

    /// By its name, or by its Japanese words.
    private static func code<Code: RawRepresentable & CaseIterable>(_ text: String, _ what: String, _ label: (Code) -> String) throws(PensionRefused) -> Code
    where Code.RawValue == String {
        guard let code = Code.allCases.first(where: { $0.rawValue == text || label($0) == text }) else {
            throw .terms("\(what)は \(Code.allCases.map { "\($0.rawValue)（\(label($0))）" }.joined(separator: "、")) のいずれかです。")
        }
        return code
    }
}
