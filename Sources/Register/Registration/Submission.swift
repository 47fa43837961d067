internal import Addressee
internal import SourceFiles

/// One row that passed the format checks, on its way into the register.
///
/// A class, because it is handed on from step to step a million times and never changes.
package final class Submission: Sendable {
    /// Row in its block.
    let row: Int
    /// 宛名番号; empty where a non-resident's row asks for one.
    let addresseeNumber: String
    /// 履歴番号 and 枝番号 of the row; nil where the layout has none (non-residents), and the register counts on.
    let history: SourceHistory?
    /// 異動事由; nil where the layout has none.
    let reason: MovementReason?
    let state: ResidentState
    /// Whether the row says so itself: of 住登外者 it need not.
    let isStateStated: Bool
    /// 住民種別; nil where the layout has none.
    let residentKind: ResidentKind?
    package let number: Vault.KeyedNumber?
    /// 住民票コード of a resident's row.
    let recordCode: Int64?
    /// Keyed digest of the whole row.
    let digest: [UInt8]

    init(
        row: Int, addresseeNumber: String, history: SourceHistory?, reason: MovementReason?, state: ResidentState, number: Vault.KeyedNumber?,
        recordCode: Int64?, digest: [UInt8], residentKind: ResidentKind? = nil, isStateStated: Bool = true
    ) {
        self.row = row
        self.addresseeNumber = addresseeNumber
        self.history = history
        self.reason = reason
        self.state = state
        self.number = number
        self.recordCode = recordCode
        self.digest = digest
        self.residentKind = residentKind
        self.isStateStated = isStateStated
    }

    /// The same with an addressee number.
    func numbered(_ addresseeNumber: String) -> Submission {
        Submission(
            row: row, addresseeNumber: addresseeNumber, history: history, reason: reason, state: state, number: number,
            recordCode: recordCode, digest: digest, residentKind: residentKind, isStateStated: isStateStated)
    }
}

/// 氏名, フリガナ, 生年月日, 性別: what of two records of one individual number must agree.
package struct Identity: Sendable, Hashable {
    var name: String
    var kana: String
    var birthDate: String
    var sex: String

    /// Whether the two may be one person: two of name, birth date and sex agree. The same kana for another name is no agreement but the mark of somebody
    /// else (INCIDENTS 7).
    func agrees(with other: Identity) -> Bool {
        let sameName = !name.isEmpty && Self.bare(name) == Self.bare(other.name)
        if !sameName, !kana.isEmpty, Self.bare(kana) == Self.bare(other.kana) { return false }
        return [sameName, !birthDate.isEmpty && birthDate == other.birthDate, !sex.isEmpty && sex == other.sex].count { $0 } >= 2
    }

    private static func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}

extension Identity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Identity(****)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What the register holds of an addressee before a row is applied.
struct Holding: Sendable {
    let addresseeID: Int64
    let historyNumber: Int32
    /// What its source calls it.
    let history: SourceHistory
    let digest: [UInt8]
    let state: ResidentState
    let owner: Vault.Place?
    let registeredBy: [String]
    private let current: Current

    /// The items of the current version: read from the register, or an earlier row of the same block.
    private enum Current {
        case stored([ArraySlice<UInt8>?])
        case earlier(RowBlock, Int, SubmissionFields)
    }

    /// A person whose row came as it is held; nothing but that is asked of it.
    init(unchanged addresseeID: Int64, historyNumber: Int32, digest: [UInt8], registeredBy: [String]) {
        self.init(
            addresseeID: addresseeID, historyNumber: historyNumber, history: SourceHistory(historyNumber), digest: digest, state: .resident, owner: nil,
            registeredBy: registeredBy, items: [])
    }

    init(
        addresseeID: Int64, historyNumber: Int32, history: SourceHistory, digest: [UInt8], state: ResidentState, owner: Vault.Place?, registeredBy: [String],
        items: [ArraySlice<UInt8>?]
    ) {
        self.addresseeID = addresseeID
        self.historyNumber = historyNumber
        self.history = history
        self.digest = digest
        self.state = state
        self.owner = owner
        self.registeredBy = registeredBy
        current = .stored(items)
    }

    init(
        addresseeID: Int64, historyNumber: Int32, history: SourceHistory, digest: [UInt8], state: ResidentState, owner: Vault.Place?, registeredBy: [String],
        block: RowBlock, row: Int, fields: SubmissionFields
    ) {
        self.addresseeID = addresseeID
        self.historyNumber = historyNumber
        self.history = history
        self.digest = digest
        self.state = state
        self.owner = owner
        self.registeredBy = registeredBy
        current = .earlier(block, row, fields)
    }

    /// 仮登録: kept, and shown to no other system.
    var isProvisional: Bool {
        let items = items
        guard let column = Self.provisionalColumn, items.indices.contains(column) else { return false }
        return items[column]?.elementsEqual([UInt8(ascii: "1")]) ?? false
    }

    /// 住民種別; nil where none is held.
    var residentKind: ResidentKind? {
        let items = items
        guard let column = Self.kindColumn, items.indices.contains(column), let code = items[column] else { return nil }
        return ResidentKind(rawValue: String(decoding: code, as: UTF8.self)).flatMap { [.japanese, .foreign].contains($0) ? $0 : nil }
    }

    private static let kindColumn = VersionColumns.items.firstIndex(of: .juminshubetsu)

    /// 住民票コード of the current version.
    var recordCode: Int64? {
        let items = items
        guard let column = Self.codeColumn, items.indices.contains(column), let digits = items[column] else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self))
    }

    private static let codeColumn = VersionColumns.items.firstIndex(of: .juminhyokodo)
    private static let provisionalColumn = VersionColumns.items.firstIndex(of: .karitorokufuragu)

    /// Items in the order of `VersionColumns.items`.
    var items: [ArraySlice<UInt8>?] {
        switch current {
        case .stored(let items): items
        case .earlier(let block, let row, let fields): block.withRow(row) { fields.items($0) }
        }
    }
}
