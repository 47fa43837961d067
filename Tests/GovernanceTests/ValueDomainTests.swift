import Addressee
import Testing

@testable import Governance

/// 値の範囲: what the text of a dataset says of the values of its items, and what the check of every file makes of it.
struct ValueDomainTests {
    /// Every item that some system publishes, as delivered.
    struct Published: Sendable, CustomTestStringConvertible {
        let catalogue: ItemCatalogue
        let item: Item
        var domain: ValueDomain { catalogue.domains[item.rawValue] ?? ValueDomain() }
        var isKey: Bool { catalogue.recordKey == item }
        var testDescription: String { "\(catalogue.dataset) \(item)" }

        static func all() throws -> [Published] {
            try deliveredLibrary().datasets.values.filter { !$0.isOfRegister }.sorted { $0.dataset < $1.dataset }.flatMap { catalogue in
                catalogue.items.filter { $0 != .kojinbango }.map { Published(catalogue: catalogue, item: $0) }
            }
        }
    }

    @Test func everyDatasetThatSystemsPublishSaysWhatItsValuesAre() throws {
        let all = try Published.all()
        let said = Set(all.filter { $0.catalogue.domains[$0.item.rawValue] != nil }.map { "\($0.catalogue.dataset)" })
        // Of the certificate of an old-age welfare pension no source says how its items are written.
        #expect(said == ["pension-movement", "pension-qualification", "pension-report", "tax-income"])
        let free = all.filter { $0.domain == ValueDomain() && $0.catalogue.dataset.rawValue == "tax-income" }.map(\.item.rawValue)
        #expect(free == ["gokeishotokukingaku"])
    }

    /// Of any text the check says what the rules say, read here by themselves: outside is refused by the item's name, inside is not.
    @Test(arguments: try Published.all())
    func whatIsOutsideIsRefusedByNameAndWhatIsInsideIsNot(_ published: Published) throws {
        let (item, catalogue) = (published.item, published.catalogue)
        var header = [Item.atenabango.rawValue]
        if let key = catalogue.recordKey, !published.isKey { header.append(key.rawValue) }
        header.append(item.rawValue)
        let check = try RowCheck(layout: .published(catalogue), header: header)
        let key = catalogue.recordKey.map { Self.value(of: catalogue.domains[$0.rawValue]) }
        var random = Steps(state: item.rawValue.utf8.reduce(UInt64(published.item.bit)) { $0 &* 31 &+ UInt64($1) })
        var (inside, outside) = (0, 0)
        // Of what is long one text takes as long as many short ones.
        for round in 0..<(item.length > 100 ? 200 : 2_000) {
            let text = Self.text(round, published, &random)
            var row = ["123"]
            if let key, !published.isKey { row.append(key) }
            row.append(text)
            let faults = Self.check(check, row)
            if text.isEmpty {
                #expect(faults.map(\.code) == (published.isKey ? ["E0001"] : []))
            } else if Oracle(published).holds(text) {
                inside += 1
                #expect(faults == [], "\(text)")
            } else {
                outside += 1
                guard faults.count == 1, let fault = faults.first else {
                    Issue.record("\(published.testDescription) \(text): \(faults)")
                    continue
                }
                #expect(fault.column == item.rawValue && fault.reason.contains(item.label) && fault.reason.hasSuffix("ださい。"), "\(text): \(fault)")
                #expect(["E0002", "E0003", "E0113"].contains(fault.code))
            }
        }
        #expect(inside > 2 && outside > 2, "\(inside) \(outside)")
    }

