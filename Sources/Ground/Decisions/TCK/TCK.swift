import FEEL
import Kernel
import XML

/// Runs the cases of the DMN Technology Compatibility Kit: `NAME.dmn` beside `NAME-test-NN.xml`.
public enum TCK {
    /// A file of the kit.
    public struct File: Sendable {
        public var name: String
        public var bytes: [UInt8]

        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// The outcome of one expected result of one case.
    public struct Result: Sendable {
        /// `0082-feel-coercion-test-01.xml`
        public var file: String
        public var testCase: String
        /// The case's place in its file, from 1: ids are not always given, or given twice.
        public var number: Int
        public var node: String
        public var expected: Value
        public var actual: Value
        public var passed: Bool
        /// Why the value is null, where it is and should not be.
        public var reason: String?
    }

    /// The results of one folder's files, in the files' order. What could not be run fails: a file that cannot be read, one without a case, a case
    /// without an expected result or without its model.
    ///
    /// - Parameter now: what `now()` and `today()` give.
    public static func run(_ files: [File], now: DateAndTime) -> [Result] {
        var diagnostics = Diagnostics()
        let models = DecisionModel.load(files.filter { $0.name.hasSuffix(".dmn") }.map { ($0.name, $0.bytes) }, diagnostics: &diagnostics)
        return files.filter { $0.name.hasSuffix(".xml") }.sorted { $0.name < $1.name }.flatMap { run($0, models, now) }
    }

    private static func run(_ file: File, _ models: [String: DecisionModel], _ now: DateAndTime) -> [Result] {
        var diagnostics = Diagnostics()
        guard let root = XMLReader.read(file.bytes, file: file.name, keeping: { !$0.contains("/DMNDI") }, diagnostics: &diagnostics)?.root else {
            return [notRun(file, because: "the file could not be read: \(diagnostics.sorted.first?.message ?? "it is no XML")")]
        }
        let model = models[root.text(of: "modelName") ?? ""]
        let cases = root.all("testCase")
        guard !cases.isEmpty else { return [notRun(file, because: "the file has no case")] }
        return cases.enumerated().flatMap { index, testCase in
            let nodes = testCase.all("resultNode")
            guard !nodes.isEmpty else { return [notRun(file, testCase["id"] ?? "", number: index + 1, because: "the case expects nothing")] }
            return nodes.map { run(testCase, $0, number: index + 1, file, model, now) }
        }
    }

    private static func notRun(_ file: File, _ testCase: String = "", number: Int = 0, because reason: String) -> Result {
        Result(file: file.name, testCase: testCase, number: number, node: "", expected: .null, actual: .null, passed: false, reason: reason)
    }

    private static func run(_ testCase: XMLElement, _ node: XMLElement, number: Int, _ file: File, _ model: DecisionModel?, _ now: DateAndTime) -> Result {
        let types = model?.inputs ?? [:]
        var inputs = Context()
        for input in testCase.all("inputNode") { if let name = input["name"] { inputs[name] = value(input, as: types[name] ?? .any) } }
        let name = node["name"] ?? ""
        let invoked = testCase["invocableName"]
        var (actual, reason): (Value, String?) = (.null, model == nil ? "the model could not be read" : nil)
        if testCase["type"] == "decisionService", let invoked {
            actual = model?.evaluate(service: invoked, inputs: inputs, now: now) ?? .null
            // A service with several outputs gives a context of them.
            if case .context(let outputs) = actual, let output = outputs[name] { actual = output }
        } else {
            actual = model?.evaluate(decision: name, inputs: inputs, now: now) ?? .null
        }
        let expected = node.first("expected").map { value($0, as: actual.type) } ?? .null
        let passed = model != nil && matches(expected: expected, actual)
        if !passed, actual.isEqualToNull, let model { reason = model.explain(decision: name, inputs: inputs, now: now).firstReason }
        return Result(
            file: file.name, testCase: testCase["id"] ?? "", number: number, node: name, expected: expected, actual: actual, passed: passed, reason: reason)
    }
}

extension Explanation {
    /// The innermost reason for a null.
    public var firstReason: String? {
        for part in parts { if let reason = part.firstReason { return reason } }
        return reason
    }
}
