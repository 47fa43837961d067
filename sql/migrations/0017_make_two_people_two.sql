-- Two people are two: nobody had both set up. Versions in force whose acts say otherwise get the acts that are missing.

-- Whoever hands two accounts their set-up codes could be signed in as both: they never decide for each other. Decided in code, from these.
ALTER TABLE access.credential ADD COLUMN set_up_alone boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN access.credential.set_up_alone IS 'The code was handed out at registration by the first administrator while nobody else administered access: nobody else could have. Counts for the second administrator only; false once recovered. Source: access. Retention: as the table. Class: none.';
GRANT UPDATE (set_up_alone) ON access.credential TO atena_hub;
ALTER TABLE access.application ADD COLUMN set_up_by text COLLATE "C";
COMMENT ON COLUMN access.application.set_up_by IS 'Who had handed the applicant the last set-up code when they applied; null where nobody did, and for applications from before this was kept. Source: access.credential. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN governance.act.set_up_by IS 'Who had handed the account its last set-up code when it acted; null where nobody did (the first administrator, and the second one whom nobody but the first could register), and for acts from before this was kept. Source: access.credential. Retention: as the table. Class: staff.';

-- 0015 gave what was loaded before 0010 its acts, except where there were some already: between 0010 and 0014 such a version could be proposed anew, and
-- then rejected, or approved and so superseded by itself, while it went on being in force. Such a version could not be revoked. It gets the acts that bring it
-- to where it is, by the two names that are nobody's; what people did before stands.
INSERT INTO governance.act (acted_on, step, after_step, policy_version, act, account, reason, after_act, after_account)
SELECT (now() AT TIME ZONE 'Asia/Tokyo')::date, l.step + s.n - b.n + 1, l.step + s.n - b.n, f.content_hash, s.act, s.account,
    '承認の記録を始める前から施行されている版の引継ぎ(記録上は' || l.act || 'だったもの)',
    CASE WHEN s.n = b.n THEN l.act ELSE s.after_act END, CASE WHEN s.n = b.n THEN l.account ELSE s.after_account END
FROM governance.in_force f
JOIN governance.policy p ON p.content_hash = f.content_hash AND p.closes IS NULL
CROSS JOIN LATERAL (
    SELECT a.step, a.act, a.account FROM governance.act a WHERE a.policy_version = f.content_hash ORDER BY a.step DESC LIMIT 1
) AS l
CROSS JOIN LATERAL (SELECT CASE l.act WHEN 'propose' THEN 2 WHEN 'approve' THEN 3 ELSE 1 END AS n) AS b
JOIN (VALUES
    (1, 'propose', 'installation', NULL::text, NULL::text),
    (2, 'approve', 'initial', 'propose', 'installation'),
    (3, 'enter', 'installation', 'approve', 'initial')
) AS s (n, act, account, after_act, after_account) ON s.n >= b.n
WHERE l.act <> 'enter'
ORDER BY f.since, f.content_hash, s.n;
