internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Foundation
internal import Governance
internal import Installation
internal import LogSealing
internal import MutualTLS
internal import Oversight
internal import Postgres
internal import Register
internal import Settings
internal import Sharing
internal import StaffAPI

extension StaffRoutes {
    /// 運用: state, files that are due, receivers, endpoints, interests
    func addOperation() {
        let pension = pension
        answer(ReadStatus.self) { call, _ in
            try await call.hub.pool.permit(call.principal, .operateDeliveries)
            let (files, hub) = (try call.policyFiles(), call.hub)
            let status = try await LockHolders.named(at: hub.pool) {
                try await HubStatus.read(
                    hub.provisioning, files: files, certificates: Installation.certificates(hub.settings), sources: hub.settings.sourceSchedule())
            }
            return try StatusWords.sheet(
                status, of: call.hub.body, modulesAreApart: hub.settings[.modules] != nil, pension: await pension.state(on: .todayInJapan()))
        }
        answer(ListSources.self) { call, _ in
            let reading = call.hub.settings.sourceSchedule()
            guard case .known(let schedule) = reading else { throw SettingsRefused(problems: [reading.problem ?? ""]) }
            return try DueLines.sheet(try await SourcesDue(pool: call.hub.pool).standings(by: call.principal, schedule))
        }
        stream(CompareReceivers.self) { call, request, _, _ in
            try await call.hub.pool.permit(call.principal, .operateDeliveries)
            let systems = Set(try request.systems.map(StaffCall.system))
            return request.isByClass ? try await call.comparedByClass(systems) : try await call.compared(systems, sendsAgain: request.sendsAgain)
        }
        answer(Redeliver.self) { call, request in
            let system = try StaffCall.system(request.system)
            let dataset = try request.dataset.map(StaffCall.dataset)
            let letters = DeadLetters(pool: call.hub.pool)
            switch request.what {
            case .everything:
                guard try await letters.startOver(by: call.principal, system, dataset) else { throw StaffCall.noReceiver }
                return Redeliver.Answer(persons: nil)
            case .unanswered: return Redeliver.Answer(persons: try await letters.redeliverUnanswered(by: call.principal, system, dataset))
            case .deadLetters(let id): return Redeliver.Answer(persons: try await letters.redeliver(by: call.principal, system, dataset, id: id))
            }
        }
        answer(LoadEndpoints.self) { call, request in
            try await call.hub.pool.permit(call.principal, .operateDeliveries)
            let library = try EndpointLibrary(documents: request.files.map { PolicyDocument(name: $0.name, text: $0.text) })
            let outcomes = try await call.hub.endpoints.load(by: call.principal, library)
            return EndpointWords.sheet(loaded: outcomes, library, standing: try await call.hub.endpoints.standing(by: call.principal))
        }
        answer(ListEndpoints.self) { call, _ in try EndpointWords.sheet(try await call.hub.endpoints.standing(by: call.principal)) }
        answer(ActOnEndpoint.self) { call, request in
            let (endpoints, system, dataset) = (call.hub.endpoints, try StaffCall.system(request.system), try StaffCall.dataset(request.dataset))
            switch request.act {
            case .pause: try await endpoints.pause(by: call.principal, system, dataset, reason: request.reason)
            case .resume: try await endpoints.resume(by: call.principal, system, dataset, reason: request.reason)
            case .remove: try await endpoints.remove(by: call.principal, system, dataset, reason: request.reason)
            case .run: try await endpoints.run(by: call.principal, system, dataset, reason: request.reason)
            }
            return Done()
        }
        answer(TurnInterest.self) { call, request in
            try await call.hub.pool.permit(call.principal, .operateDeliveries)
            let (system, number) = (try StaffCall.system(request.system), try AddresseeNumber(request.number))
            let interests = Interests(pool: call.hub.pool, vault: call.hub.provisioning.vault)
            if request.isEnd {
                try await interests.end(by: call.principal, system, in: number, because: request.reason)
            } else {
                try await interests.register(by: call.principal, system, in: number, because: request.reason)
            }
            return Done()
        }
    }
}

extension StaffCall {
    fileprivate static let noReceiver = ValueError(code: FaultCode.characters, rule: "配信先ではない業務システム、またはデータセットです。atena status の一覧にある名前を指定してください。")

    static func dataset(_ name: String) throws -> DatasetName {
        guard let dataset = DatasetName(rawValue: name) else { throw ValueError(code: FaultCode.characters, rule: "データセットの名前が正しくありません。") }
        return dataset
    }

    static func day(_ text: String, called option: String) throws -> CalendarDay {
        guard let day = CalendarDay(text) else { throw ValueError(code: FaultCode.characters, rule: "\(option) の日付は YYYY-MM-DD で指定してください。") }
        return day
    }

    /// The files of policies that this installation has; nil where it has none.
    fileprivate func policyFiles() throws -> PolicyLibrary? {
        let directory = hub.settings.value(.policies) ?? "Policies"
        return FileManager.default.fileExists(atPath: directory) ? try PolicyLibrary(directory: directory) : nil
    }

    fileprivate func compared(_ systems: Set<SystemName>, sendsAgain: Bool) async throws -> Sheet {
        let reconciliation = Reconciliation(provisioning: hub.provisioning)
        var (reports, unasked) = try await asked(systems) { try await reconciliation.compare($0, $1, with: $2) }
        for (name, dataset) in try await reconciliation.pulling() where systems.isEmpty || systems.contains(name) {
            reports.append(try await reconciliation.compareReported(by: principal, name, dataset, sendsAgain: sendsAgain))
        }
        return try ReconciliationWords.sheet(reports, unasked: unasked)
    }

    fileprivate func comparedByClass(_ systems: Set<SystemName>) async throws -> Sheet {
        let reconciliation = Reconciliation(provisioning: hub.provisioning)
        var (reports, unasked) = try await asked(systems) { try await reconciliation.compareByClass(by: principal, $0, $1, with: $2) }
        for (name, dataset) in try await reconciliation.pulling() where systems.isEmpty || systems.contains(name) {
            reports.append(try await reconciliation.compareReportedByClass(by: principal, name, dataset))
        }
        return try ReconciliationWords.sheet(reports, unasked: unasked)
    }

    /// Asks every receiver that has an endpoint. One that can't be asked keeps nobody from asking the others: a line says why.
    private func asked<Report>(
        _ systems: Set<SystemName>, _ compare: (SystemName, String, any Connector) async throws -> Report
    ) async throws -> (reports: [Report], unasked: [String]) {
        var reports: [Report] = []
        var unasked: [String] = []
        for standing in try await hub.endpoints.standing(by: principal) where systems.isEmpty || systems.contains(standing.endpoint.system) {
            let (receiver, dataset) = (standing.endpoint.system, standing.endpoint.dataset.rawValue)
            guard try await hub.provisioning.isKnown(receiver, dataset) else { continue }
            do {
                let connector = try hub.endpoints.connector(standing)
                do {
                    reports.append(try await compare(receiver, dataset, connector))
                    await connector.disconnect()
                } catch {
                    await connector.disconnect()
                    throw error
                }
            } catch let error as ConnectorError {
                unasked.append("\(ShownReceiver.name(receiver.rawValue, dataset)): 持つ内容をたずねられません（\(error)）。接続を確かめてください（atena endpoint list）。")
            }
        }
        return (reports, unasked)
    }
}
