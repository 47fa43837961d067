-- 提供ポリシーの起案・承認の証印の保存 (issue 11, decision 0093): an act that bears a MAC keeps it. Whoever may write acts could have taken the MAC off the approval that
-- brought the newest list of legal bases, and an older list, which knows of fewer ends, would have counted in its place.
CREATE TRIGGER act_stays BEFORE UPDATE OF mac ON governance.act FOR EACH ROW WHEN (OLD.mac IS NOT NULL) EXECUTE FUNCTION register.refuse_change();

-- What counts of a list of legal bases is read from its text, which its hash names; these rows decide nothing.
COMMENT ON TABLE governance.legal_basis IS 'Legal bases (法的根拠) as proposed together with policies, row by row, for whoever looks: what counts is read from the document. Source: Policies/legal-bases.tsv. Retention: permanent. Class: none.';
