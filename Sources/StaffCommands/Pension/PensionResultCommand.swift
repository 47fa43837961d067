internal import ArgumentParser
internal import Foundation
internal import StaffAPI

/// 処理結果: what the Service answers is matched by number, addressee number and report id; a clerk decides on the rest.
struct PensionResultCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "result", abstract: "日本年金機構の処理結果一覧表を取り込み、報告と突合します。",
        discussion: """
            報告番号、宛名番号、基礎年金番号（番号のない人は生年月日）がそろって同じ結果だけが、自動で突合します。そのほかは作業一覧（該当する報告なし、番号相違、生年月日相違、
            候補が複数、結果のある報告）に入り、職員が match または dismiss で決めます。氏名カナと生年月日による候補は、参考に示すだけです。
            様式は1行目に書かれた版で読みます。atena-result-2 は、決定が市の意見と違う区分のとき、申請した月の一部のときも、決定の内訳（区分と月。却下の月も）のとおりに読みます。
            内訳の例: half 2025-07..2025-12;却下 2026-01..2026-06。市の意見と違う決定は rulings に出ます。
            免除等の承認と却下は受付となり、一覧表を取り込んだ人でも突合させた人でもない人が notify accept で確定すると記録になります。
            """, subcommands: [Import.self, List.self, Lists.self, Rulings.self, Match.self, Dismiss.self, Retry.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "処理結果一覧表を取り込みます。同じ一覧表は二度取り込みません。",
            discussion: """
                1行目は「atena-result-1,送付書（束）の番号,件数」、2行目は見出し、3行目からが結果で、1件1行です。見出しは次のとおりです。

                  報告番号,宛名番号,基礎年金番号,氏名カナ,生年月日,結果,返戻の理由,処理日,
                  決定,免除の種類,始月,終月（途中で改行せずに続けます）

                結果は「処理済」か「返戻」で、返戻のときだけ理由を書きます。日は 2026-04-01 の形です。
                決定は、免除などの申請の「承認」か「却下」で、ほかは空欄です。承認のときは、免除の種類（full など）と始まり・終わりの月（2026-07 の形）を書きます。
                1行目が atena-result-2 のときは、免除の種類からの3列に代えて「決定の内訳」の1列です（atena pension result --help）。
                """)

        @Argument(help: "処理結果一覧表のファイル（CSV。- は標準入力）")
        var file: String
        @Option(help: "文字コード: utf-8、shift_jis")
        var encoding = "utf-8"
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(TakePensionResults(bytes: try HandedBytes.read(file), encoding: encoding), sheet) }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "突合していない結果を、作業一覧ごとに、候補とともに表示します。")

        @Option(help: "この作業一覧だけ: 該当する報告なし（no-report）、番号相違（number-differs）、生年月日相違（birth-differs）、候補が複数（several）、結果のある報告（answered）、再突合待ち（waiting）")
        var of: String?
        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ListPensionResults(doubt: of, limit: limit), sheet) }
    }

    struct Lists: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "lists", abstract: "取り込んだ処理結果一覧表を、新しいものから表示します。")

        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ListPensionResultLists(limit: limit), sheet) }
    }

    struct Rulings: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rulings", abstract: "確認を待つ、日本年金機構の決定のうち、市の意見と違うものを表示します。",
            discussion: "区分の違い、承認されなかった月、申請していない月の承認を、月ごとに意見と並べて示します。確定するかは、別の人が notify show で確かめて決めます。")

        @Flag(help: "意見と同じ決定も表示する")
        var all = false
        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ListPensionRulings(all: all, limit: limit), sheet) }
    }

    struct Match: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "match", abstract: "結果が、どの報告のものかを決めます。")

        @Argument(help: "一覧表の番号")
        var list: Int64
        @Argument(help: "行")
        var line: Int32
        @Option(help: "報告番号（2026-000001-1 の形）")
        var report: String
        @Option(help: "確かめた方法を書いたファイル（- は標準入力。省略時は端末で尋ねます）")
        var reasonFile: String?
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let reason = try TypedText.read(reasonFile, "確かめた方法")
            try await showSheet(SettlePensionResult(list: list, line: line, report: report, reason: reason), sheet)
        }
    }

    struct Dismiss: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "dismiss", abstract: "結果を、この団体の報告のものでないとします。")

        @Argument(help: "一覧表の番号")
        var list: Int64
        @Argument(help: "行")
        var line: Int32
        @OptionGroup var reason: ReasonFileOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let reason = try reason.text("該当する報告がない理由")
            try await showSheet(SettlePensionResult(list: list, line: line, report: nil, reason: reason), sheet)
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "retry", abstract: "突合していない結果を、いまの報告の状態でもう一度突合します。")

        func run() async throws {
            let answer = try await StaffSession.with { try await $0.ask(MatchPensionResults()) }
            print("\(answer.matched)件が突合しました。")
        }
    }
}
