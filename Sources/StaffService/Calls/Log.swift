internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Foundation
internal import Governance
internal import Installation
internal import LogSealing
internal import MutualTLS
internal import Oversight
internal import Settings
internal import Sharing
internal import StaffAPI
internal import TextFiles
internal import TransparencyLog

extension StaffRoutes {
    /// 証跡
    func addLog() {
        stream(VerifyLog.self) { call, request, _, _ in
            let (files, kept) = (try Installation.batchFiles(call.hub.settings), request.checkpoints.map { KeptNotes($0) })
            let report = try await AuditLog(pool: call.hub.pool, files: files).verify(
                by: call.principal, try StaffCall.range(request.from, request.to), key: try request.key.map { try VerifierKey($0) } ?? files.key(),
                witnesses: kept?.notes ?? [])
            return try LogWords.sheet(report)
        }
        stream(ExportLog.self) { call, request, directory, out in
            let files = try Installation.batchFiles(call.hub.settings)
            let path = directory + "/log.jsonl"
            let file = try BlockingWholeFile(path: path)
            defer { file.discard() }
            var buffer: [UInt8] = []
            var events = 0
            let written = try await AuditLog(pool: call.hub.pool, files: files).export(
                by: call.principal, try StaffCall.range(request.from, request.to), withPersonal: !request.withoutPersonal
            ) { line in
                buffer += line
                events += 1
                guard buffer.count > 1 << 18 else { return }
                out.progress(events, 0)
                try file.append(buffer)
                buffer.removeAll(keepingCapacity: true)
            }
            try file.append(buffer)
            try file.publish()
            try await out.file(at: path, as: "log.jsonl")
            return ExportLog.Answer(events: written.events, isStated: written.isStated)
        }
        answer(ReadLogKey.self) { call, _ in
            try await call.hub.pool.permit(call.principal, .readLog)
            return ReadLogKey.Answer(key: try Installation.batchFiles(call.hub.settings).key().text + "\n")
        }
        answer(ProveLog.self) { call, request in
            let log = AuditLog(pool: call.hub.pool, files: try Installation.batchFiles(call.hub.settings))
            switch request.what {
            case .event(let id):
                return ProveLog.Answer(proof: try await log.prove(by: call.principal, event: id).map { try StaffCall.json($0) })
            case .consistency(let earlier, let later):
                return ProveLog.Answer(proof: try await log.consistency(by: call.principal, from: earlier, to: later).map { try StaffCall.json($0) })
            }
        }
        answer(ResumeSealing.self) { call, request in
            let resumption = call.hub.resumption
            guard request.confirms else {
                let loss = try await resumption.propose(by: call.principal, reason: request.reason)
                return ResumeSealing.Answer(lines: [
                    loss.isOfEvents
                        ? "\(ResumptionWords.lost(loss))、失われたものとして封印を続けることを提案しました。"
                        : "バッチ \(loss.outside + 1)–\(loss.database)（\(loss.size)件まで）をデータベースから書き直すことを提案しました。"
                ])
            }
            let loss = try await resumption.confirm(by: call.principal, reason: request.reason)
            let what =
                loss.isOfEvents ? "\(ResumptionWords.lost(loss))、失われたものとして示し続けます。" : "バッチ \(loss.outside + 1)–\(loss.database) を書き直します。"
            return ResumeSealing.Answer(lines: ["承認しました。\(what)封印は、atena seal（なければ atena serve か atena work）が動いていれば、数秒で再開します。"])
        }
        stream(EraseOpenings.self) { call, request, _, out in
            let before = try StaffCall.day(request.before, called: "--before")
            return EraseOpenings.Answer(
                events: try await OpeningErasure(pool: call.hub.pool).erase(by: call.principal, before: before) { out.progress($0, 0) })
        }
        stream(AnalyseLog.self) { call, _, _, _ in
            let (rules, text) = try call.hub.settings.analysisRules()
            return AnalyseLog.Answer(
                findings: try await LogAnalysis(pool: call.hub.pool).analyse(by: try await call.person(), rules, text: text))
        }
        answer(ListFindings.self) { call, request in
            let (from, until) = (try StaffCall.day(request.from, called: "--from"), try StaffCall.day(request.to, called: "--to"))
            return try FindingWords.sheet(
                try await LogAnalysis(pool: call.hub.pool).report(by: try await call.person(), from: from, until: until))
        }
        answer(CloseFinding.self) { call, request in
            try await LogAnalysis(pool: call.hub.pool).close(by: try await call.person(), request.finding, because: request.reason)
            return Done()
        }
        stream(DiscloseRecords.self) { call, request, directory, out in try await call.disclosed(request, directory, out) }
    }
}

