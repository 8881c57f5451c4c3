import FEEL
import Forms
import Kernel

extension Language {
    /// A number as people type it in this language, a currency's sign beside it or not: `1.234,56 €` is 1234.56 in Spanish.
    ///
    /// - Returns: nil for anything that is not clearly one number, such as `1,5` where the comma groups digits.
    func number(typed: String) -> Decimal128? {
        let plain = typed.filter { !$0.isCurrencySymbol }.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return FormReader.plainNumber(plain, decimalSeparator: decimalSeparator.first ?? ".").flatMap { Decimal128($0) }
    }
}
