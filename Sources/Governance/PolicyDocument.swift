/// One file of `Policies/` as text, so that what the database keeps can be read again by the same parser.
public struct PolicyDocument: Sendable, Hashable {
    /// Path below `Policies/`: `legal-bases.tsv`, `datasets/NAME.yaml` or `systems/NAME.yaml`.
    public let name: String
    /// The whole file, unchanged.
    public let text: String

    /// Nothing is checked here; parsing does.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    enum Kind {
        case legalBases
        case dataset
        case policy
    }

    var kind: Kind? {
        if name == "legal-bases.tsv" { return .legalBases }
        guard name.hasSuffix(".yaml") else { return nil }
        if name.hasPrefix("datasets/") { return .dataset }
        if name.hasPrefix("systems/") { return .policy }
        return nil
    }
}
