import ArgumentParser

/// 宛名ハブ.
@main
struct Atena: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "atena",
        abstract: "宛名ハブ: 住民と住登外者の宛名を受け入れ、番号を付け、ポリシーに従って業務システムへ提供します。",
        subcommands: [
            MigrateCommand.self, KeysCommand.self, PkiCommand.self, PolicyCommand.self, GenerateCommand.self, IntakeCommand.self,
            WorkCommand.self, ServeCommand.self, PullCommand.self, StatusCommand.self, ReconcileCommand.self, RedeliverCommand.self,
            ExportCommand.self,
            BenchCommand.self,
        ])
}
