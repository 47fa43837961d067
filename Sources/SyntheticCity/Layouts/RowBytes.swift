internal import Addressee

/// Field values appended to a row as bytes.
extension [UInt8] {
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }

    mutating func append(_ flag: Bool) { append(flag ? UInt8(ascii: "1") : UInt8(ascii: "0")) }

    mutating func comma() { append(UInt8(ascii: ",")) }

    mutating func append(number: Int) {
        if number >= 10 { append(number: number / 10) }
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    mutating func append(number: Int64, digits: Int) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        var rest = number
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }

    mutating func append(_ day: CalendarDay) { append(WrittenDate(day)) }

    mutating func append(_ day: CalendarDay?) {
        if let day { append(WrittenDate(day)) }
    }

    mutating func append(_ date: WrittenDate) {
        append(number: Int64(date.year), digits: 4)
        append(UInt8(ascii: "-"))
        append(number: Int64(date.month), digits: 2)
        append(UInt8(ascii: "-"))
        append(number: Int64(date.day), digits: 2)
    }

    mutating func appendFullWidth(_ number: Int) {
        if number >= 10 { appendFullWidth(number / 10) }
        append(0xEF)
        append(0xBC)
        append(0x90 + UInt8(truncatingIfNeeded: number % 10))
    }

    mutating func appendKanjiNumeral(_ number: Int) {
        switch number {
        case 1: append("一")
        case 2: append("二")
        case 3: append("三")
        case 4: append("四")
        case 5: append("五")
        case 6: append("六")
        case 7: append("七")
        case 8: append("八")
        default: append("九")
        }
    }
}
