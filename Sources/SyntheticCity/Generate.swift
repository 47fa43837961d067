internal import Addressee
internal import Foundation
internal import TextFiles

/// Writes a synthetic city: `residents.csv`, a `movements-DATE.csv` for each day, a `nonresidents-SYSTEM.csv` for each system and, if rows
/// are planted, `planted.json`. To be loaded in this order. Of a pension city the files of `PensionFiles` as well: they say what stood on the day before the first
/// movement, and are to be loaded before the movements.
///
/// It blocks: call it on a thread of your own, never in the cooperative pool. Memory does not grow with the rows.
/// - Parameter progress: rows done and rows in all, called now and then on the same thread.
/// - Throws: `GenerationError` (a number out of range, a file that cannot be written, nobody to plant a fault on).
public func generate(_ request: CityRequest, progress: (Int, Int) -> Void = { _, _ in }) throws -> CitySummary {
    try withoutActuallyEscaping(progress) { try CityWriter(request).run($0) }
}

private struct CityWriter {
    private let request: CityRequest
    private var city: City
    private var summary = CitySummary()
    private var planted: [PlantedEntry] = []

    init(_ request: CityRequest) throws(GenerationError) {
        guard (0...3_660).contains(request.days) else { throw .request("days: \(request.days) given, 0 to 3,660 expected") }
        guard (0...1_000_000).contains(request.rowsADay) else {
            throw .request("movements per day: \(request.rowsADay) given, 0 to 1,000,000 expected")
        }
        guard Set(request.systems).count == request.systems.count else { throw .request("a system stands twice") }
        for fault in request.plant {
            if fault.place == .movements, request.days == 0 { throw .plant(fault, "needs at least one day of movements") }
            if fault.place == .nonResidents, request.systems.isEmpty { throw .plant(fault, "needs a system that knows non-residents") }
        }
        if !request.pension, let fault = request.plantPension.first { throw .plant(fault, "needs a pension city") }
        self.request = request
        city = try City(persons: request.persons, seed: request.seed, today: request.from, of: request.body)
    }

    consuming func run(_ progress: @escaping (Int, Int) -> Void) throws -> CitySummary {
        do {
            try FileManager.default.createDirectory(atPath: request.directory, withIntermediateDirectories: true)
        } catch {
            throw GenerationError.file(request.directory, "the directory cannot be made")
        }
        let people = NonResidents(city: city)
        let sources = request.systems.map { people.source($0) }
        let total = request.persons + request.days * request.rowsADay + sources.reduce(0) { $0 + $1.count }
        var meter = Meter(total: total, report: progress)

        let lists = try writeResidents(&meter)
        var planter = FaultPlanter(city: city, edition: request.edition, firstDay: request.from, made: request.plant.count)
        var movementFaults: [PlantedRow] = []
        var nonResidentFaults: [PlantedRow] = []
        for fault in request.plant where fault.place == .movements {
            movementFaults.append(try planter.row(fault, amongRows: request.rowsADay))
        }
        for fault in request.plant where fault.place == .nonResidents {
            nonResidentFaults.append(try planter.row(fault, amongRows: sources.first?.count ?? 0, firstSource: sources.first))
        }
        var engine = MovementEngine(
            city: city, lists: lists, reserved: planter.reserved,
            nonResidentsWhoMayMoveIn: NonResidents(city: city).shared(by: sources))
        try writeMovements(&engine, planted: movementFaults, &meter)
        // Numbers that movements changed are not shown: the files must load in any order.
        let reserved = planter.reserved
        let changed = engine.changed
        for (index, source) in sources.enumerated() {
            let rows = NonResidentRows(people: NonResidents(city: city), source: source) {
                changed[$0.number] == nil && !reserved.contains($0.household)
            }
            try writeNonResidents(rows, planted: index == 0 ? nonResidentFaults : [], &meter)
        }
        if request.pension { try writePension(moving: Set(changed.keys.filter { $0 <= request.persons }.map(city.householdIndex))) }
        try writePlanted()
        meter.finish()
        return summary
    }

