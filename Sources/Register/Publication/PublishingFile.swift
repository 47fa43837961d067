public import AccessControl
public import Addressee
internal import Postgres
public import SourceFiles

extension Intake {
    /// 公開. Takes a file of records in that a system publishes: checked row by row as any file is, resumable, with the same counts and side files.
    ///
    /// - Parameters:
    ///   - principal: must have the right to operate deliveries.
    ///   - path: the file; `-` is standard input.
    ///   - catalogue: the dataset's.
    ///   - source: the system that publishes.
    /// - Throws: `AccessRefused` without the right. `CatalogueRefused` where another system publishes the dataset, or its text contradicts what is
    ///   registered; both recorded. `FileRefused` and `IntakeInterrupted` as of ``take(_:_:layout:source:encoding:reports:rejects:progress:)``.
    public func publish(
        _ principal: Principal, _ path: String, _ catalogue: ItemCatalogue, source: SystemName, encoding: FileEncoding = .utf8,
        reports: ReportPlace = ReportPlace(), rejects: RejectBound = .usual, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> IntakeReport {
        let fields = ["layout": catalogue.dataset.rawValue, "source": source.rawValue]
        try await pool.permit(principal, .operateDeliveries, or: .fileTaken, fields: fields)
        do {
            try Catalogues.requirePublisher(source, of: catalogue)
            try await pool.transaction(retries: 3) { try await Catalogues.register(catalogue, on: $0) }
        } catch let refused as CatalogueRefused {
            try await pool.refuse(.fileTaken, refused.code, by: principal, fields: fields)
            throw refused
        }
        return try await take(
            principal, path, layout: .published(catalogue), source: source, encoding: encoding, reports: reports, rejects: rejects, progress: progress
        ) { fields, body in PublishedRows(catalogue: catalogue, fields: fields, source: source, body: body, seal: RowSeal(keys: vault.keys)) }
    }
}
