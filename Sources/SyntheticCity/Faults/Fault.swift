/// A kind of bad row that can be planted, so that what a hub must refuse is seen to be refused. The raw value is stable: command line and `planted.json` use it.
public enum Fault: String, Sendable, CaseIterable, Codable {
    case missingSex = "missing-sex"
    case missingPrefecture = "missing-prefecture"
    case lettersInIndividualNumber = "letters-in-individual-number"
    case controlCharacter = "control-character"
    case unknownSexCode = "unknown-sex-code"
    case wrongDateForm = "wrong-date-form"
    case invalidUTF8 = "invalid-utf8"
    case nameTooLong = "name-too-long"
    case shortIndividualNumber = "short-individual-number"
    case unknownBirthWithoutNotation = "unknown-birth-without-notation"
    case individualNumberCheckDigit = "individual-number-check-digit"
    case residentRecordCodeCheckDigit = "resident-record-code-check-digit"
    case localGovernmentCodeCheckDigit = "local-government-code-check-digit"
    case unknownReason = "unknown-reason"
    case impossibleDate = "impossible-date"
    case birthInFuture = "birth-in-future"
    case individualNumberOfZeros = "individual-number-of-zeros"
    case residentRecordCodeOfZeros = "resident-record-code-of-zeros"
    case dateOfYearZero = "date-of-year-zero"
    case reasonForForeignersOnly = "reason-for-foreigners-only"
    case columnMissing = "column-missing"
    case columnTooMany = "column-too-many"
    case brokenQuote = "broken-quote"
    case moveInOfResident = "move-in-of-resident"
    case moveOutOfMovedOut = "move-out-of-moved-out"
    case deathOfDead = "death-of-dead"
    case moveOfUnknown = "move-of-unknown"
    case moveChangesName = "move-changes-name"
    case removalForForeignersOnly = "removal-for-foreigners-only"
    case oldHistoryNumber = "old-history-number"
    case sameHistoryOtherContent = "same-history-other-content"
    case numberChangedWithoutReason = "number-changed-without-reason"
    case numberOfAnother = "number-of-another"
    case nonResidentMissingOperator = "nonresident-missing-operator"
    case nonResidentMergedWithoutTarget = "nonresident-merged-without-target"
    case nonResidentCheckDigit = "nonresident-check-digit"
    case nonResidentNumberOfAnother = "nonresident-number-of-another"

    /// The file a row of this kind stands in.
    public enum Place: Sendable {
        case residents
        /// The first day's movements.
        case movements
        /// The first system's non-residents.
        case nonResidents
    }

    /// The file that rows of this kind are planted in.
    public var place: Place { row.place }
    /// The code that the rejected row must carry; nil: held for a clerk, not rejected.
    public var expectedCode: String? { row.code }
    /// What is wrong with the row.
    public var japanese: String { row.ja }
    /// What is wrong with the row, in English.
    public var english: String { row.en }

    private var row: (place: Place, code: String?, ja: String, en: String) {
        switch self {
        case .missingSex: (.residents, "E0001", "性別がない", "no sex")
        case .missingPrefecture: (.residents, "E0001", "住所の都道府県がない", "no prefecture in the address")
        case .lettersInIndividualNumber: (.residents, "E0002", "個人番号に英字がある", "a letter in the individual number")
        case .controlCharacter: (.residents, "E0002", "氏名に制御文字がある", "a control character in the name")
        case .unknownSexCode: (.residents, "E0002", "性別が 0・1・2 でない", "sex is none of 0, 1, 2")
        case .wrongDateForm: (.residents, "E0002", "異動年月日が YYYY-MM-DD でない", "movement date not written YYYY-MM-DD")
        case .invalidUTF8: (.residents, "E0002", "氏名が UTF-8 として読めない", "the name is not UTF-8")
        case .nameTooLong: (.residents, "E0003", "氏名が 100 文字を超える", "name longer than 100 characters")
        case .shortIndividualNumber: (.residents, "E0003", "個人番号が 11 桁", "individual number of 11 digits")
        case .unknownBirthWithoutNotation: (.residents, "E0004", "生年月日が不詳なのに不詳表記がない", "birth date unknown, no notation")
        case .individualNumberCheckDigit: (.residents, "E0101", "個人番号の検査数字が違う", "wrong check digit of the individual number")
        case .residentRecordCodeCheckDigit: (.residents, "E0102", "住民票コードの検査数字が違う", "wrong check digit of the resident record code")
        case .localGovernmentCodeCheckDigit: (.residents, "E0103", "市区町村コードの検査数字が違う", "wrong check digit of the local government code")
        case .unknownReason: (.residents, "E0002", "異動事由が一覧にない", "movement reason not in the list")
        case .impossibleDate: (.residents, "E0002", "異動年月日が暦にない日", "movement date is no day of the calendar")
        case .birthInFuture: (.residents, "E0206", "生年月日が未来", "birth date in the future")
        case .individualNumberOfZeros: (.residents, "E0110", "個人番号がすべて0", "an individual number of zeros")
        case .residentRecordCodeOfZeros: (.residents, "E0111", "住民票コードがすべて0", "a resident record code of zeros")
        case .dateOfYearZero: (.residents, "E0002", "住民となった年月日が0年", "a date of year 0")
        case .reasonForForeignersOnly: (.residents, "E0210", "日本人の国籍喪失による記載", "an entry for loss of nationality of a Japanese")
        case .columnMissing: (.residents, "E0300", "列が一つ足りない", "one column too few")
        case .columnTooMany: (.residents, "E0300", "列が一つ多い", "one column too many")
        case .brokenQuote: (.residents, "E0310", "引用符の後に文字がある", "characters after a closing quote")
        case .moveInOfResident: (.movements, "E0201", "住民の転入", "move-in of someone already resident")
        case .moveOutOfMovedOut: (.movements, "E0201", "転出済みの人の転出", "move-out of someone moved out")
        case .deathOfDead: (.movements, "E0201", "死亡した人の死亡", "death of someone dead")
        case .moveOfUnknown: (.movements, "E0201", "記録のない人の転居", "move of someone not on record")
        case .moveChangesName: (.movements, "E0202", "転居で氏名も変わる", "a move that changes the name too")
        case .removalForForeignersOnly: (.movements, "E0210", "日本人の帰化による消除", "a removal for naturalisation of a Japanese")
        case .oldHistoryNumber: (.movements, "E0203", "古い履歴番号", "history number older than the one held")
        case .sameHistoryOtherContent: (.movements, "E0204", "同じ履歴番号で内容が違う", "same history number, other content")
        case .numberChangedWithoutReason:
            (.movements, nil, "個人番号の異動事由（45・46・47）でないのに個人番号が変わる", "individual number changed by a reason other than 45, 46, 47")
        case .numberOfAnother:
            (.movements, nil, "氏名・生年月日・性別がすべて違う人の個人番号", "individual number of someone whose name, birth date and sex all differ")
        case .nonResidentMissingOperator: (.nonResidents, "E0001", "操作者IDがない", "no operator")
        case .nonResidentMergedWithoutTarget: (.nonResidents, "E0004", "名寄せ元なのに名寄せ先がない", "merged, but into nobody")
        case .nonResidentCheckDigit: (.nonResidents, "E0101", "個人番号の検査数字が違う", "wrong check digit of the individual number")
        case .nonResidentNumberOfAnother:
            (.nonResidents, nil, "氏名・生年月日・性別がすべて違う人の個人番号", "individual number of someone whose name, birth date and sex all differ")
        }
    }
}
