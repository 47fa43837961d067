/// Checks the format of one row of a file, on its bytes: characters, lengths, dates, codes, check digits,
/// required and correlated columns.
///
/// A row without a fault costs no allocation. The check is made for one file's header; it holds no row and is safe to share.
/// Source of the rules: `FileLayout`; of the codes: エラーコード一覧 of the national numbering API v2.0.
public struct RowCheck: Sendable {
    /// The layout whose rules are checked.
    public let layout: FileLayout
    /// For each field of a row, the index of its column in `layout.columns`.
    public let columnIndices: [Int]

    private let fields: [FieldRule]
    private let requirements: [CompiledRequirement]
    private let clauses: [CompiledClause]
    private let codes: [UInt64]
    /// Codes that no word holds.
    private let longCodes: [[UInt8]]
    private let unknownFlagField: Int
    /// Where a row says that it withdraws a record, and what holds of its fields then where it is something else.
    private let withdrawal: (flag: Int, rules: [Int: FieldRule])?

    /// Prepares the check for a file's header; the order of columns is free.
    /// - Throws: `HeaderError` with every unknown, repeated and missing column.
    public init(layout: FileLayout, header: [String]) throws(HeaderError) {
        let positions = Dictionary(uniqueKeysWithValues: layout.columns.enumerated().map { ($1.name, $0) })
        var fieldOf = [Int](repeating: -1, count: layout.columns.count)
        var indices: [Int] = []
        var problems: [String] = []
        for (field, name) in header.enumerated() {
            guard let index = positions[name] else {
                let other = FileLayout.all.first { $0.name == layout.name && $0.edition != layout.edition && $0.column(named: name) != nil }
                let elsewhere = other.map { "\($0.edition.label)の様式の列で、\(layout.edition.label)の様式にはありません。" }
                problems.append("\(Self.safe(name, field: field))は\(elsewhere ?? "この様式にない列です。")")
                continue
            }
            if fieldOf[index] >= 0 { problems.append("列\(name)が重複しています。") }
            fieldOf[index] = field
            indices.append(index)
        }
        for (index, column) in layout.columns.enumerated() where fieldOf[index] < 0 {
            switch column.required {
            case .always, .alwaysUnless: problems.append("必須の列\(column.name)（\(column.label)）がありません。")
            case .when, .never: break
            }
        }
        guard problems.isEmpty else { throw HeaderError(problems: problems) }

        self.layout = layout
        columnIndices = indices
        var codes: [UInt64] = []
        var longCodes: [[UInt8]] = []
        fields = indices.map { FieldRule(layout.columns[$0], index: $0, codes: &codes, &longCodes) }
        var rules: [Int: FieldRule] = [:]
        for column in layout.ofWithdrawn {
            guard let index = positions[column.name], fieldOf[index] >= 0 else { continue }
            rules[fieldOf[index]] = FieldRule(column, index: index, codes: &codes, &longCodes)
        }
        withdrawal = positions[FileLayout.withdrawn].flatMap { flag in
            rules.isEmpty || layout.columns[flag].item != nil || fieldOf[flag] < 0 ? nil : (flag: fieldOf[flag], rules: rules)
        }
        var clauses: [CompiledClause] = []
        requirements = layout.columns.enumerated().compactMap { index, column in
            CompiledRequirement(column.required, column: index) { conditions in
                let first = clauses.count
                for condition in conditions {
                    clauses.append(CompiledClause(condition, positions: positions, fieldOf: fieldOf, codes: &codes))
                }
                return first..<clauses.count
            }
        }
        self.clauses = clauses
        self.codes = codes
        self.longCodes = longCodes
        unknownFlagField = positions[Item.seinengappiFushofuragu.rawValue].map { fieldOf[$0] } ?? -1
    }

