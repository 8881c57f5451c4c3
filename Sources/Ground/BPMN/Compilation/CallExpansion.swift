import FEEL
import Kernel
import Processes

/// What goes into the process that a call activity names, and what comes out of it, beside the element's mappings.
struct CallMapping: Sendable {
    var takesAll: Bool
    var givesAll: Bool
    /// Whether it runs on variables of its own: one without any mapping works on those of its caller.
    var isOwn: Bool
}

/// Puts the called processes and global tasks of a file in the place of the call activities that name them (section 10.3.6): each becomes a
/// sub-process, whose elements have the call's id before their own.
struct CallExpansion {
    private let processes: [String: CompiledProcess]
    private var finished: [String: CompiledProcess] = [:]
    /// Elements that may still be put in: a few lines can call each other into millions.
    private var room = ProcessModel.elementLimit
    private var isFull = false
    private(set) var diagnostics = Diagnostics()

    /// Calls in calls: sub-processes in sub-processes are bounded likewise.
    private static let depthLimit = 50

    init(_ processes: [CompiledProcess]) { self.processes = Dictionary(processes.map { ($0.id, $0) }) { first, _ in first } }

    mutating func expanded(_ process: CompiledProcess) -> CompiledProcess { expanded(process, from: []) }

    private mutating func expanded(_ process: CompiledProcess, from callers: [String]) -> CompiledProcess {
        if let known = finished[process.id] { return known }
        let path = callers + [process.id]
        var result = process
        result.elements = []
        for element in process.elements {
            guard case .callActivity(let name) = element.kind, let called = processes[name], mayCall(called, element, path),
                let content = content(of: expanded(called, from: path), for: element)
            else {
                result.elements.append(element)
                continue
            }
            result.put(content, in: element, process.calls[element.id])
        }
        finished[process.id] = result
        return result
    }

    private mutating func mayCall(_ called: CompiledProcess, _ element: Element, _ path: [String]) -> Bool {
        if path.contains(called.id) {
            diagnostics.error(
                element.location, "'\(element.id)' calls '\(called.id)', which leads to itself again (\((path + [called.id]).joined(separator: " → ")))",
                mend: "Go back in the process with a flow, or repeat the activity with a loop.")
            return false
        }
        guard path.count < Self.depthLimit else {
            diagnostics.error(element.location, "'\(element.id)' is a call more than \(Self.depthLimit) calls deep", mend: "Call fewer in each other.")
            return false
        }
        return true
    }

    /// What a token of the call begins. The start events that wait for something begin instances of their own, and do not come with it, nor what
    /// only they lead to.
    private mutating func content(of called: CompiledProcess, for element: Element) -> CompiledProcess? {
        guard !isFull else { return nil }
        guard called.elements.count < room else {
            isFull = true
            diagnostics.error(
                element.location, "with all that they call, the processes of the file have more than \(ProcessModel.elementLimit) elements",
                mend: "Call fewer in each other, or split the file.")
            return nil
        }
        room -= called.elements.count
        let starts = called.elements.filter(\.isStartOfProcess)
        let waiting = Set(starts.filter { if case .start(.none, _) = $0.kind { false } else { true } }.map(\.id))
        guard waiting.count < starts.count || starts.isEmpty else {
            diagnostics.error(
                element.location, "'\(element.id)' calls '\(called.id)', which begins with an event and not with a call",
                mend: "Give it a start event without a trigger.")
            return nil
        }
        if called.elements.isEmpty {
            diagnostics.warning(
                element.location, "'\(element.id)' calls '\(called.id)', in which there is nothing, so it passes at once",
                mend: "To make it run as meant, draw what is done in it.")
        }
        return waiting.isEmpty ? called : called.without(waiting)
    }
}