    /// A day too far ahead, and an end before its beginning, are said by no value alone.
    @Test(
        arguments: [
            ("tax-income", ["nendo": "2027"], nil), ("tax-income", ["nendo": "2028"], "E0211 nendo"), ("tax-income", ["nendo": "9999"], "E0211 nendo"),
            ("pension-qualification", ["shikakushutokunengappi": "2026-04-01", "shikakusoshitsunengappi": "2026-04-01"], nil),
            ("pension-qualification", ["shikakushutokunengappi": "2026-04-01", "shikakusoshitsunengappi": "2026-03-31"], "E0206 shikakusoshitsunengappi"),
            ("pension-qualification", ["shikakusoshitsunengappi": "2026-03-31"], nil),
            ("pension-report", ["seinengappi": "2026-11-20"], nil), ("pension-report", ["seinengappi": "2026-11-21"], "E0206 seinengappi"),
            ("pension-report", ["seinengappi": "2026-12-00"], "E0206 seinengappi"), ("pension-report", ["seinengappi": "0000-00-00"], nil),
            ("pension-report", ["kaishinengetsu": "2026-05", "shuryonengetsu": "2026-04"], "E0206 shuryonengetsu"),
            ("pension-report", ["kaishinengetsu": "2026-04", "shuryonengetsu": "2026-04"], nil),
        ] as [(String, [String: String], String?)])
    func daysAreComparedWithTodayAndWithEachOther(_ dataset: String, _ items: [String: String], _ expected: String?) throws {
        let catalogue = try #require(try deliveredLibrary().datasets.values.first { $0.dataset.rawValue == dataset })
        let today = try #require(CalendarDay("2026-11-20"))
        let layout = FileLayout.published(catalogue)
        let order = DayOrder(layout) { $0 }
        var bytes: [UInt8] = []
        let ranges = layout.columns.map { column in
            let start = bytes.count
            bytes += (items[column.name] ?? "").utf8
            return start..<bytes.count
        }
        let fault = bytes.withUnsafeBufferPointer { bytes in
            order.fault(on: today) { UnsafeBufferPointer(rebasing: bytes[ranges[$0]]) }
        }
        #expect(fault.map { "\($0.code) \($0.column)" } == expected)
    }

    /// A record that stands has to be withdrawn by the name that it has, whatever names are taken by now.
    @Test func aRowThatWithdrawsMayNameWhatStands() throws {
        let catalogue = try #require(try deliveredLibrary().datasets.values.first { $0.dataset.rawValue == "tax-income" })
        let check = try RowCheck(layout: .published(catalogue), header: ["atenabango", "nendo", "ippanfuyosu", "torikeshi"])
        func codes(_ row: [String]) -> [String] { Self.check(check, row).map { "\($0.code) \($0.column)" } }
        #expect(codes(["1", "ABCD", "", "1"]) == [])
        #expect(codes(["1", "ABCD", "", "0"]) == ["E0002 nendo"])
        #expect(codes(["1", "ABCD", "", ""]) == ["E0002 nendo"])
        // What could name no record that ever was.
        #expect(codes(["1", "20266", "", "1"]) == ["E0003 nendo"])
        #expect(codes(["1", "あ", "", "1"]) == ["E0002 nendo"])
        #expect(codes(["1", "", "", "1"]) == ["E0001 nendo"])
        // Nothing more is taken of it: it may say what stood; what could not be a value at all is named all the same.
        #expect(codes(["1", "2026", "-1", "1"]) == [])
        #expect(codes(["1", "2026", "-1", "0"]) == ["E0002 ippanfuyosu"])
        #expect(!codes(["1", "2026", "x", "1"]).isEmpty)
    }

    private static let sample = """
        dataset: tax-income
        label: 所得情報
        schema-version: 1
        source: tax
        record-key: nendo
        items:
          - kojinbango
          - { item: nendo, kind: half-width, length: 4, label: 年度, class: affair, form: year, least: 1950, latest: a-year-ahead }
          - { item: kingaku, kind: integer, length: 12, label: 金額, class: income, least: -5, greatest: 500 }
          - { item: kubun, kind: half-width, length: 20, label: 区分, class: income, codes: [1, very-long-code] }
          - { item: seibetsu, kind: half-width, length: 1, label: 性別, class: basic, codes: seibetsu }
          - { item: bango, kind: half-width, length: 12, label: 番号, class: affair, digits: 10, least: 0000000001 }
          - { item: kigo, kind: half-width, length: 12, label: 記号, class: affair, fixed: 3 }
          - { item: kara, kind: date, length: 10, label: 始まり, class: affair, least: 1961-04-01 }
          - { item: made, kind: date, length: 10, label: 終わり, class: affair, not-before: kara, latest: today }

        """

    private func read(_ text: String) -> (catalogue: ItemCatalogue?, problems: [String]) {
        var problems: [PolicyProblem] = []
        let catalogue = DatasetParser.parse(PolicyDocument(name: "datasets/tax-income.yaml", text: text), problems: &problems)
        return (catalogue, problems.map { "\($0.line) \($0.code.rawValue)" })
    }

