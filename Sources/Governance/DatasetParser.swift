internal import Addressee
internal import Yams

/// Reads one file of `Policies/datasets/`.
///
/// An item of the register's record stands there by its name alone, or with what the register says of it; an item that a system publishes stands with
/// everything: `{ item: nendo, kind: half-width, length: 4, label: 年度, class: affair, since: 1, form: year }`. Its bit follows from its place: items are appended.
/// What values it takes (`form`, `codes`, `least` …, `ValueDomainParser`) may be said, and said otherwise, in any version.
enum DatasetParser {
    /// - Parameter isStored: whether it was approved already: what the register said of its items then is no fault in it.
    static func parse(_ document: PolicyDocument, isStored: Bool = false, problems: inout [PolicyProblem]) -> ItemCatalogue? {
        var source = YAMLSource(file: document.name)
        defer { problems += source.problems }
        guard let root = source.root(of: document.text),
            let fields = source.fields(of: root, known: ["dataset", "label", "schema-version", "source", "record-key", "items"], at: "データセット")
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
        let publisher = publisher(fields, name, root, &source)
        guard let publisher else { return nil }
        var reader = DatasetItems(isOfRegister: publisher == .register, isStored: isStored, schemaVersion: version ?? 1)
        if let node = source.required("items", fields, in: root) { reader.read(node, &source) }
        let recordKey = recordKey(fields, publisher, reader, root, &source)
        guard source.problems.isEmpty, let name, let label, let version else { return nil }
        return ItemCatalogue(
            dataset: name, label: label, schemaVersion: version, source: publisher, recordKey: recordKey, items: reader.items.sorted { $0.bit < $1.bit },
            domains: reader.domains)
    }

    /// 提供元. Nothing but the register's own dataset may say nothing of it: texts from before there were others.
    private static func publisher(
        _ fields: [String: YAMLSource.Field], _ name: DatasetName?, _ root: Node, _ source: inout YAMLSource
    ) -> ItemCatalogue.Source? {
        guard let node = fields["source"]?.value else {
            if name == .addressee { return .register }
            source.note(.missing, root, "sourceは必須です", expected: "公開する業務システムの名前")
            return nil
        }
        guard let text = source.scalar(node, "source") else { return nil }
        if (text == "register") != (name == .addressee) {
            source.note(.value, node, "sourceがregisterのデータセットは、\(DatasetName.addressee)だけです", expected: "公開する業務システムの名前")
            return nil
        }
        if text == "register" { return .register }
        guard let system = SystemName(rawValue: text) else {
            source.note(.value, node, "業務システムの名前ではありません: \(text)", expected: "英小文字で始まる英小文字・数字・-、40字以下")
            return nil
        }
        return .system(system)
    }

    private static func recordKey(
        _ fields: [String: YAMLSource.Field], _ publisher: ItemCatalogue.Source, _ reader: DatasetItems, _ root: Node, _ source: inout YAMLSource
    ) -> Item? {
        guard let node = fields["record-key"]?.value else { return nil }
        guard let text = source.scalar(node, "record-key") else { return nil }
        guard publisher != .register else {
            source.note(.value, node, "宛名にrecord-keyはありません")
            return nil
        }
        guard let item = reader.items.first(where: { $0.rawValue == text }), item.kind == .halfWidth, item.length <= 40, item != .kojinbango else {
            source.note(.item, node, "record-keyは、itemsにある半角40字以下の項目です: \(text)")
            return nil
        }
        guard reader.domains[text]?.namesRecords ?? true else {
            source.note(.item, node, "record-keyの値は半角英数字です。その形やコードは書けません: \(text)", expected: "form: year, compact-month、半角英数字のcodes")
            return nil
        }
        return item
    }
}
