-- 直された引継ぎの行 (decision 0089): a row of a hand-over that was mended and comes again makes a proposal in place of the one before, which stays, and says by which it was
-- replaced. Rows are added, never changed, and sealed as those of 0111.
CREATE TABLE pension.proposal_superseded (
    proposal_id       bigint      NOT NULL,
    superseded_by     bigint      NOT NULL,
    ended_at          timestamptz NOT NULL DEFAULT now(),
    atenabango        text COLLATE "C" NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    mac               bytea       NOT NULL,
    CONSTRAINT proposal_superseded_pkey PRIMARY KEY (proposal_id),
    CONSTRAINT proposal_superseded_proposal_fkey FOREIGN KEY (proposal_id, atenabango) REFERENCES pension.proposal (proposal_id, atenabango),
    CONSTRAINT proposal_superseded_by_fkey FOREIGN KEY (superseded_by, atenabango) REFERENCES pension.proposal (proposal_id, atenabango),
    CONSTRAINT proposal_superseded_time_is_finite CHECK (isfinite(ended_at)),
    -- Only by what came later: no two can end each other.
    CONSTRAINT proposal_superseded_by_later CHECK (superseded_by > proposal_id),
    CONSTRAINT proposal_superseded_words_are_bounded CHECK (
        pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> '' AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.proposal_superseded IS 'Purpose: 処理の案の置換え, that the row that made a proposal came again mended, and which proposal stands in its place; what was received for the first stays received. Source: the module, as a clerk takes the file in. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.proposal_superseded.proposal_id IS 'Purpose: the proposal that was replaced. Source: proposal. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.proposal_superseded.superseded_by IS 'Purpose: the proposal that stands in its place. Source: proposal. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.proposal_superseded.ended_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.proposal_superseded.atenabango IS 'Purpose: 宛名番号, whom both are about. Source: proposal. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.proposal_superseded.section IS 'Purpose: 所属 of whoever took the file in. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.proposal_superseded.entered_by IS 'Purpose: who took the file in, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.proposal_superseded.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.proposal_superseded.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
GRANT SELECT, INSERT ON pension.proposal_superseded TO atena_national_pension;

COMMENT ON COLUMN pension.proposal.cause IS 'Purpose: age- and the birth date that the age was counted from; version- and the history number of the addressee_version that it came by; or handover (of a mended row handover: and which it is of the work, from 2) and whose hand-over and which piece of work. Source: the module. Retention: as the row. Class: personal data.';
