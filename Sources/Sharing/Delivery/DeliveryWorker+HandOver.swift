package import ConnectorKit
internal import Logging
internal import Postgres

extension DeliveryWorker {
    /// Hands over what is offered. Where it is known that nothing arrived, the offer says so.
    func handed(_ batch: Batch, _ lease: Lease, to description: ConnectorDescription) async throws -> Answer {
        do {
            let answer = try await renewing(lease) { try await hand(batch) }
            guard answer.results.count == batch.entries.count else { throw ConnectorError.interrupted("results do not match the entries") }
            guard answer.canBeAnswered(by: description) else { throw ConnectorError.interrupted("accepted, and could not be answered") }
            return answer
        } catch let error as ConnectorError where !error.mayHaveArrived {
            if let offer = lease.offered, !offer.mayHaveArrived { try await pool.withConnection { try await offer.didNotArrive(lease, on: $0) } }
            throw error
        }
    }

    /// Hands a batch over; once more under the same key where it is unknown whether it arrived. Where the receiver fails on it in a way of its own,
    /// the entries go one by one, so that one poison entry does not hold up the rest.
    package func hand(_ batch: Batch) async throws -> Answer {
        do {
            return Answer(results: try await connector.deliver(batch).map(\.kept))
        } catch let error as ConnectorError {
            guard error.isRetryable else { throw error }
            try await Task.sleep(for: BackOff.delay(after: 1))
            // That the second attempt brought nothing says nothing of the first.
            return Answer(results: try await orUnknown(after: error) { try await connector.deliver(batch).map(\.kept) })
        } catch let error where !(error is CancellationError) {
            // What fails for a reason of the receiver's own may pass later: buried only once it failed too often. Whether it took the entry it does not say.
            guard batch.entries.count > 1 else { return Answer(results: [.retryLater(reason: Self.label(error))], unknown: [0]) }
            logger.warning("entry by entry", metadata: ["system": "\(system)", "error": "\(Self.label(error))"])
            var answer = Answer()
            for (index, entry) in batch.entries.enumerated() {
                var single = batch
                single.idempotencyKey += "/\(index)"
                single.entries = [entry]
                let alone = single
                let one = try await orUnknown(after: .interrupted("entry \(index)")) { try await hand(alone) }
                if !one.unknown.isEmpty { answer.unknown.insert(index) }
                answer.results += one.results
            }
            return answer
        }
    }

    /// What may have arrived before is not known not to have arrived by an error of later.
    private func orUnknown<R>(after before: ConnectorError, _ body: () async throws -> R) async throws -> R {
        do { return try await body() } catch let error as ConnectorError { throw error.mayHaveArrived ? error : before }
    }
}
