/// What became of a file: the four counts add up to the rows read.
public struct IntakeReport: Sendable, Codable {
    public var rowsRead = 0
    public var accepted = 0
    public var unchanged = 0
    public var held = 0
    public var rejected = 0
    /// Faults by code; a rejected row may have several.
    public var rejectedByCode: [String: Int] = [:]
    /// Where the rejected rows were written; nil if there were none.
    public var rejectedFile: String?
    /// Where the addressee numbers given to rows without one were written; nil if there were none.
    public var assignedFile: String?

    public init() {}

    public var addsUp: Bool { accepted + unchanged + held + rejected == rowsRead }
}

/// What became of one block.
struct BlockReport: Sendable {
    var accepted = 0
    var unchanged = 0
    var held = 0
    var rejected = 0
    /// One entry per fault, in the order of the lines.
    var faults: [Fault] = []
    var assigned: [(line: Int, addresseeNumber: String)] = []

    struct Fault: Sendable {
        var line: Int
        var code: String
        var item: String
        var reason: String
    }
}
