import FEEL
import Kernel

/// One question of a form.
public struct Question: Sendable {
    /// Its name everywhere: in FEEL, in JSON, in the form's fields.
    public var id: String
    public var ask: LocalizedText
    public var hint: LocalizedText?
    public var kind: QuestionKind
    public var isOptional: Bool
    /// The question is asked when this holds; always, when there is none.
    public var when: Expression?
    /// What the government knows already, offered as the answer.
    public var prefill: Expression?
    /// Something to show beside the question, as the address in "Is this still your address?".
    public var show: Expression?
    /// Must hold for the answer to be taken; `message` says why it was not.
    public var valid: Expression?
    public var message: LocalizedText?
    /// Whether a queue may be filtered by the answer. Never set for personal values.
    public var isFilterable: Bool
    /// How sensitive the answer is, where it tells about a person; nil where it does not (what is broken, how big a house is).
    public var privacy: PersonalClass?
    /// The folder itself says that the answer tells about nobody, whatever its kind.
    public var isSaidImpersonal: Bool
    public var location: SourceLocation

    public init(
        id: String, ask: LocalizedText, hint: LocalizedText? = nil, kind: QuestionKind, isOptional: Bool = false, when: Expression? = nil,
        prefill: Expression? = nil, show: Expression? = nil, valid: Expression? = nil, message: LocalizedText? = nil,
        isFilterable: Bool = false, privacy: PersonalClass?, isSaidImpersonal: Bool = false, location: SourceLocation
    ) {
        self.id = id
        self.ask = ask
        self.hint = hint
        self.kind = kind
        self.isOptional = isOptional
        self.when = when
        self.prefill = prefill
        self.show = show
        self.valid = valid
        self.message = message
        self.isFilterable = isFilterable
        self.privacy = privacy
        self.isSaidImpersonal = isSaidImpersonal
        self.location = location
    }
}
