import Addressee

/// 介護保険. Second class from 40, first class from 65 (介護保険法9条, 10条); loss on move-out and death (11条).
///
/// That a second-class person is in a medical insurance is not known here; the care insurance department finds it out.
enum CareInsuranceWorklist {
    static let worklist = AgeWorklist(
        table: "care_insurance.insured",
        laterClassColumn: "first_class_from",
        laterClassPossibleColumn: "first_class_possible_from",
        endsByAge: false,
        range: range,
        categories: [
            WorklistCategory("first-class", "第1号被保険者", "\(insured) AND first_class_from <= day"),
            WorklistCategory("second-class", "第2号被保険者", "\(insured) AND \(second)"),
            WorklistCategory(
                "first-class-within-30-days", "30日以内に第1号となる者", "\(insured) AND confirm IS NULL AND first_class_from > day AND first_class_from <= day + 30"),
            WorklistCategory("lost", "資格喪失者", "lost_on <= day"),
            WorklistCategory(
                "to-confirm", "要確認",
                "confirm IS NOT NULL AND lost_on IS NULL AND (qualified_from <= day AND (first_class_from <= day OR \(second))) IS NOT TRUE"),
        ])

    private static let second = "coalesce(first_class_possible_from, first_class_from) > day"
    private static let insured = "qualified_from <= day AND (lost_on IS NULL OR lost_on > day)"

    /// An age is attained on the day before the birthday (年齢計算ニ関スル法律).
    static func range(_ born: CalendarDay) -> AgeRange {
        AgeRange(from: LegalAge.attained(40, born: born), laterClassFrom: LegalAge.attained(65, born: born), until: nil)
    }
}
