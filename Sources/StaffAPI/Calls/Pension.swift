/// 国民年金の記録の照会. Qualification, resident record and income of one person, side by side.
package struct ShowPensionPerson: StaffRequest {
    package static let name = "pension/person/show"
    package typealias Answer = Sheet
    /// 宛名番号
    package var number: String
    package var reason: StatedReason

    package init(number: String, reason: StatedReason) { (self.number, self.reason) = (number, reason) }
}

/// 国民年金の記録の検索. By basic pension number, or by name and birth date.
package struct FindPensionPersons: StaffRequest {
    package static let name = "pension/person/find"
    package typealias Answer = Sheet
    package var basicPensionNumber: String?
    package var person: String?
    package var birth: String?
    package var reason: StatedReason

    package init(basicPensionNumber: String?, person: String?, birth: String?, reason: StatedReason) {
        (self.basicPensionNumber, self.person, self.birth, self.reason) = (basicPensionNumber, person, birth, reason)
    }
}

/// 届出の内容. What a notice says beside its kind; days as `YYYY-MM-DD`, months as `YYYY-MM..YYYY-MM`.
package struct PensionTerms: Veiled {
    package var day: String?
    package var until: String?
    package var months: String?
    package var ground: String?
    package var paidMonths: Int?
    package var isSpecial: Bool

    package init(day: String?, until: String?, months: String?, ground: String?, paidMonths: Int?, isSpecial: Bool) {
        (self.day, self.until, self.months, self.ground) = (day, until, months, ground)
        (self.paidMonths, self.isSpecial) = (paidMonths, isSpecial)
    }

    /// Whether anything is said.
    package var isEmpty: Bool { day == nil && until == nil && months == nil && ground == nil && paidMonths == nil && !isSpecial }
}

/// 届出の受付.
package struct ReceivePensionNotice: StaffRequest {
    package static let name = "pension/notify/receive"
    package typealias Answer = Sheet
    /// 宛名番号
    package var number: String
    /// By name, or by its Japanese words or their beginning.
    package var kind: String
    package var terms: PensionTerms
    /// nil: today.
    package var receivedOn: String?
    package var remarks: String
    /// 所属コード of the section that received it; nil: that of the person.
    package var office: String?

    package init(number: String, kind: String, terms: PensionTerms, receivedOn: String?, remarks: String, office: String? = nil) {
        (self.number, self.kind, self.terms, self.receivedOn, self.remarks, self.office) = (number, kind, terms, receivedOn, remarks, office)
    }
}

/// 記録の訂正・取消しの受付.
package struct AmendPensionEvent: StaffRequest {
    package static let name = "pension/notify/amend"
    package typealias Answer = Sheet
    /// 宛名番号
    package var number: String
    /// The event's number.
    package var event: Int64
    /// What stands in its place; nil: nothing, it is cancelled.
    package var correction: Correction?
    /// nil: today.
    package var receivedOn: String?
    package var remarks: String
    /// 所属コード of the section that received it; nil: that of the person.
    package var office: String?

    package init(number: String, event: Int64, correction: Correction?, receivedOn: String?, remarks: String, office: String? = nil) {
        (self.number, self.event, self.correction, self.receivedOn, self.remarks, self.office) = (number, event, correction, receivedOn, remarks, office)
    }

    /// 訂正
    package struct Correction: Veiled {
        /// nil: the same as before.
        package var kind: String?
        package var terms: PensionTerms

        package init(kind: String?, terms: PensionTerms) { (self.kind, self.terms) = (kind, terms) }
    }
}

/// 年金基本情報の受付. What is nil stays as it is.
package struct RecordPensionBasics: StaffRequest {
    package static let name = "pension/notify/basics"
    package typealias Answer = Sheet
    /// 宛名番号
    package var number: String
    /// Empty: the one that is recorded was not theirs.
    package var basicPensionNumber: String?
    package var telephone: String?
    /// Of the person, not of the ledger.
    package var note: String?
    /// nil: today.
    package var receivedOn: String?
    package var remarks: String
    /// 所属コード of the section that received it; nil: that of the person.
    package var office: String?

    package init(
        number: String, basicPensionNumber: String?, telephone: String?, note: String?, receivedOn: String?, remarks: String, office: String? = nil
    ) {
        (self.number, self.basicPensionNumber, self.telephone, self.note) = (number, basicPensionNumber, telephone, note)
        (self.receivedOn, self.remarks, self.office) = (receivedOn, remarks, office)
    }
}

/// 老齢福祉年金の証書の受付.
package struct RecordPensionWelfare: StaffRequest {
    package static let name = "pension/notify/welfare"
    package typealias Answer = Sheet
    /// 宛名番号
    package var number: String
    /// The whole of what it says; nil: the registration ends.
    package var certificate: Certificate?
    /// nil: today.
    package var receivedOn: String?
    package var remarks: String

    package init(number: String, certificate: Certificate?, receivedOn: String?, remarks: String) {
        (self.number, self.certificate, self.receivedOn, self.remarks) = (number, certificate, receivedOn, remarks)
    }

    /// 証書の記載
    package struct Certificate: Veiled {
        /// 証書記号; empty where none is known.
        package var symbol: String
        /// 証書番号
        package var number: String
        /// 支給区分; empty where none is known.
        package var paymentClass: String

        package init(symbol: String, number: String, paymentClass: String) {
            (self.symbol, self.number, self.paymentClass) = (symbol, number, paymentClass)
        }
    }
}

