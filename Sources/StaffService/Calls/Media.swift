internal import AccessControl
internal import Addressee
internal import Foundation
internal import Installation
internal import MutualTLS
internal import Settings
internal import Sharing
internal import StaffAPI

extension StaffRoutes {
    /// 電子記録媒体
    func addMedia() {
        answer(ProposeMedium.self) { call, request in
            guard let format = ExtractFormat(rawValue: request.format) else {
                throw ValueError(code: FaultCode.characters, rule: "中身の形式は \(ExtractFormat.allCases.map(\.rawValue).joined(separator: "、")) のどれかです。")
            }
            return ProposeMedium.Answer(
                medium: try await MediaRequests(provisioning: call.hub.provisioning, authority: call.authority).propose(
                    by: try await call.person(), try StaffCall.system(request.system), dataset: request.dataset, format: format, to: request.certificate,
                    because: request.reason))
        }
        answer(DecideMedium.self) { call, request in
            try await MediaRequests(provisioning: call.hub.provisioning, authority: call.authority).decide(
                by: try await call.person(), request.medium, isReleased: request.isReleased, because: request.reason)
            return Done()
        }
        stream(ExportMedium.self) { call, request, directory, out in
            let name = Holding.plain(request.fileName)
            let path = "\(directory)/\(name)"
            let receipt = try await MediaHandOver(provisioning: call.hub.provisioning, authority: call.authority).write(
                by: try await call.person(), request.medium, into: path)
            for suffix in ["", ".receipt.txt", ".receipt.json"] { try await out.file(at: path + suffix, as: name + suffix) }
            return ExportMedium.Answer(receipt: receipt.text)
        }
        answer(MoveMedium.self) { call, request in
            guard let step = MediumStep(rawValue: request.step) else { throw Problem.unreadable }
            try await call.custody.record(
                by: try await call.person(), step, of: request.medium, on: try request.day.map(StaffCall.day), counterpart: request.counterpart,
                note: request.note)
            return Done()
        }
        answer(ListMedia.self) { call, request in
            try await call.custody.list(by: try await call.person(), onlyOverdue: request.onlyOverdue).map { MediumLine($0) }
        }
        answer(ShowMedium.self) { call, request in MediumLine(try await call.custody.show(by: try await call.person(), request.medium)) }
    }
}

extension StaffCall {
    fileprivate var custody: MediaCustody { MediaCustody(provisioning: hub.provisioning) }

    fileprivate var authority: String? { hub.authority }
}

extension Installation {
    /// Our own `ca.pem`; nil where this hub knows none.
    var authority: String? { settings[.pki].flatMap { try? String(contentsOfFile: $0 + "/ca.pem", encoding: .utf8) } }
}

extension MediumLine {
    fileprivate init(_ medium: MediaCustody.Medium) {
        self.init(
            number: medium.id, system: medium.system, dataset: medium.dataset, fingerprint: medium.fingerprint, proposedBy: medium.proposedBy,
            proposedAt: medium.proposedAt, decidedBy: medium.decidedBy, state: medium.state.label,
            steps: medium.steps.map {
                .init(step: $0.step.label, day: $0.day.description, recordedBy: $0.recordedBy, counterpart: $0.counterpart, note: $0.note)
            }, daysOverdue: medium.daysOverdue)
    }
}
