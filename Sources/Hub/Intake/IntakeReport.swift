/// What became of a file: the four counts add up to the rows read.
public struct IntakeReport: Sendable, Codable {
    /// Rows after the header.
    public var rowsRead = 0
    /// Rows that went to the register.
    public var accepted = 0
    /// Rows that said nothing new; the register stays as it was.
    public var unchanged = 0
    /// Rows held for a clerk to decide.
    public var held = 0
    /// Rows refused with a reason.
    public var rejected = 0
    /// Faults by code; a rejected row may have several.
    public var rejectedByCode: [String: Int] = [:]
    /// Where the rejected rows were written; nil if there were none.
    public var rejectedFile: String?
    /// Where the addressee numbers given to rows without one were written; nil if there were none.
    public var assignedFile: String?

    /// Nothing read yet.
    public init() {}

    /// Whether every row read is accounted for once.
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
