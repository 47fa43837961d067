-- Sealing: whose turn it is, as a lock that needs a privilege. An advisory lock, which every login can take, would let any of them stop sealing.
CREATE TABLE audit.sealing_turn (
    only_row boolean DEFAULT true CONSTRAINT sealing_turn_pkey PRIMARY KEY CONSTRAINT sealing_turn_is_one_row CHECK (only_row)
);
COMMENT ON TABLE audit.sealing_turn IS 'Never holds a row: the one sealer at work holds a lock on it (SHARE UPDATE EXCLUSIVE), for as long as it works. Source: constant. Retention: none. Class: none.';
COMMENT ON COLUMN audit.sealing_turn.only_row IS 'Always true. Source: constant. Retention: as the table. Class: none.';
-- LOCK TABLE asks for UPDATE, DELETE or TRUNCATE; there is never a row to update.
GRANT UPDATE ON audit.sealing_turn TO atena_sealer;
