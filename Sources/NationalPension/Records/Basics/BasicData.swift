package import Addressee

/// 年金基本. What is recorded of a person beside periods and exemptions; a whole row in each version.
package struct BasicData: Sendable, Hashable, Codable, Unprinted {
    /// 基礎年金番号, ten digits; `nil` while none is known.
    package let basicPensionNumber: String?
    /// 電話番号; empty where none is known.
    package let telephone: String
    /// 備考.
    package let remarks: String

    /// Nothing known.
    package static let none = BasicData(digits: nil, telephone: "", remarks: "")

    /// - Throws: `PensionRefused` J0007 for a telephone number or remarks that can't be kept.
    package init(_ number: BasicPensionNumber?, telephone: String, remarks: String) throws(PensionRefused) {
        try Self.check(telephone: telephone)
        try EnteredText.note.checked(remarks)
        self.init(digits: number?.reveal { String(decoding: $0, as: UTF8.self) }, telephone: telephone, remarks: remarks)
    }

    /// 電話番号, of whomever.
    ///
    /// - Throws: `PensionRefused` J0007 for one that can't be kept.
    static func check(telephone: String) throws(PensionRefused) {
        guard telephone.utf8.count <= 20, telephone.utf8.allSatisfy({ "0123456789+-()".utf8.contains($0) }) else {
            throw .terms("電話番号は半角の数字、+、-、( ) の20文字までです。")
        }
    }

    /// As it was kept.
    init(digits: String?, telephone: String, remarks: String) {
        basicPensionNumber = digits
        self.telephone = telephone
        self.remarks = remarks
    }

    /// 基礎年金番号 as people read it, such as 1234-567890; that none is recorded where there is none.
    package static func display(_ basicPensionNumber: String?) -> String {
        basicPensionNumber.map { "\($0.prefix(4))-\($0.dropFirst(4))" } ?? "（登録なし）"
    }
}

/// 年金基本の版. Basic data, and which version of the person's it is.
package struct BasicVersion: Sendable, Hashable, Unprinted {
    /// 履歴番号, from 1; 0 where nothing is recorded yet.
    package let historyNumber: Int32
    /// What it says.
    package let data: BasicData
}
