import Testing

@testable import TransparencyLog

@Suite struct LogTimeTests {
    /// What people read is Japan's time, over the ends of days and years too; what is no time of the log stays as it is.
    @Test(
        arguments: [
            ("2026-11-21T09:30:00.123456Z", "2026-11-21 18:30:00"), ("2026-12-31T15:00:00.000000Z", "2027-01-01 00:00:00"),
            ("2024-02-28T14:59:59.999999Z", "2024-02-28 23:59:59"), ("2024-02-28T15:00:00.000000Z", "2024-02-29 00:00:00"), ("最初", "最初"), ("", ""),
        ]) func shownInJapan(text: String, shown: String)
    {
        #expect(LogTime.inJapan(text) == shown)
    }
}
