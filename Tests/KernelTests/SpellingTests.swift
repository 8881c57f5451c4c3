import Kernel
import Testing

@Suite("Spelling")
struct SpellingTests {
    @Test(
        "distances",
        arguments: [("", "", 0), ("a", "", 1), ("title", "title", 0), ("titel", "title", 1), ("kitten", "sitting", 3), ("ca", "abc", 3), ("role", "roles", 1)])
    func distance(a: String, b: String, distance: Int) {
        #expect(Spelling.distance(a, b) == distance)
        #expect(Spelling.distance(b, a) == distance)
    }

    @Test(
        "what was meant",
        arguments: [
            ("titel", "title"), ("Title", "title"), ("time-zone", "time_zone"), ("time zone", "time_zone"), ("organizations", "organisations"), ("x", nil),
            ("colour", nil),
            ("rols", "roles"), ("", nil),
        ] as [(String, String?)])
    func nearest(word: String, meant: String?) {
        #expect(Spelling.nearest(to: word, among: ["title", "time_zone", "organisations", "roles", "id"]) == meant)
    }

    @Test("of equally near words the first in the alphabet, in whatever order they come")
    func ties() {
        #expect(Spelling.nearest(to: "bat", among: ["cat", "bar"]) == "bar")
        #expect(Spelling.nearest(to: "bat", among: ["bar", "cat"]) == "bar")
    }
}
