package import AccessControlStand
package import Addressee
package import ConnectorKit
package import Departments
import Foundation
package import Governance
import Keys
import Logging
import Postgres
package import Register
import RegisterStand
package import Sharing
import Testing

/// 所得情報 in a test: what the tax system has published, and what the national-pension system holds of it by push and by pull.
package struct PublishedIncomes {
    /// A record, by whose it is and for which year.
    package struct Name: Hashable, Comparable {
        package var number: String
        package var year: String

        package init(number: String, year: String) { (self.number, self.year) = (number, year) }

        package static func < (a: Self, b: Self) -> Bool { (a.number, a.year) < (b.number, b.year) }
    }

    package static let pension = SystemName.nationalPension
    package static let dataset = "tax-income"

    package static func catalogue() throws -> ItemCatalogue {
        let library = try PolicyLibrary(directory: TestServer.root + "/Policies")
        return try #require(DatasetName(rawValue: dataset).flatMap { library.datasets[$0] })
    }

    /// The pension system's policy.
    package static func policy(
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
    ///
    /// - Parameter bodies: whose file each row says it is; nil: the file has no such column.
    package static func file(_ rows: [(name: Name, items: [String: String])], of bodies: [String]? = nil) -> [UInt8] {
        var columns = ["atenabango", "nendo", "gokeishotokukingaku", "ippanfuyosu", "shinkokukubun", "torikeshi"]
        if bodies != nil { columns.append(FileLayout.bodyCode) }
        var text = columns.joined(separator: ",") + "\n"
        for (place, row) in rows.enumerated() {
            var values = row.items
            (values["atenabango"], values["nendo"]) = (row.name.number, row.name.year)
            values[FileLayout.bodyCode] = bodies?[place]
            text += columns.map { values[$0] ?? "" }.joined(separator: ",") + "\n"
        }
        return Array(text.utf8)
    }
}

extension TestHub {
    @discardableResult
    package func publish(
        _ rows: [(name: PublishedIncomes.Name, items: [String: String])], by source: SystemName = .tax, file name: String = "shotoku-\(UUID()).csv"
    ) async throws -> IntakeReport {
        try await publish(bytes: PublishedIncomes.file(rows), by: source, file: name)
    }

    @discardableResult
    package func publish(bytes: [UInt8], by source: SystemName = .tax, file name: String = "shotoku-\(UUID()).csv") async throws -> IntakeReport {
        let report = try await Intake(pool: pool, vault: vault, today: { Self.intakeDay }).publish(
            Staff.service(.operateDeliveries), write(bytes, to: name), PublishedIncomes.catalogue(), source: source)
        #expect(report.addsUp, "\(report)")
        return report
    }

    package func incomes(after cursor: String?, limit: Int = 7) async throws -> ChangePage {
        try await provisioning.changes(
            caller(PublishedIncomes.pension), dataset: PublishedIncomes.dataset, after: cursor, limit: limit, wait: .zero)
    }

    package var incomeModule: DepartmentModule {
        get throws {
            DepartmentModule(
                kind: .nationalPension, dataset: try #require(DepartmentDataset.taxIncome),
                pool: Pool(settings: settings(user: DepartmentKind.nationalPension.role, role: nil), maximum: 2), keys: vault.keys)
        }
    }

    package func incomeWorker(_ connector: any Connector) -> DeliveryWorker {
        (connector as? Receiver)?.set(name: PublishedIncomes.pension)
        return DeliveryWorker(
            system: PublishedIncomes.pension, dataset: PublishedIncomes.dataset, connector: connector, provisioning: provisioning, name: "test",
            logger: .init(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }
}
