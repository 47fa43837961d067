import Addressee
import NationalPension

/// What tests of applications for exemption start from.
protocol ExemptionStand {}

extension ExemptionStand {
    /// A record that tells all items: of most that there is none.
    static var filed: [String: String] {
        let none = [
            "junsonshitsu", "zasson_kojo", "iryohi_kojo", "shakaihokenryo_kojo", "haigushatokubetsu_kojo", "shokibokigyokyosaitokakekin_kojo",
            "tokuteishinzokutokubetsu_kojo", "ippanfuyosu", "kojotaishofuyosu_16kara18sai", "rojinfuyosu", "tokuteifuyosu", "nenshofuyosu",
            "kojotaishohaigusha", "rojinkojotaishohaigusha", "shogaishafuyosu", "tokubetsushogaishafuyosu", "honnin_shogaishakubun", "honnin_kafukubun",
            "honnin_hitorioyakubun", "honnin_kinrogakuseikubun",
        ]
        return Dictionary(uniqueKeysWithValues: none.map { ($0, "0") }).merging(["gokeishotokukingaku": "500000", "shinkokukubun": "1"]) { $1 }
    }

    /// July 2025 to June 2026, which looks at the income of 2024; filed today.
    static func application(
        _ months: MonthSpan = span("2025-07", "2026-06"), _ group: ExemptionYears.Group = .general, filed: String = "2026-06-10",
        special: [ExemptionApplication.SpecialClaim] = [], students: [MonthSpan] = []
    ) -> ExemptionApplication {
        ExemptionApplication(group, months: months, filedOn: day(filed), special: special, studentMonths: students)
    }

    static func apply(_ records: PensionRecords, _ number: String = "A1", _ application: ExemptionApplication = application()) async throws
        -> ReceptionNumber
    {
        try await records.apply(application, of: try AddresseeNumber(number), remarks: "", by: first, today: today).reception
    }

    /// Spouse and householder by their numbers; `nil`: none, and the applicant.
    @discardableResult
    static func household(
        _ records: PensionRecords, _ reception: ReceptionNumber, spouse: String? = nil, householder: String? = nil, declared: String? = nil,
        isSame: Bool? = nil, by clerk: Clerk = first
    ) async throws -> KeptExamination {
        try await records.enter(
            { asOf, applicant in
                let spouseIs = try (spouse ?? declared).map { _ in
                    HouseholdEntry.Relative(number: try spouse.map { try AddresseeNumber($0) }, declared: declared ?? "", isSame: isSame)
                }
                return try HouseholdEntry(
                    ExemptionHousehold(
                        asOf: asOf, spouse: spouseIs == nil ? .none : .exists, householder: householder == nil ? .applicant : .other),
                    spouse: spouseIs, householder: try householder.map { HouseholdEntry.Relative(number: try AddresseeNumber($0)) }, of: applicant)
            }, for: reception, by: clerk, today: today)
    }

    /// Number of the newest examination, which somebody who accepts has looked at.
    static func newest(_ records: PensionRecords, _ reception: ReceptionNumber) async throws -> Int64? {
        try await records.application(reception).examination?.id
    }

    static func code(_ body: () async throws -> Void) async throws -> String {
        do { try await body() } catch let refused as PensionRefused { return refused.code }
        return ""
    }

    static var third: Clerk { Clerk(account: "3003", setUpBy: "3", section: "3020", terminal: "terminal-3") }
}
