internal import AccessControl
internal import Addressee
internal import Installation
internal import Register
internal import Sharing
internal import StaffAPI

extension StaffRoutes {
    /// 保留
    func addHeldRows() {
        answer(ListHeld.self) { call, request in
            var filter = HeldFilter()
            (filter.code, filter.isAll) = (request.code, request.all)
            filter.system = try request.system.map(StaffCall.system)
            filter.number = try request.number.map { try AddresseeNumber($0) }
            let page = try await call.heldDecisions.list(
                by: try await call.person(), filter, after: request.after, limit: request.limit ?? HeldPage.usual)
            return ListHeld.Answer(entries: page.entries.map { HeldEntry($0) }, more: page.more)
        }
        answer(ShowHeld.self) { call, request in
            let sheet = try await PersonLookup(provisioning: call.hub.provisioning).held(
                by: try await call.person(), request.id, reason: try LookupReason(request.reason))
            return ShowHeld.Answer(
                entry: HeldEntry(sheet.entry), warnings: sheet.warnings,
                lines: sheet.lines.map { .init(label: $0.label, row: $0.row, person: $0.person, other: $0.other, differs: $0.differs) })
        }
        answer(DecideHeld.self) { call, request in
            try await call.heldDecisions.decide(by: try await call.person(), request.id, as: request.decision, because: request.reason)
            return Done()
        }
        answer(ConfirmHeld.self) { call, request in
            let clerk = try await call.person()
            try await call.heldDecisions.confirm(by: clerk, request.id, because: request.reason)
            return try await PersonLookup(provisioning: call.hub.provisioning).receivers(by: clerk, ofEntry: request.id).map { NumberReceiver($0) }
        }
        answer(UndoHeld.self) { call, request in
            UndoHeld.Answer(isProposed: try await call.heldDecisions.undo(by: try await call.person(), request.id, because: request.reason))
        }
        answer(ListNumberReceivers.self) { call, request in
            try await PersonLookup(provisioning: call.hub.provisioning).receivers(by: try await call.person(), ofEntry: request.id).map { NumberReceiver($0) }
        }
    }
}

extension StaffCall {
    fileprivate var heldDecisions: HeldDecisions { HeldDecisions(pool: hub.pool, vault: hub.vault) }
}

extension HeldEntry {
    fileprivate init(_ entry: QueueEntry) {
        self.init(
            id: entry.id, state: entry.state.label, isWaiting: entry.state == .waiting, kind: entry.isClaim ? "claim" : "row", code: entry.code,
            addresseeNumber: entry.addresseeNumber, otherNumber: entry.otherNumber, source: entry.source, since: entry.since, days: entry.days,
            proposal: entry.proposal, allowed: entry.allowed, reason: entry.reason)
    }
}

extension NumberReceiver {
    fileprivate init(_ receipt: NumberReceipt) {
        self.init(
            at: receipt.at, system: receipt.system, dataset: receipt.dataset, way: receipt.way, addresseeNumber: receipt.addresseeNumber,
            outcome: receipt.outcome.label, record: receipt.record)
    }
}
