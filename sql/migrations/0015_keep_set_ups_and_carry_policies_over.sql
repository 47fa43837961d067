-- Who had set up whoever acts on a policy; acts for policies that came into force before there were acts; receivers that start over forget nothing.

-- Who hands a person their set-up code, at registration or recovery, could be signed in as them: never the proposer of what that person approves,
-- whatever the day. The other direction, a proposer whom the approver had set up, is decided in code from the act of the proposal.
ALTER TABLE governance.act
    ADD COLUMN set_up_by text COLLATE "C",
    ADD CONSTRAINT act_approver_not_set_up_by_proposer CHECK (act <> 'approve' OR set_up_by IS DISTINCT FROM after_account);
COMMENT ON COLUMN governance.act.set_up_by IS 'Who had handed the account its last set-up code when it acted; null where nobody did, and for acts from before this was kept. Source: access.credential. Retention: as the table. Class: staff.';

-- What was loaded before 0010 is in force without an act, and so could be neither revised nor revoked. Two names that are nobody's stand for the two
-- people, because there were none: whoever reads the ledger sees that nobody approved it. There is no change either: its receivers follow it already.
INSERT INTO governance.act (acted_on, step, after_step, policy_version, act, account, reason, after_act, after_account)
SELECT (now() AT TIME ZONE 'Asia/Tokyo')::date, s.step, s.after_step, f.content_hash, s.act, s.account,
    '承認の記録を始める前(' || (f.since AT TIME ZONE 'Asia/Tokyo')::date || ')から施行されていた版の引継ぎ', s.after_act, s.after_account
FROM governance.in_force f
JOIN governance.policy p ON p.content_hash = f.content_hash AND p.closes IS NULL
CROSS JOIN (VALUES
    (1, NULL::integer, 'propose', 'installation', NULL::text, NULL::text),
    (2, 1, 'approve', 'initial', 'propose', 'installation'),
    (3, 2, 'enter', 'installation', 'approve', 'initial')
) AS s (step, after_step, act, account, after_act, after_account)
WHERE NOT EXISTS (SELECT FROM governance.act a WHERE a.policy_version = f.content_hash)
ORDER BY f.since, f.content_hash, s.step;

ALTER TABLE delivery.subscription ADD COLUMN starts_over boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN delivery.subscription.starts_over IS 'Everything is to be delivered again: the next worker goes through all persons, and takes back what the position says may be held. Source: command. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.receipt.can_confirm IS 'False for one that took whole extracts and never came for changes, for one that the version pushes to no longer, and for what was handed over on a medium. Source: provision records, the policy. Retention: as the table. Class: none.';