    /// Checks one row.
    /// - Parameters:
    ///   - bytes: any buffer that holds the row.
    ///   - ranges: the range of each field in `bytes`, in the order of the header, unquoted (`""` already folded to `"`); half as wide as
    ///     an array's index, because blocks of rows keep many.
    /// - Returns: at most one fault of form and one of presence for each column; empty where all is well.
    public func check(_ bytes: UnsafeBufferPointer<UInt8>, fields ranges: UnsafeBufferPointer<Range<Int32>>) -> [RowFault] {
        guard ranges.count == fields.count else {
            return [
                RowFault(
                    code: FaultCode.correlation, column: "", reason: "列の数が見出し行と一致しません（見出し\(fields.count)列、この行\(ranges.count)列）。")
            ]
        }
        var faults: [RowFault] = []
        var set: UInt64 = 0
        let birthDateUnknown = unknownFlagField >= 0 && isOne(bytes, ranges[unknownFlagField])
        let ofWithdrawn = withdrawal.flatMap { isOne(bytes, ranges[$0.flag]) ? $0.rules : nil }
        fields.withUnsafeBufferPointer { rules in
            for field in 0..<rules.count {
                let range = ranges[field]
                if range.isEmpty { continue }
                let rule = ofWithdrawn?[field] ?? rules[field]
                let value = UnsafeBufferPointer(rebasing: bytes[Int(range.lowerBound)..<Int(range.upperBound)])
                var isSet = true
                let breach = examine(value, rule, birthDateUnknown, &isSet)
                if isSet { set |= 1 << UInt64(rule.column) }
                if let breach { faults.append(fault(breach, rule)) }
            }
        }
        for requirement in requirements where set & (1 << UInt64(requirement.column)) == 0 {
            let holds = requirement.clauses.allSatisfy { clauses[$0].holds(set, bytes, ranges, codes) }
            if holds != requirement.negated { faults.append(missing(requirement.column)) }
        }
        return faults
    }

    /// Checks one row that is kept in arrays.
    public func check(_ bytes: [UInt8], fields ranges: [Range<Int>]) -> [RowFault] {
        let ranges = ranges.map { Int32($0.lowerBound)..<Int32($0.upperBound) }
        return bytes.withUnsafeBufferPointer { bytes in ranges.withUnsafeBufferPointer { check(bytes, fields: $0) } }
    }

    private func isOne(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int32>) -> Bool {
        range.count == 1 && bytes[Int(range.lowerBound)] == UInt8(ascii: "1")
    }

    /// A header that is really a row of data must not be repeated in an error.
    private static func safe(_ name: String, field: Int) -> String {
        let looksLikeName =
            name.utf8.count <= 40 && name.utf8.first.map { $0 &- UInt8(ascii: "a") < 26 } == true
            && name.utf8.allSatisfy { $0 &- UInt8(ascii: "a") < 26 || $0 == UInt8(ascii: "_") }
        return looksLikeName ? "列\(name)" : "\(field + 1)列目の見出し"
    }
}

// MARK: - Form of one value

extension RowCheck {
    /// Rules that a value by itself can break.
    fileprivate enum Breach {
        case notUTF8, control, characters, length, number, amount, day, birthDay, unknownBirthDay, time, code, noNationalCode, checkDigit, zeros, noPrefecture
        case form, bounds
    }

    /// One column's rules without references, so that reading them counts no owner.
    fileprivate struct FieldRule: Sendable {
        var column: Int
        var kind: FileLayout.Kind
        var characters: FileLayout.Characters
        var length: Int
        var fixed: Bool
        var isBirthDate: Bool
        var codes: Range<Int>
        /// The same, of those longer than a word.
        var longCodes: Range<Int>
        /// Values that deserve a reason of their own.
        var withoutNationalCode: Range<Int>
        var checkDigit: FileLayout.CheckedNumber?
        var refusesZeros: Bool
        var form: ValueForm?
        var isBounded: Bool
        var bounds: ClosedRange<Int>

        init(_ column: FileLayout.Column, index: Int, codes list: inout [UInt64], _ longList: inout [[UInt8]]) {
            self.column = index
            kind = column.kind
            characters = column.characters
            length = column.length
            fixed = column.fixed
            isBirthDate = column.item == .seinengappi
            let (first, firstLong) = (list.count, longList.count)
            list += column.codes.filter { $0.utf8.count <= RowCheck.wordLength }.map(RowCheck.packed)
            longList += column.codes.filter { $0.utf8.count > RowCheck.wordLength }.map { Array($0.utf8) }
            (codes, longCodes) = (first..<list.count, firstLong..<longList.count)
            list += column.withoutNationalCode.map(RowCheck.packed)
            withoutNationalCode = codes.upperBound..<list.count
            checkDigit = column.checkDigit
            refusesZeros = column.item.flatMap(Placeholder.code) != nil
            form = column.domain?.form
            let least = column.domain?.least.map { ValueDomain.number($0.utf8) } ?? .min
            let greatest = column.domain?.greatest.map { ValueDomain.number($0.utf8) } ?? .max
            (isBounded, bounds) = (least > .min || greatest < .max, least <= greatest ? least...greatest : least...least)
        }
    }

