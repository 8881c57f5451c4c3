import Kernel
import Testing

@Suite struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ]) func vectors(plain: String, encoded: String) {
        #expect(Base64.standard.encode(plain.utf8) == encoded)
        #expect(Base64.standard.decode(encoded) == Array(plain.utf8))
        let bare = encoded.filter { $0 != "=" }
        #expect(Base64.url.encode(plain.utf8) == bare)
        #expect(Base64.url.decode(bare) == Array(plain.utf8))
    }

    @Test func alphabets() {
        #expect(Base64.standard.encode([0xFB, 0xFF]) == "+/8=")
        #expect(Base64.url.encode([0xFB, 0xFF]) == "-_8")
        #expect(Base64.standard.decode("-_8=") == nil)
        #expect(Base64.url.decode("+/8") == nil)
    }

    @Test(arguments: ["Zg", "Zg=", "Zg===", "Z===", "=", "Zh==", "Zm9=", "Zg==\n", " Zg==", "Zm=v", "Zg==Zg=="]) func refused(text: String) {
        #expect(Base64.standard.decode(text) == nil)
    }
}
