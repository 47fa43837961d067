extension CalendarDay: Codable {
    /// From the text `YYYY-MM-DD`.
    /// - Throws: `DecodingError` where the text is no day of the calendar.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = CalendarDay(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no day of the calendar as YYYY-MM-DD")
        }
        self = day
    }

    /// As the text `YYYY-MM-DD`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
