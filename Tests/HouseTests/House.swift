import Foundation

/// The house as Package.swift lays it: rooms in their order, each with what its files may import.
struct Room {
    var floor: String
    var name: String
    var path: String
    var mayImport: Set<String>
}

enum House {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// What any room may use: the language's own libraries. Ground does without the platform's.
    static let language: Set<String> = [
        "Foundation", "FoundationEssentials", "FoundationXML", "FoundationNetworking", "FoundationInternationalization", "Synchronization", "Dispatch", "Glibc",
    ]

    /// Libraries by room, beside the language's: a new line here is a new dependency, and wants its measured reason in docs/design.md.
    static let libraries: [String: Set<String>] = [
        "MerkleLog": ["Crypto"],
        "Store": ["CSQLite", "CPostgres", "Logging", "Crypto"],
        "Web": [
            "CSodium", "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOHTTPTypes", "Logging", "Metrics", "Crypto",
            "ServiceLifecycle",
        ],
        "Courier": ["CCurl", "Logging"],
        "Paper": ["CPaper"],
        "Atlas": ["CAtlas"],
        "Blueprint": ["CYAML", "Crypto"],
        "Identity": ["CSodium"],
        "Messages": ["Mustache"],
        "Casework": ["Mustache"],
    ]

    static let ground = ["Kernel", "XML", "FEEL", "Decisions", "Processes", "BPMN", "Forms", "MerkleLog", "Geometry", "HTML"]
    static let edge = ["Store", "Web", "Courier", "Paper", "Atlas", "Blueprint"]
    static let blocks = [
        "Capability", "Privacy", "Journal", "Identity", "Registries", "Rules", "Documents", "Messages", "Ledger", "Payments", "Consent", "Casework",
    ]
    static let services = ["Portal", "Desk", "Demonstration"]

    /// What a room of Ground or Edge builds on; the blocks build on everything below and before them.
    static let foundations: [String: Set<String>] = [
        "Kernel": [],
        "FEEL": ["Kernel"],
        "XML": ["Kernel"],
        "Decisions": ["Kernel", "FEEL", "XML"],
        "Processes": ["Kernel", "FEEL"],
        "BPMN": ["Kernel", "FEEL", "XML", "Processes"],
        "Forms": ["Kernel", "FEEL"],
        "MerkleLog": ["Kernel"],
        "Geometry": ["Kernel"],
        "HTML": ["Kernel"],
        "Store": ["Kernel"],
        "Web": ["Kernel", "HTML"],
        "Courier": ["Kernel"],
        "Paper": ["Kernel"],
        "Atlas": ["Kernel", "Geometry"],
        "Blueprint": ["Kernel"],
    ]

    static func rooms() throws -> [Room] {
        var rooms: [Room] = []
        for (floor, names) in [("Ground", ground), ("Edge", edge)] {
            for name in names { rooms.append(room(floor, name, foundations[name] ?? [])) }
        }
        for (index, name) in blocks.enumerated() {
            rooms.append(room("Blocks", name, Set(ground + edge + blocks[..<index]).union(["Logging", "Crypto", "ServiceLifecycle"])))
        }
        for name in services {
            rooms.append(room("Services", name, Set(ground + edge + blocks).union(["Logging"])))
        }
        return rooms
    }

    private static func room(_ floor: String, _ name: String, _ rooms: Set<String>) -> Room {
        Room(floor: floor, name: name, path: "\(root)/Sources/\(floor)/\(name)", mayImport: rooms.union(language).union(libraries[name] ?? []))
    }

    static func swiftFiles(in path: String) throws -> [String] {
        guard let found = FileManager.default.enumerator(atPath: path) else { return [] }
        return found.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { path + "/" + $0 }
    }

    /// The modules a file names in its import lines, attributes and access levels before `import` put aside.
    static func imports(of file: String) throws -> [String] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard let at = words.firstIndex(of: "import"),
                words[..<at].allSatisfy({ $0.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains($0) }), at + 1 < words.count
            else { return nil }
            let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let name = kinds.contains(words[at + 1]) && at + 2 < words.count ? words[at + 2] : words[at + 1]
            return name.split(separator: ".").first.map(String.init)
        }
    }
}
