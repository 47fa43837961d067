public import Addressee
import Foundation
internal import TextForms

/// Items as one JSON object: names in romaji in byte order, no white space. The same items always give the same bytes.
public enum ItemsJSON {
    /// Appends `{"shimei":"…",…}`.
    /// - Parameter individualNumber: goes in as `kojinbango`, in clear.
    public static func append(
        _ items: [Item: String], individualNumber: IndividualNumber? = nil, to bytes: inout [UInt8]
    ) {
        var separator = UInt8(ascii: "{")
        for (item, name) in names {
            if item == .kojinbango {
                guard let individualNumber else { continue }
                bytes.append(separator)
                bytes.append(contentsOf: name)
                individualNumber.reveal { digits in
                    digits.withUnsafeBufferPointer { JSONText.append(utf8: $0, to: &bytes) }
                }
            } else {
                guard let value = items[item] else { continue }
                bytes.append(separator)
                bytes.append(contentsOf: name)
                JSONText.append(value, to: &bytes)
            }
            separator = UInt8(ascii: ",")
        }
        if separator == UInt8(ascii: "{") { bytes.append(separator) }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Reads such an object, without an individual number in it.
    /// - Throws: `EntryError` where it is none, or names an item this version doesn't know.
    public static func items(_ json: some Collection<UInt8>) throws(EntryError) -> [Item: String] {
        guard let object = try? JSONDecoder().decode([String: String].self, from: Data(json)) else {
            throw EntryError("items", "項目の形式で設定してください。")
        }
        var items: [Item: String] = [:]
        items.reserveCapacity(object.count)
        for (name, value) in object {
            guard let item = Item(rawValue: name), item != .kojinbango else {
                throw EntryError("items", "知られていない項目名です。")
            }
            items[item] = value
        }
        return items
    }

    /// Each item with its name as it stands in the object, colon included.
    private static let names: [(item: Item, name: [UInt8])] =
        Item.allCases
        .sorted { $0.rawValue.utf8.lexicographicallyPrecedes($1.rawValue.utf8) }
        .map { ($0, Array("\"\($0.rawValue)\":".utf8)) }
}
