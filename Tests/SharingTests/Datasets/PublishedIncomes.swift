import AccessControl
import AccessControlStand
import Addressee
import ConnectorKit
import Departments
import Foundation
import Governance
import Keys
import Logging
import Postgres
import Register
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// 所得情報 in a test: what the tax system has published, and what the national-pension system holds of it by push and by pull.
struct PublishedIncomes {
    /// A record, by whose it is and for which year.
    struct Name: Hashable, Comparable {
        var number: String
        var year: String

        static func < (a: Self, b: Self) -> Bool { (a.number, a.year) < (b.number, b.year) }
    }

    static let pension = SystemName.nationalPension
    static let dataset = "tax-income"

    static func catalogue() throws -> ItemCatalogue {
        let library = try PolicyLibrary(directory: TestServer.root + "/Policies")
        return try #require(DatasetName(rawValue: dataset).flatMap { library.datasets[$0] })
    }

    /// The pension system's policy.
    static func policy(
        items: [String], scope: String = "state: [resident]", ways: String = "[push, pull]", system: SystemName = pension, more: String = ""
    ) throws -> PolicyLibrary {
        let text = """
            system: \(system)
            label: 国民年金システム
            department: 国保年金課
            dataset: tax-income
            items: [\(items.joined(separator: ", "))]
            individual-number:
              provided: \(items.contains("kojinbango") ? "yes" : "no")
              consultation: 事前協議により決定
            purpose: 保険料免除の審査
            legal-bases: [transfer-16]
            approved-by: 区政推進部長
            valid-from: 2025-04-01
            valid-until:
            ways: \(ways)
            \(more)
            scope:
              \(scope)
            """
        let datasets = try String(contentsOfFile: TestServer.root + "/Policies/datasets/tax-income.yaml", encoding: .utf8)
        return try PolicyLibrary(
            documents: TestPolicy.documents([TestPolicy()]) + [
                PolicyDocument(name: "datasets/tax-income.yaml", text: datasets), PolicyDocument(name: "systems/\(system)-tax-income.yaml", text: text),
            ])
    }

    /// A file of the tax system: rows of whose, which year, items; `torikeshi` withdraws.
    static func file(_ rows: [(name: Name, items: [String: String])]) -> [UInt8] {
        let columns = ["atenabango", "nendo", "gokeishotokukingaku", "ippanfuyosu", "shinkokukubun", "torikeshi"]
        var text = columns.joined(separator: ",") + "\n"
        for row in rows {
            var values = row.items
            (values["atenabango"], values["nendo"]) = (row.name.number, row.name.year)
            text += columns.map { values[$0] ?? "" }.joined(separator: ",") + "\n"
        }
        return Array(text.utf8)
    }
}

extension TestHub {
    @discardableResult
    func publish(
        _ rows: [(name: PublishedIncomes.Name, items: [String: String])], by source: SystemName = .tax, file name: String = "shotoku-\(UUID()).csv"
    ) async throws -> IntakeReport {
        try await publish(bytes: PublishedIncomes.file(rows), by: source, file: name)
    }

    @discardableResult
    func publish(bytes: [UInt8], by source: SystemName = .tax, file name: String = "shotoku-\(UUID()).csv") async throws -> IntakeReport {
        let report = try await Intake(pool: pool, vault: vault, today: { Self.intakeDay }).publish(
            Staff.service(.operateDeliveries), write(bytes, to: name), PublishedIncomes.catalogue(), source: source)
        #expect(report.addsUp, "\(report)")
        return report
    }

    func incomes(after cursor: String?, limit: Int = 7) async throws -> ChangePage {
        try await provisioning.changes(
            caller(PublishedIncomes.pension), dataset: PublishedIncomes.dataset, after: cursor, limit: limit, wait: .zero)
    }

    var incomeModule: DepartmentModule {
        get throws {
            DepartmentModule(
                kind: .nationalPension, dataset: try #require(DepartmentDataset.taxIncome),
                pool: Pool(settings: settings(user: DepartmentKind.nationalPension.role, role: nil), maximum: 2), keys: vault.keys)
        }
    }

    func incomeWorker(_ connector: any Connector) -> DeliveryWorker {
        (connector as? Receiver)?.set(name: PublishedIncomes.pension)
        return DeliveryWorker(
            system: PublishedIncomes.pension, dataset: PublishedIncomes.dataset, connector: connector, provisioning: provisioning, name: "test",
            logger: .init(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }
}

/// What a receiver holds of records.
struct HeldIncomes: Equatable {
    var held: [PublishedIncomes.Name: [String: String]] = [:]

    /// The state that an entry leaves.
    mutating func apply(_ entry: Entry) throws {
        let name = PublishedIncomes.Name(number: entry.addresseeNumber.value, year: try #require(entry.recordKey))
        switch entry.operation {
        case .upsert: held[name] = Self.values(entry)
        case .remove: held[name] = nil
        case .awaitingConfirmation: break
        }
    }

    static func values(_ entry: Entry) -> [String: String] {
        var values = Dictionary(uniqueKeysWithValues: entry.items.map { ($0.key.rawValue, $0.value) })
        entry.individualNumber?.reveal { values["kojinbango"] = String(decoding: $0, as: UTF8.self) }
        return values
    }

    /// Pulls from a cursor until nothing follows.
    mutating func catchUp(_ hub: TestHub, _ cursor: inout String?) async throws {
        while true {
            let page = try await hub.incomes(after: cursor)
            for entry in page.entries { try apply(entry) }
            cursor = page.cursor
            if !page.more { return }
        }
    }

    /// What a full extract says.
    static func full(_ hub: TestHub) async throws -> HeldIncomes {
        let extract = try await hub.provisioning.full(hub.caller(PublishedIncomes.pension), dataset: PublishedIncomes.dataset, format: .ndjson)
        var bytes: [UInt8] = []
        for try await piece in extract { bytes += piece }
        var all = HeldIncomes()
        let catalogue = try PublishedIncomes.catalogue()
        for line in bytes.split(separator: 0x0A) { try all.apply(Entry(json: line, of: catalogue)) }
        return all
    }
}
