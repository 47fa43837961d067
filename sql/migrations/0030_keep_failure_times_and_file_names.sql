-- What an operator is told of a failed delivery is worth little without its time.
ALTER TABLE delivery.subscription ADD COLUMN last_failed_at timestamptz;
COMMENT ON COLUMN delivery.subscription.last_failed_at IS 'When a delivery last failed, also where it has gone well since; null where none ever did. Source: clock. Retention: as the table. Class: none.';

-- A file named otherwise than its system is a warning to whoever approves: so the name is kept.
ALTER TABLE governance.policy ADD COLUMN source text COLLATE "C" CONSTRAINT policy_source_is_a_policy_file CHECK (source LIKE 'systems/%');
COMMENT ON COLUMN governance.policy.source IS 'Name of the file it was proposed from, below the directory of policies; null for versions from before names were kept and for those that close another. Source: proposal. Retention: as the table. Class: none.';