extension CompiledProcess {
    /// Without some start events, and without what only they lead to.
    fileprivate func without(_ starts: Set<String>) -> CompiledProcess {
        var gone = starts
        var leading: [String: [String]] = [:]
        for flow in flows { leading[flow.to, default: []].append(flow.from) }
        var leaving: [String: [String]] = [:]
        for flow in flows { leaving[flow.from, default: []].append(flow.to) }
        var borders: [String: [String]] = [:]
        for element in elements { if case .boundary(_, let host, _) = element.kind { borders[host, default: []].append(element.id) } }
        var open = Array(starts)
        while let id = open.popLast() {
            for next in borders[id] ?? [] where gone.insert(next).inserted { open.append(next) }
            for next in leaving[id] ?? [] where !gone.contains(next) && leading[next]?.allSatisfy(gone.contains) == true {
                gone.insert(next)
                open.append(next)
            }
        }
        var result = self
        // A sub-process stands before what is in it.
        result.elements = elements.filter { element in
            if element.parent.map(gone.contains) == true { gone.insert(element.id) }
            return !gone.contains(element.id)
        }
        result.flows = flows.filter { !gone.contains($0.from) && !gone.contains($0.to) }
        return result
    }

    fileprivate mutating func put(_ called: CompiledProcess, in call: Element, _ mapping: CallMapping?) {
        var place = call
        let isOwn = mapping?.isOwn ?? false
        place.kind = .subProcess(isOwn ? .call(Element.Call(takesAll: mapping?.takesAll ?? true, givesAll: mapping?.givesAll ?? true)) : .embedded)
        elements.append(place)
        let prefix = call.id + "_"
        for element in called.elements {
            elements.append(element.renamed(prefix, in: call.id))
            origins[prefix + element.id] = called.origins[element.id] ?? element.id
        }
        for flow in called.flows {
            flows.append(
                Flow(
                    prefix + flow.id, from: prefix + flow.from, to: prefix + flow.to, when: flow.condition, countName: flow.countName, at: flow.location))
        }
        declared.formUnion(called.declared)
        used.formUnion(called.used)
    }
}

extension Element {
    fileprivate var isStartOfProcess: Bool { if case .start = kind { parent == nil } else { false } }

    /// The same with `prefix` before its id and those it names.
    fileprivate func renamed(_ prefix: String, in call: String) -> Element {
        var result = self
        result.id = prefix + id
        result.parent = parent.map { prefix + $0 } ?? call
        result.otherwise = otherwise.map { prefix + $0 }
        // "" says that no event leads to it.
        result.compensates = compensates.map { $0.isEmpty ? $0 : prefix + $0 }
        switch kind {
        case .boundary(let trigger, let host, let interrupts): result.kind = .boundary(trigger, on: prefix + host, interrupts: interrupts)
        case .end(let thrown): result.kind = .end(thrown.renamed(prefix))
        case .throwEvent(let thrown): result.kind = .throwEvent(thrown.renamed(prefix))
        case .gateway(.exclusive(let otherwise)): result.kind = .gateway(.exclusive(otherwise: otherwise.map { prefix + $0 }))
        case .gateway(.inclusive(let otherwise)): result.kind = .gateway(.inclusive(otherwise: otherwise.map { prefix + $0 }))
        case .gateway(.complex(let activation, let otherwise)):
            result.kind = .gateway(.complex(activation: activation, otherwise: otherwise.map { prefix + $0 }))
        case .start, .catchEvent, .task, .gateway, .subProcess, .callActivity: break
        }
        if case .multiple(var each) = loop {
            switch each.behavior {
            case .all: break
            case .one(let event): each.behavior = .one(event.renamed(prefix))
            case .each(let event): each.behavior = .each(event.renamed(prefix))
            case .complex(let cases): each.behavior = .complex(cases.map { (condition: $0.condition, event: $0.event.renamed(prefix)) })
            }
            result.loop = .multiple(each)
        }
        return result
    }
}

extension EventResult {
    fileprivate func renamed(_ prefix: String) -> EventResult {
        switch self {
        case .compensation(let activity?, let waits): .compensation(of: prefix + activity, waits: waits)
        case .multiple(let parts): .multiple(parts.map { $0.renamed(prefix) })
        default: self
        }
    }
}
