import Foundation

/// Header text beyond ASCII (RFC 2047).
enum EncodedWord {
    /// Plain ASCII as it is, anything else as base64 words of at most 75 characters, broken between characters.
    static func encode(_ text: String) -> String {
        let text = cleaned(text)
        guard isNeeded(for: text) else { return text }
        var words: [String] = []
        var chunk: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // 39 bytes are 52 base64 characters; with the 12 around them and `Subject: ` before them they fit a line of 76 (section 2).
            if chunk.count + bytes.count > 39 {
                words.append(word(chunk))
                chunk = []
            }
            chunk += bytes
        }
        if !chunk.isEmpty { words.append(word(chunk)) }
        return words.joined(separator: " ")
    }

    /// What looks like an encoded word must be one, so that it reads as it was written.
    static func isNeeded(for text: String) -> Bool { !text.utf8.allSatisfy { (0x20...0x7E).contains($0) } || text.contains("=?") }

    /// One line without control characters, at most 500 characters.
    static func cleaned(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(500) {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: result.append(" ")
            case 0x00...0x1F, 0x7F...0x9F: continue
            default: result.append(scalar)
            }
        }
        return String(result).trimmingCharacters(in: .whitespaces)
    }

    private static func word(_ bytes: [UInt8]) -> String { "=?UTF-8?B?\(Data(bytes).base64EncodedString())?=" }
}

/// Breaks a long header line before spaces (RFC 5322, section 2.1.1: at most 78 characters where that can be, never over
/// 998; the longest word that reaches a header is a file's name of 60 characters, 720 when encoded).
enum HeaderFolding {
    static func fold(_ line: String) -> String {
        var result = ""
        var column = 0
        for (index, word) in line.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            // A folded line must not be blank: a run of spaces stays on its line, and the first word with the header's name.
            if index > 1, column + 1 + word.utf8.count > 78, column > 0, !word.isEmpty {
                result += "\r\n "
                column = 1
            } else if index > 0 {
                result += " "
                column += 1
            }
            result += word
            column += word.utf8.count
        }
        return result
    }
}
