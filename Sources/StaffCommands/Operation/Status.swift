package import ArgumentParser
internal import StaffAPI

/// Where the hub stands; counts only.
package struct StatusCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "status", abstract: "ハブの状態を件数で示します（個人の情報は含みません）。")

    @OptionGroup var options: SheetOptions

    package init() {}

    package func run() async throws { try await options.show(StaffSession.with { try await $0.ask(ReadStatus()) }) }
}
