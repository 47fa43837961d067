/// 様式の作成. Brings one PDF: forms of receptions, in their order, or those of a released batch with its 送付書. Of a batch what can be printed is; the answer's status
/// is 3 where that is not all.
package struct MakePensionForms: LongRequest {
    package static let name = "pension/form/make"
    package typealias Answer = Sheet
    /// The name under which the file comes.
    package static let fileName = "forms.pdf"
    /// 受付番号, each once; at most 500. None where a batch is named.
    package var receptions: [String]
    /// 束の番号.
    package var batch: String?
    /// Which print of a batch that takes several, from 1; each has its 送付書, and the first all that goes with the medium.
    package var part: Int

    package init(receptions: [String], batch: String? = nil, part: Int = 1) { (self.receptions, self.batch, self.part) = (receptions, batch, part) }
}
