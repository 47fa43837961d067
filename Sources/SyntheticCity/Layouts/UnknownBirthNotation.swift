/// 生年月日_不詳表記, in the patterns of the resident-record standard (§1.1.8).
enum UnknownBirthNotation {
    static func write(_ person: Person, to row: inout [UInt8]) {
        guard let unknown = person.unknownBirth else { return }
        if unknown == .wholly {
            row.append("年月日不詳")
            return
        }
        writeEraYear(Int(person.birth.year), to: &row)
        switch unknown {
        case .aboutYear: row.append("頃")
        case .inYear: row.append("月日不詳")
        case .inMonth:
            row.appendFullWidth(Int(person.birth.month))
            row.append("月日不詳")
        case .earlyInMonth:
            row.appendFullWidth(Int(person.birth.month))
            row.append("月上旬")
        case .wholly: break
        }
    }

    /// A year as a whole: the era that began in it counts.
    private static func writeEraYear(_ year: Int, to row: inout [UInt8]) {
        let first: Int
        switch year {
        case 2019...: (first, _) = (2019, row.append("令和"))
        case 1989...: (first, _) = (1989, row.append("平成"))
        case 1926...: (first, _) = (1926, row.append("昭和"))
        case 1912...: (first, _) = (1912, row.append("大正"))
        default: (first, _) = (1868, row.append("明治"))
        }
        if year == first { row.append("元") } else { row.appendFullWidth(year - first + 1) }
        row.append("年")
    }
}
