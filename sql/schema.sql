-- What sql/migrations make, for reading and comparing; written by ops/checks/schema --write with PostgreSQL 15. Never run it.

CREATE SCHEMA care_insurance;

ALTER SCHEMA care_insurance OWNER TO atena_owner;

COMMENT ON SCHEMA care_insurance IS 'Purpose: tables of the care-insurance module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';

CREATE SCHEMA childcare;

ALTER SCHEMA childcare OWNER TO atena_owner;

COMMENT ON SCHEMA childcare IS 'Purpose: tables of the childcare module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';

CREATE SCHEMA delivery;

ALTER SCHEMA delivery OWNER TO atena_owner;

COMMENT ON SCHEMA delivery IS 'Subscriptions of receiving systems, waiting and dead-lettered persons.';

CREATE SCHEMA governance;

ALTER SCHEMA governance OWNER TO atena_owner;

COMMENT ON SCHEMA governance IS 'Policies (提供ポリシー) as loaded, immutable, and which of them is in force for each system and dataset.';

CREATE SCHEMA health_insurance;

ALTER SCHEMA health_insurance OWNER TO atena_owner;

COMMENT ON SCHEMA health_insurance IS 'Purpose: tables of the health-insurance module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';

CREATE SCHEMA intake;

ALTER SCHEMA intake OWNER TO atena_owner;

COMMENT ON SCHEMA intake IS 'Files taken in, their progress, rejected and held rows.';

CREATE SCHEMA journal;

ALTER SCHEMA journal OWNER TO atena_owner;

COMMENT ON SCHEMA journal IS 'What changed, in an order that no late commit can break: (xact, position), read below the oldest running transaction.';

CREATE SCHEMA migration;

ALTER SCHEMA migration OWNER TO atena_owner;

COMMENT ON SCHEMA migration IS 'Which migrations were applied.';

CREATE SCHEMA national_pension;

ALTER SCHEMA national_pension OWNER TO atena_owner;

COMMENT ON SCHEMA national_pension IS 'Purpose: tables of the national-pension module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';

CREATE SCHEMA provision;

ALTER SCHEMA provision OWNER TO atena_owner;

COMMENT ON SCHEMA provision IS 'Records of provisions and refusals (提供・移転の記録).';

CREATE SCHEMA register;

ALTER SCHEMA register OWNER TO atena_owner;

COMMENT ON SCHEMA register IS 'Addressees, their integrated addressee numbers, and the versions of their records. Nothing is updated in place, nothing renumbered.';

CREATE SCHEMA tax;

ALTER SCHEMA tax OWNER TO atena_owner;

COMMENT ON SCHEMA tax IS 'Purpose: tables of the tax module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';

CREATE SCHEMA vault;

ALTER SCHEMA vault OWNER TO atena_owner;

COMMENT ON SCHEMA vault IS 'Individual numbers (個人番号), encrypted. Only atena_vault may look inside.';

CREATE FUNCTION register.refuse_orphans() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    orphans boolean;
BEGIN
    -- A scalar subquery is looked up by the parent's index, row by row; an anti-join would hash the whole parent for every block.
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM written w WHERE (SELECT true FROM %s p WHERE p.%I = w.%I) IS NULL)', TG_ARGV[0], TG_ARGV[1], TG_ARGV[2])
        INTO orphans;
    IF orphans THEN
        RAISE EXCEPTION 'a row of % has no parent in %', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$$;

ALTER FUNCTION register.refuse_orphans() OWNER TO atena_owner;

COMMENT ON FUNCTION register.refuse_orphans() IS 'Foreign key by statement. Arguments: parent table, its column, the child''s column.';

CREATE FUNCTION register.with_check_digit(running bigint) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (lpad((running)::text, 14, '0'::text) || (CASE ((((((((((((((((running % (10)::bigint) * 2) + (((running / 10) % (10)::bigint) * 3)) + (((running / 100) % (10)::bigint) * 4)) + (((running / 1000) % (10)::bigint) * 5)) + (((running / 10000) % (10)::bigint) * 6)) + (((running / 100000) % (10)::bigint) * 7)) + (((running / 1000000) % (10)::bigint) * 2)) + (((running / 10000000) % (10)::bigint) * 3)) + (((running / 100000000) % (10)::bigint) * 4)) + (((running / 1000000000) % (10)::bigint) * 5)) + (((running / '10000000000'::bigint) % (10)::bigint) * 6)) + (((running / '100000000000'::bigint) % (10)::bigint) * 7)) + (((running / '1000000000000'::bigint) % (10)::bigint) * 2)) + (((running / '10000000000000'::bigint) % (10)::bigint) * 3)) % (11)::bigint) WHEN 0 THEN (0)::bigint WHEN 1 THEN (0)::bigint ELSE (11 - ((((((((((((((((running % (10)::bigint) * 2) + (((running / 10) % (10)::bigint) * 3)) + (((running / 100) % (10)::bigint) * 4)) + (((running / 1000) % (10)::bigint) * 5)) + (((running / 10000) % (10)::bigint) * 6)) + (((running / 100000) % (10)::bigint) * 7)) + (((running / 1000000) % (10)::bigint) * 2)) + (((running / 10000000) % (10)::bigint) * 3)) + (((running / 100000000) % (10)::bigint) * 4)) + (((running / 1000000000) % (10)::bigint) * 5)) + (((running / '10000000000'::bigint) % (10)::bigint) * 6)) + (((running / '100000000000'::bigint) % (10)::bigint) * 7)) + (((running / '1000000000000'::bigint) % (10)::bigint) * 2)) + (((running / '10000000000000'::bigint) % (10)::bigint) * 3)) % (11)::bigint)) END)::text);

ALTER FUNCTION register.with_check_digit(running bigint) OWNER TO atena_owner;

COMMENT ON FUNCTION register.with_check_digit(running bigint) IS '15 digits: a running number of up to 14 digits and its check digit (M11W2-7).';

CREATE TABLE care_insurance.applied_batch (
    sequence bigint NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    entry_count integer NOT NULL,
    calendar_day date NOT NULL,
    idempotency_key text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT applied_batch_entry_count_positive CHECK ((entry_count > 0)),
    CONSTRAINT applied_batch_key_length CHECK (((octet_length(idempotency_key) >= 1) AND (octet_length(idempotency_key) <= 200)))
);

ALTER TABLE care_insurance.applied_batch OWNER TO atena_owner;

COMMENT ON TABLE care_insurance.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';

COMMENT ON COLUMN care_insurance.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE care_insurance.insured (
    qualified_from date,
    first_class_from date,
    lost_on date,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    loss_reason text,
    confirm text,
    CONSTRAINT insured_confirm_known CHECK ((confirm = ANY (ARRAY['birth-date-unknown'::text, 'birth-date-missing'::text, 'non-resident'::text]))),
    CONSTRAINT insured_day_or_confirm CHECK (((qualified_from IS NULL) = (confirm IS NOT NULL))),
    CONSTRAINT insured_days_together CHECK (((qualified_from IS NULL) = (first_class_from IS NULL))),
    CONSTRAINT insured_loss_has_reason CHECK (((lost_on IS NULL) = (loss_reason IS NULL)))
);

ALTER TABLE care_insurance.insured OWNER TO atena_owner;

COMMENT ON TABLE care_insurance.insured IS 'Purpose: insured persons: second class from 40, first class from 65 (介護保険法9条–11条). Source: derived from person. Retention: until the qualification has ended and been dealt with. Class: personal data.';

COMMENT ON COLUMN care_insurance.insured.qualified_from IS 'Purpose: first day in range by age and resident here; none while a clerk must confirm. Source: seinengappi and juminnengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN care_insurance.insured.first_class_from IS 'Purpose: day on which 65 is attained, first day as 第1号被保険者. Source: seinengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN care_insurance.insured.lost_on IS 'Purpose: 資格喪失日: first day without the qualification. Source: idojiyu and idonengappi, or the age. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN care_insurance.insured.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN care_insurance.insured.loss_reason IS 'Purpose: 異動事由 of the loss, or age. Source: idojiyu. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN care_insurance.insured.confirm IS 'Purpose: what a clerk must find out: birth-date-unknown, birth-date-missing, non-resident. Source: seinengappi and juminjotai. Retention: as the row. Class: personal data.';

