internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Foundation
internal import Governance
internal import Installation
internal import MutualTLS
internal import Postgres
internal import Register
internal import Settings
internal import SourceFiles
internal import StaffAPI

extension StaffRoutes {
    /// 取込・公開・随時の行
    func addIntake() {
        take(TakeFile.self, for: .operateDeliveries) { call, request, path, out in
            let layout = try call.layout(request.layout, request.edition)
            let source = try StaffCall.system(request.source)
            return try await call.taken(path, out, request.terms, due: call.filesDue) { encoding, rejects, progress in
                try await call.intake.take(
                    call.principal, path, layout: layout, source: source, encoding: encoding, rejects: rejects, progress: progress)
            }
        }
        take(PublishFile.self, for: .operateDeliveries) { call, request, path, out in
            let source = try StaffCall.system(request.source)
            let catalogue = try call.catalogue(request.dataset)
            return try await call.taken(path, out, request.terms, due: call.filesDue) { encoding, rejects, progress in
                try await call.intake.publish(
                    call.principal, path, catalogue, source: source, encoding: encoding, rejects: rejects, progress: progress)
            }
        }
        answer(TakeRow.self) { call, request in
            let layout = try call.layout(request.layout, request.edition)
            let door: Intake.Door
            do {
                door = try await call.intake.door(call.principal, header: request.header, layout: layout, source: try StaffCall.system(request.source))
            } catch let refused as FileRefused {
                return TakeRow.Answer(refused: refused.explanation)
            }
            guard let row = request.row else { return TakeRow.Answer() }
            do { return TakeRow.Answer(try await door.submit(row)) } catch is NumberingUnknown { return TakeRow.Answer(isNumberingUnknown: true) }
        }
    }
}

extension StaffCall {
    fileprivate func filesDue() async -> [String] { await DueLines.afterTaking(by: principal, hub) }

    fileprivate var intake: Intake { Intake(pool: hub.pool, vault: hub.vault) }

    fileprivate func layout(_ rows: RowLayout, _ edition: String?) throws -> FileLayout {
        let layout: FileLayout = rows == .residents ? .residents : .nonResidents
        guard let edition else { return layout.written(in: try hub.settings.layoutEdition()) }
        guard let known = LayoutEdition(rawValue: edition) else {
            let all = LayoutEdition.allCases.map(\.rawValue).joined(separator: "、")
            throw ValueError(code: FaultCode.characters, rule: "様式の版は \(all) のどれかです。")
        }
        return layout.written(in: known)
    }

    fileprivate func catalogue(_ dataset: String) throws -> ItemCatalogue {
        let library = try PolicyLibrary(directory: hub.settings.value(.policies) ?? "Policies")
        guard let name = DatasetName(rawValue: dataset), let catalogue = library.datasets[name], name != .addressee else {
            let known = library.datasets.keys.sorted().filter { $0 != .addressee }.map(\.rawValue).joined(separator: ", ")
            throw ValueError(code: FaultCode.characters, rule: "公開できるデータセットではありません: \(dataset)（\(known)）")
        }
        return catalogue
    }

    /// Takes a file in and sends what it leaves: rows that were rejected, numbers that were given, characters that were converted.
    ///
    /// - Parameter due: files that were due and lack, once it is taken; nil where files of this kind are on no schedule.
    func taken(
        _ path: String, _ out: PartWriter, _ terms: TakingTerms, due: (() async -> [String])? = nil,
        _ take: (FileEncoding, RejectBound, @escaping @Sendable (Int, Int) -> Void) async throws -> IntakeReport
    ) async throws -> TakenFile {
        guard let encoding = FileEncoding(rawValue: terms.encoding) else {
            let all = FileEncoding.allCases.map(\.rawValue).joined(separator: "、")
            throw ValueError(code: FaultCode.characters, rule: "文字コードは \(all) のどれかです。")
        }
        guard let rejects = terms.acceptRejects.map(RejectBound.init(accepting:)) ?? .usual else {
            throw ValueError(code: FaultCode.characters, rule: "却下を認める行数は0から\(RejectBound.most)までです。")
        }
        do {
            let report = try await take(encoding, rejects) { out.progress($0, $1) }
            return TakenFile(end: .taken, report: try await sent(report, out), due: await due?() ?? [])
        } catch let refused as FileRefused {
            return TakenFile(end: .refused(refused.explanation), report: nil)
        } catch let refused as CatalogueRefused {
            return TakenFile(end: .refused(refused.explanation), report: nil)
        } catch let interrupted as IntakeInterrupted {
            let refused = interrupted.cause as? FileRefused
            return TakenFile(
                end: .interrupted(why: Problem(staff: interrupted.cause).detail, rows: interrupted.rows, isAtBound: refused?.endsAtRejects ?? false),
                report: try await sent(interrupted.soFar, out))
        }
    }

    /// Sends the files of a report, and names them in it as they are sent.
    private func sent(_ report: IntakeReport, _ out: PartWriter) async throws -> TakingReport {
        var names: [String?] = []
        for path in [report.rejectedFile, report.assignedFile, report.charactersFile] {
            let name = path.map(Holding.plain)
            if let path, let name { try await out.file(at: path, as: name) }
            names.append(name)
        }
        return TakingReport(
            rowsRead: report.rowsRead, emptyLines: report.emptyLines, accepted: report.accepted, unchanged: report.unchanged, held: report.held,
            claimed: report.claimed, rejected: report.rejected, takenBefore: report.takenBefore, decidedAnew: report.decidedAnew,
            rejectedByCode: report.rejectedByCode, convertedCharacters: report.convertedCharacters, rejectedFile: names[0], assignedFile: names[1],
            charactersFile: names[2])
    }
}

extension TakeRow.Answer {
    fileprivate init(_ outcome: Intake.RowOutcome) {
        switch outcome {
        case .accepted: self.init(outcome: "accepted")
        case .assigned(let number): self.init(outcome: "assigned", number: number)
        case .claimed(let code): self.init(outcome: "claimed", codes: [code])
        case .unchanged: self.init(outcome: "unchanged")
        case .held(let code): self.init(outcome: "held", codes: [code])
        case .rejected(let codes): self.init(outcome: "rejected", codes: codes)
        }
    }
}