    @Test func itIsReadAndIsNoPartOfWhatIsRegistered() throws {
        let (found, problems) = read(Self.sample)
        #expect(problems == [])
        let domains = try #require(found).domains
        #expect(domains["nendo"]?.form == .year && domains["nendo"]?.least == "1950" && domains["nendo"]?.latest == .aYearAhead)
        #expect(domains["kubun"]?.codes == ["1", "very-long-code"] && domains["seibetsu"]?.codes == ["0", "1", "2"])
        #expect(domains["bango"]?.isDigits == true && domains["bango"]?.fixedLength == 10 && domains["kigo"]?.fixedLength == 3)
        #expect(domains["made"]?.notBefore == "kara" && domains["made"]?.latest == .today)
        // The items are those of a text that says nothing of their values: same names, bits, kinds and lengths.
        let words = try ValueDomainParser.words.map { try Regex(", \($0): (\\[[^\\]]*\\]|[^,}]*[^,} ])") }
        let before = try #require(read(words.reduce(Self.sample) { $0.replacing($1, with: "") }).catalogue)
        #expect(before.domains == [:] && before.items == found?.items)
        #expect(before.items.map(\.kind) == found?.items.map(\.kind) && before.items.map(\.length) == found?.items.map(\.length))
    }

    @Test(arguments: [
        ("form: year", "form: week", ["8 G0006", "8 G0006", "8 G0006"]),
        ("form: year, least: 1950", "form: month, least: 1950-01", ["8 G0006", "8 G0006", "8 G0006"]),
        ("least: 1950", "least: 195", ["8 G0006"]), ("latest: a-year-ahead", "latest: never", ["8 G0006"]),
        ("greatest: 500", "greatest: -6", ["9 G0006"]), ("least: -5", "least: five", ["9 G0006"]), ("least: -5", "least: 1234567890123", ["9 G0006"]),
        ("codes: [1, very-long-code]", "codes: [1, 1]", ["10 G0012"]), ("codes: [1, very-long-code]", "codes: []", ["10 G0004"]),
        ("codes: [1, very-long-code]", "codes: [1, 甲]", ["10 G0006"]), ("codes: [1, very-long-code]", "codes: [1], digits: 1", ["10 G0006"]),
        ("codes: [1, very-long-code]", "codes: [a-code-that-is-far-too-long]", ["10 G0006"]), ("codes: seibetsu", "codes: shimei", ["11 G0006"]),
        ("codes: seibetsu", "codes: colours", ["11 G0006"]), ("digits: 10", "digits: 13", ["12 G0006", "12 G0006"]),
        ("least: 0000000001", "least: 1", ["12 G0006"]), ("fixed: 3", "fixed: none", ["13 G0006"]), ("fixed: 3", "latest: today", ["13 G0006"]),
        ("least: 1961-04-01", "least: 1961-04-31", ["14 G0006"]), ("least: 1961-04-01", "digits: 8", ["14 G0006"]),
        ("not-before: kara", "not-before: made", ["15 G0009"]), ("not-before: kara", "not-before: nendo", ["15 G0009"]),
        ("not-before: kara", "before: kara", ["15 G0003"]), ("record-key: nendo", "record-key: kubun", ["5 G0009"]),
    ])
    func whatIsWrongIsToldWhereItStands(_ right: String, _ wrong: String, _ expected: [String]) {
        #expect(read(Self.sample.replacing(right, with: wrong)).problems == expected)
    }

    /// The register's own values are those of its layouts.
    @Test func theRegistersItemsHaveNone() {
        var problems: [PolicyProblem] = []
        let text = "dataset: addressee\nlabel: 宛名\nschema-version: 1\nsource: register\nitems:\n  - { item: seibetsu, codes: [1, 2] }\n"
        _ = DatasetParser.parse(PolicyDocument(name: "datasets/addressee.yaml", text: text), problems: &problems)
        #expect(problems.map { "\($0.line) \($0.code.rawValue)" } == ["6 G0003"])
    }
}

// MARK: - Texts, and what is right of them

extension ValueDomainTests {
    private static func check(_ check: RowCheck, _ row: [String]) -> [RowFault] {
        var (bytes, ranges): ([UInt8], [Range<Int>]) = ([], [])
        for value in row {
            let start = bytes.count
            bytes += value.utf8
            ranges.append(start..<bytes.count)
        }
        return check.check(bytes, fields: ranges)
    }

    private static func value(of domain: ValueDomain?) -> String {
        switch domain?.form {
        case .year: "2026"
        case .compactMonth: "202610"
        default: "1"
        }
    }