CREATE TABLE care_insurance.person (
    sequence bigint NOT NULL,
    rirekibango integer NOT NULL,
    kojinbango_key_id integer,
    removed boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    kojinbango_sealed bytea,
    items json,
    CONSTRAINT person_atenabango_length CHECK (((octet_length(atenabango) >= 1) AND (octet_length(atenabango) <= 15))),
    CONSTRAINT person_removed_holds_nothing CHECK (((removed = (items IS NULL)) AND ((NOT removed) OR (kojinbango_sealed IS NULL)))),
    CONSTRAINT person_rirekibango_positive CHECK ((rirekibango > 0)),
    CONSTRAINT person_sealed_has_key CHECK (((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL))),
    CONSTRAINT person_sealed_length CHECK ((octet_length(kojinbango_sealed) = 40))
)
WITH (fillfactor='90');

ALTER TABLE care_insurance.person OWNER TO atena_owner;

COMMENT ON TABLE care_insurance.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';

COMMENT ON COLUMN care_insurance.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';

COMMENT ON COLUMN care_insurance.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN care_insurance.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';

COMMENT ON COLUMN care_insurance.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';

CREATE TABLE childcare.applied_batch (
    sequence bigint NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    entry_count integer NOT NULL,
    calendar_day date NOT NULL,
    idempotency_key text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT applied_batch_entry_count_positive CHECK ((entry_count > 0)),
    CONSTRAINT applied_batch_key_length CHECK (((octet_length(idempotency_key) >= 1) AND (octet_length(idempotency_key) <= 200)))
);

ALTER TABLE childcare.applied_batch OWNER TO atena_owner;

COMMENT ON TABLE childcare.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';

COMMENT ON COLUMN childcare.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE childcare.child (
    qualified_from date,
    ages_out_on date,
    lost_on date,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    setaibango text COLLATE pg_catalog."C",
    loss_reason text,
    confirm text,
    CONSTRAINT child_confirm_known CHECK ((confirm = ANY (ARRAY['birth-date-unknown'::text, 'birth-date-missing'::text, 'non-resident'::text]))),
    CONSTRAINT child_day_or_confirm CHECK (((qualified_from IS NULL) = (confirm IS NOT NULL))),
    CONSTRAINT child_days_together CHECK (((qualified_from IS NULL) = (ages_out_on IS NULL))),
    CONSTRAINT child_loss_has_reason CHECK (((lost_on IS NULL) = (loss_reason IS NULL)))
);

ALTER TABLE childcare.child OWNER TO atena_owner;

COMMENT ON TABLE childcare.child IS 'Purpose: children up to the first 31 March after they attain 18 (児童手当法3条). Source: derived from person. Retention: until the qualification has ended and been dealt with. Class: personal data.';

COMMENT ON COLUMN childcare.child.qualified_from IS 'Purpose: first day in range by age and resident here; none while a clerk must confirm. Source: seinengappi and juminnengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN childcare.child.ages_out_on IS 'Purpose: 1 April after the first 31 March on or after attaining 18, first day no longer a child. Source: seinengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN childcare.child.lost_on IS 'Purpose: 資格喪失日: first day without the qualification. Source: idojiyu and idonengappi, or the age. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN childcare.child.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN childcare.child.setaibango IS 'Purpose: 世帯番号, to find the householder. Source: the hub. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN childcare.child.loss_reason IS 'Purpose: 異動事由 of the loss, or age. Source: idojiyu. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN childcare.child.confirm IS 'Purpose: what a clerk must find out: birth-date-unknown, birth-date-missing, non-resident. Source: seinengappi and juminjotai. Retention: as the row. Class: personal data.';

