-- 提供元の団体: a module belongs to the body whose hub fed it first. There is no way back: neither update nor delete is granted.
CREATE TABLE health_insurance.body (
    first_at timestamptz NOT NULL DEFAULT now(),
    only_row boolean NOT NULL DEFAULT true,
    code text COLLATE "C" NOT NULL,
    CONSTRAINT body_pkey PRIMARY KEY (only_row),
    CONSTRAINT body_is_one_row CHECK (only_row),
    CONSTRAINT body_code_is_six_digits CHECK (code ~ '^[0-9]{6}$')
);
COMMENT ON TABLE health_insurance.body IS 'Purpose: the body (団体) whose hub feeds the module; no other is taken anything from. Source: the first hub that came. Retention: permanent. Class: none.';
COMMENT ON COLUMN health_insurance.body.first_at IS 'Purpose: when it came first. Source: the database''s clock. Retention: as the row. Class: none.';
COMMENT ON COLUMN health_insurance.body.only_row IS 'Purpose: always true, so that there is one row. Source: constant. Retention: as the row. Class: none.';
COMMENT ON COLUMN health_insurance.body.code IS 'Purpose: 全国地方公共団体コード. Source: the hub. Retention: as the row. Class: none.';
GRANT SELECT, INSERT ON health_insurance.body TO atena_health_insurance;
