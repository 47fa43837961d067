public import Addressee

/// 抑止・支援措置 (CT-22). Whether a person is protected, and by what; it does not end by itself when its last day has passed.
public struct Protection: Sendable, Hashable {
    /// 抑止フラグ
    public let isSuppressed: Bool
    /// 仮支援措置
    public let isProvisional: Bool
    /// 支援措置開始年月日
    public let from: CalendarDay?
    /// 支援措置終了年月日
    public let until: CalendarDay?

    package init(_ items: [Item: String]) {
        isSuppressed = items[.yokushifuragu] == "1"
        isProvisional = items[.kariShiensochi] == "1"
        from = items[.shiensochiKaishi].flatMap { CalendarDay($0) }
        until = items[.shiensochiShuryo].flatMap { CalendarDay($0) }
    }

    /// Whether any of it holds; `ProtectionColumns.holds` is the same rule in SQL.
    public var holds: Bool { isSuppressed || isProvisional || from != nil }

    /// What the clerk must know before saying anything, in Japanese; empty where nothing holds.
    public var warnings: [String] {
        var warnings: [String] = []
        if isSuppressed { warnings.append("【抑止】この方の情報を本人以外に伝えないでください。") }
        if let from {
            let end = until.map { "\(EraDate.display($0))まで、期間後も解除されるまで続きます" } ?? "終了日の定めなし"
            warnings.append("【支援措置】\(EraDate.display(from))から（\(end)）。住所を誰にも伝えないでください。")
        }
        if isProvisional { warnings.append("【仮支援措置】支援措置と同じに扱ってください。") }
        return warnings
    }
}
