import HTML
import Kernel
import Testing

@testable import Web

@Suite("Reference numbers in text")
struct ReferenceTests {
    @Test(
        "stay on one line and run from left to right",
        arguments: [
            ("Reference K7M-4TX-R92", "Reference <bdi class=\"number\" dir=\"ltr\">K7M-4TX-R92</bdi>"),
            ("K7M-4TX-R92", "<bdi class=\"number\" dir=\"ltr\">K7M-4TX-R92</bdi>"),
            (
                "a · K7M-4TX-R92 · é 2AB-3CD-4EF.",
                "a · <bdi class=\"number\" dir=\"ltr\">K7M-4TX-R92</bdi> · é <bdi class=\"number\" dir=\"ltr\">2AB-3CD-4EF</bdi>."
            ),
            ("XK7M-4TX-R92", "XK7M-4TX-R92"), ("K7M-4TX-R923", "K7M-4TX-R923"), ("K7M-4TX-R92-1", "K7M-4TX-R92-1"), ("1-K7M-4TX-R92", "1-K7M-4TX-R92"),
            ("K7M 4TX-R92", "K7M 4TX-R92"), ("", ""), ("<b>", "&lt;b&gt;"),
        ])
    func numbers(_ text: String, _ expected: String) {
        var html = HTML(language: .english)
        html.textWithReferences(text)
        #expect(String(decoding: html.bytes, as: UTF8.self) == expected)
    }
}
