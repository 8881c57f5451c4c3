import ArgumentParser

@main
struct Polity: AsyncParsableCommand {
    /// As CHANGELOG.md counts; what a report of a fault names.
    static let version = "0.1.0 (unreleased)"

    static let configuration = CommandConfiguration(
        commandName: "polity", abstract: "A government in a folder.", version: "polity \(version)",
        subcommands: [
            CheckCommand.self, TestCommand.self, PaperCommand.self, SchemaCommand.self, NewCommand.self, PlanCommand.self, MigrateCommand.self,
            ServeCommand.self, AdminCommand.self, VerifyCommand.self, BackupCommand.self, RestoreCommand.self, DecideCommand.self, SimulateCommand.self,
            PopulationCommand.self, DiffCommand.self, ImportCommand.self, BPMNCommand.self, TCKCommand.self, RoutesCommand.self,
        ])
}
