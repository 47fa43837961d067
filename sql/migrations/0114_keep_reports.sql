-- 日本年金機構への報告とその結果 (decision 0057): every accepted reception whose kind is reported is due; it goes in a batch, which one closes and another releases; what
-- the Service answers is matched. How a report stands follows from these rows and nothing else. Rows are added, never changed, and sealed as those of 0111.
ALTER TABLE pension.act DROP CONSTRAINT act_kind_known;
ALTER TABLE pension.act
    ADD CONSTRAINT act_kind_known CHECK (kind IN (
        'received', 'accepted', 'returned', 'cancelled', 'task-opened', 'task-closed', 'proposals-made', 'household-entered', 'income-asked', 'income-declared',
        'examined', 'paper-came', 'lack-told', 'claim-reminded', 'report-batch-made', 'report-batch-closed', 'report-batch-released',
        'report-batch-cancelled', 'report-batch-written', 'report-batch-handed', 'report-batch-received', 'report-batch-returned',
        'report-batch-destroyed', 'report-character-decided', 'report-mended', 'results-taken', 'result-matched'));

CREATE TABLE pension.report_batch_count (
    fiscal_year integer NOT NULL,
    last        integer NOT NULL,
    CONSTRAINT report_batch_count_pkey PRIMARY KEY (fiscal_year),
    CONSTRAINT report_batch_count_last_positive CHECK (last > 0)
);
COMMENT ON TABLE pension.report_batch_count IS 'Purpose: the last number of a batch in each fiscal year; counted up in the transaction that makes the batch: no number is missing, and those who make batches take turns. Source: the module. Retention: permanent. Class: none.';
COMMENT ON COLUMN pension.report_batch_count.fiscal_year IS 'Purpose: 年度 of the day on which batches were made, by the year of its April. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_batch_count.last IS 'Purpose: the number given last. Source: the module. Retention: as the row. Class: none.';

