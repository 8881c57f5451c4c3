import ArgumentParser

/// `polity import`: takes over what other systems hold.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take over records, or a decision table of a spreadsheet.",
        subcommands: [ImportRecordsCommand.self, ImportTableCommand.self])
}
