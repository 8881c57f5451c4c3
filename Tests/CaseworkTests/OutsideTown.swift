import Blueprint
import Courier
import Foundation
import Kernel
import Store
import StoreTesting
import Synchronization
import WebTesting

@testable import Casework

/// A system of somebody else's on this machine, which answers as it is told and remembers what it was asked.
final class OutsideServer: Sendable {
    struct Asked: Sendable, Hashable {
        var line: String
        var headers: [String]
        var body: String

        func header(_ name: String) -> String? {
            headers.first { $0.lowercased().hasPrefix(name.lowercased() + ":") }.map { $0.drop { $0 != ":" }.dropFirst().trimmingCharacters(in: .whitespaces) }
        }
    }

    enum Answer: Sendable {
        case json(Int, String)
        case raw(String)
        /// Nothing, as long as the caller waits.
        case silence
    }

    let server: LoopbackServer
    private let log: Log

    private final class Log: Sendable {
        let asked = Mutex<[Asked]>([])
    }

    /// - Parameter answer: by how many were asked before.
    init(_ answer: @escaping @Sendable (Int) -> Answer) throws {
        let log = Log()
        self.log = log
        server = try LoopbackServer { connection in
            while let line = connection.line() {
                var headers: [String] = []
                while let header = connection.line(), !header.isEmpty { headers.append(header) }
                let length = headers.first { $0.lowercased().hasPrefix("content-length:") }.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
                let body = String(decoding: connection.bytes(min(length, 1 << 20)), as: UTF8.self)
                let before = log.asked.withLock { asked in
                    asked.append(Asked(line: line, headers: headers, body: body))
                    return asked.count - 1
                }
                switch answer(before) {
                case .json(let status, let text):
                    connection.write("HTTP/1.1 \(status) Answer\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)")
                case .raw(let text): connection.write(text)
                // Until the caller hangs up.
                case .silence: while connection.line() != nil {}
                }
            }
        }
    }

    var asked: [Asked] { log.asked.withLock { $0 } }
    var address: String { "http://127.0.0.1:\(server.port)/api" }
    func stop() { server.stop() }
}

/// A service that asks a system about a parcel.
enum OutsideTown {
    static let process = SmallTown.process(
        "report", root: "<error id=\"unknown\" errorCode=\"404\"/>",
        """
        <startEvent id="start"/>
        <serviceTask id="ask" polity:service="POST land/parcels/{parcel}"><extensionElements>
          <polity:input name="parcel" value="parcel"/><polity:input name="wish" value="&quot;all&quot;"/>
          <polity:output name="owners" value="reply.body.owners"/></extensionElements></serviceTask>
        <boundaryEvent id="unknown_parcel" attachedToRef="ask"><errorEventDefinition errorRef="unknown"/></boundaryEvent>
        <userTask id="look"/>
        <exclusiveGateway id="either"/>
        <serviceTask id="decide" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>
        """
            + SmallTown.flows(
                "start -> ask", "ask -> either", "unknown_parcel -> look", "look -> either", "either -> decide", "decide -> outcome", "outcome -> end"))
    static let steps = """
        steps:
          - {id: look, task: {title: Look for the parcel, role: clerk}}
          - decide: [{outcome: done, because: It is known.}]
        """
    static let examples = """
        examples:
          known:
            title: The register knows it
            as_of: 2026-01-31
            answers: {parcel: "12/7"}
            replies: {ask: {body: {owners: 2}}}
            expect: {outcome: done}
          unknown:
            title: The register does not know it, and somebody looks
            like: known
            replies: {ask: {status: 404}}
            expect: {waits_for: look}
          not_answered:
            title: Nobody has answered yet
            as_of: 2026-01-31
            answers: {parcel: "12/7"}
            expect: {waits_for: ask}
        """

    static func folder(at address: String, process: String = Self.process, head: String = "legal_basis: town_act") -> FolderSnapshot {
        SmallTown.folder(
            [
                "services/report/service.yaml": SmallTown.service("parcel: {ask: Which parcel?, type: text}", steps, head: head),
                "services/report/process.bpmn": process, "services/report/examples.yaml": examples,
            ], government: SmallTown.government + "systems:\n  land: {title: The land register, address: \"\(address)\"}\n")
    }
}
