internal import Addressee
internal import AuditTrail
internal import Governance
internal import Postgres

/// The checks, each one statement over the days asked for; what was found before is left alone.
struct AnalysisQueries {
    let rules: AnalysisRules
    /// First and last day, Japan time.
    let from: CalendarDay
    let until: CalendarDay

    private var start: PostgresInstant { JapanTime.start(of: from) }
    private var end: PostgresInstant { JapanTime.start(of: until.adding(days: 1)) }
    private var holidays: [PostgresDay] { rules.holidays.sorted().map { PostgresDay(daysSince2000: $0.daysSince2000) } }

    /// What people of the staff did at the counter, successful or refused.
    private static let used = "e.kind IN ('person.looked-up', 'person.number-shown', 'person.searched') AND e.by_whom LIKE 'staff %'"
    private static let local = "(e.recorded_at AT TIME ZONE 'Asia/Tokyo')"

    /// Every check.
    var all: [Query] { [night, holiday, mass, household, protected, place, staffRefusals, systemRefusals, signIns, many] }

    private var night: Query {
        """
        INSERT INTO analysis.finding (rule, subject, day, count, threshold)
        SELECT 'night-use', e.by_whom, \(unsafeSQL: Self.local)::date, count(*), \(rules.nightCount) FROM audit.event e
        WHERE \(unsafeSQL: Self.used) AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
            AND CASE WHEN \(rules.nightFrom) > \(rules.nightUntil)
                THEN extract(hour FROM \(unsafeSQL: Self.local)) >= \(rules.nightFrom) OR extract(hour FROM \(unsafeSQL: Self.local)) < \(rules.nightUntil)
                ELSE extract(hour FROM \(unsafeSQL: Self.local)) >= \(rules.nightFrom) AND extract(hour FROM \(unsafeSQL: Self.local)) < \(rules.nightUntil) END
        GROUP BY 2, 3 HAVING count(*) >= \(rules.nightCount) ON CONFLICT ON CONSTRAINT finding_once DO NOTHING
        """
    }

    private var holiday: Query {
        """
        INSERT INTO analysis.finding (rule, subject, day, count, threshold)
        SELECT 'holiday-use', e.by_whom, \(unsafeSQL: Self.local)::date, count(*), \(rules.holidayCount) FROM audit.event e
        WHERE \(unsafeSQL: Self.used) AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
            AND (extract(isodow FROM \(unsafeSQL: Self.local)) >= 6 OR \(unsafeSQL: Self.local)::date = ANY(\(holidays)))
        GROUP BY 2, 3 HAVING count(*) >= \(rules.holidayCount) ON CONFLICT ON CONSTRAINT finding_once DO NOTHING
        """
    }

    private var mass: Query {
        """
        INSERT INTO analysis.finding (rule, subject, day, count, threshold)
        SELECT 'mass-look-ups', e.by_whom, \(unsafeSQL: Self.local)::date,
            count(DISTINCT e.addressee_id) + coalesce(sum((e.body::json -> 'fields' ->> 'count')::bigint) FILTER (WHERE e.kind = 'person.searched'), 0),
            \(rules.massCount)
        FROM audit.event e
        WHERE \(unsafeSQL: Self.used) AND NOT e.is_failure AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
        GROUP BY 2, 3
        HAVING count(DISTINCT e.addressee_id) + coalesce(sum((e.body::json -> 'fields' ->> 'count')::bigint) FILTER (WHERE e.kind = 'person.searched'), 0)
            >= \(rules.massCount)
        ON CONFLICT ON CONSTRAINT finding_once DO NOTHING
        """
    }

    /// Only where the staff's own addressee number is on record, and by the household of today.
    private var household: Query {
        """
        INSERT INTO analysis.finding (rule, subject, day, addressee_id, count, threshold)
        SELECT 'own-household', e.by_whom, \(unsafeSQL: Self.local)::date, e.addressee_id, count(*), \(rules.householdCount)
        FROM access.person p
        JOIN register.addressee own ON own.atenabango = p.atenabango
        JOIN audit.event e ON e.by_whom = 'staff ' || p.account
        WHERE \(unsafeSQL: Self.used) AND e.addressee_id IS NOT NULL AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
            AND (e.addressee_id = own.addressee_id
                OR (SELECT setaibango FROM register.newest(e.addressee_id)) = (SELECT setaibango FROM register.newest(own.addressee_id)))
        GROUP BY 2, 3, 4 HAVING count(*) >= \(rules.householdCount) ON CONFLICT ON CONSTRAINT finding_once DO NOTHING
        """
    }

