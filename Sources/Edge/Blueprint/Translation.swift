import Kernel

extension Checked.Translation {
    func descending(to key: String) -> Self? { node[key].map { Self(language: language, node: $0) } }

    /// The translation of a list's item: under the item's own name where it has one, else at the same place of a list.
    func descending(to item: SourceNode, at index: Int) -> Self? {
        if let name = item.ownName { return descending(to: name) }
        let items = node.items
        return index < items.count ? Self(language: language, node: items[index]) : nil
    }

    /// The translated text; nil where there is none yet.
    var text: String? {
        let text = Checked(node).text
        return text.isEmpty ? nil : text
    }
}

extension SourceNode {
    /// What a list's item is called in a translation: its `id`, or the `value` of a choice.
    var ownName: String? { self["id"]?.text ?? self["value"]?.text }
}
