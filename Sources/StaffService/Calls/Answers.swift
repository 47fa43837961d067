internal import AccessControl
internal import Addressee
internal import Installation
internal import Sharing
internal import StaffAPI

extension StaffRoutes {
    /// 自動応答不可と確認待ち
    func addAnswers() {
        answer(ListAnswers.self) { call, request in
            let page = try await call.confirmation.waiting(
                by: try await call.person(), of: try request.system.map(StaffCall.system), after: request.after,
                limit: request.limit ?? WaitingAnswers.usual, isLapsed: request.lapsed)
            return ListAnswers.Answer(answers: page.answers.map { ListAnswers.Waiting($0) }, more: page.more)
        }
        answer(DecideAnswer.self) { call, request in
            try await call.confirmation.decide(
                by: try await call.person(), request.request, isReleased: request.isReleased, because: request.reason,
                days: request.days ?? ManualConfirmation.usualDays)
            return Done()
        }
        answer(FlagPerson.self) { call, request in
            try await call.confirmation.flag(by: try await call.person(), try AddresseeNumber(request.number), because: request.reason)
            return Done()
        }
        answer(LiftFlag.self) { call, request in
            let (clerk, number) = (try await call.person(), try AddresseeNumber(request.number))
            if request.confirms {
                try await call.confirmation.confirmLifting(by: clerk, number, because: request.reason)
            } else {
                try await call.confirmation.askToLift(by: clerk, number, because: request.reason)
            }
            return Done()
        }
    }
}

extension StaffCall {
    fileprivate var confirmation: ManualConfirmation { ManualConfirmation(provisioning: hub.provisioning) }

    /// A system by its slug.
    ///
    /// - Throws: `ValueError` where it is none.
    static func system(_ name: String) throws -> SystemName {
        guard let system = SystemName(rawValue: name) else { throw ValueError(code: FaultCode.characters, rule: "業務システムの名前が正しくありません。") }
        return system
    }
}

extension ListAnswers.Waiting {
    fileprivate init(_ answer: WaitingAnswer) {
        self.init(
            id: answer.id, system: answer.system, dataset: answer.dataset, addresseeNumber: answer.addresseeNumber, items: answer.items.map(\.label),
            since: answer.since, days: answer.days, askedBy: answer.askedBy)
    }
}
