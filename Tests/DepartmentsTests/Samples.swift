import Addressee
import ConnectorKit
import Departments
import Testing

func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

/// An entry as a policy of the five departments gives it.
func person(
    _ number: String, born: String? = nil, state: String = "1", nonResident: String? = nil, since: String? = "2020-04-01", moved: (String, String)? = nil,
    household: String? = nil, head: Bool = false, version: Int = 1, individualNumber: String? = nil, extra: [Item: String] = [:]
) throws -> Entry {
    var items: [Item: String] = [.shimei: "宛名　\(number)"]
    items[nonResident == nil ? .juminjotai : .jutogaijotai] = nonResident ?? state
    items[.seinengappi] = born
    items[.juminnengappi] = since
    items[.setaibango] = household
    items[.zokugara] = household == nil ? nil : head ? "世帯主" : "子"
    items[.idojiyu] = moved?.0
    items[.idonengappi] = moved?.1
    items.merge(extra) { $1 }
    return Entry(
        addresseeNumber: try AddresseeNumber(number), historyNumber: version, operation: .upsert, items: items,
        individualNumber: try individualNumber.map { try IndividualNumber($0) })
}

func removal(_ number: String, _ reason: (String, String)? = nil, version: Int = 2) throws -> Entry {
    Entry(
        addresseeNumber: try AddresseeNumber(number), historyNumber: version, operation: .remove,
        reasons: try reason.map { [ReasonOnDay(idojiyu: $0.0, idonengappi: try day($0.1))] } ?? [])
}

extension DepartmentModule {
    /// Delivers on a day; the sequence is the key, too.
    @discardableResult
    func deliver(_ sequence: Int64, on text: String, _ entries: [Entry], from body: String = "111007") async throws -> [EntryResult] {
        try await deliver(
            Batch(
                idempotencyKey: "test-\(sequence)", body: try LocalGovernmentCode(body), system: kind.systemName, dataset: "addressee", schemaVersion: 2,
                sequence: sequence,
                calendarDay: try day(text), entries: entries))
    }

    func counts(on text: String) async throws -> [String: Int] {
        Dictionary(uniqueKeysWithValues: try await worklistSummary(on: day(text)).map { ($0.category, $0.count) })
    }
}
