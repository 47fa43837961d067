-- 関心の登録の順: of a person's interests the last one counts, and which is the last was told by the database's clock. Where it was set back between a beginning and its end,
-- the end stood before the beginning, and the interest went on. Whoever writes one holds the person's lock; its moment is behind that of the one before, whatever the
-- clock says. What was put past the program at no moment at all ('infinity') pushes nothing on.
CREATE INDEX interest_turns ON dataset.interest (system, addressee_id, recorded_at);
COMMENT ON INDEX dataset.interest_turns IS 'Who counts as registered by a system, for its extracts; and of a person the last word.';
DROP INDEX dataset.interest_of_a_system;

CREATE FUNCTION dataset.stand_behind_the_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := GREATEST(NEW.recorded_at, (
        SELECT i.recorded_at + interval '1 microsecond' FROM dataset.interest i
        WHERE i.system = NEW.system AND i.addressee_id = NEW.addressee_id AND i.recorded_at < 'infinity'
        ORDER BY i.recorded_at DESC LIMIT 1));
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION dataset.stand_behind_the_last() IS 'An interest stands behind what was written of the person before, also where the clock was set back since.';
CREATE TRIGGER interest_stands_behind_the_last BEFORE INSERT ON dataset.interest FOR EACH ROW EXECUTE FUNCTION dataset.stand_behind_the_last();
COMMENT ON COLUMN dataset.interest.recorded_at IS 'When; behind the moment of what was written of the person before, also where the clock was set back since. Source: clock. Retention: as the table. Class: none.';
