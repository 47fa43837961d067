public import Addressee

/// Movements without end, for measurements: rows as `movements-DATE.csv` has them, each valid after the ones before.
///
/// Starting it settles the city (seconds for a million persons) and takes the same way as `generate`: with the same numbers and no systems and
/// no planted rows, its rows are those of the files. Memory grows with the persons moved, less than 1 KB each.
public struct MovementStream: Sequence, IteratorProtocol {
    /// The header row, without line end.
    public static var header: [UInt8] { Array("\(ResidentLayout.columns)".utf8) }

    private let layout: ResidentLayout
    private let movementsPerDay: Int
    private var engine: MovementEngine
    private var leftToday: Int
    private var waiting: ArraySlice<Person> = []

    /// - Throws: `GenerationError` where a number is out of range.
    public init(persons: Int, seed: UInt64, from: CalendarDay, movementsPerDay: Int? = nil) throws {
        var city = try City(persons: persons, seed: seed, today: from)
        var lists = WatchLists()
        city.settle { lists.note($0) }
        self.movementsPerDay = Swift.max(movementsPerDay ?? persons / 1_000, 1)
        layout = ResidentLayout(city: city, edition: .national)
        engine = MovementEngine(city: city, lists: lists)
        engine.day = from
        leftToday = self.movementsPerDay
    }

    /// The day of the next row.
    public var day: CalendarDay { engine.day }

    /// The next row, without line end.
    public mutating func next() -> [UInt8]? {
        if waiting.isEmpty {
            if leftToday == 0 {
                engine.day = engine.day.adding(days: 1)
                leftToday = movementsPerDay
            }
            let rows = engine.next(room: leftToday)
            leftToday -= rows.count
            waiting = rows[...]
        }
        guard let person = waiting.popFirst() else { return nil }
        var row: [UInt8] = []
        row.reserveCapacity(512)
        layout.write(person, to: &row)
        return row
    }
}
