import Foundation
import Testing

@testable import TransparencyLog

/// What an export says of the personal fields in it, under the signature, and what shows once something was taken out of it or stands twice in it.
@Suite struct ExportStatementTests {
    /// A log of two batches, of which the second's last event was erased, exported with a statement that a third batch seals.
    private struct Exported {
        let key: CheckpointKey
        var events: [LogEvent]
        var lines: [[UInt8]] = []

        init(withPersonal: Bool = true, isStated: Bool = true, key: CheckpointKey = CheckpointKey(name: "atena-hub/test")) throws {
            self.key = key
            events = (0..<6).map { $0 == 1 ? Self.plain($0) : Self.committed($0) }
            (events[5].salt, events[5].personal) = (nil, nil)
            if !withPersonal { for index in events.indices { (events[index].salt, events[index].personal) = (nil, nil) } }
            var (frontier, openings) = (MerkleFrontier(), ExportOpenings())
            lines = [try LogExport.line(LogExport.Head(origin: key.verifier.name, after: nil, peaks: []))]
            var note: SignedNote?
            for (number, own) in [events[0..<2], events[2...]].enumerated() {
                for event in own {
                    frontier.append(event.leaf)
                    lines.append(try LogExport.line(event))
                }
                let sealed = try seal(frontier, number + 1, after: note)
                let marks = String(own.map { ExportOpenings.Mark($0).rawValue })
                lines.append(try LogExport.line(SealedBatch(note: sealed, leaves: own.map(\.leaf), eventIDs: own.map(\.id)), openings: marks))
                openings.close(number + 1, marks)
                note = sealed
            }
            if isStated { lines.append(try statement(ExportStatement(0..<6, isWithoutPersonal: !withPersonal, openings), frontier, after: note)) }
            lines.append(try LogExport.line(LogExport.End(batches: 2, events: 6)))
            lines = lines.map { $0.dropLast() }
        }

