import AccessControlStand
import Addressee
import Foundation
import Governance
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// 支援措置の対象者の所在 by the policies and datasets that are delivered with the hub: each of them, on each way that it allows, in the city and in its twin.
@Suite(.timeLimit(.minutes(10))) struct DeliveredPolicyLeakTests {
    @Test(arguments: [true, false]) func aDeliveredPolicyTellsWhereAProtectedPersonIsWhereItSaysSo(_ isProtected: Bool) async throws {
        try await TestHub.with { hub in
            let library = try await DeliveredPolicy.library(hub)
            try await hub.load(library)
            try await hub.advance("2026-11-20")
            let city = try await MarkedCity(in: hub, isProtected: isProtected)
            let delivered = try library.documents.filter { $0.name.hasPrefix("systems/") }.map(DeliveredPolicy.init)
            #expect(delivered.count == library.policies.count)
            let ofRegister = delivered.filter { $0.dataset == .addressee }
            // Whoever is not of the age is told of, too, where the system works with them.
            for policy in ofRegister {
                for number in MarkedCity.numbers {
                    // Who is registered by the system itself counts already.
                    try? await Interests(pool: hub.pool, vault: hub.vault).register(
                        by: Staff.service(.operateDeliveries), policy.system, in: AddresseeNumber(number), because: "試験のために知らせる")
                }
            }
            try await hub.settle()
            for policy in ofRegister {
                let items = try #require(library.policy(system: policy.system, dataset: policy.dataset)).items
                for way in policy.ways {
                    let gives = policy.givesPlaceOfProtected && way != .medium
                    let outs = try await hub.outs(way, to: policy.system, asked: MarkedCity.numbers, mayGive: gives)
                    #expect(!outs.isEmpty, "\(policy.name) \(way)")
                    let text = outs.map(\.text).joined(separator: "\n")
                    if way == .none {
                        #expect(city.leaks(in: outs) == [], "\(policy.name)")
                        continue
                    }
                    if isProtected { #expect(city.leaks(in: outs) == [], "\(policy.name) \(way)") }
                    // Of each the items of the policy, as far as the record has them; the household's number may be another's.
                    for marks in city.current + city.control where marks.who != "b" {
                        let expected = marks.values.keys.filter { items.contains($0) && $0 != .setaibango }.map { "\(marks.who).\($0.rawValue)" }
                        let isTold = !isProtected || gives || marks.who == "x"
                        #expect(Set(marks.found(in: text)).isSuperset(of: expected) == isTold || expected.isEmpty, "\(policy.name) \(way) \(marks.who)")
                    }
                }
            }
        }
    }

    /// A dataset that is added is here by being delivered: what it says of a place is marked, and given to a receiver on all ways.
    @Test(arguments: [true, false]) func aPublishedDatasetTellsWhereAProtectedPersonIsToNobody(_ isProtected: Bool) async throws {
        let datasets = try PolicyLibrary(directory: TestServer.root + "/Policies").datasets
        #expect(datasets.count > 5)
        var looked = 0
        for (name, catalogue) in datasets where name != .addressee {
            // What is called a place is classed as one.
            let places = catalogue.items.filter { $0.rawValue.contains(#/jusho|yubin|denwa|setai|katagaki/#) }
            #expect(ItemSet(places).subtracting(catalogue.ofPlace).isEmpty, "\(name)")
            guard !catalogue.ofPlace.isEmpty, case .system(let source) = catalogue.source else { continue }
            looked += 1
            try await TestHub.with { hub in
                let library = try await DeliveredPolicy.library(hub, opening: "[push, pull, medium]", of: name)
                try await hub.load(library)
                try await hub.advance("2026-11-20")
                let city = try await MarkedCity(in: hub, isProtected: isProtected)
                let policy = try #require(library.policies.first { $0.dataset == name })
                // Of the city's persons, and of one who is not protected.
                let numbers = MarkedCity.numbersOfCurrent + [ResidentRow.number(10)]
                let published = numbers.enumerated().map { Marks("published \($1)", 20 + $0, of: catalogue) }
                let places = catalogue.items(of: catalogue.ofPlace)
                let columns = [Item.atenabango.rawValue] + (catalogue.recordKey.map { [$0.rawValue] } ?? []) + places.map(\.rawValue)
                var file = columns.joined(separator: ",") + "\n"
                for (index, (number, marks)) in zip(numbers, published).enumerated() {
                    let key = catalogue.recordKey == nil ? [] : ["202600000\(index)T1"]
                    file += ([number] + key + places.map { marks.values[$0] ?? "" }).joined(separator: ",") + "\n"
                }
                let report = try await Intake(pool: hub.pool, vault: hub.vault, today: { TestHub.intakeDay }).publish(
                    Staff.service(.operateDeliveries), hub.write(file.utf8, to: "published.csv"), catalogue, source: source)
                #expect(report.accepted == numbers.count, "\(report)")
                try await hub.settle()
                for way in ProvisionRecord.Way.allCases where way != .none {
                    let outs = try await hub.outs(way, to: policy.system, dataset: name.rawValue, asked: numbers, mayGive: false)
                    let text = outs.map(\.text).joined(separator: "\n")
                    #expect(city.leaks(in: outs) == [], "\(name) \(way)")
                    for (number, marks) in zip(numbers, published) where number != ResidentRow.number(2) {
                        let isTold = !isProtected || number == ResidentRow.number(10)
                        #expect(marks.found(in: text).count == (isTold ? marks.values.count : 0), "\(name) \(way) \(marks.who)")
                    }
                }
            }
        }
        #expect(looked > 0)
    }
}
