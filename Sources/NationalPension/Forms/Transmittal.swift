package import Addressee

/// 送付書. What goes to the Service together: so many of each form. The counts are those of the forms themselves.
package struct Transmittal: Sendable {
    /// Names it, such as a batch's number.
    package let number: String
    /// 送付日.
    package let on: CalendarDay
    /// 送付する課.
    package let section: String

    package init(number: String, on day: CalendarDay, section: String) { (self.number, on, self.section) = (number, day, section) }

    /// What its pages carry before their count.
    package var key: String { "送付書 \(number)" }

    /// The list for these forms, in their order.
    package func sheet(_ forms: [FormSheet]) -> FormSheet {
        var titles: [String] = []
        for form in forms where !titles.contains(form.title) { titles.append(form.title) }
        let counts = titles.map { title in
            let those = forms.filter { $0.title == title }
            return [title, "\(those.count)件", "\(those.reduce(0) { $0 + $1.pages.count })枚"]
        }
        let total = ["合計", "\(forms.count)件", "\(forms.reduce(0) { $0 + $1.pages.count })枚"]
        let columns = [FormColumn("様式", 70), FormColumn("件数", 15, isAmount: true), FormColumn("枚数", 15, isAmount: true)]
        // By rows of four: a set of five hundred has a few pages of them.
        let list = titles.map { title in FormField(title, forms.filter { $0.title == title }.map(\.key).joined(separator: "、")) }
        return FormSheet(
            key: key, title: "国民年金関係書類送付書",
            blocks: [
                .fields("送付", [FormField("送付日", EraDate.display(on)), FormField("送付する課", section), FormField("番号", number)]),
                .table("内訳", columns, counts + [total]),
                .table("受付番号", [FormColumn("様式", 30), FormColumn("受付番号", 70)], list.flatMap(Self.rows)),
                .note("上記のとおり送付します。件数と枚数、各頁の右上の番号を確かめてください。"),
            ])
    }

    /// A form's numbers, so many a row that none is higher than a page.
    private static func rows(_ field: FormField) -> [[String]] {
        let numbers = field.value.split(separator: "、")
        return stride(from: 0, to: numbers.count, by: 5).map { start in
            [start == 0 ? field.label : "", numbers[start..<min(start + 5, numbers.count)].joined(separator: "　")]
        }
    }
}
