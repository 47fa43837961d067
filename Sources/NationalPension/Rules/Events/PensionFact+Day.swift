package import Addressee

extension PensionFact {
    /// 異動. The day of a move; it is of place, as the address is: of whoever is protected no medium and no form has it.
    package var movedOn: CalendarDay? {
        switch self {
        case .addressGained(let day), .addressLost(let day), .movedWithinJapan(let day): day
        default: nil
        }
    }

    /// The day on which the fact happened; `nil` where it is about months, or about more than one day.
    package var happenedOn: CalendarDay? {
        switch self {
        case .addressGained(let day), .addressLost(let day), .movedWithinJapan(let day), .died(let day), .employmentBegan(let day), .employmentEnded(let day),
            .dependencyEnded(let day), .spouseEmploymentEnded(let day), .oldAgeBenefitBegan(let day), .oldAgeBenefitEnded(let day), .exclusionBegan(let day),
            .exclusionEnded(let day), .voluntaryWithdrawn(let day), .voluntaryLapsed(let day), .fullMonthsReached(let day), .nationalityLost(let day),
            .oldAgePensionAcquired(let day), .additionalApplied(let day), .additionalWithdrawn(let day), .farmersPensionBegan(let day),
            .farmersPensionEnded(let day), .fundJoined(let day),
            .fundLeft(let day):
            day
        case .dependencyBegan(let day, _): day
        case .voluntaryApplied(let day, _, _): day
        case .legalExemptionBegan(let day, _), .legalExemptionEnded(let day, _): day
        // The spouse's life goes on whatever became of the person.
        case .spouse65thBirthday: nil
        case .exemptionGranted, .exemptionDecided, .exemptionRevoked, .paymentElected, .maternity, .childcare, .carriedOver: nil
        }
    }
}
