import Addressee
import Installation
import NationalPension
import Postgres
import Sharing
import StaffService

/// 年金の窓口. What clerks of the pension department do, by the calls of its records that the staff service makes, in its order and with what it tells the log. Not in it:
/// the clerks' terminals, TLS, sessions.
struct PensionClerks: Sendable {
    let hub: OpenedHub
    let records: PensionRecords
    let log: PensionLog

    /// Who enters, makes batches and takes lists in; and who checks and releases.
    static let (first, second) = (
        Clerk(account: "bench-1", setUpBy: nil, section: "", terminal: "bench"), Clerk(account: "bench-2", setUpBy: nil, section: "", terminal: "bench")
    )
    /// Clerks who sit at the counter at once: as many as the records have connections.
    private static let clerks = 6

    init(_ hub: OpenedHub, _ records: PensionRecords) { (self.hub, self.records, log) = (hub, records, PensionLog(pool: hub.pool)) }

    /// What the staff service does about each request of the department: the log is told before it and after it.
    func call<R>(_ body: () async throws -> R) async throws -> R {
        try await log.tell(records)
        let result: Result<R, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        try await log.tell(records)
        return try result.get()
    }

    func receive(_ filed: PensionFilings.Filed, on day: CalendarDay) async throws -> ReceptionNumber {
        try await call {
            switch filed {
            case .notice(let filing, let terms): try await records.receive(filing, saying: terms, by: Self.first, today: day).reception
            case .application(let application, let number):
                try await records.apply(application, of: number, remarks: "", by: Self.first, today: day).reception
            }
        }
    }

    /// Another person checks one: most are accepted, some go back to whoever filed them, some are withdrawn.
    ///
    /// - Returns: what became of it, or the code of what keeps it from being accepted.
    func check(_ reception: ReceptionNumber, on day: CalendarDay) async throws -> String {
        let reason = "届出の記載に不足があるため"
        return try await call {
            do {
                switch reception.number % 200 {
                case 3, 103:
                    try await records.giveBack(reception, because: reason, by: Self.second, today: day)
                    return "returned"
                case 11:
                    try await records.withdraw(reception, because: reason, by: Self.second, today: day)
                    return "cancelled"
                default:
                    let detail = try await records.detail(of: reception, today: day)
                    let examination = detail.row.kind.isApplication ? try await records.application(reception).examination?.id : nil
                    _ = try await records.accept(reception, despiteDoubts: true, examination: examination, by: Self.second, today: day)
                    return "accepted"
                }
            } catch let refused as PensionRefused { return refused.code }
        }
    }

    /// Made and closed by one, released by another.
    ///
    /// - Parameter onPaper: whether it goes on paper, too: then its forms are drawn before it is closed.
    func make(_ filter: ReportFilter, in encoding: ReportEncoding, onPaper: Bool = false, on day: CalendarDay) async throws -> ReportBatchNumber {
        var wanted = filter
        wanted.limit = PensionRecords.mostInBatch
        let persons = try await records.reports(wanted).reports.map { try AddresseeNumber($0.number) }
        let terms = BatchTerms(body: hub.body.code.description, hidden: try await hidden(persons))
        let batch = try await call { try await records.makeBatch(filter, terms, by: Self.first, today: day) }
        let undecided = try await records.batchDetail(batch).characters.filter { $0.replacement == nil }.map { (String($0.character), "〓") }
        if encoding == .shiftJIS, !undecided.isEmpty { try await call { try await records.decide(undecided, by: Self.first) } }
        if onPaper {
            _ = try await call { try await records.closeOnPaper(batch, in: encoding, drawing: drawing(on: day), by: Self.first, today: day) }
        } else {
            _ = try await call { try await records.close(batch, in: encoding, by: Self.first, today: day) }
        }
        _ = try await call { try await records.release(batch, hidden: try await placed(in: batch), by: Self.second, today: day) }
        return batch
    }

    /// As the staff service fills forms in.
    private func drawing(on day: CalendarDay) -> FormDrawing {
        FormDrawing(
            by: FormPrinter(),
            form: { report in
                let reception = report.id.reception
                let detail = try await records.detail(of: reception, today: day)
                var application: ApplicationDetail?
                if detail.row.kind.isApplication {
                    application = try await records.application(reception, examination: try await records.opinion(of: reception))
                }
                let number = detail.record.number
                let hides = try await hidden([number]).contains(number) || report.isProtected
                return try await records.form(detail, application, of: report, hides: hides, today: day)
            }, held: { HeldForm(id: $0, code: $1.code, meaning: "", remedy: "") })
    }

    func placed(in batch: ReportBatchNumber) async throws -> Set<AddresseeNumber> { try await hidden(try await records.placed(in: batch)) }

    /// As the staff service finds out whom nobody is told the place of.
    private func hidden(_ numbers: [AddresseeNumber]) async throws -> Set<AddresseeNumber> {
        let numbers = Array(Set(numbers))
        return try await PersonLookup(provisioning: hub.provisioning).withoutPlace(among: numbers)
            .union(try await records.protected(among: numbers))
    }

    /// Several at once, as by several clerks.
    ///
    /// - Returns: what becomes of each, in their order.
    static func atOnce<Item: Sendable, R: Sendable>(_ items: [Item], _ body: @escaping @Sendable (Item) async throws -> R) async throws -> [R] {
        try await withThrowingTaskGroup(of: [(Int, R)].self) { group in
            for clerk in 0..<clerks {
                group.addTask {
                    var done: [(Int, R)] = []
                    for index in stride(from: clerk, to: items.count, by: clerks) { done.append((index, try await body(items[index]))) }
                    return done
                }
            }
            return try await group.reduce(into: [(Int, R)]()) { $0 += $1 }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
