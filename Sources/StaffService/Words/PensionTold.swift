internal import Addressee
internal import NationalPension

/// 照会した記録, as data.
struct ToldPerson: Encodable {
    private let atenabango: String
    private let isProvided: Bool
    private let isProtected: Bool
    private let presence: String?
    private let basicPensionNumber: String?
    private let telephone: String
    private let remarks: String
    /// 老齢福祉年金の証書; absent where none is registered.
    private let welfareCertificate: WelfareCertificate?
    private let history: InsuredHistory?
    private let insuredClass: String?
    private let months: Int?
    private let events: [Event]
    private let receptions: [ToldRow]
    private let applications: [ToldApplicationRow]
    private let claims: [ToldClaim]
    /// 移行した裁定請求 by 受付番号.
    private let carriedClaims: [String: CarriedOverClaim]
    private let tasks: [ToldTask]
    private let proposals: [ToldProposal]
    private let incomes: [String: [String: String]]
    /// 所得の履歴: what does not stand any more, by 年度, the newest first.
    private let formerIncomes: [FormerIncome]

    private struct FormerIncome: Encodable {
        let nendo: String
        let rirekibango: Int32
        /// Absent where it was not kept yet.
        let givenOn: String?
        let endedOn: String
        let isTakenBack: Bool
        let items: [String: String]
    }

    private struct Event: Encodable {
        let number: Int64
        let kind: String
        let content: PensionEvent.Content
        let receivedOn: String
        let reception: String
        let enteredBy: String
        let checkedBy: String
        let isStanding: Bool
    }

    init(
        _ found: LookedUp, _ history: InsuredHistory?, reports: [ReceptionNumber: ReportStanding], applications: [ToldApplicationRow], claims: [ToldClaim],
        carriedClaims: [String: CarriedOverClaim], hidesPlace: Bool
    ) {
        (self.applications, self.claims, self.carriedClaims) = (applications, claims, carriedClaims)
        let record = found.record
        (atenabango, isProvided, isProtected) = (record.number.value, record.isProvided, hidesPlace)
        presence = hidesPlace ? nil : record.addressee?.presence.rawValue
        (basicPensionNumber, telephone, remarks) = (record.basic.data.basicPensionNumber, record.basic.data.telephone, record.basic.data.remarks)
        welfareCertificate = record.welfare.certificate
        (self.history, insuredClass, months) = (history, history?.current?.rawValue, history?.totals.all)
        events = record.events.map { event in
            Event(
                number: event.number, kind: event.kind.rawValue, content: event.event.content, receivedOn: event.event.receivedOn.description,
                reception: event.reception.description, enteredBy: event.enteredBy, checkedBy: event.checkedBy, isStanding: event.isStanding(in: record.events))
        }
        receptions = found.receptions.map { ToldRow($0, nil, reports[$0.reception]) }
        tasks = found.tasks.map(ToldTask.init)
        proposals = hidesPlace ? [] : found.proposals.map { ToldProposal($0, hidesPlace: false) }
        incomes = Dictionary(found.incomes.filter { $0.ended == nil }.map { ($0.fiscalYear, $0.items) }) { first, _ in first }
        formerIncomes = found.incomes.compactMap { income in
            income.ended.map { ended in
                FormerIncome(
                    nendo: income.fiscalYear, rirekibango: income.version, givenOn: income.givenOn?.description, endedOn: ended.on.description,
                    isTakenBack: ended.isTakenBack, items: income.items)
            }
        }
    }
}

/// 受付処理簿の一行, as data.
struct ToldRow: Encodable {
    private let reception: String
    private let state: String
    private let kind: String
    private let atenabango: String
    private let receivedOn: String
    private let dueOn: String?
    /// Absent where no day was asked about.
    private let isOverdue: Bool?
    private let section: String?
    private let enteredBy: String?
    private let decidedBy: String?
    private let proposal: Int64?
    /// Whether the row is as this program wrote it: of another nobody is named.
    private let isTrue: Bool
    /// Absent where nothing is reported, and where it was not asked for.
    private let report: ToldStanding?

