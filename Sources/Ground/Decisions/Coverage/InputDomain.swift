import FEEL
import Kernel

/// What values an input of a model can have at all, as far as its surroundings know: the choices of a question, the limits of a number.
public enum InputDomain: Sendable, Hashable {
    case texts([String])
    case numbers(minimum: Decimal128?, maximum: Decimal128?)
    case anything
}
