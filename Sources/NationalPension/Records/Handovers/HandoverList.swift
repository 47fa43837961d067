package import Addressee

/// 引継ぎの一覧. What was open of somebody when they moved to another municipality, and who goes on with each.
package struct HandoverList: Sendable, Hashable, Codable, Unprinted {
    /// What kind of work it is.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// 確認を待つ受付: notices, applications, claims
        case reception
        /// 報告: what was accepted here and is not reported, or not answered
        case report
        /// 課題
        case task
        /// 処理の案
        case proposal

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .reception: "受付"
            case .report: "報告"
            case .task: "課題"
            case .proposal: "処理の案"
            }
        }
    }

    /// 引き継ぐもの, or what this municipality goes on with.
    package struct Item: Sendable, Hashable, Codable, Unprinted {
        /// What it is.
        package let kind: Kind
        /// Whether the next municipality goes on with it; otherwise this one does.
        package let isHandedOn: Bool
        /// 受付番号; `nil` of what has none.
        package let reception: ReceptionNumber?
        /// 課題・処理の案の番号; `nil` of others.
        package let number: Int64?
        /// Such as 免除・納付猶予の申請.
        package let label: String
        /// 受付日, or since when.
        package let since: CalendarDay?
        /// 期限.
        package let dueOn: CalendarDay?
        /// How it stands, such as 確認待ち.
        package let state: String
        /// What has to be known to go on: what lacks, which months, what has to be found out.
        package let words: String
        /// 届出の種類 of a reception; `nil` of others, and of lists that were made before it was kept.
        package var notice: NoticeKind?
        /// The day of the fact that a notice says; `nil` where it says none, and of a move, whose day nobody tells.
        package var happenedOn: CalendarDay?
    }

    /// In the order in which they are shown.
    package let items: [Item]

    /// 引き継ぐもの.
    package var handedOn: [Item] { items.filter(\.isHandedOn) }
    /// What this municipality goes on with.
    package var staying: [Item] { items.filter { !$0.isHandedOn } }

    /// Whether what would be handed on now is what this list hands on. A list of before the kind and the day of a notice were kept says nothing of the two.
    func isStill(_ now: HandoverList) -> Bool {
        let (then, now) = (handedOn, now.handedOn)
        return then.count == now.count
            && zip(then, now).allSatisfy { item, other in
                var other = other
                if item.notice == nil { (other.notice, other.happenedOn) = (nil, nil) }
                return item == other
            }
    }
}

/// 引継ぎ先. The municipality that goes on with it, as a clerk writes it and a file names it: `112038 川口市　国民年金担当`.
package struct HandoverDestination: Sendable, Hashable, Unprinted {
    /// 全国地方公共団体コード.
    package let code: LocalGovernmentCode
    /// 名称, as the clerk calls it.
    package let name: String

    /// `nil` where the text begins with no code, or has nothing behind it: lists of before the code was asked for.
    package init?(_ text: String) {
        let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard words.count == 2, let code = try? LocalGovernmentCode(words[0]) else { return nil }
        let name = String(words[1].drop(while: \.isWhitespace))
        guard !name.isEmpty else { return nil }
        (self.code, self.name) = (code, name)
    }
}

/// 引継ぎの段階.
package enum HandoverStep: String, Sendable, Hashable, Codable, CaseIterable {
    /// 確認済み: what was open is closed here as handed on
    case confirmed
    /// 取下げ
    case withdrawn

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .confirmed: "引継ぎ済み"
        case .withdrawn: "取下げ"
        }
    }
}

/// 引継ぎ, as it is kept.
package struct KeptHandover: Sendable, Unprinted {
    /// How it ended.
    package struct End: Sendable, Hashable, Unprinted {
        /// How.
        package let step: HandoverStep
        /// Who did it, account.
        package let by: String
        /// The day in Japan.
        package let on: CalendarDay
        /// Why it was withdrawn; empty otherwise.
        package let reason: String
    }

    /// Names it.
    package let id: Int64
    /// 宛名番号.
    package let number: AddresseeNumber
    /// 異動日; `nil` where nobody told it.
    package let movedOn: CalendarDay?
    /// 引継ぎ先.
    package let destination: String
    /// What was open.
    package let list: HandoverList
    /// Who made it.
    package let enteredBy: EnteredBy
    /// `nil` while it waits for another person.
    package let end: End?

    /// As a person names it.
    package var state: String { end?.step.label ?? "確認待ち" }
}

/// 引継ぎ, with the person as the next municipality has to know them.
package struct HandoverDetail: Sendable, Unprinted {
    /// The list.
    package let kept: KeptHandover
    /// The person's record, as it is now.
    package let record: PersonRecord
}