/// 受付の照会, for whoever checks it: what it would make of the record.
package struct ShowPensionReception: StaffRequest {
    package static let name = "pension/notify/show"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String

    package init(reception: String) { self.reception = reception }
}

/// 受付の確定・返戻・取下げ.
package struct DecidePensionReception: StaffRequest {
    package static let name = "pension/notify/decide"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String
    package var decision: Decision

    package init(reception: String, decision: Decision) { (self.reception, self.decision) = (reception, decision) }

    package enum Decision: Codable, Sendable {
        /// 確定; of an application with the examination that was looked at, of a claim with its mark.
        case accept(despiteDoubts: Bool, examination: Int64? = nil, mark: String? = nil)
        /// 返戻
        case giveBack(reason: String)
        /// 取下げ
        case withdraw(reason: String)
    }
}

/// 確定取消し. Of a reception that was accepted by mistake, and from which nothing of the record followed: one asks for it, another confirms it.
package struct TakeBackPensionReception: StaffRequest {
    package static let name = "pension/notify/take-back"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String
    package var step: Step

    package init(reception: String, step: Step) { (self.reception, self.step) = (reception, step) }

    package enum Step: Codable, Sendable {
        /// 求め
        case ask(reason: String)
        /// 確認, by another person
        case confirm
        /// 却下
        case dismiss(reason: String)
    }
}

/// 届出の種類の一覧.
package struct ListPensionNotices: StaffRequest {
    package static let name = "pension/notify/kinds"
    package typealias Answer = Sheet

    package init() {}
}

/// 受付処理簿.
package struct ListPensionLedger: StaffRequest {
    package static let name = "pension/ledger/list"
    package typealias Answer = Sheet
    /// Also what is decided.
    package var all: Bool
    /// Only what was due before today.
    package var overdue: Bool
    /// 宛名番号
    package var number: String?
    /// 届出の種類
    package var kind: String?
    /// 年度
    package var fiscalYear: Int32?
    /// 所属コード: only what this section received.
    package var office: String?
    package var limit: Int?
    /// Needed where a person is named.
    package var reason: StatedReason?

    package init(
        all: Bool, overdue: Bool, number: String?, kind: String?, fiscalYear: Int32?, office: String? = nil, limit: Int?, reason: StatedReason?
    ) {
        (self.all, self.overdue, self.number, self.kind, self.fiscalYear, self.limit) = (all, overdue, number, kind, fiscalYear, limit)
        (self.office, self.reason) = (office, reason)
    }
}

/// 受付件数の統計, from the ledger.
package struct CountPensionReceptions: StaffRequest {
    package static let name = "pension/statistics"
    package typealias Answer = Sheet
    /// 年度; nil: that of today.
    package var fiscalYear: Int32?

    package init(fiscalYear: Int32?) { self.fiscalYear = fiscalYear }
}

/// 課題の一覧.
package struct ListPensionTasks: StaffRequest {
    package static let name = "pension/task/list"
    package typealias Answer = Sheet
    /// 宛名番号
    package var number: String?
    /// Only what is past its day.
    package var overdue: Bool
    /// 所属コード: only of what this section received.
    package var office: String?
    /// Needed where a person is named.
    package var reason: StatedReason?

    package init(number: String?, overdue: Bool = false, office: String? = nil, reason: StatedReason?) {
        (self.number, self.overdue, self.office, self.reason) = (number, overdue, office, reason)
    }
}

/// 課題の処理.
package struct ClosePensionTask: StaffRequest {
    package static let name = "pension/task/close"
    package typealias Answer = Done
    package var task: Int64
    /// What was found out.
    package var outcome: String

    package init(task: Int64, outcome: String) { (self.task, self.outcome) = (task, outcome) }
}

/// 異動の確認. Looks at what was given since the last time, and makes proposals.
package struct MakePensionProposals: StaffRequest {
    package static let name = "pension/proposal/make"

    package init() {}

    package struct Answer: Codable, Sendable {
        /// Persons of whom something new was given.
        package var persons: Int
        /// Proposals made.
        package var proposals: Int

        package init(persons: Int, proposals: Int) { (self.persons, self.proposals) = (persons, proposals) }
    }
}

/// 処理の案の一覧.
package struct ListPensionProposals: StaffRequest {
    package static let name = "pension/proposal/list"
    package typealias Answer = Sheet
    /// Also what is being checked, and what is done.
    package var all: Bool
    /// Only what was to be filed before today.
    package var overdue: Bool
    /// 宛名番号
    package var number: String?
    package var limit: Int?
    /// Needed where a person is named.
    package var reason: StatedReason?

    package init(all: Bool, overdue: Bool = false, number: String?, limit: Int?, reason: StatedReason?) {
        (self.all, self.overdue, self.number, self.limit, self.reason) = (all, overdue, number, limit, reason)
    }
}

/// 処理の案の確認・却下. Each is received, and another person checks it.
package struct DecidePensionProposal: StaffRequest {
    package static let name = "pension/proposal/decide"
    package typealias Answer = Sheet
    package var proposal: Int64
    package var decision: Decision
    /// 所属コード of the section that receives it; nil: that of the person.
    package var office: String?

    package init(proposal: Int64, decision: Decision, office: String? = nil) { (self.proposal, self.decision, self.office) = (proposal, decision, office) }

    package enum Decision: Codable, Sendable {
        /// - Parameters:
        ///   - terms: what was found out; nil: as the proposal says.
        ///   - isSamePerson: that it is of the person was found out.
        case confirm(terms: PensionTerms?, isSamePerson: Bool, remarks: String)
        case dismiss(reason: String)
    }
}
