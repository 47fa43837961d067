import Hummingbird

extension Request {
    /// Whether it asks for health or measures, which machines ask every few seconds and which hold nothing of anybody. Whatever else is asked, however its path is
    /// written, is counted and on record.
    var isOfHealth: Bool {
        // As the router reads it, to whom empty parts are none.
        let path = uri.path.split(separator: "/")
        return path == ["metrics"] || path == ["health", "live"] || path == ["health", "ready"]
    }
}
