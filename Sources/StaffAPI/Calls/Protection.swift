/// 支援措置の対象者の指定. Persons by their numbers, as a clerk has them.
package struct NamedPersons: Veiled {
    /// 団体内統合宛名番号, or 宛名番号.
    package var numbers: [String]
    /// Whether they are 宛名番号.
    package var areAddresseeNumbers: Bool

    package init(numbers: [String], areAddresseeNumbers: Bool) { (self.numbers, self.areAddresseeNumbers) = (numbers, areAddresseeNumbers) }
}

/// 支援措置の登録・延長, at once. The applicant first, then those who are protected together with them.
package struct SetProtection: StaffRequest {
    package static let name = "protection/set"
    package var persons: NamedPersons
    /// 根拠 in words.
    package var ground: String
    /// 申出を受けた機関
    package var sourceOffice: String
    /// 備考
    package var note: String?
    /// `YYYY-MM-DD`; nil: today.
    package var from: String?
    /// `YYYY-MM-DD`.
    package var until: String
    /// 仮支援措置
    package var isProvisional: Bool

    package init(persons: NamedPersons, ground: String, sourceOffice: String, note: String?, from: String?, until: String, isProvisional: Bool) {
        (self.persons, self.ground, self.sourceOffice, self.note) = (persons, ground, sourceOffice, note)
        (self.from, self.until, self.isProvisional) = (from, until, isProvisional)
    }

    package struct Answer: Codable, Sendable {
        package var measure: Int64
        package var isExtension: Bool
        /// Records that are protected otherwise than before.
        package var records: Int

        package init(measure: Int64, isExtension: Bool, records: Int) { (self.measure, self.isExtension, self.records) = (measure, isExtension, records) }
    }
}

/// 支援措置の一覧: of those that stand, or of those whose last day has come or comes soon.
package struct ListMeasures: StaffRequest {
    package static let name = "protection/list"
    package typealias Answer = [Measure]
    /// Only what is over within so many days; nil: all that stand.
    package var dueWithin: Int?

    package init(dueWithin: Int?) { self.dueWithin = dueWithin }

    /// 支援措置; or what rows stated of one person, without a number.
    package struct Measure: Veiled {
        package var number: Int64?
        package var addresseeNumbers: [String]
        package var from: String?
        package var until: String?
        /// Whether its last day is over.
        package var isOver: Bool
        package var isProvisional: Bool
        package var ground: String
        package var sourceOffice: String
        package var setBy: String

        package init(
            number: Int64?, addresseeNumbers: [String], from: String?, until: String?, isOver: Bool, isProvisional: Bool, ground: String, sourceOffice: String,
            setBy: String
        ) {
            (self.number, self.addresseeNumbers, self.from, self.until, self.isOver) = (number, addresseeNumbers, from, until, isOver)
            (self.isProvisional, self.ground, self.sourceOffice, self.setBy) = (isProvisional, ground, sourceOffice, setBy)
        }
    }
}

/// 支援措置の終了の申し出
package struct ProposeProtectionEnd: StaffRequest {
    package static let name = "protection/propose-end"
    /// Of whom; nobody: of everybody under the measure.
    package var persons: NamedPersons
    /// nil: of what rows stated.
    package var measure: Int64?
    package var reason: String

    package init(persons: NamedPersons, measure: Int64?, reason: String) { (self.persons, self.measure, self.reason) = (persons, measure, reason) }

    package struct Answer: Codable, Sendable {
        package var proposal: Int64

        package init(proposal: Int64) { self.proposal = proposal }
    }
}

/// 終了の決定, by another person; or the rejection, or the withdrawal of one's own proposal.
package struct DecideProtectionEnd: StaffRequest {
    package static let name = "protection/decide-end"
    package var proposal: Int64
    package var approves: Bool
    package var reason: String

    package init(proposal: Int64, approves: Bool, reason: String) { (self.proposal, self.approves, self.reason) = (proposal, approves, reason) }

    package struct Answer: Codable, Sendable {
        /// Persons whose protection ended.
        package var persons: Int
        /// Records that are protected no more.
        package var records: Int
        /// Persons whom another measure protects.
        package var stayProtected: Int

        package init(persons: Int, records: Int, stayProtected: Int) {
            (self.persons, self.records, self.stayProtected) = (persons, records, stayProtected)
        }
    }
}

