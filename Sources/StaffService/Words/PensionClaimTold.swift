internal import Addressee
internal import NationalPension

/// 裁定請求の内容, as data.
struct ToldClaim: Encodable {
    private struct Paper: Encodable {
        let paper: String
        let label: String
        let article: LawArticle
        let hasCome: Bool
        let cameOn: String?
        let enteredBy: String?
    }

    private struct Told: Encodable {
        let keys: [String]
        let reason: String
        let enteredBy: String
        let enteredOn: String

        init(_ told: ToldLack) {
            (keys, reason, enteredBy, enteredOn) = (told.keys, told.reason, told.enteredBy.account, told.enteredBy.on.description)
        }
    }

    private struct Reminder: Encodable {
        let on: String
        let means: String
        let keys: [String]
        let by: String

        init(_ reminder: ClaimReminder) { (on, means, keys, by) = (reminder.on.description, reminder.means.rawValue, reminder.keys, reminder.by) }
    }

    private struct Version: Encodable {
        let version: Int64
        let enteredBy: String
        let enteredOn: String
        /// All that the claim said by then.
        let claim: Claim

        init(_ version: ClaimVersion) {
            (self.version, enteredBy, enteredOn) = (version.id, version.enteredBy.account, version.enteredBy.on.description)
            claim = version.claim
        }
    }

    private let row: ToldRow
    private let claim: Claim
    /// What it said when it was received.
    private let filed: Claim
    /// 記載事項の入力 since it was received, the oldest first.
    private let versions: [Version]
    private let papers: [Paper]
    private let lacks: [ClaimLack]
    private let untold: [String]
    private let told: [Told]
    private let limit: ClaimCheck.Limit?
    private let reminders: [Reminder]
    private let remindersDue: [String]
    private let lastReminded: String?
    private let waitingDays: Int?
    private let earlier: [String]
    private let mark: String

    init(_ detail: ClaimDetail, _ today: CalendarDay) {
        let kept = detail.kept
        (row, claim, lacks, limit) = (ToldRow(detail.row, today), kept.claim, kept.lacks, kept.check.limit)
        (filed, versions) = (kept.filed, kept.versions.map(Version.init))
        papers = kept.claim.asked.map { asked in
            let arrival = kept.arrival(of: asked.key)
            return Paper(
                paper: asked.key, label: asked.label, article: asked.article, hasCome: arrival != nil, cameOn: arrival?.cameOn.description,
                enteredBy: arrival?.enteredBy.account)
        }
        (untold, told, reminders) = (kept.untold.map(\.key), kept.told.map(Told.init), kept.reminders.map(Reminder.init))
        remindersDue = detail.row.state.isOpen ? kept.remindersDue(on: today).map(\.description) : []
        (lastReminded, earlier) = (detail.lastReminded?.description, detail.earlier.map(\.description))
        (waitingDays, mark) = (detail.waitingDays(on: today), kept.mark)
    }
}

/// 裁定請求の一覧の一行, as data: nothing of what is told about whoever claims.
struct ToldClaimRow: Encodable {
    private let row: ToldRow
    private let claimant: String?
    private let untold: [String]
    private let remindersDue: [String]
    private let lastReminded: String?
    private let waitingDays: Int?

    init(_ detail: ClaimDetail, _ today: CalendarDay) {
        row = ToldRow(detail.row, today)
        claimant = detail.kept.claim.claimant.map { $0.number ?? $0.relation.rawValue }
        untold = detail.kept.untold.map(\.key)
        remindersDue = detail.row.state.isOpen ? detail.kept.remindersDue(on: today).map(\.description) : []
        (lastReminded, waitingDays) = (detail.lastReminded?.description, detail.waitingDays(on: today))
    }
}

extension ClaimDetail {
    /// For how many days a claim has waited for what lacks; `nil` where it does not.
    func waitingDays(on today: CalendarDay) -> Int? {
        row.state.isOpen && !kept.untold.isEmpty ? Int(today.daysSince2000 - kept.receivedOn.daysSince2000) : nil
    }
}
