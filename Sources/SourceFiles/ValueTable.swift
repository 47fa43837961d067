/// Short values, each with another of the same length that stands for it, so that a row is rewritten where it lies.
package struct ValueTable: Sendable {
    private let values: [UInt32: UInt32]

    /// - Parameter values: one to three ASCII characters each; those that another length stands for are not taken.
    package init(_ values: [String: String]) {
        let fitting = values.filter { (1...3).contains($0.key.utf8.count) && $0.key.utf8.count == $0.value.utf8.count }
        self.values = Dictionary(uniqueKeysWithValues: fitting.map { (Self.packed($0.key.utf8), Self.packed($0.value.utf8)) })
    }

    /// Replaces a value where it lies.
    func replace(in value: UnsafeMutableBufferPointer<UInt8>) {
        guard (1...3).contains(value.count), var word = values[Self.packed(value)] else { return }
        for index in value.indices.reversed() {
            value[index] = UInt8(truncatingIfNeeded: word)
            word >>= 8
        }
    }

    /// Appends what stands for a value; the value itself where nothing does.
    package func append(_ value: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        guard (1...3).contains(value.count), let word = values[Self.packed(value)] else { return bytes.append(contentsOf: value) }
        for shift in (0..<value.count).reversed() { bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(shift * 8))) }
    }

    /// With its length in front: A1 is another word than 1 after something.
    private static func packed(_ value: some Collection<UInt8>) -> UInt32 { value.reduce(UInt32(value.count)) { $0 << 8 | UInt32($1) } }
}