    /// A value that may be right, one that lies near one, or anything.
    private static func text(_ round: Int, _ published: Published, _ random: inout Steps) -> String {
        let domain = published.domain
        let length = published.item.length
        let numerals = Array("0123456789")
        func pick<Element>(_ from: [Element]) -> Element { from[Int.random(in: 0..<from.count, using: &random)] }
        func digits(_ count: Int) -> String { String((0..<count).map { _ in pick(numerals) }) }
        let samples =
            domain.codes
            + [
                digits(domain.fixedLength ?? 1), "2026", "1950", "1949", "0000", "2026-04", "2026-13", "202604", "202600", "196103", "196104", "2026-04-01",
                "2026-02-29", "2024-02-29", "1955-02-29", "1990-00-00", "0000-00-00", "2026-000123", "2026-000", "2026-1", "0", "-1", "1", "00", "01",
                "-0", "12",
                String(repeating: "0", count: domain.fixedLength ?? 3), digits(length), digits(length + 1), String(repeating: "年", count: length),
                String(repeating: "年", count: length + 1),
            ]
        var characters = Array(round % 7 == 0 ? "" : pick(samples))
        if round % 7 == 0 {
            let alphabet = Array(pick(["0123456789", "0123456789-", "01-aZ ", "年０ア-1\u{7F}"]))
            characters = (0..<Int.random(in: 0...min(14, length + 1), using: &random)).map { _ in pick(alphabet) }
        }
        // Of some one character is another, too many or missing.
        if round % 3 == 0, !characters.isEmpty {
            let place = Int.random(in: 0..<characters.count, using: &random)
            let other = pick(Array("0129-xA 年\t"))
            switch round % 9 {
            case 0: characters[place] = other
            case 3: characters.insert(other, at: place)
            default: characters.remove(at: place)
            }
        }
        return String(characters)
    }

    /// What the rules say, in other words than the program's.
    private struct Oracle {
        let published: Published

        init(_ published: Published) { self.published = published }

        func holds(_ text: String) -> Bool {
            let (item, domain) = (published.item, published.domain)
            if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) { return false }
            if item.kind == .fullWidth { return text.unicodeScalars.count <= item.length && (domain.codes.isEmpty || domain.codes.contains(text)) }
            guard text.allSatisfy({ $0.isASCII }), text.count <= item.length + 1 else { return false }
            let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            if item.kind == .integer {
                guard let number = Int(text), String(number) == text, "\(number.magnitude)".count <= item.length else { return false }
                return number >= (domain.least.flatMap { Int($0) } ?? .min) && number <= (domain.greatest.flatMap { Int($0) } ?? .max)
            }
            guard text.count <= item.length else { return false }
            if published.isKey, text.contains(where: { !$0.isLetter && !$0.isNumber }) { return false }
            if item.kind == .date { return parts.map(\.count) == [4, 2, 2] && isDay(parts) && isWithin(text, domain) }
            if item.rawValue == "kisonenkinbango", text.allSatisfy({ $0 == "0" }) { return false }
            if let length = domain.fixedLength, text.count != length { return false }
            if domain.isDigits, !isNumber(text) { return false }
            if !domain.codes.isEmpty, !domain.codes.contains(text) { return false }
            let hasForm =
                switch domain.form {
                case .year: text.count == 4 && isDay([text, "01", "01"])
                case .month: parts.map(\.count) == [4, 2] && isDay(parts + ["01"])
                case .compactMonth: text.count == 6 && isDay([String(text.prefix(4)), String(text.suffix(2)), "01"])
                case .birthDate: parts.map(\.count) == [4, 2, 2] && parts.allSatisfy(isNumber) && Int(parts[1]) ?? 13 <= 12 && Int(parts[2]) ?? 32 <= 31
                case .yearNumber: parts.count == 2 && parts[0].count == 4 && isDay([parts[0], "01", "01"]) && isNumber(parts[1]) && Int(parts[1]) ?? 0 > 0
                case nil: true
                }
            return hasForm && isWithin(text, domain)
        }

        private func isNumber(_ text: String) -> Bool { !text.isEmpty && text.allSatisfy { ("0"..."9").contains($0) } }

        private func isDay(_ parts: [String]) -> Bool {
            guard parts.allSatisfy(isNumber) else { return false }
            let (year, month, day) = (Int(parts[0]) ?? 0, Int(parts[1]) ?? 0, Int(parts[2]) ?? 0)
            let february = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
            let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            return year > 0 && (1...12).contains(month) && day > 0 && day <= lengths[month - 1]
        }

        /// All that has bounds is written in one length.
        private func isWithin(_ text: String, _ domain: ValueDomain) -> Bool { text >= domain.least ?? "" && text <= domain.greatest ?? "~" }
    }

    /// The same texts each time (splitmix64).
    private struct Steps: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
