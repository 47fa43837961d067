package import Addressee

/// 様式の被保険者欄. Whom a form is about, as it is printed.
package struct FormPerson: Sendable, Hashable, Unprinted {
    /// 所在. What may be printed of where somebody is.
    package enum Place: Sendable, Hashable, Unprinted {
        /// Printed.
        case told(String)
        /// Not known here.
        case unknown
        /// 抑止・支援措置: nobody is told (CT-22).
        case withheld

        /// As it is printed.
        var printed: String {
            switch self {
            case .told(let text): text
            case .unknown: ""
            case .withheld: "（支援措置等のため印字しません）"
            }
        }
    }

    /// 宛名番号; results are matched by it.
    package let number: AddresseeNumber
    /// 基礎年金番号, ten digits; `nil` while none is known.
    package let basicPensionNumber: String?
    /// 氏名.
    package let name: String
    /// 氏名フリガナ; empty where none was given.
    package let furigana: String
    /// 通称; empty where there is none.
    package let commonName: String
    /// 生年月日; empty where it was never given.
    package let birth: String
    /// 性別; empty where it was not given.
    package let sex: String
    /// 住所.
    package let address: Place
    /// 電話番号.
    package let telephone: Place

    package init(
        number: AddresseeNumber, basicPensionNumber: String?, name: String, furigana: String = "", commonName: String = "", birth: String, sex: String = "",
        address: Place, telephone: Place = .unknown
    ) {
        (self.number, self.basicPensionNumber, self.name, self.furigana) = (number, basicPensionNumber, name, furigana)
        (self.commonName, self.birth, self.sex, self.address, self.telephone) = (commonName, birth, sex, address, telephone)
    }
}