    private var protected: Query {
        """
        INSERT INTO analysis.finding (rule, subject, day, count, threshold)
        SELECT 'protected-persons', e.by_whom, \(unsafeSQL: Self.local)::date, count(DISTINCT e.addressee_id), \(rules.protectedCount)
        FROM audit.event e
        WHERE \(unsafeSQL: Self.used) AND NOT e.is_failure AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
            AND e.body::json -> 'fields' ->> 'protected' = 'yes'
        GROUP BY 2, 3 HAVING count(DISTINCT e.addressee_id) >= \(rules.protectedCount) ON CONFLICT ON CONSTRAINT finding_once DO NOTHING
        """
    }

    /// Of each person by each clerk: where the person is was withheld, because nobody had released it.
    private var place: Query {
        """
        INSERT INTO analysis.finding (rule, subject, day, addressee_id, count, threshold)
        SELECT 'protected-place', e.by_whom, \(unsafeSQL: Self.local)::date, e.addressee_id, count(*), \(rules.placeCount)
        FROM audit.event e
        WHERE e.kind = 'person.looked-up' AND e.by_whom LIKE 'staff %' AND NOT e.is_failure AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
            AND e.body::json -> 'fields' ->> 'address' = 'withheld'
        GROUP BY 2, 3, 4 HAVING count(*) >= \(rules.placeCount) ON CONFLICT ON CONSTRAINT finding_once DO NOTHING
        """
    }

    private var staffRefusals: Query {
        """
        INSERT INTO analysis.finding (rule, subject, day, count, threshold)
        SELECT 'repeated-refusals', e.by_whom, \(unsafeSQL: Self.local)::date, count(*), \(rules.staffRefusals) FROM audit.event e
        WHERE e.is_failure AND e.by_whom LIKE 'staff %' AND e.kind NOT IN ('access.signed-in', 'provision.answered', 'intake.rows')
            AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
        GROUP BY 2, 3 HAVING count(*) >= \(rules.staffRefusals) ON CONFLICT ON CONSTRAINT finding_once DO NOTHING
        """
    }

    private var systemRefusals: Query {
        """
        INSERT INTO analysis.finding (rule, subject, day, count, threshold)
        SELECT 'repeated-refusals', 'system ' || (e.body::json -> 'fields' ->> 'system'), \(unsafeSQL: Self.local)::date, count(*), \(rules.systemRefusals)
        FROM audit.event e
        WHERE e.is_failure AND e.kind = 'provision.answered' AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
        GROUP BY 2, 3 HAVING count(*) >= \(rules.systemRefusals) ON CONFLICT ON CONSTRAINT finding_once DO NOTHING
        """
    }

    private var signIns: Query {
        """
        INSERT INTO analysis.finding (rule, subject, day, count, threshold)
        SELECT 'failed-sign-ins', coalesce('staff ' || (e.body::json -> 'fields' ->> 'account'), e.by_whom), \(unsafeSQL: Self.local)::date, count(*),
            \(rules.signInCount)
        FROM audit.event e
        WHERE e.is_failure AND e.kind IN ('access.signed-in', 'access.password-changed') AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
        GROUP BY 2, 3 HAVING count(*) >= \(rules.signInCount) ON CONFLICT ON CONSTRAINT finding_once DO NOTHING
        """
    }

    /// For every day on which somebody was looked up: who did so within the days up to it.
    private var many: Query {
        """
        INSERT INTO analysis.finding (rule, subject, day, addressee_id, count, threshold)
        SELECT 'looked-up-by-many', '', d.day, d.addressee_id, count(DISTINCT e.by_whom), \(rules.manyStaff)
        FROM (
            SELECT DISTINCT e.addressee_id, \(unsafeSQL: Self.local)::date AS day FROM audit.event e
            WHERE \(unsafeSQL: Self.used) AND NOT e.is_failure AND e.addressee_id IS NOT NULL AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
        ) AS d
        JOIN audit.event e ON e.addressee_id = d.addressee_id AND \(unsafeSQL: Self.used) AND NOT e.is_failure
            AND \(unsafeSQL: Self.local)::date BETWEEN d.day - (\(rules.manyDays)::integer - 1) AND d.day
        GROUP BY d.day, d.addressee_id HAVING count(DISTINCT e.by_whom) >= \(rules.manyStaff) ON CONFLICT ON CONSTRAINT finding_once DO NOTHING
        """
    }
}