    init(_ row: LedgerRow, _ today: CalendarDay?, _ report: ReportStanding? = nil) {
        self.report = report.map(ToldStanding.init)
        (reception, state, kind, atenabango) = (row.reception.description, row.state.rawValue, row.kind.rawValue, row.number)
        (receivedOn, dueOn) = (row.receivedOn.description, row.dueOn?.description)
        isOverdue = today.map { today in row.state.isOpen && (row.dueOn.map { $0 < today } ?? false) }
        (isTrue, proposal) = (row.isTrue, row.proposal)
        (section, enteredBy, decidedBy) = row.isTrue ? (row.section, row.enteredBy, row.decidedBy) : (nil, nil, nil)
    }
}

/// 受付件数, as data.
struct ToldCount: Encodable {
    private let fiscalYear: Int32
    private let kind: String
    private let all: Int
    private let byState: [String: Int]
    private let overdue: Int
    private let reports: [String: Int]

    init(_ count: ReceptionCount, _ year: Int32, _ reports: [ReportState: Int]) {
        self.reports = Dictionary(reports.map { ($0.key.rawValue, $0.value) }) { first, _ in first }
        (fiscalYear, kind, all, overdue) = (year, count.kind.rawValue, count.all, count.overdue)
        byState = Dictionary(LedgerRow.State.allCases.map { ($0.rawValue, count.counts[$0] ?? 0) }) { first, _ in first }
    }
}

/// 課題, as data.
struct ToldTask: Encodable {
    private let task: Int64
    private let kind: String
    private let reception: String?
    private let atenabango: String
    private let other: String?
    private let words: String
    private let since: String
    private let dueOn: String
    private let section: String?

    init(_ task: PensionTask) {
        (dueOn, section) = (task.dueOn.description, task.section)
        (self.task, kind, reception, atenabango) = (task.id, task.kind.rawValue, task.reception?.description, task.number)
        (other, words, since) = (task.other, task.words, task.since.description)
    }
}

/// 処理の案, as data.
struct ToldProposal: Encodable {
    private let proposal: Int64
    private let isOpen: Bool
    private let kind: String?
    private let atenabango: String
    private let effectiveOn: String?
    private let dueOn: String?
    private let filing: String?
    private let isHeld: Bool
    private let reception: String?
    private let supersededBy: Int64?
    private let corrects: String?
    private let reasons: [String]

    /// - Parameter hidesPlace: nothing of what it says is told.
    init(_ kept: KeptProposal, hidesPlace: Bool) {
        let content = kept.content
        (proposal, isOpen, atenabango, isHeld, reception) = (kept.id, kept.isOpen, kept.number, !content.holds.isEmpty, kept.reception?.description)
        (supersededBy, corrects) = (kept.supersededBy, content.corrects?.description)
        kind = hidesPlace ? nil : content.kind.rawValue
        (effectiveOn, dueOn) = hidesPlace ? (nil, nil) : (content.effectiveOn?.description, content.due?.description)
        filing = hidesPlace ? nil : content.filing.rawValue
        reasons = hidesPlace ? [] : content.reasons.map(\.description)
    }
}

/// 受付の見通し, as data.
struct ToldOutlook: Encodable {
    private let holds: [Hold]
    private let before: InsuredHistory?
    private let after: InsuredHistory?
    private let newDoubts: [Doubt]
    private let additional: AdditionalPremium.Verdict?
    private let request: PensionRequest.Verdict?

    init(_ outlook: Outlook) {
        (holds, before, after, newDoubts, additional) = (outlook.holds, outlook.before, outlook.after, outlook.newDoubts, outlook.additional)
        request = outlook.request
    }
}

/// 受付の控え, as data.
struct ToldReceipt: Encodable {
    private let reception: String
    private let reportDueOn: String?
    private let filingDueOn: String?
    private let isLate: Bool
    private let outlook: ToldOutlook

    init(_ receipt: Receipt, _ today: CalendarDay) {
        (reception, reportDueOn, filingDueOn) = (
            receipt.reception.description, receipt.reportDue?.due.description, receipt.filingDue?.due.description
        )
        isLate = receipt.filingDue?.state(on: today) == .overdue
        outlook = ToldOutlook(receipt.outlook)
    }
}
