package import Addressee

/// 国民年金が公開するデータセット. What others are given of the department's records (NP-5, NP-11), under policies of theirs.
package enum PensionDataset: String, Sendable, CaseIterable {
    /// 国民年金資格情報: number, class, acquisition and loss, of everybody who has a basic pension number; as it happens.
    case qualification = "pension-qualification"
    /// 国民年金資格異動情報: of those whose qualification became another in the processing month, the month before this one.
    case movement = "pension-movement"
    /// 老齢福祉年金受給者情報: symbol, number and class of the certificate, of those of whom one is registered.
    case welfare = "old-age-welfare-pension"
    /// 国民年金報告情報: reports to the Japan Pension Service, of batches that were released and neither cancelled nor recalled.
    case report = "pension-report"

    /// Its name at the hub.
    package var name: DatasetName? { DatasetName(rawValue: rawValue) }
}

/// 公開する記録. What is published of a person in one dataset, whole.
package struct PensionPublication: Sendable, Hashable, Unprinted {
    /// Tells a person's records apart; empty where there is one.
    package let recordKey: String
    /// By the names of the dataset's items; what is not set is absent.
    package let items: [String: String]
}

extension PensionPublication {
    /// 資格情報. As it stands on a day; `nil` where there is none, or no basic pension number.
    ///
    /// - Throws: `HeldForClerk` where birth or events leave it open.
    static func qualification(of record: PersonRecord, on day: CalendarDay, using tables: RuleTables) throws(HeldForClerk) -> Self? {
        guard let digits = record.basic.data.basicPensionNumber, let newest = try record.periods(on: day, using: tables).byClass.last else { return nil }
        return Self(recordKey: "", items: ["kisonenkinbango": digits].merging(items(newest, withReasons: false)) { $1 })
    }

    /// 資格異動情報 of a month that is over; `nil` where nothing moved. Of whom lives elsewhere by now it is only what was recorded: that days pass is no movement
    /// of theirs here. A basic pension number may come later than the movement.
    ///
    /// - Parameter births: 生年月日 as they were kept, where one was corrected; empty where none was.
    /// - Throws: as `qualification(of:on:using:)`.
    static func movement(of record: PersonRecord, _ births: [KeptBirth], in month: CalendarMonth, using tables: RuleTables) throws(HeldForClerk) -> Self? {
        let events = record.events.map(\.event)
        guard let newest = record.birth else { throw PersonRecord.birthNotGiven(on: month.lastDay, tables) }
        let (birth, former) = (births.known(at: month, or: newest), births.known(at: month.adding(-1), or: newest))
        guard let movement = try MonthlyMovement.of(events, born: birth, before: former, in: month, using: tables),
            record.addressee?.presence == .resident || birth != former
                || events.contains(where: { CalendarMonth(of: CalendarDay(inJapanAt: $0.recordedAt)) == month })
        else { return nil }
        var told = movement.newest.map { items($0, withReasons: true) } ?? [:]
        let key = month.description.filter { $0 != "-" }
        (told["shorinengetsu"], told["kisonenkinbango"]) = (key, record.basic.data.basicPensionNumber)
        return Self(recordKey: key, items: told)
    }

    /// 老齢福祉年金受給者情報. `nil` where no certificate is registered, or no longer.
    static func welfare(of record: PersonRecord) -> Self? {
        guard let certificate = record.welfare.certificate else { return nil }
        let items = ["shoshokigo": certificate.symbol, "shoshobango": certificate.number, "shikyukubun": certificate.paymentClass]
        return Self(recordKey: "", items: items.filter { !$0.value.isEmpty })
    }

    private static func items(_ period: ClassPeriod, withReasons: Bool) -> [String: String] {
        var items = ["hihokenshashubetsu": period.insuredClass.rawValue, "shikakushutokunengappi": period.acquired.description]
        items["shikakusoshitsunengappi"] = period.lost?.description
        guard withReasons else { return items }
        items["shikakushutokujiyu"] = period.acquiredBy.rawValue
        items["shikakusoshitsujiyu"] = period.lostBy?.rawValue
        return items
    }
}
