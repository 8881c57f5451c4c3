import HTTPTypes

/// The headers that every answer carries. No inline script or style exists on any page, so no nonce is needed.
enum SecurityHeaders {
    static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")

    /// Of a page that shows files of this site in frames.
    static let policyWithFrames = contentSecurityPolicy + "; frame-src 'self'"
    /// Of a file: a viewer of its own may need styles inside the document; the sandbox keeps it from everything else, and only this site's pages frame it.
    static let filePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"

    static func fields(isSecure: Bool) -> HTTPFields {
        var fields = HTTPFields()
        fields.append(.init(name: .contentSecurityPolicy, value: contentSecurityPolicy))
        fields.append(.init(name: .xContentTypeOptions, value: "nosniff"))
        // `same-origin` and not stricter: with `no-referrer` a browser sends `Origin: null` with our own forms.
        fields.append(.init(name: .referrerPolicy, value: "same-origin"))
        fields.append(.init(name: .permissionsPolicy, value: "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)"))
        fields.append(.init(name: .crossOriginOpenerPolicy, value: "same-origin"))
        fields.append(.init(name: .crossOriginResourcePolicy, value: "same-origin"))
        // This host alone: what other names of the domain serve is not this server's to say.
        if isSecure { fields.append(.init(name: .strictTransportSecurity, value: "max-age=63072000")) }
        return fields
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    static let requestID = HTTPField.Name("X-Request-ID")!
    static let refresh = HTTPField.Name("Refresh")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let formToken = HTTPField.Name("Form-Token")!
    static let purpose = HTTPField.Name("Purpose-Of-Reading")!
}
