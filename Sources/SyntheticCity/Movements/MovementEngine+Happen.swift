internal import Addressee

extension MovementEngine {
    /// Makes the rows of an event, or none where nobody fits.
    mutating func happen(_ event: MovementEvent) {
        switch event {
        case .moveIn: moveIn()
        case .moveInOfNonResident: moveInOfNonResident()
        case .returnOfMovedOut: returnOfMovedOut()
        case .moveInFromAbroad: moveInFromAbroad()
        case .birth: birth()
        case .naturalisation: naturalisation()
        case .lossOfNationality: lossOfNationality()
        case .exOfficioEntry: enter(reason: .a6, foreign: false, from: nil)
        case .recreation: recreation()
        case .cancelledRemoval: cancelledRemoval()
        case .moveOut: moveOut(.b1)
        case .moveAbroad: moveOut(.b2)
        case .death: death()
        case .exOfficioRemoval: exOfficioRemoval()
        case .cancelledEntry: cancelledEntry()
        case .move: move()
        case .minorCorrection: minorCorrection()
        case .exOfficioCorrection: exOfficioCorrection()
        case .realRegistration: realRegistration()
        case .errorCorrection: errorCorrection()
        case .numberOnRequest: numberChange(.c5)
        case .numberCorrected: numberChange(.c6)
        case .numberEntered: numberEntered()
        case .recordCodeOnRequest: recordCodeChange()
        case .recordCodeEntered: recordCodeEntered()
        case .split: split()
        case .join: joinAgain()
        case .householdChange: householdChange()
        case .householderChange: householderChange()
        case .formerSurnameEntered: formerSurname(.d5)
        case .formerSurnameChanged: formerSurname(.d6)
        case .formerSurnameRemoved: formerSurname(.d7)
        case .commonNameEntered: commonNameEntered()
        case .commonNameRemoved: commonNameRemoved()
        case .cancelledCorrection: cancelledCorrection()
        }
    }
}
