package import Addressee

/// 所得の照会書. What asks for an income that was asked for and has not come: the person, who may declare it, or the municipality that has it.
///
/// No source names a form for it: the layout is ours.
package struct IncomeLetter: Sendable, Hashable, Unprinted {
    /// 照会の番号.
    package let question: Int64
    /// Whose income of which year, and whether the tax record here has them without a return.
    package let asked: IncomeQuestion
    /// The day in Japan on which it was asked.
    package let askedOn: CalendarDay
    /// 受付番号 of the application for which it was asked.
    package let reception: ReceptionNumber
    /// 氏名とフリガナ; empty of somebody whom the hub does not know.
    package let name: FormName
    /// 生年月日; empty where it is not known.
    package let birth: String
    /// 住所.
    package let address: FormPerson.Place
    /// 申立て: who it is, where there is no number; empty otherwise.
    package let declared: String
    /// 照会先の市区町村; `nil`: it goes to the person.
    package let destination: String?

    package init(
        question: Int64, asked: IncomeQuestion, askedOn: CalendarDay, reception: ReceptionNumber, name: FormName, birth: String, address: FormPerson.Place,
        declared: String = "", destination: String?
    ) {
        (self.question, self.asked, self.askedOn, self.reception) = (question, asked, askedOn, reception)
        (self.name, self.birth, self.address, self.declared, self.destination) = (name, birth, address, declared, destination)
    }

    /// Laid out, with room for the answer; its pages carry the number of the question.
    ///
    /// - Throws: `PensionRefused` J0090 where a field is higher than a page.
    package func sheet(using tables: RuleTables) throws(PensionRefused) -> FormSheet {
        let isToPerson = destination == nil
        let year = "\(asked.year)年分（\(asked.year)年1月1日から12月31日まで）"
        var who = [
            FormField("対象者", asked.person.label), FormField("フリガナ", name.furigana), FormField("氏名", name.name), FormField("生年月日", birth),
            FormField("住所", address.printed),
        ]
        if !declared.isEmpty { who.append(FormField("申立て", declared)) }
        let what = [
            FormField("所得の年", year), FormField("申請の受付番号", reception.description), FormField("照会日", EraDate.display(askedOn)),
            FormField("根拠条文", asked.reason.article.text),
        ]
        var blocks: [FormBlock] = destination.map { [.fields("照会先", [FormField("市区町村", $0)])] } ?? []
        blocks += [.fields("所得を照会する人", who), .fields("照会する所得", what), .note(request)]
        if address == .withheld { blocks.append(.note("住所は、抑止または支援措置のため印字していません。所在を本人以外に示さないでください。")) }
        blocks.append(.certification("国民年金保険料の免除等の審査のため、上記の所得を照会します。"))
        blocks.append(
            .table(
                isToPerson ? "所得の申立書" : "回答書", [FormColumn("項目", 56), FormColumn("金額（円）・人数・区分", 44, isAmount: true)],
                items(tables).map { [$0, ""] }))
        let end = isToPerson ? ["申立年月日", "氏名"] : ["回答年月日", "市区町村", "担当と電話番号"]
        blocks.append(.fields(isToPerson ? "申立てをする人" : "回答した市区町村", end.map { FormField($0, "") }))
        let sheet = FormSheet(
            key: "所得照会 \(question)", title: isToPerson ? "所得の申立てについて（照会）" : "所得照会書", to: isToPerson ? asked.person.label : "市区町村長", blocks: blocks)
        guard sheet.pages.allSatisfy({ $0.reduce(0) { $0 + $1.height } <= FormPages.room }) else { throw .formOverflows(reception) }
        return sheet
    }

    private var request: String {
        if destination != nil { return "上記の人のこの年分の所得について、次の回答書に記入して回答してください。記録がないときは、その旨を記入してください。" }
        let lack = asked.isUnfiled ? "この年分の所得の申告がありません。申告をするか" : "この年分の所得が、この市区町村の記録にありません。翌年の1月1日に住んでいた市区町村の所得の証明書を添えるか"
        return "\(lack)、次の申立書に記入して提出してください。所得がなかったときは、0円と記入してください。所得が分からない間は、免除等の審査はできません。"
    }

    /// Labels of what an examination looks at, each once; whether there is a return, nobody declares of themselves.
    private func items(_ tables: RuleTables) -> [String] {
        var labels: [String] = []
        for row in tables.incomes.rows where !labels.contains(row.label) && (destination != nil || ![.filed, .unfiled].contains(row.means)) {
            labels.append(row.label)
        }
        return labels
    }
}
