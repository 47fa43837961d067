internal import Addressee

/// One invented addressee at one version of the record. Names and places are indexes into the tables, so that a person costs no allocation.
struct Person: Sendable, Equatable {
    /// Running number of the addressee number; the persons of `residents.csv` are 1 ... persons.
    var number = 0
    var history = 1
    /// Serial that the permutation turns into an individual number; nil: none known.
    var individualSerial: Int64?
    var recordSerial: Int64?
    var household = 0
    var relation = Relation.householder
    var isMale = false
    var birth: WrittenDate
    var unknownBirth: UnknownBirth?
    var surname = 0
    var given = 0
    var hasFurigana = true
    var formerSurname: Int?
    var foreigner: Foreigner?
    var dwelling: Dwelling
    var state = State.resident
    var reason = ReasonCode.moveIn
    var movedOn: CalendarDay
    var notifiedOn: CalendarDay?
    var residentSince: CalendarDay
    var addressSince: CalendarDay
    var cameFrom: DistantPlace?
    var wentTo: DistantPlace?
    var suppression: Suppression?
    var isProvisional = false

    /// 住民状態; raw value: the national code.
    enum State: UInt8, Sendable {
        case resident = 1
        case movedOut = 2
        case dead = 3
        case removed = 9

        /// As a source of the edition writes it.
        func text(in edition: LayoutEdition) -> String {
            let code = String(rawValue)
            return edition == .legacy ? LegacyCodes.legacy(.juminjotai, code) ?? code : code
        }
    }

    func age(on day: CalendarDay) -> Int {
        let hadBirthday = (day.month, day.day) >= (Int(birth.month), Int(birth.day))
        return day.year - Int(birth.year) - (hadBirthday ? 0 : 1)
    }
}

/// A date as written: month or day 0 are unknown, and it need not be a calendar day (1955-02-29).
struct WrittenDate: Sendable, Equatable {
    var year: Int16
    var month: UInt8
    var day: UInt8

    init(year: Int, month: Int, day: Int) {
        self.year = Int16(year)
        self.month = UInt8(month)
        self.day = UInt8(day)
    }

    init(_ day: CalendarDay) { self.init(year: day.year, month: day.month, day: day.day) }
}

/// 生年月日_不詳表記. Ways in which a birth date is not known.
enum UnknownBirth: Sendable, Equatable {
    /// 昭和○年頃
    case aboutYear
    /// 昭和○年月日不詳
    case inYear
    /// 昭和○年○月日不詳
    case inMonth
    /// 昭和○年○月上旬
    case earlyInMonth
    /// 年月日不詳
    case wholly
}

/// 支援措置と抑止
struct Suppression: Sendable, Equatable {
    /// 支援措置 from; nil: suppressed for another cause.
    var from: CalendarDay?
    /// Open while provisional (仮支援措置).
    var until: CalendarDay?
}

/// 住所 within the city.
struct Dwelling: Sendable, Equatable {
    var town: Int
    /// 丁目; 0 none
    var chome: Int
    /// 番地 or 番
    var block: Int
    /// 号; 0: written as 番地
    var house: Int
    /// Building and room of a flat.
    var building: Int?
    var room = 0
}

/// 転入前・転出先住所. A place outside the city.
enum DistantPlace: Sendable, Equatable {
    case japan(town: Int, block: Int)
    case abroad(country: Int)
}

/// Name and nationality of a foreigner; indexes into `Nationality`.
struct Foreigner: Sendable, Equatable {
    var nationality: Int
    var surname: Int
    var given: Int
    var script: Script
    /// 通称, as indexes into the Japanese lists.
    var commonName: CommonName?

    enum Script: Sendable { case roman, romanAndKanji, kanji }

    struct CommonName: Sendable, Equatable {
        var surname: Int
        var given: Int
    }
}

/// 続柄
enum Relation: UInt8, Sendable, CaseIterable {
    case householder, wife, husband, unmarriedWife, unmarriedHusband, child, grandchild, father, mother, wifesFather, wifesMother
    case husbandsFather, husbandsMother, childsWife, childsHusband, elderBrother, youngerBrother, elderSister, youngerSister, cohabitant, relative

    static let texts = Texts([
        "世帯主", "妻", "夫", "妻（未届）", "夫（未届）", "子", "子の子", "父", "母", "妻の父", "妻の母",
        "夫の父", "夫の母", "子の妻", "子の夫", "兄", "弟", "姉", "妹", "同居人", "縁故者",
    ])

    var isPartner: Bool {
        switch self {
        case .wife, .husband, .unmarriedWife, .unmarriedHusband: true
        default: false
        }
    }
}

/// 異動事由. Raw value: the national code as a number; 消除_再製, which has none, is 0.
enum ReasonCode: UInt8, Sendable, CaseIterable {
    case moveIn = 1
    case moveInFromAbroad, birth, entryByNaturalisation, entryByLossOfNationality, exOfficioEntry, recreationEntry, restorationEntry, cancelledRemoval
    case moveOut = 21
    case moveAbroad, death, removalByNaturalisation, removalByLossOfNationality, exOfficioRemoval, recreationRemoval, cancelledEntry
    case move = 41
    case minorCorrection, exOfficioCorrection, errorCorrection, numberOnRequest, numberCorrected, numberEntered, recordCodeOnRequest, recordCodeEntered
    case split, join, householdChange, householderChange, formerSurnameEntered, formerSurnameChanged, formerSurnameRemoved, commonNameEntered
    case commonNameRemoved, cancelledCorrection
    case restorationRemoval = 0

    /// As a source of the edition writes it. One that can write national codes only has 消除_改製 for 消除_再製.
    func text(in edition: LayoutEdition) -> String {
        let national = self == .restorationRemoval ? Self.recreationRemoval : self
        let code = (national.rawValue < 10 ? "0" : "") + String(national.rawValue)
        guard edition == .legacy else { return code }
        return self == .restorationRemoval ? LegacyCodes.withoutNationalCode : LegacyCodes.legacy(.idojiyu, code) ?? code
    }
}
