/// One attribute of an element. Its name is a constant of the program; its value is escaped when written.
public struct Attribute: Sendable {
    enum Value: Sendable {
        case absent, present
        case text(String)
    }

    let name: StaticString
    let value: Value
    let isData: Bool

    init(_ name: StaticString, _ value: Value, isData: Bool = false) {
        self.name = name
        self.value = value
        self.isData = isData
    }

    /// Any attribute; prefer the named ones below. A nil value leaves it out.
    public static func attribute(_ name: StaticString, _ value: String?) -> Attribute {
        Attribute(name, value.map(Value.text) ?? .absent)
    }

    /// An attribute that is there or not: `hidden`, `checked`.
    public static func flag(_ name: StaticString, _ isOn: Bool = true) -> Attribute { Attribute(name, isOn ? .present : .absent) }

    /// A link's target. Schemes other than http, https, mailto and tel become `#`, so that no outside text can run as script.
    public static func href(_ target: String) -> Attribute { Attribute("href", .text(SafeLink.checked(target))) }
    /// The address of an image or script.
    public static func src(_ target: String) -> Attribute { Attribute("src", .text(SafeLink.checked(target))) }
    public static func action(_ target: String) -> Attribute { Attribute("action", .text(SafeLink.checked(target))) }

    public static func name(_ value: String) -> Attribute { Attribute("name", .text(value)) }
    public static func value(_ value: String) -> Attribute { Attribute("value", .text(value)) }
    public static func type(_ value: String) -> Attribute { Attribute("type", .text(value)) }
    public static func `for`(_ id: String) -> Attribute { Attribute("for", .text(id)) }
    public static func method(_ value: String) -> Attribute { Attribute("method", .text(value)) }
    public static func alt(_ value: String) -> Attribute { Attribute("alt", .text(value)) }
    public static func title(_ value: String) -> Attribute { Attribute("title", .text(value)) }
    public static func lang(_ code: String) -> Attribute { Attribute("lang", .text(code)) }
    public static func dir(_ value: String) -> Attribute { Attribute("dir", .text(value)) }
    public static func rel(_ value: String) -> Attribute { Attribute("rel", .text(value)) }
    public static func scope(_ value: String) -> Attribute { Attribute("scope", .text(value)) }
    public static func role(_ value: String) -> Attribute { Attribute("role", .text(value)) }
    public static func autocomplete(_ value: String?) -> Attribute { Attribute("autocomplete", value.map(Value.text) ?? .absent) }
    public static func inputmode(_ value: String?) -> Attribute { Attribute("inputmode", value.map(Value.text) ?? .absent) }
    public static func datetime(_ value: String) -> Attribute { Attribute("datetime", .text(value)) }
    public static func accept(_ value: String?) -> Attribute { Attribute("accept", value.map(Value.text) ?? .absent) }
    public static func colspan(_ value: Int) -> Attribute { Attribute("colspan", .text(String(value))) }
    public static func tabindex(_ value: Int) -> Attribute { Attribute("tabindex", .text(String(value))) }
    public static func maxlength(_ value: Int?) -> Attribute { Attribute("maxlength", value.map { .text(String($0)) } ?? .absent) }

    public static func checked(_ isOn: Bool) -> Attribute { Attribute("checked", isOn ? .present : .absent) }
    public static func selected(_ isOn: Bool) -> Attribute { Attribute("selected", isOn ? .present : .absent) }
    public static func disabled(_ isOn: Bool) -> Attribute { Attribute("disabled", isOn ? .present : .absent) }
    public static func multiple(_ isOn: Bool) -> Attribute { Attribute("multiple", isOn ? .present : .absent) }
    public static func open(_ isOn: Bool) -> Attribute { Attribute("open", isOn ? .present : .absent) }
    public static let hidden = Attribute("hidden", .present)
    public static let novalidate = Attribute("novalidate", .present)

    public static func ariaLabel(_ value: String) -> Attribute { Attribute("aria-label", .text(value)) }
    public static func ariaLabelledBy(_ id: String) -> Attribute { Attribute("aria-labelledby", .text(id)) }
    public static func ariaDescribedBy(_ ids: String?) -> Attribute { Attribute("aria-describedby", ids.map(Value.text) ?? .absent) }
    public static func ariaCurrent(_ value: String?) -> Attribute { Attribute("aria-current", value.map(Value.text) ?? .absent) }
    public static func ariaInvalid(_ isOn: Bool) -> Attribute { Attribute("aria-invalid", isOn ? .text("true") : .absent) }
    public static let ariaHidden = Attribute("aria-hidden", .text("true"))

    /// `data-NAME`.
    public static func data(_ name: StaticString, _ value: String?) -> Attribute {
        Attribute(name, value.map(Value.text) ?? .absent, isData: true)
    }
}

/// Keeps `javascript:` and its kin out of links.
enum SafeLink {
    static func checked(_ target: String) -> String {
        // A browser drops control characters and blanks in front before it looks for the scheme (URL standard, section 4.4).
        var scheme: [UInt8] = []
        for byte in target.utf8 {
            switch byte {
            // U+0000 is not written at all.
            case 0...32: if scheme.isEmpty || byte == 0 || byte == 9 || byte == 10 || byte == 13 { continue } else { return target }
            case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): return target
            case UInt8(ascii: ":"):
                let name = String(decoding: scheme, as: UTF8.self).lowercased()
                return ["http", "https", "mailto", "tel"].contains(name) ? target : "#"
            default: scheme.append(byte)
            }
        }
        return target
    }
}
