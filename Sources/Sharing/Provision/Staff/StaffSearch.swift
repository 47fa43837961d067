internal import Addressee
internal import Postgres
internal import Register

/// A search as SQL: from the index that leaves the fewest, to at most `PersonLookup.most` persons and one more.
///
/// Name and address are compared in `register.search_key`. Candidates come by name through its indexes, or by birth date through that of the versions;
/// only a part of a name without a birth date reads all keys.
struct StaffSearch {
    /// Matches that are looked at for their spelling; of more, those come first whose key is the whole of what is searched for.
    private static let considered = 1000
    /// Birth dates up to which they leave fewer persons than a name does: a month's.
    private static let fewDates = 40

    private let names: [String]
    private let address: String
    private let births: [String]
    private let terms: SearchTerms

    /// - Throws: `LookupRefused`: a birth date that is none, a name or an address with nothing to search by.
    init(_ terms: SearchTerms) throws(LookupRefused) {
        self.terms = terms
        names = terms.nameAsTyped.map { SearchKey.spellings(name: $0).map(\.text) } ?? []
        address = terms.address.map { SearchKey(address: $0).text } ?? ""
        guard terms.name == nil || !names.isEmpty, terms.address == nil || !address.isEmpty else { throw .nothingToSearchBy }
        do throws(ValueError) {
            births = try terms.birth.map { birth throws(ValueError) in try BirthTerm(birth).written } ?? []
        } catch {
            throw .birth(error)
        }
    }

    /// Columns of a `PersonState`, the items, and whether a version of old matched.
    ///
    /// - Parameter released: whose place may be seen, and so be searched by, though they are protected.
    func query(columns: String, released: [Int64], _ ends: TrueEnds) -> Query {
        // The end of a range of keys: of all that begin so, or of the one alone.
        let end = terms.match == .whole ? "\u{1}" : "\u{10FFFF}"
        return """
            WITH hit AS (
                SELECT k.addressee_id, k.history_number, k.written, k.reading, k.address, t.births, t.sex, t.names, t.place
                FROM (SELECT \(names) AS names, \(names.map { $0 + end }) AS ends, \(address) AS place, \(births) AS births, \(terms.sex) AS sex) AS t,
                    \(unsafeSQL: candidates)
            ), found AS (
                SELECT k.addressee_id, \(unsafeSQL: terms.includesPast ? "NULL::integer" : "k.history_number") AS history_number,
                    bool_or(k.written = ANY (k.names) OR k.reading = ANY (k.names)) AS whole, min(k.reading) AS reading,
                    max(k.history_number) AS newest
                FROM hit k \(unsafeSQL: conditions) GROUP BY 1, 2
            ), considered AS (
                SELECT f.* FROM found f \(unsafeSQL: terms.includesPast ? "" : Self.isCurrent)
                ORDER BY f.whole DESC, f.reading, f.addressee_id LIMIT \(Int64(Self.considered))
            )
            SELECT \(unsafeSQL: PersonColumns.sql)\(unsafeSQL: columns), f.newest < v.history_number AS is_past
            FROM considered f
            JOIN LATERAL register.settled(f.addressee_id) AS v ON \(unsafeSQL: terms.includesPast ? "f.newest <= v.history_number" : "f.history_number = v.history_number")
            JOIN register.addressee a ON a.addressee_id = f.addressee_id
            \(unsafeSQL: ProtectionColumns.latest(ends))
            WHERE \(terms.address == nil) OR v.addressee_id = ANY (\(released)) OR NOT \(unsafeSQL: ProtectionColumns.hides(ends))
            ORDER BY f.newest < v.history_number, EXISTS (
                    SELECT FROM unnest(ARRAY[\(unsafeSQL: Self.spelled)]) AS n (name) WHERE starts_with(translate(n.name, ' 　', ''), \(terms.name))
                ) DESC, f.whole DESC, v.shimei_furigana, a.atenabango
            LIMIT \(Int64(PersonLookup.most + 1))
            """
    }

