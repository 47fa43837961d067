internal import Addressee
internal import ConnectorKit
internal import Governance
internal import Postgres
internal import Register
internal import TextFiles

/// Some hundred persons of a full extract: the server's lines, and which of them may go out.
struct ExtractPiece: Sendable {
    struct Person: Sendable {
        var addresseeID: Int64
        var owner: Vault.Place?
        /// The line from the addressee number on.
        var visible: Range<Int>
        /// That the person is given, or awaits confirmation.
        var word: Telling.Word
        /// Whether the person is protected, and given something of place all the same.
        var isPlaceOfProtected = false
        /// Which of the person's records it is; nil where the dataset has one a person.
        var recordKey: String?

        /// Whether something of the person is given.
        var isGiven: Bool {
            if case .set = word { return true }
            return false
        }
    }

    var bytes: [UInt8]
    /// In the order of the lines, those among them who are only marked as awaiting confirmation.
    var persons: [Person] = []
    /// Who is passed over until a person of the staff decides (自動応答不可).
    var withheld: [Int64] = []

    /// 所在を提供した支援措置の対象者. Which of them.
    var placeOfProtected: [Int64] { persons.lazy.filter(\.isPlaceOfProtected).map(\.addresseeID) }

    /// Who is handed over with it.
    var given: [Int64] { withheld.isEmpty ? persons.map(\.addresseeID) : persons.filter(\.isGiven).map(\.addresseeID) }

    /// Which records of theirs; of a dataset with one a person none is named.
    var records: [RecordSets.Named] {
        persons.compactMap { person in
            guard let key = person.recordKey, withheld.isEmpty || person.isGiven else { return nil }
            return RecordSets.Named(part: .given, person: person.addresseeID, key: key)
        }
    }
}

/// Decides on each line of a full extract, and gives it its outward form.
struct ExtractProjection: Sendable {
    let terms: Terms
    let items: [Item]
    let format: ExtractFormat
    /// Who is flagged and not released.
    let flagged: Set<Int64>
    /// Of whom a number waits for a decision; what waits by a number is known once it is to be opened.
    let undecided: [Int64: ItemSet]
    /// Whether a line says that its person is protected, and given something of place all the same.
    let countsPlace: Bool
    /// Whom the receiver counts as having registered beside what their records say.
    let interested: InterestedPersons
    private var policy: Policy { terms.policy }
    /// Read for every line, which copies no policy so.
    private let includesIndividualNumber: Bool
    private let hasRecordKey: Bool

    init(
        terms: Terms, items: [Item], format: ExtractFormat, flagged: Set<Int64>, undecided: [Int64: ItemSet], countsPlace: Bool,
        interested: InterestedPersons = .nobody
    ) {
        (self.terms, self.items, self.format) = (terms, items, format)
        (self.flagged, self.undecided, self.countsPlace, self.interested) = (flagged, undecided, countsPlace, interested)
        includesIndividualNumber = terms.policy.includesIndividualNumber
        hasRecordKey = terms.policy.catalogue.recordKey != nil
    }

    /// The CSV header row: the items, then `op` and `waiting` as the entries have them, and `withheld` where the policy may withhold something.
    var header: [UInt8] {
        let number = policy.includesIndividualNumber ? ["kojinbango"] : []
        let key = hasRecordKey ? ["record_key"] : []
        return Array(
            ((number + ["atenabango", "rirekibango"] + key + items.map(\.rawValue) + ["op", "waiting"] + (mayWithhold ? ["withheld"] : [])).joined(
                separator: ",") + "\n").utf8)
    }

    /// Fields that name the record: the addressee number, the version, and the record key where there is one.
    private var naming: Int { hasRecordKey ? 3 : 2 }

    /// Whether a line says if items of place are withheld of its person.
    private var mayWithhold: Bool { terms.mayWithholdPlace }

    private static let upsert = Array(",upsert,\n".utf8)

