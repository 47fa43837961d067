/// 免除・納付猶予・学生納付特例の申請の受付.
package struct ApplyForPensionExemption: StaffRequest {
    package static let name = "pension/exemption/apply"
    package typealias Answer = Sheet
    /// 宛名番号
    package var number: String
    /// 学生納付特例; otherwise 免除・納付猶予.
    package var isStudent: Bool
    /// 申請期間, `YYYY-MM..YYYY-MM` or one month.
    package var months: String
    /// 審査を希望しない区分
    package var struck: [String]
    /// 継続希望
    package var wantsContinuation: Bool
    package var special: [SpecialClaim]
    /// 学生である月, as `months`.
    package var studentMonths: [String]
    /// 申請日; nil: today.
    package var receivedOn: String?
    package var remarks: String
    /// 所属コード of the section that received it; nil: that of the person.
    package var office: String?

    package init(
        number: String, isStudent: Bool, months: String, struck: [String], wantsContinuation: Bool, special: [SpecialClaim], studentMonths: [String],
        receivedOn: String?, remarks: String, office: String? = nil
    ) {
        (self.number, self.isStudent, self.months, self.struck) = (number, isStudent, months, struck)
        (self.wantsContinuation, self.special, self.studentMonths) = (wantsContinuation, special, studentMonths)
        (self.receivedOn, self.remarks, self.office) = (receivedOn, remarks, office)
    }

    /// 特例の申立て
    package struct SpecialClaim: Veiled {
        /// `self`, `spouse` or `householder`.
        package var person: String
        package var ground: String
        package var day: String
        /// Whether the paper that proves it has come.
        package var isProven: Bool

        package init(person: String, ground: String, day: String, isProven: Bool) {
            (self.person, self.ground, self.day, self.isProven) = (person, ground, day, isProven)
        }
    }
}

/// 審査の世帯の入力.
package struct EnterPensionHousehold: StaffRequest {
    package static let name = "pension/exemption/household"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String
    /// The day on which it was so; nil: the one that the law looks at.
    package var asOf: String?
    /// `none`, `exists` or `unknown`.
    package var spouse: String
    package var spouseIs: Relative?
    /// `applicant`, `spouse`, `other` or `unknown`.
    package var householder: String
    package var householderIs: Relative?

    package init(reception: String, asOf: String?, spouse: String, spouseIs: Relative?, householder: String, householderIs: Relative?) {
        (self.reception, self.asOf, self.spouse, self.spouseIs) = (reception, asOf, spouse, spouseIs)
        (self.householder, self.householderIs) = (householder, householderIs)
    }

    /// Who it is: by number, or as declared.
    package struct Relative: Veiled {
        /// 宛名番号
        package var number: String?
        package var declared: String
        /// Whether it is the one who was entered before; nil: nothing is said of it.
        package var isSame: Bool?

        package init(number: String?, declared: String, isSame: Bool? = nil) { (self.number, self.declared, self.isSame) = (number, declared, isSame) }
    }
}

/// 所得の申立ての入力.
package struct DeclarePensionIncome: StaffRequest {
    package static let name = "pension/exemption/income"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String
    /// `self`, `spouse` or `householder`.
    package var person: String
    /// 所得の年
    package var year: Int
    /// Items by name or by Japanese label, and their values.
    package var items: [String: String]
    package var remarks: String

    package init(reception: String, person: String, year: Int, items: [String: String], remarks: String) {
        (self.reception, self.person, self.year, self.items, self.remarks) = (reception, person, year, items, remarks)
    }
}

/// 所得の照会, once of each person and year.
package struct AskPensionIncomes: StaffRequest {
    package static let name = "pension/exemption/ask"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String
    /// `self`, `spouse` or `householder`; nil: all whose income lacks.
    package var person: String?

    package init(reception: String, person: String?) { (self.reception, self.person) = (reception, person) }
}

/// 所得の照会書. Brings one PDF with a letter for each income that was asked for and has not come.
package struct MakeIncomeLetters: LongRequest {
    package static let name = "pension/exemption/letter"
    package typealias Answer = Sheet
    /// The name under which the file comes.
    package static let fileName = "income-letters.pdf"
    /// 受付番号
    package var reception: String
    /// `self`, `spouse` or `householder`; nil: all.
    package var person: String?
    /// 照会先の市区町村; nil: to the person.
    package var destination: String?

    package init(reception: String, person: String?, destination: String?) {
        (self.reception, self.person, self.destination) = (reception, person, destination)
    }
}

/// 審査.
package struct ExaminePensionExemption: StaffRequest {
    package static let name = "pension/exemption/examine"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String

    package init(reception: String) { self.reception = reception }
}

/// 申請の照会.
package struct ShowPensionExemption: StaffRequest {
    package static let name = "pension/exemption/show"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String
    /// By its number; nil: the newest.
    package var examination: Int64?

    package init(reception: String, examination: Int64?) { (self.reception, self.examination) = (reception, examination) }
}

/// 申請の一覧.
package struct ListPensionExemptions: StaffRequest {
    package static let name = "pension/exemption/list"
    package typealias Answer = Sheet
    /// Also what is decided.
    package var all: Bool
    /// 宛名番号
    package var number: String?
    package var limit: Int?
    /// Needed where a person is named.
    package var reason: StatedReason?

    package init(all: Bool, number: String?, limit: Int?, reason: StatedReason?) {
        (self.all, self.number, self.limit, self.reason) = (all, number, limit, reason)
    }
}

/// 継続審査の一覧. Who is due at the start of an exemption year, by the decision on the year before.
package struct ListContinuingExaminations: StaffRequest {
    package static let name = "pension/exemption/continuing"
    package typealias Answer = Sheet
    /// The year in which the exemption year begins; nil: the one that goes on.
    package var year: Int?
    /// Also who is not due.
    package var all: Bool
    /// 宛名番号 behind which the list begins.
    package var after: String?
    package var limit: Int?

    package init(year: Int?, all: Bool, after: String?, limit: Int?) { (self.year, self.all, self.after, self.limit) = (year, all, after, limit) }
}
