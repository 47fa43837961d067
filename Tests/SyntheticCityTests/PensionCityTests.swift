import Addressee
import Foundation
import SyntheticCity
import Testing

@Suite("A pension city")
struct PensionCityTests {
    private static let files = FileLayout.PensionFile.allCases.map { "pension-\($0.rawValue).csv" }

    private struct Period {
        let insuredClass: String
        let from: CalendarDay
        let until: CalendarDay?
        let reason: String
        let end: String

        func contains(_ day: CalendarDay) -> Bool { from <= day && (until.map { day < $0 } ?? true) }
    }

    /// All that the files say of a person.
    private struct Life {
        let resident: [String: String]
        var periods: [Period] = []
        var exemptions: [(kind: String, first: String, last: String)] = []

        var born: CalendarDay? { CalendarDay(resident["seinengappi"] ?? "") }

        /// The class of a month is the last of its days'.
        func insuredClass(_ month: String) -> String? {
            let parts = month.split(separator: "-").compactMap { Int($0) }
            let next = parts[1] == 12 ? CalendarDay(year: parts[0] + 1, month: 1, day: 1) : CalendarDay(year: parts[0], month: parts[1] + 1, day: 1)
            return next.flatMap { next in periods.last { $0.contains(next.adding(days: -1)) }?.insuredClass }
        }
    }

    private func lives(_ city: GeneratedCity) throws -> [String: Life] {
        var lives = Dictionary(uniqueKeysWithValues: try city.rows("residents.csv").map { ($0["atenabango"] ?? "", Life(resident: $0)) })
        for row in try city.rows("pension-qualification.csv") {
            #expect(CalendarDay(row["kijunbi"] ?? "") == city.from.adding(days: -1))
            let period = Period(
                insuredClass: row["shubetsu"] ?? "", from: try #require(CalendarDay(row["shutokubi"] ?? "")), until: CalendarDay(row["soshitsubi"] ?? ""),
                reason: row["shutokujiyu"] ?? "", end: row["soshitsujiyu"] ?? "")
            lives[row["atenabango"] ?? "", default: Life(resident: [:])].periods.append(period)
        }
        for row in try city.rows("pension-exemption.csv") {
            lives[row["atenabango"] ?? ""]?.exemptions.append((row["menjoshubetsu"] ?? "", row["kaishitsuki"] ?? "", row["shuryotsuki"] ?? ""))
        }
        return lives
    }

    private func months(_ first: String, _ last: String) -> [String] {
        var months: [String] = []
        var parts = first.split(separator: "-").compactMap { Int($0) }
        while true {
            let month = "\(parts[0])-\(parts[1] < 10 ? "0" : "")\(parts[1])"
            guard month <= last else { return months }
            months.append(month)
            parts = parts[1] == 12 ? [parts[0] + 1, 1] : [parts[0], parts[1] + 1]
        }
    }

