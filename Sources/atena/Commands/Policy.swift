import ArgumentParser
import StaffCommands

/// Policies: check, propose, approve, reject, revoke, and look at what became of them.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "提供ポリシーを検査し、起案し、承認します。",
        discussion: "Policies/ のファイルを直し、check、propose の順に進め、別の人が approve します。起案しただけでは何も変わりません。\n"
            + "confirm-items に挙げた項目は、配信・全件・媒体では渡さず、1人ずつの照会には職員が確認した後だけ答えます（atena answers）。",
        subcommands: [
            PolicyCheckCommand.self, PolicyPlanCommand.self, PolicyProposeCommand.self, PolicyApproveCommand.self, PolicyRejectCommand.self,
            PolicyRevokeCommand.self, PolicyHistoryCommand.self, PolicyShowCommand.self, PolicyPendingCommand.self, PolicyWarningsCommand.self,
            PolicyUndecidedCommand.self, PolicyUnusedCommand.self,
        ])
}
