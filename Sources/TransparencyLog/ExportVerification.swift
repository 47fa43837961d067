internal import Foundation
internal import TextForms

extension LogExport {
    /// Verifies an export line by line, with nothing but the public key; goes on behind whatever it finds.
    ///
    /// - Parameters:
    ///   - lines: of the export, without their newlines.
    ///   - batches: of the file outside the database, where it is at hand: what it says counts, so that an export that was made anew shows.
    ///   - witnesses: notes kept elsewhere.
    /// - Returns: all that was found.
    /// - Throws: `LogError` for a first line of another form; whatever reading the lines throws.
    public static func verify(
        _ lines: some Sequence<[UInt8]>, key: VerifierKey, batches: [Int: SealedBatch] = [:], witnesses: [SignedNote] = []
    ) throws -> Report {
        var iterator = lines.makeIterator()
        let opening = iterator.next() ?? []
        if !opening.contains(0), let name = RepeatedName.first(in: opening) { throw LogError.malformed("書き出しの1行目に、\(LogExport.twice(name))") }
        guard !opening.contains(0), let head = try? JSONDecoder().decode(Head.self, from: Data(opening)),
            [Head.endless, Head.unstated, Head.format].contains(head.format), let peaks = [TreeHash](joinedBytes: Array(head.peaks))
        else { throw LogError.malformed("書き出しの1行目は \(Head.format) です") }
        var walk = try ExportWalk(head, peaks, key: key, batches: batches, witnesses: witnesses)
        while let line = iterator.next() { if !line.isEmpty { walk.take(line) } }
        walk.finish()
        return walk.report
    }

    /// That a name stands twice, in words. Whoever wrote it past the program may have written anything for a name.
    static func twice(_ name: String) -> String {
        let isPlain = (1...40).contains(name.utf8.count) && name.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
        return "同じ名前\(isPlain ? "「\(name)」" : "")が二度あります。どちらの値を読むかはプログラムによって違うため、読みません"
    }
}

/// One walk over the lines of an export.
private struct ExportWalk {
    private let key: VerifierKey
    private let outside: [Int: SealedBatch]
    private let endsWithLine: Bool
    private var verifier: LogVerifier
    private var gaps = LogGaps()
    private var words: [ResumptionStatement] = []
    /// Events that no batch has taken yet.
    private var events: [LogEvent] = []
    /// A batch is checked once the events after it are known: they tell a removed event from an inserted one.
    private var waiting: SealedBatch?
    private var read = LogExport.End(batches: 0, events: 0)
    private var end: LogExport.End?
    /// A line that is none, which is the torn end of a file that was cut where no other follows.
    private var unreadable: Int?
    private var line = 1
    /// Events since the last batch's line, and what they have.
    private var since: [(event: (index: Int, id: Int64), mark: ExportOpenings.Mark)] = []
    /// As the batches' lines say what was written, and as it is here.
    private var (said, found) = (ExportOpenings(), ExportOpenings())
    private var statement: (text: LogEventText, word: ExportStatement)?
    private var absent = AbsentPlaces()
    var report = LogExport.Report()

    init(_ head: LogExport.Head, _ peaks: [TreeHash], key: VerifierKey, batches: [Int: SealedBatch], witnesses: [SignedNote]) throws {
        (self.key, outside, endsWithLine) = (key, batches, head.format != LogExport.Head.endless)
        verifier = LogVerifier(key: key, witnesses: witnesses)
        if let after = head.after {
            do { verifier = try LogVerifier(key: key, witnesses: witnesses, after: try SignedNote(after), peaks: peaks) } catch let fault as LogFault {
                report.add([fault])
            }
        }
        report.isEndWitnessed = !batches.isEmpty || !witnesses.isEmpty
        (report.from, report.size) = (verifier.size, verifier.size)
    }

    mutating func take(_ bytes: [UInt8]) {
        line += 1
        if let place = unreadable {
            report.add([LogFault(.altered, batch: nil, "書き出しの\(place)行目を読めません")])
            unreadable = nil
        }
        // Text of two bytes a character is JSON, too, to whoever reads it next; names in it can't be told apart here.
        guard !bytes.contains(0) else {
            unreadable = line
            return
        }
        if let name = RepeatedName.first(in: bytes) {
            report.add([LogFault(.altered, batch: nil, "書き出しの\(line)行目に、\(LogExport.twice(name))")])
            return
        }
        let data = Data(bytes)
        if let read = try? JSONDecoder().decode(LogExport.EventLine.self, from: data) {
            events.append(read.event)
            self.read.events += 1
            since.append(((read.event.index, read.event.id), ExportOpenings.Mark(read.event)))
        } else if let read = try? JSONDecoder().decode(LogExport.GapLine.self, from: data) {
            take(gap: read.gap)
        } else if let word = try? ResumptionStatement(line: bytes) {
            // Not signed: nobody's word.
            if (try? word.verify(key)) != nil { words.append(word) }
        } else if let read = try? JSONDecoder().decode(LogExport.StatementLine.self, from: data) {
            take(statement: read.statement)
        } else if let read = try? JSONDecoder().decode(LogExport.EndLine.self, from: data) {
            end = read.end
        } else if let read = try? JSONDecoder().decode(LogExport.BatchLine.self, from: data), let leaves = [TreeHash](joinedBytes: Array(read.leaves)),
            let note = try? SignedNote(read.batch)
        {
            take(openings: read.openings, of: note.checkpoint.batch)
            take(SealedBatch(note: note, leaves: leaves, eventIDs: read.ids.count == leaves.count ? read.ids : []))
        } else {
            unreadable = line
        }
    }

