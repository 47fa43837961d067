/// 引継ぎの作成. What is open of somebody who moved to another municipality.
package struct MakePensionHandover: StaffRequest {
    package static let name = "pension/handover/make"
    package typealias Answer = Sheet
    /// 宛名番号
    package var number: String
    /// 引継ぎ先
    package var destination: String
    /// 受付番号 of what this municipality goes on with.
    package var keeping: [String]

    package init(number: String, destination: String, keeping: [String]) { (self.number, self.destination, self.keeping) = (number, destination, keeping) }
}

/// 引継ぎの確認・取下げ.
package struct EndPensionHandover: StaffRequest {
    package static let name = "pension/handover/end"
    package typealias Answer = Sheet
    /// 引継ぎの番号
    package var number: Int64
    /// Why it is withdrawn; nil: it is confirmed, by another person.
    package var withdrawal: String?

    package init(number: Int64, withdrawal: String?) { (self.number, self.withdrawal) = (number, withdrawal) }
}

/// 引継ぎの一覧.
package struct ListPensionHandovers: StaffRequest {
    package static let name = "pension/handover/list"
    package typealias Answer = Sheet
    /// Also those that were confirmed or withdrawn.
    package var all: Bool
    package var limit: Int?

    package init(all: Bool, limit: Int?) { (self.all, self.limit) = (all, limit) }
}

/// 引継ぎの内容, for people and as data for the next municipality.
package struct ShowPensionHandover: StaffRequest {
    package static let name = "pension/handover/show"
    package typealias Answer = Sheet
    /// 引継ぎの番号
    package var number: Int64

    package init(number: Int64) { self.number = number }
}

/// 引継書の作成. Brings one PDF.
package struct MakePensionHandoverPaper: LongRequest {
    package static let name = "pension/handover/paper"
    package typealias Answer = Sheet
    /// The name under which the file comes.
    package static let fileName = "handover.pdf"
    /// 引継ぎの番号
    package var number: Int64

    package init(number: Int64) { self.number = number }
}

/// 引継ぎのデータの作成. Brings one CSV file, which the next municipality takes in.
package struct MakePensionHandoverData: LongRequest {
    package static let name = "pension/handover/data"
    package typealias Answer = Sheet
    /// The name under which the file comes.
    package static let fileName = "handover.csv"
    /// 引継ぎの番号
    package var number: Int64

    package init(number: Int64) { self.number = number }
}

/// 引継ぎの取込. What another municipality hands on of somebody who moved here: proposals.
package struct TakePensionHandover: FilingRequest {
    package static let name = "pension/handover/take"
    package typealias Answer = TakenFile
    package var fileName: String
    /// 宛名番号 here.
    package var number: String
    package var terms: TakingTerms

    package init(fileName: String, number: String, terms: TakingTerms) { (self.fileName, self.number, self.terms) = (fileName, number, terms) }
}