extension StaffCall {
    fileprivate static func range(_ from: Int?, _ to: Int?) throws -> Range<Int>? {
        guard from != nil || to != nil else { return nil }
        let (start, end) = (from ?? 0, to ?? Int.max - 1)
        guard start >= 0, end >= start, end < Int.max else {
            throw ValueError(code: FaultCode.characters, rule: "--from と --to は、0から始まる位置で、from ≤ to としてください。")
        }
        return start..<end + 1
    }

    fileprivate static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    fileprivate func disclosed(_ request: DiscloseRecords, _ directory: String, _ out: PartWriter) async throws -> Sheet {
        let number = try AddresseeNumber(request.number)
        let (from, until) = (try request.from.map { try Self.day($0, called: "--from") }, try request.to.map { try Self.day($0, called: "--to") })
        // Of no day nothing would be told, as if nothing had happened.
        if let from, let until, from > until { throw ValueError(code: FaultCode.correlation, rule: "--from は、--to と同じ日か、それより前の日を指定してください。") }
        let reporting = DisclosureReporting(provisioning: hub.provisioning)
        let key = try Installation.batchFiles(hub.settings).key()
        var every = try request.every ? EveryRecord(directory) : nil
        defer { every?.discard() }
        let report = try await reporting.report(
            by: try await person(), on: number, from: from, until: until, because: request.reason,
            every: request.every ? { try every?.add($0) } : nil)
        for (name, text) in [("disclosure.csv", report.csv), ("disclosure.html", report.page)] { await out.file(text.utf8, as: name) }
        var proven: [Int64] = []
        let proofs = try await reporting.prove(report.proven, key: key) {
            try BlockingWholeFile.write(Array(try Self.json($1).utf8), to: "\(directory)/\($0).json")
            proven.append($0)
        }
        for event in proven { try await out.file(at: "\(directory)/\(event).json", as: "proofs/\(event).json") }
        var lines = ["証明 \(proofs.proven)件、封印を待つもの \(proofs.unsealed.count)件"]
        var altered = Set(proofs.altered)
        if var records = every {
            let all = try await reporting.prove(records.events, key: key) {
                try records.add($1)
                out.progress(records.proven, records.events.count)
            }
            every = records
            for name in try records.publish() { try await out.file(at: "\(directory)/\(name)", as: name) }
            lines.append("一件ずつの記録 \(records.events.count)件、その証明 \(all.proven)件、封印を待つもの \(all.unsealed.count)件")
            altered.formUnion(all.altered)
        }
        if !altered.isEmpty {
            let named = altered.sorted().prefix(100).map(String.init).joined(separator: "、")
            lines.append("封印された内容と異なる記録があります: \(named)\(altered.count > 100 ? " ほか" : "")。次は: atena audit verify")
        }
        for part in DisclosureReport.Line.Part.allCases { lines.append("\(part.label)\t\(report.count(of: part))件") }
        if !request.every, report.lines.contains(where: { $0.count > 1 }) {
            lines.append("まとめて数えた行があります。一件ずつの記録と証明は、--every を付けると作ります（--from と --to で期間を絞れます）。")
        }
        return Sheet(lines: lines)
    }
}

/// 一件ずつの記録. The table of single events and their proofs, written as they come: a person may have been looked up a hundred thousand times.
private struct EveryRecord {
    /// Numbers of the events in the table.
    private(set) var events: [Int64] = []
    /// Proofs written.
    private(set) var proven = 0
    private let table: BlockingWholeFile
    private let proofs: BlockingWholeFile
    private var rows: [UInt8]
    private var lines: [UInt8] = []

    init(_ directory: String) throws {
        table = try BlockingWholeFile(path: directory + "/every.csv")
        proofs = try BlockingWholeFile(path: directory + "/proofs.jsonl")
        rows = Array(DisclosureReport.csvHead.utf8)
    }

    mutating func add(_ line: DisclosureReport.Line) throws {
        events.append(line.event)
        rows += line.csv.utf8
        try Self.append(&rows, to: table, beyond: 1 << 18)
    }

    mutating func add(_ proof: InclusionProof) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        lines += try encoder.encode(proof) + [0x0A]
        proven += 1
        try Self.append(&lines, to: proofs, beyond: 1 << 18)
    }

    /// - Returns: names of the files, which are there then.
    mutating func publish() throws -> [String] {
        try Self.append(&rows, to: table, beyond: 0)
        try Self.append(&lines, to: proofs, beyond: 0)
        try table.publish()
        try proofs.publish()
        return ["every.csv", "proofs.jsonl"]
    }

    func discard() {
        table.discard()
        proofs.discard()
    }

    private static func append(_ bytes: inout [UInt8], to file: BlockingWholeFile, beyond most: Int) throws {
        guard bytes.count > most else { return }
        try file.append(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}
