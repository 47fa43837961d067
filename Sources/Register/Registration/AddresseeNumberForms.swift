internal import Addressee
internal import Postgres

/// 先頭の0. Addressee numbers of digits that differ in nothing but leading zeros, as a spreadsheet makes them: the persons are looked for in every such form.
struct AddresseeNumberForms {
    /// What is left of a number of digits without its leading zeros; nil for any other.
    static func stripped(_ number: String) -> Substring? {
        let digits = number.utf8
        guard digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return nil }
        return number[(digits.firstIndex { $0 != UInt8(ascii: "0") } ?? digits.endIndex)...]
    }

    private static let length = 15
    private var whole: [String] = []
    private var bare: [String] = []

    /// Whether one of the numbers is shorter than it might be.
    var hasShort: Bool { !whole.isEmpty }

    /// Whether one of the numbers may have another form at all.
    var hasOthers: Bool { !bare.isEmpty }

    /// Two files at once, one with a number that lost its zeros and one with the whole one, take turns.
    var turn: Query {
        hasShort
            ? "SELECT pg_advisory_xact_lock(hashtext('register.addressee.short'))"
            : "SELECT pg_advisory_xact_lock_shared(hashtext('register.addressee.short'))"
    }

    init(_ numbers: [String]) {
        for number in numbers {
            let isShort = number.utf8.count < Self.length
            guard isShort || number.utf8.first == UInt8(ascii: "0"), let stripped = Self.stripped(number) else { continue }
            if isShort { whole.append(String(repeating: "0", count: Self.length - number.utf8.count) + number) }
            bare.append(String(stripped))
        }
    }

    /// Whether anybody of the register has a shorter number: in most cities nobody has, and then there is nothing to look for. The order makes sure that the
    /// first entry of their index says it.
    static let anyShort: Query = """
        SELECT (
            SELECT ltrim(s.atenabango, '0') FROM register.addressee s WHERE length(s.atenabango) < 15 AND s.atenabango !~ '[^0-9]'
            ORDER BY ltrim(s.atenabango, '0') LIMIT 1
        ) IS NOT NULL
        """

    /// Whether somebody is to be looked for, by the answer to `anyShort`.
    func areLookedFor(_ anyShort: Rows) throws -> Bool {
        guard hasOthers else { return false }
        return try hasShort || anyShort.first?.decode(Bool.self) == true
    }

    /// The persons whose number is another form of one of these: whole ones by the number filled up, shorter ones by what is left of them.
    var query: Query {
        """
        SELECT a.addressee_id, a.atenabango FROM register.addressee a WHERE a.atenabango = ANY(\(whole))
        UNION
        SELECT a.addressee_id, a.atenabango FROM register.addressee a
        WHERE length(a.atenabango) < 15 AND a.atenabango !~ '[^0-9]' AND ltrim(a.atenabango, '0') = ANY(\(bare))
        """
    }

    /// By what is left of the number.
    func lookalikes(_ rows: Rows) throws -> [String: Holder] {
        var found: [String: Holder] = [:]
        for row in rows {
            let (id, number) = try row.decode((Int64, String).self)
            guard let stripped = Self.stripped(number) else { continue }
            found[String(stripped)] = Holder(addresseeID: id, number: number, isResident: true, who: .row(-1))
        }
        return found
    }
}
