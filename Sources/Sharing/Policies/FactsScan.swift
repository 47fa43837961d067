internal import Addressee
internal import Governance
internal import Postgres

/// Everybody's facts, and nothing else of anybody: one pass over the current versions, in no order.
enum FactsScan {
    /// Lines for `FactsReader`, on a connection with a transaction open.
    static func rows(_ connection: Connection) async throws -> CopyOut {
        // The sort of everybody's few columns stays in memory.
        try await connection.execute("SET LOCAL work_mem = '192MB'")
        try await connection.execute("SET LOCAL jit = off")
        return try await connection.copyOut(
            unsafeSQL: """
                COPY (
                    SELECT DISTINCT ON (addressee_id) addressee_id, birth_sort_day - DATE '2000-01-01',
                        birth_last_day - DATE '2000-01-01', juminjotai, jusho_shikuchosonkodo,
                        zokugara = '世帯主', tagyomusanshofukafuragu, array_to_string(registered_by, ' ')
                    FROM register.version WHERE karitorokufuragu IS DISTINCT FROM '1' ORDER BY addressee_id, history_number DESC
                ) TO STDOUT (FORMAT csv)
                """)
    }
}

/// Reads the lines of a `FactsScan`; none of its fields can hold a comma or a quote.
struct FactsReader: Sendable {
    private var systemsText: [UInt8] = []
    private var systems: [SystemName] = []
    private var wardText: [UInt8] = []
    private var ward: String?

    /// Calls `body` for each person of some whole lines; returns how many there are.
    mutating func read(_ bytes: [UInt8], _ body: (Int64, PersonFacts) -> Void) -> Int {
        var lines = 0
        bytes.withUnsafeBufferPointer { all in
            var at = 0
            func field() -> Range<Int> {
                let start = at
                while at < all.count, all[at] != 0x2C, all[at] != 0x0A { at += 1 }
                defer { at += 1 }
                return start..<at
            }
            func integer(_ range: Range<Int>) -> Int64? {
                guard !range.isEmpty else { return nil }
                var value: Int64 = 0
                for index in range where all[index] != 0x2D { value = value * 10 + Int64(all[index]) - 48 }
                return all[range.lowerBound] == 0x2D ? -value : value
            }
            while at < all.count {
                let id = integer(field()) ?? 0
                let birth = integer(field())
                let lastBirth = integer(field())
                let state = field()
                let code = all[field()]
                let head = field()
                let closed = field()
                let registered = all[field()]
                if !code.elementsEqual(wardText) {
                    wardText = Array(code)
                    ward = code.isEmpty ? nil : String(decoding: code, as: UTF8.self)
                }
                if !registered.elementsEqual(systemsText) {
                    systemsText = Array(registered)
                    systems = String(decoding: registered, as: UTF8.self).split(separator: " ").compactMap { SystemName(rawValue: String($0)) }
                }
                body(
                    id,
                    PersonFacts(
                        state: state.isEmpty ? .removed : Self.state(all[state.lowerBound]), provisional: false,
                        birthSortDay: birth.map { CalendarDay(daysSince2000: Int32(clamping: $0)) }, wardCode: ward,
                        householder: !head.isEmpty && all[head.lowerBound] == 0x74, registeredBy: systems,
                        closedToOtherAffairs: closed.count == 1 && all[closed.lowerBound] == 0x31,
                        birthLastDay: lastBirth.map { CalendarDay(daysSince2000: Int32(clamping: $0)) }))
                lines += 1
            }
        }
        return lines
    }

    private static func state(_ code: UInt8) -> ResidentState {
        switch code {
        case 0x31: .resident
        case 0x32: .nonResident
        case 0x33: .movedOut
        case 0x34: .dead
        default: .removed
        }
    }
}
