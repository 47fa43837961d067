/// 頁の番号の照合. What stands on the printed pages against what had to: each page once, in its order, none besides.
package enum PageKeys {
    /// - Parameters:
    ///   - printed: the key on each page, as it was read back from the print.
    ///   - expected: those that the forms have.
    /// - Throws: `PensionRefused` J0085 with the keys that lack, stand twice, or belong to no form.
    package static func check(printed: [String], expected: [String]) throws(PensionRefused) {
        guard printed != expected else { return }
        var counts: [String: Int] = [:]
        for key in printed { counts[key, default: 0] += 1 }
        let known = Set(expected)
        let lacking = expected.filter { counts[$0] == nil }
        let repeated = expected.filter { counts[$0, default: 0] > 1 }
        let strange = printed.filter { !known.contains($0) }
        var faults: [String] = []
        if !lacking.isEmpty { faults.append("番号のない頁があります: \(told(lacking))") }
        if !repeated.isEmpty { faults.append("番号が二度あります: \(told(repeated))") }
        if !strange.isEmpty { faults.append("様式にない頁が\(strange.count)枚あります") }
        if faults.isEmpty { faults.append("頁の順が違います") }
        throw .pagesWrong(faults)
    }

    /// The first of them; what a page says that is none of the forms' keys is not repeated.
    private static func told(_ keys: [String]) -> String { keys.prefix(10).joined(separator: "、") + (keys.count > 10 ? " ほか\(keys.count - 10)件" : "") }
}