    /// Bytes of a word.
    fileprivate static let wordLength = 8

    /// Up to eight bytes in one word; codes hold no NUL, so none collide.
    fileprivate static func packed(_ code: String) -> UInt64 { code.utf8.reduce(0) { $0 << 8 | UInt64($1) } }

    @inline(__always)
    fileprivate static func packed(_ value: UnsafeBufferPointer<UInt8>) -> UInt64? {
        guard value.count <= wordLength else { return nil }
        var word: UInt64 = 0
        for byte in value { word = word << 8 | UInt64(byte) }
        return word
    }

    fileprivate func examine(
        _ value: UnsafeBufferPointer<UInt8>, _ rule: FieldRule, _ birthDateUnknown: Bool, _ isSet: inout Bool
    ) -> Breach? {
        if rule.kind == .fullWidth {
            let found = FullWidth.scan(value)
            if !found.isUTF8 { return .notUTF8 }
            isSet = found.inked > 0
            if found.hasControl { return .control }
            if found.count > rule.length { return .length }
            return isListed(value, rule) ? nil : .code
        }
        if let breach = halfWidthBreach(value) { return breach }
        switch rule.kind {
        case .fullWidth: return nil
        case .halfWidth, .integer:
            switch rule.characters {
            case .any: isSet = value.contains { $0 != 0x20 }
            case .digits: if !value.allSatisfy(HalfWidth.isDigit) { return .characters }
            case .alphanumerics: if !value.allSatisfy(HalfWidth.isAlphanumeric) { return .characters }
            }
            if value.count > rule.length || (rule.fixed && value.count != rule.length) { return .length }
            if rule.kind == .integer, value.allSatisfy({ $0 == UInt8(ascii: "0") }) { return .number }
            if !isListed(value, rule) {
                return Self.packed(value).map { codes[rule.withoutNationalCode].contains($0) } == true ? .noNationalCode : .code
            }
            if let form = rule.form, !form.holds(value) { return .form }
            if rule.isBounded, !rule.bounds.contains(ValueDomain.number(value)) { return .bounds }
            if rule.refusesZeros, value.allSatisfy({ $0 == UInt8(ascii: "0") }) { return .zeros }
            if let number = rule.checkDigit {
                if number == .localGovernmentCode, !Placeholder.hasPrefecture(value) { return .noPrefecture }
                if !Self.checks(value, number) { return .checkDigit }
            }
            return nil
        case .date:
            guard let parts = DateParts(buffer: value) else {
                let onlyDateCharacters = value.allSatisfy { HalfWidth.isDigit($0) || $0 == UInt8(ascii: "-") }
                return onlyDateCharacters && value.count != 10 ? .length : .characters
            }
            if rule.isBirthDate { return Self.birthBreach(parts, unknown: birthDateUnknown) }
            if CalendarDay(parts) == nil { return .day }
            return rule.isBounded && !rule.bounds.contains(ValueDomain.number(value)) ? .bounds : nil
        case .time: return Self.isTime(value) ? nil : .time
        case .amount:
            let digits = value.first == UInt8(ascii: "-") ? value.dropFirst() : value[...]
            guard let first = digits.first, digits.allSatisfy(HalfWidth.isDigit) else { return .amount }
            let isZero = first == UInt8(ascii: "0")
            guard !isZero || value.count == 1 else { return .amount }
            if digits.count > rule.length { return .length }
            return rule.isBounded && !rule.bounds.contains(ValueDomain.number(value)) ? .bounds : nil
        }
    }

    /// Whether a value is one of those that its column has; any is where it has no list.
    @inline(__always)
    private func isListed(_ value: UnsafeBufferPointer<UInt8>, _ rule: FieldRule) -> Bool {
        if rule.codes.isEmpty, rule.longCodes.isEmpty { return true }
        if let word = Self.packed(value) { return codes[rule.codes].contains(word) }
        return longCodes[rule.longCodes].contains { $0.elementsEqual(value) }
    }

    private func halfWidthBreach(_ value: UnsafeBufferPointer<UInt8>) -> Breach? {
        for byte in value where !HalfWidth.isPrintable(byte) {
            let found = FullWidth.scan(value)
            return !found.isUTF8 ? .notUTF8 : found.hasControl ? .control : .characters
        }
        return nil
    }