CREATE TABLE childcare.householder (
    atenabango text NOT NULL COLLATE pg_catalog."C",
    setaibango text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE childcare.householder OWNER TO atena_owner;

COMMENT ON TABLE childcare.householder IS 'Purpose: householders (世帯主) among whom the recipient of the allowance is looked for. Source: derived from person. Retention: while the hub provides the person as a householder. Class: personal data.';

COMMENT ON COLUMN childcare.householder.atenabango IS 'Purpose: 宛名番号 of the householder. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN childcare.householder.setaibango IS 'Purpose: 世帯番号. Source: the hub. Retention: as the row. Class: personal data.';

CREATE TABLE childcare.person (
    sequence bigint NOT NULL,
    rirekibango integer NOT NULL,
    kojinbango_key_id integer,
    removed boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    kojinbango_sealed bytea,
    items json,
    CONSTRAINT person_atenabango_length CHECK (((octet_length(atenabango) >= 1) AND (octet_length(atenabango) <= 15))),
    CONSTRAINT person_removed_holds_nothing CHECK (((removed = (items IS NULL)) AND ((NOT removed) OR (kojinbango_sealed IS NULL)))),
    CONSTRAINT person_rirekibango_positive CHECK ((rirekibango > 0)),
    CONSTRAINT person_sealed_has_key CHECK (((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL))),
    CONSTRAINT person_sealed_length CHECK ((octet_length(kojinbango_sealed) = 40))
)
WITH (fillfactor='90');

ALTER TABLE childcare.person OWNER TO atena_owner;

COMMENT ON TABLE childcare.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';

COMMENT ON COLUMN childcare.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';

COMMENT ON COLUMN childcare.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN childcare.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';

COMMENT ON COLUMN childcare.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';

CREATE VIEW childcare.child_with_householder AS
 SELECT child.qualified_from,
    child.ages_out_on,
    child.lost_on,
    child.atenabango,
    child.setaibango,
    child.loss_reason,
    child.confirm,
    head.atenabango AS householder
   FROM (childcare.child child
     LEFT JOIN LATERAL ( SELECT householder.atenabango
           FROM (childcare.householder householder
             JOIN childcare.person person USING (atenabango))
          WHERE (householder.setaibango = child.setaibango)
          ORDER BY person.sequence DESC, householder.atenabango
         LIMIT 1) head ON (true));

ALTER TABLE childcare.child_with_householder OWNER TO atena_owner;

COMMENT ON VIEW childcare.child_with_householder IS 'Purpose: each child with the householder of its household. Source: child and householder. Retention: as these. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.qualified_from IS 'Purpose: qualified_from of the child. Source: child. Retention: as there. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.ages_out_on IS 'Purpose: ages_out_on of the child. Source: child. Retention: as there. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.lost_on IS 'Purpose: lost_on of the child. Source: child. Retention: as there. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.atenabango IS 'Purpose: atenabango of the child. Source: child. Retention: as there. Class: personal identifier.';

COMMENT ON COLUMN childcare.child_with_householder.setaibango IS 'Purpose: setaibango of the child. Source: child. Retention: as there. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.loss_reason IS 'Purpose: loss_reason of the child. Source: child. Retention: as there. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.confirm IS 'Purpose: confirm of the child. Source: child. Retention: as there. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.householder IS 'Purpose: 宛名番号 of the householder; none where none is held. Source: householder. Retention: as there. Class: personal identifier.';

CREATE TABLE delivery.dead_letter (
    dead_letter_id bigint NOT NULL,
    addressee_id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    redelivered_at timestamp with time zone,
    history_number integer NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL
);

ALTER TABLE delivery.dead_letter OWNER TO atena_owner;

COMMENT ON TABLE delivery.dead_letter IS 'Entries a receiver rejected, or that failed too often; stored before the position moves, sent again by command. Source: delivery. Retention: 5 years. Class: pseudonymous.';

COMMENT ON COLUMN delivery.dead_letter.dead_letter_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.dead_letter.addressee_id IS 'Who. Source: delivery. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN delivery.dead_letter.recorded_at IS 'When it was rejected. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.dead_letter.redelivered_at IS 'When it was queued again; null while it lies here. Source: command. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.dead_letter.history_number IS 'Version that was rejected. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.dead_letter.system IS 'Receiving system. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.dead_letter.dataset IS 'Dataset. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.dead_letter.reason IS 'Reason, without personal data. Source: connector. Retention: as the table. Class: none.';

ALTER TABLE delivery.dead_letter ALTER COLUMN dead_letter_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME delivery.dead_letter_dead_letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE delivery.subscription (
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    "position" text,
    sequence bigint DEFAULT 0 NOT NULL,
    delivered bigint DEFAULT 0 NOT NULL,
    lease_token bigint DEFAULT 0 NOT NULL,
    leased_until timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    last_failure text
);

ALTER TABLE delivery.subscription OWNER TO atena_owner;

COMMENT ON TABLE delivery.subscription IS 'One row per system and dataset that is pushed to: its position and who works on it. Source: delivery. Retention: current state. Class: none.';

COMMENT ON COLUMN delivery.subscription.system IS 'Receiving system. Source: policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.dataset IS 'Dataset. Source: policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription."position" IS 'Last position acknowledged; null before the first delivery. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.sequence IS 'Number of the last batch handed over; receivers apply only what is newer. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.delivered IS 'Entries acknowledged so far. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.lease_token IS 'Raised with each lease, so that a worker that lost it can no longer write. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.leased_until IS 'Until when the lease holds. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.next_attempt_at IS 'Not before: back-off after a failure. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.failures IS 'Failures in a row. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.last_failure IS 'What the last failure was, without personal data. Source: delivery. Retention: as the table. Class: none.';

CREATE TABLE delivery.waiting (
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    addressee_id bigint NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    attempts integer NOT NULL,
    reason text NOT NULL
);

ALTER TABLE delivery.waiting OWNER TO atena_owner;

COMMENT ON TABLE delivery.waiting IS 'Persons a receiver asked to be sent again later; their state is read anew each time, so a later state replaces a waiting one. Source: delivery. Retention: until applied or dead-lettered. Class: pseudonymous.';

COMMENT ON COLUMN delivery.waiting.system IS 'Receiving system. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.waiting.dataset IS 'Dataset. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.waiting.addressee_id IS 'Who. Source: delivery. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN delivery.waiting.next_attempt_at IS 'Not before. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.waiting.attempts IS 'Attempts so far. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.waiting.reason IS 'Reason the receiver gave. Source: connector. Retention: as the table. Class: none.';

CREATE TABLE governance.document (
    content_hash text NOT NULL COLLATE pg_catalog."C",
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    name text NOT NULL,
    body text NOT NULL
);

ALTER TABLE governance.document OWNER TO atena_owner;

COMMENT ON TABLE governance.document IS 'Text of datasets and legal bases as loaded. Source: Policies/. Retention: permanent. Class: none.';

COMMENT ON COLUMN governance.document.content_hash IS 'SHA-256 of name and body. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.document.loaded_at IS 'When it was loaded. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.document.name IS 'Path below Policies/. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.document.body IS 'The text. Source: load. Retention: as the table. Class: none.';

CREATE TABLE governance.in_force (
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    content_hash text NOT NULL COLLATE pg_catalog."C",
    since timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE governance.in_force OWNER TO atena_owner;

COMMENT ON TABLE governance.in_force IS 'The one policy in force for a system and dataset; no row, no data. Source: atena policy load. Retention: current state. Class: none.';

COMMENT ON COLUMN governance.in_force.system IS 'Receiving system. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.in_force.dataset IS 'Dataset. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.in_force.content_hash IS 'The policy''s version. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.in_force.since IS 'Since when. Source: clock. Retention: as the table. Class: none.';

CREATE TABLE governance.policy (
    content_hash text NOT NULL COLLATE pg_catalog."C",
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    documents text[] NOT NULL,
    body text NOT NULL
);

ALTER TABLE governance.policy OWNER TO atena_owner;

COMMENT ON TABLE governance.policy IS 'Every version of every policy ever loaded. Source: Policies/systems. Retention: permanent. Class: none.';

COMMENT ON COLUMN governance.policy.content_hash IS 'Hash of the policy''s meaning; the version that provisions cite. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.loaded_at IS 'When it was loaded. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.system IS 'Receiving system. Source: the policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.dataset IS 'Dataset. Source: the policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.documents IS 'Hashes of the datasets and legal bases it was checked against. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.body IS 'The YAML text. Source: load. Retention: as the table. Class: none.';

CREATE TABLE health_insurance.applied_batch (
    sequence bigint NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    entry_count integer NOT NULL,
    calendar_day date NOT NULL,
    idempotency_key text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT applied_batch_entry_count_positive CHECK ((entry_count > 0)),
    CONSTRAINT applied_batch_key_length CHECK (((octet_length(idempotency_key) >= 1) AND (octet_length(idempotency_key) <= 200)))
);

ALTER TABLE health_insurance.applied_batch OWNER TO atena_owner;

COMMENT ON TABLE health_insurance.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';

COMMENT ON COLUMN health_insurance.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE health_insurance.insurable (
    qualified_from date,
    ages_out_on date,
    lost_on date,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    loss_reason text,
    confirm text,
    CONSTRAINT insurable_confirm_known CHECK ((confirm = ANY (ARRAY['birth-date-unknown'::text, 'birth-date-missing'::text, 'non-resident'::text]))),
    CONSTRAINT insurable_day_or_confirm CHECK (((qualified_from IS NULL) = (confirm IS NOT NULL))),
    CONSTRAINT insurable_days_together CHECK (((qualified_from IS NULL) = (ages_out_on IS NULL))),
    CONSTRAINT insurable_loss_has_reason CHECK (((lost_on IS NULL) = (loss_reason IS NULL)))
);

ALTER TABLE health_insurance.insurable OWNER TO atena_owner;

COMMENT ON TABLE health_insurance.insurable IS 'Purpose: residents who may be insured, until the 75th birthday (国民健康保険法5条, 6条, 8条). Source: derived from person. Retention: until the qualification has ended and been dealt with. Class: personal data.';

COMMENT ON COLUMN health_insurance.insurable.qualified_from IS 'Purpose: first day in range by age and resident here; none while a clerk must confirm. Source: seinengappi and juminnengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN health_insurance.insurable.ages_out_on IS 'Purpose: 75th birthday, first day in the late-stage elderly''s insurance. Source: seinengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN health_insurance.insurable.lost_on IS 'Purpose: 資格喪失日: first day without the qualification. Source: idojiyu and idonengappi, or the age. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN health_insurance.insurable.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN health_insurance.insurable.loss_reason IS 'Purpose: 異動事由 of the loss, or age. Source: idojiyu. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN health_insurance.insurable.confirm IS 'Purpose: what a clerk must find out: birth-date-unknown, birth-date-missing, non-resident. Source: seinengappi and juminjotai. Retention: as the row. Class: personal data.';

CREATE TABLE health_insurance.person (
    sequence bigint NOT NULL,
    rirekibango integer NOT NULL,
    kojinbango_key_id integer,
    removed boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    kojinbango_sealed bytea,
    items json,
    CONSTRAINT person_atenabango_length CHECK (((octet_length(atenabango) >= 1) AND (octet_length(atenabango) <= 15))),
    CONSTRAINT person_removed_holds_nothing CHECK (((removed = (items IS NULL)) AND ((NOT removed) OR (kojinbango_sealed IS NULL)))),
    CONSTRAINT person_rirekibango_positive CHECK ((rirekibango > 0)),
    CONSTRAINT person_sealed_has_key CHECK (((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL))),
    CONSTRAINT person_sealed_length CHECK ((octet_length(kojinbango_sealed) = 40))
)
WITH (fillfactor='90');

ALTER TABLE health_insurance.person OWNER TO atena_owner;

COMMENT ON TABLE health_insurance.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';

COMMENT ON COLUMN health_insurance.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';

COMMENT ON COLUMN health_insurance.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN health_insurance.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';

COMMENT ON COLUMN health_insurance.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';

CREATE TABLE intake.assigned (
    file_id bigint NOT NULL,
    line bigint NOT NULL,
    lane smallint NOT NULL,
    block integer NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE intake.assigned OWNER TO atena_owner;

COMMENT ON TABLE intake.assigned IS 'Addressee numbers given to rows that came without one, so that the asking system learns them. Source: register. Retention: 5 years. Class: identifier.';

COMMENT ON COLUMN intake.assigned.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.assigned.line IS 'Line where the row begins. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.assigned.lane IS 'Lane of the block. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.assigned.block IS 'Block in its lane. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.assigned.atenabango IS '宛名番号 assigned. Source: register.assigned_addressee_number. Retention: as the table. Class: identifier.';

CREATE TABLE intake.block (
    file_id bigint NOT NULL,
    lane smallint NOT NULL,
    number integer NOT NULL,
    accepted integer NOT NULL,
    unchanged integer NOT NULL,
    held integer NOT NULL,
    rejected integer NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE intake.block OWNER TO atena_owner;

COMMENT ON TABLE intake.block IS 'Blocks of a file that are durably done, written in the transaction that did them. Source: intake. Retention: 5 years. Class: none.';

COMMENT ON COLUMN intake.block.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.lane IS 'Lane. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.number IS 'Number of the block in its lane, from 0. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.accepted IS 'Rows that became versions. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.unchanged IS 'Rows already held as they are. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.held IS 'Rows that wait for a clerk. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.rejected IS 'Rows refused with a reason. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.recorded_at IS 'When it was committed. Source: clock. Retention: as the table. Class: none.';

CREATE TABLE intake.file (
    file_id bigint NOT NULL,
    rows_read bigint NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    lanes smallint NOT NULL,
    block_rows integer NOT NULL,
    digest bytea NOT NULL,
    layout text NOT NULL,
    source text NOT NULL
);

ALTER TABLE intake.file OWNER TO atena_owner;

COMMENT ON TABLE intake.file IS 'One row per file taken in; the digest makes a second run of the same file go on where the first stopped. Source: intake. Retention: 5 years. Class: none.';

COMMENT ON COLUMN intake.file.file_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.rows_read IS 'Data rows in the file. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.started_at IS 'When the file was first opened. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.finished_at IS 'When its last block was committed; null while unfinished. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.lanes IS 'Lanes the rows were dealt to, by addressee number. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.block_rows IS 'Rows per block of a lane. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.digest IS 'SHA-256 of the file''s bytes. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.layout IS 'Layout: residents or nonresidents. Source: command. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.source IS 'System that handed the file in. Source: command. Retention: as the table. Class: none.';

ALTER TABLE intake.file ALTER COLUMN file_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME intake.file_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE intake.held (
    held_id bigint NOT NULL,
    file_id bigint NOT NULL,
    line bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    key_id integer NOT NULL,
    lane smallint NOT NULL,
    block integer NOT NULL,
    code text NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    other_atenabango text COLLATE pg_catalog."C",
    reason text NOT NULL,
    sealed_row bytea NOT NULL
);

ALTER TABLE intake.held OWNER TO atena_owner;

COMMENT ON TABLE intake.held IS 'Conflict queue: rows that a clerk must decide, such as an individual number that is linked to someone else. Source: intake. Retention: until decided, then 5 years. Class: personal, encrypted.';

COMMENT ON COLUMN intake.held.held_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.line IS 'Line where the row begins. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.recorded_at IS 'When it was put here. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.key_id IS 'Data key under which the row was sealed. Source: key ring. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.lane IS 'Lane of the block. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.block IS 'Block in its lane. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.code IS 'Why it is held: H0001 number of another person, H0002 number changed without a reason that allows it. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.atenabango IS '宛名番号 of the row. Source: the row. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN intake.held.other_atenabango IS '宛名番号 of the record it conflicts with. Source: register. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN intake.held.reason IS 'Reason in Japanese, without values. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.sealed_row IS 'The row as read, encrypted under the key ring. Source: the row. Retention: as the table. Class: personal, encrypted.';

ALTER TABLE intake.held ALTER COLUMN held_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME intake.held_held_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE intake.rejected (
    file_id bigint NOT NULL,
    line bigint NOT NULL,
    lane smallint NOT NULL,
    block integer NOT NULL,
    ordinal smallint NOT NULL,
    code text NOT NULL,
    item text NOT NULL,
    reason text NOT NULL
);

ALTER TABLE intake.rejected OWNER TO atena_owner;

COMMENT ON TABLE intake.rejected IS 'Why a row was rejected; the row itself is only in FILE.rejected.csv. Source: intake. Retention: 5 years. Class: none.';

COMMENT ON COLUMN intake.rejected.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.line IS 'Line in the file where the row begins, the header being 1. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.lane IS 'Lane of the block. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.block IS 'Block in its lane. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.ordinal IS 'Order among the faults of one row. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.code IS 'Error code: E0001 … E0004, E01xx, E02xx, E03xx. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.item IS 'Column at fault. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.reason IS 'Reason in Japanese, without the value. Source: intake. Retention: as the table. Class: none.';

CREATE TABLE journal.calendar (
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    "position" bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    day date NOT NULL
);

ALTER TABLE journal.calendar OWNER TO atena_owner;

COMMENT ON TABLE journal.calendar IS 'The days the hub has moved to, at their place in the journal: ages are counted on the hub''s day, so that the same journal always gives the same answer. Source: atena work --calendar. Retention: as the journal. Class: none.';

COMMENT ON COLUMN journal.calendar.xact IS 'As in journal.entry. Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.calendar."position" IS 'As in journal.entry. Source: journal.position. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.calendar.recorded_at IS 'When the day was set. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.calendar.day IS 'The hub''s day from here on (Japan time). Source: atena work. Retention: as the table. Class: none.';

CREATE TABLE journal.entry (
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    "position" bigint NOT NULL,
    addressee_id bigint NOT NULL,
    changed bigint NOT NULL,
    history_number integer NOT NULL,
    kind "char" NOT NULL,
    CONSTRAINT entry_kind_is_known CHECK ((kind = ANY (ARRAY['v'::"char", 'c'::"char"])))
);

ALTER TABLE journal.entry OWNER TO atena_owner;

COMMENT ON TABLE journal.entry IS 'One row per change of an addressee. Source: register and calendar. Retention: as the register''s versions. Class: pseudonymous.';

COMMENT ON COLUMN journal.entry.xact IS 'Transaction that wrote the entry: readers stop below pg_snapshot_xmin(pg_current_snapshot()). Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.entry."position" IS 'Order inside the transaction. Source: journal.position. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.entry.addressee_id IS 'Who changed. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN journal.entry.changed IS 'Items that changed, a bit each by the order of the national item list. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.entry.history_number IS 'Version the entry tells of. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.entry.kind IS 'v a new version, c the calendar moved the person across an age. Source: writer. Retention: as the table. Class: none.';

CREATE SEQUENCE journal."position"
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE journal."position" OWNER TO atena_owner;

COMMENT ON SEQUENCE journal."position" IS 'Running id of journal entries; not commit order by itself.';

CREATE TABLE migration.ledger (
    number integer NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    CONSTRAINT ledger_sha256_is_hex CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE migration.ledger OWNER TO atena_owner;

COMMENT ON TABLE migration.ledger IS 'Which migration files were applied, when, and what they held. Source: migrator. Retention: permanent. Class: none.';

COMMENT ON COLUMN migration.ledger.number IS 'Number that the file''s name begins with. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.applied_at IS 'When it was applied. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.name IS 'Name of the file. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.sha256 IS 'SHA-256 of its text: a file that landed never changes. Source: migrator. Retention: as the table. Class: none.';

CREATE TABLE national_pension.applied_batch (
    sequence bigint NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    entry_count integer NOT NULL,
    calendar_day date NOT NULL,
    idempotency_key text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT applied_batch_entry_count_positive CHECK ((entry_count > 0)),
    CONSTRAINT applied_batch_key_length CHECK (((octet_length(idempotency_key) >= 1) AND (octet_length(idempotency_key) <= 200)))
);

ALTER TABLE national_pension.applied_batch OWNER TO atena_owner;

COMMENT ON TABLE national_pension.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';

COMMENT ON COLUMN national_pension.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE national_pension.class1_candidate (
    qualified_from date,
    ages_out_on date,
    lost_on date,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    loss_reason text,
    confirm text,
    CONSTRAINT class1_candidate_confirm_known CHECK ((confirm = ANY (ARRAY['birth-date-unknown'::text, 'birth-date-missing'::text, 'non-resident'::text]))),
    CONSTRAINT class1_candidate_day_or_confirm CHECK (((qualified_from IS NULL) = (confirm IS NOT NULL))),
    CONSTRAINT class1_candidate_days_together CHECK (((qualified_from IS NULL) = (ages_out_on IS NULL))),
    CONSTRAINT class1_candidate_loss_has_reason CHECK (((lost_on IS NULL) = (loss_reason IS NULL)))
);

ALTER TABLE national_pension.class1_candidate OWNER TO atena_owner;

COMMENT ON TABLE national_pension.class1_candidate IS 'Purpose: residents in the age range of 第1号被保険者 (国民年金法7条–9条). Source: derived from person. Retention: until the qualification has ended and been dealt with. Class: personal data.';

COMMENT ON COLUMN national_pension.class1_candidate.qualified_from IS 'Purpose: first day in range by age and resident here; none while a clerk must confirm. Source: seinengappi and juminnengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN national_pension.class1_candidate.ages_out_on IS 'Purpose: day on which 60 is attained, first day no longer in range. Source: seinengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN national_pension.class1_candidate.lost_on IS 'Purpose: 資格喪失日: first day without the qualification. Source: idojiyu and idonengappi, or the age. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN national_pension.class1_candidate.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN national_pension.class1_candidate.loss_reason IS 'Purpose: 異動事由 of the loss, or age. Source: idojiyu. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN national_pension.class1_candidate.confirm IS 'Purpose: what a clerk must find out: birth-date-unknown, birth-date-missing, non-resident. Source: seinengappi and juminjotai. Retention: as the row. Class: personal data.';

CREATE TABLE national_pension.person (
    sequence bigint NOT NULL,
    rirekibango integer NOT NULL,
    kojinbango_key_id integer,
    removed boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    kojinbango_sealed bytea,
    items json,
    CONSTRAINT person_atenabango_length CHECK (((octet_length(atenabango) >= 1) AND (octet_length(atenabango) <= 15))),
    CONSTRAINT person_removed_holds_nothing CHECK (((removed = (items IS NULL)) AND ((NOT removed) OR (kojinbango_sealed IS NULL)))),
    CONSTRAINT person_rirekibango_positive CHECK ((rirekibango > 0)),
    CONSTRAINT person_sealed_has_key CHECK (((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL))),
    CONSTRAINT person_sealed_length CHECK ((octet_length(kojinbango_sealed) = 40))
)
WITH (fillfactor='90');

ALTER TABLE national_pension.person OWNER TO atena_owner;

COMMENT ON TABLE national_pension.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';

COMMENT ON COLUMN national_pension.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';

COMMENT ON COLUMN national_pension.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN national_pension.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';

COMMENT ON COLUMN national_pension.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';

CREATE TABLE provision.record (
    record_id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    items bigint NOT NULL,
    addressee_id bigint,
    started_by bigint,
    persons_count bigint NOT NULL,
    cut_xact xid8,
    calendar_day date,
    way "char" NOT NULL,
    result "char" NOT NULL,
    individual_number boolean NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    by_whom text NOT NULL,
    policy_version text COLLATE pg_catalog."C",
    refusal text COLLATE pg_catalog."C",
    batch_key text COLLATE pg_catalog."C",
    atenabango text COLLATE pg_catalog."C",
    persons bytea,
    digest bytea,
    CONSTRAINT record_refusal_has_code CHECK (((result = 'r'::"char") = (refusal IS NOT NULL))),
    CONSTRAINT record_result_is_known CHECK ((result = ANY (ARRAY['s'::"char", 'p'::"char", 'i'::"char", 'r'::"char"]))),
    CONSTRAINT record_way_is_known CHECK ((way = ANY (ARRAY['p'::"char", 'd'::"char", 'f'::"char", 'o'::"char", 'n'::"char"])))
);

ALTER TABLE provision.record OWNER TO atena_owner;

COMMENT ON TABLE provision.record IS 'One act of handing over, or its refusal; a batch is one record that names its persons in a compressed set. Source: provision. Retention: per policy, 7 years at least. Class: pseudonymous.';

COMMENT ON COLUMN provision.record.record_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.recorded_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.items IS 'Items provided, a bit each by the order of the national item list. Source: the policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.addressee_id IS 'The person of a single look-up. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN provision.record.started_by IS 'For a finished full extract: the record that opened it. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.persons_count IS 'Persons named. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.cut_xact IS 'Journal horizon the states were read at. Source: journal. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.calendar_day IS 'The hub''s day on which ages were counted. Source: journal.calendar. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.way IS 'p push, d delta pulled, f full pulled, o one person, n none (the request never reached a way). Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.result IS 's started (a full extract; a p record follows), p provided, i provided in part (the stream was broken off; persons names who had gone out), r refused. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.individual_number IS 'Whether individual numbers were included. Source: the policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.system IS 'Receiving system, as asked for. Source: the request. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.dataset IS 'Dataset asked for. Source: the request. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.by_whom IS 'Who asked: the authenticated system, or the worker or operator. Source: identity. Retention: as the table. Class: staff or system name.';

COMMENT ON COLUMN provision.record.policy_version IS 'Content hash of the policy applied; null where there was none. Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.refusal IS 'Refusal code (P0001 …). Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.batch_key IS 'Idempotency key of a pushed batch: the same key again is the same provision. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.atenabango IS 'Addressee number of a single look-up; null where nobody has the number asked for, because then it may be anything. Source: the request. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN provision.record.persons IS 'Compressed set of addressee ids handed over. Source: provision. Retention: as the table. Class: pseudonymous.';

COMMENT ON COLUMN provision.record.digest IS 'Keyed digest of what was handed over, in order. Source: provision. Retention: as the table. Class: pseudonymous.';

ALTER TABLE provision.record ALTER COLUMN record_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME provision.record_record_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE register.addressee (
    addressee_id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT addressee_atenabango_is_x15 CHECK (((length(atenabango) >= 1) AND (length(atenabango) <= 15)))
);

ALTER TABLE register.addressee OWNER TO atena_owner;

COMMENT ON TABLE register.addressee IS 'One row per addressee (宛名). Source: intake. Retention: 150 years after the last version (CT-15). Class: identifier.';

COMMENT ON COLUMN register.addressee.addressee_id IS 'Internal id. Source: register.addressee_id. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.addressee.recorded_at IS 'When the addressee was first recorded. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.addressee.atenabango IS '宛名番号, never changed. Source: the row as taken in, or assigned here. Retention: as the table. Class: identifier.';

CREATE SEQUENCE register.addressee_id
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE register.addressee_id OWNER TO atena_owner;

COMMENT ON SEQUENCE register.addressee_id IS 'Internal id of an addressee, for indexes and bitmaps; never leaves the hub.';

CREATE SEQUENCE register.assigned_addressee_number
    START WITH 90000000000000
    INCREMENT BY 1
    MINVALUE 90000000000000
    MAXVALUE 99999999999999
    CACHE 1;

ALTER TABLE register.assigned_addressee_number OWNER TO atena_owner;

COMMENT ON SEQUENCE register.assigned_addressee_number IS 'Body of addressee numbers that the hub gives to non-residents whose row has none; a range of its own, which the resident-record system does not use.';

CREATE TABLE vault.individual_number (
    running_number bigint NOT NULL,
    established_by bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    key_id integer NOT NULL,
    ordinal smallint NOT NULL,
    keyed_hash bytea NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT individual_number_keyed_hash_is_32_bytes CHECK ((length(keyed_hash) = 32)),
    CONSTRAINT individual_number_ordinal_is_positive CHECK ((ordinal > 0)),
    CONSTRAINT individual_number_running_number_is_14_digits CHECK (((running_number >= 1) AND (running_number <= '99999999999999'::bigint)))
);

ALTER TABLE vault.individual_number OWNER TO atena_owner;

COMMENT ON TABLE vault.individual_number IS 'Individual numbers ever held under an integrated addressee number (a changed number gets the next ordinal; the old one is never given to another). Source: numbering (NL-2). Retention: 150 years, the dead included (CT-21). Class: individual number, encrypted.';

COMMENT ON COLUMN vault.individual_number.running_number IS 'Integrated addressee number without check digit. Source: numbering. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN vault.individual_number.established_by IS 'Addressee with whom the number was first seen; a later holder is compared with this record. Source: numbering. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN vault.individual_number.recorded_at IS 'When it was first seen. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN vault.individual_number.key_id IS 'Data key of the key ring under which sealed was made. Source: key ring. Retention: as the table. Class: none.';

COMMENT ON COLUMN vault.individual_number.ordinal IS '1 for the first number, then 2, 3 … Source: numbering. Retention: as the table. Class: none.';

COMMENT ON COLUMN vault.individual_number.keyed_hash IS 'HMAC-SHA-256 of the 12 digits under the hash key: equality without opening. Its unique index decides who gets a new number. Source: vault. Retention: as the table. Class: pseudonymous.';

COMMENT ON COLUMN vault.individual_number.sealed IS 'AES-256-GCM of the 12 digits: nonce, ciphertext, tag; bound to keyed_hash. Source: vault. Retention: as the table. Class: individual number, encrypted.';

CREATE VIEW register.integrated_number AS
 SELECT individual_number.running_number,
    individual_number.established_by,
    individual_number.recorded_at AS assigned_at
   FROM vault.individual_number
  WHERE (individual_number.ordinal = 1);

ALTER TABLE register.integrated_number OWNER TO atena_owner;

COMMENT ON VIEW register.integrated_number IS '団体内統合宛名番号 assigned (NL-2): one per individual number, 1:1, never renumbered; departments never hold it. Printed form: register.with_check_digit(running_number). Source: numbering. Retention: 150 years. Class: identifier.';

COMMENT ON COLUMN register.integrated_number.running_number IS 'The number without its check digit. Source: register.running_number. Retention: as the view. Class: identifier.';

COMMENT ON COLUMN register.integrated_number.established_by IS 'Addressee with whom the individual number was first seen. Source: numbering. Retention: as the view. Class: internal identifier.';

COMMENT ON COLUMN register.integrated_number.assigned_at IS 'When it was assigned. Source: clock. Retention: as the view. Class: none.';

CREATE SEQUENCE register.running_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    MAXVALUE 99999999999999
    CACHE 1;

ALTER TABLE register.running_number OWNER TO atena_owner;

COMMENT ON SEQUENCE register.running_number IS 'Body of the integrated addressee number (NL-2). A numbering that is rolled back leaves a gap, never a repeat.';

CREATE TABLE register.version (
    addressee_id bigint NOT NULL,
    journal_position bigint NOT NULL,
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    running_number bigint,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    history_number integer NOT NULL,
    birth_sort_day date,
    number_ordinal smallint,
    registered_by text[] NOT NULL,
    row_digest bytea NOT NULL,
    juminhyokodo text,
    setaibango text,
    zokugara text,
    shimei text,
    shimei_furigana text,
    kyuuji text,
    kyuuji_furigana text,
    tsusho text,
    tsusho_furigana text,
    shimei_gaikokujinromaji text,
    shimei_gaikokujinkanji text,
    seibetsu text,
    seinengappi text,
    seinengappi_fushofuragu text,
    seinengappi_fushohyoki text,
    jusho_shikuchosonkodo text,
    jusho_choazakodo text,
    jusho_todofuken text,
    jusho_shikugunchosonmei text,
    jusho_choaza text,
    jusho_banchigohyoki text,
    jusho_katagaki text,
    jusho_yubinbango text,
    juminshubetsu text,
    juminjotai text NOT NULL,
    idojiyu text,
    idonengappi date,
    todokedenengappi date,
    juminnengappi date,
    jushoteinengappi date,
    tennyumae_jusho text,
    tenshutsusaki_jusho text,
    kokuseki text,
    yokushifuragu text,
    shiensochi_kaishi date,
    shiensochi_shuryo date,
    kari_shiensochi text,
    karitorokufuragu text,
    uji_nihonjin text,
    na_nihonjin text,
    uji_nihonjin_furigana text,
    na_nihonjin_furigana text,
    tsusho_furiganakakuninjokyo text,
    shiteitoshi_gyoseikutokodo text,
    jusho_katagaki_furigana text,
    jusho_kokumeikodo text,
    jusho_kokumeito text,
    jusho_kokugaijusho text,
    gyomuid text,
    dokujishisakushisutemutoid text,
    nayosemotofuragu text,
    nayosesakiatenabango text,
    tagyomusanshofukafuragu text,
    CONSTRAINT version_history_number_is_positive CHECK ((history_number > 0)),
    CONSTRAINT version_juminjotai_is_a_code CHECK ((juminjotai = ANY (ARRAY['1'::text, '2'::text, '3'::text, '4'::text, '9'::text]))),
    CONSTRAINT version_juminshubetsu_is_a_code CHECK ((juminshubetsu = ANY (ARRAY['1'::text, '2'::text, '3'::text, '4'::text]))),
    CONSTRAINT version_number_is_whole CHECK (((running_number IS NULL) = (number_ordinal IS NULL))),
    CONSTRAINT version_seibetsu_is_a_code CHECK ((seibetsu = ANY (ARRAY['0'::text, '1'::text, '2'::text])))
);

ALTER TABLE register.version OWNER TO atena_owner;

COMMENT ON TABLE register.version IS 'Every state of an addressee''s record, whole row per version (履歴), the greatest history number being the current one. Valid date: idonengappi; recorded time: recorded_at. Source: intake. Retention: 150 years, access restricted after 5 (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.addressee_id IS 'Whose record. Source: register.addressee. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.version.journal_position IS 'Position of the journal entry that tells of this version. Source: journal.position. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.version.xact IS 'Transaction that wrote it; with journal_position the order in which readers see versions. Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.version.running_number IS 'Integrated addressee number the addressee is linked to, without check digit; null while no individual number is known. Source: numbering. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN register.version.recorded_at IS 'When the version was recorded. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.version.history_number IS '履歴番号. Source: the row as taken in; for non-residents assigned here. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.version.birth_sort_day IS 'Internal day for age and order where the birth date is no calendar day or unknown in part; never shown. Source: seinengappi. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.version.number_ordinal IS 'Which of the individual numbers held in the vault under running_number applied in this version. Source: numbering. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.version.registered_by IS 'Systems that registered this addressee up to this version. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.version.row_digest IS 'Keyed digest of the row as taken in, individual number included, to tell an unchanged row. Source: intake. Retention: as the table. Class: pseudonymous.';

COMMENT ON COLUMN register.version.juminhyokodo IS '住民票コード. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal, restricted: resident record code.';

COMMENT ON COLUMN register.version.setaibango IS '世帯番号. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.zokugara IS '続柄. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shimei IS '氏名. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shimei_furigana IS '氏名フリガナ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.kyuuji IS '旧氏. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.kyuuji_furigana IS '旧氏フリガナ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.tsusho IS '通称. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.tsusho_furigana IS '通称フリガナ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shimei_gaikokujinromaji IS '氏名_外国人ローマ字. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shimei_gaikokujinkanji IS '氏名_外国人漢字. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.seibetsu IS '性別. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.seinengappi IS '生年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.seinengappi_fushofuragu IS '生年月日_不詳フラグ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.seinengappi_fushohyoki IS '生年月日_不詳表記. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_shikuchosonkodo IS '住所_市区町村コード. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_choazakodo IS '住所_町字コード. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_todofuken IS '住所_都道府県. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_shikugunchosonmei IS '住所_市区郡町村名. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_choaza IS '住所_町字. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_banchigohyoki IS '住所_番地号表記. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_katagaki IS '住所_方書. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_yubinbango IS '住所_郵便番号. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.juminshubetsu IS '住民種別. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.juminjotai IS '住民状態. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.idojiyu IS '異動事由. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.idonengappi IS '異動年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.todokedenengappi IS '届出年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.juminnengappi IS '住民となった年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jushoteinengappi IS '住所を定めた年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.tennyumae_jusho IS '転入前住所. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.tenshutsusaki_jusho IS '転出先住所. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.kokuseki IS '国籍・地域コード. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.yokushifuragu IS '抑止フラグ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shiensochi_kaishi IS '支援措置開始年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shiensochi_shuryo IS '支援措置終了年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.kari_shiensochi IS '仮支援措置フラグ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.karitorokufuragu IS '仮登録フラグ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.uji_nihonjin IS '氏_日本人. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.na_nihonjin IS '名_日本人. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.uji_nihonjin_furigana IS '氏_日本人_フリガナ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.na_nihonjin_furigana IS '名_日本人_フリガナ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.tsusho_furiganakakuninjokyo IS '通称_フリガナ確認状況. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shiteitoshi_gyoseikutokodo IS '指定都市_行政区等コード. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_katagaki_furigana IS '住所_方書_フリガナ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_kokumeikodo IS '住所_国名コード. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_kokumeito IS '住所_国名等. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_kokugaijusho IS '住所_国外住所. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.gyomuid IS '業務ID. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.dokujishisakushisutemutoid IS '独自施策システム等ID. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.nayosemotofuragu IS '名寄せ元フラグ. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.nayosesakiatenabango IS '名寄せ先宛名番号. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.tagyomusanshofukafuragu IS '他業務参照不可フラグ. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

CREATE TABLE tax.applied_batch (
    sequence bigint NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    entry_count integer NOT NULL,
    calendar_day date NOT NULL,
    idempotency_key text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT applied_batch_entry_count_positive CHECK ((entry_count > 0)),
    CONSTRAINT applied_batch_key_length CHECK (((octet_length(idempotency_key) >= 1) AND (octet_length(idempotency_key) <= 200)))
);

ALTER TABLE tax.applied_batch OWNER TO atena_owner;

COMMENT ON TABLE tax.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';

COMMENT ON COLUMN tax.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE tax.assessment_date (
    tax_year integer NOT NULL,
    reference_day date NOT NULL,
    CONSTRAINT assessment_date_is_1_january CHECK ((reference_day = make_date(tax_year, 1, 1)))
);

ALTER TABLE tax.assessment_date OWNER TO atena_owner;

COMMENT ON TABLE tax.assessment_date IS 'Purpose: 賦課期日 that have come, as the hub''s calendar goes. Source: the module. Retention: permanent. Class: none.';

COMMENT ON COLUMN tax.assessment_date.tax_year IS 'Purpose: year of assessment. Source: Batch.calendarDay. Retention: as the row. Class: none.';

COMMENT ON COLUMN tax.assessment_date.reference_day IS 'Purpose: 1 January of the year (地方税法39条, 318条). Source: the year. Retention: as the row. Class: none.';

CREATE TABLE tax.residence (
    resident_from date NOT NULL,
    resident_until date,
    start_known boolean DEFAULT true NOT NULL,
    end_known boolean DEFAULT true NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    end_reason text,
    CONSTRAINT residence_order CHECK ((resident_until > resident_from)),
    CONSTRAINT residence_reason_of_end CHECK (((end_reason IS NULL) OR (resident_until IS NOT NULL)))
);

ALTER TABLE tax.residence OWNER TO atena_owner;

COMMENT ON TABLE tax.residence IS 'Purpose: periods of residence, of which the roll of each 賦課期日 is made. Source: derived from person. Retention: until no assessment of the years can be decided any more (地方税法17条の5). Class: personal data.';

COMMENT ON COLUMN tax.residence.resident_from IS 'Purpose: first day of residence. Source: juminnengappi; where it is not given, jushoteinengappi or the day of delivery. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN tax.residence.resident_until IS 'Purpose: first day without residence; none while it lasts. Source: idonengappi of the movement that ended it. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN tax.residence.start_known IS 'Purpose: whether the first day was given; otherwise it may be earlier. Source: the module. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN tax.residence.end_known IS 'Purpose: whether the day of the end was given; otherwise it may be earlier. Source: the module. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN tax.residence.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN tax.residence.end_reason IS 'Purpose: 異動事由 that ended residence. Source: idojiyu. Retention: as the row. Class: personal data.';

CREATE VIEW tax.assessment_roll AS
 SELECT date.tax_year,
    held.atenabango,
    (held.start_known AND held.end_known) AS is_certain
   FROM (tax.assessment_date date
     JOIN tax.residence held ON (((held.resident_from <= date.reference_day) AND ((held.resident_until IS NULL) OR (held.resident_until > date.reference_day)))));

ALTER TABLE tax.assessment_roll OWNER TO atena_owner;

COMMENT ON VIEW tax.assessment_roll IS 'Purpose: who was resident on each 賦課期日. Source: assessment_date and residence. Retention: as these. Class: personal data.';

COMMENT ON COLUMN tax.assessment_roll.tax_year IS 'Purpose: year of assessment. Source: assessment_date. Retention: as there. Class: none.';

COMMENT ON COLUMN tax.assessment_roll.atenabango IS 'Purpose: 宛名番号. Source: residence. Retention: as there. Class: personal identifier.';

COMMENT ON COLUMN tax.assessment_roll.is_certain IS 'Purpose: whether both days of the period were given; otherwise a clerk confirms. Source: residence. Retention: as there. Class: personal data.';

CREATE TABLE tax.person (
    sequence bigint NOT NULL,
    rirekibango integer NOT NULL,
    kojinbango_key_id integer,
    removed boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    kojinbango_sealed bytea,
    items json,
    CONSTRAINT person_atenabango_length CHECK (((octet_length(atenabango) >= 1) AND (octet_length(atenabango) <= 15))),
    CONSTRAINT person_removed_holds_nothing CHECK (((removed = (items IS NULL)) AND ((NOT removed) OR (kojinbango_sealed IS NULL)))),
    CONSTRAINT person_rirekibango_positive CHECK ((rirekibango > 0)),
    CONSTRAINT person_sealed_has_key CHECK (((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL))),
    CONSTRAINT person_sealed_length CHECK ((octet_length(kojinbango_sealed) = 40))
)
WITH (fillfactor='90');

ALTER TABLE tax.person OWNER TO atena_owner;

COMMENT ON TABLE tax.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';

COMMENT ON COLUMN tax.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';

COMMENT ON COLUMN tax.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN tax.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';

COMMENT ON COLUMN tax.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';

ALTER TABLE ONLY care_insurance.applied_batch
    ADD CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key);

ALTER TABLE ONLY care_insurance.insured
    ADD CONSTRAINT insured_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY care_insurance.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY childcare.applied_batch
    ADD CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key);

ALTER TABLE ONLY childcare.child
    ADD CONSTRAINT child_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY childcare.householder
    ADD CONSTRAINT householder_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY childcare.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY delivery.dead_letter
    ADD CONSTRAINT dead_letter_pkey PRIMARY KEY (dead_letter_id);

ALTER TABLE ONLY delivery.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (system, dataset);

ALTER TABLE ONLY delivery.waiting
    ADD CONSTRAINT waiting_pkey PRIMARY KEY (system, dataset, addressee_id);

ALTER TABLE ONLY governance.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (content_hash);

ALTER TABLE ONLY governance.in_force
    ADD CONSTRAINT in_force_pkey PRIMARY KEY (system, dataset);

ALTER TABLE ONLY governance.policy
    ADD CONSTRAINT policy_pkey PRIMARY KEY (content_hash);

ALTER TABLE ONLY health_insurance.applied_batch
    ADD CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key);

ALTER TABLE ONLY health_insurance.insurable
    ADD CONSTRAINT insurable_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY health_insurance.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY intake.assigned
    ADD CONSTRAINT assigned_pkey PRIMARY KEY (file_id, line);

ALTER TABLE ONLY intake.block
    ADD CONSTRAINT block_pkey PRIMARY KEY (file_id, lane, number);

ALTER TABLE ONLY intake.file
    ADD CONSTRAINT file_digest_key UNIQUE (digest, layout, source);

ALTER TABLE ONLY intake.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (file_id);

ALTER TABLE ONLY intake.held
    ADD CONSTRAINT held_line_key UNIQUE (file_id, line);

ALTER TABLE ONLY intake.held
    ADD CONSTRAINT held_pkey PRIMARY KEY (held_id);

ALTER TABLE ONLY intake.rejected
    ADD CONSTRAINT rejected_pkey PRIMARY KEY (file_id, line, ordinal);

ALTER TABLE ONLY journal.calendar
    ADD CONSTRAINT calendar_day_key UNIQUE (day);

ALTER TABLE ONLY journal.calendar
    ADD CONSTRAINT calendar_pkey PRIMARY KEY (xact, "position");

ALTER TABLE ONLY journal.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (xact, "position");

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_name_key UNIQUE (name);

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (number);

ALTER TABLE ONLY national_pension.applied_batch
    ADD CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key);

ALTER TABLE ONLY national_pension.class1_candidate
    ADD CONSTRAINT class1_candidate_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY national_pension.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY provision.record
    ADD CONSTRAINT record_pkey PRIMARY KEY (record_id);

ALTER TABLE ONLY register.addressee
    ADD CONSTRAINT addressee_atenabango_key UNIQUE (atenabango);

ALTER TABLE ONLY register.addressee
    ADD CONSTRAINT addressee_pkey PRIMARY KEY (addressee_id);

ALTER TABLE ONLY register.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (addressee_id, history_number);

ALTER TABLE ONLY tax.applied_batch
    ADD CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key);

