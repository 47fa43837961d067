internal import Addressee
package import ArgumentParser
internal import Foundation
internal import StaffAPI

extension AccessCommands {
    /// 職員
    package struct Person: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            commandName: "person", abstract: "職員を登録し、示し、停止します。", subcommands: [Add.self, Show.self, List.self, Rename.self, Close.self])

        struct Add: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "add", abstract: "職員を1人登録します（ふだんは transfer で取り込みます）。")

            @Argument(help: "職員番号") var account: String
            @OptionGroup var named: StaffNameOptions
            @Option(help: "所属コード") var department: String
            @Option(help: "担当事務（省略時は所属のすべての事務）") var task: String?
            @Option(help: "本人の宛名番号を書いたファイル（自世帯の照会を見つけるため。任意。- は標準入力）") var atenabangoFile: String?
            @Option(help: "登録コードを書き出すファイル（省略時は表示します）") var setUpCodeFile: String?

            func run() async throws {
                try CommandFailure.oneFromStandardInput(named.nameFile, atenabangoFile)
                let name = try named.name()
                let atenabango = try atenabangoFile.map { try TypedText.read($0, "").trimmingCharacters(in: .whitespaces) }
                try await StaffSession.with { session in
                    if let atenabango, (try? AddresseeNumber(atenabango)) == nil { throw CommandFailure("--atenabango-file には宛名番号を書いてください。") }
                    let answer = try await session.ask(
                        AdministerAccess(.addPerson(account: account, name: name, department: department, task: task, atenabango: atenabango)))
                    print("登録しました: \(account)")
                    try AccessCommands.hand(answer.secret ?? "", of: account, to: setUpCodeFile)
                }
            }
        }

        struct Show: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "show", abstract: "職員1人の所属と今日の権限を示します。")

            @Argument(help: "職員番号") var account: String

            func run() async throws {
                try await StaffSession.with { session in
                    guard let member = try await session.ask(ListStaff(account: account)).first else { throw CommandFailure("この職員番号の職員は登録されていません。") }
                    print("\(member.account)\t\(member.name)\t\(AccessCommands.state(member))\t所属 \(member.departments.joined(separator: "、"))")
                    for right in member.rights { print("  \(right.rawValue)\t\(right.label)") }
                }
            }
        }

        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "list", abstract: "職員を一覧します。")

            @Flag(help: "JSONで表示します") var json = false

            func run() async throws {
                try await StaffSession.with { session in
                    let members = try await session.ask(ListStaff())
                    if json { return try printJSON(members) }
                    print("職員番号\t氏名\t状態\t所属\t権限")
                    for member in members {
                        print(
                            "\(member.account)\t\(member.name)\t\(AccessCommands.state(member))\t\(member.departments.joined(separator: " "))\t"
                                + member.rights.map(\.rawValue).joined(separator: " "))
                    }
                }
            }
        }

        struct Rename: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "rename", abstract: "職員の氏名を直します。")

            @Argument(help: "職員番号") var account: String
            @OptionGroup var named: StaffNameOptions

            func run() async throws {
                let name = try named.name()
                try await StaffSession.with { session in
                    _ = try await session.ask(AdministerAccess(.rename(account: account, name: name)))
                    print("直しました: \(account)")
                }
            }
        }

        struct Close: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "close", abstract: "職員の利用を、すぐに停止します。")

            @Argument(help: "職員番号") var account: String

            func run() async throws {
                try await StaffSession.with { session in
                    _ = try await session.ask(AdministerAccess(.close(account: account)))
                    print("停止しました: \(account)")
                }
            }
        }

        package init() {}
    }

    static func state(_ member: StaffMember) -> String {
        switch member.state {
        case "open": member.isEnrolled ? "利用中" : "未登録（パスワードなし）"
        case "dormant": "停止（長期未使用）"
        case "left": "停止（退職）"
        default: "停止"
        }
    }

    /// 回復
    package struct Recover: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(commandName: "recover", abstract: "パスワードか確認コードを失った職員に、登録コードを出し直します（自分にはできません）。")

        @Argument(help: "職員番号") var account: String
        @Option(help: "登録コードを書き出すファイル（省略時は表示します）") var setUpCodeFile: String?

        package init() {}

        package func run() async throws {
            try await StaffSession.with { session in
                let answer = try await session.ask(AdministerAccess(.recover(account: account)))
                try AccessCommands.hand(answer.secret ?? "", of: account, to: setUpCodeFile)
            }
        }
    }

    /// 解除
    package struct Unlock: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(commandName: "unlock", abstract: "続けて失敗した職員の受付停止を解きます（自分にはできません）。")

        @Argument(help: "職員番号") var account: String

        package init() {}

        package func run() async throws {
            try await StaffSession.with { session in
                _ = try await session.ask(AdministerAccess(.unlock(account: account)))
                print("解除しました: \(account)")
            }
        }
    }

    /// 人事異動
    package struct Transfer: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            commandName: "transfer", abstract: "人事異動ファイルを取り込みます。", discussion: "ファイルの形は ops/personnel-transfer.md、例は ops/examples/personnel-transfer.csv にあります。"
        )

        private static let encodings = ["utf-8", "shift_jis", "cp932", "utf-16", "utf-16le", "utf-16be"]

        @Argument(help: "CSVファイル。- は標準入力") var file: String
        @Option(help: "文字コード: \(encodings.joined(separator: "、"))") var encoding = "utf-8"
        @Flag(help: "結果をJSONで表示します") var json = false

        package init() {}

        package func run() async throws {
            guard Self.encodings.contains(encoding.lowercased()) else {
                throw CommandFailure("--encoding は次のどれかです: \(Self.encodings.joined(separator: "、"))")
            }
            try await StaffSession.with { session in
                let report = try await session.ask(TakeTransfers(file: try HandedBytes.read(file), encoding: encoding.lowercased()))
                if json { return try printJSON(report) }
                print("読込 \(report.rowsRead) = 発効 \(report.applied) + 発令日待ち \(report.waiting) + 変更なし \(report.unchanged) + 却下 \(report.rejected)")
                for fault in report.faults { print("  \(fault.line)行目\t\(fault.code)\t\(fault.item)\t\(fault.rule)") }
            }
        }
    }
}
