/// What became of a transfer file: the four counts add up to the rows read.
public struct TransferReport: Sendable, Codable {
    /// Rows after the header.
    public var rowsRead = 0
    /// 適用. Rows whose day has come; in effect now.
    public var applied = 0
    /// 待ち. Rows that wait for their day.
    public var waiting = 0
    /// 変更なし. Rows that were taken in before.
    public var unchanged = 0
    /// 却下. Rows refused, with at least one fault each.
    public var rejected = 0
    /// Every fault, in the order of the lines.
    public var faults: [TransferFault] = []

    /// Whether every row read is accounted for once.
    public var addsUp: Bool { applied + waiting + unchanged + rejected == rowsRead }

    package init() {}
}
