-- 老齢福祉年金の証書 (decision 0076): what care insurance is told of whoever has an old-age welfare pension (評価書 Ⅱ-5 移転先3). Whole rows, as those of 年金基本: a change is another
-- version, and so is the end of a registration. No source says of how many digits or by which codes the items are.
CREATE TABLE pension.welfare_version (
    history_number     integer     NOT NULL,
    fiscal_year        integer     NOT NULL,
    number             integer     NOT NULL,
    recorded_at        timestamptz NOT NULL DEFAULT now(),
    is_registered      boolean     NOT NULL,
    atenabango         text COLLATE "C" NOT NULL,
    outcome            text COLLATE "C" NOT NULL DEFAULT 'accepted',
    symbol             text        NOT NULL,
    certificate_number text        NOT NULL,
    payment_class      text        NOT NULL,
    mac                bytea       NOT NULL,
    CONSTRAINT welfare_version_pkey PRIMARY KEY (atenabango, history_number),
    CONSTRAINT welfare_version_history_number_bounded CHECK (history_number BETWEEN 1 AND 1000000),
    CONSTRAINT welfare_version_time_is_finite CHECK (isfinite(recorded_at)),
    CONSTRAINT welfare_version_reception_unique UNIQUE (fiscal_year, number),
    CONSTRAINT welfare_version_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception (fiscal_year, number, atenabango),
    CONSTRAINT welfare_version_outcome_is_accepted CHECK (outcome = 'accepted'),
    CONSTRAINT welfare_version_decision_fkey FOREIGN KEY (fiscal_year, number, outcome) REFERENCES pension.decision (fiscal_year, number, outcome),
    -- What is registered has a number; what is not says nothing.
    CONSTRAINT welfare_version_registered_has_number CHECK (
        CASE WHEN is_registered THEN certificate_number <> '' ELSE symbol || certificate_number || payment_class = '' END),
    CONSTRAINT welfare_version_words_are_bounded CHECK (
        pension.is_entered(symbol, 40) AND pension.is_entered(certificate_number, 40) AND pension.is_entered(payment_class, 40))
);
COMMENT ON TABLE pension.welfare_version IS 'Purpose: 老齢福祉年金の証書, whole rows; the one with the highest history number is current. Source: accepted receptions. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.welfare_version.history_number IS 'Purpose: 履歴番号, from 1 for each person. Source: the module. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.welfare_version.fiscal_year IS 'Purpose: of the reception that it came by. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.welfare_version.number IS 'Purpose: of the reception that it came by. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.welfare_version.recorded_at IS 'Purpose: since when it has counted. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.welfare_version.is_registered IS 'Purpose: whether a certificate is registered; false: the registration has ended. Source: reception. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.welfare_version.atenabango IS 'Purpose: 宛名番号, whose it is. Source: reception. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.welfare_version.outcome IS 'Purpose: always accepted: the decision that let it count. Source: constant. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.welfare_version.symbol IS 'Purpose: 証書記号, as on the certificate; empty where none is known, or none is registered. Source: the certificate. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.welfare_version.certificate_number IS 'Purpose: 証書番号, as on the certificate; empty where none is registered. Source: the certificate. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.welfare_version.payment_class IS 'Purpose: 支給区分, as on the certificate; empty where none is known, or none is registered. Source: the certificate. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.welfare_version.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
GRANT SELECT, INSERT ON pension.welfare_version TO atena_national_pension;
