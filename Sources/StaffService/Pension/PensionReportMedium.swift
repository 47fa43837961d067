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
    /// - Throws: `ProvisionRefused` where no policy in force allows it or sealing has halted, `MediaRefused`, `PensionRefused` J0017, J0049–J0051, J0056,
    ///   J0106–J0108, `CatalogueRefused`, `PostgresError`.
    @discardableResult
    func offer(_ batch: ReportBatchNumber, _ moment: MediumMoment = .leaving) async throws -> MediumOffer {
        let reports = try await records.publishedReports(of: batch)
        guard try await placed(in: batch).isEmpty else { throw PensionRefused.protectedSince }
        guard let medium = NamedMedium(batch) else { throw PensionRefused.notHere }
        try await PensionPublisher(records, of: hub, logger: Logger(label: "atena.pension")).publishReports(of: reports.map(\.number))
        let offer = try await hub.provisioning.offer(reports.map(NamedRecord.init), on: medium, moment, by: principal)
        func ids(_ keys: [String]) -> [ReportID] {
            let keys = Set(keys)
            return reports.filter { keys.contains($0.publication.recordKey) }.map(\.id)
        }
        guard offer.kept.isEmpty else { throw PensionRefused.notProvided(ids(offer.kept)) }
        guard offer.withoutNumber.isEmpty else { throw PensionRefused.withoutNumber(ids(offer.withoutNumber)) }
        // Who cancelled it meanwhile may have found nothing to settle.
        do { _ = try await records.publishedReports(of: batch) } catch let refused as PensionRefused {
            if try await records.isCancelled(batch) {
                try await hub.pool.transaction { try await medium.settle(as: .neverArrived, by: principal.name, on: $0) }
            }
            throw refused
        }
        return offer
    }

    /// 引渡しの提示, before a hand-over is recorded. Where the module was restored to a moment before one that the hub has on record, nothing is offered again: what was lost is
    /// recorded anew, and the medium that went goes on.
    ///
    /// - Throws: as `offer`; M0024 where what was handed over told anything else: numbers of batches and receptions that were lost are given anew.
    func offerToHand(_ number: ReportBatchNumber) async throws {
        do { try await offer(number) } catch let refused as MediaRefused where refused == .handedOver {
            // Of a batch that the module knows to be handed over it says so itself.
            let batch = try await records.batchDetail(number).batch
            guard let medium = NamedMedium(number), !batch.steps.contains(where: { $0.step == .handed }),
                try await hub.provisioning.wasHandedOver(
                    try await records.publishedReports(of: number).map(NamedRecord.init), on: medium, by: principal)
            else { throw refused }
            guard !batch.steps.contains(where: { $0.step == .written }) else { return }
            _ = try await records.write(number, hidden: try await placed(in: number), by: clerk, today: today)
        }
    }

    /// 媒体の作成. The files that go to the Service: as the module writes them or, where the policy gives individual numbers, with these, for its recipients only.
    ///
    /// - Parameter certificates: of the recipients, PEM.
    /// - Throws: as `offer`; `PensionRefused` J0055; `EnvelopeError`.
    func write(_ batch: ReportBatchNumber, for certificates: [String]) async throws -> (files: [ReportFile], encrypted: EncryptedFile?) {
        let recipients = MediumRecipients(certificates, authority: hub.authority)
        let offered = try await offer(batch, .beforeMaking(recipients))
        let written = try await records.write(batch, hidden: try await placed(in: batch), by: clerk, today: today)
        guard offered.addsNumbers else { return (try written.files, nil) }
        let source = NumberlessFile(written.bytes, heading: written.numberHeading, frame: written.frame, names: written.names)
        // Without its bytes nothing was made for anybody, and in clear it goes to nobody.
        guard let made = try await offer(batch, .making(source, recipients)).file, let bytes = made.bytes else { throw PensionRefused.notWritten }
        return (try written.files(EncryptedReports(made), bytes: bytes), made)
    }

    /// What was made of a batch with individual numbers; `nil` where nothing was.
    ///
    /// - Throws: `MediaRefused` M0017; `PostgresError`.
    func encrypted(_ batch: ReportBatchNumber) async throws -> EncryptedFile? {
        guard let medium = NamedMedium(batch) else { return nil }
        return try await hub.provisioning.encryptedFile(of: medium)
    }
}

extension NamedRecord {
    /// A report, as it is published.
    fileprivate init(_ report: PublishedReport) { self.init(report.number, key: report.publication.recordKey, items: report.publication.items) }
}

extension EncryptedReports {
    init(_ file: EncryptedFile) { self.init(digest: file.digest, recipients: file.recipients) }
}
