/// 宛名の検索キー. The keys that a record is found by: each name it goes by, and its address.
public struct RecordKeys: Sendable {
    /// One name in its two spellings, UTF-8: as written, and as read (or in Roman letters).
    public struct Name: Sendable, Hashable {
        /// 漢字氏名, or what is written in its place.
        public var written: [UInt8]
        /// フリガナ or ローマ字; empty where none is given.
        public var reading: [UInt8]
    }

    /// The name of the record first, then 通称, 外国人氏名, 旧氏 with the given name, and other keys of any of them. Never empty.
    public let names: [Name]
    /// Prefecture, municipality, ward, town with number, 方書, each followed by a comma but the last.
    public let address: [UInt8]

    /// Items that keys are made of, in the order in which `init` asks for them.
    public static let items: [Item] = [
        .shimei, .shimeiFurigana, .tsusho, .tsushoFurigana, .shimeiGaikokujinkanji, .shimeiGaikokujinromaji, .kyuuji, .kyuujiFurigana, .ujiNihonjin,
        .naNihonjin, .ujiNihonjinFurigana, .naNihonjinFurigana, .jushoTodofuken, .jushoShikugunchosonmei, .jushoChoaza, .jushoBanchigohyoki,
        .jushoKatagaki, .jushoKokumeito, .jushoKokugaijusho,
    ]

    /// From the items of a record, by their place in `items`; an absent one is empty.
    public init(_ value: (Int) -> UnsafeBufferPointer<UInt8>) {
        var names: [Name] = []
        for index in stride(from: 0, to: 6, by: 2) {
            let (written, reading) = (value(index), value(index + 1))
            guard !written.isEmpty || !reading.isEmpty else { continue }
            Self.add(&names, (written, Self.nothing), (reading, Self.nothing))
        }
        // 旧氏 is a family name alone: the given name is that of the record.
        let (former, formerReading) = (value(6), value(7))
        if !former.isEmpty || !formerReading.isEmpty {
            Self.add(&names, (former, Self.given(value(0))), (formerReading, Self.given(value(1))))
        }
        // 氏 and 名 of a non-resident, where they are not the name once more.
        let (family, given) = (value(8), value(9))
        if !family.isEmpty || !given.isEmpty {
            Self.add(&names, (family, given), (value(10), value(11)))
        }
        self.names = names.isEmpty ? [Name(written: [], reading: [])] : names
        address = Self.address(value)
    }

    /// From the items of a record.
    public init(_ items: [Item: String]) {
        self.init(parts: Self.items.map { Array((items[$0] ?? "").utf8) })
    }

    /// From the values of `items` one after the other; an absent one is empty.
    public init(parts: [some Collection<UInt8>]) {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for part in parts {
            ranges.append(bytes.count..<(bytes.count + part.count))
            bytes.append(contentsOf: part)
        }
        self = bytes.withUnsafeBufferPointer { bytes in Self { UnsafeBufferPointer(rebasing: bytes[ranges[$0]]) } }
    }

    private typealias Bytes = UnsafeBufferPointer<UInt8>
    private static var nothing: Bytes { Bytes(start: nil, count: 0) }

    private static func add(_ names: inout [Name], _ written: (Bytes, Bytes), _ reading: (Bytes, Bytes)) {
        let folding = CharacterFolding.shared
        func key(_ parts: (Bytes, Bytes), _ choice: KeyWriter.Choice) -> KeyWriter {
            var writer = KeyWriter(folding, choice, capacity: parts.0.count + parts.1.count + 8)
            writer.add(parts.0)
            writer.add(parts.1)
            writer.end()
            return writer
        }
        let (one, other) = (key(written, .init()), key(reading, .init()))
        let name = Name(written: one.bytes, reading: other.bytes)
        if !names.contains(name) { names.append(name) }
        // ジョーンズ is also looked for as ジョンズ, Müller as MUELLER: the name stands under both.
        if one.longMarks + other.longMarks > 0 {
            let choice = KeyWriter.Choice(dropsLongMarks: true)
            names.append(Name(written: key(written, choice).bytes, reading: key(reading, choice).bytes))
        }
        if one.umlauts + other.umlauts > 0 {
            let choice = KeyWriter.Choice(writesUmlautsOut: true)
            names.append(Name(written: key(written, choice).bytes, reading: key(reading, choice).bytes))
        }
    }

    /// What stands behind the first space of a name.
    private static func given(_ name: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var at = 0
        while at < name.count {
            let (scalar, length) = UTF8Scalars.next(name, at)
            at += length
            if scalar == 0x20 || scalar == 0x3000 { return UnsafeBufferPointer(rebasing: name[at...]) }
        }
        return UnsafeBufferPointer(rebasing: name[name.count...])
    }

    private static func address(_ value: (Int) -> UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let parts = (12..<19).map(value)
        var folding = AddressFolding(.shared, capacity: parts.reduce(16) { $0 + $1.count })
        folding.add(parts[0])
        folding.separate()
        let (city, ward) = divided(parts[1])
        folding.add(city)
        folding.separate()
        folding.add(ward)
        folding.separate()
        folding.add(parts[2])
        folding.pause()
        folding.add(parts[3])
        folding.add(parts[5])
        folding.add(parts[6])
        folding.separate()
        folding.add(parts[4])
        return folding.finish()
    }

    /// さいたま市 and 南区, of さいたま市南区; a municipality without wards is whole.
    private static func divided(_ municipality: UnsafeBufferPointer<UInt8>) -> (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) {
        // 市 is E5 B8 82, 区 E5 8C BA.
        if municipality.count > 6, municipality[municipality.count - 3] == 0xE5, municipality[municipality.count - 2] == 0x8C,
            municipality[municipality.count - 1] == 0xBA
        {
            for at in stride(from: municipality.count - 6, through: 0, by: -1)
            where municipality[at] == 0xE5 && municipality[at + 1] == 0xB8 && municipality[at + 2] == 0x82 {
                return (UnsafeBufferPointer(rebasing: municipality[..<(at + 3)]), UnsafeBufferPointer(rebasing: municipality[(at + 3)...]))
            }
        }
        return (municipality, UnsafeBufferPointer(rebasing: municipality[municipality.count...]))
    }
}
