package import AuditTrail

extension EventKind {
    /// 電子記録媒体への出力 (CT-16). The provision itself is `provision.answered`, in the same transaction.
    package static let exportWritten = EventKind(
        "export.written", "電子記録媒体への出力",
        onSuccess: [
            "bases", "bytes", "count", "dataset", "department", "digest", "fingerprint", "format", "individual_number", "policy", "receiver", "record",
            "system", "terminal",
        ],
        onFailure: ["count", "dataset", "department", "fingerprint", "policy", "refusal", "system", "terminal"])

    /// Of hand-overs on a medium.
    package static let media: [EventKind] = [exportWritten]
}