    private mutating func take(gap text: String) {
        do {
            try gaps.add(try SignedNote(text), accepted: LogExport.Accepted.pairs(words), key: key)
        } catch let fault as LogFault {
            report.add([fault])
        } catch {
            report.add([LogFault(.checkpoint, batch: nil, "書き出しの\(line)行目の、欠落を示すチェックポイントを読めません")])
        }
    }

    private mutating func take(statement proof: InclusionProof) {
        do {
            try proof.verify(key)
            guard let text = LogEventText(proof.event.body), let word = ExportStatement(text) else { throw LogError.malformed("書き出しの言明ではないイベントです") }
            statement = (text, word)
        } catch {
            report.add([LogFault(.altered, eventID: proof.event.id, batch: nil, "書き出しの\(line)行目の、書き出しについての言明が封印されたものではありません: \(error)")])
        }
    }

    /// What the events before a batch were written with, and what they have here.
    private mutating func take(openings: String?, of batch: Int) {
        let marks = String(since.map { $0.mark.rawValue })
        let written = openings ?? marks
        said.close(batch, written)
        found.close(batch, marks)
        for (event, mark) in since where mark != .nobody { absent.note(event.index, isAbsent: mark == .absent) }
        // Where events are missing or were added, that is told of them; whose mark is whose is not known then.
        if written.count == marks.count {
            for (entry, mark) in zip(since, written) where mark == ExportOpenings.Mark.given.rawValue && entry.mark == .absent {
                report.add([
                    LogFault(.missing, index: entry.event.index, eventID: entry.event.id, batch: batch, "書き出したときには付いていた、個人を示す項目がありません")
                ])
            }
        }
        since = []
    }

    /// Holds what is here against what the log says was written.
    private mutating func weighOpenings() {
        guard let (text, word) = statement else {
            report.isUnstated = true
            return
        }
        guard word.from == report.from, word.to == report.size else {
            report.isUnstated = true
            report.add([LogFault(.missing, batch: nil, "書き出しについての言明は、位置 \(word.from) から \(word.to) の前までのもので、この書き出しの範囲と違います")])
            return
        }
        report.statement = .init(
            time: text.at.description, byWhom: text.byWhom, isWithoutPersonal: word.isWithoutPersonal, given: word.given, absent: word.absent,
            places: absent.places, more: absent.more)
        func stated(_ openings: ExportOpenings) -> Bool { ExportStatement(word.from..<word.to, isWithoutPersonal: word.isWithoutPersonal, openings) == word }
        if found.given < word.given {
            report.add([
                LogFault(
                    .missing, batch: nil, "個人を示す項目が、封印された言明より少ない書き出しです（言明では\(word.given)件、この書き出しでは\(found.given)件）")
            ])
        } else if (found.batches, found.events) == (word.batches, word.events), !stated(said) || !stated(found) {
            // Where lines are missing or were added, that is told of them.
            report.add([LogFault(.altered, batch: nil, "どのイベントに個人を示す項目が付いているかが、封印された言明と違う書き出しです")])
        }
    }

    private mutating func take(_ exported: SealedBatch) {
        read.batches += 1
        let number = exported.note.checkpoint.batch
        let batch = outside[number] ?? exported
        if let waiting { check(waiting, before: batch) }
        if batch.note != exported.note {
            report.add([LogFault(.fork, index: verifier.size, batch: number, "チェックポイントが、データベースの外の記録と異なります")])
        }
        waiting = batch
    }

