import Foundation
import Kernel

extension Government {
    /// A system of somebody else's that services may call over HTTP. Nothing else outside is ever called for a case.
    public struct System: Sendable, Hashable {
        public var id: String
        public var title: LocalizedText
        /// `https://land.example/api`, without a slash at its end.
        public var address: String
    }

    public func system(_ id: String) -> System? { systems.first { $0.id == id } }

    static let systemSchema = Schema.object(
        ObjectSchema(
            "System", "A system of somebody else's that services may call.",
            [
                .required("title", .localized(maximumLength: 200), "What people call it."),
                .required(
                    "address", .text(.init(.uri, maximumLength: 500)),
                    "Where it answers: `https://land.example/api`. `http://` is taken for this machine itself only."),
            ]))
}

extension Government.System {
    /// nil, with a finding, when nothing can be asked there.
    init?(_ id: String, _ system: Checked, _ diagnostics: inout Diagnostics) {
        let written = system.text("address")
        guard let parts = URLComponents(string: written), let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.query == nil,
            parts.fragment == nil, !parts.path.split(separator: "/").contains(".."),
            parts.scheme == "https" || parts.scheme == "http" && ["localhost", "127.0.0.1", "[::1]", "::1"].contains(host)
        else {
            diagnostics.error(
                system.location(of: "address"), "'\(written.shortened)' is no address that services can call",
                mend: "Write 'https://', the host and, where it has one, a path: https://land.example/api. A password stands in the operator's own file.")
            return nil
        }
        var address = written
        while address.hasSuffix("/") { address.removeLast() }
        self.init(id: id, title: system.localized("title"), address: address)
    }
}
