package import Addressee

/// 様式の記載内容. What one form says: of whom, and what was filed. Plain values: made from the records, or by a test.
package struct FormContent: Sendable, Hashable, Unprinted {
    /// 受付番号: the key that each of its pages carries.
    package let reception: ReceptionNumber
    /// 受付日.
    package let receivedOn: CalendarDay
    /// 様式, a key of the form table.
    package let form: String
    /// 届出の種類, in words, and its article.
    package let notice: Reason
    /// Whether another person has checked it; what nobody has checked is a copy for checking, and says so.
    package let isAccepted: Bool
    /// 被保険者.
    package let person: FormPerson
    /// What was filed.
    package let said: Said

    package init(
        reception: ReceptionNumber, receivedOn: CalendarDay, form: String, notice: Reason, isAccepted: Bool, person: FormPerson, said: Said
    ) {
        (self.reception, self.receivedOn, self.form, self.notice) = (reception, receivedOn, form, notice)
        (self.isAccepted, self.person, self.said) = (isAccepted, person, said)
    }

    /// What a form says beside the person.
    package enum Said: Sendable, Hashable, Unprinted {
        /// 資格の取得・喪失・種別変更, 任意加入, and 記録の取消し: the terms of the notice, and what they make of the record.
        case qualification(terms: [FormField], changes: [QualificationChange])
        /// 氏名の変更. `before` as it was given before; empty where nothing was.
        case name(before: FormName, after: FormName, on: CalendarDay?)
        /// 生年月日の訂正.
        case birth(before: String, after: String, on: CalendarDay?)
        /// 住所の変更.
        case address(before: FormPerson.Place, after: FormPerson.Place, on: CalendarDay?)
        /// 付加保険料の納付の申出・辞退の申出.
        case additional(isWithdrawal: Bool, on: CalendarDay)
        /// 農業者年金の被保険者となった・でなくなった.
        case farmers(isMember: Bool, on: CalendarDay)
        /// 法定免除の期間の納付申出, or its correction.
        case elected(months: MonthSpan, isCorrection: Bool)
        /// 免除・納付猶予, 学生納付特例の申請.
        case exemption(FormApplication)
        /// 免除・納付猶予の取消しの申請.
        case revocation(ExemptionKind, months: MonthSpan)
        /// 法定免除の理由の該当・消滅.
        case legal(isBegun: Bool, on: CalendarDay, LegalGround)
        /// 産前産後: the month of the due day, or of the birth.
        case maternity(month: CalendarMonth, isMultiple: Bool)
        /// 育児.
        case childcare(childBorn: CalendarDay, from: CalendarDay, until: CalendarDay?, isBirthMother: Bool)
    }
}

/// 氏名とフリガナ.
package struct FormName: Sendable, Hashable, Unprinted {
    /// 氏名.
    package let name: String
    /// フリガナ.
    package let furigana: String

    /// A name and how it is read.
    package init(_ name: String, _ furigana: String) { (self.name, self.furigana) = (name, furigana) }
}
