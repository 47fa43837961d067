package import Addressee

/// 住民記録の状態. What the resident register tells of a person at one moment, as plain values.
package struct ResidentSnapshot: Sendable, Hashable, Unprinted {
    /// 住民の状態, as far as it matters here.
    package enum Presence: String, Sendable, Hashable, Codable, CaseIterable {
        /// 住民である
        case resident
        /// 国内の別の市区町村へ転出した
        case movedWithinJapan = "moved-within-japan"
        /// 国外へ転出した
        case movedAbroad = "moved-abroad"
        /// 死亡した
        case dead
        /// 職権で消除された
        case removed
        /// 住民でなくなり、住登外者として登録された
        case nonResident = "non-resident"
    }

    /// 住民の状態.
    package var presence: Presence
    /// 生年月日; `nil` where none was ever given.
    package var birth: BirthDate?
    /// 氏名, as it is written; compared only.
    package var name: String
    /// 住所; compared only.
    package var address: String
    /// 世帯主の宛名番号; compared only.
    package var householder: String
    /// 日本国籍.
    package var isJapanese: Bool

    /// What the register tells.
    package init(presence: Presence, birth: BirthDate?, name: String, address: String, householder: String, isJapanese: Bool) {
        self.presence = presence
        self.birth = birth
        self.name = name
        self.address = address
        self.householder = householder
        self.isJapanese = isJapanese
    }
}

/// 住民異動. What changed, when, and whence.
package struct ResidentMovement: Sendable, Hashable, Unprinted {
    /// 転入の別.
    package enum Origin: String, Sendable, Hashable, Codable, CaseIterable {
        /// 国外から
        case abroad
        /// 国内から, or within the municipality.
        case japan
        /// 出生
        case birth
        /// 職権記載など: whence is not told.
        case unknown
    }

    /// Before; `nil` where the register did not have the person.
    package let before: ResidentSnapshot?
    /// After.
    package let after: ResidentSnapshot
    /// 異動日. `nil` where it is unknown.
    package let on: CalendarDay?
    /// 転入の別, of an entry.
    package let origin: Origin

    /// A movement.
    package init(before: ResidentSnapshot?, after: ResidentSnapshot, on day: CalendarDay?, origin: Origin = .japan) {
        self.before = before
        self.after = after
        self.on = day
        self.origin = origin
    }
}

/// 年金の状態. How the person stands with the pension department.
package struct PensionStanding: Sendable, Hashable, Codable {
    /// 被保険者種別; `nil` where the person is not insured.
    package var insuredClass: InsuredClass?
    /// Whether anything that the department recorded counts.
    package var hasRecord: Bool
    /// Whether the record has them living in Japan (国内に住所を有する).
    package var hasAddress: Bool
    /// 保留. Why the record can't be told: then nothing is known of the class, and what changes waits for a clerk.
    package var holds: [Hold]
    /// Whether something of theirs is not finished.
    package var hasOpenTasks: Bool
    /// Whether they have premiums exempt or applied for, so that the householder matters.
    package var hasExemption: Bool
    /// Whether a certificate of the old-age welfare pension is registered.
    package var hasWelfareCertificate: Bool

    /// Whether the record can't be told.
    package var isHeld: Bool { !holds.isEmpty }

    /// How the person stands.
    package init(
        insuredClass: InsuredClass?, hasRecord: Bool, hasAddress: Bool, holds: [Hold] = [], hasOpenTasks: Bool = false, hasExemption: Bool = false,
        hasWelfareCertificate: Bool = false
    ) {
        self.insuredClass = insuredClass
        self.hasRecord = hasRecord
        self.hasAddress = hasAddress
        self.holds = holds
        self.hasOpenTasks = hasOpenTasks
        self.hasExemption = hasExemption
        self.hasWelfareCertificate = hasWelfareCertificate
    }

    /// How the person stands by their history, on its day.
    package init(_ history: InsuredHistory, hasRecord: Bool, hasAddress: Bool, hasOpenTasks: Bool, hasWelfareCertificate: Bool = false) {
        let exemption = history.runs.run(of: CalendarMonth(of: history.on))?.exemption
        self.init(
            insuredClass: history.current, hasRecord: hasRecord, hasAddress: hasAddress, hasOpenTasks: hasOpenTasks,
            hasExemption: exemption.map(\.isOnApplication) ?? false, hasWelfareCertificate: hasWelfareCertificate)
    }
}
