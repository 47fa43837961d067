internal import Addressee
package import ArgumentParser
internal import Foundation
internal import Settings
package import StaffAPI

/// `atena policy propose`: files what is in the directory and not in force.
package struct PolicyProposeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "ファイルの内容を起案します。承認されるまで何も変わりません。", discussion: "施行中または承認待ちの版と同じものは、そのままです。")

    @Argument(help: "ポリシーのディレクトリ（省略時は環境変数 ATENA_POLICIES、なければ Policies）")
    var directory: String?
    @Option(help: "この業務システムだけを起案します")
    var system: [String] = []
    @OptionGroup var reason: ReasonFileOptions

    package init() {}

    package func run() async throws {
        let settings = Settings()
        let files = try PolicyFiles.read(directory ?? settings.value(.policies) ?? "Policies")
        for name in system where SystemName(rawValue: name) == nil { throw CommandFailure("業務システムの名前ではありません: \(name)") }
        let reason = try reason.text("起案の理由（1000字以内）")
        try await StaffSession.with(settings) { session in
            for proposed in try await session.ask(ProposePolicies(files: files, systems: system, reason: reason)) {
                if let unchanged = proposed.unchanged {
                    print("\(unchanged): \(proposed.policy.text)")
                } else {
                    print("起案しました: \(proposed.policy.text)")
                    for doubt in proposed.doubts { print("    【確認】\(doubt.text)（\(doubt.code)）") }
                }
            }
            print("次の手順: 起案した者とは別の承認者が、atena policy plan で影響を確かめ、示された版を承認します: atena policy approve 業務システム 版")
        }
    }
}

/// `atena policy approve`: puts proposed versions in force.
package struct PolicyApproveCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "起案された版を承認します。施行日が来ていれば、すぐに施行されます。",
        discussion: "起案した者は承認できません。確かめた版だけを承認します。同じ業務システムに別の版が起案されていても、指定していない版は承認されません。")

    @Argument(help: "業務システムと、plan または pending が示した版（先頭の12文字以上）。複数の組を続けられます")
    var policies: [String]
    @Option(help: "ともに承認する法的根拠の一覧の版（先頭の12文字以上）。一覧がほかの提供ポリシーの終わりを変えるときに要ります（plan が示します）")
    var bases: String?
    @OptionGroup var reason: ReasonFileOptions

    package init() {}

    package func run() async throws {
        // Not before the parser has told of an option that there is none: its value would count as a system.
        guard policies.count.isMultiple(of: 2) else { throw ValidationError("業務システムと版を組で指定してください: atena policy approve tax 0123456789ab") }
        try await StaffSession.with { session in
            var said: String?
            for index in stride(from: 0, to: policies.count, by: 2) {
                let (system, version) = (policies[index], policies[index + 1])
                // What is approved stands above its approval, also where that is refused.
                for text in try await session.ask(PreviewPolicy(version: version)) {
                    for line in text.sentences + text.doubts.map({ "【確認】\($0.text)（\($0.code)）" }) { print(line) }
                }
                let words = try said ?? reason.text("承認の理由（1000字以内）")
                said = words
                let answer = try await session.ask(ApprovePolicy(system: system, version: version, bases: bases, reason: words))
                print("承認しました: \(answer.policy.text)\(answer.isInForce ? "" : " 施行日 \(answer.policy.validFrom ?? "")")")
            }
            print("次の手順: atena policy pending で、業務システムの受領を確かめられます。")
        }
    }
}

/// `atena policy reject`: ends a proposal.
package struct PolicyRejectCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "reject", abstract: "起案された版を却下します。起案した者は自分の起案を取り下げられます。")

    @Argument(help: "業務システム")
    var system: String
    @Argument(help: "plan または pending が示した版（先頭の12文字以上）")
    var version: String
    @OptionGroup var reason: ReasonFileOptions

    package init() {}

    package func run() async throws {
        let reason = try reason.text("却下の理由（1000字以内）")
        try await StaffSession.with { session in
            print("却下しました: \(try await session.ask(RejectPolicy(system: system, version: version, reason: reason)).text)")
        }
    }
}

/// `atena policy revoke`: closes what is in force, at once.
package struct PolicyRevokeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "施行中の版を、ただちに取り消します。業務システムには、持っている内容の削除が届きます。",
        discussion: "--wait を付けると、すべての受領が済むまで待ち、取消しから最後の受領までの時間を示します（配信には atena work が要ります）。")

    @Argument(help: "版（先頭の6文字以上）または業務システム")
    var version: String
    @OptionGroup var reason: ReasonFileOptions
    @Option(help: "受領を待つ秒数の上限")
    var wait = 0

    package init() {}

    package func run() async throws {
        let reason = try reason.text("取消しの理由（1000字以内）")
        try await StaffSession.with { session in
            let policy = try await session.ask(RevokePolicy(version: version, reason: reason))
            print("取り消しました: \(policy.text)")
            let deadline = ContinuousClock.now + .seconds(wait)
            var last = try await session.ask(LastPolicyChange(system: policy.system))
            while last.isAwaited, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(200))
                last = try await session.ask(LastPolicyChange(system: policy.system))
            }
            for line in last.lines { print(line) }
        }
    }
}

/// The files of a policy directory, as they are sent: what stands in them is read and judged by the hub.
package enum PolicyFiles {
    /// Bytes of one file that is read.
    private static let most = 4 << 20

    /// - Throws: ``CommandFailure`` naming the file.
    package static func read(_ directory: String) throws -> [TextFile] {
        var found: [TextFile] = []
        for folder in ["", "datasets", "systems"] {
            let path = folder.isEmpty ? directory : "\(directory)/\(folder)"
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
                throw CommandFailure("\(path): フォルダを読めません。提供ポリシーのディレクトリを指定するか、環境変数 ATENA_POLICIES を確かめてください。")
            }
            for name in names.sorted() where !name.hasPrefix(".") {
                if folder.isEmpty, ["datasets", "systems", "README.md"].contains(name) { continue }
                let file = folder.isEmpty ? name : "\(folder)/\(name)"
                guard let bytes = FileManager.default.contents(atPath: "\(path)/\(name)"), bytes.count <= most,
                    let text = String(validating: bytes, as: UTF8.self)
                else { throw CommandFailure("\(file): UTF-8のファイルとして読めません。文字コードと大きさ（4MBまで）を確かめてください。") }
                found.append(.init(name: file, text: text))
            }
        }
        return found
    }
}
