package import Addressee
internal import AuditTrail
internal import Governance
package import Installation
package import Logging
internal import NationalPension
internal import Postgres
internal import Register
internal import ServiceLifecycle
internal import Settings

/// 国民年金の公開. Publishes what other departments are given of the department's records (NP-11): of whom something was accepted at once, and of all when it begins
/// and once a day, because days change qualifications, too. Which datasets there are the policies' folder says; who receives them, their policies.
package struct PensionPublisher: Service {
    /// So many persons share a transaction.
    static let page = 500

    private let records: PensionRecords?
    private let hub: Installation
    private let logger: Logger

    /// - Parameter module: without records there is nothing to publish.
    package init(_ module: PensionModule, of hub: Installation, logger: Logger) { self.init(module.records, of: hub, logger: logger) }

    init(_ records: PensionRecords?, of hub: Installation, logger: Logger) { (self.records, self.hub, self.logger) = (records, hub, logger) }

    /// 報告の公開. Publishes the reports of these persons now: before a medium of them is made, and not only soon after.
    ///
    /// - Throws: `CatalogueRefused`; `PensionRefused` J0017, J0107 where the hub's intake refuses a value; `PostgresError`.
    func publishReports(of numbers: [AddresseeNumber]) async throws {
        // Without its text nothing is published, and the hub lets no medium out.
        guard let records, let catalogue = try catalogues()[.report] else { return }
        var left = Array(Set(numbers)).sorted()[...]
        var refused: Set<PublishedCount.Fault> = []
        while !left.isEmpty {
            let part = Array(left.prefix(Self.page))
            let count = try await intake.publish(allOf: part, of: catalogue, source: .nationalPension, by: PensionExaminer.clerk.account) {
                try await records.reportPublications(of: part).mapValues { $0.map { publication in WholeRecord(publication.items) } }
            }
            told(count, "reports")
            refused.formUnion(count.named)
            left = left.dropFirst(Self.page)
        }
        guard refused.isEmpty else { throw PensionRefused.notPublished(refused.sorted().map(\.description)) }
    }

    /// Returns when it is told to shut down.
    package func run() async throws {
        guard records != nil else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            var (allOn, tried): (CalendarDay?, ContinuousClock.Instant?)
            while !Task.isCancelled {
                let today = CalendarDay.todayInJapan()
                // Whatever keeps all from being looked at keeps nobody back who was accepted now.
                let isDone = await publishAccepted()
                if allOn != today, tried.map({ ContinuousClock.now - $0 > .seconds(60) }) ?? true {
                    if await publishAll() { allOn = today }
                    tried = .now
                }
                try? await Task.sleep(for: isDone ? .seconds(1) : .seconds(60))
            }
        }
    }

    /// 確定した者の公開. Publishes those of whom something was accepted since they were published.
    ///
    /// - Parameter day: as of which; nil: of the day on which they are read.
    /// - Returns: whether nothing is left to be tried again.
    package func publishAccepted(on day: CalendarDay? = nil) async -> Bool {
        guard let records else { return true }
        let numbers = records.toPublish.take()
        let isDone = await published(numbers, of: records, day)
        if !isDone { records.toPublish.add(numbers) }
        return isDone
    }

    /// 全員の公開. Looks at all once, as it is done when the service begins and when a day begins.
    ///
    /// - Parameter day: as of which; nil: of the day on which they are read.
    /// - Returns: whether all were looked at; where the body has no module nobody is.
    package func publishAll(on day: CalendarDay? = nil) async -> Bool {
        guard let records else { return true }
        return await publishAll(of: records, day)
    }

    /// - Returns: whether nothing is left to be tried again.
    private func publishAll(of records: PensionRecords, _ day: CalendarDay?) async -> Bool {
        var (held, refused): (Int?, String?)
        let problem = await trying {
            let catalogues = try catalogues()
            guard !catalogues.isEmpty else { return nil }
            var count = PublishedCount()
            var (last, problem, left): (AddresseeNumber?, String?, Int) = (nil, nil, 0)
            while true {
                var numbers = try await records.kept(after: last, limit: Self.page)
                let isLast = numbers.count < Self.page
                let isNobodys = last == nil && numbers.isEmpty
                // Of whom something is published, though nothing is kept of them any more.
                let more = try await intake.published(Array(catalogues.values), after: last, through: isLast ? nil : numbers.last, limit: Self.page)
                // A database without anybody is another's, or not restored yet: it withdraws nobody.
                guard !isNobodys || more.isEmpty else { return "国民年金のデータベースに誰の記録もありません。接続先と復元を確かめてください" }
                numbers = Array(Set(numbers).union(more)).sorted()
                let part = Array(numbers.prefix(Self.page))
                guard let end = part.last else { break }
                let done = try await publish(part, of: records, day, catalogues)
                count += done.count
                left += done.held
                problem = problem ?? done.problem
                last = end
            }
            told(count, "all")
            (held, refused) = (left, count.refusal)
            return problem
        }
        // A look that did not come to its end knows of nothing better.
        if held == nil { (held, refused) = (records.toPublish.outcome.held, records.toPublish.outcome.refused) }
        records.toPublish.went(held: held ?? 0, problem: problem, refused: refused)
        return problem == nil
    }

    /// - Returns: whether nothing is left to be tried again.
    private func published(_ numbers: [AddresseeNumber], of records: PensionRecords, _ day: CalendarDay?) async -> Bool {
        guard !numbers.isEmpty else { return true }
        return await trying {
            let catalogues = try catalogues()
            var (count, left, problem): (PublishedCount, ArraySlice<AddresseeNumber>, String?) = (PublishedCount(), numbers[...], nil)
            while !left.isEmpty {
                let done = try await publish(Array(left.prefix(Self.page)), of: records, day, catalogues)
                count += done.count
                problem = problem ?? done.problem
                left = left.dropFirst(Self.page)
            }
            told(count, "accepted")
            if let refusal = count.refusal { records.toPublish.refused(refusal) }
            return problem
        } == nil
    }

    /// All datasets are read at once by whoever has the turn with these persons: another staff service may publish of them, too, and what was read first is
    /// published first. One dataset that can't be published keeps no other back: then each goes by itself.
    private func publish(
        _ numbers: [AddresseeNumber], of records: PensionRecords, _ day: CalendarDay?, _ catalogues: [PensionDataset: ItemCatalogue]
    ) async throws -> (count: PublishedCount, held: Int, problem: String?) {
        do { return try await together(numbers, of: records, day, catalogues) } catch let refused as any Explained where !(refused is PostgresError) {}
        var (count, held, problem): (PublishedCount, Int, String?) = (PublishedCount(), 0, nil)
        for (dataset, catalogue) in catalogues {
            do {
                let done = try await together(numbers, of: records, day, [dataset: catalogue])
                count += done.count
                held = done.held
            } catch let refused as any Explained where !(refused is PostgresError) { problem = "\(dataset.rawValue): \(refused.explanation)" }
        }
        return (count, held, problem)
    }

    private func together(
        _ numbers: [AddresseeNumber], of records: PensionRecords, _ day: CalendarDay?, _ catalogues: [PensionDataset: ItemCatalogue]
    ) async throws -> (count: PublishedCount, held: Int, problem: String?) {
        var held = 0
        let done = try await intake.publish(allOf: numbers, of: Array(catalogues.values), source: .nationalPension, by: PensionExaminer.clerk.account) {
            let publications = try await read(numbers, of: records, day ?? .todayInJapan())
            held = publications.held
            return catalogues.reduce(into: [:]) { all, known in
                all[known.value.dataset] = publications.records[known.key]?.mapValues { $0.map { publication in WholeRecord(publication.items) } }
            }
        }
        return (done.values.reduce(into: PublishedCount()) { $0 += $1 }, held, nil)
    }

    /// Each person as of one moment; two halves of them side by side, because what is read of somebody takes its time on either side of the connection.
    private func read(_ numbers: [AddresseeNumber], of records: PensionRecords, _ today: CalendarDay) async throws -> PensionPublications {
        let half = numbers.count / 2
        guard half > 50 else { return try await records.publications(of: numbers, today: today) }
        async let first = records.publications(of: Array(numbers[..<half]), today: today)
        async let second = records.publications(of: Array(numbers[half...]), today: today)
        return try await first.joined(with: second)
    }

    private var intake: Intake { Intake(pool: hub.pool, vault: hub.vault) }

    /// Of the datasets that the body has: without its text a dataset is not published.
    private func catalogues() throws -> [PensionDataset: ItemCatalogue] {
        let library = try PolicyLibrary(directory: hub.settings.value(.policies) ?? "Policies")
        return PensionDataset.allCases.reduce(into: [:]) { known, dataset in known[dataset] = dataset.name.flatMap { library.datasets[$0] } }
    }

    /// - Returns: what keeps it from being published; `nil` where nothing does.
    private func trying(_ body: () async throws -> String?) async -> String? {
        var problem: String?
        do { problem = try await body() } catch is CancellationError { return nil } catch {
            problem = (error as? any Explained).map(\.explanation) ?? "\(type(of: error))"
        }
        if let problem { logger.error("what other departments are given of pensions waits to be published", metadata: ["error": .string(problem)]) }
        return problem
    }

    private func told(_ count: PublishedCount, _ of: String) {
        guard count.accepted + count.withdrawn > 0 || !count.rejected.isEmpty else { return }
        let rejected = count.rejected.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: " ")
        logger.log(
            level: rejected.isEmpty ? .info : .error, "pensions published",
            metadata: [
                "of": .string(of), "accepted": .stringConvertible(count.accepted), "withdrawn": .stringConvertible(count.withdrawn),
                "rejected": .string(rejected), "faults": .string(count.faults.keys.sorted().map { "\($0.code) \($0.item)" }.joined(separator: " ")),
            ])
    }
}

extension PublishedCount {
    /// Faults of the module's own records. Whom the register does not know the hub keeps back by name.
    fileprivate var named: Set<Fault> { Set(faults.keys.filter { $0.code != Self.unknownPerson }) }

    /// 受け付けられない値. What keeps records from being published until the program or the record is mended; nil where nothing does.
    fileprivate var refusal: String? { named.isEmpty ? nil : named.sorted().map(\.description).joined(separator: "、") }
}
