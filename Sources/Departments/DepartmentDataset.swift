public import Addressee
internal import ReceiverLedger

/// A dataset that a department's module keeps, and where.
public struct DepartmentDataset: Sendable, Hashable {
    /// The dataset's name at the hub.
    public let name: DatasetName
    /// Schema versions that the module understands.
    public let versions: ClosedRange<Int>
    let table: LedgerTable

    /// 宛名: every module keeps the persons it works with.
    public static let addressee = DepartmentDataset(name: .addressee, versions: 2...2, table: .person)

    /// By name.
    public static func == (a: Self, b: Self) -> Bool { a.name == b.name }
    /// By name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension DepartmentDataset {
    /// 所得情報, for the exemption of premiums (国民年金法90条–90条の3).
    public static let taxIncome: DepartmentDataset? = DatasetName(rawValue: "tax-income").map {
        DepartmentDataset(name: $0, versions: 1...1, table: .records("tax_income"))
    }
}

extension DepartmentKind {
    /// What the module is given, a receiver each.
    public var datasets: [DepartmentDataset] {
        self == .nationalPension ? [.addressee] + (DepartmentDataset.taxIncome.map { [$0] } ?? []) : [.addressee]
    }
}
