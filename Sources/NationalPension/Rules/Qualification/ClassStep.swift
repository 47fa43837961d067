internal import Addressee

/// From a day on, of which class a person is; none where they are not insured.
struct ClassStep: Sendable, Hashable {
    let from: CalendarDay
    let insuredClass: InsuredClass?
    /// Tells apart periods of one class that are not one: another stay in Japan, another application.
    let run: Int
}

extension [ClassStep] {
    /// The step in which a day lies.
    func step(on day: CalendarDay) -> ClassStep? { last { $0.from <= day } }
}