ALTER TABLE ONLY tax.assessment_date
    ADD CONSTRAINT assessment_date_pkey PRIMARY KEY (tax_year);

ALTER TABLE ONLY tax.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY tax.residence
    ADD CONSTRAINT residence_pkey PRIMARY KEY (atenabango, resident_from);

ALTER TABLE ONLY vault.individual_number
    ADD CONSTRAINT individual_number_keyed_hash_key UNIQUE (keyed_hash);

ALTER TABLE ONLY vault.individual_number
    ADD CONSTRAINT individual_number_pkey PRIMARY KEY (running_number, ordinal);

CREATE INDEX person_kojinbango_key_id_idx ON care_insurance.person USING btree (kojinbango_key_id) WHERE (kojinbango_key_id IS NOT NULL);

COMMENT ON INDEX care_insurance.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

CREATE INDEX child_setaibango_idx ON childcare.child USING btree (setaibango);

COMMENT ON INDEX childcare.child_setaibango_idx IS 'Finds the children of a household.';

CREATE INDEX householder_setaibango_idx ON childcare.householder USING btree (setaibango);

COMMENT ON INDEX childcare.householder_setaibango_idx IS 'Finds the householder of a child.';

CREATE INDEX person_kojinbango_key_id_idx ON childcare.person USING btree (kojinbango_key_id) WHERE (kojinbango_key_id IS NOT NULL);

