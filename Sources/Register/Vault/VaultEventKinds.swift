package import AuditTrail

/// What happens to encrypted individual numbers.
extension EventKind {
    /// 暗号化の束縛: everything was encrypted for its place.
    static let vaultBound = EventKind("vault.bound", "暗号化した個人番号と保留の行の、置かれた場所への束縛", onSuccess: ["altered", "count"])

    /// 開けない個人番号: it is not as the hub laid it down, and went out to nobody. On record as a failure.
    static let numberAltered = EventKind(
        "vault.number-altered", "ハブの暗号化したとおりでないため、提供しなかった個人番号", onSuccess: [], onFailure: ["count", "dataset", "system", "way"],
        personal: ["integrated_numbers"])

    /// All of the vault.
    package static let vault: [EventKind] = [vaultBound, numberAltered]
}

extension Vault {
    /// The event that these numbers did not open; nil where all did.
    ///
    /// - Parameters:
    ///   - system: whom they did not go to.
    ///   - way: as provision records name it.
    ///   - whom: who asked, as records name them.
    package static func altered(_ places: Set<Place>, _ system: String, _ dataset: String, way: String, by whom: String) -> AuditEvent? {
        guard !places.isEmpty else { return nil }
        return AuditEvent(
            .numberAltered, isFailure: true, by: whom, fields: ["count": String(places.count), "dataset": dataset, "system": system, "way": way],
            personal: ["integrated_numbers": Set(places.map(\.runningNumber)).sorted().map(String.init).joined(separator: " ")])
    }
}