        private func statement(_ word: ExportStatement, _ frontier: MerkleFrontier, after note: SignedNote?) throws -> [UInt8] {
            let fields = word.fields.sorted { $0.key < $1.key }.map { #""\#($0.key)":"\#($0.value)""# }.joined(separator: ",")
            let body =
                #"{"at":"2026-11-21T00:00:01.000000Z","by":"staff 3001","clock":"database","event":"log.exported","fields":{\#(fields)},"outcome":"success"}"#
            var whole = frontier
            let event = LogEvent(index: 6, id: 106, body: body, salt: nil, personal: nil)
            whole.append(event.leaf)
            // Of seven leaves the last is a subtree of its own, beside those of four and of two.
            let path = Array(frontier.peaks.reversed())
            return try LogExport.line(statement: InclusionProof(event: event, note: try seal(whole, 3, after: note), path: path))
        }

        private func seal(_ frontier: MerkleFrontier, _ batch: Int, after note: SignedNote?) throws -> SignedNote {
            try SignedNote(
                Checkpoint(
                    origin: key.verifier.name, size: frontier.size, root: frontier.root, time: "2026-11-21T00:00:00.000000Z", batch: batch,
                    previous: note?.digest),
                key: key)
        }

        private static func plain(_ n: Int) -> LogEvent { LogEvent(index: n, id: Int64(100 + n), body: SampleLog.body("\(n)"), salt: nil, personal: nil) }

        private static func committed(_ n: Int) -> LogEvent {
            let (salt, personal) = ([UInt8](repeating: UInt8(n), count: 32), #"{"addressee_id":"\#(n)"}"#)
            let body = SampleLog.body("\(n)").dropLast() + #","personal":"\#(TreeHash.digest(salt + Array(personal.utf8)))"}"#
            return LogEvent(index: n, id: Int64(100 + n), body: String(body), salt: salt, personal: personal)
        }

        var report: LogExport.Report { get throws { try LogExport.verify(lines, key: key.verifier) } }

        /// Where the line of an event stands.
        static func line(of index: Int) -> Int { index < 2 ? 1 + index : 2 + index }

        /// As whoever handles the file would: the opening taken out of the line, which goes on being one.
        mutating func strip(_ index: Int) throws {
            var event = events[index]
            (event.salt, event.personal) = (nil, nil)
            lines[Self.line(of: index)] = Array(try LogExport.line(event).dropLast())
        }

        mutating func replace(_ line: Int, _ old: String, _ new: String) {
            let text = String(decoding: lines[line], as: UTF8.self)
            #expect(text.contains(old))
            lines[line] = Array(text.replacing(old, with: new).utf8)
        }
    }

    private func told(_ report: LogExport.Report) -> [String] { report.faults.list.map { "\($0.kind.rawValue) \($0.eventID ?? 0)" } }

    @Test func itSaysHowManyHaveTheirPersonalFieldsAndWhichHaveNot() throws {
        let report = try Exported().report
        #expect(report.fault == nil && !report.isUnstated, "\(report.faults.list)")
        let statement = try #require(report.statement)
        #expect(statement.given == 4 && statement.absent == 1 && !statement.isWithoutPersonal && statement.byWhom == "staff 3001")
        #expect(statement.places == [.init(from: 5, to: 5)] && statement.more == 0)
    }

    @Test func oneThatWasAskedForWithoutSaysSoAndOfWhichEvents() throws {
        let report = try Exported(withPersonal: false).report
        #expect(report.fault == nil, "\(report.faults.list)")
        let statement = try #require(report.statement)
        #expect(statement.isWithoutPersonal && statement.given == 0 && statement.absent == 5)
        #expect(statement.places == [.init(from: 0, to: 5)], "the one between commits to nobody")
    }

    @Test(arguments: [[0], [2], [4], [0, 2, 3, 4]]) func whatWasTakenOutLaterIsNamed(indices: [Int]) throws {
        var export = try Exported()
        for index in indices { try export.strip(index) }
        let report = try export.report
        #expect(told(report) == indices.map { "missing \(100 + $0)" } + ["missing 0"], "\(report.faults.list)")
        #expect(report.gravest == .missing && report.faults.list.last?.detail.contains("4件、この書き出しでは\(4 - indices.count)件") == true)
    }

    @Test func whoeverRewritesTheMarksTooIsFound() throws {
        var export = try Exported()
        try export.strip(2)
        try export.strip(3)
        export.replace(8, #""openings":"1110""#, #""openings":"0010""#)
        #expect(told(try export.report) == ["missing 0"])
        // Or leaves them out.
        export.replace(8, #","openings":"0010""#, "")
        #expect(told(try export.report) == ["missing 0"])
        // As many as were written, of other events.
        var other = try Exported()
        other.replace(3, #""openings":"1-""#, #""openings":"-1""#)
        #expect(told(try other.report) == ["altered 0"])
    }

    @Test func theStatementOfAnotherExportIsNone() throws {
        let with = try Exported()
        let without = try Exported(withPersonal: false, key: with.key)
        let statement = with.lines.count - 2
        // Of the same events: it says that none was left out, and here none is there.
        var export = without
        export.lines[statement] = with.lines[statement]
        #expect(told(try export.report) == ["missing 0"])
        // Of the same log, another end.
        var short = with
        short.lines.removeSubrange(4...8)
        short.lines[short.lines.count - 1] = Array(try LogExport.line(LogExport.End(batches: 1, events: 2)).dropLast())
        let report = try short.report
        #expect(report.isUnstated && report.statement == nil && told(report) == ["missing 0"], "\(report.faults.list)")
    }

    @Test func aStatementThatNobodySealedIsAFault() throws {
        var export = try Exported()
        let line = export.lines.count - 2
        export.replace(line, #"\"given\":\"4\""#, #"\"given\":\"3\""#)
        let report = try export.report
        #expect(report.isUnstated && report.statement == nil && told(report) == ["altered 106"], "\(report.faults.list)")
    }

    @Test func oneWithoutAStatementStillVerifiesAndIsSaidToMakeNone() throws {
        var export = try Exported(isStated: false)
        #expect(try export.report.fault == nil && export.report.isUnstated && export.report.statement == nil)
        try export.strip(0)
        #expect(try export.report.fault?.eventID == 100, "by its marks, which nobody signed")
        // Exports of the forms before.
        for format in ["atena-audit-export/1", "atena-audit-export/2"] {
            let log = try SampleLog([2, 2])
            var lines = try log.lines(format: format)
            if format.hasSuffix("2") { lines.append(Array(try LogExport.line(LogExport.End(batches: 2, events: 4)).dropLast())) }
            let report = try LogExport.verify(lines, key: log.key.verifier)
            #expect(report.fault == nil && report.isUnstated)
        }
    }

    /// Who takes out openings, and the statement of them, leaves one that makes none: it is refused by whoever does not know why.
    @Test func oneWithoutAStatementIsAFaultUnlessItIsAccepted() throws {
        var export = try Exported()
        var report = try export.report
        report.refuseUnstated()
        #expect(report.fault == nil && report.gravest == nil)
        export.lines.remove(at: export.lines.count - 2)
        report = try export.report
        #expect(report.fault == nil && report.isUnstated)
        report.refuseUnstated()
        #expect(told(report) == ["missing 0"] && report.gravest?.exitStatus == 2, "\(report.faults.list)")
    }

    @Test func aNameThatStandsTwiceIsRefusedWhereverItStands() throws {
        let good = try Exported()
        #expect(try good.report.fault == nil)
        for line in good.lines.indices.dropFirst() {
            // In the line's object, and in that within it where there is one.
            let text = String(decoding: good.lines[line], as: UTF8.self)
            let names = text.matches(of: #/[{,]"([a-z]+)":/#).filter { !$0.range.isEmpty }
            for name in names {
                var export = good
                let place = text.index(after: name.range.lowerBound)
                export.lines[line] = Array((text[..<place] + "\"\(name.1)\":null," + text[place...]).utf8)
                let report = try export.report
                #expect(report.gravest == .altered, "\(name.1) in line \(line + 1)")
                #expect(report.faults.list.contains { $0.detail.contains("\(line + 1)行目に、同じ名前「\(name.1)」が二度あります") }, "\(report.faults.list)")
            }
            #expect(!names.isEmpty)
        }
        var head = good
        head.replace(0, #""origin":"#, #""origin":"x","origin":"#)
        let refused = #expect(throws: LogError.self) { try head.report }
        #expect(refused?.expected.contains("「origin」が二度") == true)
    }

    @Test func textOfTwoBytesACharacterIsNoLine() throws {
        var export = try Exported()
        let text = String(decoding: export.lines[1], as: UTF8.self)
        export.lines[1] = Array(try #require(text.data(using: .utf16LittleEndian)))
        #expect(try export.report.faults.list.contains { $0.detail == "書き出しの2行目を読めません" })
    }

    @Test func aSealedTextWithANameTwiceIsNamedSo() throws {
        let twice = SampleLog.body("1").replacing(#""fields":{"#, with: #""fields":{"n":"0","#)
        let report = try SampleLog([2, 2], foreign: [1: twice]).report()
        #expect(told(report) == ["foreign 102"] && report.fault?.detail.contains("同じ名前「n」が二度") == true, "\(report.faults.list)")
    }

    @Test func aProofWithANameTwiceIsNone() throws {
        let export = try Exported()
        let line = String(decoding: export.lines[export.lines.count - 2], as: UTF8.self)
        let proof = String(line.dropFirst(#"{"statement":"#.count).dropLast())
        let read: InclusionProof = try ProofFile.read(Array(proof.utf8))
        try read.verify(export.key.verifier)
        let refused = #expect(throws: LogError.self) {
            let _: InclusionProof = try ProofFile.read(Array(proof.replacing(#""index":6"#, with: #""index":6,"index":6"#).utf8))
        }
        #expect(refused?.expected.contains("「index」が二度") == true)
    }
}