    @Test("Histories fit the lives", arguments: [1, 2, 3, 7, 99])
    func lives(seed: UInt64) throws {
        let city = try GeneratedCity(persons: 4_000, seed: seed, pension: true)
        let through = city.from.adding(days: -1)
        let interest = Set(try city.text("pension-interest.txt").dropFirst())
        let all = try lives(city)
        let households = Dictionary(grouping: all.values) { $0.resident["setaibango"] ?? "" }
        var (classes, ends): ([String: Int], [String: Int]) = ([:], [:])
        for (number, life) in all where !life.periods.isEmpty {
            let born = try #require(life.born, "of a person with a record the birth is known")
            let (from, until) = (LegalAge.attained(20, born: born), LegalAge.attained(60, born: born))
            let state = life.resident["juminjotai"]
            let isGiven = state == "1" && from <= through && city.from < until
            #expect(isGiven != interest.contains(number), "whom the hub doesn't give needs an interest")
            for (period, next) in zip(life.periods, life.periods.dropFirst()) { #expect(period.until == next.from && period.end.isEmpty) }
            for period in life.periods {
                #expect(period.from <= through && (period.until.map { period.from < $0 && $0 <= through } ?? true))
                if period.insuredClass != "2" { #expect(period.from >= from && (period.until ?? through) <= until, "\(period)") }
            }
            let (first, last) = (try #require(life.periods.first), try #require(life.periods.last))
            switch first.reason {
            case "acquire-20", "acquire-20-student": #expect(first.from == from)
            case "acquire-entered-japan":
                #expect(life.resident["juminshubetsu"] == "2" && first.from.description == life.resident["juminnengappi"] && first.from > from)
            case "acquire-employment": #expect(first.insuredClass == "2" && first.from < until)
            default: #expect(first.reason.isEmpty && first.from.description == "1986-04-01" && from < first.from)
            }
            let moved = try #require(CalendarDay(life.resident["idonengappi"] ?? ""))
            switch last.end {
            case "": #expect(last.until == nil && state == "1" && (last.insuredClass == "2" || through < until))
            case "lose-60": #expect(last.until == until)
            case "lose-death": #expect(state == "3" && last.until == moved.adding(days: 1))
            case "lose-left-japan": #expect(state == "2" && last.until == moved.adding(days: 1))
            default: #expect(last.end == "lose-employment" && last.insuredClass == "2")
            }
            if last.insuredClass == "3", last.until == nil {
                let spouses = households[life.resident["setaibango"] ?? ""]?.filter {
                    $0.periods.last.map { $0.insuredClass == "2" && $0.until == nil } == true
                }
                #expect(spouses?.contains { $0.periods.contains { $0.insuredClass == "2" && $0.contains(last.from) } } == true)
            }
            classes[last.insuredClass, default: 0] += 1
            ends[last.end, default: 0] += 1
        }
        #expect(Set(classes.keys) == ["1", "2", "3"] && classes.values.min() ?? 0 > 20, "\(classes)")
        #expect(ends["lose-60", default: 0] > 0, "\(ends)")
    }

    @Test("Exemptions, additional premium and incomes fit the histories", arguments: [1, 2, 3, 7, 99])
    func money(seed: UInt64) throws {
        let city = try GeneratedCity(persons: 4_000, seed: seed, pension: true)
        let all = try lives(city)
        let current = "\(city.from)".prefix(7)
        var kinds: Set<String> = []
        var exempt: [String: Set<String>] = [:]
        for (number, life) in all {
            for (kind, first, last) in life.exemptions {
                kinds.insert(kind)
                #expect(first >= (kind == "student" ? "2000-04" : "2006-07"), "\(kind) \(first)")
                let months = months(first, last)
                #expect((1...12).contains(months.count))
                #expect(months.allSatisfy { exempt[number, default: []].insert($0).inserted }, "two of one month")
                #expect(months.filter { $0 <= current }.allSatisfy { life.insuredClass($0) == "1" }, "\(number) \(kind) \(first) \(life.periods)")
                #expect(kind != "student" || (life.periods[0].reason == "acquire-20-student" && months.count <= 12))
            }
        }
        #expect(kinds.isSuperset(of: ["full", "student", "deferral"]), "\(kinds)")
        for row in try city.rows("pension-additional.csv") {
            let (number, applied) = (row["atenabango"] ?? "", row["moshidebi"] ?? "")
            #expect(all[number]?.insuredClass(String(applied.prefix(7))) == "1" && exempt[number]?.contains(String(applied.prefix(7))) != true)
            #expect((row["jitaibi"] ?? "").isEmpty || applied <= row["jitaibi"] ?? "")
        }
        let incomes = try city.rows("shotoku-2026.csv")
        #expect(try city.rows("shotoku-2025.csv").count == incomes.count && incomes.count > 2_000)
        #expect(Set(incomes.map { $0["shinkokukubun"] ?? "" }) == ["1", "2"])
        for row in incomes {
            let life = try #require(all[row["atenabango"] ?? ""])
            #expect(life.resident["juminjotai"] == "1" && (row["shinkokukubun"] == "2") == (row["gokeishotokukingaku"] ?? "").isEmpty)
            if let last = life.exemptions.last, last.kind == "full" || last.kind == "deferral" {
                #expect(Int(row["gokeishotokukingaku"] ?? "") ?? .max <= 670_000)
            }
        }
        var numbers: Set<String> = []
        for row in try city.rows("pension-basic.csv") {
            let digits = row["kisonenkinbango"] ?? ""
            #expect(throws: Never.self) { try BasicPensionNumber(digits) }
            #expect(numbers.insert(digits).inserted && all[row["atenabango"] ?? ""]?.periods.isEmpty == false)
        }
        for line in try city.text("pension-filings.txt").dropFirst() {
            let parts = line.split(separator: "\t").map(String.init)
            let known = ["exemption apply": ["申請期間"], "notify receive": ["種類", "事実の日"]]
            #expect(known[parts[0]] == parts.dropFirst(2).map { String($0.prefix { $0 != ":" }) }, "\(line)")
            #expect(all[parts[1]]?.periods.last?.until == nil && all[parts[1]]?.periods.isEmpty == false, "\(line)")
        }
    }

    @Test("What exempts by law or by a birth, funds and claims fit the lives", arguments: [1, 7])
    func grounds(seed: UInt64) throws {
        let city = try GeneratedCity(persons: 6_000, seed: seed, pension: true)
        let all = try lives(city)
        let households = Dictionary(grouping: all.values) { $0.resident["setaibango"] ?? "" }
        let interest = Set(try city.text("pension-interest.txt").dropFirst())
        let through = city.from.adding(days: -1)
        func rows(_ kind: FileLayout.PensionFile) throws -> [[String: String]] {
            let rows = try city.rows("pension-\(kind.rawValue).csv")
            #expect(!rows.isEmpty, "\(kind)")
            return rows
        }
        func who(_ row: [String: String]) throws -> Life { try #require(all[row["atenabango"] ?? ""]) }
        func day(_ row: [String: String], _ column: String) throws -> CalendarDay { try #require(CalendarDay(row[column] ?? ""), "\(column)") }
        func month(_ day: CalendarDay) -> String { String(day.description.prefix(7)) }
        func hasChild(_ parent: Life, _ born: CalendarDay) -> Bool {
            households[parent.resident["setaibango"] ?? ""]?.contains { $0.born == born && $0.resident["zokugara"]?.contains("子") == true } == true
        }
        for row in try rows(.legalExemption) {
            let (life, began) = (try who(row), try day(row, "gaitobi"))
            #expect(life.periods.last?.insuredClass == "1" && life.insuredClass(month(began)) == "1" && life.exemptions.isEmpty)
            let ended = CalendarDay(row["shometsubi"] ?? "") ?? through
            let (first, last) = (row["nofukaishitsuki"] ?? "", row["nofushuryotsuki"] ?? "")
            #expect(began <= ended && ended <= through && first.isEmpty == last.isEmpty)
            #expect(first.isEmpty || (month(began) < first && first <= last && last <= month(ended)))
        }
        for row in try rows(.maternity) {
            let (mother, born) = (try who(row), try day(row, "shussanbi"))
            #expect(mother.resident["seibetsu"] == "2" && mother.insuredClass(month(born)) == "1" && hasChild(mother, born), "\(born)")
        }
        for row in try rows(.childcare) {
            let (parent, born) = (try who(row), try day(row, "shusseibi"))
            #expect(parent.periods.last?.insuredClass == "1" && born.anniversary(years: 1).adding(days: 31) >= through && hasChild(parent, born), "\(born)")
            #expect((row["shussansha"] == "1") == (parent.resident["seibetsu"] == "2"))
        }
        for row in try rows(.fund) {
            let (life, joined) = (try who(row), try day(row, "kanyubi"))
            #expect(life.periods.last.map { $0.insuredClass == "1" && $0.contains(joined) } == true && life.exemptions.isEmpty)
        }
        let ill = Set(try city.rows("pension-legal-exemption.csv").filter { $0["jiyu"] == "disability-grade-1-2" }.map { $0["atenabango"] ?? "" })
        for kind in [FileLayout.PensionFile.oldAgeClaim, .disabilityClaim, .survivorClaim, .oldAgeWelfareClaim] {
            for row in try rows(kind) {
                let (life, received, sent) = (try who(row), try day(row, "uketsukebi"), try day(row, "shintatsubi"))
                let (state, born, isOfInterest) = (life.resident["juminjotai"], try #require(life.born), interest.contains(row["atenabango"] ?? ""))
                #expect(received <= sent && sent <= through && isOfInterest == (kind != .disabilityClaim))
                switch kind {
                case .oldAgeClaim: #expect(state == "1" && row["jukenbi"] == LegalAge.attained(65, born: born).description)
                case .disabilityClaim: #expect(ill.contains(row["atenabango"] ?? "") && row["shoshinbi"] ?? "" < row["ninteibi"] ?? "")
                case .survivorClaim: #expect(state == "3" && row["shibobi"] == life.resident["idonengappi"])
                default: #expect(state == "1" && born.description <= "1916-04-01" && received.year == 1986)
                }
            }
        }
    }

    @Test("A seed makes the same files; none are made of a city without pensions")
    func same() throws {
        let (one, again) = (try GeneratedCity(persons: 500, pension: true), try GeneratedCity(persons: 500, pension: true))
        let plain = try GeneratedCity(persons: 500)
        for file in Self.files + ["shotoku-2026.csv", "shotoku-2025.csv", "pension-filings.txt", "pension-interest.txt"] {
            #expect(try one.bytes(file) == again.bytes(file), "\(file)")
            #expect(!FileManager.default.fileExists(atPath: plain.directory + "/" + file))
        }
        #expect(try one.bytes("residents.csv") == plain.bytes("residents.csv"))
    }

    @Test("Each row of its files says whose it is")
    func body() throws {
        let city = try GeneratedCity(persons: 3_000, pension: true, plantPension: PensionFault.allCases)
        for file in Self.files + ["shotoku-2026.csv", "shotoku-2025.csv"] {
            let rows = try city.rows(file)
            #expect(!rows.isEmpty && rows.allSatisfy { $0[FileLayout.bodyCode] == "111007" }, "\(file)")
        }
    }

    @Test("Of some persons only there are the records, and of those who move")
    func some() throws {
        let city = try GeneratedCity(persons: 2_000, days: 2, movementsPerDay: 20, pension: true, pensionPersons: 100)
        let all = try GeneratedCity(persons: 2_000, days: 2, movementsPerDay: 20, pension: true)
        func persons(_ city: GeneratedCity) throws -> Set<String> { Set(try city.rows("pension-qualification.csv").map { $0["atenabango"] ?? "" }) }
        let (few, many) = (try persons(city), try persons(all))
        #expect(few.isStrictSubset(of: many) && (100...200).contains(few.count), "\(few.count)")
        let moving = Set(try (0..<2).flatMap { try city.rows("movements-\(city.from.adding(days: $0)).csv").map { $0["atenabango"] ?? "" } })
        #expect(moving.intersection(many).isSubset(of: few) && !moving.isDisjoint(with: few))
    }

    private struct Planted: Decodable {
        let fault: PensionFault
        let file: String
        let line: Int
        let outcome: String
        let code: String?
    }

    @Test("Bad rows are wrong as they say, and told")
    func planted() throws {
        let city = try GeneratedCity(persons: 3_000, pension: true, plantPension: PensionFault.allCases)
        let planted = try JSONDecoder().decode([Planted].self, from: Data(city.bytes("planted.json")))
        #expect(Set(planted.map(\.fault)) == Set(PensionFault.allCases) && city.summary.planted == planted.count)
        let residents = Set(try city.rows("residents.csv").map { $0["atenabango"] ?? "" })
        for row in planted {
            #expect(row.file == "pension-\(row.fault.place.rawValue).csv" && row.code == row.fault.expectedCode)
            #expect(row.outcome == (row.code == nil ? "held" : "rejected"))
            let rows = try city.rows(row.file)
            let values = rows[row.line - 2]
            let number = values["atenabango"] ?? ""
            func value(_ column: String) -> String { values[column] ?? "" }
            let isWrong: Bool =
                switch row.fault {
                case .numberTooShort: (try? BasicPensionNumber(value("kisonenkinbango"))) == nil
                case .numberOfAnother: rows.count { $0["kisonenkinbango"] == value("kisonenkinbango") } == 2
                case .unknownClass: value("shubetsu") == "4"
                case .lossBeforeAcquisition: value("soshitsubi") < value("shutokubi")
                case .periodsOverlap: rows.count { $0["atenabango"] == number } == 2
                case .personNotReceived: !residents.contains(number) && (try? AddresseeNumber(number)) != nil
                case .exemptionOfEmployee: try city.rows("pension-qualification.csv").contains { $0["atenabango"] == number && $0["shubetsu"] == "2" }
                case .monthsReversed: value("shuryotsuki") < value("kaishitsuki")
                case .withdrawnBeforeApplied: value("jitaibi") < value("moshidebi")
                case .unknownGround: value("jiyu") == "hospital"
                case .legalExemptionOfEmployee:
                    try city.rows("pension-qualification.csv").last { $0["atenabango"] == number }?["shubetsu"] == "2"
                case .maternityBeforeLaw: value("shussanbi") < "2019-02-01"
                case .childcareBeforeBirth: value("kaishibi") < value("shusseibi")
                case .exemptWithinFund:
                    try city.rows("pension-exemption.csv").contains { $0["atenabango"] == number && value("kanyubi") < $0["kaishitsuki"] ?? "" }
                case .claimBeforeRight: value("uketsukebi") < value("jukenbi")
                case .visitAfterCertain: value("ninteibi") < value("shoshinbi")
                case .survivorOfTheLiving: try city.rows("residents.csv").contains { $0["atenabango"] == number && $0["juminjotai"] == "1" }
                case .sentBeforeReceived: value("shintatsubi") < value("uketsukebi")
                }
            #expect(isWrong, "\(row)")
        }
        #expect(throws: GenerationError.self) { try GeneratedCity(persons: 3_000, plantPension: [.numberTooShort]) }
        #expect(throws: GenerationError.self) { try GeneratedCity(persons: 5, pension: true, plantPension: PensionFault.allCases) }
    }
}

@Suite("What the Service answers")
struct ServiceAnswersTests {
    private static let day = CalendarDay(daysSince2000: 9_000)

    private func report(_ index: Int, granted: Bool = false) -> ServiceAnswers.Report {
        ServiceAnswers.Report(
            id: "2026-00\(1_000 + index)-1", number: "A\(index)", basicPensionNumber: "2150\(100_000 + index)", kana: "ネンキン,\(index)", birth: "1990-01-02",
            granted: granted ? ("student", "2026-04", "2027-03") : nil)
    }

    private func rows(_ bytes: [UInt8]) -> [[String]] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map { GeneratedCity.fields(Array($0.utf8)) }
    }

    @Test("Faults are put in where they are asked for, and told; the first reports are left alone", arguments: ServiceAnswers.Fault.allCases)
    func planted(fault: ServiceAnswers.Fault) throws {
        var answers = ServiceAnswers()
        let reports = (0..<4).map { report($0, granted: $0 == 0) }
        let list = answers.list(for: reports, of: "2026-0001", on: Self.day, planting: [fault])
        let rows = rows(list.bytes)
        #expect(rows[0] == ["atena-result-1", "2026-0001", "4"] && rows.count == 6)
        #expect(rows[2] == ["2026-001000-1", "A0", "2150100000", "ネンキン,0", "1990-01-02", "処理済", "", "\(Self.day)", "承認", "student", "2026-04", "2027-03"])
        #expect(list.planted.map(\.fault) == (fault == .several ? [fault, fault] : [fault]))
        #expect(list.planted.map(\.line) == (fault == .several ? [3, 4] : [4]) && list.planted.last?.report == "2026-001003-1")
        let last = rows[5]
        switch fault {
        case .returned: #expect(last[5] == "返戻" && !last[6].isEmpty && answers.returned == 1 && answers.mismatched == 0)
        case .noReport: #expect(last[0...2] == ["", "", ""] && answers.unnamed == 1)
        case .numberDiffers: #expect(last[0] == "2026-001003-1" && last[1] != "A3" && last[4] == "1990-01-02")
        case .birthDiffers: #expect(last[0] == "2026-001003-1" && last[4] != "1990-01-02")
        case .several: #expect(last[0].isEmpty && last[2] == "2150100003" && last[3] == "ネンキン,2" && rows[4][3] == "ネンキン,3" && answers.unnamed == 2)
        }
    }

    @Test("Of 800 reports 16 come back and 4 or more are answered otherwise, each way", arguments: [0, 5, 1_000_007] as [UInt64])
    func shares(seed: UInt64) {
        var answers = ServiceAnswers(seed: seed)
        var planted: [ServiceAnswers.Planted] = []
        for week in 0..<16 { planted += answers.list(for: (0..<50).map { report(week * 50 + $0) }, of: "2026-0001", on: Self.day).planted }
        #expect(answers.answers == 800 && answers.returned == 16)
        #expect(Set(planted.map(\.fault)) == Set(ServiceAnswers.Fault.allCases) && (4...5).contains(answers.mismatched), "\(answers)")
    }
}
