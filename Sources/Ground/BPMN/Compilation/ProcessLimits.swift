import Kernel
import Processes

/// How much of a file is compiled: no one draws more by hand, and a generated file beyond it is refused rather than slow.
enum ProcessLimits {
    private static let processes = 1_000

    /// The processes that have something in them.
    ///
    /// - Returns: nil when the file holds too much, which `diagnostics` were told.
    static func check(_ definitions: Definitions, _ diagnostics: inout Diagnostics) -> [ProcessDefinition]? {
        let filled = definitions.processes.filter { !$0.nodes.isEmpty }
        guard filled.count + definitions.globalTasks.count <= processes else {
            diagnostics.error(definitions.root.location, "the file has more than \(processes) processes", mend: "Split it into several files.")
            return nil
        }
        let elements = filled.reduce(0) { $0 + $1.nodes.count }, flows = filled.reduce(0) { $0 + $1.flows.count }
        guard elements <= ProcessModel.elementLimit, flows <= 2 * ProcessModel.elementLimit else {
            diagnostics.error(
                definitions.root.location, "the file has more than \(ProcessModel.elementLimit) elements or twice as many flows",
                mend: "Split it into several files.")
            return nil
        }
        return filled
    }
}
