-- How far a receiver is behind that is told everything again is reckoned from when that was decided: from its policy, a page came for what began a moment ago, and
-- before its worker began, nothing was behind at all.
ALTER TABLE delivery.subscription ADD COLUMN starts_over_since timestamptz;
COMMENT ON COLUMN delivery.subscription.starts_over_since IS 'When it was last decided that everything is delivered again; null where it never was. Source: delivery. Retention: as the table. Class: none.';

CREATE FUNCTION delivery.note_start_over() RETURNS trigger
    LANGUAGE plpgsql SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    NEW.starts_over_since := clock_timestamp();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION delivery.note_start_over() IS 'Keeps since when everything is to be delivered again.';

CREATE TRIGGER subscription_starts_over BEFORE UPDATE OF starts_over ON delivery.subscription
    FOR EACH ROW WHEN (NEW.starts_over AND NOT OLD.starts_over) EXECUTE FUNCTION delivery.note_start_over();
