internal import AccessControl
internal import Addressee
internal import Installation
internal import Logging
internal import NationalPension
internal import Postgres
internal import Sharing

extension NamedMedium {
    /// The medium of a batch, or its paper, for the Japan Pension Service.
    init?(_ batch: ReportBatchNumber) {
        guard let dataset = PensionDataset.report.name else { return nil }
        self.init("report-\(batch)", of: dataset, to: .japanPensionService)
    }
}

extension PensionCall {
    /// 束の提示. Nothing of a batch leaves, on a medium or on paper, unless the hub lets all of it go to the Service, and has it on record that it is offered: its
    /// reports are published as they were released, and pass the hub's one door.
    ///
    /// - Throws: `ProvisionRefused` where no policy in force allows it or sealing has halted, `MediaRefused` M0024, `PensionRefused` J0017, J0049–J0051, J0056,
    ///   J0106, J0107, `CatalogueRefused`, `PostgresError`.
    func offer(_ batch: ReportBatchNumber) async throws {
        let reports = try await records.publishedReports(of: batch)
        guard try await placed(in: batch).isEmpty else { throw PensionRefused.protectedSince }
        guard let medium = NamedMedium(batch) else { throw PensionRefused.notHere }
        try await PensionPublisher(records, of: hub, logger: Logger(label: "atena.pension")).publishReports(of: reports.map(\.number))
        let named = reports.map { NamedRecord($0.number, key: $0.publication.recordKey, items: $0.publication.items) }
        let kept = Set(try await hub.provisioning.offer(named, on: medium, by: principal))
        guard kept.isEmpty else { throw PensionRefused.notProvided(reports.filter { kept.contains($0.publication.recordKey) }.map(\.id)) }
        // Who cancelled it meanwhile may have found nothing to settle.
        do { _ = try await records.publishedReports(of: batch) } catch let refused as PensionRefused {
            if try await records.isCancelled(batch) {
                try await hub.pool.transaction { try await medium.settle(as: .neverArrived, by: principal.name, on: $0) }
            }
            throw refused
        }
    }
}
