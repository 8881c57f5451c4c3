public import Kernel

extension Phrase {
    public static let invalidInput = Phrase("web.invalid_input", en: "Check what you entered", es: "Revise lo que ha escrito")
}
