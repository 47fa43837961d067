package import Addressee

/// 事実. Something that happened to an insured person, with the day on which it happened; what follows from it, and from which day, is the law's matter.
///
/// Days are those on which the fact happened (転出日, 退職日, 死亡日, 申出日), never days of acquisition or loss. Holds no name and no number.
package enum PensionFact: Sendable, Hashable, Codable {
    /// 国内に住所を有するに至った: birth, entry from abroad, an entry made ex officio.
    case addressGained(on: CalendarDay)
    /// 国内に住所を有しなくなった: the last day with an address.
    case addressLost(on: CalendarDay)
    /// 国内の転出入・転居. No loss: the person keeps number and qualification.
    case movedWithinJapan(on: CalendarDay)
    /// 死亡
    case died(on: CalendarDay)
    /// 厚生年金保険の資格取得日
    case employmentBegan(on: CalendarDay)
    /// 退職日: the last day, not 厚生年金の資格喪失日, which is the day after (厚生年金保険法第14条).
    case employmentEnded(on: CalendarDay)
    /// 被扶養配偶者となった. `isExemptFromResidence`: 国内居住要件の特例 (留学, 海外赴任への同行).
    case dependencyBegan(on: CalendarDay, isExemptFromResidence: Bool)
    /// 被扶養配偶者でなくなった: the day on which it happened (離婚, 収入の増加).
    case dependencyEnded(on: CalendarDay)
    /// 配偶者の退職日
    case spouseEmploymentEnded(on: CalendarDay)
    /// 配偶者の65歳の誕生日, where the spouse has a right to an old-age pension.
    case spouse65thBirthday(on: CalendarDay)
    /// 厚生年金保険法に基づく老齢給付等を受けることができる者となった
    case oldAgeBenefitBegan(on: CalendarDay)
    /// …者でなくなった
    case oldAgeBenefitEnded(on: CalendarDay)
    /// 適用除外に該当した (特定活動の医療滞在など)
    case exclusionBegan(on: CalendarDay)
    /// 適用除外に該当しなくなった
    case exclusionEnded(on: CalendarDay)
    /// 任意加入の申出. `paidMonths`: months that count for the full pension before this one, as the Service told (納付月数); unknown where `nil`.
    case voluntaryApplied(on: CalendarDay, ground: VoluntaryGround, paidMonths: Int?)
    /// 任意加入の資格喪失の申出が受理された
    case voluntaryWithdrawn(on: CalendarDay)
    /// 督促の指定期限, or for persons abroad the day on which two years of arrears were full.
    case voluntaryLapsed(on: CalendarDay)
    /// 480月に達した日, as the Service tells it.
    case fullMonthsReached(on: CalendarDay)
    /// 日本国籍を失った
    case nationalityLost(on: CalendarDay)
    /// 老齢の年金の受給権を取得した (ends a special voluntary insurance)
    case oldAgePensionAcquired(on: CalendarDay)
    /// 付加保険料の納付の申出
    case additionalApplied(on: CalendarDay)
    /// 付加保険料を納付しない旨の申出
    case additionalWithdrawn(on: CalendarDay)
    /// 農業者年金の被保険者の資格の取得により付加保険料を納付する者となった
    case farmersPensionBegan(on: CalendarDay)
    /// 農業者年金の被保険者の資格の喪失により付加保険料を納付する者でなくなった
    case farmersPensionEnded(on: CalendarDay)
    /// 国民年金基金の加入員となった
    case fundJoined(on: CalendarDay)
    /// 国民年金基金の加入員でなくなった
    case fundLeft(on: CalendarDay)
    /// 免除・猶予の承認 by the Service.
    case exemptionGranted(kind: ExemptionKind, months: MonthSpan)
    /// 免除・猶予の決定 by the Service in several parts: classes and months as it decided them.
    case exemptionDecided(ExemptionDecision)
    /// 免除・猶予の取消し by the Service, for some of the months.
    case exemptionRevoked(kind: ExemptionKind, months: MonthSpan)
    /// 法定免除の事由に該当した
    case legalExemptionBegan(on: CalendarDay, ground: LegalGround)
    /// 法定免除の事由に該当しなくなった
    case legalExemptionEnded(on: CalendarDay, ground: LegalGround)
    /// 法定免除の期間の納付申出 (法第89条第2項)
    case paymentElected(months: MonthSpan)
    /// 産前産後: the month of the due day (or of the birth, where the notice came after it), and whether more than one child.
    case maternity(month: CalendarMonth, isMultiple: Bool)
    /// 育児: the child's day of birth, from when to when the person raised it (`until`: the last day; open while it goes on), and whether they bore it.
    case childcare(childBorn: CalendarDay, from: CalendarDay, until: CalendarDay?, isBirthMother: Bool)
    /// 移行した記録: periods as they stood when the record was taken over. No fact of a day up to `through` counts against them.
    case carriedOver(CarriedOverRecord)
}
