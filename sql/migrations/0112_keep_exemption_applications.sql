-- 免除・納付猶予・学生納付特例の申請: what the department finds out for an application, examines, and forwards as its opinion. The application itself is a reception
-- like any other (0110); the Service decides, and its decision comes as an event. Rows are added, never changed, and sealed as those of 0111.
ALTER TABLE pension.act DROP CONSTRAINT act_kind_known;
ALTER TABLE pension.act
    ADD CONSTRAINT act_kind_known CHECK (kind IN (
        'received', 'accepted', 'returned', 'cancelled', 'task-opened', 'task-closed', 'proposals-made', 'household-entered', 'income-asked', 'income-declared',
        'examined'));

CREATE TABLE pension.household (
    household_version integer     NOT NULL,
    fiscal_year       integer     NOT NULL,
    number            integer     NOT NULL,
    entered_at        timestamptz NOT NULL DEFAULT now(),
    atenabango        text COLLATE "C" NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    content           json        NOT NULL,
    mac               bytea       NOT NULL,
    CONSTRAINT household_time_is_finite CHECK (isfinite(entered_at)),
    CONSTRAINT household_pkey PRIMARY KEY (fiscal_year, number, household_version),
    CONSTRAINT household_version_bounded CHECK (household_version BETWEEN 1 AND 10000),
    CONSTRAINT household_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception (fiscal_year, number, atenabango),
    -- What is forwarded was entered by that person.
    CONSTRAINT household_entered_by_unique UNIQUE (fiscal_year, number, household_version, entered_by),
    CONSTRAINT household_words_are_bounded CHECK (
        pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> '' AND pension.is_entered(coalesce(entered_set_up_by, ''), 200)
        AND octet_length(content::text) <= 65536)
);
COMMENT ON TABLE pension.household IS 'Purpose: 審査の世帯, spouse and householder of an applicant on the day that the law looks at, whole versions; the highest counts. Source: the clerk. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.household.household_version IS 'Purpose: which version, from 1 for each application. Source: the module. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.household.fiscal_year IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.household.number IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.household.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.household.atenabango IS 'Purpose: 宛名番号 of the applicant. Source: reception. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.household.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.household.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.household.entered_set_up_by IS 'Purpose: who had handed the enterer the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.household.content IS 'Purpose: the day, spouse and householder, by addressee number or as declared (HouseholdEntry). Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.household.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.income_question (
    question_id       bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    asked_at          timestamptz NOT NULL DEFAULT now(),
    fiscal_year       integer     NOT NULL,
    number            integer     NOT NULL,
    household_version integer     NOT NULL,
    income_year       integer     NOT NULL,
    is_unfiled        boolean     NOT NULL,
    person            text COLLATE "C" NOT NULL,
    atenabango        text COLLATE "C",
    section           text        NOT NULL,
    asked_by          text COLLATE "C" NOT NULL,
    mac               bytea       NOT NULL,
    CONSTRAINT income_question_time_is_finite CHECK (isfinite(asked_at)),
    CONSTRAINT income_question_pkey PRIMARY KEY (question_id),
    CONSTRAINT income_question_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception (fiscal_year, number),
    CONSTRAINT income_question_person_known CHECK (person IN ('self', 'spouse', 'householder')),
    CONSTRAINT income_question_words_are_bounded CHECK (
        pension.is_entered(section, 200) AND pension.is_entered(asked_by, 200) AND asked_by <> '' AND octet_length(atenabango) <= 15)
);
COMMENT ON TABLE pension.income_question IS 'Purpose: 所得の照会, whose income of which year was asked for, when and by whom; of one person and year once. Source: the clerk. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.income_question.question_id IS 'Purpose: names the question. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.income_question.asked_at IS 'Purpose: when it was asked. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.income_question.fiscal_year IS 'Purpose: of the application for which it was asked. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.income_question.number IS 'Purpose: of the application for which it was asked. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.income_question.household_version IS 'Purpose: version of the household that names the person; 0 before any was entered. Source: household. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.income_question.income_year IS 'Purpose: 所得の年. Source: the rules. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.income_question.is_unfiled IS 'Purpose: the tax record had the person without a return (未申告). Source: the rules. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.income_question.person IS 'Purpose: self 本人, spouse 配偶者, householder 世帯主. Source: the rules. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.income_question.atenabango IS 'Purpose: 宛名番号 of whose income it is; none of somebody whom the hub does not know. Source: household. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.income_question.section IS 'Purpose: 所属 of whoever asked. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.income_question.asked_by IS 'Purpose: who asked, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.income_question.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
CREATE INDEX income_question_atenabango_idx ON pension.income_question (atenabango, income_year) WHERE atenabango IS NOT NULL;
COMMENT ON INDEX pension.income_question_atenabango_idx IS 'Finds whether a person''s income of a year was asked for, under whatever application.';
CREATE INDEX income_question_reception_idx ON pension.income_question (fiscal_year, number);
COMMENT ON INDEX pension.income_question_reception_idx IS 'Finds what was asked for an application.';

