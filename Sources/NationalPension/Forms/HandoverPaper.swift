package import Addressee

/// 引継書. What the next municipality is handed of somebody who moved there: who they are, what was open, and what is known of their qualification.
///
/// No source names a form for it: the layout is ours.
package struct HandoverPaper: Sendable, Unprinted {
    private let detail: HandoverDetail
    private let history: InsuredHistory?
    private let hides: Bool
    private let body: LocalGovernmentCode?
    private let tables: RuleTables

    /// - Parameters:
    ///   - hides: whether nobody is told where the person is: then neither the day of the move nor where to is printed.
    ///   - body: whose records these are, for whoever reads it elsewhere.
    package init(_ detail: HandoverDetail, hides: Bool, from body: LocalGovernmentCode? = nil, today: CalendarDay, using tables: RuleTables) {
        (self.detail, self.hides, self.body, self.tables) = (detail, hides, body, tables)
        history = try? detail.record.history(on: today, using: tables)
    }

    /// Whom it is about, term by term.
    package var person: [FormField] {
        let (record, version) = (detail.record, detail.record.addressee)
        var fields = body.map { [FormField("引継ぎ元の市区町村コード", $0.value)] } ?? []
        fields += [
            FormField("宛名番号（引継ぎ元）", record.number.value), FormField("基礎年金番号", BasicData.display(record.basic.data.basicPensionNumber)),
            FormField("氏名", version?.formalName ?? ""), FormField("氏名フリガナ", version?[.shimeiFurigana] ?? ""),
            FormField("生年月日", version?.birth.map(EraDate.display) ?? ""), FormField("現在の種別", history?.current?.label ?? "（確かめることがあります）"),
        ]
        if !hides, let moved = detail.kept.movedOn { fields.append(FormField("異動日", EraDate.display(moved))) }
        return fields
    }

    /// 資格, one row for each class.
    package var periods: [[String]] {
        (history?.periods.byClass ?? []).map { period in
            [
                period.insuredClass.label, EraDate.display(period.acquired), tables.reasons[period.acquiredBy].label,
                period.lost.map(EraDate.display) ?? "継続中", period.lostBy.map { tables.reasons[$0].label } ?? "",
            ]
        }
    }

    /// 免除, one row for each run of months.
    package var exemptions: [[String]] {
        (history?.runs ?? []).compactMap { run in
            run.exemption.map { [tables.kinds[$0].label + (run.isPaymentElected ? "（納付申出）" : ""), run.months.displayWithCount] }
        }
    }

    /// One row for each piece of work.
    package static func rows(_ items: [HandoverList.Item]) -> [[String]] {
        items.map { item in
            [
                item.kind.label, item.reception?.description ?? item.number.map { "\($0)" } ?? "", item.label, item.since.map { "\($0)" } ?? "",
                item.dueOn.map { "\($0)" } ?? "", item.state, item.words,
            ]
        }
    }

    /// Labels of these rows.
    package static let labels = ["区分", "番号", "内容", "受付日・登録日", "期限", "状態", "引き継ぐ事項"]

    /// 引継ぎのデータ: what is handed on, one row for each piece of work, as the next municipality takes it in (`FileLayout.pensionHandover`). It names who hands it on and who goes on with it,
    /// so that another refuses it; of whoever is protected it names the first alone. The day of the move is not in it.
    ///
    /// - Parameter body: whose records these are.
    /// - Throws: `PensionRefused` J0007 of a list that was not confirmed.
    package func data(from body: LocalGovernmentCode) throws(PensionRefused) -> String {
        guard mark.isEmpty else { throw .terms("\(mark)。確認した引継ぎだけを、データにできます。") }
        let (record, version) = (detail.record, detail.record.addressee)
        let destination = hides ? nil : HandoverDestination(detail.kept.destination)
        let person: [String] = [
            record.number.value, "\(detail.kept.id)", body.value, destination?.code.value ?? "", destination?.name ?? "",
            record.basic.data.basicPensionNumber ?? "", version?[.shimeiFurigana] ?? "", version?[.seinengappi] ?? "",
        ]
        let rows = detail.kept.list.handedOn.map { item -> [String] in
            let number: String = item.reception?.description ?? item.number.map { "\($0)" } ?? ""
            let since: String = item.since?.description ?? ""
            return person + [item.kind.rawValue, number, item.notice?.rawValue ?? "", item.label, since, item.happenedOn?.description ?? "", item.words]
        }
        return ([FileLayout.pensionHandover.columns.map(\.name)] + rows).map(CSVText.record).joined()
    }

    /// 引き渡せない旨. Why it goes to nobody as it is; empty of a list that was confirmed.
    package var mark: String {
        switch detail.kept.end?.step {
        case nil: "確認待ち（引き渡せません）"
        case .withdrawn?: "取下げ済み（引き渡せません）"
        case .confirmed?: ""
        }
    }

    /// Laid out; its pages carry the number of the hand-over.
    package var sheet: FormSheet {
        let columns = zip(Self.labels, [9, 16, 18, 12, 12, 9, 24]).map { FormColumn($0, $1) }
        var blocks: [FormBlock] = [
            .fields("被保険者", person), .table("引き継ぐもの（\(detail.kept.list.handedOn.count)件）", columns, Self.rows(detail.kept.list.handedOn)),
        ]
        if !detail.kept.list.staying.isEmpty {
            blocks.append(.table("引継ぎ元で処理するもの（\(detail.kept.list.staying.count)件）", columns, Self.rows(detail.kept.list.staying)))
        }
        if !periods.isEmpty {
            let labels = zip(["種別", "取得日", "取得事由", "喪失日", "喪失事由"], [16, 21, 21, 21, 21]).map { FormColumn($0, $1) }
            blocks.append(.table("資格", labels, periods))
        }
        if !exemptions.isEmpty { blocks.append(.table("免除・猶予", [FormColumn("種類", 40), FormColumn("期間", 60)], exemptions)) }
        blocks.append(.note("基礎年金番号と資格は、転出によって変わりません。引き継ぐものの届出書・申請書・添付書類を添えます。"))
        return FormSheet(
            key: "引継ぎ \(detail.kept.id)", title: "国民年金関係事務引継書", mark: mark,
            to: hides ? "（支援措置等のため印字しません）" : detail.kept.destination, blocks: blocks)
    }
}
