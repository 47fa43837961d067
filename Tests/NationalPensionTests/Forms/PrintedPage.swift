import Foundation
import Testing

@testable import NationalPension

/// 印刷した一頁, as a reader of the paper sees it: its text in the order in which it was drawn, its words with their places, and its picture. Read by Poppler, another program than
/// the one that printed.
struct PrintedPage {
    /// What stands together, and the room that it takes, in dots from the upper left corner.
    struct Word {
        let text: String
        let left: Int
        let top: Int
        let right: Int
        let bottom: Int
    }

    /// Without white space.
    let text: String
    let words: [Word]
    let picture: PagePicture

    /// The pages of a PDF.
    static func of(_ pdf: [UInt8]) async throws -> [PrintedPage] {
        let texts = String(decoding: try await said("pdftotext", ["-enc", "UTF-8", "-raw", "-", "-"], of: pdf), as: UTF8.self)
            .split(separator: "\u{0C}", omittingEmptySubsequences: false).dropLast()
        let places = String(decoding: try await said("pdftotext", ["-enc", "UTF-8", "-bbox", "-", "-"], of: pdf), as: UTF8.self)
            .components(separatedBy: "<page ").dropFirst()
        let pictures = PagePicture.read(try await said("pdftoppm", ["-gray", "-r", "\(PagePicture.resolution)", "-"], of: pdf))
        try #require(texts.count == places.count && texts.count == pictures.count, "\(texts.count) \(places.count) \(pictures.count)")
        return zip(zip(texts, places), pictures).map { page, picture in
            PrintedPage(text: flat(String(page.0)), words: words(in: page.1), picture: picture)
        }
    }

    /// A text without white space, and without variation selectors: where a selector names the glyph that the character has by itself, it is not read back.
    static func flat(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace && !$0.properties.isVariationSelector }))
    }

    private static func said(_ program: String, _ arguments: [String], of pdf: [UInt8]) async throws -> [UInt8] {
        let outcome = try await LimitedProgram(
            path: "/usr/bin/\(program)", arguments: arguments, environment: ["LC_ALL": "C.UTF-8"], memory: 2 << 30, seconds: 120
        ).run(pdf, most: 256 << 20)
        try #require(outcome.status == 0, "\(program)")
        return outcome.output
    }

    private static func words(in page: String) -> [Word] {
        page.matches(of: #/<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">([^<]*)</#).compactMap { match in
            guard let left = Double(match.output.1), let top = Double(match.output.2), let right = Double(match.output.3), let bottom = Double(match.output.4)
            else { return nil }
            let dots = Double(PagePicture.resolution) / 72
            return Word(
                text: String(match.output.5), left: Int(left * dots), top: Int(top * dots), right: Int(right * dots) + 1, bottom: Int(bottom * dots) + 1)
        }
    }

    /// What is wrong with the picture of a form: something outside the margins, a word that nobody can read or that a line runs through, something drawn that is neither
    /// a word nor a line.
    var faults: [String] {
        let (across, down) = (picture.across(atLeast: 40), picture.down(atLeast: 18))
        var isExplained = picture.marked(across, down)
        for word in words { picture.mark(word, in: &isExplained) }
        var isKey = [Bool](repeating: false, count: picture.width * picture.height)
        // Above its head a page has its key alone (`Resources/forms.css`).
        for word in words where word.bottom < PagePicture.dots(24) { picture.mark(word, in: &isKey) }
        var (stray, outside) = (0, 0)
        for (y, row) in picture.ink.enumerated() {
            for x in row {
                let place = y * picture.width + x
                if !isExplained[place] { stray += 1 }
                let isWithin = (PagePicture.dots(20) - 1...PagePicture.dots(195) + 1).contains(x) && y <= PagePicture.dots(283) + 1
                if !isWithin || (y < PagePicture.dots(24) - 1 && !isKey[place]) { outside += 1 }
            }
        }
        var faults: [String] = []
        if stray > 0 { faults.append("\(stray) dots are neither of a word nor of a line") }
        if outside > 0 { faults.append("\(outside) dots are outside the margins") }
        for (number, word) in words.enumerated() {
            // The thinnest of characters take more.
            if picture.inkCount(in: word) < 6 * word.text.unicodeScalars.count(where: { !$0.properties.isVariationSelector }) {
                faults.append("word \(number) is not drawn")
            }
            let isCut =
                down.contains { word.left + 1 < $0.at && $0.at < word.right - 2 && $0.from < word.top - 2 && $0.until > word.bottom + 2 }
                || across.contains { word.top + 1 < $0.at && $0.at < word.bottom - 2 && $0.from < word.left - 2 && $0.until > word.right + 2 }
            if isCut { faults.append("a line runs through word \(number)") }
        }
        return faults
    }
}

