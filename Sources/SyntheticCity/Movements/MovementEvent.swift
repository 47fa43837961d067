/// What happens in a city of a day, by how often it does. Most events are one movement; some make several rows.
enum MovementEvent: CaseIterable {
    case moveIn, moveInOfNonResident, returnOfMovedOut, moveInFromAbroad, birth, naturalisation, lossOfNationality, exOfficioEntry
    case recreation, cancelledRemoval
    case moveOut, moveAbroad, death, exOfficioRemoval, cancelledEntry
    case move, minorCorrection, exOfficioCorrection, realRegistration, errorCorrection
    case numberOnRequest, numberCorrected, numberEntered, recordCodeOnRequest, recordCodeEntered
    case split, join, householdChange, householderChange
    case formerSurnameEntered, formerSurnameChanged, formerSurnameRemoved, commonNameEntered, commonNameRemoved
    case cancelledCorrection

    static let weights = Weights(allCases.map(\.weight))

    private var weight: Int {
        switch self {
        case .moveIn: 210
        case .moveInOfNonResident: 15
        case .returnOfMovedOut: 20
        case .moveInFromAbroad: 50
        case .birth: 65
        case .naturalisation: 4
        case .lossOfNationality: 1
        case .exOfficioEntry: 3
        case .recreation: 6
        case .cancelledRemoval: 4
        case .moveOut: 180
        case .moveAbroad: 30
        case .death: 90
        case .exOfficioRemoval: 5
        case .cancelledEntry: 4
        case .move: 140
        case .minorCorrection: 80
        case .exOfficioCorrection: 25
        case .realRegistration: 12
        case .errorCorrection: 10
        case .numberOnRequest: 7
        case .numberCorrected: 2
        case .numberEntered: 6
        case .recordCodeOnRequest: 3
        case .recordCodeEntered: 4
        case .split: 18
        case .join: 6
        case .householdChange: 4
        case .householderChange: 10
        case .formerSurnameEntered: 9
        case .formerSurnameChanged: 2
        case .formerSurnameRemoved: 2
        case .commonNameEntered: 5
        case .commonNameRemoved: 2
        case .cancelledCorrection: 4
        }
    }
}
