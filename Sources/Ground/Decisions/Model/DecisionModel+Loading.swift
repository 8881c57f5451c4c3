import FEEL
import Kernel
import XML

extension DecisionModel {
    /// Reads models that import each other, in the order of their imports; the answer is by file name.
    public static func load(
        _ files: [(name: String, bytes: [UInt8])], mode: Expression.Mode = .lenient, diagnostics: inout Diagnostics
    ) -> [String: DecisionModel] {
        read(files, mode: mode, diagnostics: &diagnostics).mapValues(\.model)
    }

    /// Each with the namespaces that it imports.
    private static func read(
        _ files: [(name: String, bytes: [UInt8])], mode: Expression.Mode, diagnostics: inout Diagnostics
    ) -> [String: (model: DecisionModel, imports: [String])] {
        var waiting: [(name: String, bytes: [UInt8], root: XMLElement)] = []
        for file in files.sorted(by: { $0.name < $1.name }) {
            guard let root = definitions(file.bytes, file: file.name, &diagnostics) else { continue }
            waiting.append((file.name, file.bytes, root))
        }
        let known = Set(waiting.compactMap { $0.root["namespace"] })
        var (byNamespace, byName): ([String: DecisionModel], [String: (model: DecisionModel, imports: [String])]) = ([:], [:])
        while !waiting.isEmpty {
            // In a circle of imports the first one is read without what it imports, and reports that.
            let ready = waiting.firstIndex { file in importedNamespaces(file.root).allSatisfy { byNamespace[$0] != nil || !known.contains($0) } }
            let file = waiting.remove(at: ready ?? 0)
            let model = DecisionModel(file.root, file: file.name, imports: byNamespace, mode: mode, diagnostics: &diagnostics)
            byNamespace[model.namespace] = model
            byName[file.name] = (model, importedNamespaces(file.root))
        }
        return byName
    }

    /// Reads one model with those it imports, directly or not. What is wrong in one that it imports is told too; findings in the others are left out.
    public static func load(
        _ files: [(name: String, bytes: [UInt8])], wanted name: String, mode: Expression.Mode = .lenient, diagnostics: inout Diagnostics
    ) -> DecisionModel? {
        var all = Diagnostics()
        let models = read(files, mode: mode, diagnostics: &all)
        var (wanted, waiting): (Set<String>, [String]) = ([name], models[name]?.imports ?? [])
        while let namespace = waiting.popLast() {
            for (file, other) in models where other.model.namespace == namespace && wanted.insert(file).inserted { waiting += other.imports }
        }
        for finding in all.all where wanted.contains(finding.location.file) { diagnostics.append(finding) }
        return models[name]?.model
    }
}
