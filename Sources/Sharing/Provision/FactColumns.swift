internal import Addressee
internal import Governance
internal import Postgres
internal import Register

/// The facts of a person (`PersonFacts`): how they are selected of a version `v`, and the one place where they are read, be it from a row or from a line that
/// the server wrote.
enum FactColumns {
    /// Of a row.
    static let ofRow = """
        v.birth_sort_day, v.birth_last_day, v.registered_by, v.juminjotai, v.jutogaijotai, v.karitorokufuragu, v.jusho_shikuchosonkodo, v.zokugara,
        v.tagyomusanshofukafuragu
        """

    /// The columns of a version that `ofLine` asks for.
    static let ofVersion = [
        "birth_sort_day", "birth_last_day", "registered_by", "juminjotai", "jutogaijotai", "jusho_shikuchosonkodo", "zokugara", "tagyomusanshofukafuragu",
    ]

    /// Of a line of COPY: a version that is not provisional, numbers and flags only, none of which can hold a comma or a quote. What is not asked for is not
    /// fetched. Whom a system is interested in is not among them: `InterestedPersons`.
    ///
    /// - Parameters:
    ///   - asked: what the scopes ask for.
    ///   - only: the only system of which it matters whether it registered the person; nil: of all.
    static func ofLine(_ asked: AskedFacts, only: SystemName? = nil) -> String {
        let births = asked.contains(.birth) ? "v.birth_sort_day - DATE '2000-01-01', v.birth_last_day - DATE '2000-01-01'" : "NULL, NULL"
        let registered =
            only.map { "CASE WHEN '\($0.rawValue)' = ANY(v.registered_by) THEN '\($0.rawValue)' END" } ?? "array_to_string(v.registered_by, ' ')"
        return """
            \(births), coalesce(v.juminjotai, '-' || v.jutogaijotai), \(asked.contains(.ward) ? "v.jusho_shikuchosonkodo" : "NULL"),
            \(asked.contains(.householder) ? "v.zokugara = '世帯主'" : "NULL"), v.tagyomusanshofukafuragu, \(registered)
            """
    }

    /// Where they stand in a result.
    struct Reader: Sendable {
        private let birthSortDay: Column<CalendarDay?>
        private let birthLastDay: Column<CalendarDay?>
        private let registeredBy: Column<[String]>
        private let state: Column<String?>
        private let nonResidentState: Column<String?>
        private let provisional: Column<String?>
        private let ward: Column<String?>
        private let relation: Column<String?>
        private let closed: Column<String?>

        init(_ rows: Rows) throws {
            birthSortDay = try rows.column("birth_sort_day")
            birthLastDay = try rows.column("birth_last_day")
            registeredBy = try rows.column("registered_by")
            state = try rows.column("juminjotai")
            nonResidentState = try rows.column("jutogaijotai")
            provisional = try rows.column("karitorokufuragu")
            ward = try rows.column("jusho_shikuchosonkodo")
            relation = try rows.column("zokugara")
            closed = try rows.column("tagyomusanshofukafuragu")
        }

        func facts(_ row: Row) throws -> PersonFacts {
            PersonFacts(
                state: ResidentState(juminjotai: try row.decode(state), jutogaijotai: try row.decode(nonResidentState)) ?? .removed,
                provisional: isOne(row, provisional),
                birthSortDay: try row.decode(birthSortDay), wardCode: try row.decode(ward), householder: try row.decode(relation) == "世帯主",
                registeredBy: try row.decode(registeredBy).compactMap(SystemName.init(rawValue:)), closedToOtherAffairs: isOne(row, closed),
                birthLastDay: try row.decode(birthLastDay))
        }

        private func isOne(_ row: Row, _ column: Column<String?>) -> Bool { row.bytes(column).map { $0.elementsEqual([0x31]) } ?? false }
    }

    /// Reads them from lines, one after another; what is the same from line to line is made once.
    struct LineReader: Sendable {
        private var registered = Systems()
        private var wardText: [UInt8] = []
        private var ward: String?

        /// The facts that stand next in a line.
        mutating func facts(_ line: inout LineFields) -> PersonFacts {
            let birth = line.integer()
            let lastBirth = line.integer()
            let state = line.next()
            let code = line.next()
            let head = line.next()
            let closed = line.next()
            let registeredBy = registered.read(line.next())
            if !code.elementsEqual(wardText) {
                wardText = Array(code)
                ward = code.isEmpty ? nil : String(decoding: code, as: UTF8.self)
            }
            return PersonFacts(
                state: Self.state(state), provisional: false, birthSortDay: birth.map { CalendarDay(daysSince2000: Int32(clamping: $0)) }, wardCode: ward,
                householder: head.first == 0x74, registeredBy: registeredBy, closedToOtherAffairs: closed.count == 1 && closed.first == 0x31,
                birthLastDay: lastBirth.map { CalendarDay(daysSince2000: Int32(clamping: $0)) })
        }

        /// Names of systems, which are mostly the same from line to line.
        private struct Systems: Sendable {
            private var text: [UInt8] = []
            private var names: [SystemName] = []

            mutating func read(_ field: Slice<UnsafeBufferPointer<UInt8>>) -> [SystemName] {
                if !field.elementsEqual(text) {
                    text = Array(field)
                    names = String(decoding: field, as: UTF8.self).split(separator: " ").compactMap { SystemName(rawValue: String($0)) }
                }
                return names
            }
        }

        /// Of 住登外者 the code stands behind a hyphen.
        private static func state(_ code: Slice<UnsafeBufferPointer<UInt8>>) -> ResidentState {
            switch (code.first, code.last) {
            case (0x31, _): .resident
            case (0x32, _): .movedOut
            case (0x33, _): .dead
            case (0x2D, 0x34): .nonResident
            case (0x2D, 0x35): .nonResidentDead
            case (0x2D, _): .nonResidentRemoved
            default: .removed
            }
        }
    }
}

/// Fields of lines that the server wrote, one after another, as long as none of them can hold a comma or a quote.
struct LineFields {
    private let all: UnsafeBufferPointer<UInt8>
    private let end: Int
    /// Where the next one begins.
    private(set) var place: Int

    init(_ all: UnsafeRawBufferPointer, from place: Int, upTo end: Int) {
        (self.all, self.place, self.end) = (all.assumingMemoryBound(to: UInt8.self), place, end)
    }

    mutating func next() -> Slice<UnsafeBufferPointer<UInt8>> {
        let start = place
        var at = start
        while at < end, all[at] != 0x2C, all[at] != 0x0A { at += 1 }
        place = at + 1
        return all[start..<at]
    }

    /// nil: an empty field.
    mutating func integer() -> Int64? {
        var value: Int64 = 0
        var isNegative = false
        let field = next()
        for byte in field {
            if byte == 0x2D { isNegative = true } else { value = value * 10 + Int64(byte) - 48 }
        }
        return field.isEmpty ? nil : isNegative ? -value : value
    }
}
