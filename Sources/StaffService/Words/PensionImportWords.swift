internal import Addressee
internal import NationalPension
internal import StaffAPI

/// 移行の文面. What waits of a file, what is left, and what to do next.
extension PensionWords {
    /// After a file was taken in.
    func next(_ number: Int64, _ report: TakingReport) -> [String] {
        var lines = ["移行の番号\t\(number)"]
        if report.held > 0 { lines.append("保留した行は: atena pension import show \(number) と atena pension task list で、確かめることを見ます。") }
        if report.accepted > 0 { lines.append("次は: 別の人が atena pension import release \(number) で承認すると、記録になります。") }
        return lines
    }

    func sheet(_ done: SettledImport, of number: Int64, isReleased: Bool) throws -> Sheet {
        // Rows of one person's periods are settled together.
        var lines = ["移行 \(number)\t\(isReleased ? "確定" : "取下げ") \(done.settled)件\t残り \(done.left)件"]
        lines += done.reasons.map { "　\($0.line)行目\t\($0.words)" }
        if done.left > done.reasons.count { lines.append("　ほか \(done.left - done.reasons.count)件") }
        if done.left > 0 { lines.append("次は: atena pension import show \(number) で、残った受付を確かめます。") }
        return try Sheet(
            lines: lines,
            of: ToldSettledImport(
                number: number, settled: done.settled, left: done.left, reasons: done.reasons.map { .init(line: $0.line, words: $0.words) }),
            status: done.left > 0 ? 3 : 0)
    }

    func sheet(_ files: [ImportFile], limit: Int) throws -> Sheet {
        let shown = files.prefix(limit)
        let lines = shown.map { "\($0.id)\t\($0.kind.label)（\($0.kind.rawValue)）\t\($0.on)\t\($0.enteredBy)\t\($0.lines)\t\($0.digest)" }
        return try Sheet(lines: ["移行\t種類\t取込日\t取込\t行\tSHA-256"] + lines + [Self.end(shown.count, of: files.count)], of: shown.map { ToldImport($0) })
    }

    func sheet(_ state: ImportState) throws -> Sheet {
        let file = state.file
        var lines = [
            "移行 \(file.id)\t\(file.kind.label)（\(file.kind.rawValue)）\t\(file.lines)行", "SHA-256\t\(file.digest)", "取込\t\(file.on)\t\(file.enteredBy)",
            "受付\t" + LedgerRow.State.imported.map { "\($0.label) \(state.counts[$0] ?? 0)" }.joined(separator: "\t"),
        ]
        lines += state.held.map { "　\($0.line)行目\t受付 \($0.reception)\t\($0.words)" }
        if state.counts[.received] != nil { lines.append("次は: 別の人が atena pension import release \(file.id) で承認します。") }
        if state.counts[.held] != nil { lines.append("次は: 保留の受付は、確かめてから、別の人が一件ずつ atena pension notify accept か return とします。") }
        return try Sheet(lines: lines, of: ToldImport(file, state))
    }
}

extension LedgerRow.State {
    /// What becomes of a row of a file, in the order in which it is told.
    fileprivate static let imported: [Self] = [.received, .held, .accepted, .returned, .cancelled, .handedOn]
}

extension FileLayout.PensionFile {
    /// In Japanese, for people.
    fileprivate var label: String {
        switch self {
        case .basic: "年金基本"
        case .qualification: "資格"
        case .exemption: "免除・猶予"
        case .additional: "付加保険料"
        case .legalExemption: "法定免除"
        case .maternity: "産前産後の免除"
        case .childcare: "育児の免除"
        case .fund: "国民年金基金"
        case .oldAgeClaim: "老齢基礎年金の裁定請求"
        case .disabilityClaim: "障害基礎年金の裁定請求"
        case .survivorClaim: "遺族基礎年金の裁定請求"
        case .oldAgeWelfareClaim: "老齢福祉年金の裁定請求"
        }
    }
}

/// 移行, as data.
private struct ToldImport: Encodable {
    let number: Int64
    let kind: String
    let takenOn: String
    let takenBy: String
    let lines: Int64
    let sha256: String
    var receptions: [String: Int]?
    var held: [Held]?

    struct Held: Encodable {
        let line: Int64
        let reception: String
        let words: String
    }

    init(_ file: ImportFile, _ state: ImportState? = nil) {
        (number, kind, takenOn, takenBy) = (file.id, file.kind.rawValue, "\(file.on)", file.enteredBy)
        (lines, sha256) = (file.lines, file.digest)
        guard let state else { return }
        receptions = Dictionary(uniqueKeysWithValues: state.counts.map { ($0.key.rawValue, $0.value) })
        held = state.held.map { Held(line: $0.line, reception: "\($0.reception)", words: $0.words) }
    }
}

/// 移行の承認・取下げの結果, as data.
private struct ToldSettledImport: Encodable {
    let number: Int64
    let settled: Int
    let left: Int
    let reasons: [Reason]

    struct Reason: Encodable {
        let line: Int64
        let words: String
    }
}