CREATE TABLE pension.declared_income (
    declaration_id    bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    entered_at        timestamptz NOT NULL DEFAULT now(),
    fiscal_year       integer     NOT NULL,
    number            integer     NOT NULL,
    household_version integer     NOT NULL,
    income_year       integer     NOT NULL,
    person            text COLLATE "C" NOT NULL,
    atenabango        text COLLATE "C",
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    items             json        NOT NULL,
    remarks           text        NOT NULL,
    mac               bytea       NOT NULL,
    CONSTRAINT declared_income_time_is_finite CHECK (isfinite(entered_at)),
    CONSTRAINT declared_income_pkey PRIMARY KEY (declaration_id),
    CONSTRAINT declared_income_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception (fiscal_year, number),
    CONSTRAINT declared_income_person_known CHECK (person IN ('self', 'spouse', 'householder')),
    CONSTRAINT declared_income_words_are_bounded CHECK (
        pension.is_entered(remarks, 1000) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> ''
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200) AND octet_length(atenabango) <= 15 AND octet_length(items::text) <= 65536)
);
COMMENT ON TABLE pension.declared_income IS 'Purpose: 所得の申立て, an income as somebody declared it; the tax record goes before it once it tells one. The last of a person and year counts. Source: the clerk. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.declared_income.declaration_id IS 'Purpose: names the declaration. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.declared_income.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.declared_income.fiscal_year IS 'Purpose: of the application for which it was declared. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.declared_income.number IS 'Purpose: of the application for which it was declared. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.declared_income.household_version IS 'Purpose: version of the household that names the person; 0 before any was entered. Source: household. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.declared_income.income_year IS 'Purpose: 所得の年. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.declared_income.person IS 'Purpose: self 本人, spouse 配偶者, householder 世帯主. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.declared_income.atenabango IS 'Purpose: 宛名番号 of whose income it is; none of somebody whom the hub does not know. Source: household. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.declared_income.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.declared_income.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.declared_income.entered_set_up_by IS 'Purpose: who had handed the enterer the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.declared_income.items IS 'Purpose: items by the names of the dataset tax-income. Source: the declaration. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.declared_income.remarks IS 'Purpose: by what it was declared. Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.declared_income.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
CREATE INDEX declared_income_atenabango_idx ON pension.declared_income (atenabango, income_year) WHERE atenabango IS NOT NULL;
COMMENT ON INDEX pension.declared_income_atenabango_idx IS 'Finds what a person declared of a year, under whatever application.';
CREATE INDEX declared_income_reception_idx ON pension.declared_income (fiscal_year, number);
COMMENT ON INDEX pension.declared_income_reception_idx IS 'Finds what was declared for an application.';

