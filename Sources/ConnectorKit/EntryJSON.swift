public import Addressee
import Foundation
import TextForms

extension Entry {
    /// The entry as the pull API, files and connectors write it, as UTF-8 on one line:
    /// `{"atenabango":"…","rirekibango":3,"op":"upsert","items":{"kojinbango":"…","shimei":"…"},"reasons":[{"idojiyu":"41","idonengappi":"2026-11-20"}]}`;
    /// after these `"waiting":["jusho_choaza"]` and `"declined":[…]`, where items were left out for a person of the staff to decide, and `"withheld":[…]`,
    /// where the person is protected and what tells where they are is not given. An entry of a person
    /// who awaits confirmation has no `rirekibango`, and names in `waiting` what may be kept. Where a person has several records in the dataset, `record_key`
    /// stands behind the number of the version.
    ///
    /// Holds the individual number in clear where the entry has one.
    public func json() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1_024)
        appendJSON(to: &bytes)
        return bytes
    }

    /// Appends what `json()` gives, without a line end.
    public func appendJSON(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: #"{"atenabango":"#.utf8)
        JSONText.append(addresseeNumber.value, to: &bytes)
        if operation != .awaitingConfirmation {
            bytes.append(contentsOf: #","rirekibango":"#.utf8)
            bytes.append(contentsOf: String(historyNumber).utf8)
        }
        if let recordKey {
            bytes.append(contentsOf: #","record_key":"#.utf8)
            JSONText.append(recordKey, to: &bytes)
        }
        switch operation {
        case .upsert: bytes.append(contentsOf: #","op":"upsert","items":"#.utf8)
        case .remove: bytes.append(contentsOf: #","op":"remove","items":"#.utf8)
        case .awaitingConfirmation: bytes.append(contentsOf: #","op":"awaiting-confirmation","items":"#.utf8)
        }
        ItemsJSON.append(items, individualNumber: individualNumber, to: &bytes)
        bytes.append(contentsOf: #","reasons":["#.utf8)
        for (index, reason) in reasons.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: #"{"idojiyu":"#.utf8)
            JSONText.append(reason.idojiyu, to: &bytes)
            bytes.append(contentsOf: #","idonengappi":""#.utf8)
            bytes.append(contentsOf: reason.idonengappi.description.utf8)
            bytes.append(contentsOf: #""}"#.utf8)
        }
        bytes.append(UInt8(ascii: "]"))
        appendNames(waiting, #","waiting":["#, to: &bytes)
        appendNames(declined, #","declined":["#, to: &bytes)
        appendNames(withheld, #","withheld":["#, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
    }

    private func appendNames(_ items: [Item], _ opening: String, to bytes: inout [UInt8]) {
        guard !items.isEmpty else { return }
        bytes.append(contentsOf: opening.utf8)
        bytes.append(contentsOf: items.map { "\"\($0.rawValue)\"" }.joined(separator: ",").utf8)
        bytes.append(UInt8(ascii: "]"))
    }

    /// Reads an entry.
    ///
    /// An item name that the catalogue does not have is an error and not dropped: a receiver must not lose data silently.
    /// - Parameter catalogue: of the dataset, as the reader knows it.
    /// - Throws: `EntryError`.
    public init(json: some Collection<UInt8>, of catalogue: ItemCatalogue) throws(EntryError) {
        let wire: Wire
        do {
            wire = try JSONDecoder().decode(Wire.self, from: Data(json))
        } catch {
            // The decoder's own error may repeat values.
            throw EntryError(Self.field(of: error), "エントリの形式で設定してください。")
        }
        guard let operation = Operation(rawValue: wire.op) else {
            throw EntryError("op", "upsert、remove、awaiting-confirmationのいずれかで設定してください。")
        }
        guard operation == .awaitingConfirmation || wire.rirekibango ?? 0 >= 1 else {
            throw EntryError("rirekibango", "1以上の整数で設定してください。")
        }
        guard operation == .upsert || wire.items.isEmpty else { throw EntryError("items", "upsert以外では空にしてください。") }
        var items: [Item: String] = [:]
        items.reserveCapacity(wire.items.count)
        var individualNumber: IndividualNumber?
        for (name, value) in wire.items {
            // Not the name itself: a stranger could have put a value there.
            guard let item = catalogue[name] else { throw EntryError("items", "知られていない項目名です。") }
            if item == .kojinbango {
                do { individualNumber = try IndividualNumber(value) } catch { throw EntryError(name, error) }
            } else {
                items[item] = value
            }
        }
        let addresseeNumber: AddresseeNumber
        do { addresseeNumber = try AddresseeNumber(wire.atenabango) } catch { throw EntryError("atenabango", error) }
        var reasons: [ReasonOnDay] = []
        for reason in wire.reasons ?? [] {
            guard let day = CalendarDay(reason.idonengappi) else {
                throw EntryError("idonengappi", "YYYY-MM-DDの形式で設定してください。")
            }
            reasons.append(ReasonOnDay(idojiyu: reason.idojiyu, idonengappi: day))
        }
        let withheld = try Self.items(wire.withheld, catalogue)
        guard withheld.allSatisfy({ items[$0] == nil && ($0 != .kojinbango || individualNumber == nil) }) else {
            throw EntryError("withheld", "itemsにある項目は設定できません。")
        }
        self.init(
            addresseeNumber: addresseeNumber, historyNumber: operation == .awaitingConfirmation ? 0 : wire.rirekibango ?? 0, operation: operation, items: items,
            individualNumber: individualNumber, reasons: reasons, waiting: try Self.items(wire.waiting, catalogue),
            declined: try Self.items(wire.declined, catalogue), withheld: withheld, recordKey: wire.recordKey)
    }

    private static func items(_ names: [String]?, _ catalogue: ItemCatalogue) throws(EntryError) -> [Item] {
        var items: [Item] = []
        for name in names ?? [] {
            guard let item = catalogue[name] else { throw EntryError("items", "知られていない項目名です。") }
            items.append(item)
        }
        return items
    }

    private static func field(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "json" }
        let path =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context.codingPath
            case .keyNotFound(let key, let context): context.codingPath + [key]
            @unknown default: [any CodingKey]()
            }
        return path.first?.stringValue ?? "json"
    }
}

/// The members as they stand in JSON.
private struct Wire: Decodable {
    struct Reason: Decodable {
        var idojiyu: String
        var idonengappi: String
    }

    var atenabango: String
    var rirekibango: Int?
    var op: String
    var items: [String: String]
    var reasons: [Reason]?
    var waiting: [String]?
    var declined: [String]?
    var withheld: [String]?
    var recordKey: String?

    enum CodingKeys: String, CodingKey {
        case atenabango, rirekibango, op, items, reasons, waiting, declined, withheld
        case recordKey = "record_key"
    }
}