COMMENT ON INDEX childcare.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

CREATE INDEX dead_letter_open ON delivery.dead_letter USING btree (system, dataset) WHERE (redelivered_at IS NULL);

CREATE INDEX person_kojinbango_key_id_idx ON health_insurance.person USING btree (kojinbango_key_id) WHERE (kojinbango_key_id IS NOT NULL);

COMMENT ON INDEX health_insurance.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

CREATE INDEX person_kojinbango_key_id_idx ON national_pension.person USING btree (kojinbango_key_id) WHERE (kojinbango_key_id IS NOT NULL);

COMMENT ON INDEX national_pension.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

CREATE INDEX person_kojinbango_key_id_idx ON tax.person USING btree (kojinbango_key_id) WHERE (kojinbango_key_id IS NOT NULL);

COMMENT ON INDEX tax.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

CREATE TRIGGER version_addressee_fkey AFTER INSERT ON register.version REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'addressee_id');

CREATE TRIGGER individual_number_established_by_fkey AFTER INSERT ON vault.individual_number REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'established_by');

ALTER TABLE ONLY governance.in_force
    ADD CONSTRAINT in_force_policy_fkey FOREIGN KEY (content_hash) REFERENCES governance.policy(content_hash);

ALTER TABLE ONLY intake.assigned
    ADD CONSTRAINT assigned_file_fkey FOREIGN KEY (file_id) REFERENCES intake.file(file_id);