    private mutating func writeResidents(_ meter: inout Meter) throws -> WatchLists {
        // Made before the city is settled: these rows are about nobody of it.
        var planter = FaultPlanter(city: city, edition: request.edition, firstDay: request.from)
        var faults: [PlantedRow] = []
        for fault in request.plant where fault.place == .residents {
            faults.append(try planter.row(fault, amongRows: request.persons))
        }
        let layout = ResidentLayout(city: city, edition: request.edition)
        var lists = WatchLists()
        var file = try OutputFile(directory: request.directory, name: "residents.csv", header: ResidentLayout.columns, planted: faults)
        try city.settle { person in
            lists.note(person)
            try file.row { layout.write(person, to: &$0) }
            meter.step()
        }
        summary.residents = lists.residents
        summary.households = city.households
        note("residents.csv", try file.finish())
        return lists
    }

    private mutating func writeMovements(_ engine: inout MovementEngine, planted faults: [PlantedRow], _ meter: inout Meter) throws {
        let layout = ResidentLayout(city: city, edition: request.edition)
        for index in 0..<request.days {
            let day = request.from.adding(days: index)
            let name = "movements-\(day).csv"
            var file = try OutputFile(
                directory: request.directory, name: name, header: ResidentLayout.columns, planted: index == 0 ? faults : [])
            try engine.pass(day, movements: request.rowsADay) { person in
                try file.row { layout.write(person, to: &$0) }
                meter.step()
            }
            note(name, try file.finish())
        }
    }

    private mutating func writeNonResidents(_ rows: NonResidentRows, planted faults: [PlantedRow], _ meter: inout Meter) throws {
        let layout = NonResidentLayout(city: city, edition: request.edition)
        let name = "nonresidents-\(rows.source.name).csv"
        var file = try OutputFile(directory: request.directory, name: name, header: NonResidentLayout.columns(request.edition), planted: faults)
        for row in 0..<rows.source.count {
            let record = rows.record(row)
            try file.row { layout.write(record, to: &$0) }
            meter.step()
        }
        note(name, try file.finish())
    }

    /// - Parameter moving: households of those who move, which are written whatever is asked for.
    private mutating func writePension(moving: Set<Int>) throws {
        let through = request.from.adding(days: -1)
        var files = try PensionFiles(
            city: city, directory: request.directory, through: through, takenIn: request.from.adding(days: request.days), planting: request.plantPension)
        for household in 0..<city.households where moving.contains(household) || files.persons < request.pensionPersons ?? .max {
            try files.write(PensionHousehold(city.household(household), household: household, of: city, through: through))
        }
        let written = try files.finish()
        summary.files += written.files
        planted += written.planted.map { PlantedEntry($0) }
        summary.planted = planted.count
    }

    private mutating func note(_ name: String, _ written: (rows: Int, bytes: Int, placed: [PlacedRow])) {
        summary.files.append(CitySummary.File(name: name, rows: written.rows, bytes: written.bytes))
        planted += written.placed.map { PlantedEntry($0, file: name) }
        summary.planted = planted.count
    }

    private func writePlanted() throws {
        let path = request.directory + "/planted.json"
        do {
            // A list of an earlier run would be wrong.
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
            guard !planted.isEmpty else { return }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try BlockingWholeFile.write(Array(try encoder.encode(planted)), to: path, readers: .everybody)
        } catch {
            throw GenerationError.file(path, "cannot be written")
        }
    }
}

/// A line of `planted.json`.
private struct PlantedEntry: Encodable {
    let fault: String
    let file: String
    /// Line of the file; the header is line 1.
    let line: Int
    /// `rejected` or `held`.
    let outcome: String
    /// Code of the rejection.
    let code: String?
    let japanese: String
    let english: String

    init(_ row: PlacedRow, file: String) {
        fault = row.fault.rawValue
        self.file = file
        line = row.line
        code = row.fault.expectedCode
        outcome = code == nil ? "held" : "rejected"
        japanese = row.fault.japanese
        english = row.fault.english
    }

    init(_ row: PlacedPensionRow) {
        fault = row.fault.rawValue
        file = row.file
        line = row.line
        code = row.fault.expectedCode
        outcome = code == nil ? "held" : "rejected"
        japanese = row.fault.japanese
        english = row.fault.english
    }
}

/// Tells progress a hundred times or so.
private struct Meter {
    private let total: Int
    private let report: (Int, Int) -> Void
    private var done = 0

    init(total: Int, report: @escaping (Int, Int) -> Void) {
        self.total = total
        self.report = report
    }

    mutating func step() {
        done += 1
        if done % max(total / 100, 1) == 0 { report(done, total) }
    }

    func finish() { report(total, total) }
}