/// 頁の画像. Dots that are black or dark, of a page as it is printed.
struct PagePicture {
    /// Dots of an inch.
    static let resolution = 100
    /// Lighter than this is paper, or the ground of a label.
    private static let dark = 200

    let width: Int
    let height: Int
    /// Of each row the places of its dark dots, from the left.
    let ink: [[Int]]

    /// A straight line of dark dots: the row or column that it lies in, and from where to where.
    struct Line {
        let at: Int
        let from: Int
        let until: Int
    }

    /// So many millimetres in dots.
    static func dots(_ millimetres: Int) -> Int { millimetres * resolution * 10 / 254 }

    /// Pictures in the form PGM, one behind the other.
    static func read(_ bytes: [UInt8]) -> [PagePicture] {
        var (pictures, place) = ([PagePicture](), 0)
        while place < bytes.count {
            var numbers: [Int] = []
            place += 2  // "P5"
            while numbers.count < 3 {
                while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
                var number = 0
                while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
                    number = number * 10 + Int(bytes[place] - 0x30)
                    place += 1
                }
                guard number > 0 else { return [] }
                numbers.append(number)
            }
            place += 1
            guard bytes.count - place >= numbers[0] * numbers[1] else { return [] }
            pictures.append(PagePicture(width: numbers[0], height: numbers[1], bytes[place...]))
            place += numbers[0] * numbers[1]
        }
        return pictures
    }

    private init(width: Int, height: Int, _ shades: ArraySlice<UInt8>) {
        (self.width, self.height) = (width, height)
        ink = shades.withUnsafeBufferPointer { shades in
            (0..<height).map { y in
                var row: [Int] = []
                for x in 0..<width where shades[y * width + x] < Self.dark { row.append(x) }
                return row
            }
        }
    }

    func across(atLeast length: Int) -> [Line] { ink.enumerated().flatMap { Self.lines($1, at: $0, atLeast: length) } }

    func down(atLeast length: Int) -> [Line] {
        var columns = [[Int]](repeating: [], count: width)
        for (y, row) in ink.enumerated() { for x in row { columns[x].append(y) } }
        return columns.enumerated().flatMap { Self.lines($1, at: $0, atLeast: length) }
    }

    private static func lines(_ places: [Int], at: Int, atLeast length: Int) -> [Line] {
        var (lines, begin) = ([Line](), 0)
        for index in places.indices where index + 1 == places.count || places[index + 1] != places[index] + 1 {
            if index + 1 - begin >= length { lines.append(Line(at: at, from: places[begin], until: places[index] + 1)) }
            begin = index + 1
        }
        return lines
    }

    /// Dots of lines, and those beside them: where two lines cross between two dots, one beside them is dark, too.
    func marked(_ across: [Line], _ down: [Line]) -> [Bool] {
        var marks = [Bool](repeating: false, count: width * height)
        func beside(_ at: Int, _ end: Int) -> Range<Int> { max(0, at - 1)..<min(end, at + 2) }
        for line in across { for y in beside(line.at, height) { for x in line.from..<line.until { marks[y * width + x] = true } } }
        for line in down { for y in line.from..<line.until { for x in beside(line.at, width) { marks[y * width + x] = true } } }
        return marks
    }

    /// Marks the room of a word, and a little around it: strokes go beyond it by a dot or two.
    func mark(_ word: PrintedPage.Word, in marks: inout [Bool]) {
        for y in max(0, word.top - 2)..<min(height, word.bottom + 2) {
            for x in max(0, word.left - 2)..<min(width, word.right + 2) { marks[y * width + x] = true }
        }
    }

    /// Dark dots in the room of a word.
    func inkCount(in word: PrintedPage.Word) -> Int {
        (max(0, word.top)..<min(height, word.bottom)).reduce(0) { count, y in count + ink[y].count { $0 >= word.left && $0 < word.right } }
    }

    /// Dots that are dark in one of two pictures only, as column and row.
    static func differences(_ a: PagePicture, _ b: PagePicture) -> [(x: Int, y: Int)] {
        zip(a.ink, b.ink).enumerated().flatMap { y, rows in Set(rows.0).symmetricDifference(rows.1).map { (x: $0, y: y) } }
    }
}
