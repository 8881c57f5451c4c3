import Kernel
import Mustache

/// A value that prints as its own text and has members besides: an address, a yes or no. In JSON it is a map with its text
/// under the empty name; `"?": false` makes it open no section although it prints something.
struct PrintedValue: MustacheParent, MustacheCustomRenderable {
    let renderText: String
    let isNull: Bool
    let members: [String: Any]

    func child(named name: String) -> Any? { members[name] }
}

/// A list: a section goes through its items; printed alone, they stand one behind the other.
struct PrintedList: MustacheSequence, MustacheCustomRenderable {
    let items: [Any]

    func makeIterator() -> IndexingIterator<[Any]> { items.makeIterator() }
    var isNull: Bool { items.isEmpty }
    var renderText: String {
        items.map { item in (item as? any MustacheCustomRenderable)?.renderText ?? (item as? String) ?? "" }.joined(separator: ", ")
    }
}
