-- Birth dates known in part: what the known part decides is decided, and no day is invented (DESIGN §4, Dates). Days beside a birth date that is to be confirmed
-- are bounds: from the first on, and until the second, the person is in range whichever day it is; outside of them a clerk must find out.
ALTER TABLE health_insurance.insurable DROP CONSTRAINT insurable_day_or_confirm;
ALTER TABLE health_insurance.insurable ADD CONSTRAINT insurable_day_or_confirm
    CHECK (CASE WHEN confirm IS NULL THEN qualified_from IS NOT NULL ELSE qualified_from IS NULL OR confirm = 'birth-date-unknown' END);
COMMENT ON COLUMN health_insurance.insurable.qualified_from IS 'Purpose: first day in range by age and resident here; where a birth date known in part is to be confirmed, the first day on which that is certain; none where nothing is. Source: seinengappi and juminnengappi. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN health_insurance.insurable.ages_out_on IS 'Purpose: first day no longer in range by age; where a birth date known in part is to be confirmed, the first day on which that is possible. Source: seinengappi. Retention: as the row. Class: personal data.';
