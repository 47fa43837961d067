package import Addressee

/// 届出. What was filed, before it has a number.
package struct Filing: Sendable, Unprinted {
    /// 宛名番号, whom it is about.
    package let number: AddresseeNumber
    /// 届出の種類.
    package let kind: NoticeKind
    /// 受付日.
    package let receivedOn: CalendarDay
    /// 備考.
    package let remarks: String

    package init(number: AddresseeNumber, kind: NoticeKind, receivedOn: CalendarDay, remarks: String = "") {
        self.number = number
        self.kind = kind
        self.receivedOn = receivedOn
        self.remarks = remarks
    }
}

/// 受付. The number given, and what the rules say would follow.
package struct Receipt: Sendable, Unprinted {
    /// 受付番号.
    package let reception: ReceptionNumber
    /// What the record is, and would become.
    package let outlook: Outlook
    /// 報告の期限; `nil` where nothing is reported.
    package let reportDue: FilingDue?
    /// 届出の期限; `nil` where the notice speaks of no day.
    package let filingDue: FilingDue?
}

extension NoticeKind {
    /// Whether it may be filed before the day it speaks of: an expected birth, a spouse's birthday, an expected move.
    var mayLieAhead: Bool {
        switch self {
        case .maternity, .spouseReached65, .reached20, .leftJapan, .addressLost: true
        default: false
        }
    }
}
