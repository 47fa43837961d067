internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Installation
internal import NationalPension
internal import Postgres
internal import Register
internal import SourceFiles
internal import StaffAPI

extension StaffRoutes {
    /// 移行
    func addPensionImports() {
        pensionTake(ImportPensionFile.self, .pensionImportTaken) { call, work, request, path, out in
            guard let kind = FileLayout.PensionFile(rawValue: request.kind) else {
                throw PensionRefused.terms("移行の種類は \(FileLayout.PensionFile.choices) のいずれかです。")
            }
            return try await work.imported(path, out, kind, request.terms, call)
        }
        pensionFile(SettlePensionImport.self, .pensionImportSettled) { work, request, out in
            let (records, clerk, today) = (work.records, work.clerk, work.today)
            let enterers = try await records.enterers(of: request.number)
            try await work.requireSecondPerson(after: enterers, or: .sameImporter)
            if let reason = request.withdrawal {
                let done = try await records.withdrawImport(request.number, because: reason, by: clerk, today: today) { out.progress($0, $1) }
                return try work.words.sheet(done, of: request.number, isReleased: false)
            }
            let done = try await records.release(
                request.number, of: enterers, by: clerk, today: today, progress: { out.progress($0, $1) },
                settled: { about, claimants in
                    await work.keepToldOfKept(about)
                    await work.keepToldOfKept(claimants, because: PensionCall.claiming)
                })
            return try work.words.sheet(done, of: request.number, isReleased: true)
        }
        pension(ListPensionImports.self, .pensionListed) { work, request in
            let limit = try work.limit(request.limit)
            let (files, untrue) = try await work.records.imports(limit: limit + 1)
            try await work.log.listed("imports", files.count, by: work.principal)
            try await work.log.found(untrue: untrue, of: "imports")
            return try work.words.sheet(files, limit: limit)
        }
        pension(ShowPensionImport.self, .pensionListed) { work, request in
            let limit = try work.limit(request.limit)
            let state = try await work.records.importState(request.number, limit: limit)
            try await work.log.listed("import", state.held.count, by: work.principal)
            try await work.log.found(untrue: state.untrue, of: "import")
            return try work.words.sheet(state)
        }
    }
}

extension PensionCall {
    /// Takes a file in, portion by portion.
    fileprivate func imported(
        _ path: String, _ out: PartWriter, _ kind: FileLayout.PensionFile, _ terms: TakingTerms, _ call: StaffCall
    ) async throws -> TakenFile {
        var number: Int64?
        var taken = try await call.taken(path, out, terms) { encoding, rejects, progress in
            let file = ModuleFile(layout: .pension(kind), encoding: encoding, rejects: rejects, of: hub.body.code)
            do {
                let report = try await file.take(path, progress: progress) { digest, rows in
                    let opened = try await records.openImport(kind, digest: digest, lines: rows, by: clerk)
                    number = opened.id
                    return opened
                } keep: { opened, rows in
                    try await records.take(rows.map { ImportedRow(line: $0.line, values: $0.values, faults: $0.faults) }, of: opened, by: clerk, today: today)
                        .map(ModuleFile.Outcome.init)
                }
                try await log.imported(number, kind, report, by: principal)
                return report
            } catch let refused as FileRefused {
                // Whoever hands in what is no file of the kind is on record, too.
                try await hub.pool.refuse(.pensionImportTaken, refused.code, by: principal)
                throw refused
            } catch let interrupted as IntakeInterrupted {
                try await log.imported(number, kind, interrupted.soFar, isWhole: false, by: principal)
                throw interrupted
            }
        }
        if let number, let report = taken.report { taken.next = words.next(number, report) }
        return taken
    }
}

extension ModuleFile.Outcome {
    init(_ outcome: ImportOutcome) {
        self =
            switch outcome {
            case .accepted: .accepted
            case .unchanged: .unchanged
            case .held: .held
            case .rejected(let faults): .rejected(faults)
            }
    }
}
