/// 区分. One of a closed list, which people name by its Japanese term and programs by its code.
public protocol CodedTerm: CaseIterable, RawRepresentable<String> {
    /// The Japanese term, as it stands on screens; each of a list has its own.
    var label: String { get }
}

extension CodedTerm {
    /// The one that somebody names: by its Japanese term or its beginning, or by its code; `nil` where it is none, or several.
    public init?(named text: String) {
        let whole = Self.allCases.filter { $0.label == text || $0.rawValue == text }
        let meant = !whole.isEmpty || text.isEmpty ? whole : Self.allCases.filter { $0.label.hasPrefix(text) }
        guard meant.count == 1, let one = meant.first else { return nil }
        self = one
    }

    /// 選択肢, the Japanese term first: `本人（self）、配偶者（spouse）`.
    public static var choices: String { allCases.map { "\($0.label)（\($0.rawValue)）" }.joined(separator: "、") }
}
