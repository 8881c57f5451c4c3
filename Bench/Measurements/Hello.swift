import ArgumentParser
import Hummingbird
import Logging

/// The ceiling of the pages: Hummingbird's own router, a constant text, nothing else.
struct Hello: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serves the word hello, as bare as the web framework allows.")

    @Option var port: Int

    func run() async throws {
        let router = Router()
        router.get("/") { _, _ in "hello" }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: Logger(label: "hello") { _ in SwiftLogNoOpLogHandler() })
        try await application.runService()
    }
}