    /// Whether candidates come through the indexes of names, or of birth dates; neither where a part of a name and an address is all there is.
    private var comesByName: Bool { !names.isEmpty && terms.match != .part && (births.isEmpty || births.count > Self.fewDates) }

    /// Where candidates `k` come from.
    private var candidates: String {
        if !births.isEmpty, !comesByName {
            return """
                unnest(t.births) AS b (birth) JOIN register.version v ON v.seinengappi = b.birth
                JOIN register.search_key k ON k.addressee_id = v.addressee_id AND k.history_number = v.history_number
                """
        }
        guard comesByName else { return "register.search_key k" }
        return """
            unnest(t.names, t.ends) AS n (name, past) CROSS JOIN LATERAL (
                SELECT * FROM register.search_key s WHERE s.written >= n.name AND s.written < n.past
                UNION ALL
                SELECT * FROM register.search_key s WHERE s.reading >= n.name AND s.reading < n.past AND s.reading <> ''
            ) AS k
            """
    }

    /// What a candidate must fulfil, whichever way it came.
    private var conditions: String {
        var conditions: [String] = []
        if !names.isEmpty, !comesByName {
            switch terms.match {
            case .whole: conditions.append("(k.written = ANY (k.names) OR k.reading = ANY (k.names))")
            case .beginning:
                conditions.append("EXISTS (SELECT FROM unnest(k.names) AS n (name) WHERE starts_with(k.written, n.name) OR starts_with(k.reading, n.name))")
            case .part:
                conditions.append("EXISTS (SELECT FROM unnest(k.names) AS n (name) WHERE strpos(k.written, n.name) > 0 OR strpos(k.reading, n.name) > 0)")
            }
        }
        if !address.isEmpty { conditions.append(addressed) }
        var joined = ""
        if terms.sex != nil || !births.isEmpty || terms.includesPast {
            // With a limit, so that it is a look-up by the index for each candidate, whatever the planner expects of them.
            joined = """
                CROSS JOIN LATERAL (
                    SELECT w.karitorokufuragu, w.seibetsu, w.seinengappi FROM register.version w
                    WHERE w.addressee_id = k.addressee_id AND w.history_number = k.history_number LIMIT 1
                ) AS v
                """
            // A provisional version is found by nobody.
            conditions.append("v.karitorokufuragu IS DISTINCT FROM '1'")
            if terms.sex != nil { conditions.append("v.seibetsu = k.sex") }
            if !births.isEmpty { conditions.append("v.seinengappi = ANY (k.births)") }
        }
        return joined + " WHERE " + (conditions.isEmpty ? "true" : conditions.joined(separator: " AND "))
    }

    /// An address from prefecture, municipality, ward or town on.
    private var addressed: String {
        let all = "translate(k.address, ',', '')"
        let starts = (1...4).map { from in "concat(\((from...5).map { "split_part(k.address, ',', \($0))" }.joined(separator: ", ")))" }
        switch terms.match {
        case .part: return "strpos(\(all), k.place) > 0"
        case .beginning:
            return "(strpos(\(all), k.place) > 0 AND (\(starts.map { "starts_with(\($0), k.place)" }.joined(separator: " OR "))))"
        case .whole:
            // With 方書 or without it.
            let houses = (1...4).map { from in "concat(\((from...4).map { "split_part(k.address, ',', \($0))" }.joined(separator: ", ")))" }
            return "(strpos(\(all), k.place) > 0 AND k.place IN (\((starts + houses).joined(separator: ", "))))"
        }
    }

    /// Of the versions found, those that no registered one followed. A scalar subquery is looked up by the index, row by row; an anti-join might read
    /// every version of the register.
    private static let isCurrent = """
        WHERE (
            SELECT true FROM register.version w
            WHERE w.addressee_id = f.addressee_id AND w.history_number > f.history_number AND w.karitorokufuragu IS DISTINCT FROM '1' LIMIT 1) IS NULL
        """

    private static let spelled = """
        v.shimei, v.shimei_furigana, v.tsusho, v.tsusho_furigana, v.shimei_gaikokujinromaji, v.shimei_gaikokujinkanji, v.kyuuji, v.kyuuji_furigana
        """
}