    /// 生年月日 may be a day that its month does not have; parts of zero only where the date is flagged unknown.
    private static func birthBreach(_ parts: DateParts, unknown: Bool) -> Breach? {
        if !parts.isWithinMonths { return .birthDay }
        if parts.isWhole { return nil }
        return unknown ? nil : .unknownBirthDay
    }

    private static func checks(_ value: UnsafeBufferPointer<UInt8>, _ number: FileLayout.CheckedNumber) -> Bool {
        let body = UnsafeBufferPointer(rebasing: value.dropLast())
        return switch number {
        case .individualNumber, .residentRecordCode: CheckDigit.modulus11(body) == value.last
        case .localGovernmentCode: CheckDigit.localGovernmentCode(body) == value.last
        }
    }

    /// `HH:MM:SS`, the seconds may be left out.
    private static func isTime(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value.count == 8 || value.count == 5 else { return false }
        func two(_ at: Int) -> Int? {
            let tens = value[at]
            let ones = value[at + 1]
            guard HalfWidth.isDigit(tens), HalfWidth.isDigit(ones) else { return nil }
            return Int(tens & 0x0F) * 10 + Int(ones & 0x0F)
        }
        guard let hour = two(0), hour < 24, value[2] == UInt8(ascii: ":"), let minute = two(3), minute < 60 else { return false }
        if value.count == 5 { return true }
        guard value[5] == UInt8(ascii: ":"), let second = two(6) else { return false }
        return second < 60
    }
}

// MARK: - Required and correlated columns

extension RowCheck {
    fileprivate struct CompiledRequirement: Sendable {
        var column: Int
        /// Clauses that must all hold for the column to be required (or, negated, to be excused).
        var clauses: Range<Int>
        var negated: Bool

        init?(_ requirement: FileLayout.Requirement, column: Int, compile: ([FileLayout.Condition]) -> Range<Int>) {
            self.column = column
            switch requirement {
            case .never: return nil
            case .always: (clauses, negated) = (0..<0, false)
            case .alwaysUnless(let conditions): (clauses, negated) = (compile(conditions), true)
            case .when(let conditions, _): (clauses, negated) = (compile(conditions), false)
            }
        }
    }

    fileprivate struct CompiledClause: Sendable {
        enum Test: Sendable { case equals, anySet, noneSet }
        var test: Test
        /// Columns of `anySet` and `noneSet`.
        var columns: UInt64 = 0
        /// Field and values of `equals`; −1 where the file lacks the column.
        var field = -1
        var values = 0..<0

        init(_ condition: FileLayout.Condition, positions: [String: Int], fieldOf: [Int], codes: inout [UInt64]) {
            func mask(_ names: [String]) -> UInt64 {
                names.reduce(0) { mask, name in mask | (positions[name].map { 1 << UInt64($0) } ?? 0) }
            }
            switch condition {
            case .equals(let name, let list):
                test = .equals
                field = positions[name].map { fieldOf[$0] } ?? -1
                let first = codes.count
                codes += list.map(RowCheck.packed)
                values = first..<codes.count
            case .anySet(let names):
                test = .anySet
                columns = mask(names)
            case .noneSet(let names):
                test = .noneSet
                columns = mask(names)
            }
        }

        func holds(
            _ set: UInt64, _ bytes: UnsafeBufferPointer<UInt8>, _ ranges: UnsafeBufferPointer<Range<Int32>>, _ codes: [UInt64]
        ) -> Bool {
            switch test {
            case .anySet: return set & columns != 0
            case .noneSet: return set & columns == 0
            case .equals:
                guard field >= 0, !ranges[field].isEmpty,
                    let word = RowCheck.packed(UnsafeBufferPointer(rebasing: bytes[Int(ranges[field].lowerBound)..<Int(ranges[field].upperBound)]))
                else { return false }
                return codes[values].contains(word)
            }
        }
    }

    fileprivate func missing(_ index: Int) -> RowFault {
        let column = layout.columns[index]
        if case .when(_, let reason) = column.required {
            return RowFault(code: FaultCode.correlation, column: column.name, reason: reason)
        }
        return RowFault(code: FaultCode.required, column: column.name, reason: "\(column.label)が設定されていません。")
    }
}

