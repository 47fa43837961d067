package import Addressee

/// A day as a test writes it; a wrong one shows as a day long ago.
package func day(_ text: String) -> CalendarDay { CalendarDay(text) ?? CalendarDay(daysSince2000: -700_000) }
