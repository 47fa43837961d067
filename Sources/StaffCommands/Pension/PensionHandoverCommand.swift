internal import ArgumentParser
internal import StaffAPI

/// 引継ぎ: what is open of somebody who moved to another municipality is listed by one person and handed on by another.
struct PensionHandoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover", abstract: "国内の他の市区町村に転出した人の、処理中の届出・申請・請求を、転出先に引き継ぎます。",
        discussion: """
            make で、転出した人の、確認を待つ受付（届出、申請、請求）、課題、報告、処理の案の一覧ができます。別の人が confirm で確認すると、引き継ぐ受付は「引継ぎ」となり、
            課題も引継ぎとして済みます。受付処理簿には残ります。基礎年金番号と資格は、転出では変わりません。
            確定した届出の報告は、受け付けたこの団体が行います（一覧に出ますが、引き継ぎません）。処理の案は、必要なものだけを proposal confirm とし、ほかは dismiss とします。
            移行した記録、日本年金機構の決定、年金基本情報と証書、訂正と取消しの受付も、この団体で処理します（一覧に出ますが、引き継ぎません）。
            引継書は paper で印刷し（PDF）、data で転出先が取り込むデータ（CSV）にします。

            引継ぎ先は、全国地方公共団体コードと名称で書きます（例: 112038 川口市　国民年金担当）。データには引継ぎ元と引継ぎ先のコードが入り、別の市区町村では取り込めません。

            他の市区町村から転入した人の引継ぎのデータは take で取り込みます。行は処理の案になり、職員が受け付け、別の人が確定するまで、記録は変わりません。
            """, subcommands: [Make.self, Confirm.self, Withdraw.self, Show.self, Paper.self, Data.self, List.self, Take.self])

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "make", abstract: "転出した人の、処理中のものの一覧を作ります。確認するまで、何も変わりません。")

        @Argument(help: "宛名番号")
        var number: String
        @Option(help: "引継ぎ先（転出先の市区町村のコードと名称。例: 112038 川口市）を書いたファイル（- は標準入力。省略時は端末で尋ねます）")
        var toFile: String?
        @Option(help: "引き継がず、この団体で処理を続ける受付番号（いくつでも）")
        var keep: [String] = []
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let destination = try TypedText.read(toFile, "引継ぎ先（コードと名称）")
            try await showSheet(MakePensionHandover(number: number, destination: destination, keeping: keep), sheet)
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm", abstract: "別の人が作った引継ぎを確認します。引き継ぐ受付と課題は「引継ぎ」として済みます。",
            discussion: "引継ぎを作った人と、引き継ぐ受付を入力した人は、確認できません。作った後に受付、課題または異動日が変わったときは、作り直します（W0432）。その間に戻った人のものは、確認できません（W0431）。")

        @Argument(help: "引継ぎの番号")
        var number: Int64
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(EndPensionHandover(number: number, withdrawal: nil), sheet) }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "withdraw", abstract: "確認を待つ引継ぎを取り下げます。受付と課題は、元のままです。")

        @Argument(help: "引継ぎの番号")
        var number: Int64
        @OptionGroup var reason: ReasonFileOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            let reason = try reason.text("取り下げる理由")
            try await showSheet(EndPensionHandover(number: number, withdrawal: reason), sheet)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "引継ぎの内容を、資格・免除とともに表示します。照会した者が記録されます。")

        @Argument(help: "引継ぎの番号")
        var number: Int64
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ShowPensionHandover(number: number), sheet) }
    }

    struct Paper: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "paper", abstract: "引継書（PDF）を作ります。確認の前のものには、引き渡せないことが印字されます。",
            discussion: "抑止または支援措置のある人は、引継ぎ先と異動日を印字しません。")

        @Argument(help: "引継ぎの番号")
        var number: Int64
        @Option(help: "書き出すPDFファイル")
        var out: String
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            // Where nothing can be written, nothing is asked for.
            let file = try ReceivedFiles.one(MakePensionHandoverPaper.fileName, to: out)
            let made = try await StaffSession.with { try await $0.ask(MakePensionHandoverPaper(number: number), showing: "引継書", files: file) }
            try sheet.show(made)
        }
    }

    struct Data: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "data", abstract: "確認した引継ぎの、引き継ぐものをデータ（CSV）にします。転出先が handover take で取り込みます。",
            discussion: "引継ぎ元と引継ぎ先の市区町村コードが入り、別の市区町村では取り込めません。異動日は入りません。抑止または支援措置のある人は引継ぎ先も入らず、転出先では保留になります。届出書・申請書・添付書類は、引継書とともに送ります。")

        @Argument(help: "引継ぎの番号")
        var number: Int64
        @Option(help: "書き出すCSVファイル")
        var out: String
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            // Where nothing can be written, nothing is asked for.
            let file = try ReceivedFiles.one(MakePensionHandoverData.fileName, to: out)
            try sheet.show(try await StaffSession.with { try await $0.ask(MakePensionHandoverData(number: number), showing: "データ", files: file) })
        }
    }

    struct Take: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "take", abstract: "転入した人の、前の住所地の市区町村からの引継ぎのデータを取り込み、処理の案にします。",
            discussion: """
                1行目は列名です（*は必須）: atenabango* hikitsugibango* hikitsugimotokodo hikitsugisakikodo hikitsugisaki kisonenkinbango
                shimei_furigana seinengappi* kubun* bango* shurui naiyo* uketsukebi* jijitsubi jiko。引継ぎ先がこの団体でないファイルは、1行も取り込みません（J0140）。
                引継ぎ元か引継ぎ先のコードのない行は保留です。atenabango は前の市区町村の宛名番号で、誰のものかは、ここで示した宛名番号によります。紙の引継書は、この形に書き写して取り込みます。
                kubun は reception（受付）か task（課題）、shurui は届出の種類（notify kinds の種類、exemption-applied など）です。
                生年月日か基礎年金番号が、この宛名番号の人のものと違う行は却下です。氏名フリガナの違う行、基礎年金番号でも氏名フリガナでも照らせない行、
                生年月日の一部が分からない行、基礎年金番号が別の人のものである行は保留で、本人のものと確かめ、proposal confirm --same-person で受け付けます。
                ファイルは一人の一つの引継ぎごとで、100行までです。取り込んだ行が直されて届くと、前の案に代わる案になります（前の案は、置き換えた案の番号とともに残ります）。
                前の案により受け付けた後であれば、受け付けたものは変わらず、新しい案がその受付番号を示します。記録を訂正か取消しとし、案は dismiss とします（J0141）。
                直される前の内容の行が、後からもう一度届いたときは却下です。
                案は、届出なら proposal confirm で受け付け（日のほかに要ることは --particulars で示します）、申請と請求は届いた書類により exemption apply と
                claim receive で受け付けて dismiss とします。同じ行を何度取り込んでも、案は一つです。
                取り込めない行は FILE.rejected.csv に理由を付けて書き出します。終了コードは atena intake と同じです。
                """)

        @Argument(help: "転入した人の、ここでの宛名番号")
        var number: String
        @OptionGroup var handed: HandedFile

        func run() async throws {
            try await handed.taken(showing: "取込", in: .proposals) { TakePensionHandover(fileName: $0, number: number, terms: $1) }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "確認を待つ引継ぎを、新しいものから表示します。")

        @Flag(help: "確認済みと取下げのものも表示します")
        var all = false
        @Option(help: "表示する件数（1から1000。省略時は50）")
        var limit: Int?
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ListPensionHandovers(all: all, limit: limit), sheet) }
    }
}