// MARK: - Words for the clerk

extension RowCheck {
    fileprivate func fault(_ breach: Breach, _ rule: FieldRule) -> RowFault {
        let column = layout.columns[rule.column]
        let label = column.label
        let (code, reason): (String, String) =
            switch breach {
            case .notUTF8: (FaultCode.characters, "\(label)に正しくない文字コードがあります。UTF-8で設定してください。")
            case .control: (FaultCode.characters, "\(label)は制御文字を含まない文字で設定してください。")
            case .characters: (FaultCode.characters, "\(label)は\(Self.permitted(column))で設定してください。")
            case .length: (FaultCode.length, "\(label)は\(Self.extent(column))で設定してください。")
            case .number: (FaultCode.characters, "\(label)は1以上の整数で設定してください。")
            case .amount: (FaultCode.characters, "\(label)は整数（先頭に0を付けない。負の数は先頭に-）で設定してください。")
            case .day: (FaultCode.characters, "\(label)は暦にある日付で設定してください。")
            case .birthDay: (FaultCode.characters, "\(label)は月を01から12、日を01から31で設定してください。")
            case .unknownBirthDay:
                (FaultCode.correlation, "\(label)に不明な部分（00）がある場合、生年月日_不詳フラグは1で設定してください。")
            case .time: (FaultCode.characters, "\(label)はHH:MM:SSの形式で設定してください。")
            case .form: (FaultCode.characters, "\(label)は\(column.domain?.form?.rule ?? "")で設定してください。")
            case .bounds: (FaultCode.characters, "\(label)は\(Self.bounds(column))で設定してください。")
            case .code: (FaultCode.characters, "\(label)は\(Self.permittedCodes(column))で設定してください。")
            case .noNationalCode:
                (
                    FaultCode.characters,
                    "\(label)\(LegacyCodes.withoutNationalCode)（消除_再製）には全国共通のコードがないため、\(layout.edition.label)の様式では受け付けません。消除の理由のコードで設定してください。"
                )
            case .checkDigit: (Self.code(column.checkDigit), "\(label)の検査数字が一致しません。")
            case .zeros: (column.item.flatMap(Placeholder.code) ?? FaultCode.characters, Placeholder.rule(label))
            case .noPrefecture: (FaultCode.localGovernmentCodeOfNoPrefecture, Placeholder.noPrefectureRule(label))
            }
        return RowFault(code: code, column: column.name, reason: reason)
    }

    private static func permitted(_ column: FileLayout.Column) -> String {
        switch (column.kind, column.characters) {
        case (.date, _): "YYYY-MM-DDの形式"
        case (.time, _): "HH:MM:SSの形式"
        case (_, .digits): "半角数字"
        case (_, .alphanumerics): "半角英数字"
        case (_, .any): "半角文字"
        }
    }

    private static func extent(_ column: FileLayout.Column) -> String {
        if let form = column.domain?.form { return form.rule }
        return switch column.kind {
        case .fullWidth: "\(column.length)文字以内"
        case .date: "10桁（YYYY-MM-DD）"
        default: column.fixed ? "\(column.length)桁" : "\(column.length)桁以内"
        }
    }

    private static func permittedCodes(_ column: FileLayout.Column) -> String {
        let list = column.domain == nil ? "\(column.label)の一覧" : "データセットの定義にある\(column.label)の一覧"
        let domain = column.codes.count <= 8 ? column.codes.joined(separator: "、") + "のいずれか" : "\(list)にあるコード"
        return column.edition.map { "\($0.label)の様式の\(domain)" } ?? domain
    }

    private static func bounds(_ column: FileLayout.Column) -> String {
        let isDay = column.kind == .date || column.domain?.form != nil
        let least = column.domain?.least.map { "\($0)\(isDay ? "以後" : "以上")" }
        let greatest = column.domain?.greatest.map { "\($0)\(isDay ? "以前" : "以下")" }
        return [least, greatest].compactMap(\.self).joined(separator: "、") + (isDay ? "" : "の数")
    }

    private static func code(_ number: FileLayout.CheckedNumber?) -> String {
        switch number {
        case .individualNumber: FaultCode.individualNumberCheckDigit
        case .residentRecordCode: FaultCode.residentRecordCodeCheckDigit
        case .localGovernmentCode, nil: FaultCode.localGovernmentCodeCheckDigit
        }
    }
}
