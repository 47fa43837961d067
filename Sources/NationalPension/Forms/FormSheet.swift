internal import Addressee

/// 様式一件. One form as it is printed: its head, and its pages.
package struct FormSheet: Sendable, Hashable, Unprinted {
    /// What its pages carry before their count: 受付番号, or 送付書 and its number.
    package let key: String
    /// 様式の名.
    package let title: String
    /// 様式番号; empty where none is confirmed.
    package let style: String
    /// 様式の版: the first day on which it is used; empty of what is no form of the Service.
    package let edition: String
    /// What its readers must see first; empty where there is nothing.
    package let mark: String
    /// あて先.
    package let to: String
    /// The blocks of each page.
    let pages: [[FormBlock]]

    init(key: String, title: String, style: String = "", edition: String = "", mark: String = "", to: String = "日本年金機構", blocks: [FormBlock]) {
        (self.key, self.title, self.style, self.edition, self.mark, self.to) = (key, title, style, edition, mark, to)
        pages = FormPages.of(blocks)
    }

    /// A form, in the version of the day on which it was received.
    ///
    /// - Throws: `PensionRefused` J0080 for a form that is none, J0086 where it was not in use yet, J0090 where a field is higher than a page.
    package init(_ content: FormContent, using tables: RuleTables) throws(PensionRefused) {
        guard tables.forms.rows.contains(where: { $0.form == content.form }) else { throw .noForm }
        guard let version = tables.forms.version(content.form, on: content.receivedOn) else { throw .formNotInUse(content.reception) }
        self.init(
            key: content.reception.description, title: version.label, style: version.style, edition: "\(EraDate.display(version.from))からの様式",
            mark: content.isAccepted ? "" : "確認待ち（進達できません）", blocks: FormLayout(tables: tables).blocks(content))
        guard pages.allSatisfy({ $0.reduce(0) { $0 + $1.height } <= FormPages.room }) else { throw .formOverflows(content.reception) }
    }

    /// Keys of its pages, such as `2026-000123 1/2`.
    package var pageKeys: [String] { pages.indices.map { "\(key) \($0 + 1)/\(pages.count)" } }
}
