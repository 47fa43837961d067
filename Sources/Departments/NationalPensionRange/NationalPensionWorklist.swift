import Addressee

/// 国民年金 第1号被保険者 by age: from the day 20 is attained until the day before 60 is attained (国民年金法7条1項1号, 8条, 9条).
///
/// Who is of the second or third class is not known here; the list is of those who may be of the first.
enum NationalPensionWorklist {
    static let worklist = AgeWorklist(
        table: "national_pension.class1_candidate",
        range: range,
        categories: [
            WorklistCategory("class-1-range", "20歳以上60歳未満の住民", inRange),
            WorklistCategory(
                "age-20-within-30-days", "30日以内に20歳に達する者", "confirm IS NULL AND qualified_from > day AND qualified_from <= day + 30 AND lost_on IS NULL"),
            WorklistCategory("age-60-within-30-days", "30日以内に60歳に達する者", "\(inRange) AND confirm IS NULL AND ages_out_on <= day + 30"),
            WorklistCategory("aged-out", "60歳到達者", "confirm IS NULL AND ages_out_on <= day AND (lost_on IS NULL OR lost_on >= ages_out_on)"),
            WorklistCategory("lost", "転出・死亡等による喪失者", "lost_on <= day AND (confirm IS NOT NULL OR ages_out_on IS NULL OR lost_on < ages_out_on)"),
            WorklistCategory("to-confirm", "要確認", "confirm IS NOT NULL AND lost_on IS NULL AND (qualified_from <= day AND ages_out_on > day) IS NOT TRUE"),
        ])

    private static let inRange = "qualified_from <= day AND ages_out_on > day AND (lost_on IS NULL OR lost_on > day)"

    /// Both ages are attained on the day before the birthday.
    static func range(_ born: CalendarDay) -> AgeRange {
        AgeRange(from: LegalAge.attained(20, born: born), until: LegalAge.attained(60, born: born))
    }
}