CREATE TABLE pension.report_batch (
    fiscal_year       integer     NOT NULL,
    number            integer     NOT NULL,
    made_at           timestamptz NOT NULL DEFAULT now(),
    made_on           date        NOT NULL,
    items             integer     NOT NULL,
    body              text COLLATE "C" NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    mac               bytea       NOT NULL,
    CONSTRAINT report_batch_times_are_finite CHECK (isfinite(made_at) AND isfinite(made_on)),
    CONSTRAINT report_batch_pkey PRIMARY KEY (fiscal_year, number),
    CONSTRAINT report_batch_number_positive CHECK (number > 0),
    CONSTRAINT report_batch_items_bounded CHECK (items BETWEEN 1 AND 10000),
    CONSTRAINT report_batch_body_form CHECK (body ~ '^[0-9]{6}$'),
    CONSTRAINT report_batch_words_are_bounded CHECK (
        pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> ''
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.report_batch IS 'Purpose: 報告の束, what goes to the Japan Pension Service together: by its number the medium has its serial number, too. Source: the clerk. Retention: permanent. Class: none.';
COMMENT ON COLUMN pension.report_batch.fiscal_year IS 'Purpose: 年度 of the day on which it was made, by the year of its April. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_batch.number IS 'Purpose: 束の番号 in the fiscal year, from 1 and without gaps; 媒体の通番 as well. Source: report_batch_count. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_batch.made_at IS 'Purpose: when it was made. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_batch.made_on IS 'Purpose: the day in Japan on which it was made; stands in the file. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_batch.items IS 'Purpose: 件数: how many reports are in it. Source: the module. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_batch.body IS 'Purpose: 全国地方公共団体コード; stands in the file. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_batch.section IS 'Purpose: 所属 of whoever made it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_batch.entered_by IS 'Purpose: who made it, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.report_batch.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.report_batch.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.report_item (
    fiscal_year  integer     NOT NULL,
    number       integer     NOT NULL,
    attempt      integer     NOT NULL,
    batch_year   integer     NOT NULL,
    batch_number integer     NOT NULL,
    line         integer     NOT NULL,
    atenabango   text COLLATE "C" NOT NULL,
    outcome      text COLLATE "C" NOT NULL,
    mac          bytea       NOT NULL,
    CONSTRAINT report_item_pkey PRIMARY KEY (fiscal_year, number, attempt),
    CONSTRAINT report_item_attempt_bounded CHECK (attempt BETWEEN 1 AND 10000),
    CONSTRAINT report_item_line_positive CHECK (line > 0),
    CONSTRAINT report_item_line_unique UNIQUE (batch_year, batch_number, line),
    -- A reception is in a batch once.
    CONSTRAINT report_item_batch_unique UNIQUE (batch_year, batch_number, fiscal_year, number),
    CONSTRAINT report_item_batch_fkey FOREIGN KEY (batch_year, batch_number) REFERENCES pension.report_batch (fiscal_year, number),
    CONSTRAINT report_item_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception (fiscal_year, number, atenabango),
    CONSTRAINT report_item_outcome_is_accepted CHECK (outcome = 'accepted'),
    CONSTRAINT report_item_decision_fkey FOREIGN KEY (fiscal_year, number, outcome) REFERENCES pension.decision (fiscal_year, number, outcome)
);
COMMENT ON TABLE pension.report_item IS 'Purpose: 報告の一件, that a reception is reported in a batch: each time it goes is another attempt, and an attempt is in one batch only. Source: the clerk who made the batch. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.report_item.fiscal_year IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_item.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_item.attempt IS 'Purpose: 進達の回, from 1; the report id is the reception number and this. Source: the module. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_item.batch_year IS 'Purpose: of the batch. Source: report_batch. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_item.batch_number IS 'Purpose: of the batch. Source: report_batch. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_item.line IS 'Purpose: its place in the batch, from 1. Source: the module. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_item.atenabango IS 'Purpose: 宛名番号, whom it is about. Source: reception. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.report_item.outcome IS 'Purpose: always accepted: only what was checked is reported. Source: constant. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_item.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.report_content (
    fiscal_year integer     NOT NULL,
    number      integer     NOT NULL,
    attempt     integer     NOT NULL,
    content     json        NOT NULL,
    mac         bytea       NOT NULL,
    CONSTRAINT report_content_pkey PRIMARY KEY (fiscal_year, number, attempt),
    CONSTRAINT report_content_item_fkey FOREIGN KEY (fiscal_year, number, attempt) REFERENCES pension.report_item (fiscal_year, number, attempt),
    CONSTRAINT report_content_is_bounded CHECK (octet_length(content::text) <= 65536)
);
COMMENT ON TABLE pension.report_content IS 'Purpose: 報告の内容, what a report says, as it was when its batch was made: the file is made of this and nothing else, so that it can be made again byte for byte. No individual number. Source: the module. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.report_content.fiscal_year IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_content.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_content.attempt IS 'Purpose: 進達の回. Source: report_item. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_content.content IS 'Purpose: the items of the report (ReportContent). Source: records of the person. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.report_content.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.report_step (
    batch_year        integer     NOT NULL,
    batch_number      integer     NOT NULL,
    ordinal           integer     NOT NULL,
    stepped_at        timestamptz NOT NULL DEFAULT now(),
    stepped_on        date        NOT NULL,
    step              text COLLATE "C" NOT NULL,
    confirms_step     text COLLATE "C",
    confirms_by       text COLLATE "C",
    counterpart       text        NOT NULL,
    reason            text        NOT NULL,
    content           json,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    mac               bytea       NOT NULL,
    CONSTRAINT report_step_times_are_finite CHECK (isfinite(stepped_at) AND isfinite(stepped_on)),
    CONSTRAINT report_step_pkey PRIMARY KEY (batch_year, batch_number, ordinal),
    CONSTRAINT report_step_ordinal_positive CHECK (ordinal BETWEEN 1 AND 100),
    CONSTRAINT report_step_batch_fkey FOREIGN KEY (batch_year, batch_number) REFERENCES pension.report_batch (fiscal_year, number),
    CONSTRAINT report_step_known CHECK (step IN ('closed', 'released', 'cancelled', 'written', 'handed', 'received', 'returned', 'destroyed')),
    CONSTRAINT report_step_once UNIQUE (batch_year, batch_number, step),
    -- What is released was closed by that person, who is another (CT-13).
    CONSTRAINT report_step_entered_by_unique UNIQUE (batch_year, batch_number, step, entered_by),
    CONSTRAINT report_step_confirms_fkey FOREIGN KEY (batch_year, batch_number, confirms_step, confirms_by)
        REFERENCES pension.report_step (batch_year, batch_number, step, entered_by),
    CONSTRAINT report_step_released_by_another CHECK (
        CASE WHEN step = 'released' THEN confirms_step IS NOT DISTINCT FROM 'closed' AND confirms_by IS NOT NULL AND confirms_by <> entered_by
        ELSE confirms_step IS NULL AND confirms_by IS NULL END),
    CONSTRAINT report_step_content_of_closed CHECK ((step = 'closed') = (content IS NOT NULL)),
    CONSTRAINT report_step_reason_of_cancelled CHECK (step <> 'cancelled' OR reason <> ''),
    CONSTRAINT report_step_words_are_bounded CHECK (
        pension.is_entered(counterpart, 1000) AND pension.is_entered(reason, 1000) AND octet_length(coalesce(content::text, '')) <= 65536
        AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> ''
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.report_step IS 'Purpose: 束の経過, one row for each thing that was done with a batch or with the medium it is on; the last one says how it stands. Source: the staff. Retention: permanent. Class: none.';
COMMENT ON COLUMN pension.report_step.batch_year IS 'Purpose: of the batch. Source: report_batch. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_step.batch_number IS 'Purpose: of the batch. Source: report_batch. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_step.ordinal IS 'Purpose: its place among the steps, from 1: of two that come at once one is refused. Source: the module. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_step.stepped_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_step.stepped_on IS 'Purpose: the day on which it was done. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_step.step IS 'Purpose: closed 締め, released 承認, cancelled 取消し, written 媒体の作成, handed 引渡し, received 受領, returned 返却, destroyed 廃棄. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_step.confirms_step IS 'Purpose: of released: closed, the step that another person took before. Source: constant. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_step.confirms_by IS 'Purpose: of released: who closed the batch, account. Source: report_step. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.report_step.counterpart IS 'Purpose: 相手, who took or gave the medium; empty where nobody did. Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.report_step.reason IS 'Purpose: 理由 of a cancellation, 備考 of others. Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.report_step.content IS 'Purpose: of closed: layout, encoding, count, digest and the characters that were replaced (ClosedReport); none of others. Source: the module. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.report_step.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_step.entered_by IS 'Purpose: who entered it, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.report_step.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.report_step.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.report_character (
    character_id      bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    entered_at        timestamptz NOT NULL DEFAULT now(),
    original          text COLLATE "C" NOT NULL,
    replacement       text COLLATE "C" NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    mac               bytea       NOT NULL,
    CONSTRAINT report_character_time_is_finite CHECK (isfinite(entered_at)),
    CONSTRAINT report_character_pkey PRIMARY KEY (character_id),
    CONSTRAINT report_character_words_are_bounded CHECK (
        octet_length(original) BETWEEN 1 AND 64 AND pension.is_entered(replacement, 10) AND replacement <> ''
        AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> ''
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.report_character IS 'Purpose: 代替文字, what stands in a file for a character that has no code in Shift_JIS; the last row of a character counts. Source: the clerk. Retention: permanent. Class: none.';
COMMENT ON COLUMN pension.report_character.character_id IS 'Purpose: names the row. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_character.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_character.original IS 'Purpose: the character, with its variation selector where it has one. Source: names and addresses. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_character.replacement IS 'Purpose: what stands for it. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_character.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_character.entered_by IS 'Purpose: who entered it, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.report_character.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.report_character.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.report_mending (
    fiscal_year       integer     NOT NULL,
    number            integer     NOT NULL,
    attempt           integer     NOT NULL,
    entered_at        timestamptz NOT NULL DEFAULT now(),
    goes_again        boolean     NOT NULL,
    reason            text        NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    mac               bytea       NOT NULL,
    CONSTRAINT report_mending_time_is_finite CHECK (isfinite(entered_at)),
    CONSTRAINT report_mending_pkey PRIMARY KEY (fiscal_year, number, attempt),
    CONSTRAINT report_mending_item_fkey FOREIGN KEY (fiscal_year, number, attempt) REFERENCES pension.report_item (fiscal_year, number, attempt),
    CONSTRAINT report_mending_words_are_bounded CHECK (
        pension.is_entered(reason, 1000) AND reason <> '' AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> ''
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.report_mending IS 'Purpose: 返戻の処理, what a clerk did about a report that the Service gave back: it goes again, or it ends here. Source: the clerk. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.report_mending.fiscal_year IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_mending.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_mending.attempt IS 'Purpose: 進達の回 that came back. Source: report_item. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_mending.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.report_mending.goes_again IS 'Purpose: whether it is due again; otherwise it ends here. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_mending.reason IS 'Purpose: what was mended, or why it ends. Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.report_mending.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_mending.entered_by IS 'Purpose: who entered it, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.report_mending.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.report_mending.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.result_list (
    list_id           bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    taken_at          timestamptz NOT NULL DEFAULT now(),
    batch_year        integer,
    batch_number      integer,
    lines             integer     NOT NULL,
    digest            bytea       NOT NULL,
    layout            text COLLATE "C" NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    mac               bytea       NOT NULL,
    CONSTRAINT result_list_time_is_finite CHECK (isfinite(taken_at)),
    CONSTRAINT result_list_pkey PRIMARY KEY (list_id),
    CONSTRAINT result_list_digest_unique UNIQUE (digest),
    CONSTRAINT result_list_digest_length CHECK (octet_length(digest) = 32),
    CONSTRAINT result_list_batch_whole CHECK ((batch_year IS NULL) = (batch_number IS NULL)),
    CONSTRAINT result_list_batch_fkey FOREIGN KEY (batch_year, batch_number) REFERENCES pension.report_batch (fiscal_year, number),
    CONSTRAINT result_list_lines_bounded CHECK (lines BETWEEN 1 AND 50000),
    CONSTRAINT result_list_words_are_bounded CHECK (
        pension.is_entered(layout, 100) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> ''
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.result_list IS 'Purpose: 処理結果一覧表, a list of results that the Service sent and that was taken in; the same bytes once. Source: the Japan Pension Service. Retention: permanent. Class: none.';
COMMENT ON COLUMN pension.result_list.list_id IS 'Purpose: names the list. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.result_list.taken_at IS 'Purpose: when it was taken in. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.result_list.batch_year IS 'Purpose: of the batch (送付書) that it answers; none where it names none. Source: the list. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.result_list.batch_number IS 'Purpose: of the batch that it answers. Source: the list. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.result_list.lines IS 'Purpose: 件数: how many results are in it. Source: the list. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.result_list.digest IS 'Purpose: SHA-256 of the file. Source: the module. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.result_list.layout IS 'Purpose: 様式 and its version, by which it was read. Source: the module. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.result_list.section IS 'Purpose: 所属 of whoever took it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.result_list.entered_by IS 'Purpose: who took it, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.result_list.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.result_list.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.result_row (
    list_id bigint      NOT NULL,
    line    integer     NOT NULL,
    content json        NOT NULL,
    mac     bytea       NOT NULL,
    CONSTRAINT result_row_pkey PRIMARY KEY (list_id, line),
    CONSTRAINT result_row_list_fkey FOREIGN KEY (list_id) REFERENCES pension.result_list (list_id),
    CONSTRAINT result_row_line_positive CHECK (line > 0),
    CONSTRAINT result_row_content_is_bounded CHECK (octet_length(content::text) <= 16384)
);
COMMENT ON TABLE pension.result_row IS 'Purpose: 処理結果の一行, as it stands in the list. Source: the Japan Pension Service. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.result_row.list_id IS 'Purpose: of the list. Source: result_list. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.result_row.line IS 'Purpose: its place in the list, from 1. Source: the list. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.result_row.content IS 'Purpose: what it says (ResultRow). Source: the list. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.result_row.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.result_answer (
    list_id           bigint      NOT NULL,
    line              integer     NOT NULL,
    answered_at       timestamptz NOT NULL DEFAULT now(),
    fiscal_year       integer,
    number            integer,
    attempt           integer,
    outcome           text COLLATE "C" NOT NULL,
    by_rule           boolean     NOT NULL,
    result_year       integer,
    result_number     integer,
    reason            text        NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    mac               bytea       NOT NULL,
    CONSTRAINT result_answer_time_is_finite CHECK (isfinite(answered_at)),
    CONSTRAINT result_answer_pkey PRIMARY KEY (list_id, line),
    CONSTRAINT result_answer_row_fkey FOREIGN KEY (list_id, line) REFERENCES pension.result_row (list_id, line),
    CONSTRAINT result_answer_report_unique UNIQUE (fiscal_year, number, attempt),
    CONSTRAINT result_answer_item_fkey FOREIGN KEY (fiscal_year, number, attempt) REFERENCES pension.report_item (fiscal_year, number, attempt),
    CONSTRAINT result_answer_outcome_known CHECK (outcome IN ('processed', 'returned', 'dismissed')),
    CONSTRAINT result_answer_report_whole CHECK (
        (outcome = 'dismissed') = (fiscal_year IS NULL) AND (fiscal_year IS NULL) = (number IS NULL) AND (fiscal_year IS NULL) = (attempt IS NULL)),
    CONSTRAINT result_answer_result_whole CHECK ((result_year IS NULL) = (result_number IS NULL)),
    CONSTRAINT result_answer_result_fkey FOREIGN KEY (result_year, result_number) REFERENCES pension.reception (fiscal_year, number),
    CONSTRAINT result_answer_clerk_has_reason CHECK (by_rule OR reason <> ''),
    CONSTRAINT result_answer_words_are_bounded CHECK (
        pension.is_entered(reason, 1000) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> ''
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.result_answer IS 'Purpose: 結果の突合, which report a row of a list answers, or that it answers none; a report is answered once. Source: the rules, or a clerk. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.result_answer.list_id IS 'Purpose: of the list. Source: result_list. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.result_answer.line IS 'Purpose: of the row. Source: result_row. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.result_answer.answered_at IS 'Purpose: when it was matched. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.result_answer.fiscal_year IS 'Purpose: of the reception that was reported; none where the row answers no report. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.result_answer.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.result_answer.attempt IS 'Purpose: 進達の回. Source: report_item. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.result_answer.outcome IS 'Purpose: processed 処理済, returned 返戻; dismissed where a clerk found that it answers no report of here. Source: the row. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.result_answer.by_rule IS 'Purpose: whether number, addressee number and report id said it; otherwise a clerk did. Source: the module. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.result_answer.result_year IS 'Purpose: of the reception that the result made (承認, 却下); none where it made none. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.result_answer.result_number IS 'Purpose: of that reception. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.result_answer.reason IS 'Purpose: 返戻の理由 as the list has it; of a clerk''s match or dismissal their reason. Source: the row, the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.result_answer.section IS 'Purpose: 所属 of whoever took the list, or matched it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.result_answer.entered_by IS 'Purpose: who took the list, or matched it, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.result_answer.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.result_answer.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE INDEX reception_kind_idx ON pension.reception (kind, fiscal_year, number);
COMMENT ON INDEX pension.reception_kind_idx IS 'Finds what is reported, by its kinds.';

GRANT SELECT, INSERT, UPDATE (last) ON pension.report_batch_count TO atena_national_pension;
GRANT SELECT, INSERT ON pension.report_batch, pension.report_item, pension.report_content, pension.report_step, pension.report_character,
    pension.report_mending, pension.result_list, pension.result_row, pension.result_answer TO atena_national_pension;
-- Their numbers are in the MAC: they are known before the row is written.
GRANT USAGE ON SEQUENCE pension.report_character_character_id_seq, pension.result_list_list_id_seq TO atena_national_pension;
