/// 確認待ちの一覧, the oldest first; or of those that lapsed.
package struct ListAnswers: StaffRequest {
    package static let name = "answers/list"
    package var system: String?
    package var after: Int64?
    /// nil: as many as are usual.
    package var limit: Int?
    package var lapsed: Bool

    package init(system: String?, after: Int64?, limit: Int?, lapsed: Bool) {
        (self.system, self.after, self.limit, self.lapsed) = (system, after, limit, lapsed)
    }

    package struct Answer: Veiled {
        package var answers: [Waiting]
        package var more: Bool

        package init(answers: [Waiting], more: Bool) { (self.answers, self.more) = (answers, more) }
    }

    /// 確認待ち
    package struct Waiting: Veiled {
        package var id: Int64
        package var system: String
        package var dataset: String
        package var addresseeNumber: String
        /// Labels of the items that wait; empty where all of the answer does.
        package var items: [String]
        package var since: String
        package var days: Int
        package var askedBy: String

        package init(id: Int64, system: String, dataset: String, addresseeNumber: String, items: [String], since: String, days: Int, askedBy: String) {
            (self.id, self.system, self.dataset, self.addresseeNumber) = (id, system, dataset, addresseeNumber)
            (self.items, self.since, self.days, self.askedBy) = (items, since, days, askedBy)
        }
    }
}

/// 回答の可否
package struct DecideAnswer: StaffRequest {
    package static let name = "answers/decide"
    package typealias Answer = Done
    package var request: Int64
    package var isReleased: Bool
    package var reason: String
    /// For how many days the same question is answered alike; nil: as many as are usual.
    package var days: Int?

    package init(request: Int64, isReleased: Bool, reason: String, days: Int?) {
        (self.request, self.isReleased, self.reason, self.days) = (request, isReleased, reason, days)
    }
}

/// 自動応答不可の設定
package struct FlagPerson: StaffRequest {
    package static let name = "answers/flag"
    package typealias Answer = Done
    /// 宛名番号
    package var number: String
    package var reason: String

    package init(number: String, reason: String) { (self.number, self.reason) = (number, reason) }
}

/// 自動応答不可の解除: asked for by one person, confirmed by another.
package struct LiftFlag: StaffRequest {
    package static let name = "answers/lift"
    package typealias Answer = Done
    /// 宛名番号
    package var number: String
    package var reason: String
    package var confirms: Bool

    package init(number: String, reason: String, confirms: Bool) { (self.number, self.reason, self.confirms) = (number, reason, confirms) }
}
