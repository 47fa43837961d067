internal import Addressee
internal import NationalPension
internal import StaffAPI

/// What staff write of a claim.
extension PensionText {
    /// - Throws: `ValueError` for what is no day or number; `PensionRefused` J0007 for what is no code, or a day that lacks.
    static func claim(_ request: ReceivePensionClaim, of number: AddresseeNumber, on receivedOn: CalendarDay, _ records: PensionRecords) throws -> Claim {
        let tables = records.tables
        let kind = try claimKind(request.kind, tables)
        let row = tables.claims.row(kind, on: receivedOn)
        let (ground, visit) = (try day(request.day), try day(request.firstVisit))
        if !request.isDayUnknown {
            guard ground != nil || row.ground.isEmpty else { throw PensionRefused.terms("\(row.ground)を「事由の日: 2026-04-01」の形で書いてください。分からないときは「分からない」と書きます。") }
            guard visit != nil || !row.tellsFirstVisit else {
                throw PensionRefused.terms("初診日を「初診日: 2024-11-01」の形で書いてください。分からないときは「分からない」と書きます。")
            }
        }
        let circumstances: [ClaimCircumstance] = try request.circumstances.map { try term($0, "請求の事情") }
        let (claimant, certificates) = try records.read(
            WrittenClaim(request.items.byItem), of: kind, by: number, firstVisitOn: visit, receivedOn: receivedOn)
        return Claim(
            kind, groundOn: ground, firstVisitOn: visit, claimant: claimant, circumstances: Set(circumstances), pensionCode: request.pensionCode,
            certificates: certificates, claimedOn: receivedOn, using: tables)
    }

    /// - Throws: `PensionRefused` J0007 for a kind that is none, or several.
    static func claimKind(_ text: String, _ tables: RuleTables) throws(PensionRefused) -> ClaimKind {
        guard let kind = tables.claims.kind(named: narrow(text)) else {
            throw .terms("請求の種類が一覧にないか、一つに決まりません。atena pension claim kinds が示すものから選んでください。")
        }
        return kind
    }

    /// - Throws: `PensionRefused` J0007.
    static func means(_ text: String) throws(PensionRefused) -> ReminderMeans { try term(text, "催促の方法") }
}
