/// 国民年金の移行のファイルの取込. An existing city's records: what is taken in waits till another person releases it.
package struct ImportPensionFile: FilingRequest {
    package static let name = "pension/import/take"
    package typealias Answer = TakenFile
    package var fileName: String
    /// Raw value of `FileLayout.PensionFile`.
    package var kind: String
    package var terms: TakingTerms

    package init(fileName: String, kind: String, terms: TakingTerms) { (self.fileName, self.kind, self.terms) = (fileName, kind, terms) }
}

/// 移行の承認・取下げ. All that waits of a file and that nothing has to be found out of first.
package struct SettlePensionImport: LongRequest {
    package static let name = "pension/import/settle"
    package typealias Answer = Sheet
    /// 移行の番号
    package var number: Int64
    /// Why it is withdrawn; nil: it is released.
    package var withdrawal: String?

    package init(number: Int64, withdrawal: String?) { (self.number, self.withdrawal) = (number, withdrawal) }
}

/// 移行の一覧.
package struct ListPensionImports: StaffRequest {
    package static let name = "pension/import/list"
    package typealias Answer = Sheet
    package var limit: Int?

    package init(limit: Int?) { self.limit = limit }
}

/// 移行の状態.
package struct ShowPensionImport: StaffRequest {
    package static let name = "pension/import/show"
    package typealias Answer = Sheet
    /// 移行の番号
    package var number: Int64
    package var limit: Int?

    package init(number: Int64, limit: Int?) { (self.number, self.limit) = (number, limit) }
}
