public import Addressee

/// A department whose system runs as a module in this process: its names, and its rules for whom it works with.
public struct DepartmentKind: Sendable, Hashable, CustomStringConvertible {
    /// The system's name at the hub.
    public let systemName: SystemName
    /// Name for people, in Japanese.
    public let label: String
    /// The module's database schema; nobody else's role may enter it.
    public let schema: String
    /// The database role that the module's connections take.
    public let role: String
    /// The role that owns the module's database, where it has one of its own; no login takes it but that of migrations.
    public let owner: String
    let worklist: any Worklist

    init(_ systemName: SystemName, label: String, schema: String, worklist: any Worklist) {
        self.systemName = systemName
        self.label = label
        self.schema = schema
        role = "atena_" + schema
        owner = role + "_owner"
        self.worklist = worklist
    }

    /// 税務.
    public static let tax = DepartmentKind(.tax, label: "税務", schema: "tax", worklist: TaxWorklist())
    /// 児童手当.
    public static let childcare = DepartmentKind(
        .childcare, label: "児童手当", schema: "childcare", worklist: ChildcareWorklist())
    /// 介護保険.
    public static let careInsurance = DepartmentKind(
        .careInsurance, label: "介護保険", schema: "care_insurance", worklist: CareInsuranceWorklist.worklist)
    /// 国民健康保険.
    public static let healthInsurance = DepartmentKind(
        .healthInsurance, label: "国民健康保険", schema: "health_insurance", worklist: HealthInsuranceWorklist.worklist)
    /// 国民年金.
    public static let nationalPension = DepartmentKind(
        .nationalPension, label: "国民年金", schema: "national_pension", worklist: NationalPensionWorklist.worklist)

    /// All modules.
    public static let all: [DepartmentKind] = [.tax, .childcare, .careInsurance, .healthInsurance, .nationalPension]

    /// The module of a system; `nil` where the system has none.
    public init?(_ systemName: SystemName) {
        guard let found = Self.all.first(where: { $0.systemName == systemName }) else { return nil }
        self = found
    }

    /// 部署の記録のスキーマ. The schemas of the department's system: the module's and, where the department keeps records of its own beside it, theirs.
    public var schemas: [String] { self == .nationalPension ? [schema, "pension"] : [schema] }

    /// By system name.
    public static func == (a: Self, b: Self) -> Bool { a.systemName == b.systemName }
    /// By system name.
    public func hash(into hasher: inout Hasher) { hasher.combine(systemName) }
    /// For people; no key, no personal data.
    public var description: String { systemName.rawValue }
}
