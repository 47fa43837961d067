internal import Keys

extension Vault {
    /// 個人番号, as a row has it: its keyed hash, by which it is found, and its digits, which nobody reads but to encrypt them for their place.
    package struct KeyedNumber: Sendable {
        package let key: NumberKey
        private let digits: [UInt8]

        package var keyedHash: [UInt8] { key.keyedHash }

        /// - Parameter digits: the twelve.
        init(_ digits: some Collection<UInt8>, _ cipher: FieldCipher) {
            self.digits = Array(digits)
            key = NumberKey(keyedHash: cipher.keyedHash(self.digits))
        }

        /// Encrypted for its place in the vault, and for no other.
        func encrypted(by cipher: FieldCipher, at place: Place) throws(KeyError) -> [UInt8] {
            try cipher.encrypt(digits, context: place.context(keyedHash))
        }
    }

    /// An individual number as the vault's table has it.
    package struct EncryptedNumber: Sendable {
        var keyedHash: [UInt8]
        var keyID: Int32
        var encrypted: [UInt8]
    }

    /// A keyed hash as a dictionary's key: its bytes are as good as random, so its first eight serve.
    package struct NumberKey: Sendable, Hashable, Comparable {
        package let keyedHash: [UInt8]
        private let first: UInt64

        init(keyedHash: [UInt8]) {
            self.keyedHash = keyedHash
            first = keyedHash.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }

        /// By bytes, as the unique index orders them.
        package static func < (a: Self, b: Self) -> Bool {
            a.first == b.first ? a.keyedHash.lexicographicallyPrecedes(b.keyedHash) : a.first < b.first
        }

        /// The places of numbers in the order of the unique index. What is moved about while they are sorted is counted by nobody, as their bytes are.
        static func order(of numbers: [NewNumber]) -> [Int] {
            let firsts = numbers.indices.map { (first: numbers[$0].number.key.first, place: $0) }
            return firsts.sorted { $0.first == $1.first ? numbers[$0.place].number.key < numbers[$1.place].number.key : $0.first < $1.first }.map { $0.place }
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(first) }
    }

    /// A number to be laid down.
    package struct NewNumber: Sendable {
        package var number: KeyedNumber
        var owner: Place
        /// Addressee with whom it is first seen.
        var establishedBy: Int64
    }

    /// Where a number is kept.
    package struct Place: Sendable, Hashable {
        package var runningNumber: Int64
        var ordinal: Int16

        package init(runningNumber: Int64, ordinal: Int16) {
            self.runningNumber = runningNumber
            self.ordinal = ordinal
        }

        /// As a version has it: both or none (`version_number_is_whole`).
        package init?(_ runningNumber: Int64?, _ ordinal: Int16?) {
            guard let runningNumber, let ordinal else { return nil }
            self.init(runningNumber: runningNumber, ordinal: ordinal)
        }

        /// 束縛. What a number encrypted for this place opens in alone: the table, the integrated number, the ordinal, and its own keyed hash. Whoever moves it,
        /// or the whole row, to another person has something that does not open.
        func context(_ keyedHash: some Collection<UInt8>) -> [UInt8] {
            var context: [UInt8] = []
            context.reserveCapacity(Self.table.count + 10 + 32)
            context += Self.table
            withUnsafeBytes(of: runningNumber.bigEndian) { context += $0 }
            withUnsafeBytes(of: ordinal.bigEndian) { context += $0 }
            context += keyedHash
            return context
        }

        private static let table = Array("vault.individual_number".utf8)
    }

    /// What makes numbers and digests of rows, as the keys are now; taken once for many rows.
    package func numberCipher() -> NumberCipher { NumberCipher(cipher: keys.cipher) }

    /// Keys numbers and digests rows under the keys of one moment.
    package struct NumberCipher {
        fileprivate let cipher: FieldCipher

        /// Keyed hash, for equality without opening.
        package func keyedHash(_ bytes: [UInt8]) -> [UInt8] { cipher.keyedHash(bytes) }

        /// The number of these 12 digits.
        package func number(_ digits: some Collection<UInt8>) -> KeyedNumber { KeyedNumber(digits, cipher) }
    }
}

extension Vault.KeyedNumber: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// For people; no digit.
    package var description: String { "KeyedNumber(****)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
