internal import Addressee
package import ArgumentParser
internal import Foundation
internal import StaffAPI

extension AccessCommands {
    /// 所属
    package struct Department: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            commandName: "department", abstract: "所属と、所属・事務ごとの権限を管理します。", subcommands: [Add.self, List.self, Allow.self, Disallow.self])

        struct Add: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "add", abstract: "所属を登録します。")

            @Argument(help: "所属コード") var department: String
            @Argument(help: "所属名") var name: String

            func run() async throws {
                try await StaffSession.with { session in
                    _ = try await session.ask(AdministerAccess(.addDepartment(department: department, name: name)))
                    print("登録しました: \(department)")
                }
            }
        }

        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "list", abstract: "所属と権限を一覧します。")

            @Flag(help: "JSONで表示します") var json = false

            func run() async throws {
                try await StaffSession.with { session in
                    let sheets = try await session.ask(ListDepartments())
                    if json { return try printJSON(sheets) }
                    for sheet in sheets {
                        print("\(sheet.department)\t\(sheet.name)\t\(sheet.persons)人")
                        for (task, rights) in sheet.rights.sorted(by: { $0.key < $1.key }) { print("  \(task)\t\(rights.joined(separator: " "))") }
                    }
                }
            }
        }

        /// A right that a department holds for one of its tasks.
        struct RightOfTask: ParsableArguments {
            @Argument(help: "所属コード") var department: String
            @Argument(help: "事務") var task: String
            @Argument(help: "権限") var right: String
        }

        struct Allow: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "allow", abstract: "所属の事務に権限を与えます（自分の所属にはできません）。")

            @OptionGroup var of: RightOfTask

            func run() async throws {
                try await StaffSession.with { session in
                    _ = try await session.ask(AdministerAccess(.allow(try AccessCommands.right(of.right), department: of.department, task: of.task)))
                    print("与えました: \(of.department) \(of.task) \(of.right)")
                }
            }
        }

        struct Disallow: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "disallow", abstract: "所属の事務から権限を外します。すぐに効きます。")

            @OptionGroup var of: RightOfTask

            func run() async throws {
                try await StaffSession.with { session in
                    _ = try await session.ask(AdministerAccess(.disallow(try AccessCommands.right(of.right), department: of.department, task: of.task)))
                    print("外しました: \(of.department) \(of.task) \(of.right)")
                }
            }
        }

        package init() {}
    }

    /// 初期付与
    package struct Grant: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            commandName: "grant", abstract: "初期設定として個別権限を与えます（権限管理者が1人のあいだだけ。その後は apply と approve）。")

        @Argument(help: "職員番号") var account: String
        @Argument(help: "権限") var right: String
        @Option(help: "理由を書いたファイル（- は標準入力。省略時は「初期設定」）") var reasonFile: String?

        package init() {}

        package func run() async throws {
            let reason = try reasonFile.map { try TypedText.read($0, "") } ?? "初期設定"
            try await StaffSession.with { session in
                _ = try await session.ask(AdministerAccess(.grantInitially(try AccessCommands.right(right), account: account, reason: reason)))
                print("与えました: \(account) \(right)")
            }
        }
    }

    /// 申請
    package struct Apply: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(commandName: "apply", abstract: "個別権限を申請します。別の人が approve で承認すると有効になります。")

        @Argument(help: "権限を持つことになる職員の職員番号（自分か、権限管理者なら他の職員）") var account: String
        @Argument(help: "権限") var right: String
        @Option(help: "初めの日 YYYY-MM-DD（省略時は今日）") var from: String?
        @Option(help: "無効になる日 YYYY-MM-DD（1年以内）") var until: String
        @OptionGroup var reason: ReasonFileOptions

        package init() {}

        package func run() async throws {
            let reason = try reason.text("理由")
            try await StaffSession.with { session in
                guard from.map({ CalendarDay($0) != nil }) ?? true, CalendarDay(until) != nil else {
                    throw CommandFailure("--from と --until は YYYY-MM-DD で指定してください。")
                }
                let answer = try await session.ask(
                    AdministerAccess(.apply(try AccessCommands.right(right), account: account, from: from, until: until, reason: reason)))
                let id = answer.application ?? 0
                print("申請しました: 申請番号 \(id)\n別の権限管理者が次を実行します: atena access approve \(id)")
            }
        }
    }

    /// 申請の一覧
    package struct Applications: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(commandName: "applications", abstract: "個別権限の申請を一覧します。")

        @Flag(help: "決裁を待つものだけ") var waiting = false
        @Flag(help: "JSONで表示します") var json = false

        package init() {}

        package func run() async throws {
            try await StaffSession.with { session in
                let applications = try await session.ask(ListApplications(onlyWaiting: waiting))
                if json { return try printJSON(applications) }
                let words = ["waiting": "決裁待ち", "approved": "承認", "rejected": "却下"]
                for one in applications {
                    print(
                        "\(one.id)\t\(words[one.state] ?? one.state)\t\(one.account)\t\(one.right)\t\(one.from)〜\(one.until)\t申請 \(one.appliedBy)\t\(one.reason)"
                    )
                }
            }
        }
    }

    /// 承認
    package struct Approve: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(commandName: "approve", abstract: "個別権限の申請を承認します（申請した人、対象の人にはできません）。")

        @Argument(help: "申請番号") var id: Int64

        package init() {}

        package func run() async throws {
            try await StaffSession.with { session in
                _ = try await session.ask(AdministerAccess(.approve(application: id)))
                print("承認しました: \(id)")
            }
        }
    }

    /// 却下
    package struct Reject: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(commandName: "reject", abstract: "個別権限の申請を却下します。")

        @Argument(help: "申請番号") var id: Int64
        @OptionGroup var reason: ReasonFileOptions

        package init() {}

        package func run() async throws {
            let reason = try reason.text("理由")
            try await StaffSession.with { session in
                _ = try await session.ask(AdministerAccess(.reject(application: id, reason: reason)))
                print("却下しました: \(id)")
            }
        }
    }

    /// 剥奪
    package struct Revoke: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(commandName: "revoke", abstract: "職員から権限を、すぐに外します（所属による権限も）。")

        @Argument(help: "職員番号") var account: String
        @Argument(help: "権限") var right: String
        @OptionGroup var reason: ReasonFileOptions

        package init() {}

        package func run() async throws {
            let reason = try reason.text("理由")
            try await StaffSession.with { session in
                _ = try await session.ask(AdministerAccess(.revoke(try AccessCommands.right(right), account: account, reason: reason)))
                print("外しました: \(account) \(right)")
            }
        }
    }

    /// 台帳
    package struct Ledger: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(commandName: "ledger", abstract: "権限の付与・剥奪の台帳を、新しい順に示します。")

        @Option(help: "この職員だけ") var account: String?
        @Option(help: "件数") var limit = 100
        @Flag(help: "JSONで表示します") var json = false

        package init() {}

        package func run() async throws {
            try await StaffSession.with { session in
                let lines = try await session.ask(ReadLedger(account: account, limit: limit))
                if json { return try printJSON(lines) }
                let words = ["grant": "付与", "revoke": "剥奪", "end": "終了"]
                print("番号\t記録日\t職員番号\t内容\t権限\t期間\t根拠\t入力・申請\t承認\t所属\t理由")
                for line in lines {
                    print(
                        "\(line.id)\t\(line.recordedOn)\t\(line.account)\t\(words[line.act] ?? line.act)\t\(line.right)\t\(line.from)〜\(line.until ?? "")\t"
                            + "\(line.basis)\t\(line.byWhom)\t\(line.approvedBy ?? "")\t\(line.department ?? "")\t\(line.reason)")
                }
            }
        }
    }

    /// サービスアカウント
    package struct Service: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            commandName: "service", abstract: "人なしで動くプログラムのアカウントを管理します（起案・承認・訂正・管理はできません）。", subcommands: [Add.self, Close.self])

        struct Add: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "add", abstract: "サービスアカウントを登録し、秘密を所有者だけが読めるファイルに書きます。")

            @Argument(help: "名前") var account: String
            @Option(help: "権限（繰り返せます）") var right: [String] = [Right.operateDeliveries.rawValue]
            @Option(help: "「名前 秘密」を書き出すファイル。環境変数 ATENA_ACCOUNT にその名を設定します") var secretFile: String

            func run() async throws {
                try await StaffSession.with { session in
                    let answer = try await session.ask(AdministerAccess(.addService(account: account, rights: try right.map(AccessCommands.right))))
                    try SecretFile.write("\(account) \(answer.secret ?? "")", to: secretFile)
                    print(
                        "登録しました: \(account)\n次は: \(account) の証明書と鍵を \(secretFile).pem と \(secretFile).key に置き（atena pki issue \(account) --service）、export ATENA_ACCOUNT=\(secretFile)"
                    )
                }
            }
        }

        struct Close: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "close", abstract: "サービスアカウントを、すぐに廃止します。")

            @Argument(help: "名前") var account: String

            func run() async throws {
                try await StaffSession.with { session in
                    _ = try await session.ask(AdministerAccess(.closeService(account: account)))
                    print("廃止しました: \(account)")
                }
            }
        }

        package init() {}
    }
}
