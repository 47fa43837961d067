internal import Addressee
internal import NationalPension

/// 国民年金のモジュールの状態. What an operator is told of it; holds no personal data.
struct PensionState: Sendable, Encodable {
    /// 期限を過ぎた媒体: a batch whose medium should have come further.
    struct Medium: Sendable, Encodable {
        /// 束の番号.
        let batch: String
        /// Where it stands, in Japanese.
        let step: String
        /// 期限を過ぎた日数.
        let daysOverdue: Int
    }

    /// 証印のない行 of its tables, as far as they have been gone through.
    let untrueRows: [UntruePensionRows]
    /// `nil` where its database can't be asked.
    let overdueMedia: [Medium]?
    /// 期限を過ぎたもの; `nil` where its database can't be asked.
    let arrears: PensionArrears?
    /// The day of all this.
    let today: CalendarDay

    /// 公開を保留している人数: their birth dates or events wait for a clerk, or their rows can't be read.
    let heldOfPublication: Int
    /// Why what other departments are given could not be published; `nil` where it was.
    let publicationProblem: String?
    /// What the hub's intake refused of the module's own records: codes, items and rules; `nil` where nothing.
    let refusedOfPublication: String?

    /// Lines for people.
    var lines: [String] {
        let known = untrue + published
        guard let overdueMedia, let arrears else {
            return known + ["国民年金の記録を読めないため、期限を過ぎた媒体・受付・報告・課題・案を確かめられません（ATENA_PENSION と PostgreSQL を確かめてください）"]
        }
        return known + overdue(arrears)
            + overdueMedia.map { medium in
                "期限を過ぎた国民年金の媒体: 束 \(medium.batch)（\(medium.step)）\(medium.daysOverdue)日超過。所在を確かめ、atena pension report で次の段階を記録してください。"
            }
    }

    /// What is past its day, each with the list that shows it; nothing where nothing is.
    private func overdue(_ arrears: PensionArrears) -> [String] {
        let counts = [
            ("確認を待つ受付", arrears.receptions, "ledger list --overdue"), ("日本年金機構への報告", arrears.reports, "report due --overdue"),
            ("課題", arrears.tasks, "task list --overdue"), ("処理の案", arrears.proposals, "proposal list --overdue"),
        ]
        let lines = counts.compactMap { what, count, list in
            count.oldest.map { "期限を過ぎた国民年金の\(what): \(count.count)件（最も古い期限 \($0)）。担当課で atena pension \(list) を確かめてください。" }
        }
        guard let since = arrears.batchLateSince else { return lines }
        return lines + [
            "国民年金の報告の束: \(since)に確定した報告が、\(PensionArrears.batchDays)日を過ぎても束に入っていません（\(arrears.batchDaysLate(on: today))日超過）。担当課で atena pension report batch を行ってください。"
        ]
    }

    private var published: [String] {
        (publicationProblem.map { ["国民年金の公開: できていません（\($0)）。直るまで、1分ごとに試みます。"] } ?? [])
            + (refusedOfPublication.map {
                ["国民年金の公開: データセットの定義に合わない値があり、その記録は前に公開したままです: \($0)。プログラムの提供元に知らせ、Policies/datasets の定義を確かめてください。"]
            } ?? [])
            + (heldOfPublication > 0
                ? ["国民年金の公開: \(heldOfPublication)人は、生年月日か記録が決まらないか読めないため、前に公開したままです。atena pension task list で確かめてください。"] : [])
    }

    private var untrue: [String] { untrueRows.map { "国民年金の書き換え: \($0.text)" } }
}
