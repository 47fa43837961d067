/// 様式の作成. Brings one PDF with the forms of these receptions, in their order.
package struct MakePensionForms: LongRequest {
    package static let name = "pension/form/make"
    package typealias Answer = Sheet
    /// The name under which the file comes.
    package static let fileName = "forms.pdf"
    /// 受付番号, each once; at most 500.
    package var receptions: [String]
    /// Whether a 送付書 with their counts goes before them.
    package var withTransmittal: Bool

    package init(receptions: [String], withTransmittal: Bool) { (self.receptions, self.withTransmittal) = (receptions, withTransmittal) }
}
