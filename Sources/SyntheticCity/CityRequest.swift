public import Addressee

/// What to invent and where to put it.
public struct CityRequest: Sendable {
    /// Rows of `residents.csv` without planted ones: residents and those who were; 1 ... 10,000,000.
    public var persons: Int
    /// The same persons, seed and first day give the same bytes, on any machine.
    public var seed: UInt64
    /// Made if it is not there; files in it of the same names are replaced.
    public var directory: String
    /// First day of movements. Ages are as of this day, and `residents.csv` is the state at its beginning.
    public var from: CalendarDay
    /// Number of `movements-DATE.csv`.
    public var days: Int
    /// Rows a day; nil: one for a thousand persons.
    public var movementsPerDay: Int?
    /// Systems that get a `nonresidents-SYSTEM.csv`.
    public var systems: [SystemName]
    /// Bad rows; a kind that stands twice is planted twice.
    public var plant: [Fault]

    /// Whether an earlier pension system's records, incomes and what is still to be filed are written beside: a pension city.
    public var pension: Bool
    /// So many persons with a pension record, beside the households of those who move; nil: everybody who has one.
    public var pensionPersons: Int?
    /// Bad rows of the pension city's files; a kind that stands twice is planted twice.
    public var plantPension: [PensionFault]

    /// 様式の版. The same city in another edition says the same in other codes.
    public var edition: LayoutEdition
    /// 団体. Whose city it is, and whose files; nil: さいたま市's.
    public var body: LocalGovernmentCode?

    /// Nothing is checked or written before the city is generated.
    public init(
        persons: Int, seed: UInt64 = 1, directory: String, from: CalendarDay, days: Int = 0, movementsPerDay: Int? = nil,
        systems: [SystemName] = CityRequest.standardSystems, plant: [Fault] = [],
        pension: Bool = false, pensionPersons: Int? = nil, plantPension: [PensionFault] = [], edition: LayoutEdition = .national,
        of body: LocalGovernmentCode? = nil
    ) {
        self.persons = persons
        self.seed = seed
        self.directory = directory
        self.from = from
        self.days = days
        self.movementsPerDay = movementsPerDay
        self.systems = systems
        self.plant = plant
        self.pension = pension
        self.pensionPersons = pensionPersons
        self.plantPension = plantPension
        self.edition = edition
        self.body = body
    }

    /// The first day of so many days of movements, all of which lie before `today`: nobody takes in what has not happened yet.
    public static func firstDay(of days: Int, before today: CalendarDay) -> CalendarDay { today.adding(days: -max(days, 0)) }

    /// The five departments that know non-residents.
    public static let standardSystems: [SystemName] = [.tax, .childcare, .careInsurance, .healthInsurance, .nationalPension]

    var rowsADay: Int { movementsPerDay ?? max(persons / 1_000, 1) }
}

/// What was written.
public struct CitySummary: Sendable {
    /// One file written.
    public struct File: Sendable {
        /// Name within the directory.
        public let name: String
        /// Rows without the header, planted ones included.
        public let rows: Int
        /// Size in bytes, header included.
        public let bytes: Int
    }

    /// In the order written; `planted.json` is not among them.
    public internal(set) var files: [File] = []
    /// Those of the first load who are residents, provisional ones included.
    public internal(set) var residents = 0
    /// 世帯 of the first load.
    public internal(set) var households = 0
    /// Bad rows in all files: the lines of `planted.json`.
    public internal(set) var planted = 0
}