ALTER TABLE ONLY intake.block
    ADD CONSTRAINT block_file_fkey FOREIGN KEY (file_id) REFERENCES intake.file(file_id);

ALTER TABLE ONLY intake.held
    ADD CONSTRAINT held_file_fkey FOREIGN KEY (file_id) REFERENCES intake.file(file_id);

ALTER TABLE ONLY intake.rejected
    ADD CONSTRAINT rejected_file_fkey FOREIGN KEY (file_id) REFERENCES intake.file(file_id);

GRANT USAGE ON SCHEMA care_insurance TO atena_care_insurance;

GRANT USAGE ON SCHEMA childcare TO atena_childcare;

GRANT USAGE ON SCHEMA delivery TO atena_hub;

GRANT USAGE ON SCHEMA governance TO atena_hub;

GRANT USAGE ON SCHEMA health_insurance TO atena_health_insurance;

GRANT USAGE ON SCHEMA intake TO atena_hub;

GRANT USAGE ON SCHEMA journal TO atena_hub;

GRANT USAGE ON SCHEMA migration TO atena_hub;

GRANT USAGE ON SCHEMA national_pension TO atena_national_pension;

GRANT USAGE ON SCHEMA provision TO atena_hub;

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA register TO atena_hub;
GRANT USAGE ON SCHEMA register TO atena_vault;

