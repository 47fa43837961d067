import Testing

@testable import TransparencyLog

/// Verification goes on behind a first fault, and names every one, with its class.
@Suite struct ManyFaultsTests {
    private func told(_ report: LogExport.Report) -> [String] {
        report.faults.list.map { "\($0.kind) \($0.index.map(String.init) ?? "–") \($0.eventID.map(String.init) ?? "–")" }
    }

    @Test(arguments: [false, true]) func faultsInSeveralBatchesAreAllNamedAndNothingElse(withoutIDs: Bool) throws {
        var log = try SampleLog([3, 4, 2, 5])
        log.events[1].body = SampleLog.body("x")
        log.events[8].body = SampleLog.body("y")
        log.events.remove(at: 11)
        log.events.remove(at: 4)
        let report = try log.report(withoutIDs: withoutIDs)
        let missing = withoutIDs ? ["missing 4 –", "missing 11 –"] : ["missing 4 108", "missing 11 122"]
        #expect(told(report) == ["altered 1 102", missing[0], "altered 8 116", missing[1]])
        #expect(report.gravest == .altered && report.fault?.kind == .altered && report.batches == 4)
    }

    @Test func behindANoteThatIsNotSignedTheNextSignedOneLeadsOn() throws {
        var log = try SampleLog([3, 4, 2, 5])
        let note = log.batches[1].note.checkpoint
        log.batches[1] = SealedBatch(
            note: try SignedNote(note, key: CheckpointKey(name: note.origin)), leaves: log.batches[1].leaves, eventIDs: log.batches[1].eventIDs)
        #expect(told(try log.report()) == ["checkpoint 3 –"])
        // A real alteration behind it is found.
        log.events[10].body = SampleLog.body("x")
        let report = try log.report()
        #expect(told(report) == ["checkpoint 3 –", "altered 10 120"] && !report.isAdrift)
        // And its leaves are not believed: the next signed root proves them wrong, and each later event is still held against its own.
        var leaves = log.batches[1].leaves
        leaves[0] = .leaf([9])
        log.batches[1] = SealedBatch(note: log.batches[1].note, leaves: leaves, eventIDs: log.batches[1].eventIDs)
        let adrift = try log.report()
        #expect(adrift.isAdrift && told(adrift).contains("altered 10 120") && told(adrift).contains("checkpoint 7 –"))
    }

    @Test func behindABatchThatIsGoneTheNextIsHeldAgainstItsOwnLeaves() throws {
        var log = try SampleLog([3, 4, 2, 5])
        log.batches.remove(at: 1)
        log.events.removeSubrange(3..<7)
        log.events[4].body = SampleLog.body("x")
        let report = try log.report()
        #expect(told(report).first == "missing 3 –" && told(report).last == "altered 8 116" && report.faults.list.count == 2 && report.size == 14)
        #expect(report.fault?.kind == .altered, "the gravest comes first")
    }

    @Test func manyInsertedEventsHideNoOther() throws {
        var log = try SampleLog([3, 4, 2, 5])
        log.events[12].body = SampleLog.body("x")
        log.events.insert(
            contentsOf: (0..<50).map { LogEvent(index: 0, id: Int64(9000 + $0), body: SampleLog.body("z\($0)"), salt: nil, personal: nil) }, at: 4)
        let lines = try log.lines(format: LogExport.Head.format) + [Array(LogExport.line(LogExport.End(batches: 4, events: 64)).dropLast())]
        let report = try LogExport.verify(lines, key: log.key.verifier)
        #expect(report.faults.list.filter { $0.kind == .inserted }.count == 50 && report.faults.list.contains { $0.kind == .altered && $0.eventID == 124 })
        #expect(report.faults.list.count == 51, "\(told(report))")
    }

    @Test func moreThanTheListHoldsAreCountedAndDoNotPushAGraverOneOut() {
        var faults = LogFaults()
        for n in 0..<150 { faults.add(LogFault(.foreign, index: n, batch: nil, "")) }
        faults.add(LogFault(.altered, index: 900, batch: nil, ""))
        faults.add(LogFault(.missing, index: 901, batch: nil, ""))
        #expect(faults.list.count == 102 && faults.count(of: .foreign) == 150 && faults.more == 50)
        #expect(faults.gravest == .altered && faults.first?.index == 900)
    }

    @Test func theExitStatusesAreThoseThatWerePublished() {
        #expect(LogFault.Gravity.allCases.map(\.exitStatus) == [5, 4, 3, 2, 1])
        #expect(LogFault.Gravity.late < .gap && LogFault.Gravity.gap < .foreign && LogFault.Gravity.foreign < .missing && LogFault.Gravity.missing < .altered)
    }

    @Test func whatTheProgramNeverWroteIsNamedAsThatAndNotAsAltered() throws {
        let log = try SampleLog([2, 2], foreign: [1: "{}"])
        let report = try log.report()
        #expect(told(report) == ["foreign 1 102"] && report.gravest == .foreign)
    }

    @Test func anExportThatWasCutShortIsMissingAndNothingIsInserted() throws {
        let log = try SampleLog([3, 4, 2])
        let whole = try log.lines(format: LogExport.Head.format) + [Array(LogExport.line(LogExport.End(batches: 3, events: 9)).dropLast())]
        #expect(try LogExport.verify(whole, key: log.key.verifier).fault == nil)
        for count in 1..<whole.count {
            let report = try LogExport.verify(whole.prefix(count), key: log.key.verifier)
            #expect(report.gravest == .missing && report.faults.list.allSatisfy { $0.kind == .missing }, "\(count) lines: \(report.faults.list)")
            // Within a line, too.
            let torn = whole.prefix(count) + [Array(whole[count].dropLast(5))]
            let broken = try LogExport.verify(torn, key: log.key.verifier)
            #expect(broken.gravest == .missing && broken.faults.list.allSatisfy { $0.kind == .missing }, "\(count) lines and a part: \(broken.faults.list)")
        }
        // The first hubs' form has no last line: what no batch closes shows that something is gone.
        let first = try log.lines()
        for count in 2..<first.count where count != 5 && count != 10 {
            let report = try LogExport.verify(first.prefix(count), key: log.key.verifier)
            #expect(report.faults.list.map(\.kind) == [.missing], "\(count) lines: \(report.faults.list)")
        }
    }
}
