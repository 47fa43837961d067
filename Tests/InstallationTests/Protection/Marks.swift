import Addressee
import Foundation
import Governance

/// 印. What a record says of where its person is, item by item, so that it is found wherever it stands: each value stands in this record only.
struct Marks: Sendable {
    /// Whose record, for a failing test.
    let who: String
    let values: [Item: String]

    /// - Parameters:
    ///   - index: another for each record, up to 22; of published records, up to 47.
    ///   - reason: 異動事由, of which there are too few for one of each record: another for those whom a receiver is told of, those nobody is told of, and
    ///     those who are not protected.
    ///   - items: of the file's layout; each that tells a place gets a mark.
    init(_ who: String, _ index: Int, reason: String, items: some Sequence<Item>) {
        self.who = who
        var values: [Item: String] = [:]
        for item in items where ItemSet.ofPlace.contains(item) { values[item] = item == .idojiyu ? reason : Self.value(item, index) }
        self.values = values
    }

    /// Of a record that a system publishes.
    init(_ who: String, _ index: Int, of catalogue: ItemCatalogue) {
        self.who = who
        values = Dictionary(uniqueKeysWithValues: catalogue.items.filter { catalogue.ofPlace.contains($0) }.map { ($0, Self.value($0, index)) })
    }

    private static func value(_ item: Item, _ index: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(0x41 + index)))
        return switch item {
        case .setaibango: "SETAI\(letter)7719"
        case .jushoShikuchosonkodo: wards[index]
        case .shiteitoshiGyoseikutokodo: "QGY\(letter)88"
        case .jushoKokumeikodo: "Q\(letter)Z"
        case _ where item.kind == .date: CalendarDay(daysSince2000: Int32(-3000 - index * 40 - item.bit)).description
        case _ where item.kind == .halfWidth: String(9_000_000 + index * 1000 + item.bit)
        default: "印" + String(kanji[index]) + String(kanji[item.bit % kanji.count]) + (item.length > 4 ? "所" : "")
        }
    }

    private static let kanji = Array("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥仁義礼智信忠孝悌福禄寿喜梅桃桜柳楓椿菊蘭竹松鶴亀鹿馬猫犬")
    /// 市区町村コード with their check digits, none of them of the body.
    private static let wards: [String] =
        (1101...1110).flatMap { code in
            (0...9).compactMap { digit in try? LocalGovernmentCode("0\(code)\(digit)").value }
        } + (13101...13123).flatMap { code in (0...9).compactMap { digit in try? LocalGovernmentCode("\(code)\(digit)").value } }

    /// Items whose value, or a date as people read it, stands in a text; by whose record.
    func found(in text: String) -> [String] {
        values.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { item, value in
            if item == .idojiyu { return Self.isTold(reason: value, in: text) ? "\(who).\(item.rawValue)" : nil }
            var spellings = [value]
            if item.kind == .date, let day = CalendarDay(value) { spellings.append(EraDate.display(day)) }
            return spellings.contains { Self.stands($0, in: text) } ? "\(who).\(item.rawValue)" : nil
        }
    }

    /// A code of two digits is a reason where its item stands before it: as JSON, on a page, or as the column of a file.
    private static func isTold(reason code: String, in text: String) -> Bool {
        let spellings = [#""idojiyu":"\#(code)""#, #""idojiyu": "\#(code)""#] + ["\t", " ", "　"].map { Item.idojiyu.label + $0 + code }
        if spellings.contains(where: { text.contains($0) }) { return true }
        guard text.contains(",idojiyu,") else { return false }
        var column: Int?
        for line in text.split(whereSeparator: \.isNewline) {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            if let header = fields.firstIndex(of: "idojiyu") {
                column = header
            } else if let column, column < fields.count, fields[column] == code {
                return true
            }
        }
        return false
    }

    /// Digits and letters must stand by themselves: parts of a digest or a counter are none.
    private static func stands(_ value: String, in text: String) -> Bool {
        guard value.utf8.allSatisfy({ $0 < 0x80 }) else { return text.contains(value) }
        func isWord(_ byte: UInt8?) -> Bool {
            guard let byte else { return false }
            return (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        var rest = text[...]
        while let range = rest.range(of: value) {
            let before = range.lowerBound == text.startIndex ? nil : text.utf8[text.utf8.index(before: range.lowerBound)]
            let after = range.upperBound == text.endIndex ? nil : text.utf8[range.upperBound]
            if !isWord(before), !isWord(after) { return true }
            rest = text[range.upperBound...]
        }
        return false
    }
}