GRANT USAGE ON SCHEMA tax TO atena_tax;

GRANT USAGE ON SCHEMA vault TO atena_vault;

GRANT ALL ON FUNCTION register.refuse_orphans() TO atena_hub;
GRANT ALL ON FUNCTION register.refuse_orphans() TO atena_vault;

GRANT SELECT,INSERT,DELETE ON TABLE care_insurance.applied_batch TO atena_care_insurance;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE care_insurance.insured TO atena_care_insurance;

GRANT SELECT,INSERT,UPDATE ON TABLE care_insurance.person TO atena_care_insurance;

GRANT SELECT,INSERT,DELETE ON TABLE childcare.applied_batch TO atena_childcare;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE childcare.child TO atena_childcare;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE childcare.householder TO atena_childcare;

GRANT SELECT,INSERT,UPDATE ON TABLE childcare.person TO atena_childcare;

GRANT SELECT ON TABLE childcare.child_with_householder TO atena_childcare;

GRANT SELECT,INSERT ON TABLE delivery.dead_letter TO atena_hub;

GRANT UPDATE(redelivered_at) ON TABLE delivery.dead_letter TO atena_hub;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE delivery.subscription TO atena_hub;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE delivery.waiting TO atena_hub;

GRANT SELECT,INSERT ON TABLE governance.document TO atena_hub;

