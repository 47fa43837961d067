internal import Synchronization

/// 証印のない行. Rows of one table that this program did not write as they are.
package struct UntruePensionRows: Sendable, Hashable, Codable {
    /// Such as `pension.decision`.
    package let table: String
    /// How many.
    package internal(set) var count: Int
    /// 受付番号 that some of them name.
    package internal(set) var receptions: [ReceptionNumber]

    /// What it means and what to do, in Japanese. Holds no personal data.
    package var text: String {
        let which = receptions.isEmpty ? "" : "（受付 \(receptions.map(\.description).joined(separator: "、"))\(count > receptions.count ? " など" : "")）"
        let stuck = table == SealedRecord.decision.name ? "この行を取り除くまで、その受付は確定も返戻もできません。" : ""
        return
            "\(table): 職員サービスが書いたものではないか、書き換えられた行が\(count)件あります\(which)。誰の入力でも確認でもないものとして、何にも使っていません。\(stuck)"
            + "データベースの管理者と原因を調べ、控えを取って取り除いてください（ops/runbooks/pension-untrue-rows.md）。"
    }
}

/// 証印の点検の結果. What the rounds through all sealed rows have found, and how far the one has come that is on its way; of one process.
final class SealFindings: Sendable {
    /// Numbers that are remembered at most: of more rows it is told how many they are.
    static let (named, remembered) = (20, 1_000)

    struct Round: Sendable {
        /// Before the first row of a table.
        static let start = "(0,0)"

        /// Which of the tables, and behind which place in it.
        var (table, place) = (0, Self.start)
        var untrue: [UntruePensionRows] = []
        /// Of which the decision is by nobody.
        var undecided: Set<ReceptionNumber> = []

        mutating func found(_ table: String, _ reception: ReceptionNumber?) {
            if untrue.last?.table != table { untrue.append(UntruePensionRows(table: table, count: 0, receptions: [])) }
            untrue[untrue.count - 1].count += 1
            guard let reception else { return }
            if untrue[untrue.count - 1].receptions.count < SealFindings.named { untrue[untrue.count - 1].receptions.append(reception) }
            if table == SealedRecord.decision.name, undecided.count < SealFindings.remembered { undecided.insert(reception) }
        }
    }

    private let rounds = Mutex<(ended: Round?, running: Round)>((nil, Round()))

    /// The one that is on its way.
    var running: Round { rounds.withLock { $0.running } }

    /// By table, as the last whole round found them; before the first has ended, what it found so far.
    var untrue: [UntruePensionRows] { rounds.withLock { ($0.ended ?? $0.running).untrue } }

    /// Receptions that nobody has decided, whatever a row says.
    var undecided: [ReceptionNumber] { rounds.withLock { $0.running.undecided.union($0.ended?.undecided ?? []).sorted() } }

    func went(_ round: Round) { rounds.withLock { $0.running = round } }

    /// - Returns: of which tables more were found than in the round before, and how many there are now.
    func ended(_ round: Round) -> [UntruePensionRows] {
        rounds.withLock {
            let before = $0.ended?.untrue ?? []
            $0 = (round, Round())
            return round.untrue.filter { rows in rows.count > before.first { $0.table == rows.table }?.count ?? 0 }
        }
    }
}
