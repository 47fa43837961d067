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
        var members = items.map { (item: $0.key, value: Optional($0.value)) }
        if individualNumber != nil { members.append((.kojinbango, nil)) }
        members.sort { Item.precedesByName($0.item, $1.item) }
        for (item, value) in members {
            bytes.append(separator)
            bytes.append(contentsOf: item.jsonName)
            if let value {
                JSONText.append(value, to: &bytes)
            } else {
                individualNumber?.reveal { digits in
                    digits.withUnsafeBufferPointer { JSONText.append(utf8: $0, to: &bytes) }
                }
            }
            separator = UInt8(ascii: ",")
        }
        if separator == UInt8(ascii: "{") { bytes.append(separator) }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Reads such an object, without an individual number in it.
    /// - Parameter catalogue: of the dataset, as the reader knows it.
    /// - Throws: `EntryError` where it is none, or names an item the catalogue doesn't have.
    public static func items(_ json: some Collection<UInt8>, of catalogue: ItemCatalogue) throws(EntryError) -> [Item: String] {
        guard let object = try? JSONDecoder().decode([String: String].self, from: Data(json)) else {
            throw EntryError("items", "項目の形式で設定してください。")
        }
        var items: [Item: String] = [:]
        items.reserveCapacity(object.count)
        for (name, value) in object {
            guard let item = catalogue[name], item != .kojinbango else {
                throw EntryError("items", "知られていない項目名です。")
            }
            items[item] = value
        }
        return items
    }
}
