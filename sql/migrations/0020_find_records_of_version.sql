-- Whom a version named is asked page by page where its text can't be read any more. Look-ups of one person are found by their events, so that none of
-- them has an entry here to keep: only batches, what has no event, and what names nobody any more.
CREATE INDEX record_of_version ON provision.record (system, dataset, policy_version, record_id)
    WHERE (addressee_id IS NULL OR event_id IS NULL) AND result <> 'r';
