/// 様式の版. Which code domains a file is written in, and which columns only some editions have.
///
/// The register holds national codes whatever edition a source sends; `LegacyCodes` translates at the door.
public enum LayoutEdition: String, Sendable, Hashable, Codable, CodedTerm {
    /// The codes of the national data items, as a package that conforms to the standards of 2024 writes them.
    case national = "2024"
    /// The codes of one vendor that the hub's door spoke before: 住民状態 3 moved out and 4 dead, 異動事由 A1 … DA.
    case legacy

    /// For people, as `2024版`.
    public var label: String { self == .national ? "2024版" : "旧版" }
}
