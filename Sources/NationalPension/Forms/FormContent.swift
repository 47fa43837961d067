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
    /// 訂正する記録 or 取り消す記録; `nil` of what is filed for the first time.
    package let target: FormField?
    /// What was filed.
    package let said: Said

    package init(
        reception: ReceptionNumber, receivedOn: CalendarDay, form: String, notice: Reason, isAccepted: Bool, person: FormPerson, target: FormField? = nil,
        said: Said
    ) {
        (self.reception, self.receivedOn, self.form, self.notice) = (reception, receivedOn, form, notice)
        (self.isAccepted, self.person, self.said) = (isAccepted, person, said)
        self.target = target
    }

    /// What a form says beside the person.
    package enum Said: Sendable, Hashable, Unprinted {
        /// 届出・申出, and 記録の取消し: the terms of the notice, and what follows from it.
        case fact([FormField], Following)
        /// 氏名の変更. `before` as it was given before; empty where nothing was.
        case name(before: FormName, after: FormName, on: CalendarDay?)
        /// 生年月日の訂正.
        case birth(before: String, after: String, on: CalendarDay?)
        /// 住所の変更.
        case address(before: FormPerson.Place, after: FormPerson.Place, on: CalendarDay?)
        /// 免除・納付猶予, 学生納付特例の申請.
        case exemption(FormApplication)
    }

    /// What follows from a notice.
    package enum Following: Sendable, Hashable, Unprinted {
        /// 資格の異動; `nil` where it can't be worked out.
        case qualification([QualificationChange]?)
        /// 産前産後・育児の免除: the months that need not be paid.
        case exemption(ParentalExemption)
        /// Nothing that its form shows.
        case nothing
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
