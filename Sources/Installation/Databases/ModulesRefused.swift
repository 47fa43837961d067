public import Addressee

/// モジュールの表のあるデータベースが、使えない. Tables of departments' modules that are not where the settings say, or that can't be moved there.
public struct ModulesRefused: Explained, Sendable, Hashable {
    /// X0038 elsewhere than the settings say, X0039 not to be moved.
    public let code: String
    /// What differs and what to do, in Japanese.
    public let rule: String

    static let elsewhere = Self(
        code: "X0038", rule: "このハブのモジュールの表は、モジュールごとのデータベースに移してあります。ATENA_MODULES と ATENA_PENSION を設定してください（移す前に戻すことはできません）")

    static let notMoved = Self(
        code: "X0038", rule: "ATENA_MODULES が設定されていますが、モジュールの表はまだハブのデータベースにあります。すべての atena を止め、atena migrate を行ってください")

    static func occupied(_ database: String) -> Self {
        Self(
            code: "X0039",
            rule: "モジュール \(database) のデータベースに、すでに行があります。移すと失われるため、何も変えていません。ATENA_MODULES の dbname を確かめ、別のハブのものでなければ、データベースの管理者が中身を調べて空にしてください")
    }

    static func otherwise(_ database: String) -> Self {
        Self(
            code: "X0039", rule: "モジュール \(database) の表が、ハブのデータベースとモジュールのデータベースとで異なります。何も移していません。どちらの表も、atena migrate のほかでは変えないでください")
    }

    static func ring(_ tables: [String]) -> Self {
        Self(code: "X0039", rule: "表が互いに指し合っているため、移す順が決まりません（\(tables.joined(separator: "、"))）。何も移していません。製品の開発者に連絡してください")
    }
}
