/// 老齢福祉年金の証書. What the certificate of somebody's old-age welfare pension (国民年金証書) says, as far as the department keeps it and care insurance is told it.
///
/// The items are those of 評価書 Ⅱ-5 移転先3 ③ (証書記号, 証書番号, 支給区分). Neither it nor 別添2 says of how many digits or by which codes they are: they stand as on the
/// certificate, and nothing is worked out from them.
package struct WelfareCertificate: Sendable, Hashable, Codable, Unprinted {
    /// 証書記号; empty where none is known.
    package let symbol: String
    /// 証書番号.
    package let number: String
    /// 支給区分; empty where none is known.
    package let paymentClass: String

    /// Characters of each at most.
    package static let most = 40

    /// - Throws: `PensionRefused` J0007 without a number, and for what can't stand in a row.
    package init(symbol: String, number: String, paymentClass: String) throws(PensionRefused) {
        guard number.contains(where: { !$0.isWhitespace }) else { throw .terms("証書番号を書いてください。") }
        for (label, text) in [("証書記号", symbol), ("証書番号", number), ("支給区分", paymentClass)] {
            guard text.unicodeScalars.count <= Self.most else { throw .terms("\(label)は\(Self.most)文字までです。") }
            guard EnteredText.isPlain(text) else { throw .terms("\(label)に、改行、制御文字、文字の向きを変える文字は使えません。") }
        }
        self.init(kept: symbol, number, paymentClass)
    }

    /// As it was kept.
    init(kept symbol: String, _ number: String, _ paymentClass: String) {
        (self.symbol, self.number, self.paymentClass) = (symbol, number, paymentClass)
    }
}

/// 老齢福祉年金の証書の版. What is recorded of a person's certificate, and which version of the person's it is.
package struct WelfareVersion: Sendable, Hashable, Unprinted {
    /// 履歴番号, from 1; 0 where nothing was ever recorded.
    package let historyNumber: Int32
    /// What it says; `nil` where none is registered, or no longer.
    package let certificate: WelfareCertificate?
}
