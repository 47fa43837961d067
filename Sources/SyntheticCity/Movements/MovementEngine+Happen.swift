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
        case .exOfficioEntry: enter(reason: .exOfficioEntry, foreign: false, from: nil)
        case .recreation: recreation()
        case .cancelledRemoval: cancelledRemoval()
        case .moveOut: moveOut(.moveOut)
        case .moveAbroad: moveOut(.moveAbroad)
        case .death: death()
        case .exOfficioRemoval: exOfficioRemoval()
        case .cancelledEntry: cancelledEntry()
        case .move: move()
        case .minorCorrection: minorCorrection()
        case .exOfficioCorrection: exOfficioCorrection()
        case .realRegistration: realRegistration()
        case .errorCorrection: errorCorrection()
        case .numberOnRequest: numberChange(.numberOnRequest)
        case .numberCorrected: numberChange(.numberCorrected)
        case .numberEntered: numberEntered()
        case .recordCodeOnRequest: recordCodeChange()
        case .recordCodeEntered: recordCodeEntered()
        case .split: split()
        case .join: joinAgain()
        case .householdChange: householdChange()
        case .householderChange: householderChange()
        case .formerSurnameEntered: formerSurname(.formerSurnameEntered)
        case .formerSurnameChanged: formerSurname(.formerSurnameChanged)
        case .formerSurnameRemoved: formerSurname(.formerSurnameRemoved)
        case .commonNameEntered: commonNameEntered()
        case .commonNameRemoved: commonNameRemoved()
        case .cancelledCorrection: cancelledCorrection()
        }
    }
}
