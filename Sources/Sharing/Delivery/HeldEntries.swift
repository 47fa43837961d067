internal import Addressee
internal import ConnectorKit

/// The receiver's side, one entry at a time.
struct HeldEntries {
    private let stream: AsyncThrowingStream<[HeldEntry], any Error>
    private var batch: ArraySlice<HeldEntry> = []
    private(set) var count = 0

    init(_ stream: AsyncThrowingStream<[HeldEntry], any Error>) { self.stream = stream }

    mutating func peek() async throws -> HeldEntry? {
        while batch.isEmpty {
            var iterator = stream.makeAsyncIterator()
            guard let next = try await iterator.next() else { return nil }
            batch = next[...]
        }
        return batch.first
    }

    /// Leaves a person out whom nothing is told about; whoever stands before is surplus.
    mutating func pass(_ number: String, surplus: (AddresseeNumber) -> Void) async throws {
        while let other = try await peek(), other.addresseeNumber.value <= number {
            if other.addresseeNumber.value < number { surplus(other.addresseeNumber) }
            drop()
        }
    }

    mutating func drop() {
        batch.removeFirst()
        count += 1
    }

    /// Goes past the persons before one.
    ///
    /// - Returns: how many they were.
    mutating func passBefore(_ number: String) async throws -> Int {
        var passed = 0
        while let other = try await peek(), other.addresseeNumber.value.utf8.lexicographicallyPrecedes(number.utf8) {
            passed += try await take(other.addresseeNumber.value) ? 1 : 0
        }
        return passed
    }

    /// Goes past everybody who is left.
    ///
    /// - Returns: how many they were.
    mutating func passAll() async throws -> Int {
        var passed = 0
        while let other = try await peek() { passed += try await take(other.addresseeNumber.value) ? 1 : 0 }
        return passed
    }

    /// Takes everything that is held of a person who stands next.
    ///
    /// - Returns: whether anything is.
    mutating func take(_ number: String) async throws -> Bool {
        var isHeld = false
        while let other = try await peek(), other.addresseeNumber.value == number {
            isHeld = true
            drop()
        }
        return isHeld
    }
}
