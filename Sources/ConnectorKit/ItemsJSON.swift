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
        var members: [(item: Item, value: String?)] = []
        members.reserveCapacity(items.count + 1)
        for (item, value) in items { members.append((item, value)) }
        if individualNumber != nil { members.append((.kojinbango, nil)) }
        // Numbers and places are moved without counting references, and entries are written by the million.
        var order: [(name: UInt128, place: Int)] = []
        order.reserveCapacity(members.count)
        for place in members.indices { order.append((members[place].item.namePrefix, place)) }
        order.sort { one, other in
            one.name == other.name ? Item.precedesByName(members[one.place].item, members[other.place].item) : one.name < other.name
        }
        for (_, place) in order {
            let (item, value) = members[place]
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
