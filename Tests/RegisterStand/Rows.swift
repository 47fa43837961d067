package import Addressee

/// A sound row of `residents.csv`, which a test changes in one place.
package struct ResidentRow: Sendable {
    package private(set) var values: [String: String]

    /// Person `n`, resident since 2020, born 1980-01-02, with an individual number of their own.
    package init(_ n: Int, history: Int = 1, reason: String = "01") {
        values = [
            "atenabango": Self.number(n), "rirekibango": String(history), "kojinbango": Numbers.individual(n),
            "setaibango": "S\(n)", "zokugara": "世帯主", "shimei": "試験　\(Self.name(n))", "shimei_furigana": "シケン",
            "seibetsu": String(n % 2 + 1), "seinengappi": "1980-01-02", "seinengappi_fushofuragu": "0", "jusho_shikuchosonkodo": "111082",
            "jusho_todofuken": "埼玉県", "jusho_shikugunchosonmei": "さいたま市南区", "jusho_choaza": "南本町", "jusho_banchigohyoki": "\(n % 90 + 1)番地",
            "juminshubetsu": "1", "juminjotai": "1", "idojiyu": reason, "idonengappi": "2020-04-01", "karitorokufuragu": "0",
        ]
    }

    package static func number(_ n: Int) -> String { "R" + String(String(100_000_000 + n).dropFirst()) }

    /// A name of its own for each person, without digits.
    package static func name(_ n: Int) -> String {
        let marks = Array("一二三四五六七八九十")
        return String(String(n).compactMap { $0.wholeNumberValue.map { marks[$0] } })
    }

    package subscript(item: Item) -> String {
        get { values[item.rawValue] ?? "" }
        set { values[item.rawValue] = newValue }
    }

    /// The person's next state.
    package func next(_ reason: String, on day: String = "2026-11-01", _ change: (inout ResidentRow) -> Void = { _ in }) -> ResidentRow {
        var row = self
        row[.rirekibango] = String((Int(self[.rirekibango]) ?? 0) + 1)
        row[.idojiyu] = reason
        row[.idonengappi] = day
        if let state = MovementReason(code: reason)?.stateAfter { row[.juminjotai] = state.told.code }
        change(&row)
        return row
    }

    package func with(_ change: (inout ResidentRow) -> Void) -> ResidentRow {
        var row = self
        change(&row)
        return row
    }

    package static let columns = FileLayout.residents.columns.map(\.name)

    package static func csv(_ rows: [ResidentRow], columns: [String] = columns) -> [UInt8] {
        csvBytes(columns, rows.map(\.values))
    }
}

/// A sound row of `nonresidents-SYSTEM.csv`.
package struct NonResidentRow: Sendable {
    package private(set) var values: [String: String]

    /// - Parameter number: 宛名番号; nil asks for one.
    package init(_ n: Int, number: String?) {
        values = [
            "shorikubun": number == nil ? "0" : "1", "shikuchosonkodo": "111007", "atenabango": number ?? "",
            "kojinbango": Numbers.individual(n), "shimei": "試験　\(ResidentRow.name(n))", "uji_nihonjin": "試験",
            "na_nihonjin": ResidentRow.name(n), "seibetsu": String(n % 2 + 1), "seinengappi": "1980-01-02",
            "seinengappi_fushofuragu": "0", "gyomuid": "000", "dokujishisakushisutemutoid": "000", "nayosemotofuragu": "0",
            "tagyomusanshofukafuragu": "0", "sosashaid": "OP1", "sosanengappi": "2026-11-01", "sosajikoku": "10:00:00",
        ]
    }

    package subscript(item: Item) -> String {
        get { values[item.rawValue] ?? "" }
        set { values[item.rawValue] = newValue }
    }

    package func with(_ change: (inout NonResidentRow) -> Void) -> NonResidentRow {
        var row = self
        change(&row)
        return row
    }

    /// The same as another body, or one of its wards, sends it (市区町村コード).
    package func sent(by code: String) -> NonResidentRow {
        var row = self
        row.values["shikuchosonkodo"] = code
        return row
    }

    package static let columns = FileLayout.nonResidents.columns.map(\.name)

    package static func csv(_ rows: [NonResidentRow], columns: [String] = columns) -> [UInt8] {
        csvBytes(columns, rows.map(\.values))
    }
}

private func csvBytes(_ columns: [String], _ rows: [[String: String]]) -> [UInt8] {
    var bytes = Array((columns.joined(separator: ",") + "\n").utf8)
    for row in rows {
        for (index, column) in columns.enumerated() {
            if index > 0 { bytes.append(0x2C) }
            let value = row[column] ?? ""
            if value.contains(where: { $0 == "," || $0 == "\"" }) {
                bytes += Array("\"\(value.replacing("\"", with: "\"\""))\"".utf8)
            } else {
                bytes += Array(value.utf8)
            }
        }
        bytes.append(0x0A)
    }
    return bytes
}
