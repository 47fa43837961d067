internal import AccessControl
internal import Addressee
internal import Foundation
internal import Installation
internal import MutualTLS
internal import SourceFiles
internal import StaffAPI

extension StaffRoutes {
    /// 利用者・権限の管理
    func addAccess() {
        answer(AdministerAccess.self) { call, request in try await call.administer(request.act) }
        answer(ListStaff.self) { call, request in try await call.hub.access.staff(by: try await call.person(), account: request.account) }
        answer(ListDepartments.self) { call, _ in try await call.hub.access.departments(by: try await call.person()) }
        answer(ListApplications.self) { call, request in
            try await call.hub.access.applications(by: try await call.person(), onlyWaiting: request.onlyWaiting)
        }
        answer(ReadLedger.self) { call, request in
            try await call.hub.access.ledger(by: try await call.person(), account: request.account, limit: min(max(request.limit, 1), 100_000))
        }
        answer(TakeTransfers.self) { call, request in
            let person = try await call.person()
            guard let encoding = FileEncoding(rawValue: request.encoding) else { throw Problem.unreadable }
            // Read by its name, as files are: owner-only, and gone afterwards.
            let path = FileManager.default.temporaryDirectory.appending(path: "transfer-\(UUID())").path
            guard FileManager.default.createFile(atPath: path, contents: request.file, attributes: [.posixPermissions: 0o600]) else {
                throw Problem.failed
            }
            defer { try? FileManager.default.removeItem(atPath: path) }
            return try await call.hub.access.takeTransfers(by: person, path, encoding: encoding)
        }
    }
}

extension StaffCall {
    fileprivate func administer(_ act: AdministerAccess.Act) async throws -> AdministerAccess.Answer {
        let (access, person) = (hub.access, try await person())
        switch act {
        case .addPerson(let account, let name, let department, let task, let number):
            let code = try await access.addPerson(
                by: person, account: account, name: name, department: department, task: task, atenabango: try number.map { try AddresseeNumber($0) })
            return .init(secret: code.reveal())
        case .recover(let account): return .init(secret: try await access.recover(by: person, account: account).reveal())
        case .addService(let account, let rights): return .init(secret: try await access.addService(by: person, account, rights: rights).reveal())
        case .apply(let right, let account, let from, let until, let reason):
            guard let first = from.map({ CalendarDay($0) }) ?? CalendarDay.today(), let last = CalendarDay(until) else { throw Problem.unreadable }
            return .init(application: try await access.apply(by: person, for: account, right: right, from: first, until: last, reason: reason))
        case .rename(let account, let name): try await access.rename(by: person, account: account, to: name)
        case .close(let account): try await access.close(by: person, account: account)
        case .unlock(let account): try await access.unlock(by: person, account: account)
        case .addDepartment(let department, let name): try await access.addDepartment(by: person, department, name: name)
        case .allow(let right, let department, let task): try await access.allow(by: person, right, department: department, task: task)
        case .disallow(let right, let department, let task): try await access.disallow(by: person, right, department: department, task: task)
        case .grantInitially(let right, let account, let reason): try await access.grantInitially(by: person, right, to: account, reason: reason)
        case .approve(let application): try await access.approve(by: person, application)
        case .reject(let application, let reason): try await access.reject(by: person, application, reason: reason)
        case .revoke(let right, let account, let reason): try await access.revoke(by: person, right, from: account, reason: reason)
        case .closeService(let account): try await access.closeService(by: person, account)
        }
        return .init()
    }
}
