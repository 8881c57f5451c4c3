import Kernel

/// Functions outside of FEEL (DMN 1.5, section 10.3.2.13.3).
enum External {
    static func function(_ body: Syntax, _ parameters: [Function.Parameter]) -> Function? { nil }
}
