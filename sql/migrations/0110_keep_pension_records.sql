-- 国民年金の記録: what the pension department itself records of a person, beside what its module was given (schema national_pension). Rows are added, never
-- changed: what counts is what another person has checked (CT-13), and that stands in the constraints. No individual number is kept here in any form.
CREATE SCHEMA pension;
COMMENT ON SCHEMA pension IS 'Purpose: records and ledgers of the pension department. Source: notices that its staff enter and check. Retention: see the tables. Class: personal data, no individual numbers.';
REVOKE ALL ON SCHEMA pension FROM PUBLIC;

-- One row of everybody whom the module knows, and of whom it was given something: locked while something is decided about them, so that what is checked is
-- what is written. A module's login may take no advisory lock (sql/bounds.sql).
CREATE TABLE pension.person (
    sequence       bigint  NOT NULL DEFAULT 0,
    history_number integer NOT NULL DEFAULT 0,
    atenabango     text COLLATE "C" NOT NULL,
    CONSTRAINT person_pkey PRIMARY KEY (atenabango),
    CONSTRAINT person_atenabango_length CHECK (octet_length(atenabango) BETWEEN 1 AND 15),
    CONSTRAINT person_history_number_not_negative CHECK (history_number >= 0)
);
COMMENT ON TABLE pension.person IS 'Purpose: whom the module knows, and up to which state of national_pension.person their movements were looked at. Source: national_pension.person. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.person.sequence IS 'Purpose: sequence of the state that was looked at last. Source: national_pension.person. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.person.history_number IS 'Purpose: 履歴番号 of the last addressee_version; 0 where there is none. Source: the module. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.person.atenabango IS 'Purpose: 宛名番号. Source: the hub. Retention: as the row. Class: personal identifier.';

