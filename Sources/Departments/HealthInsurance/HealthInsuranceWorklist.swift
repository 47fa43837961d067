import Addressee

/// 国民健康保険. Residents until the 75th birthday, when the late-stage elderly's insurance takes over (国民健康保険法6条8号; 高齢者の医療の確保に関する法律50条, 52条).
///
/// Who is in another insurance is not known here; the list is of those who may be insured.
enum HealthInsuranceWorklist {
    static let worklist = AgeWorklist(
        table: "health_insurance.insurable",
        range: range,
        categories: [
            WorklistCategory("insurable", "75歳未満の住民", insurable),
            WorklistCategory("age-75-within-30-days", "30日以内に75歳となる者", "\(insurable) AND confirm IS NULL AND ages_out_on <= day + 30"),
            WorklistCategory("aged-out", "75歳到達者", "confirm IS NULL AND ages_out_on <= day AND (lost_on IS NULL OR lost_on >= ages_out_on)"),
            WorklistCategory("lost", "転出・死亡等による喪失者", "lost_on <= day AND (confirm IS NOT NULL OR ages_out_on IS NULL OR lost_on < ages_out_on)"),
            WorklistCategory("to-confirm", "要確認", "confirm IS NOT NULL AND lost_on IS NULL AND (qualified_from <= day AND ages_out_on > day) IS NOT TRUE"),
        ])

    private static let insurable = "qualified_from <= day AND ages_out_on > day AND (lost_on IS NULL OR lost_on > day)"

    /// The 75th birthday itself is the first day in the other insurance, not the day before it.
    static func range(_ born: CalendarDay) -> AgeRange {
        AgeRange(from: born, until: LegalAge.birthday(75, born: born))
    }
}
