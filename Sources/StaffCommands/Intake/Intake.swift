public import Addressee
public import ArgumentParser
internal import Settings
internal import StaffAPI

/// Takes a file in.
package struct IntakeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "intake", abstract: "住民・住登外者のファイルを取り込みます。",
        discussion: """
            止まっても同じファイルでもう一度実行すると、続きから取り込みます（二重には取り込みません）。登録の状態のために却下・保留になった行
            （E02…、H…）は、同じファイルをもう一度取り込むと改めて判定します。
            取り込めない行は FILE.rejected.csv に理由を付けて書き出します。誤りを直せば、そのファイルをそのまま取り込めます（後ろの4列は読みません）。
            ファイルの横に書けないときは $ATENA_HOME/reports に書きます。--reports で場所を指定できます。
            却下する行が多すぎるときは（1000行か、ファイルの1割の多いほうを超えたとき）、止まります。取り込んだ分はそのままです。却下を承知で続けるときは、
            --accept-rejects に認める行数を指定して、同じファイルをもう一度取り込んでください。
            コードの値の範囲は様式の版によって異なります（--layout）。版にない列や値は受け付けません。登録は、どの版でも全国共通のコードで行います。
            届くべきファイルの予定（ATENA_SOURCES）があれば、期限を過ぎてまだ不足しているものを最後に示します（atena sources）。
            文字コードを変換したときは、対応表により異なる文字になるものと変換できないものを FILE.characters.csv に書き出します。

            終了コード:
              0   すべての行が登録または変更なし
              3   却下または保留の行がある（ほかの行は取り込んだ）
              65  ファイルを受け付けない（1行も取り込んでいない）
              75  途中で止まった（取り込んだ分は記録済み。同じファイルをもう一度取り込むと続きから取り込む）
              64  使い方の誤り、1 その他の誤り
            """)

    @Argument(help: "住登者（residents）か 住登外者（nonresidents）")
    var layout: RowLayout
    @OptionGroup var handed: HandedFile
    @Option(help: "ファイルを作った業務システム（residents は resident-record）")
    var source: String?
    @Option(name: .customLong("layout"), help: LayoutEdition.help)
    var edition: LayoutEdition?

    package init() {}

    package func run() async throws {
        let (source, edition) = (try layout.source(source), try LayoutEdition.asked(edition))
        try await handed.taken(showing: "取込") {
            TakeFile(fileName: $0, layout: layout, edition: edition, source: source, terms: $1)
        }
    }
}

extension RowLayout: ExpressibleByArgument {
    /// In Japanese, too.
    package init?(argument: String) {
        self.init(named: argument)
    }

    package static var allValueStrings: [String] { allCases.map(\.label) + allCases.map(\.rawValue) }

    /// Whose rows they are.
    func source(_ given: String?) throws -> String {
        let name = given ?? (self == .residents ? SystemName.residentRecord.rawValue : "")
        guard SystemName(rawValue: name) != nil else { throw CommandFailure("--source に業務システムの名前を指定してください（例 tax）。") }
        return name
    }
}

extension LayoutEdition: ExpressibleByArgument {
    /// In Japanese, too.
    public init?(argument: String) { self.init(named: argument) }

    /// For help and refusals, the Japanese first.
    public static var allValueStrings: [String] { allCases.map(\.label) + allCases.map(\.rawValue) }

    package static let help: ArgumentHelp = "様式の版: 2024版（全国共通のコード。2024）、旧版（住民状態3転出・4死亡、異動事由A1〜DA。legacy）。省略時は環境変数 ATENA_LAYOUT、なければハブの既定"

    /// As it was asked for, or as this terminal's settings have it; nil leaves it to the hub.
    ///
    /// - Throws: `SettingsRefused` where the settings have one that there is not.
    static func asked(_ option: LayoutEdition?) throws -> String? {
        let settings = Settings()
        return try option?.rawValue ?? settings[.layout].map { _ in try settings.layoutEdition().rawValue }
    }
}
