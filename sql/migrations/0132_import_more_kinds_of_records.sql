-- 国民年金の移行 (decision 0081): the rest of the record groups of 別添2, what exempts by law or by birth, the fund, and claims that the system before received.
ALTER TABLE pension.import_file DROP CONSTRAINT import_file_kind_known;
ALTER TABLE pension.import_file
    ADD CONSTRAINT import_file_kind_known CHECK (kind IN (
        'basic', 'qualification', 'exemption', 'additional', 'legal-exemption', 'maternity', 'childcare', 'fund', 'claim-old-age', 'claim-disability',
        'claim-survivor', 'claim-old-age-welfare'));
COMMENT ON COLUMN pension.import_file.kind IS 'Purpose: basic 年金基本, qualification 資格, exemption 免除・猶予, additional 付加保険料, legal-exemption 法定免除, maternity 産前産後, childcare 育児, fund 国民年金基金, claim-old-age 老齢裁定, claim-disability 障害裁定, claim-survivor 遺族裁定, claim-old-age-welfare 老齢福祉裁定. Source: the clerk. Retention: as the row. Class: none.';
