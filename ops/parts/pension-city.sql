-- What goes with the records that `atena bench pension-city` takes over, as superuser: numbers of the living, the last number of the ledger, and incomes of nothing for
-- the two fiscal years that a year from today lies in.
INSERT INTO pension.basic_number (basic_pension_number, atenabango) SELECT basic_pension_number, atenabango FROM pension.basic_version;
INSERT INTO pension.reception_count (fiscal_year, last) SELECT fiscal_year, max(number) FROM pension.reception GROUP BY fiscal_year;
INSERT INTO national_pension.tax_income (sequence, rirekibango, removed, atenabango, record_key, items)
SELECT 1, 1, false, e.atenabango, y.year::text, json_build_object('nendo', y.year::text, 'gokeishotokukingaku', '0', 'shinkokukubun', '1')
FROM pension.event e
CROSS JOIN (SELECT extract(year FROM now() AT TIME ZONE 'Asia/Tokyo' - interval '3 months')::integer + n AS year FROM generate_series(0, 1) AS n) AS y
WHERE e.fact = 'carried-over';
