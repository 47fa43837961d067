internal import Foundation
internal import StaffAPI

/// 老齢福祉年金の証書の記載, from a file or from standard input; never among a program's arguments, which everybody on the machine can read.
struct CertificateParticulars: CustomStringConvertible, CustomReflectable {
    private enum Term: String, CaseIterable {
        case symbol = "証書記号"
        case number = "証書番号"
        case paymentClass = "支給区分"
    }

    private var terms: [Term: String] = [:]

    /// What is not written is empty.
    var certificate: RecordPensionWelfare.Certificate {
        RecordPensionWelfare.Certificate(symbol: terms[.symbol] ?? "", number: terms[.number] ?? "", paymentClass: terms[.paymentClass] ?? "")
    }

    /// From a file of lines such as `証書番号: 123456`; `-` is standard input.
    ///
    /// - Throws: ``CommandFailure`` for a line of another form, named by its number.
    init(file: String) throws {
        for (index, line) in try TypedText.read(file, "").split(whereSeparator: \.isNewline).enumerated() {
            let parts = line.split(maxSplits: 1) { $0 == ":" || $0 == "：" }.map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, let term = Term(rawValue: parts[0]), terms.updateValue(parts[1], forKey: term) == nil else {
                let known = Term.allCases.map(\.rawValue).joined(separator: "、")
                throw CommandFailure("証書の記載の\(index + 1)行目を読めません。「証書番号: 123456」の形で、\(known) をそれぞれ一度だけ書いてください。")
            }
        }
    }

    /// For people; nothing of what it tells.
    var description: String { "CertificateParticulars(****)" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
