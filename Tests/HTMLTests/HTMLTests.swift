import HTML
import Kernel
import Testing

@Suite("HTML is escaped by construction")
struct HTMLTests {
    private func write(_ content: (inout HTML) -> Void) -> String {
        var html = HTML(language: .english)
        content(&html)
        return html.string
    }

    @Test("text and attributes")
    func escaping() {
        let text = write { html in
            html.p("<b> & \"it's\" \0 naïve", class: "a\"b", [.attribute("data-x", "'<>"), .flag("hidden", false), .flag("open")])
        }
        #expect(text == "<p class=\"a&quot;b\" data-x=\"&#39;&lt;&gt;\" open>&lt;b&gt; &amp; &quot;it&#39;s&quot;  naïve</p>")
    }

    @Test("nesting, voids and phrases")
    func nesting() {
        let phrase = Phrase("test.hello", en: "Hello {name}", es: "Hola {name}")
        let text = write { html in
            html.ul { html in html.li { $0.say(phrase, ["name": "<Ann>"]) } }
            html.img(src: "/a.png", alt: "A")
        }
        #expect(text == "<ul><li>Hello &lt;Ann&gt;</li></ul><img src=\"/a.png\" alt=\"A\">")
    }

    @Test(
        "links that would run script lead nowhere",
        arguments: [
            ("javascript:alert(1)", "#"), (" JaVa\tScript:alert(1)", "#"), ("java\0script:alert(1)", "#"), ("data:text/html,x", "#"), ("vbscript:x", "#"),
            ("/a:b", "/a:b"),
            ("?x=javascript:1", "?x=javascript:1"),
            ("https://a.example/", "https://a.example/"), ("mailto:a@b.c", "mailto:a@b.c"), ("#top", "#top"), ("plain", "plain"),
        ])
    func links(target: String, written: String) {
        #expect(write { $0.a("x", href: target) } == "<a href=\"\(written)\">x</a>")
    }
}
