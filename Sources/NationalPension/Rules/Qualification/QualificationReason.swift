/// 取得事由・種別変更事由・喪失事由. Own codes (`Resources/reasons.tsv`): the nation has published none for the first class.
package enum QualificationReason: String, Sendable, Hashable, Codable, CaseIterable {
    case acquire20 = "acquire-20"
    case acquire20Student = "acquire-20-student"
    case acquireEnteredJapan = "acquire-entered-japan"
    case acquireOldAgeEnded = "acquire-old-age-ended"
    case acquireExclusionEnded = "acquire-exclusion-ended"
    case acquireRemainingInChina = "acquire-remaining-in-china"
    case acquireUnfiled = "acquire-unfiled"
    case acquireEmployment = "acquire-employment"
    case acquireDependency = "acquire-dependency"
    case changeLeftEmployment = "change-left-employment"
    case changeDependencyEnded = "change-dependency-ended"
    case changeSpouseLeftEmployment = "change-spouse-left-employment"
    case changeSpouse65 = "change-spouse-65"
    case changeEmployment = "change-employment"
    case changeDependency = "change-dependency"
    case loseDeath = "lose-death"
    case loseLeftJapan = "lose-left-japan"
    case loseLeftJapanSameDay = "lose-left-japan-same-day"
    case lose60 = "lose-60"
    case loseOldAge = "lose-old-age"
    case loseExcluded = "lose-excluded"
    case loseEmployment = "lose-employment"
    case loseClass2Pensioner = "lose-class-2-pensioner"
    case loseDependency = "lose-dependency"
    case voluntaryResident = "voluntary-resident"
    case voluntaryPensioner = "voluntary-pensioner"
    case voluntaryAbroad = "voluntary-abroad"
    case specialResident = "special-resident"
    case specialAbroad = "special-abroad"
    case voluntaryLose65 = "voluntary-lose-65"
    case specialLose70 = "special-lose-70"
    case voluntaryLoseEmployment = "voluntary-lose-employment"
    case voluntaryLoseWithdrawn = "voluntary-lose-withdrawn"
    case voluntaryLose480 = "voluntary-lose-480"
    case voluntaryLoseCompulsory = "voluntary-lose-compulsory"
    case voluntaryLoseLeftJapan = "voluntary-lose-left-japan"
    case voluntaryLoseEnteredJapan = "voluntary-lose-entered-japan"
    case voluntaryLoseLapsedResident = "voluntary-lose-lapsed-resident"
    case voluntaryLoseLapsedAbroad = "voluntary-lose-lapsed-abroad"
    case voluntaryLoseNationality = "voluntary-lose-nationality"
    case voluntaryLoseExcluded = "voluntary-lose-excluded"
    case voluntaryLoseNoPension = "voluntary-lose-no-pension"
    case specialLoseEntitled = "special-lose-entitled"
    case carriedOver = "carried-over"

    /// 移行した記録だけが示す事由: 20歳到達（学生）, 中国残留邦人等 and 資格取得届出もれ stand on the Service's list of reasons and in what a system of before has recorded. No fact says them: whether
    /// somebody of 20 studies, why nobody filed, and who remained in China, the Service and the earlier record know, and days of law are the same without.
    package var isOnlyCarriedOver: Bool {
        switch self {
        case .acquire20Student, .acquireRemainingInChina, .acquireUnfiled, .carriedOver: true
        default: false
        }
    }

    /// Whether the reason is that an age was attained: its day follows from the date of birth alone.
    package var isOfAge: Bool {
        switch self {
        case .acquire20, .acquire20Student, .lose60, .loseClass2Pensioner, .voluntaryLose65, .specialLose70: true
        default: false
        }
    }
}
