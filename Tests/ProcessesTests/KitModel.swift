import FEEL
import Kernel

@testable import Processes

/// Reads a model of the kit: elements with the names that BPMN's XML has for them, and flows as lines (docs/process-kit.md).
struct KitModel {
    var elements: [Element] = []
    var flows: [Flow] = []

    struct Unreadable: Error { var what: String }

    init(_ json: JSON) throws {
        for member in json["elements"]?.members ?? [] { elements.append(try element(member.name, member.value)) }
        for line in json["flows"]?.array ?? [] { try flow(line.string ?? "") }
        for (index, element) in elements.enumerated() { elements[index] = withDefault(element) }
    }

    private var defaults: [String: String] = [:]

    /// `a -> b`, `a -> b : condition`, `a -> b : default`; the flow's id is `a_b`.
    private mutating func flow(_ line: String) throws {
        let halves = line.split(separator: " : ", maxSplits: 1).map { $0.trimmed }
        let ends = halves[0].split(separator: " -> ").map { $0.trimmed }
        guard ends.count == 2 else { throw Unreadable(what: line) }
        let same = flows.count { $0.from == ends[0] && $0.to == ends[1] }
        let id = "\(ends[0])_\(ends[1])" + (same == 0 ? "" : "_\(same + 1)")
        let isDefault = halves.count > 1 && halves[1] == "default"
        if isDefault { defaults[ends[0]] = id }
        flows.append(Flow(id, from: ends[0], to: ends[1], when: halves.count > 1 && !isDefault ? formula(halves[1]) : nil, at: nowhere))
    }

    private func withDefault(_ element: Element) -> Element {
        guard let flow = defaults[element.id] else { return element }
        var element = element
        switch element.kind {
        case .gateway(.exclusive): element.kind = .gateway(.exclusive(otherwise: flow))
        case .gateway(.inclusive): element.kind = .gateway(.inclusive(otherwise: flow))
        case .gateway(.complex(let activation, _)): element.kind = .gateway(.complex(activation: activation, otherwise: flow))
        default: element.otherwise = flow
        }
        return element
    }

    private func element(_ id: String, _ json: JSON) throws -> Element {
        let type = json.string ?? json["type"]?.string ?? ""
        guard let kind = try event(type, json) ?? task(type, json) ?? gateway(type, json) ?? activity(type, json) else {
            throw Unreadable(what: "\(id): \(type)")
        }
        var element = Element(
            id, kind, in: json["in"]?.string, loop: try loop(json), input: lines(json["input"]), output: lines(json["output"]),
            compensates: json["compensates"]?.string, at: nowhere)
        element.quantity = Element.Quantity(start: json["startQuantity"]?.integer ?? 1, completion: json["completionQuantity"]?.integer ?? 1)
        return element
    }

    private func lines(_ json: JSON?) -> [Assignment] { (json?.members ?? []).map { (name: $0.name, value: formula($0.value.string ?? "")) } }

    // MARK: Kinds

    private func event(_ type: String, _ json: JSON) throws -> Element.Kind? {
        switch type {
        case "startEvent": .start(try trigger(json), interrupts: json["isInterrupting"] != false)
        case "endEvent": .end(result(json))
        case "intermediateCatchEvent": .catchEvent(try trigger(json))
        case "intermediateThrowEvent": .throwEvent(result(json))
        case "boundaryEvent": .boundary(try trigger(json), on: json["attachedTo"]?.string ?? "", interrupts: json["cancelActivity"] != false)
        default: nil
        }
    }

    private func task(_ type: String, _ json: JSON) throws -> Element.Kind? {
        switch type {
        case "userTask": .task(.user(role: nil, due: nil))
        case "serviceTask": .task(.service(json["service"]?.string ?? "service", input: lines(json["with"])))
        case "scriptTask": .task(.script(lines(json["script"])))
        case "businessRuleTask": .task(.rules(decision: json["decision"]?.string ?? "", result: json["result"]?.string ?? ""))
        case "sendTask": .task(.send(message(json)))
        case "receiveTask": .task(.receive(message(json)))
        case "manualTask", "task": .task(.manual)
        default: nil
        }
    }

