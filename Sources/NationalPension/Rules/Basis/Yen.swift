/// 金額. Yen as people read them, on paper and on the screen.
package enum Yen {
    /// Such as 1,234,567円; a △ stands before what is below nought.
    package static func display(_ amount: Int) -> String {
        var grouped = ""
        for (place, digit) in String(amount.magnitude).reversed().enumerated() {
            if place > 0, place.isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        return (amount < 0 ? "△" : "") + String(grouped.reversed()) + "円"
    }
}
