import Blueprint
import Kernel

/// `portal.yaml`: how people find services: by topic, by what happens in their life, by other words than ours.
struct PortalFile: Sendable {
    /// Services that belong together, under a heading of the front page.
    struct Shelf: Sendable {
        var id: String
        var title: LocalizedText
        var services: [String]
    }

    var topics: [Shelf] = []
    var moments: [Shelf] = []
    /// Other words for a service, by its id.
    var words: [String: LocalizedText] = [:]

    static let kind = FileKind<PortalFile>(
        id: "portal", pattern: "portal.yaml",
        about:
            "How people find services: by topic, by what happens in their life, and by other words than those of the law. A government without it lists its services by title.",
        schema: schema
    ) { file, _ in PortalFile(file.root) }

    private static let schema = Schema.object(
        ObjectSchema(
            "Portal", "How the front page leads to services.",
            [
                .optional("topics", .dictionary(of: shelf), "The headings of the front page, in order. Services under none stand last."),
                .optional("moments", .dictionary(of: shelf), "What happens in people's lives, and the services they then need."),
                .optional("words", .list(of: words, maximum: 500), "Other words that people search for."),
            ]))

    private static let shelf = Schema.object(
        ObjectSchema(
            "Shelf", "Services that belong together.",
            [
                .required("title", .localized(maximumLength: 80), "The heading: `Driving and vehicles`, `You move house`."),
                .required("services", .list(of: .reference(to: "service"), maximum: 100), "In the order in which they stand."),
            ]))

    private static let words = Schema.object(
        ObjectSchema(
            "Words", "Other words for one service.",
            [
                .required("service", .reference(to: "service"), "The service."),
                .required("also", .localized(maximumLength: 500), "Words and names, separated by blanks or commas: `driver's license, permit`."),
            ]))

    init() {}

    init(_ root: Checked) {
        topics = Self.shelves(root, "topics")
        moments = Self.shelves(root, "moments")
        words = Dictionary(root.list("words").map { ($0.text("service"), $0.localized("also")) }, uniquingKeysWith: { first, _ in first })
    }

    private static func shelves(_ root: Checked, _ key: String) -> [Shelf] {
        root.dictionary(key).map { Shelf(id: $0.value, title: $1.localized("title"), services: $1.texts("services")) }
    }
}
