/// 届出の種類. What is filed with the department: a fact each, or what is no fact of the rules (氏名の変更, 年金基本情報) or takes a record back (取消し).
package enum NoticeKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// 20歳到達: an address in Japan, as the law makes the rest.
    case reached20 = "reached-20"
    /// 60歳到達: the law alone makes the loss, nothing is recorded.
    case reached60 = "reached-60"
    /// 外国からの転入
    case enteredJapan = "entered-japan"
    /// 国外への転出
    case leftJapan = "left-japan"
    /// 住所の取得, of whom it makes no acquisition (第2号、第3号、被保険者でない人): the register tells it, nobody files it and the Service is not told.
    case addressGained = "address-gained"
    /// 住所の喪失, of whom it makes no loss; the same.
    case addressLost = "address-lost"
    /// 国内の転出入・転居
    case movedWithinJapan = "moved-within-japan"
    /// 死亡
    case died
    /// 就職
    case employmentBegan = "employment-began"
    /// 退職
    case employmentEnded = "employment-ended"
    /// 被扶養配偶者となった
    case dependencyBegan = "dependency-began"
    /// 被扶養配偶者でなくなった
    case dependencyEnded = "dependency-ended"
    /// 配偶者の退職
    case spouseEmploymentEnded = "spouse-employment-ended"
    /// 配偶者の65歳到達
    case spouseReached65 = "spouse-reached-65"
    /// 老齢給付等の受給権の取得
    case oldAgeBenefitBegan = "old-age-benefit-began"
    /// 老齢給付等の受給権の消滅
    case oldAgeBenefitEnded = "old-age-benefit-ended"
    /// 適用除外の該当
    case exclusionBegan = "exclusion-began"
    /// 適用除外の非該当
    case exclusionEnded = "exclusion-ended"
    /// 任意加入の申出
    case voluntaryApplied = "voluntary-applied"
    /// 任意加入の資格喪失の申出
    case voluntaryWithdrawn = "voluntary-withdrawn"
    /// 任意加入の滞納による喪失
    case voluntaryLapsed = "voluntary-lapsed"
    /// 480月の到達
    case fullMonthsReached = "full-months-reached"
    /// 日本国籍の喪失
    case nationalityLost = "nationality-lost"
    /// 老齢の年金の受給権の取得
    case oldAgePensionAcquired = "old-age-pension-acquired"
    /// 付加保険料の納付の申出
    case additionalApplied = "additional-applied"
    /// 付加保険料の辞退の申出
    case additionalWithdrawn = "additional-withdrawn"
    /// 付加保険料の該当の届出: of farmers, who pay it without applying
    case farmersPensionBegan = "farmers-pension-began"
    /// 付加保険料の非該当の届出
    case farmersPensionEnded = "farmers-pension-ended"
    /// 国民年金基金への加入
    case fundJoined = "fund-joined"
    /// 国民年金基金からの脱退
    case fundLeft = "fund-left"
    /// 免除・納付猶予の申請: what the Service decides on.
    case exemptionApplied = "exemption-applied"
    /// 学生納付特例の申請
    case studentApplied = "student-applied"
    /// 免除・納付猶予の取消しの申請: what the Service decides on.
    case exemptionCancelApplied = "exemption-cancel-applied"
    /// 基礎年金番号通知書の再交付の申請
    case numberNoticeRequested = "number-notice-requested"
    /// 老齢基礎年金の請求
    case oldAgeClaimed = "claim-old-age"
    /// 障害基礎年金の請求
    case disabilityClaimed = "claim-disability"
    /// 遺族基礎年金の請求
    case survivorClaimed = "claim-survivor"
    /// 老齢福祉年金の請求
    case oldAgeWelfareClaimed = "claim-old-age-welfare"
    /// 寡婦年金の請求
    case widowClaimed = "claim-widow"
    /// 死亡一時金の請求
    case deathLumpSumClaimed = "claim-death-lump-sum"
    /// 未支給年金の請求
    case unpaidClaimed = "claim-unpaid"
    /// 特別障害給付金の請求
    case specialDisabilityClaimed = "claim-special-disability"
    /// 特別一時金の請求
    case specialLumpSumClaimed = "claim-special-lump-sum"
    /// 免除・猶予の承認 by the Service
    case exemptionGranted = "exemption-granted"
    /// 免除・猶予の取消し by the Service
    case exemptionRevoked = "exemption-revoked"
    /// 免除・猶予の却下 by the Service: no month changes.
    case exemptionRefused = "exemption-refused"
    /// 法定免除の事由の該当
    case legalExemptionBegan = "legal-exemption-began"
    /// 法定免除の事由の消滅
    case legalExemptionEnded = "legal-exemption-ended"
    /// 法定免除の期間の納付申出
    case paymentElected = "payment-elected"
    /// 産前産後の免除
    case maternity
    /// 育児の免除
    case childcare
    /// 移行した記録
    case carriedOver = "carried-over"
    /// 氏名の変更: no rule counts with a name.
    case nameChanged = "name-changed"
    /// 生年月日の訂正: the hub tells the date, the record has none of its own.
    case birthCorrected = "birth-corrected"
    /// 世帯主の変更: whose income counts for an exemption.
    case householderChanged = "householder-changed"
    /// 案の却下: a proposal that calls for nothing after all.
    case proposalDismissed = "proposal-dismissed"
    /// 年金基本情報の登録・変更
    case basicData = "basic-data"
    /// 老齢福祉年金の証書の登録・変更・終了
    case welfareCertificate = "welfare-certificate"
    /// 記録の取消し
    case cancellation

    /// By which notice a fact is filed.
    package init(of fact: PensionFact) {
        self =
            switch fact {
            case .addressGained: .enteredJapan
            case .addressLost: .leftJapan
            case .movedWithinJapan: .movedWithinJapan
            case .died: .died
            case .employmentBegan: .employmentBegan
            case .employmentEnded: .employmentEnded
            case .dependencyBegan: .dependencyBegan
            case .dependencyEnded: .dependencyEnded
            case .spouseEmploymentEnded: .spouseEmploymentEnded
            case .spouse65thBirthday: .spouseReached65
            case .oldAgeBenefitBegan: .oldAgeBenefitBegan
            case .oldAgeBenefitEnded: .oldAgeBenefitEnded
            case .exclusionBegan: .exclusionBegan
            case .exclusionEnded: .exclusionEnded
            case .voluntaryApplied: .voluntaryApplied
            case .voluntaryWithdrawn: .voluntaryWithdrawn
            case .voluntaryLapsed: .voluntaryLapsed
            case .fullMonthsReached: .fullMonthsReached
            case .nationalityLost: .nationalityLost
            case .oldAgePensionAcquired: .oldAgePensionAcquired
            case .additionalApplied: .additionalApplied
            case .additionalWithdrawn: .additionalWithdrawn
            case .farmersPensionBegan: .farmersPensionBegan
            case .farmersPensionEnded: .farmersPensionEnded
            case .fundJoined: .fundJoined
            case .fundLeft: .fundLeft
            case .exemptionGranted, .exemptionDecided: .exemptionGranted
            case .exemptionRevoked: .exemptionRevoked
            case .legalExemptionBegan: .legalExemptionBegan
            case .legalExemptionEnded: .legalExemptionEnded
            case .paymentElected: .paymentElected
            case .maternity: .maternity
            case .childcare: .childcare
            case .carriedOver: .carriedOver
            }
    }

    /// By which notice a proposal is carried out.
    package init(of proposal: NotificationKind) {
        self =
            switch proposal {
            case .acquireAt20: .reached20
            case .loseAt60: .reached60
            case .acquireFromAbroad: .enteredJapan
            case .loseAbroad: .leftJapan
            case .loseByDeath: .died
            case .becomeClass2: .employmentBegan
            case .changeName: .nameChanged
            case .changeAddress, .moveWithinJapan: .movedWithinJapan
            case .changeOfHouseholder: .householderChanged
            case .correctBirthDate: .birthCorrected
            case .endWelfareCertificate: .welfareCertificate
            // Of which it is, the proposal says; what it does not say is nothing that could be received.
            case .handedOn: .proposalDismissed
            }
    }

    /// 免除等の申請, by its group.
    package init(applicationOf group: ExemptionYears.Group) { self = group == .student ? .studentApplied : .exemptionApplied }

    /// 免除等の申請: examined, and forwarded to the Service, which decides.
    package var isApplication: Bool { self == .exemptionApplied || self == .studentApplied }

    /// 日本年金機構への申請: received and reported as it is (`PensionRequest`).
    package var isRequest: Bool { self == .exemptionCancelApplied || self == .numberNoticeRequested }

    /// 裁定請求, by its kind.
    package init(claimOf kind: ClaimKind) {
        self =
            switch kind {
            case .oldAge: .oldAgeClaimed
            case .disability: .disabilityClaimed
            case .survivor: .survivorClaimed
            case .oldAgeWelfare: .oldAgeWelfareClaimed
            case .widow: .widowClaimed
            case .deathLumpSum: .deathLumpSumClaimed
            case .unpaid: .unpaidClaimed
            case .specialDisability: .specialDisabilityClaimed
            case .specialLumpSum: .specialLumpSumClaimed
            }
    }

    /// 裁定請求等: looked through for what is missing, and sent to the Service, which decides.
    package var isClaim: Bool { ClaimKind.allCases.contains { NoticeKind(claimOf: $0) == self } }

    /// Whether somebody files it as what it says; 取消し, 移行した記録, 年金基本情報, 老齢福祉年金の証書, 案の却下, 免除等の申請 and 裁定請求 come by ways of their own.
    package var isFiled: Bool {
        switch self {
        case .cancellation, .carriedOver, .basicData, .welfareCertificate, .proposalDismissed, .exemptionApplied, .studentApplied: false
        default: !isClaim
        }
    }
}