/// 決定を待つ終了の申し出
package struct ListProtectionEnds: StaffRequest {
    package static let name = "protection/waiting-ends"
    package typealias Answer = [Waiting]

    package init() {}

    package struct Waiting: Veiled {
        package var proposal: Int64
        package var measure: Int64?
        package var addresseeNumbers: [String]
        package var proposedBy: String
        package var proposedAt: String
        package var reason: String

        package init(proposal: Int64, measure: Int64?, addresseeNumbers: [String], proposedBy: String, proposedAt: String, reason: String) {
            (self.proposal, self.measure, self.addresseeNumbers) = (proposal, measure, addresseeNumbers)
            (self.proposedBy, self.proposedAt, self.reason) = (proposedBy, proposedAt, reason)
        }
    }
}

/// 一時解除の申し出, for oneself.
package struct AskPlaceRelease: StaffRequest {
    package static let name = "protection/ask-release"
    /// 宛名番号
    package var number: String
    /// nil: as many as are usual.
    package var minutes: Int?
    package var reason: String

    package init(number: String, minutes: Int?, reason: String) { (self.number, self.minutes, self.reason) = (number, minutes, reason) }

    package struct Answer: Codable, Sendable {
        package var request: Int64

        package init(request: Int64) { self.request = request }
    }
}

/// 一時解除, or its refusal, by another person.
package struct DecidePlaceRelease: StaffRequest {
    package static let name = "protection/decide-release"
    package var request: Int64
    package var isReleased: Bool
    package var reason: String

    package init(request: Int64, isReleased: Bool, reason: String) { (self.request, self.isReleased, self.reason) = (request, isReleased, reason) }

    package struct Answer: Codable, Sendable {
        /// Until when, Japan time; nil where it was refused.
        package var until: String?

        package init(until: String?) { self.until = until }
    }
}

/// 決定を待つ一時解除の申し出
package struct ListPlaceReleases: StaffRequest {
    package static let name = "protection/waiting-releases"
    package typealias Answer = [Waiting]

    package init() {}

    package struct Waiting: Veiled {
        package var request: Int64
        package var addresseeNumber: String
        package var account: String
        package var minutes: Int
        package var askedAt: String
        package var reason: String

        package init(request: Int64, addresseeNumber: String, account: String, minutes: Int, askedAt: String, reason: String) {
            (self.request, self.addresseeNumber, self.account) = (request, addresseeNumber, account)
            (self.minutes, self.askedAt, self.reason) = (minutes, askedAt, reason)
        }
    }
}

/// 通知の受領の一覧. Which receivers have followed the protection of a person.
package struct ListAcknowledgements: StaffRequest {
    package static let name = "protection/acknowledgements"
    package typealias Answer = [Line]
    /// 宛名番号
    package var number: String

    package init(number: String) { self.number = number }

    package struct Line: Veiled {
        package var addresseeNumber: String
        package var system: String
        package var dataset: String
        /// For people.
        package var state: String
        /// Whether a day has passed without it.
        package var isOverdue: Bool
        package var setAt: String
        package var acknowledgedAt: String?
        package var confirmedBy: String?

        package init(
            addresseeNumber: String, system: String, dataset: String, state: String, isOverdue: Bool, setAt: String, acknowledgedAt: String?,
            confirmedBy: String?
        ) {
            (self.addresseeNumber, self.system, self.dataset, self.state) = (addresseeNumber, system, dataset, state)
            (self.isOverdue, self.setAt, self.acknowledgedAt, self.confirmedBy) = (isOverdue, setAt, acknowledgedAt, confirmedBy)
        }
    }
}

/// 業務システムに直接確かめた受領
package struct ConfirmAcknowledgement: StaffRequest {
    package static let name = "protection/acknowledge"
    package typealias Answer = Done
    /// 宛名番号
    package var number: String
    package var system: String
    package var dataset: String
    package var reason: String

    package init(number: String, system: String, dataset: String, reason: String) {
        (self.number, self.system, self.dataset, self.reason) = (number, system, dataset, reason)
    }
}
