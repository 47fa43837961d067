-- An event whose columns say otherwise than its body is refused, and not only named afterwards (issue 11). The hub's role is the only one that writes events;
-- the owner, who could take the constraint away, is not held by it, and neither is what erases openings for him. Rows from before stay as they are:
-- verification holds each against its body.
ALTER TABLE audit.event ADD CONSTRAINT event_says_what_its_body_says CHECK (
    CURRENT_USER <> 'atena_hub' OR (
        starts_with(body, '{"at":"') AND substr(body, 8, 27)::timestamptz = recorded_at
        AND body::jsonb @> jsonb_build_object('by', by_whom, 'event', kind, 'outcome', CASE WHEN is_failure THEN 'failure' ELSE 'success' END)
        AND CASE
            WHEN personal IS NULL THEN addressee_id IS NULL AND right(body, 10) IN ('"success"}', '"failure"}')
            ELSE length(salt) = 32 AND starts_with(personal, '{"') AND right(body, 67) = '"' || encode(sha256(salt || convert_to(personal, 'UTF8')), 'hex') || '"}'
                AND (addressee_id IS NULL OR starts_with(personal, '{"addressee_id":"' || addressee_id || '"'))
        END)
) NOT VALID;
