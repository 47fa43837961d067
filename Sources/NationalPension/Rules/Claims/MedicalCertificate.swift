package import Addressee

/// 診断書の様式. Forms of the medical certificate that is attached to a claim for disability (国民年金法施行規則第31条第2項; the Service's 様式第120号の1 to の7).
package enum CertificateForm: String, Sendable, Hashable, Codable, CodedTerm {
    /// 眼の障害用
    case eye
    /// 聴覚・鼻腔機能・平衡感覚・そしゃく・嚥下・言語機能の障害用
    case hearing
    /// 肢体の障害用
    case limbs
    /// 精神の障害用
    case mental
    /// 呼吸器疾患の障害用
    case respiratory
    /// 循環器疾患の障害用
    case circulatory
    /// 腎疾患・肝疾患・糖尿病の障害用
    case kidney
    /// 血液・造血器・その他の障害用
    case blood

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .eye: "眼"
        case .hearing: "聴覚等"
        case .limbs: "肢体"
        case .mental: "精神"
        case .respiratory: "呼吸器"
        case .circulatory: "循環器"
        case .kidney: "腎・肝・糖尿病"
        case .blood: "血液・その他"
        }
    }
}

/// 診断書. What a medical certificate says of itself; nothing of what is certified is kept.
package struct MedicalCertificate: Sendable, Hashable, Codable, Unprinted {
    /// 様式; `nil` where it is not told.
    package let form: CertificateForm?
    /// 作成日.
    package let madeOn: CalendarDay
    /// 現症日, the day whose condition it certifies; `nil` where it is not told.
    package let conditionOn: CalendarDay?
    /// 医療機関, as written; `nil` where it is not told.
    package let hospital: String?

    package init(madeOn: CalendarDay, form: CertificateForm? = nil, conditionOn: CalendarDay? = nil, hospital: String? = nil) {
        (self.form, self.madeOn, self.conditionOn, self.hospital) = (form, madeOn, conditionOn, hospital)
    }

    /// The same without what tells where somebody is treated.
    var withoutPlace: MedicalCertificate { MedicalCertificate(madeOn: madeOn, form: form, conditionOn: conditionOn) }
}

/// 診断書情報. The medical certificates of a claim, and where the first medical examination was.
package struct CertificateFacts: Sendable, Hashable, Codable, Unprinted {
    /// 診断書, the first first: two where the condition of two days, or of two parts of the body, is certified.
    package let certificates: [MedicalCertificate]
    /// 初診の医療機関, as written; `nil` where it is not told.
    package let firstHospital: String?
    /// 受診状況等証明書の作成日; `nil` where there is none.
    package let provedOn: CalendarDay?

    package init(_ certificates: [MedicalCertificate], firstHospital: String? = nil, provedOn: CalendarDay? = nil) {
        (self.certificates, self.firstHospital, self.provedOn) = (certificates, firstHospital, provedOn)
    }

    /// Each day that they tell, by its name, in the order in which they are told.
    package var days: [(label: String, day: CalendarDay)] {
        var days: [(label: String, day: CalendarDay)] = []
        for (certificate, number) in zip(certificates, ["", "2通目の"]) {
            if let day = certificate.conditionOn { days.append((label: "\(number)診断書の現症日", day: day)) }
            days.append((label: "\(number)診断書の作成日", day: certificate.madeOn))
        }
        if let provedOn { days.append((label: "受診状況等証明書の作成日", day: provedOn)) }
        return days
    }

    /// Whether somebody else than the certificates' hospitals saw the person first: then a paper proves when (受診状況等証明書).
    var isOfAnotherHospital: Bool {
        guard provedOn == nil else { return true }
        let hospitals = certificates.compactMap(\.hospital)
        guard let firstHospital, !hospitals.isEmpty else { return false }
        return !hospitals.contains { SearchKey.areAlike($0, firstHospital) }
    }

    /// The same without what tells where somebody is treated.
    var withoutPlace: CertificateFacts { CertificateFacts(certificates.map(\.withoutPlace), provedOn: provedOn) }
}
