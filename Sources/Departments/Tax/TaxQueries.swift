import Addressee
import Postgres

/// The SQL of the tax module's own tables.
enum TaxQueries {
    /// Assessment dates up to the hub's day, as far back as an assessment may be decided.
    static func assessmentDates(through day: CalendarDay) -> Query {
        let years = (day.year - TaxWorklist.yearsBack...day.year).map { Int32($0) }
        return """
            INSERT INTO tax.assessment_date (tax_year, reference_day)
            SELECT tax_year, make_date(tax_year, 1, 1) FROM unnest(\(years)) AS given (tax_year)
            ON CONFLICT ON CONSTRAINT assessment_date_pkey DO NOTHING
            """
    }

    /// Writes the periods and takes away what they overlap: periods of a person don't, and the newest state is right. A day of the end that is held isn't
    /// given up for one that is only a bound.
    static func write(_ periods: TaxWorklist.Periods) -> Query {
        """
        WITH written AS (
          INSERT INTO tax.residence AS held (atenabango, resident_from, resident_until, end_reason, start_known, end_known)
          SELECT atenabango, resident_from, resident_until, end_reason, start_known, end_known
          FROM unnest(\(periods.numbers), \(periods.from), \(periods.until), \(periods.endReasons), \(periods.startKnown), \(periods.endKnown))
            AS given (atenabango, resident_from, resident_until, end_reason, start_known, end_known)
          ON CONFLICT ON CONSTRAINT residence_pkey DO UPDATE SET
            resident_until = excluded.resident_until, end_reason = excluded.end_reason,
            start_known = excluded.start_known, end_known = excluded.end_known
          WHERE (excluded.end_known OR held.resident_until IS NULL)
            AND (held.resident_until, held.end_reason, held.start_known, held.end_known)
              IS DISTINCT FROM (excluded.resident_until, excluded.end_reason, excluded.start_known, excluded.end_known)
          RETURNING held.atenabango, held.resident_from, held.resident_until
        )
        DELETE FROM tax.residence AS held USING written
        WHERE held.atenabango = written.atenabango AND held.resident_from <> written.resident_from
          AND held.resident_from < COALESCE(written.resident_until, 'infinity')
          AND COALESCE(held.resident_until, 'infinity') > written.resident_from
        """
    }

    /// The same for persons that the module never held.
    static func writeNew(_ periods: TaxWorklist.Periods) -> Query {
        """
        INSERT INTO tax.residence (atenabango, resident_from, resident_until, end_reason, start_known, end_known)
        SELECT atenabango, resident_from, resident_until, end_reason, start_known, end_known
        FROM unnest(\(periods.numbers), \(periods.from), \(periods.until), \(periods.endReasons), \(periods.startKnown), \(periods.endKnown))
          AS given (atenabango, resident_from, resident_until, end_reason, start_known, end_known)
        """
    }

    static func writeIfNoneOpen(_ periods: TaxWorklist.Periods) -> Query {
        """
        INSERT INTO tax.residence (atenabango, resident_from, start_known)
        SELECT given.atenabango, given.resident_from, false
        FROM unnest(\(periods.numbers), \(periods.from)) AS given (atenabango, resident_from)
        WHERE NOT EXISTS (SELECT FROM tax.residence AS held
          WHERE held.atenabango = given.atenabango AND (held.resident_until IS NULL OR held.resident_until > given.resident_from))
        ON CONFLICT ON CONSTRAINT residence_pkey DO NOTHING
        """
    }

    static func end(_ numbers: [String], _ days: [PostgresDay], _ reasons: [String]) -> [Query] {
        [
            // Came and went on one day.
            """
            DELETE FROM tax.residence AS held USING unnest(\(numbers), \(days)) AS given (atenabango, day)
            WHERE held.atenabango = given.atenabango AND held.resident_until IS NULL AND held.resident_from >= given.day
            """,
            """
            UPDATE tax.residence AS held SET resident_until = given.day, end_reason = given.reason, end_known = true
            FROM unnest(\(numbers), \(days), \(reasons)) AS given (atenabango, day, reason)
            WHERE held.atenabango = given.atenabango AND held.resident_until IS NULL
            """,
        ]
    }

    /// - Parameter from: first days of the periods; `nil`: the open one.
    static func cancel(_ numbers: [String], _ from: [PostgresDay?]) -> Query {
        """
        DELETE FROM tax.residence AS held USING unnest(\(numbers), \(from)) AS given (atenabango, resident_from)
        WHERE held.atenabango = given.atenabango
          AND (held.resident_from = given.resident_from OR held.resident_until IS NULL)
        """
    }

    /// The days of beginning are withdrawn: who is held as a resident is one from an unknown day, as far as the module knows.
    ///
    /// - Parameter persons: only theirs; nil: everybody's. So it is with the next two.
    static func forgetBeginnings(of persons: [String]?) -> [Query] {
        [
            "DELETE FROM tax.residence WHERE (\(persons == nil) OR atenabango = ANY (\(persons ?? [])))",
            """
            INSERT INTO tax.residence (atenabango, resident_from, start_known)
            SELECT atenabango, coalesce((SELECT max(calendar_day) FROM tax.applied_batch), current_date), false FROM tax.person
            WHERE NOT removed AND coalesce(items ->> 'juminjotai', '1') = '1' AND items ->> 'jutogaijotai' IS NULL
              AND (\(persons == nil) OR atenabango = ANY (\(persons ?? [])))
            """,
        ]
    }

    /// The days of the end are withdrawn, and with them every period that is over.
    static func forgetEnds(of persons: [String]?) -> Query {
        "DELETE FROM tax.residence WHERE resident_until IS NOT NULL AND (\(persons == nil) OR atenabango = ANY (\(persons ?? [])))"
    }

    static func forgetReasons(of persons: [String]?) -> Query {
        "UPDATE tax.residence SET end_reason = NULL WHERE end_reason IS NOT NULL AND (\(persons == nil) OR atenabango = ANY (\(persons ?? [])))"
    }

    static func withdraw(_ numbers: [String]) -> Query {
        """
        DELETE FROM tax.residence AS held USING unnest(\(numbers)) AS given (atenabango)
        WHERE held.atenabango = given.atenabango
        """
    }
}
