import Addressee
import Testing

/// 指定都市. Whose a code is: the body's own, or of a ward of it.
@Suite struct DesignatedCityTests {
    @Test(arguments: [
        ("111007", "111007", true), ("111023", "111007", true), ("111104", "111007", true), ("112011", "111007", false), ("131016", "111007", false),
        // Three cities of one prefecture, each with wards.
        ("141011", "141003", true), ("141313", "141003", false), ("141313", "141305", true), ("141518", "141500", true), ("141518", "141305", false),
        // What is no designated city has no wards; nor has a ward.
        ("111023", "112011", false), ("111007", "111023", false), ("111023", "111015", false), ("112011", "112011", true),
        // The special wards are bodies, and the prefecture above them is none of them.
        ("131016", "131024", false), ("131016", "130001", false), ("131016", "131016", true),
    ]) func aCodeIsOfTheBodyThatItNames(code: String, body: String, isOf: Bool) throws {
        #expect(try LocalGovernmentCode(code).isOf(LocalGovernmentCode(body)) == isOf, "\(code) of \(body)")
    }
}
