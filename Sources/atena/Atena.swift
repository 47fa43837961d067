import ArgumentParser
import CMalloc
import Foundation

/// 宛名ハブ.
@main
struct Atena: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "atena",
        abstract: "宛名ハブ: 住民と住登外者の宛名を受け入れ、番号を付け、ポリシーに従って業務システムへ提供します。",
        subcommands: [
            MigrateCommand.self, SignInCommand.self, SignOutCommand.self, WhoAmICommand.self, AccessCommand.self, KeysCommand.self, PkiCommand.self,
            PolicyCommand.self, GenerateCommand.self, IntakeCommand.self, WorkCommand.self, ServeCommand.self, PullCommand.self, StatusCommand.self,
            ReconcileCommand.self, RedeliverCommand.self, AuditCommand.self, RestoreCommand.self,
            ExportCommand.self, LookupCommand.self, SearchCommand.self, AnswersCommand.self,
            ExplainCommand.self, BenchCommand.self,
        ])

    /// One heap for each processor: glibc's eight would each keep what its threads once needed, and memory would grow with the run.
    static func main() async {
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
            let message = fullMessage(for: error)
            if !message.isEmpty {
                let stream = status.isSuccess ? FileHandle.standardOutput : FileHandle.standardError
                // Where nobody reads any more, nobody is told.
                try? stream.write(contentsOf: Data("\(message)\n".utf8))
            }
            return status.rawValue
        }
    }
}
