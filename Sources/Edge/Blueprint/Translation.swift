import Kernel

extension Checked.Translation {
    func descending(to key: String) -> Self? { node[key].map { Self(language: language, node: $0) } }

    func descending(to item: SourceNode, at index: Int) -> Self? {
        node.translation(of: item, at: index).map { Self(language: language, node: $0) }
    }

    /// The translated text; nil where there is none yet.
    var text: String? {
        let text = Checked(node).text
        return text.isEmpty ? nil : text
    }
}

// A list is translated either by a list, item by item, or by a map, in which each item stands under its own name.
extension SourceNode {
    /// What a list's item is called in a translation: its `id`, the `value` of a choice, or its only key.
    var ownName: String? { self["id"]?.text ?? self["value"]?.text ?? (isNamedByItsKey ? entries[0].key : nil) }

    /// An item such as `review: {title: …}`.
    var isNamedByItsKey: Bool { entries.count == 1 && entries[0].key != "id" && entries[0].key != "value" }

    /// The part of this translated list that translates `item`.
    func translation(of item: SourceNode, at index: Int) -> SourceNode? {
        if case .list(let items) = content { return index < items.count ? items[index] : nil }
        guard let name = item.ownName, let entry = entries.first(where: { $0.key == name }) else { return nil }
        return item.isNamedByItsKey ? SourceNode(.map([entry]), at: entry.keyLocation) : entry.value
    }
}
