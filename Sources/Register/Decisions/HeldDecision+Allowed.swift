package import Addressee

extension HeldDecision {
    /// What may be decided about an entry.
    package static func allowed(_ code: String, isClaim: Bool) -> [HeldDecision] {
        if isClaim { return [.link, .neverHers, .reject, .new, .correct] }
        return [HoldCode.numberDiffers, HoldCode.numberCorrected].contains(code)
            ? [.changed, .neverHers, .correct, .reject] : [.link, .new, .correct, .reject]
    }
}
