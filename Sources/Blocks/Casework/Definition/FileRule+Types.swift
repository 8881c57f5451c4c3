import Documents
import Forms

extension QuestionKind.FileRule {
    /// Whether the question takes files of this type, which was found in the file's content.
    func takes(contentType: String) -> Bool {
        guard let type = FileType(rawValue: contentType) else { return false }
        return accept.contains { name in
            let name = name.lowercased()
            return name == type.fileExtension || name == "\(type)".lowercased()
        }
    }
}
