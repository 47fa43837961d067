import AccessControl
import Addressee
import Foundation
import Installation
import Postgres
import Sharing
import SyntheticCity

/// Searches of the list of hard names by somebody of the staff, one after the other, each beside the same question as bare SQL.
struct SearchBench: Sendable {
    let hub: OpenedHub
    let list: HardNames

    struct Result: Codable {
        /// Searches of the list, each asked so many times.
        var searches = 0
        /// Searches that did not find their person.
        var missed: [String] = []
        /// Most others that a search found beside its person.
        var mostOthers = 0
        var medianMilliseconds = 0.0
        var p95Milliseconds = 0.0
        var slowestMilliseconds = 0.0
        /// One statement by the key and the birth date, without right, event and sheet.
        var bareP95Milliseconds = 0.0
    }

    func run(rounds: Int) async throws -> Result {
        // A program may not look at persons; this one does for a measurement, on persons that are invented, and every search of it is recorded.
        let measuring = Principal(
            account: hub.acting.account, isService: true, department: nil, terminal: "bench", grants: [.seePerson: .init(by: "ops/bench", on: .today())])
        let lookup = PersonLookup(provisioning: hub.provisioning)
        let reason = LookupReason(.delivery, "検索の計測")
        var (times, bare): ([Double], [Double]) = ([], [])
        var result = Result()
        for round in 0..<rounds {
            for (index, person) in list.persons.enumerated() {
                for (place, search) in person.searches.enumerated() {
                    let terms = SearchTerms(name: search.name, address: search.address, birth: search.birth)
                    var started = ContinuousClock.now
                    let found = try await lookup.search(by: measuring, terms, reason: reason)
                    times.append((ContinuousClock.now - started).seconds * 1000)
                    started = .now
                    try await ask(person)
                    bare.append((ContinuousClock.now - started).seconds * 1000)
                    guard round == 0 else { continue }
                    result.searches += 1
                    let others = found.persons.count { $0.addresseeNumber.value != HardNames.number(index) }
                    if others == found.persons.count { result.missed.append("\(index + 1).\(place + 1)") }
                    result.mostOthers = max(result.mostOthers, others)
                }
            }
        }
        times.sort()
        bare.sort()
        result.medianMilliseconds = times[times.count / 2]
        result.p95Milliseconds = times[times.count * 95 / 100]
        result.slowestMilliseconds = times.last ?? 0
        result.bareP95Milliseconds = bare[bare.count * 95 / 100]
        return result
    }

    private func ask(_ person: HardNames.Person) async throws {
        _ = try await hub.pool.query(
            """
            SELECT v.* FROM register.search_key k JOIN register.version v ON v.addressee_id = k.addressee_id AND v.history_number = k.history_number
            WHERE k.written = \(SearchKey(name: person.items[.shimei] ?? "").text) AND v.seinengappi = \(person.items[.seinengappi] ?? "")
            """)
    }
}
