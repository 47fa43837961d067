package import ArgumentParser
internal import StaffAPI

/// Compares what the receivers hold with what the policies say of the register.
package struct ReconcileCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "業務システムが持つ内容を、ポリシーと登録内容に1件ずつ突き合わせます。",
        discussion: """
            配信先のモジュールには持つ内容をたずね、引き出す業務システムは報告された棚卸し (POST …/inventory) と突き合わせます。
            1人に何件もあるデータセット（tax-income など）では、人数ではなく記録の件数です。
            報告のない業務システムは「未報告」と表示します。何を持つか分からないので、一致とも不一致とも判定しません。

            不一致のとき: 配信先は atena redeliver SYSTEM --everything、引き出す業務システムは --send-again で、
            違う人が次の変更 (changes) でもう一度伝わります。登録のない宛名番号は伝えられないので、業務システムの担当者に連絡してください。

            --by-class は、住民の種別と区ごとに、ポリシーが渡す人（送るべき人）、受領の記録のある人、業務システムが持つ人の3つが同じかを確かめます。
            ある区分だけが漏れていると、その行に出ます。人を数え、内容は比べません（内容は --by-class なしで比べます）。
              記録なし    渡すべきなのに、受け取ったという記録がない
              記録だけ    受け取ったという記録があるのに、もう渡す人ではない
              持っていない  渡すべきなのに、業務システムが持っていない
              余分      渡す人でないのに、業務システムが持っている
            待ち・不達は、そのうち再送を待つ人と、業務システムが受け取らなかった人です。確認待ち（自動応答不可）の人は、どの列にも数えません。
            区は住所の市区町村コードです。住民のいないコードの住所は「市外」にまとめます。

            終了コード: 0 違いなし (未報告だけのときも0)、1 違いあり。
            """)

    @Option(help: "この業務システムだけを突き合わせます")
    var system: [String] = []
    @Flag(help: "報告と違う人を、引き出す業務システムにもう一度伝えます")
    var sendAgain = false
    @Flag(help: "住民の種別と区ごとに、送るべき人・受領の記録・持つ人を突き合わせます")
    var byClass = false
    @OptionGroup var options: SheetOptions

    package init() {}

    package func validate() throws {
        if byClass, sendAgain { throw ValidationError("--by-class と --send-again は、どちらか一方を指定してください。") }
    }

    package func run() async throws {
        let request = CompareReceivers(systems: system, sendsAgain: sendAgain, isByClass: byClass)
        try await options.show(StaffSession.with { try await $0.ask(request, showing: "突合") })
    }
}