    /// Tells of every line (the one function of Governance).
    func decide(_ bytes: [UInt8]) throws -> ExtractPiece {
        var piece = ExtractPiece(bytes: bytes)
        piece.persons.reserveCapacity(bytes.count / 256)
        var reader = FactColumns.LineReader()
        bytes.withUnsafeBytes { all in
            var start = 0
            while start < all.count {
                let end = position(of: 0x0A, from: start, in: all) ?? all.count
                add(LineFields(all, from: start, upTo: end), upTo: end, &reader, to: &piece)
                start = end + 1
            }
        }
        return piece
    }

    /// A line as `ExtractRun` selects it: whose it is, the facts, and what goes out.
    private func add(_ line: LineFields, upTo end: Int, _ reader: inout FactColumns.LineReader, to piece: inout ExtractPiece) {
        var line = line
        let id = line.integer() ?? 0
        let running = line.integer()
        let ordinal = line.integer()
        let isMarked = (mayWithhold || countsPlace) && line.integer() != nil
        let isProtected = mayWithhold && isMarked
        var facts = reader.facts(&line)
        interested.apply(id, to: &facts)
        let at = line.place
        // What is not looked for is not asked: most extracts have nobody of them.
        let standing = Standing(
            confirmation: !flagged.isEmpty && flagged.contains(id) ? .awaited : .notNeeded,
            undecided: undecided.isEmpty ? [] : undecided[id] ?? [], isProtected: isProtected)
        let telling = tell(facts, before: .nothing, now: terms, standing: standing, cause: .extract)
        if telling.isWithheld, piece.withheld.last != id { piece.withheld.append(id) }
        switch telling.word {
        case .nothing, .takeBack: return
        case .awaitConfirmation: piece.persons.append(.init(addresseeID: id, owner: nil, visible: at..<end, word: telling.word))
        case .set(let given):
            var owner: Vault.Place?
            if given.items.contains(Item.kojinbango), let running { owner = Vault.Place(runningNumber: running, ordinal: Int16(ordinal ?? 0)) }
            piece.persons.append(
                .init(
                    addresseeID: id, owner: owner, visible: at..<end, word: telling.word, isPlaceOfProtected: countsPlace && isMarked,
                    recordKey: hasRecordKey ? Self.recordKey(piece.bytes[at..<end]) : nil))
        }
    }

    /// Of a line from the addressee number on: what stands behind that and the version.
    private static func recordKey(_ line: ArraySlice<UInt8>) -> String? {
        let fields = line.split(separator: 0x2C, maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count > 2, fields[2].first == 0x22 else { return fields.count > 2 ? String(decoding: fields[2], as: UTF8.self) : nil }
        return Self.fields(line)[2]
    }

    /// The lines as they go out.
    func render(_ piece: ExtractPiece, _ numbers: Vault.Opened<[UInt8]>) throws -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(piece.bytes.count * (format == .csv ? 1 : 3))
        for person in piece.persons {
            switch person.word {
            case .nothing, .takeBack: continue
            case .awaitConfirmation(let kept, let withheld):
                try appendMark(piece.bytes[person.visible], keeping: policy.catalogue.items(of: kept), withheld: policy.catalogue.items(of: withheld), to: &out)
            case .set(let given):
                let isWaiting = person.owner.map { !numbers.waiting.isEmpty && numbers.waiting.contains($0.runningNumber) } ?? false
                let number = isWaiting ? nil : person.owner.flatMap { numbers.numbers[$0] }
                try append(piece.bytes[person.visible], number, isWaiting ? given.withoutNumber : given, to: &out)
            }
        }
        return out
    }

    private func append(_ line: ArraySlice<UInt8>, _ number: [UInt8]?, _ given: GivenItems, to out: inout [UInt8]) throws {
        guard format == .csv else { return try appendJSON(line, number, given, to: &out) }
        if includesIndividualNumber {
            if let number { out.append(contentsOf: number) }
            out.append(0x2C)
        }
        if given.withheld.isEmpty { out.append(contentsOf: line) } else { try appendGiven(Self.fields(line), given.withheld, to: &out) }
        if !mayWithhold, given.waiting.isEmpty {
            out.append(contentsOf: Self.upsert)
        } else {
            out.append(contentsOf: ",upsert,\(names(given.waiting))\(mayWithhold ? ",\(names(given.withheld))" : "")\n".utf8)
        }
    }

