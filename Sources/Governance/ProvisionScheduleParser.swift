internal import Addressee
internal import Yams

/// Reads `schedule:` of a policy file: `as-it-happens`, or `{ monthly: { day: 2 } }`.
enum ProvisionScheduleParser {
    private static let expected = "as-it-happens, { monthly: { day: 2 } }"

    /// 提供の頻度; as it happens where nothing is said.
    ///
    /// - Parameters:
    ///   - urgent: items that the policy gives of where somebody is, and the individual number.
    ///   - ways: of the policy; nil where they are not to be held against it.
    static func read(_ fields: [String: YAMLSource.Field], urgent: ItemSet, _ ways: Policy.Ways?, _ source: inout YAMLSource) -> ProvisionSchedule {
        guard let node = fields["schedule"]?.value else { return .asItHappens }
        if case .scalar(let scalar) = node {
            if scalar.string != "as-it-happens" { source.note(.value, node, "scheduleは提供の頻度です: \(scalar.string)", expected: expected) }
            return .asItHappens
        }
        guard let inner = source.fields(of: node, known: ["monthly"], at: "schedule"), let monthly = source.required("monthly", inner, in: node),
            let parts = source.fields(of: monthly, known: ["day"], at: "monthly"), let text = source.text("day", parts, in: monthly)
        else { return .asItHappens }
        guard let day = Int(text), ProvisionSchedule.days.contains(day) else {
            let days = ProvisionSchedule.days
            source.note(
                .value, parts["day"]?.value ?? monthly, "dayは\(days.lowerBound)から\(days.upperBound)までの整数です", expected: "\(days.lowerBound)…\(days.upperBound)")
            return .asItHappens
        }
        // What the hub delivers by itself goes when the endpoint says; a medium when somebody makes it.
        if let ways, !ways.pull || ways.push {
            source.note(.value, node, "毎月の提供は、業務システムが取りに来るもの（pull）だけです。配信（push）の時期は、接続のscheduleに書きます", expected: "waysをpullとするか、scheduleを除く")
        }
        // 支援措置: whoever is protected meanwhile is withheld at once, and not next month; so is a number that turns out to be another's.
        if ways != nil, !urgent.isEmpty {
            source.note(
                .value, node, "所在の項目か個人番号を渡す提供ポリシーは、毎月の提供にできません（支援措置の対象者の所在や、他人のものと分かった個人番号を、翌月まで待たずに止めるため）",
                expected: "所在の項目と個人番号を除くか、scheduleを除く")
        }
        return .monthly(day: day)
    }
}
