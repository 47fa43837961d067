internal import Addressee

/// The numbers of the city: serials turned into digits with the check digits of `Addressee`.
struct Numbers: Sendable {
    private let individual: SerialPermutation
    private let record: SerialPermutation

    init(seed: UInt64) {
        individual = SerialPermutation(limit: 100_000_000_000, seed: seed)
        record = SerialPermutation(limit: 10_000_000_000, seed: seed)
    }

    /// 個人番号, 12 digits.
    func writeIndividual(_ serial: Int64, to row: inout [UInt8]) {
        let start = row.count
        row.append(number: individual(serial), digits: 11)
        row.append(Self.ascii(CheckDigit.individualNumber(row[start...])))
    }

    /// 住民票コード, 11 digits.
    func writeRecordCode(_ serial: Int64, to row: inout [UInt8]) {
        let start = row.count
        row.append(number: record(serial), digits: 10)
        row.append(Self.ascii(CheckDigit.residentRecordCode(row[start...])))
    }

    /// 宛名番号 or 世帯番号, 15 digits: running number and modulus 11, weights 2–7.
    static func writeRunning(_ number: Int64, to row: inout [UInt8]) {
        let start = row.count
        row.append(number: number, digits: 14)
        row.append(ascii(CheckDigit.modulus11Weights2To7(row[start...])))
    }

    private static func ascii(_ digit: UInt8) -> UInt8 { digit < 10 ? digit + UInt8(ascii: "0") : digit }

    /// Where the running numbers of each kind begin, so that none ever meet.
    static let nonResidents: Int64 = 50_000_000_000_000
    static let households: Int64 = 90_000_000_000_000
    /// Serials of individual numbers and record codes given after the first load.
    static let laterSerials: Int64 = 3_000_000_000
    static let nonResidentSerials: Int64 = 20_000_000_000
    static let plantedSerials: Int64 = 90_000_000_000
    static let plantedRecordSerials: Int64 = 9_000_000_000
    static let plantedPersons = 40_000_000_000
}
