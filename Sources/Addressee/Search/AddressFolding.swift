/// 住所の同一視. Numbers in any script, and what is written between them: 一丁目２番３号, 1-2-3 and １の２の３ are one.
struct AddressFolding {
    private(set) var writer: KeyWriter
    private let folding: CharacterFolding

    /// Digits of the number that is being read, Arabic or kanji.
    private var digits: [UInt8] = []
    /// Its value so far, where it has 十, 百 or 千.
    private var total: UInt64 = 0
    private var isCounted = false
    private var isInNumber = false
    /// What was read of the words after a number: nothing, 丁, 番, 号.
    private var after: UInt32 = 0
    /// A number ended, and nothing but its words and hyphens came since.
    private var followsNumber = false
    /// の, which joins two numbers, and is a part of the name where none follows.
    private var joins = false

    init(_ folding: CharacterFolding, _ choice: KeyWriter.Choice = .init(), capacity: Int) {
        self.folding = folding
        writer = KeyWriter(folding, choice, capacity: capacity)
    }

    mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        var at = 0
        while at < text.count {
            let (scalar, length) = UTF8Scalars.next(text, at)
            at &+= length
            add(scalar, folding(scalar))
        }
    }

    /// Numbers on both sides of this place are two.
    mutating func pause() { endNumber() }

    /// A part of the address ends here.
    mutating func separate() {
        endNumber()
        endJoin(nextIsNumber: true)
        (followsNumber, after) = (false, 0)
        writer.addSeparator()
    }

    mutating func finish() -> [UInt8] {
        endNumber()
        endJoin(nextIsNumber: true)
        writer.end()
        return writer.bytes
    }

    private mutating func add(_ raw: UInt32, _ folded: UInt32) {
        if let several = folding.several(folded) {
            for scalar in several { add(scalar, scalar) }
            return
        }
        if let digit = Self.digit(folded) {
            beginNumber()
            digits.append(digit)
            return
        }
        if let unit = Self.unit(folded) {
            beginNumber()
            isCounted = true
            total += max(Self.value(digits), digits.isEmpty ? 1 : 0) * unit
            digits.removeAll(keepingCapacity: true)
            return
        }
        endNumber()
        if followsNumber, swallows(folded) { return }
        if folded == CharacterFolding.nothing { return }
        endJoin(nextIsNumber: false)
        (followsNumber, after) = (false, 0)
        if folded == Self.aza {
            writer.takeBack(Self.great)
            return
        }
        writer.add(raw, folded)
    }

    /// Whether what stands after a number is only said with it.
    private mutating func swallows(_ folded: UInt32) -> Bool {
        switch folded {
        case CharacterFolding.long:
            return true
        case Self.cho where after == 0, Self.ban where after == 0, Self.go where after == 0:
            after = folded
            return true
        case Self.eye where after == Self.cho, Self.ground where after == Self.ban, Self.room where after == Self.go:
            after = folded
            return true
        case Self.no where !joins:
            joins = true
            return true
        default:
            return false
        }
    }

    private mutating func beginNumber() {
        guard !isInNumber else { return }
        endJoin(nextIsNumber: true)
        isInNumber = true
    }

    private mutating func endNumber() {
        guard isInNumber else { return }
        isInNumber = false
        if isCounted {
            writer.addNumber(Array(String(total + Self.value(digits)).utf8))
        } else {
            // Without zeros in front, so that 001 is 1.
            let bare = digits.drop { $0 == UInt8(ascii: "0") }
            writer.addNumber(bare.isEmpty ? [UInt8(ascii: "0")] : Array(bare))
        }
        digits.removeAll(keepingCapacity: true)
        (total, isCounted) = (0, false)
        (followsNumber, after) = (true, 0)
    }

    /// A の that no number followed is written after all (一ノ宮).
    private mutating func endJoin(nextIsNumber: Bool) {
        guard joins else { return }
        joins = false
        if !nextIsNumber { writer.add(Self.no, Self.no) }
    }

    private static let great: UInt32 = 0x5927  // 大
    private static let aza: UInt32 = 0x5B57  // 字
    private static let cho: UInt32 = 0x4E01  // 丁
    private static let eye: UInt32 = 0x76EE  // 目
    private static let ban: UInt32 = 0x756A  // 番
    private static let ground: UInt32 = 0x5730  // 地
    private static let go: UInt32 = 0x53F7  // 号
    private static let room: UInt32 = 0x5BA4  // 室
    private static let no: UInt32 = 0x30CE  // ノ

    @inline(__always)
    private static func digit(_ scalar: UInt32) -> UInt8? {
        if scalar &- 0x30 < 10 { return UInt8(truncatingIfNeeded: scalar) }
        guard scalar >= 0x3007, scalar < 0xA000 else { return nil }
        switch scalar {
        case 0x3007, 0x96F6: return UInt8(ascii: "0")  // 〇 零
        case 0x4E00, 0x58F1: return UInt8(ascii: "1")  // 一 壱
        case 0x4E8C, 0x5F10: return UInt8(ascii: "2")  // 二 弐
        case 0x4E09, 0x53C2: return UInt8(ascii: "3")  // 三 参
        case 0x56DB: return UInt8(ascii: "4")
        case 0x4E94, 0x4F0D: return UInt8(ascii: "5")  // 五 伍
        case 0x516D: return UInt8(ascii: "6")
        case 0x4E03: return UInt8(ascii: "7")
        case 0x516B: return UInt8(ascii: "8")
        case 0x4E5D: return UInt8(ascii: "9")
        default: return nil
        }
    }

    @inline(__always)
    private static func unit(_ scalar: UInt32) -> UInt64? {
        switch scalar {
        case 0x5341, 0x62FE, 0x5EFE: scalar == 0x5EFE ? 20 : 10  // 十 拾 廿
        case 0x767E: 100
        case 0x5343: 1000
        default: nil
        }
    }

    /// At most nine digits count; a longer row of them is no number of an address.
    private static func value(_ digits: [UInt8]) -> UInt64 { digits.prefix(9).reduce(0) { $0 * 10 + UInt64($1 - 48) } }
}
