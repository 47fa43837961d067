package import Addressee

/// 報告の内容. What a report says, as it was when its batch was made; whatever layout it goes in. No individual number: that is the hub's to add.
package struct ReportContent: Sendable, Hashable, Codable, Unprinted {
    /// 報告番号.
    package let id: ReportID
    /// 届出の種類.
    package let kind: NoticeKind
    /// Its label, as the tables had it.
    package let label: String
    /// 様式, a key of the form table.
    package let form: String
    /// 受付日.
    package let receivedOn: CalendarDay
    /// 報告の期限.
    package let dueOn: CalendarDay?
    /// 宛名番号.
    package let number: String
    /// 基礎年金番号; empty where none is recorded.
    package let basicPensionNumber: String
    /// 氏名カナ.
    package let kana: String
    /// 氏名.
    package let name: String
    /// 生年月日 as given, `YYYY-MM-DD`; parts that nobody knows are noughts.
    package let birth: String
    /// 生年月日の不詳表記; empty where the date is known.
    package let birthNotation: String
    /// 性別, the code of the resident record.
    package let sex: String
    /// 郵便番号; empty of whoever is protected.
    package let postalCode: String
    /// 住所; empty of whoever is protected: a medium never says where they are.
    package let address: String
    /// Whether the place is withheld.
    package let isProtected: Bool
    /// 事実の日.
    package let happenedOn: CalendarDay?
    /// 期間.
    package let months: MonthSpan?
    /// 訂正・取消しの対象: the reception of the event.
    package let target: ReceptionNumber?
    /// 区分・事由 and what else it says, label and value.
    package let terms: [Term]
    /// 返戻の理由 of the last time; empty where it goes for the first time.
    package let returnReason: String
    /// What was mended since.
    package let mended: String
    /// 通称, which the form on paper has, and no medium; `nil` where there is none, or the batch is older than this item.
    package let commonName: String?
    /// 電話番号, the same; `nil` of whoever is protected, too.
    package let telephone: String?
    /// 変更前, which the form on paper has, and no medium; `nil` where the notice is of no change, or the batch is older than this item.
    package let former: Former?

    /// 内容: what it says beside its items, as one text.
    var termsText: String { terms.map { "\($0.label)：\($0.value)" }.joined(separator: "／") }

    /// 変更前の事項. What a change was from; empty where it is none of it, or nobody knows.
    package struct Former: Sendable, Hashable, Codable, Unprinted {
        /// 変更前の氏名.
        package var name = ""
        /// 変更前の氏名カナ.
        package var kana = ""
        /// 訂正前の生年月日, as it is printed.
        package var birth = ""
        /// 変更前の住所; empty of whoever is protected.
        package var address = ""
    }

    /// 項目.
    package struct Term: Sendable, Hashable, Codable, Unprinted {
        /// Such as 免除の種類.
        package let label: String
        /// As people read it.
        package let value: String
    }
}
