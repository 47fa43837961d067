/// What became of a file: the four counts add up to the rows read.
public struct IntakeReport: Sendable, Codable {
    /// Rows after the header.
    public var rowsRead = 0
    /// 空行. Lines without anything, which are no rows and in none of the counts.
    public var emptyLines = 0
    /// Rows that went to the register.
    public var accepted = 0
    /// Rows that said nothing new; the register stays as it was.
    public var unchanged = 0
    /// Rows held for a clerk to decide.
    public var held = 0
    /// Of those accepted: persons registered without a number that another has, until a clerk decides.
    public var claimed = 0
    /// Rows refused with a reason.
    public var rejected = 0
    /// 取込済み. Rows of the four counts of which an earlier run of the same file had decided.
    public var takenBefore = 0
    /// 改めて判定. Rows of the four counts that were rejected for the state of the register or held in an earlier run, and were decided anew.
    public var decidedAnew = 0
    /// Faults by code; a rejected row may have several.
    public var rejectedByCode: [String: Int] = [:]
    /// 読み替えた文字. Characters that were converted to one of several possible ones.
    public var convertedCharacters = 0
    /// Where the rejected rows were written; nil if there were none.
    public var rejectedFile: String?
    /// Where the addressee numbers given to rows without one were written; nil if there were none.
    public var assignedFile: String?
    /// Where the characters were written that another encoding has otherwise or not at all; nil if there were none.
    public var charactersFile: String?

    /// Nothing read yet.
    public init() {}

    /// Whether every row read is accounted for once.
    public var addsUp: Bool { accepted + unchanged + held + rejected == rowsRead }

    /// Whether every row is in the register as the file has it: none was rejected or held, or claims a number of another.
    public var isAllIn: Bool { held == 0 && rejected == 0 && claimed == 0 }
}

/// An intake that stopped after rows had gone in. The same file taken in again goes on from there.
public struct IntakeInterrupted: Error, Sendable {
    /// What is known to have gone in.
    public let soFar: IntakeReport
    /// Rows of the file.
    public let rows: Int
    /// What stopped it: `FileRefused` F0007, `PostgresError` …
    public let cause: any Error
}

/// What became of one block.
struct BlockReport: Sendable {
    var accepted = 0
    var unchanged = 0
    var held = 0
    /// Of those accepted: registered without a number that another has.
    var claimed = 0
    var rejected = 0
    /// Rows that an earlier run had decided, and of the others those that it had decided otherwise than for good.
    var takenBefore = 0
    var decidedAnew = 0
    /// One entry per fault, in the order of the lines.
    var faults: [Fault] = []
    var assignedAddresseeNumbers: [(line: Int, addresseeNumber: String)] = []

    struct Fault: Sendable, Equatable {
        var line: Int
        var code: String
        var item: String
        var reason: String
    }
}
