package import AccessControlStand
import Postgres
import Sharing

/// What may become of policies in a test, and what became of them.
extension TestHub {
    /// The database refuses these acts on a system's versions.
    package func refuse(_ acts: String..., of system: String, as state: String = "check_violation") async throws {
        try await admin.script(
            unsafeSQL: """
                CREATE FUNCTION public.refuse_act() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                    IF NEW.act IN (\(acts.map { "'\($0)'" }.joined(separator: ", ")))
                        AND (SELECT system FROM governance.policy WHERE content_hash = NEW.policy_version) = '\(system)' THEN
                        RAISE EXCEPTION 'refused' USING ERRCODE = '\(state)';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER refuse_act BEFORE INSERT ON governance.act FOR EACH ROW EXECUTE FUNCTION public.refuse_act()
                """)
    }

    /// Which systems' versions came into force or ended: `tax enter`, in the order of the letters.
    package func entriesAndEnds() async throws -> [String] {
        let acts = try await lifecycle.history().map { "\($0.system) \($0.act)" }
        return acts.filter { $0.hasSuffix("expire") || $0.hasSuffix("enter") }.sorted()
    }
}
