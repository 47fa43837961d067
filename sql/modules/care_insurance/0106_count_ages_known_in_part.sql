-- Birth dates known in part: what the known part decides is decided, and no day is invented (DESIGN §4, Dates). Days beside a birth date that is to be confirmed
-- are bounds: from the first on, and until the second, the person is in range whichever day it is; outside of them a clerk must find out.
ALTER TABLE care_insurance.insured DROP CONSTRAINT insured_day_or_confirm;
ALTER TABLE care_insurance.insured ADD CONSTRAINT insured_day_or_confirm
    CHECK (CASE WHEN confirm IS NULL THEN qualified_from IS NOT NULL ELSE qualified_from IS NULL OR confirm = 'birth-date-unknown' END);
COMMENT ON COLUMN care_insurance.insured.qualified_from IS 'Purpose: first day in range by age and resident here; where a birth date known in part is to be confirmed, the first day on which that is certain; none where nothing is. Source: seinengappi and juminnengappi. Retention: as the row. Class: personal data.';
ALTER TABLE care_insurance.insured ADD COLUMN first_class_possible_from date;
COMMENT ON COLUMN care_insurance.insured.first_class_from IS 'Purpose: day on which 65 is attained, first day as 第1号被保険者; where a birth date known in part is to be confirmed, the first day on which that is certain. Source: seinengappi. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN care_insurance.insured.first_class_possible_from IS 'Purpose: first day on which 65 may be attained, where a birth date known in part is to be confirmed; else none. Source: seinengappi. Retention: as the row. Class: personal data.';
