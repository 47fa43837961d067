internal import Addressee
internal import Foundation

/// The town, postal-code and name lists that the city is made of: postal-code data of Japan Post, name lists of the gimei package.
struct ReferenceTables: Sendable {
    let city: Towns
    let elsewhere: Towns
    let surnames: NameList
    let maleNames: NameList
    let femaleNames: NameList
    let surnameWeights: Weights

    /// - Parameter body: whose city it is; nil: さいたま市.
    init(of body: LocalGovernmentCode?) throws(GenerationError) {
        let (towns, others) = Self.towns(
            of: body, saitama: try Self.rows("postal-saitama", columns: 9), elsewhere: try Self.rows("postal-elsewhere", columns: 9))
        (city, elsewhere) = (Towns(rows: towns), Towns(rows: others))
        let names = try Self.rows("names", columns: 3)
        var surnames = NameList(names.filter { $0[0] == "surname" })
        maleNames = NameList(names.filter { $0[0] == "given-male" })
        femaleNames = NameList(names.filter { $0[0] == "given-female" })
        guard surnames.count > 0, maleNames.count > 0, femaleNames.count > 0, city.count > 0, elsewhere.count > 0 else {
            throw GenerationError.resource("names.tsv, postal-saitama.tsv, postal-elsewhere.tsv", "a list is empty")
        }
        // The list runs from frequent to rare; its shape follows Zipf's law. Variant characters are rare, but no city is without them.
        var weights = (0..<surnames.count).map { 1_000_000 / ($0 + 12) }
        let rare = weights.reduce(0, +) / 80 / Self.variantSurnames.count
        for (kanji, kana) in Self.variantSurnames {
            surnames.append(kanji: kanji, kana: kana)
            weights.append(max(rare, 1))
        }
        self.surnames = surnames
        surnameWeights = Weights(weights)
    }

    /// The towns of the body, and those of others. Of one that the lists have no town of, the towns are invented: those of さいたま市, in a city that is not there.
    private static func towns(
        of body: LocalGovernmentCode?, saitama: [[String]], elsewhere: [[String]]
    ) -> (own: [[String]], others: [[String]]) {
        guard let body, body.value != City.usualBody else { return (saitama, elsewhere) }
        func isOwn(_ row: [String]) -> Bool { (try? LocalGovernmentCode(row[0]))?.isOf(body) ?? false }
        let own = elsewhere.filter(isOwn).enumerated().sorted { ($0.element[0], $0.offset) < ($1.element[0], $1.offset) }.map(\.element)
        guard own.isEmpty else { return (own, elsewhere.filter { !isOwn($0) }) }
        let prefecture = (elsewhere + saitama).first { $0[0].hasPrefix(body.prefecture) }?[1] ?? ""
        return (saitama.map { [body.value, prefecture, "架空市"] + $0.dropFirst(3) }, elsewhere)
    }

    /// Surnames with ideographic variation sequences or characters outside the basic plane and JIS X 0208.
    private static let variantSurnames = [
        ("渡\u{9089}\u{E0100}", "ワタナベ"), ("渡\u{9089}\u{E0104}", "ワタナベ"), ("渡\u{908A}\u{E0101}", "ワタナベ"), ("\u{20BB7}田", "ヨシダ"),
        ("\u{20BB7}川", "ヨシカワ"), ("山\u{FA11}", "ヤマザキ"), ("宮\u{FA11}", "ミヤザキ"), ("\u{9AD9}橋", "タカハシ"), ("\u{9AD9}野", "タカノ"),
        ("辻\u{E0100}", "ツジ"), ("葛\u{E0100}西", "カサイ"), ("\u{5FB7}\u{E0101}永", "トクナガ"), ("\u{6FF5}\u{FA11}", "ハマサキ"),
    ]

    private static func rows(_ name: String, columns: Int) throws(GenerationError) -> [[String]] {
        guard let url = Bundle.module.url(forResource: name, withExtension: "tsv", subdirectory: "Resources") else {
            throw GenerationError.resource(name + ".tsv", "not found beside the program")
        }
        let text: String
        do {
            text = try String(contentsOf: url, encoding: .utf8)
        } catch {
            throw GenerationError.resource(name + ".tsv", "not readable as UTF-8")
        }
        var rows: [[String]] = []
        for line in text.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == columns else {
                throw GenerationError.resource(name + ".tsv", "line \(rows.count + 2) has \(fields.count) columns, \(columns) expected")
            }
            rows.append(fields)
        }
        return rows
    }
}

/// Names with their readings.
struct NameList: Sendable {
    private(set) var kanji = Texts()
    private(set) var kana = Texts()

    init(_ rows: [[String]]) {
        for row in rows { append(kanji: row[1], kana: row[2]) }
    }

    var count: Int { kanji.count }

    mutating func append(kanji: String, kana: String) {
        self.kanji.append(kanji)
        self.kana.append(kana)
    }
}

/// 町字. Towns with the codes that go with them, ordered by local-government code.
struct Towns: Sendable {
    let codes: Texts
    let prefectures: Texts
    let cities: Texts
    let names: Texts
    let postalCodes: Texts
    let townCodes: Texts
    let hasChome: [Bool]
    /// Runs of towns with the same local-government code, in the order of the file.
    let wards: [Range<Int>]

    init(rows: [[String]]) {
        codes = Texts(rows.map { $0[0] })
        prefectures = Texts(rows.map { $0[1] })
        cities = Texts(rows.map { $0[2] })
        names = Texts(rows.map { $0[3] })
        postalCodes = Texts(rows.map { $0[7] })
        hasChome = rows.map { $0[8] == "1" }
        var wards: [Range<Int>] = []
        var townCodes = Texts()
        for (index, row) in rows.enumerated() {
            if let last = wards.last, rows[last.lowerBound][0] == row[0] {
                wards[wards.count - 1] = last.lowerBound..<(index + 1)
            } else {
                wards.append(index..<(index + 1))
            }
            // Made up: the address base registry's codes are not in the postal data. A few towns are not in the master (9999999).
            let ordinal = String(index - (wards.last?.lowerBound ?? 0) + 1)
            townCodes.append(index % 97 == 5 ? "9999" : String(repeating: "0", count: 4 - ordinal.count) + ordinal)
        }
        self.wards = wards
        self.townCodes = townCodes
    }

    var count: Int { names.count }
}
