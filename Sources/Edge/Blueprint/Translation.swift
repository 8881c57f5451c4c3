import Kernel

extension Checked.Translation {
    func descending(to key: String) -> Self? { node[key].map { Self(language: language, node: $0) } }

    /// The translation of a list's item: under the item's own id where it has one, else at the same place of a list.
    func descending(to item: SourceNode, at index: Int) -> Self? {
        if let id = item["id"]?.text { return descending(to: id) }
        let items = node.items
        return index < items.count ? Self(language: language, node: items[index]) : nil
    }
}
