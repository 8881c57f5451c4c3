public import HTML

/// Small drawings beside words; never instead of them.
public enum Icon: Sendable {
    case tick, warning, information, back, search, lock, file, external

    var path: StaticString {
        switch self {
        case .tick: "M5 12.5l4.5 4.5L19 7.5"
        case .warning: "M12 4l9 16H3zM12 10v4.5M12 17.2v.3"
        case .information: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v6M12 7.4v.3"
        case .back: "M14.5 5.5L8 12l6.5 6.5"
        case .search: "M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L20 20"
        case .lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3"
        case .file: "M6 3h8l4 4v14H6zM14 3v4h4"
        case .external: "M13 5h6v6M19 5l-8 8M17 14v5H5V7h5"
        }
    }
}

extension HTML {
    public mutating func icon(_ icon: Icon) {
        raw(trusted: "<svg class=\"icon\" viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" aria-hidden=\"true\" focusable=\"false\"><path d=\"")
        raw(trusted: icon.path)
        raw(trusted: "\"/></svg>")
    }
}