CREATE TABLE pension.addressee_version (
    history_number         integer     NOT NULL,
    moved_on               date,
    kept_at                timestamptz NOT NULL DEFAULT now(),
    atenabango             text COLLATE "C" NOT NULL,
    presence               text COLLATE "C" NOT NULL,
    seinengappi            text COLLATE "C",
    seinengappi_fushohyoki text,
    items                  json        NOT NULL,
    CONSTRAINT addressee_version_pkey PRIMARY KEY (atenabango, history_number),
    CONSTRAINT addressee_version_person_fkey FOREIGN KEY (atenabango) REFERENCES pension.person (atenabango),
    CONSTRAINT addressee_version_history_number_positive CHECK (history_number > 0),
    CONSTRAINT addressee_version_presence_known CHECK (presence IN ('resident', 'moved-within-japan', 'moved-abroad', 'dead', 'removed', 'non-resident')),
    CONSTRAINT addressee_version_seinengappi_form CHECK (seinengappi ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
);
COMMENT ON TABLE pension.addressee_version IS 'Purpose: 宛名, whole rows as the module was given them, for ages, for names and addresses of before, and when the hub has taken the person back. Source: national_pension.person. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.addressee_version.history_number IS 'Purpose: 履歴番号, from 1 for each person. Source: the module. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.addressee_version.moved_on IS 'Purpose: 異動日; none where it is not told. Source: the hub. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.addressee_version.kept_at IS 'Purpose: when it was kept. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.addressee_version.atenabango IS 'Purpose: 宛名番号, whose it is. Source: the hub. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.addressee_version.presence IS 'Purpose: 住民の状態, and of whoever was taken back what it became. Source: the hub. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.addressee_version.seinengappi IS 'Purpose: 生年月日 as given; none where it is not. Source: the hub. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.addressee_version.seinengappi_fushohyoki IS 'Purpose: 不詳表記, where the date is unknown in part. Source: the hub. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.addressee_version.items IS 'Purpose: items by national name, without 個人番号; of whoever was taken back those of the version before. Source: the hub. Retention: as the row. Class: personal data.';
CREATE INDEX addressee_version_seinengappi_idx ON pension.addressee_version (seinengappi);
COMMENT ON INDEX pension.addressee_version_seinengappi_idx IS 'Finds who attains an age.';

CREATE TABLE pension.run (
    run_id    bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    ran_at    timestamptz NOT NULL DEFAULT now(),
    persons   integer     NOT NULL,
    proposals integer     NOT NULL,
    day       date        NOT NULL,
    by_whom   text COLLATE "C" NOT NULL,
    CONSTRAINT run_pkey PRIMARY KEY (run_id),
    CONSTRAINT run_counts_not_negative CHECK (persons >= 0 AND proposals >= 0)
);
COMMENT ON TABLE pension.run IS 'Purpose: when all movements and birthdays were looked at; the first one begins, and makes no proposal of what was before. Source: the module. Retention: permanent. Class: none.';
COMMENT ON COLUMN pension.run.run_id IS 'Purpose: names the run. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.run.ran_at IS 'Purpose: when it was over. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.run.persons IS 'Purpose: persons of whom something new was looked at. Source: the module. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.run.proposals IS 'Purpose: proposals made. Source: the module. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.run.day IS 'Purpose: the day in Japan up to which birthdays were looked at. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.run.by_whom IS 'Purpose: who had it run, account. Source: the staff service. Retention: as the row. Class: staff.';

CREATE TABLE pension.proposal (
    proposal_id  bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    made_at      timestamptz NOT NULL DEFAULT now(),
    effective_on date,
    due_on       date,
    atenabango   text COLLATE "C" NOT NULL,
    kind         text COLLATE "C" NOT NULL,
    cause        text COLLATE "C" NOT NULL,
    content      json        NOT NULL,
    CONSTRAINT proposal_pkey PRIMARY KEY (proposal_id),
    CONSTRAINT proposal_person_fkey FOREIGN KEY (atenabango) REFERENCES pension.person (atenabango),
    CONSTRAINT proposal_atenabango_unique UNIQUE (proposal_id, atenabango),
    -- One cause makes one proposal of a kind, however often it is looked at.
    CONSTRAINT proposal_cause_unique UNIQUE (atenabango, kind, cause)
);
COMMENT ON TABLE pension.proposal IS 'Purpose: 処理の案, what a movement or a birthday calls for. Nobody''s record changes by it: it is received like a notice, or dismissed the same way, and another person checks that. Source: the rules. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.proposal.proposal_id IS 'Purpose: names the proposal. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.proposal.made_at IS 'Purpose: when it was made. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.proposal.effective_on IS 'Purpose: 取得日・喪失日・変更日; none where it is held. Source: the rules. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.proposal.due_on IS 'Purpose: 届出の期限; none where it is held. Source: the rules. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.proposal.atenabango IS 'Purpose: 宛名番号, whom it is about. Source: the hub. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.proposal.kind IS 'Purpose: 届出・異動の種類, of notifications.tsv. Source: the rules. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.proposal.cause IS 'Purpose: age, or version- and the history number of the addressee_version that it came by. Source: the module. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.proposal.content IS 'Purpose: fact, reasons with their articles, and what has to be found out first (PensionProposal). Source: the rules. Retention: as the row. Class: personal data.';

CREATE TABLE pension.reception_count (
    fiscal_year integer NOT NULL,
    last        integer NOT NULL,
    CONSTRAINT reception_count_pkey PRIMARY KEY (fiscal_year),
    CONSTRAINT reception_count_last_positive CHECK (last > 0)
);
COMMENT ON TABLE pension.reception_count IS 'Purpose: the last number of the reception ledger in each fiscal year; counted up in the transaction that writes the row, so that no number is missing. Source: the module. Retention: permanent. Class: none.';
COMMENT ON COLUMN pension.reception_count.fiscal_year IS 'Purpose: 年度 of the day of receipt, by the year of its April. Source: received_on. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.reception_count.last IS 'Purpose: the number given last. Source: the module. Retention: as the row. Class: none.';

-- 国民年金関係書類受付処理簿.
CREATE TABLE pension.reception (
    fiscal_year       integer     NOT NULL,
    number            integer     NOT NULL,
    received_on       date        NOT NULL,
    happened_on       date,
    due_on            date,
    entered_at        timestamptz NOT NULL DEFAULT now(),
    proposal_id       bigint,
    atenabango        text COLLATE "C" NOT NULL,
    kind              text COLLATE "C" NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    content           json        NOT NULL,
    remarks           text        NOT NULL,
    CONSTRAINT reception_pkey PRIMARY KEY (fiscal_year, number),
    CONSTRAINT reception_number_positive CHECK (number > 0),
    CONSTRAINT reception_person_fkey FOREIGN KEY (atenabango) REFERENCES pension.person (atenabango),
    CONSTRAINT reception_proposal_fkey FOREIGN KEY (proposal_id, atenabango) REFERENCES pension.proposal (proposal_id, atenabango),
    CONSTRAINT reception_remarks_length CHECK (char_length(remarks) <= 1000),
    CONSTRAINT reception_due_after_receipt CHECK (due_on >= received_on),
    CONSTRAINT reception_entered_by_is_told CHECK (entered_by <> ''),
    -- What is checked was entered by that person, and is about that person.
    CONSTRAINT reception_entered_by_unique UNIQUE (fiscal_year, number, entered_by),
    CONSTRAINT reception_atenabango_unique UNIQUE (fiscal_year, number, atenabango)
);
COMMENT ON TABLE pension.reception IS 'Purpose: 国民年金関係書類受付処理簿, everything that was received, with what it would record. Source: the staff. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.reception.fiscal_year IS 'Purpose: 年度 of the day of receipt, by the year of its April. Source: received_on. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.reception.number IS 'Purpose: 受付番号 in the fiscal year, from 1 and without gaps. Source: reception_count. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.reception.received_on IS 'Purpose: 受付日. Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.reception.happened_on IS 'Purpose: 事実のあった日; none where it is about months. Source: the notice. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.reception.due_on IS 'Purpose: last day for the report to the Japan Pension Service (施行規則第9条); none where nothing is reported. Source: received_on and the rules. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.reception.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.reception.proposal_id IS 'Purpose: the proposal that it carries out, or dismisses; none of what somebody filed. Source: the clerk. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.reception.atenabango IS 'Purpose: 宛名番号, whom it is about. Source: the notice. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.reception.kind IS 'Purpose: 届出の種類, of notices.tsv. Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.reception.section IS 'Purpose: 受付した課. Source: the department of whoever entered it. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.reception.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.reception.entered_set_up_by IS 'Purpose: who had handed the enterer the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.reception.content IS 'Purpose: what is recorded once it is accepted: event, basic data, or nothing. Source: the notice. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.reception.remarks IS 'Purpose: 備考 of the ledger. Source: the clerk. Retention: as the row. Class: personal data.';
CREATE INDEX reception_atenabango_idx ON pension.reception (atenabango);
COMMENT ON INDEX pension.reception_atenabango_idx IS 'Finds what was received of a person.';
CREATE INDEX reception_proposal_id_idx ON pension.reception (proposal_id) WHERE proposal_id IS NOT NULL;
COMMENT ON INDEX pension.reception_proposal_id_idx IS 'Finds what became of a proposal.';

CREATE TABLE pension.decision (
    fiscal_year integer     NOT NULL,
    number      integer     NOT NULL,
    decided_at  timestamptz NOT NULL DEFAULT now(),
    outcome     text COLLATE "C" NOT NULL,
    entered_by  text COLLATE "C" NOT NULL,
    decided_by  text COLLATE "C" NOT NULL,
    reason      text        NOT NULL,
    CONSTRAINT decision_pkey PRIMARY KEY (fiscal_year, number),
    CONSTRAINT decision_reception_fkey FOREIGN KEY (fiscal_year, number, entered_by) REFERENCES pension.reception (fiscal_year, number, entered_by),
    -- Whoever entered it may take it out of the way, never let it count.
    CONSTRAINT decision_by_another CHECK ((outcome = 'cancelled' OR decided_by <> entered_by) AND decided_by <> ''),
    CONSTRAINT decision_outcome_known CHECK (outcome IN ('accepted', 'returned', 'cancelled')),
    CONSTRAINT decision_other_has_reason CHECK (outcome = 'accepted' OR reason <> ''),
    CONSTRAINT decision_outcome_unique UNIQUE (fiscal_year, number, outcome)
);
COMMENT ON TABLE pension.decision IS 'Purpose: 確認, what became of a reception, by the hand of another person than entered it (CT-13). Source: the staff. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.decision.fiscal_year IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.decision.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.decision.decided_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.decision.outcome IS 'Purpose: accepted 確定, returned 返戻 to whoever filed it, or cancelled 取下げ of what was entered by mistake. Source: the staff. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.decision.entered_by IS 'Purpose: who entered the reception; somebody else than decided. Source: reception. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.decision.decided_by IS 'Purpose: 確認者, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.decision.reason IS 'Purpose: 理由; of an acceptance none is needed. Source: the staff. Retention: as the row. Class: personal data.';

CREATE TABLE pension.event (
    event_id    bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    target      bigint,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    fiscal_year integer     NOT NULL,
    number      integer     NOT NULL,
    received_on date        NOT NULL,
    happened_on date,
    atenabango  text COLLATE "C" NOT NULL,
    act         text COLLATE "C" NOT NULL,
    fact        text COLLATE "C",
    outcome     text COLLATE "C" NOT NULL DEFAULT 'accepted',
    content     json        NOT NULL,
    CONSTRAINT event_pkey PRIMARY KEY (event_id),
    CONSTRAINT event_atenabango_unique UNIQUE (event_id, atenabango),
    -- Corrects or cancels an event of the same person only.
    CONSTRAINT event_target_fkey FOREIGN KEY (target, atenabango) REFERENCES pension.event (event_id, atenabango),
    CONSTRAINT event_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception (fiscal_year, number, atenabango),
    -- Counts by the decision of another person, or not at all.
    CONSTRAINT event_outcome_is_accepted CHECK (outcome = 'accepted'),
    CONSTRAINT event_decision_fkey FOREIGN KEY (fiscal_year, number, outcome) REFERENCES pension.decision (fiscal_year, number, outcome),
    CONSTRAINT event_reception_unique UNIQUE (fiscal_year, number),
    CONSTRAINT event_act_known CHECK (act IN ('fact', 'correction', 'cancellation')),
    CONSTRAINT event_target_of_correction CHECK ((act = 'fact') = (target IS NULL)),
    CONSTRAINT event_fact_of_all_but_cancellation CHECK ((act = 'cancellation') = (fact IS NULL))
);
COMMENT ON TABLE pension.event IS 'Purpose: a person''s record as a set of events (decision 0049): facts, corrections and cancellations that were checked. Source: accepted receptions. Retention: permanent, also when the hub takes the person back. Class: personal data.';
COMMENT ON COLUMN pension.event.event_id IS 'Purpose: names the event; not without gaps. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.event.target IS 'Purpose: the event that is corrected or cancelled. Source: the notice. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.event.recorded_at IS 'Purpose: since when it has counted. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.event.fiscal_year IS 'Purpose: of the reception that it came by. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.event.number IS 'Purpose: of the reception that it came by. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.event.received_on IS 'Purpose: 受付日. Source: reception. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.event.happened_on IS 'Purpose: day of the fact, for searching; none where it is about months. Source: content. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.event.atenabango IS 'Purpose: 宛名番号, whose record it belongs to. Source: reception. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.event.act IS 'Purpose: fact 事実, correction 訂正, cancellation 取消し. Source: content. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.event.fact IS 'Purpose: which fact it says, by its name in notices.tsv, for searching; none of a cancellation. Source: content. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.event.outcome IS 'Purpose: always accepted: the decision that let it count. Source: constant. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.event.content IS 'Purpose: what it says, as the rules read it (PensionEvent.Content). Source: reception. Retention: as the row. Class: personal data.';
CREATE INDEX event_atenabango_idx ON pension.event (atenabango);
COMMENT ON INDEX pension.event_atenabango_idx IS 'Finds the events of a person.';

CREATE TABLE pension.basic_version (
    history_number       integer     NOT NULL,
    fiscal_year          integer     NOT NULL,
    number               integer     NOT NULL,
    recorded_at          timestamptz NOT NULL DEFAULT now(),
    atenabango           text COLLATE "C" NOT NULL,
    outcome              text COLLATE "C" NOT NULL DEFAULT 'accepted',
    basic_pension_number text COLLATE "C",
    telephone            text        NOT NULL,
    remarks              text        NOT NULL,
    CONSTRAINT basic_version_pkey PRIMARY KEY (atenabango, history_number),
    CONSTRAINT basic_version_history_number_bounded CHECK (history_number BETWEEN 1 AND 1000000),
    CONSTRAINT basic_version_reception_unique UNIQUE (fiscal_year, number),
    CONSTRAINT basic_version_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception (fiscal_year, number, atenabango),
    CONSTRAINT basic_version_outcome_is_accepted CHECK (outcome = 'accepted'),
    CONSTRAINT basic_version_decision_fkey FOREIGN KEY (fiscal_year, number, outcome) REFERENCES pension.decision (fiscal_year, number, outcome),
    CONSTRAINT basic_version_number_form CHECK (basic_pension_number ~ '^[0-9]{10}$' AND basic_pension_number <> '0000000000'),
    CONSTRAINT basic_version_telephone_form CHECK (telephone ~ '^[0-9+()-]{0,20}$'),
    CONSTRAINT basic_version_remarks_length CHECK (char_length(remarks) <= 1000)
);
COMMENT ON TABLE pension.basic_version IS 'Purpose: 年金基本, whole rows; the one with the highest history number is current. Source: accepted receptions. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.basic_version.history_number IS 'Purpose: 履歴番号, from 1 for each person. Source: the module. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.basic_version.fiscal_year IS 'Purpose: of the reception that it came by. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.basic_version.number IS 'Purpose: of the reception that it came by. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.basic_version.recorded_at IS 'Purpose: since when it has counted. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.basic_version.atenabango IS 'Purpose: 宛名番号, whose it is. Source: reception. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.basic_version.outcome IS 'Purpose: always accepted: the decision that let it count. Source: constant. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.basic_version.basic_pension_number IS 'Purpose: 基礎年金番号, ten digits; none while the person has none that is known. Source: the notice. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.basic_version.telephone IS 'Purpose: 電話番号; empty where none is known. Source: the person. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.basic_version.remarks IS 'Purpose: 備考. Source: the clerk. Retention: as the row. Class: personal data.';

CREATE VIEW pension.current_basic AS
SELECT DISTINCT ON (atenabango) history_number, atenabango, basic_pension_number, telephone, remarks FROM pension.basic_version
ORDER BY atenabango, history_number DESC;
COMMENT ON VIEW pension.current_basic IS 'Purpose: 年金基本 as it counts, the version with the highest history number of each person. Source: basic_version. Retention: as these. Class: personal data.';
COMMENT ON COLUMN pension.current_basic.history_number IS 'As basic_version.history_number.';
COMMENT ON COLUMN pension.current_basic.atenabango IS 'As basic_version.atenabango.';
COMMENT ON COLUMN pension.current_basic.basic_pension_number IS 'As basic_version.basic_pension_number.';
COMMENT ON COLUMN pension.current_basic.telephone IS 'As basic_version.telephone.';
COMMENT ON COLUMN pension.current_basic.remarks IS 'As basic_version.remarks.';

-- The one row here that goes: a number is free again once its holder has died.
CREATE TABLE pension.basic_number (
    since                timestamptz NOT NULL DEFAULT now(),
    basic_pension_number text COLLATE "C" NOT NULL,
    atenabango           text COLLATE "C" NOT NULL,
    CONSTRAINT basic_number_pkey PRIMARY KEY (basic_pension_number),
    CONSTRAINT basic_number_atenabango_unique UNIQUE (atenabango),
    CONSTRAINT basic_number_form CHECK (basic_pension_number ~ '^[0-9]{10}$' AND basic_pension_number <> '0000000000')
);
COMMENT ON TABLE pension.basic_number IS 'Purpose: whose a basic pension number is among the living: one person a number, one number a person. Source: basic_version. Retention: until the death is recorded; the versions stay. Class: personal data.';
COMMENT ON COLUMN pension.basic_number.since IS 'Purpose: since when it has been known here. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.basic_number.basic_pension_number IS 'Purpose: 基礎年金番号. Source: basic_version. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.basic_number.atenabango IS 'Purpose: 宛名番号 of the holder. Source: basic_version. Retention: as the row. Class: personal identifier.';

CREATE TABLE pension.task (
    task_id     bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    opened_at   timestamptz NOT NULL DEFAULT now(),
    closed_at   timestamptz,
    fiscal_year integer,
    number      integer,
    atenabango  text COLLATE "C" NOT NULL,
    other       text COLLATE "C",
    kind        text COLLATE "C" NOT NULL,
    words       text        NOT NULL,
    opened_by   text COLLATE "C" NOT NULL,
    closed_by   text COLLATE "C",
    outcome     text,
    CONSTRAINT task_pkey PRIMARY KEY (task_id),
    CONSTRAINT task_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception (fiscal_year, number),
    CONSTRAINT task_reception_whole CHECK ((fiscal_year IS NULL) = (number IS NULL)),
    CONSTRAINT task_kind_known CHECK (kind IN ('held', 'second-number', 'number-of-another')),
    CONSTRAINT task_closing_whole CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (outcome IS NULL)),
    CONSTRAINT task_outcome_is_told CHECK (outcome <> ''),
    CONSTRAINT task_number_has_other CHECK ((kind = 'number-of-another') = (other IS NOT NULL))
);
COMMENT ON TABLE pension.task IS 'Purpose: 保留・照会, what a clerk has to find out before a record can go on. Source: rules and staff. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.task.task_id IS 'Purpose: names the task. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.task.opened_at IS 'Purpose: when it was opened. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.task.closed_at IS 'Purpose: when it was closed; none while it is open. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.task.fiscal_year IS 'Purpose: of the reception that waits for it. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.task.number IS 'Purpose: of the reception that waits for it. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.task.atenabango IS 'Purpose: 宛名番号, whom it is about. Source: reception. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.task.other IS 'Purpose: 宛名番号 of the other person, where a number is of both. Source: basic_number. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.task.kind IS 'Purpose: held 保留, second-number 二つ目の番号, number-of-another 別の人の番号. Source: the module. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.task.words IS 'Purpose: what has to be found out; no name and no number. Source: rules and staff. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.task.opened_by IS 'Purpose: by whose act it was opened, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.task.closed_by IS 'Purpose: who closed it, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.task.outcome IS 'Purpose: what was found out. Source: the clerk. Retention: as the row. Class: personal data.';
CREATE INDEX task_atenabango_open_idx ON pension.task (atenabango) WHERE closed_at IS NULL;
COMMENT ON INDEX pension.task_atenabango_open_idx IS 'Finds the open tasks of a person.';