    private func names(_ items: ItemSet) -> String {
        items.isEmpty ? "" : policy.catalogue.items(of: items).map(\.rawValue).joined(separator: " ")
    }

    /// The fields of a line of CSV without the values that are withheld.
    private func appendGiven(_ fields: [String], _ withheld: ItemSet, to out: inout [UInt8]) throws {
        guard fields.count == items.count + naming else { throw ExtractBroken() }
        for (index, field) in fields.enumerated() {
            if index > 0 { out.append(0x2C) }
            if index >= naming, withheld.contains(items[index - naming]) { continue }
            let isQuoted = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
            out.append(contentsOf: (isQuoted ? "\"\(field.replacing("\"", with: "\"\""))\"" : field).utf8)
        }
    }

    /// That the person of a line awaits confirmation: the addressee number, what may be kept, and what is withheld of a protected one.
    private func appendMark(_ line: ArraySlice<UInt8>, keeping kept: [Item], withheld: [Item], to out: inout [UInt8]) throws {
        let fields = Self.fields(line)
        let number = try AddresseeNumber(fields[0])
        let key = hasRecordKey && fields.count > 2 ? fields[2] : nil
        switch format {
        case .csv:
            if policy.includesIndividualNumber { out.append(0x2C) }
            out.append(contentsOf: number.value.utf8)
            out.append(0x2C)
            if let key { out.append(contentsOf: ",\(key)".utf8) }
            out.append(contentsOf: repeatElement(0x2C, count: items.count + 1))
            func names(_ items: [Item]) -> String { items.map(\.rawValue).joined(separator: " ") }
            let operation = Entry.Operation.awaitingConfirmation.rawValue
            out.append(contentsOf: "\(operation),\(names(kept))\(mayWithhold ? ",\(names(withheld))" : "")\n".utf8)
        case .ndjson:
            Entry.awaitingConfirmation(number, keeping: kept, withheld: withheld, recordKey: key).appendJSON(to: &out)
            out.append(0x0A)
        }
    }

    private func appendJSON(_ line: ArraySlice<UInt8>, _ number: [UInt8]?, _ given: GivenItems, to out: inout [UInt8]) throws {
        let fields = Self.fields(line)
        guard fields.count == items.count + naming else { throw ExtractBroken() }
        var values: [Item: String] = [:]
        for (item, field) in zip(items, fields.dropFirst(naming)) where !field.isEmpty && !given.withheld.contains(item) { values[item] = field }
        let entry = Entry(
            addresseeNumber: try AddresseeNumber(fields[0]), historyNumber: Int(fields[1]) ?? 0, operation: .upsert, items: values,
            individualNumber: try number.map { try IndividualNumber(digits: $0) }, waiting: policy.catalogue.items(of: given.waiting),
            withheld: policy.catalogue.items(of: given.withheld), recordKey: hasRecordKey ? fields[2] : nil)
        entry.appendJSON(to: &out)
        out.append(0x0A)
    }

    /// Fields of one line that the server wrote: quoted where it holds a comma or a quote.
    private static func fields(_ line: ArraySlice<UInt8>) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            if byte == 0x22 {
                if isQuoted, index + 1 < line.endIndex, line[index + 1] == 0x22 {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted.toggle()
                }
            } else if byte == 0x2C, !isQuoted {
                fields.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
            } else {
                field.append(byte)
            }
            index += 1
        }
        fields.append(String(decoding: field, as: UTF8.self))
        return fields
    }
}

/// A line of an extract that has not the form it was asked for in: the extract ends without its end, and is none.
struct ExtractBroken: Explained {
    var code: String { "X0034" }
    var rule: String { "抽出した行の形が正しくないため、途中で止めました。" }
}
