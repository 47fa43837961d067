internal import Addressee
internal import Yams

/// Reads one file of `Policies/datasets/`.
enum DatasetParser {
    static func parse(_ document: PolicyDocument, problems: inout [PolicyProblem]) -> Dataset? {
        var source = YAMLSource(file: document.name)
        defer { problems += source.problems }
        guard let root = source.root(of: document.text),
            let fields = source.fields(of: root, known: ["dataset", "label", "schema-version", "items"], at: "データセット")
        else { return nil }

        var name: DatasetName?
        if let text = source.text("dataset", fields, in: root) {
            name = DatasetName(rawValue: text)
            if name == nil {
                source.note(
                    .value, fields["dataset"]?.value ?? root, "データセット名ではありません: \(text)", expected: "英小文字で始まる英小文字・数字・-、40字以下")
            }
        }
        let label = source.text("label", fields, in: root)
        var version: Int?
        if let text = source.text("schema-version", fields, in: root) {
            version = Int(text).flatMap { (1...9999).contains($0) ? $0 : nil }
            if version == nil {
                source.note(.value, fields["schema-version"]?.value ?? root, "schema-versionは版の番号です", expected: "1〜9999")
            }
        }
        var items: ItemSet = []
        if let node = source.required("items", fields, in: root), let list = source.list("items", node) {
            for (text, node) in list {
                guard let item = Item(rawValue: text) else {
                    source.note(.item, node, "宛名の項目名ではありません: \(text)", expected: "項目定義のローマ字名")
                    continue
                }
                guard !Dataset.withheld.contains(item) else {
                    source.note(.item, node, "提供の項目にできません: \(text)(\(item.label))")
                    continue
                }
                items.insert(ItemSet(item))
            }
        }
        guard source.problems.isEmpty, let name, let label, let version else { return nil }
        return Dataset(name: name, label: label, items: items, schemaVersion: version)
    }
}