CREATE TABLE pension.act (
    act_id      bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    acted_at    timestamptz NOT NULL DEFAULT now(),
    told_at     timestamptz,
    fiscal_year integer,
    number      integer,
    kind        text COLLATE "C" NOT NULL,
    section     text        NOT NULL,
    by_whom     text COLLATE "C" NOT NULL,
    terminal    text        NOT NULL,
    atenabango  text COLLATE "C",
    reason      text        NOT NULL,
    CONSTRAINT act_pkey PRIMARY KEY (act_id),
    CONSTRAINT act_reception_whole CHECK ((fiscal_year IS NULL) = (number IS NULL)),
    CONSTRAINT act_kind_known CHECK (kind IN ('received', 'accepted', 'returned', 'cancelled', 'task-opened', 'task-closed', 'proposals-made')),
    CONSTRAINT act_by_whom_is_told CHECK (by_whom <> '')
);
COMMENT ON TABLE pension.act IS 'Purpose: the pension system''s own record of who did what and when, written with the act; whoever keeps the log tells it from here, so that no act is lost to it. Source: the staff service. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.act.act_id IS 'Purpose: names the act. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.act.acted_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.act.told_at IS 'Purpose: when the hub''s log was told of it; none while it is not. Source: the staff service. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.act.fiscal_year IS 'Purpose: of the reception concerned. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.act.number IS 'Purpose: of the reception concerned. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.act.kind IS 'Purpose: what was done. Source: the module. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.act.section IS 'Purpose: 所属 of whoever did it. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.act.by_whom IS 'Purpose: who, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.act.terminal IS 'Purpose: 端末. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.act.atenabango IS 'Purpose: 宛名番号 of whom it was about; none where it was about nobody in particular. Source: the request. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.act.reason IS 'Purpose: 理由, as stated; empty where none is asked for. Source: the staff. Retention: as the row. Class: personal data.';
CREATE INDEX act_atenabango_idx ON pension.act (atenabango) WHERE atenabango IS NOT NULL;
COMMENT ON INDEX pension.act_atenabango_idx IS 'Finds who did what about a person.';
CREATE INDEX act_untold_idx ON pension.act (act_id) WHERE told_at IS NULL;
COMMENT ON INDEX pension.act_untold_idx IS 'Finds what the log has not been told.';