    private func gateway(_ type: String, _ json: JSON) throws -> Element.Kind? {
        switch type {
        case "exclusiveGateway": .gateway(.exclusive(otherwise: nil))
        case "parallelGateway": .gateway(.parallel)
        case "inclusiveGateway": .gateway(.inclusive(otherwise: nil))
        case "complexGateway": .gateway(.complex(activation: json["activation"]?.string.map(formula), otherwise: nil))
        case "eventBasedGateway": .gateway(json["parallel"] == true ? .parallelEventBased : .eventBased)
        default: nil
        }
    }

    private func activity(_ type: String, _ json: JSON) throws -> Element.Kind? {
        switch type {
        case "subProcess": return .subProcess(json["triggeredByEvent"] == true ? .event : .embedded)
        case "transaction": return .subProcess(.transaction)
        case "adHocSubProcess":
            return .subProcess(
                .adHoc(
                    Element.AdHoc(
                        isSequential: json["ordering"] == "Sequential", completion: json["completion"]?.string.map(formula),
                        cancelsRemaining: json["cancelRemaining"] != false)))
        case "callActivity": return .callActivity(process: json["process"]?.string ?? "")
        default: return nil
        }
    }

    // MARK: Events

    private func trigger(_ json: JSON) throws -> Trigger {
        if let parts = json["any"]?.array { return .multiple(try parts.map(trigger)) }
        if let parts = json["all"]?.array { return .parallelMultiple(try parts.map(trigger)) }
        if let text = json["timer"]?.string { return .timer(Term(text).map { .after($0) } ?? .duration(formula("\"\(text)\""))) }
        if let text = json["cycle"]?.string { return .timer((try? CronSchedule(text)).map(Timer.cron) ?? .cycle(formula("\"\(text)\""))) }
        if let text = json["date"]?.string { return .timer(.at(formula(text))) }
        if json["message"] != nil { return .message(message(json)) }
        if let name = json["signal"]?.string { return .signal(name) }
        if let code = json["error"] { return .error(code.string) }
        if let code = json["escalation"] { return .escalation(code.string) }
        if let condition = json["condition"]?.string { return .conditional(formula(condition)) }
        if let name = json["link"]?.string { return .link(name) }
        if json["cancel"] == true { return .cancel }
        if json["compensate"] == true { return .compensation }
        return .none
    }

    private func result(_ json: JSON) -> EventResult {
        if let parts = json["throws"]?.array { return .multiple(parts.map(result)) }
        if json["message"] != nil { return .message(message(json)) }
        if let name = json["signal"]?.string { return .signal(name, payload: lines(json["with"])) }
        if let code = json["error"]?.string { return .error(code) }
        if let code = json["escalation"]?.string { return .escalation(code) }
        if let name = json["link"]?.string { return .link(name) }
        if json["cancel"] == true { return .cancel }
        if json["terminate"] == true { return .terminate }
        if let what = json["compensate"] { return .compensation(of: what.string, waits: json["waitForCompletion"] != false) }
        return .none
    }

    private func message(_ json: JSON) -> Message {
        Message(json["message"]?.string ?? "", key: json["key"]?.string.map(formula), payload: lines(json["with"]))
    }

    // MARK: Loops

    private func loop(_ json: JSON) throws -> Element.Loop {
        if let loop = json["loop"] {
            return .standard(
                Element.StandardLoop(
                    while: loop["while"]?.string.map(formula), testsBefore: loop["testBefore"] == true, maximum: loop["maximum"]?.integer))
        }
        guard let each = json["multiInstance"] else { return .once }
        let source: Element.MultiInstance.Source =
            if let count = each["cardinality"]?.string { .count(formula(count)) } else {
                .items(formula(each["items"]?.string ?? ""), name: each["item"]?.string)
            }
        var collect: (value: Formula, into: String)?
        if let into = each["into"]?.string { collect = (formula(each["collect"]?.string ?? ""), into) }
        return .multiple(
            Element.MultiInstance(
                source, isSequential: each["isSequential"] == true, collect: collect, completion: each["completion"]?.string.map(formula),
                behavior: behavior(each)))
    }

    private func behavior(_ json: JSON) -> Element.MultiInstance.Behavior {
        switch json["behavior"] {
        case "None": .each(result(json["event"] ?? .null))
        case "One": .one(result(json["event"] ?? .null))
        case .array(let cases): .complex(cases.map { (condition: formula($0["when"]?.string ?? ""), event: result($0["event"] ?? .null)) })
        default: .all
        }
    }
}
