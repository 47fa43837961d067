import ArgumentParser
import CMalloc
import Foundation
import Installation
import StaffCommands

/// 宛名ハブ.
@main
struct Atena: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "atena",
        abstract: "宛名ハブ: 住民と住登外者の宛名を受け入れ、番号を付け、ポリシーに従って業務システムへ提供します。",
        version: Version.text,
        subcommands: [
            MigrateCommand.self, SignInCommand.self, SignOutCommand.self, WhoAmICommand.self, AccessCommand.self, KeysCommand.self, PkiCommand.self,
            SystemCommand.self,
            PolicyCommand.self, GenerateCommand.self, IntakeCommand.self, PublishCommand.self, InterestCommand.self, SubmitCommand.self, EndpointCommand.self,
            ConnectorCommand.self,
            WorkCommand.self,
            ServeCommand.self, StaffCommand.self, SealCommand.self, PullCommand.self,
            StatusCommand.self, SourcesCommand.self,
            SettingsCommand.self,
            ReconcileCommand.self, RedeliverCommand.self, AuditCommand.self, RestoreCommand.self,
            ExportCommand.self, LookupCommand.self, SearchCommand.self, AnswersCommand.self, HeldCommand.self, ProtectionCommand.self, MediaCommand.self,
            PensionCommand.self,
            ExplainCommand.self, BenchCommand.self,
        ])

    /// One heap for each processor: glibc's eight would each keep what its threads once needed, and memory would grow with the run.
    static func main() async {
        MemoryProtection.protect()
        HangUp.ignore()
        mallopt(M_ARENA_MAX, Int32(clamping: ProcessInfo.processInfo.activeProcessorCount))
        await ProcessEnd.with(await ran())
    }

    /// Runs the command of the arguments; gives the exit status, with what there is to say said.
    private static func ran() async -> Int32 {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            let status = exitCode(for: error)
            let message = ParserWords.japanese(fullMessage(for: CommandFailure.explain(error)))
            // Help is what was asked for; everything else is a complaint.
            if !message.isEmpty { if status.isSuccess { print(message) } else { tell(message) } }
            return status.rawValue
        }
    }
}
