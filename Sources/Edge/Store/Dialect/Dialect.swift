/// Which of the two languages a session speaks.
public enum Dialect: String, Sendable, CaseIterable {
    case sqlite, postgres
}