-- 受付処理簿 as people read it: the state follows from what was decided.
CREATE VIEW pension.ledger AS
SELECT r.fiscal_year, r.number, r.received_on, r.happened_on, r.due_on, r.entered_at, r.atenabango, r.kind, r.section, r.entered_by, r.entered_set_up_by,
    r.remarks, r.proposal_id, d.decided_by, d.decided_at, d.reason AS decision_reason,
    coalesce(d.outcome, CASE WHEN EXISTS (
        SELECT FROM pension.task t WHERE t.fiscal_year = r.fiscal_year AND t.number = r.number AND t.closed_at IS NULL) THEN 'held' ELSE 'received' END) AS state
FROM pension.reception r LEFT JOIN pension.decision d ON d.fiscal_year = r.fiscal_year AND d.number = r.number;
COMMENT ON VIEW pension.ledger IS 'Purpose: receptions with their state: received 確認待ち, held 保留, accepted 確定, returned 返戻, cancelled 取下げ. Source: reception, decision, task. Retention: as these. Class: personal data.';
COMMENT ON COLUMN pension.ledger.fiscal_year IS 'As reception.fiscal_year.';
COMMENT ON COLUMN pension.ledger.number IS 'As reception.number.';
COMMENT ON COLUMN pension.ledger.received_on IS 'As reception.received_on.';
COMMENT ON COLUMN pension.ledger.happened_on IS 'As reception.happened_on.';
COMMENT ON COLUMN pension.ledger.due_on IS 'As reception.due_on.';
COMMENT ON COLUMN pension.ledger.entered_at IS 'As reception.entered_at.';
COMMENT ON COLUMN pension.ledger.atenabango IS 'As reception.atenabango.';
COMMENT ON COLUMN pension.ledger.kind IS 'As reception.kind.';
COMMENT ON COLUMN pension.ledger.section IS 'As reception.section.';
COMMENT ON COLUMN pension.ledger.entered_by IS 'As reception.entered_by.';
COMMENT ON COLUMN pension.ledger.entered_set_up_by IS 'As reception.entered_set_up_by.';
COMMENT ON COLUMN pension.ledger.remarks IS 'As reception.remarks.';
COMMENT ON COLUMN pension.ledger.proposal_id IS 'As reception.proposal_id.';
COMMENT ON COLUMN pension.ledger.decided_by IS 'As decision.decided_by.';
COMMENT ON COLUMN pension.ledger.decided_at IS 'As decision.decided_at.';
COMMENT ON COLUMN pension.ledger.decision_reason IS 'As decision.reason.';
COMMENT ON COLUMN pension.ledger.state IS 'received, held, accepted, returned or cancelled; by decision and open tasks.';

GRANT USAGE ON SCHEMA pension TO atena_national_pension;
GRANT SELECT, INSERT ON pension.addressee_version, pension.run, pension.proposal, pension.reception, pension.decision, pension.event, pension.basic_version,
    pension.act, pension.task, pension.person TO atena_national_pension;
GRANT SELECT ON pension.ledger, pension.current_basic TO atena_national_pension;
GRANT SELECT, INSERT, UPDATE (last) ON pension.reception_count TO atena_national_pension;
GRANT SELECT, INSERT, DELETE ON pension.basic_number TO atena_national_pension;
GRANT UPDATE (sequence, history_number) ON pension.person TO atena_national_pension;
GRANT UPDATE (closed_at, closed_by, outcome) ON pension.task TO atena_national_pension;
GRANT UPDATE (told_at) ON pension.act TO atena_national_pension;
