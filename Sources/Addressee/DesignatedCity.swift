/// 指定都市. Cities whose wards have codes of their own (地方自治法第252条の19・第252条の20; 全国地方公共団体コード of the Ministry of Internal Affairs, as of 2026).
extension LocalGovernmentCode {
    /// Their codes without the check digit. Wards have the numbers behind their city's, up to the next city of the prefecture.
    private static let designatedCities: [Int] = [
        01_100, 04_100, 11_100, 12_100, 14_100, 14_130, 14_150, 15_100, 22_100, 22_130, 23_100, 26_100, 27_100, 27_140, 28_100, 33_100, 34_100, 40_100,
        40_130, 43_100,
    ]
    /// Of cities and towns that are no wards; below it stand the wards of designated cities (in Tokyo the special wards, which are bodies).
    private static let firstOfCities = 200

    /// The five digits before the check digit.
    private var number: Int { Int(value.prefix(5)) ?? 0 }

    /// Whether it names this body: by its own code, or by that of one of its wards where it is a designated city.
    public func isOf(_ body: LocalGovernmentCode) -> Bool {
        if self == body { return true }
        guard prefecture == body.prefecture, Self.designatedCities.contains(body.number) else { return false }
        let prefecture = body.number / 1000 * 1000
        let next = Self.designatedCities.first { $0 > body.number && $0 < prefecture + 1000 } ?? prefecture + Self.firstOfCities
        return number > body.number && number < next
    }
}