    private mutating func check(_ batch: SealedBatch, before next: SealedBatch? = nil) {
        let number = batch.note.checkpoint.batch
        do { try gaps.refuseUnknown(batch.note) } catch { report.add([error]) }
        let previous = verifier.last
        if gaps.isLost(number) {
            let outcome = verifier.take(batch)
            report.add(outcome.faults)
            gaps.pass(batch, from: outcome.start, after: previous)
        } else {
            let own = cut(batch, before: next)
            let outcome = verifier.take(batch, events: own)
            report.add(outcome.faults)
            report.add(Self.foreign(own, batch, outcome))
            report.events += own.count
            report.note(own, sealedAt: batch.note.checkpoint.time)
        }
        report.batches += 1
        (report.size, report.isAdrift, report.lost) = (verifier.size, verifier.isAdrift, gaps.lost)
        report.time = verifier.last?.checkpoint.time ?? report.time
    }

    /// The events that belong to the batch: up to the last one that was sealed in it, and whatever stands before that. What no batch knows and stands at its
    /// end is its own where events of it are missing, unless the next one knows it.
    private mutating func cut(_ batch: SealedBatch, before next: SealedBatch?) -> [LogEvent] {
        let ids = batch.eventIDs.count == batch.leaves.count ? batch.eventIDs : []
        let (known, texts) = (Set(ids), Set(batch.leaves))
        func isOwn(_ event: LogEvent) -> Bool { known.contains(event.id) || texts.contains(event.leaf) }
        var count = (events.lastIndex(where: isOwn) ?? -1) + 1
        let rest = (Set(next?.eventIDs ?? []), Set(next?.leaves ?? []))
        let missing = batch.leaves.count - events.prefix(count).count(where: isOwn)
        for event in events.dropFirst(count).prefix(ids.isEmpty ? max(0, missing) : 0) {
            if rest.0.contains(event.id) || rest.1.contains(event.leaf) { break }
            count += 1
        }
        // One that was moved behind those of the next batch takes none of them along.
        let taken = events.prefix(count).filter { isOwn($0) || !rest.0.contains($0.id) && !rest.1.contains($0.leaf) }
        events = events.prefix(count).filter { !isOwn($0) && (rest.0.contains($0.id) || rest.1.contains($0.leaf)) } + events.dropFirst(count)
        return taken
    }

    /// Events that are as they were sealed, and were never as the program writes them.
    private static func foreign(_ events: [LogEvent], _ batch: SealedBatch, _ outcome: LogVerifier.Outcome) -> [LogFault] {
        let outside = Set(batch.note.checkpoint.outside)
        let places = Dictionary(outcome.leaves.enumerated().map { ($1, $0) }) { first, _ in first }
        return events.compactMap { event in
            guard let index = places[event.leaf].map({ outcome.start + $0 }), outside.contains(index) || !event.isOfProgram else { return nil }
            return LogFault(
                .foreign, index: index, eventID: event.id, batch: batch.note.checkpoint.batch,
                "プログラムの外で書かれたイベントです（\(event.repetition.map { $0 + "。" } ?? "")封印されたときから、このとおりでした）")
        }
    }

    mutating func finish() {
        if let waiting { check(waiting) }
        let isWhole = endsWithLine ? end == read : events.isEmpty && unreadable == nil
        let known = (verifier.last?.checkpoint.batch ?? 0) + 1
        let lost = outside.filter { $0.key >= known }.min { $0.key < $1.key }
        if let (number, batch) = lost {
            report.add([
                LogFault(
                    .missing, index: verifier.size, eventID: number == known ? batch.eventIDs.first : nil, batch: number,
                    "データベースの外の記録にあるイベントが失われています（末尾がありません）")
            ])
        }
        if !isWhole {
            let what = events.isEmpty ? "" : "、閉じるチェックポイントのないイベントが\(events.count)件あります"
            report.add([
                LogFault(
                    .missing, index: verifier.size, eventID: events.first?.id, batch: nil,
                    "書き出しのファイルが途中で切れているか、行が失われています（\(end == nil && endsWithLine ? "最後の行がありません" : "件数が合いません")\(what)）")
            ])
        } else {
            report.add(
                events.map { LogFault(.inserted, index: verifier.size, eventID: $0.id, batch: nil, "チェックポイントで閉じられていないイベントがあります") })
        }
        let ending = verifier.finish()
        report.add(ending.faults)
        report.uncheckable = ending.early
        weighOpenings()
        report.weigh()
    }
}

/// Stretches of leaves whose events commit to persons and have nothing that opens it.
private struct AbsentPlaces {
    private(set) var places: [LogExport.Statement.Places] = []
    private(set) var more = 0
    private var isOpen = false

    /// Of each event that commits to persons, in the order of the log.
    mutating func note(_ index: Int, isAbsent: Bool) {
        defer { isOpen = isAbsent }
        guard isAbsent else { return }
        if isOpen {
            if more == 0 { places[places.count - 1].to = index }
        } else if places.count < LogFaults.most {
            places.append(.init(from: index, to: index))
        } else {
            more += 1
        }
    }
}
