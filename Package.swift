// swift-tools-version: 6.2

import Foundation
import PackageDescription

let settings: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

// The house, floor by floor. An import points down only, and a block imports only earlier blocks;
// Tests/HouseTests reads every `import` line against this order.

let ground: [Target] = [
    room("Ground", "Kernel"),
    room("Ground", "XML", ["Kernel"]),
    room("Ground", "FEEL", ["Kernel"]),
    room("Ground", "Decisions", ["Kernel", "FEEL", "XML"]),
    room("Ground", "Processes", ["Kernel", "FEEL"]),
    room("Ground", "BPMN", ["Kernel", "FEEL", "XML", "Processes"]),
    room("Ground", "Forms", ["Kernel", "FEEL"]),
    room("Ground", "MerkleLog", ["Kernel"], [.crypto]),
    room("Ground", "Geometry", ["Kernel"]),
    room("Ground", "HTML", ["Kernel"]),
]

let edge: [Target] = [
    room("Edge", "Store", ["Kernel", "CSQLite", "CPostgres"], [.crypto, .logging]),
    room("Edge", "Web", ["Kernel", "HTML", "CSodium"], [.hummingbird, .logging, .metrics, .crypto]),
    room("Edge", "Courier", ["Kernel", "CCurl"], [.logging]),
    room("Edge", "Paper", ["Kernel", "CPaper"]),
    room("Edge", "Atlas", ["Kernel", "Geometry", "CAtlas"]),
    room("Edge", "Blueprint", ["Kernel", "CYAML"], [.crypto]),
]

// In this order; each is given all the earlier ones.
let blocks: [Target] = inOrder([
    ("Capability", []),
    ("Privacy", [.crypto]),
    ("Journal", [.crypto]),
    ("Identity", [.crypto]),
    ("Registries", [.crypto]),
    ("Rules", []),
    ("Documents", [.crypto]),
    ("Messages", [.mustache]),
    ("Ledger", []),
    ("Payments", [.crypto]),
    ("Consent", []),
    ("Casework", [.mustache, .crypto]),
])

let services: [Target] = ["Portal", "Desk", "Demonstration"].map {
    room("Services", $0, (ground + edge + blocks).map(\.name), [.logging])
}

let command: [Target] = [
    .executableTarget(
        name: "polity",
        dependencies: (ground + edge + blocks + services).map { .target(name: $0.name) }
            + [.argumentParser, .logging, .lifecycle, .crypto],
        path: "Sources/polity",
        resources: [.copy("Resources")],
        swiftSettings: settings)
]

let system: [Target] = [
    .systemLibrary(name: "CSQLite", path: "Sources/System/CSQLite", pkgConfig: "sqlite3"),
    .systemLibrary(name: "CPostgres", path: "Sources/System/CPostgres", pkgConfig: "libpq"),
    .systemLibrary(name: "CYAML", path: "Sources/System/CYAML", pkgConfig: "yaml-0.1"),
    .systemLibrary(name: "CSodium", path: "Sources/System/CSodium", pkgConfig: "libsodium"),
    .systemLibrary(name: "CCurl", path: "Sources/System/CCurl", pkgConfig: "libcurl"),
    .systemLibrary(name: "CPaper", path: "Sources/System/CPaper", pkgConfig: "pangocairo"),
    .systemLibrary(name: "CAtlas", path: "Sources/System/CAtlas"),
]

/// What the tests of several rooms share: stores to run on, and a client on a socket. No rooms, and not part of `polity`.
let testing: [Target] = [
    .target(
        name: "StoreTesting", dependencies: ["Kernel", "Store", "CSQLite", .logging], path: "Tests/StoreTesting", swiftSettings: settings),
    .target(
        name: "FuzzTesting", dependencies: ["Kernel", "FEEL", "Decisions", "Blueprint", "Rules"], path: "Tests/FuzzTesting", swiftSettings: settings),
    .target(name: "WebTesting", dependencies: ["Kernel"], path: "Tests/WebTesting", swiftSettings: settings),
]

/// `script/bench`: its program is there only when it asks for it, so that no other build pays for it.
let bench: [Target] =
    Context.environment["POLITY_BENCH"] == nil
    ? []
    : [
        .executableTarget(
            name: "polity-bench",
            dependencies: (ground + edge + blocks + services).map { .target(name: $0.name) }
                + ["CSQLite", "CPostgres", "FuzzTesting", .argumentParser, .hummingbird, .logging],
            path: "Bench", exclude: ["Peers"], swiftSettings: settings)
    ]

let tests: [Target] =
    (ground + edge + blocks + services).map(\.name).compactMap { testRoom($0) }
    + ["HouseTests", "EndToEndTests"].compactMap { name in
        testRoom(String(name.dropLast(5)), all: true)
    }

let package = Package(
    name: "polity",
    products: [
        .executable(name: "polity", targets: ["polity"]),
        // The engine of the law by itself, for other programs: it rests on nothing but Kernel and XML, and needs no library of the system.
        .library(name: "FEEL", targets: ["FEEL", "Kernel"]),
        .library(name: "Decisions", targets: ["Decisions", "FEEL", "Kernel"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: system + ground + edge + blocks + services + command + testing + bench + tests,
    swiftLanguageModes: [.v6])

// MARK: - How a room is declared

@MainActor func room(
    _ floor: String, _ name: String, _ rooms: [String] = [], _ libraries: [Target.Dependency] = []
) -> Target {
    .target(
        name: name,
        dependencies: rooms.map { .target(name: $0) } + libraries,
        path: "Sources/\(floor)/\(name)",
        swiftSettings: settings)
}

@MainActor func inOrder(_ names: [(String, [Target.Dependency])]) -> [Target] {
    var earlier: [String] = []
    return names.map { name, libraries in
        defer { earlier.append(name) }
        return room("Blocks", name, (ground + edge).map(\.name) + earlier, libraries + [.logging])
    }
}

/// A test target for each room that has a folder under Tests/.
@MainActor func testRoom(_ name: String) -> Target? { testRoom(name, all: false) }

@MainActor func testRoom(_ name: String, all: Bool) -> Target? {
    let path = "Tests/\(name)Tests"
    guard FileManager.default.fileExists(atPath: Context.packageDirectory + "/" + path) else { return nil }
    let below = (ground + edge + blocks + services).map(\.name)
    let rooms = all ? below : Array(below.prefix(through: below.firstIndex(of: name) ?? below.startIndex))
    return .testTarget(
        name: name + "Tests",
        dependencies: rooms.map { .target(name: $0) } + (rooms.contains("Store") ? ["StoreTesting"] : []) + (rooms.contains("Web") ? ["WebTesting"] : [])
            + (["FEEL", "Rules"].contains(name) ? ["FuzzTesting"] : [])
            + (all ? ["polity"] : []),
        path: path,
        exclude: ["Golden", "Data", "Kit", "Rulebooks"].filter {
            FileManager.default.fileExists(atPath: Context.packageDirectory + "/" + path + "/" + $0)
        },
        swiftSettings: settings)
}

extension Target.Dependency {
    static let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
    static let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
    static let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
    static let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
    static let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
    static let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
    static let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
}
