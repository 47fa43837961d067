internal import Addressee
internal import Yams

/// Reads `precision:` and `masked:` of a policy file: `{seinengappi: year, jusho: ward}`, `{juminhyokodo: last-4}`.
enum ReductionParser {
    static func reductions(_ fields: [String: YAMLSource.Field], _ catalogue: ItemCatalogue?, _ items: ItemSet?, _ source: inout YAMLSource) -> Reductions {
        var found = Reductions()
        read("precision", Reduction.precisions, fields, catalogue, items, &source, &found)
        read("masked", Reduction.masks, fields, catalogue, items, &source, &found)
        return found
    }

    private static func read(
        _ name: String, _ known: [Reduction], _ fields: [String: YAMLSource.Field], _ catalogue: ItemCatalogue?, _ items: ItemSet?,
        _ source: inout YAMLSource, _ found: inout Reductions
    ) {
        guard let node = fields[name]?.value else { return }
        guard case .mapping(let mapping) = node, !mapping.isEmpty else {
            source.note(.shape, node, "\(name)は項目名と値の組で書いてください")
            return
        }
        for (key, value) in mapping {
            guard let text = source.scalar(value, name) else { continue }
            if name == "precision", key.string == "jusho", catalogue?.isOfRegister != false {
                found.address = AddressPrecision(rawValue: text)
                if found.address == nil { source.note(.reduction, value, "住所の精度ではありません: \(text)", expected: "ward") }
                continue
            }
            // Without a dataset there is nothing to compare with; that it lacks is told already.
            guard let catalogue else { continue }
            guard let item = key.string.flatMap({ source.item($0, in: catalogue) }) else {
                source.noteUnknownItem(key.string ?? "?", key, in: catalogue)
                continue
            }
            guard item != .kojinbango else {
                source.note(.reduction, key, "個人番号は、そのまま提供するか、提供しないかのどちらかです")
                continue
            }
            if let items, !items.contains(item) {
                source.note(.reduction, key, "itemsにない項目です: \(item.rawValue)(\(item.label))")
                continue
            }
            let suiting = known.filter { $0.suits(item) }
            guard let reduction = Reduction(rawValue: text), suiting.contains(reduction) else {
                source.note(
                    .reduction, value, "\(item.label)に使えない\(name)です: \(text)",
                    expected: suiting.isEmpty ? "この項目には使えません" : suiting.map(\.rawValue).joined(separator: ", "))
                continue
            }
            found.items[item] = reduction
        }
    }
}