GRANT SELECT,INSERT,DELETE ON TABLE governance.in_force TO atena_hub;

GRANT UPDATE(content_hash) ON TABLE governance.in_force TO atena_hub;

GRANT UPDATE(since) ON TABLE governance.in_force TO atena_hub;

GRANT SELECT,INSERT ON TABLE governance.policy TO atena_hub;

GRANT SELECT,INSERT,DELETE ON TABLE health_insurance.applied_batch TO atena_health_insurance;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE health_insurance.insurable TO atena_health_insurance;

GRANT SELECT,INSERT,UPDATE ON TABLE health_insurance.person TO atena_health_insurance;

GRANT SELECT,INSERT ON TABLE intake.assigned TO atena_hub;

GRANT SELECT,INSERT ON TABLE intake.block TO atena_hub;

GRANT SELECT,INSERT ON TABLE intake.file TO atena_hub;

GRANT UPDATE(finished_at) ON TABLE intake.file TO atena_hub;

GRANT SELECT,INSERT ON TABLE intake.held TO atena_hub;

GRANT UPDATE(key_id) ON TABLE intake.held TO atena_hub;

GRANT UPDATE(sealed_row) ON TABLE intake.held TO atena_hub;

GRANT SELECT,INSERT ON TABLE intake.rejected TO atena_hub;

GRANT SELECT,INSERT ON TABLE journal.calendar TO atena_hub;

GRANT SELECT,INSERT ON TABLE journal.entry TO atena_hub;

GRANT USAGE ON SEQUENCE journal."position" TO atena_hub;

GRANT SELECT ON TABLE migration.ledger TO atena_hub;

GRANT SELECT,INSERT,DELETE ON TABLE national_pension.applied_batch TO atena_national_pension;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE national_pension.class1_candidate TO atena_national_pension;

GRANT SELECT,INSERT,UPDATE ON TABLE national_pension.person TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE provision.record TO atena_hub;

GRANT SELECT,INSERT ON TABLE register.addressee TO atena_hub;

GRANT SELECT(addressee_id) ON TABLE register.addressee TO atena_vault;

GRANT UPDATE(recorded_at) ON TABLE register.addressee TO atena_hub;

GRANT SELECT(atenabango) ON TABLE register.addressee TO atena_vault;

GRANT USAGE ON SEQUENCE register.addressee_id TO atena_hub;

GRANT USAGE ON SEQUENCE register.assigned_addressee_number TO atena_hub;

GRANT SELECT,INSERT ON TABLE vault.individual_number TO atena_vault;

GRANT UPDATE(key_id) ON TABLE vault.individual_number TO atena_vault;

GRANT UPDATE(sealed) ON TABLE vault.individual_number TO atena_vault;

GRANT SELECT ON TABLE register.integrated_number TO atena_hub;

GRANT USAGE ON SEQUENCE register.running_number TO atena_hub;

GRANT SELECT,INSERT ON TABLE register.version TO atena_hub;

GRANT SELECT(addressee_id) ON TABLE register.version TO atena_vault;

GRANT SELECT(running_number) ON TABLE register.version TO atena_vault;

GRANT SELECT(history_number) ON TABLE register.version TO atena_vault;

GRANT SELECT(number_ordinal) ON TABLE register.version TO atena_vault;

GRANT SELECT(karitorokufuragu) ON TABLE register.version TO atena_vault;

GRANT SELECT,INSERT,DELETE ON TABLE tax.applied_batch TO atena_tax;

GRANT SELECT,INSERT ON TABLE tax.assessment_date TO atena_tax;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tax.residence TO atena_tax;

GRANT SELECT ON TABLE tax.assessment_roll TO atena_tax;

GRANT SELECT,INSERT,UPDATE ON TABLE tax.person TO atena_tax;

