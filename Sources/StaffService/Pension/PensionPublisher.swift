internal import Addressee
internal import AuditTrail
internal import Governance
package import Installation
package import Logging
internal import NationalPension
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
    package init(_ module: PensionModule, of hub: Installation, logger: Logger) { (records, self.hub, self.logger) = (module.records, hub, logger) }

    /// Returns when it is told to shut down.
    package func run() async throws {
        guard let records else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            var allOn: CalendarDay?
            while !Task.isCancelled {
                let today = CalendarDay.todayInJapan()
                var isDone = true
                if allOn != today {
                    isDone = await publishAll(of: records, today)
                    if isDone { allOn = today }
                } else {
                    let numbers = records.toPublish.take()
                    isDone = await published(numbers, of: records, today)
                    if !isDone { records.toPublish.add(numbers) }
                }
                try? await Task.sleep(for: isDone ? .seconds(1) : .seconds(60))
            }
        }
    }

    /// - Returns: whether nothing is left to be tried again.
    private func publishAll(of records: PensionRecords, _ today: CalendarDay) async -> Bool {
        await trying {
            let catalogues = try catalogues()
            guard !catalogues.isEmpty else { return }
            var count = PublishedCount()
            var last: AddresseeNumber?
            while true {
                var numbers = try await records.kept(after: last, limit: Self.page)
                let isLast = numbers.count < Self.page
                // Of whom something is published, though nothing is kept of them any more.
                for catalogue in catalogues.values {
                    let more = try await intake.published(catalogue, after: last, through: isLast ? nil : numbers.last, limit: Self.page)
                    numbers = Array(Set(numbers).union(more)).sorted()
                }
                let part = Array(numbers.prefix(Self.page))
                guard let end = part.last else { break }
                count += try await publish(part, of: records, catalogues, today)
                last = end
            }
            told(count, "all")
        }
    }

    /// - Returns: whether nothing is left to be tried again.
    private func published(_ numbers: [AddresseeNumber], of records: PensionRecords, _ today: CalendarDay) async -> Bool {
        guard !numbers.isEmpty else { return true }
        return await trying {
            let catalogues = try catalogues()
            var (count, left) = (PublishedCount(), numbers[...])
            while !left.isEmpty {
                count += try await publish(Array(left.prefix(Self.page)), of: records, catalogues, today)
                left = left.dropFirst(Self.page)
            }
            told(count, "accepted")
        }
    }

    private func publish(
        _ numbers: [AddresseeNumber], of records: PensionRecords, _ catalogues: [PensionDataset: ItemCatalogue], _ today: CalendarDay
    ) async throws -> PublishedCount {
        let publications = try await records.publications(of: numbers, today: today)
        if publications.held > 0 {
            logger.warning("qualifications that wait for a clerk stay published as they were", metadata: ["count": .stringConvertible(publications.held)])
        }
        var count = PublishedCount()
        for (dataset, catalogue) in catalogues {
            let whole = (publications.records[dataset] ?? [:]).mapValues { $0.map { publication in WholeRecord(publication.items) } }
            count += try await intake.publish(allOf: whole, of: catalogue, source: .nationalPension, by: PensionExaminer.clerk.account)
        }
        return count
    }

    private var intake: Intake { Intake(pool: hub.pool, vault: hub.vault) }

    /// Of the datasets that the body has: without its text a dataset is not published.
    private func catalogues() throws -> [PensionDataset: ItemCatalogue] {
        let library = try PolicyLibrary(directory: hub.settings.value(.policies) ?? "Policies")
        return PensionDataset.allCases.reduce(into: [:]) { known, dataset in known[dataset] = dataset.name.flatMap { library.datasets[$0] } }
    }

    private func trying(_ body: () async throws -> Void) async -> Bool {
        do {
            try await body()
            return true
        } catch is CancellationError { return true } catch {
            let why = (error as? any Explained).map { "\($0.code)" } ?? "\(type(of: error))"
            logger.error("what other departments are given of pensions waits to be published", metadata: ["error": .string(why)])
            return false
        }
    }

    private func told(_ count: PublishedCount, _ of: String) {
        guard count.accepted + count.withdrawn > 0 || !count.rejected.isEmpty else { return }
        let rejected = count.rejected.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: " ")
        logger.log(
            level: rejected.isEmpty ? .info : .error, "pensions published",
            metadata: [
                "of": .string(of), "accepted": .stringConvertible(count.accepted), "withdrawn": .stringConvertible(count.withdrawn),
                "rejected": .string(rejected),
            ])
    }
}
