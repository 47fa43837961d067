internal import AccessControl
public import AuditTrail
internal import LogSealing
internal import Register
internal import Sharing

/// 証跡の種類の一覧. Every kind of event that the stages tell the log. `ops/event-catalogue.md` is the same list for people; a test holds them together.
extension EventKind {
    /// The whole catalogue.
    public static let all: [EventKind] =
        [provision] + refusals + log + operation + restore + intake + publication + protection + held + vault + journal + delivery + endpoints + access + media
        + staff
        + answers
        + policies
        + disclosure + analysis + pension
}