CREATE TABLE pension.examination (
    examination_id bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    examined_at    timestamptz NOT NULL DEFAULT now(),
    fiscal_year    integer     NOT NULL,
    number         integer     NOT NULL,
    atenabango     text COLLATE "C" NOT NULL,
    section        text        NOT NULL,
    examined_by    text COLLATE "C" NOT NULL,
    state          text COLLATE "C" NOT NULL,
    basis          json        NOT NULL,
    proposal       json        NOT NULL,
    mac            bytea       NOT NULL,
    CONSTRAINT examination_time_is_finite CHECK (isfinite(examined_at)),
    CONSTRAINT examination_pkey PRIMARY KEY (examination_id),
    CONSTRAINT examination_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception (fiscal_year, number, atenabango),
    CONSTRAINT examination_reception_unique UNIQUE (fiscal_year, number, examination_id),
    CONSTRAINT examination_state_known CHECK (state IN ('to-ask', 'waiting', 'held', 'decided')),
    CONSTRAINT examination_words_are_bounded CHECK (
        pension.is_entered(section, 200) AND pension.is_entered(examined_by, 200) AND examined_by <> '' AND octet_length(basis::text) <= 262144
        AND octet_length(proposal::text) <= 1048576)
);
COMMENT ON TABLE pension.examination IS 'Purpose: 審査, what the rules make of an application, and all that it stood on; where anything of that changes, another row. Source: the rules. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.examination.examination_id IS 'Purpose: names the examination. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.examination.examined_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.examination.fiscal_year IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.examination.number IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.examination.atenabango IS 'Purpose: 宛名番号 of the applicant. Source: reception. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.examination.section IS 'Purpose: 所属 of whoever had it examined. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.examination.examined_by IS 'Purpose: by whose act it was examined, account; the staff service itself where an income arrived. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.examination.state IS 'Purpose: to-ask 照会が要る, waiting 所得を待つ, held 確認を待つ, decided 審査済み. Source: proposal. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.examination.basis IS 'Purpose: application, household, incomes and insured months that it stood on (ExaminationBasis). Source: the module. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.examination.proposal IS 'Purpose: 審査結果の案 with its arithmetic and articles (ExemptionProposal). Source: the rules. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.examination.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.opinion (
    fiscal_year          integer     NOT NULL,
    number               integer     NOT NULL,
    household_version    integer     NOT NULL,
    examination_id       bigint      NOT NULL,
    given_at             timestamptz NOT NULL DEFAULT now(),
    outcome              text COLLATE "C" NOT NULL DEFAULT 'accepted',
    household_entered_by text COLLATE "C",
    given_by             text COLLATE "C" NOT NULL,
    mac                  bytea       NOT NULL,
    CONSTRAINT opinion_time_is_finite CHECK (isfinite(given_at)),
    CONSTRAINT opinion_pkey PRIMARY KEY (fiscal_year, number),
    CONSTRAINT opinion_outcome_is_accepted CHECK (outcome = 'accepted'),
    CONSTRAINT opinion_decision_fkey FOREIGN KEY (fiscal_year, number, outcome) REFERENCES pension.decision (fiscal_year, number, outcome),
    CONSTRAINT opinion_examination_fkey FOREIGN KEY (fiscal_year, number, examination_id)
        REFERENCES pension.examination (fiscal_year, number, examination_id),
    CONSTRAINT opinion_household_fkey FOREIGN KEY (fiscal_year, number, household_version, household_entered_by)
        REFERENCES pension.household (fiscal_year, number, household_version, entered_by),
    CONSTRAINT opinion_household_whole CHECK ((household_version = 0) = (household_entered_by IS NULL)),
    -- Whoever entered the household does not check what stands on it.
    CONSTRAINT opinion_by_another CHECK (given_by <> household_entered_by AND given_by <> '')
);
COMMENT ON TABLE pension.opinion IS 'Purpose: 進達する意見, the examination with which an application was accepted and goes to the Japan Pension Service, which decides; nobody is exempt by it. Source: the staff. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.opinion.fiscal_year IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.opinion.number IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.opinion.household_version IS 'Purpose: version of the household that it stands on; 0 where none was needed. Source: household. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.opinion.examination_id IS 'Purpose: the examination. Source: examination. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.opinion.given_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.opinion.outcome IS 'Purpose: always accepted: the decision by which it goes. Source: constant. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.opinion.household_entered_by IS 'Purpose: who entered the household, account; somebody else than checked it. Source: household. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.opinion.given_by IS 'Purpose: 確認者, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.opinion.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE INDEX addressee_version_setaibango_idx ON pension.addressee_version ((items ->> 'setaibango')) WHERE items ->> 'setaibango' <> '';
COMMENT ON INDEX pension.addressee_version_setaibango_idx IS 'Finds who was given in one household.';

GRANT SELECT, INSERT ON pension.household, pension.income_question, pension.declared_income, pension.examination, pension.opinion TO atena_national_pension;
-- Their numbers are in the MAC: they are known before the row is written.
GRANT USAGE ON SEQUENCE pension.income_question_question_id_seq, pension.declared_income_declaration_id_seq, pension.examination_examination_id_seq
    TO atena_national_pension;
