public import Addressee

/// A kind of bad row that can be planted in the files of a pension city. The raw value is stable: command line and `planted.json` use it.
public enum PensionFault: String, Sendable, CaseIterable, Codable {
    case numberTooShort = "pension-number-too-short"
    case numberOfAnother = "pension-number-of-another"
    case unknownClass = "pension-unknown-class"
    case lossBeforeAcquisition = "pension-loss-before-acquisition"
    case periodsOverlap = "pension-periods-overlap"
    case personNotReceived = "pension-person-not-received"
    case exemptionOfEmployee = "pension-exemption-of-employee"
    case monthsReversed = "pension-months-reversed"
    case withdrawnBeforeApplied = "pension-withdrawn-before-applied"
    case unknownGround = "pension-unknown-ground"
    case legalExemptionOfEmployee = "pension-legal-exemption-of-employee"
    case maternityBeforeLaw = "pension-maternity-before-law"
    case childcareBeforeBirth = "pension-childcare-before-birth"
    case exemptWithinFund = "pension-exempt-within-fund"
    case claimBeforeRight = "pension-claim-before-right"
    case visitAfterCertain = "pension-visit-after-certain"
    case survivorOfTheLiving = "pension-survivor-of-the-living"
    case sentBeforeReceived = "pension-sent-before-received"

    /// The file that rows of this kind are planted in.
    public var place: FileLayout.PensionFile { row.place }
    /// The code that the rejected row must carry; nil: held for a clerk, not rejected.
    public var expectedCode: String? { row.code }
    /// What is wrong with the row.
    public var japanese: String { row.ja }
    /// What is wrong with the row, in English.
    public var english: String { row.en }

    private var row: (place: FileLayout.PensionFile, code: String?, ja: String, en: String) {
        switch self {
        case .numberTooShort: (.basic, "E0003", "基礎年金番号が 9 桁", "basic pension number of 9 digits")
        case .numberOfAnother: (.basic, nil, "ほかの人の基礎年金番号", "basic pension number of another")
        case .unknownClass: (.qualification, "J0097", "種別が一覧にない", "class of insured that is not in the list")
        case .lossBeforeAcquisition: (.qualification, "J0097", "喪失日が取得日より前", "lost before it was acquired")
        case .periodsOverlap: (.qualification, "J0098", "重なる資格期間", "periods that overlap")
        case .personNotReceived: (.qualification, nil, "国民年金のシステムが受け取っていない人", "somebody whom the pension system was not given")
        case .exemptionOfEmployee: (.exemption, "J0098", "第2号被保険者の月の免除", "exemption of a month of the second class")
        case .monthsReversed: (.exemption, "J0097", "終月が始月より前", "the last month before the first")
        case .withdrawnBeforeApplied: (.additional, "J0097", "辞退の申出日が申出日より前", "withdrawn before it was applied for")
        case .unknownGround: (.legalExemption, "J0097", "法定免除の事由が一覧にない", "ground of a legal exemption that is not in the list")
        case .legalExemptionOfEmployee: (.legalExemption, "J0098", "第2号被保険者の月の法定免除", "legal exemption of months of the second class")
        case .maternityBeforeLaw: (.maternity, "J0097", "産前産後の免除が始まる前の出産", "a birth before such exemptions began")
        case .childcareBeforeBirth: (.childcare, "J0097", "養育の始まりの日が子の生年月日より前", "raised before it was born")
        case .exemptWithinFund: (.fund, nil, "国民年金基金に加入している間の免除", "an exemption that begins within the membership of a fund")
        case .claimBeforeRight: (.oldAgeClaim, "J0097", "受給権の発生した日が受付日より後", "claimed before there was a right")
        case .visitAfterCertain: (.disabilityClaim, "J0097", "初診日が障害認定日より後", "first visit after the disability was certain")
        case .survivorOfTheLiving: (.survivorClaim, nil, "死亡していない人の死亡による請求", "claim by the death of somebody who lives")
        case .sentBeforeReceived: (.oldAgeWelfareClaim, "J0097", "進達日が受付日より前", "sent before it was received")
        }
    }
}
