import HummingbirdCore
import MutualTLS

/// `after`, `limit` and `wait` of a request for changes.
struct ChangesQuery {
    static let limits = 1...10_000
    /// Seconds.
    static let waits = 0...60

    var after: String?
    var limit = 1000
    var wait: Duration = .zero

    /// - Throws: ``Problem`` 400 for a parameter that is unknown, given twice or out of range: a slip in a name must not
    ///   silently mean the default.
    init(_ uri: URI) throws(Problem) {
        var seen: Set<Substring> = []
        for (name, value) in uri.queryParameters {
            guard seen.insert(name).inserted else { throw Problem.badRequest("同じ指定を2回することはできません。") }
            switch name {
            case "after":
                after = String(value)
            case "limit":
                guard let number = Int(value), Self.limits.contains(number) else {
                    throw Problem.badRequest("limitは1から10000までの整数です。")
                }
                limit = number
            case "wait":
                guard let seconds = Int(value), Self.waits.contains(seconds) else {
                    throw Problem.badRequest("waitは0から60までの秒数です。")
                }
                wait = .seconds(seconds)
            default:
                throw Problem.badRequest("使える指定は after, limit, wait です。")
            }
        }
    }
}
