package import AuditTrail
internal import TextForms

/// What taking rows in tells the log. One event for each block of a file and for each group of single rows that share a transaction: an event for
/// each row would double what 2,000 movements a second write. The persons of single rows stand in the committed fields; those of a file are its
/// rows, which its digest names.
extension EventKind {
    /// ファイルの取込の開始: who took which file in; a row for each time, also where it was taken before.
    static let fileTaken = EventKind(
        "intake.file", "ファイルの取込",
        onSuccess: ["accept_rejects", "department", "edition", "encoding", "file", "layout", "rows", "source", "terminal"],
        onFailure: ["department", "layout", "refusal", "source", "terminal"])
    /// 取込の中止: more rows were rejected than may be, or the file changed while it was read; what was taken before stays.
    static let fileEnded = EventKind(
        "intake.file-ended", "却下した行が上限を超えたか、ファイルが途中で変わったための、取込の中止", onSuccess: [],
        onFailure: ["bound", "file", "layout", "refusal", "rejected", "rows", "source"])
    /// 随時の取込の拒否
    static let rowsRefused = EventKind(
        "intake.rows-refused", "随時の取込の拒否", onSuccess: [], onFailure: ["department", "layout", "refusal", "source", "terminal"])
    /// ファイルの取込
    static let blockTaken = EventKind(
        "intake.block", "ファイルの取込（ブロックごと）", onSuccess: ["accepted", "block", "claimed", "file", "held", "lane", "rejected", "source", "unchanged"])
    /// 改めて判定
    static let blockDecidedAnew = EventKind(
        "intake.decided-anew", "同じファイルの再取込で改めて判定した行（ブロックごと）",
        onSuccess: ["accepted", "block", "claimed", "file", "held", "lane", "rejected", "source", "unchanged"])
    /// 随時の取込
    static let rowsTaken = EventKind(
        "intake.rows", "随時の取込（同じ取引の行ごと）", onSuccess: ["accepted", "claimed", "codes", "held", "rejected", "rows", "source", "unchanged"],
        onFailure: ["codes", "rows", "source"], personal: ["atenabango"])
    /// 保留
    static let rowsHeld = EventKind("intake.held", "職員の確認待ちになった行", onSuccess: ["codes", "count", "source"], personal: ["atenabango"])
    /// 個人番号の変更
    static let numberChanged = EventKind(
        "register.individual-number-changed", "個人番号の変更", onSuccess: ["count", "source"], personal: ["atenabango"])

    /// 抑止・支援措置の設定: by a row that was not taken in, by a provisional version, or for another number of the same person (CT-22).
    static let protectionSet = EventKind(
        "register.protection-set", "取り込めなかった行・仮登録・同じ個人番号の宛名番号による抑止・支援措置の設定", onSuccess: ["count", "source"],
        personal: ["atenabango"])

    /// 番号の競合
    static let numberClaimed = EventKind(
        "register.number-claimed", "別の人に登録されている番号で届き、番号なしで登録した行", onSuccess: ["codes", "count", "source"], personal: ["atenabango"])
    /// 保留の解消
    static let heldSettled = EventKind("held.settled", "後から取り込んだ行による保留の解消", onSuccess: ["count", "entries", "source"])

    /// 届くべきファイルの未着: a due moment passed without a file that could do. It tells of what is lacking, so it is on record as a failure.
    static let sourceMissed = EventKind(
        "intake.source-missed", "期限までに届かなかったファイル", onSuccess: [], onFailure: ["data", "due", "last", "rows", "source", "state"])

    /// All of this stage.
    package static let intake: [EventKind] = [
        fileTaken, fileEnded, sourceMissed, rowsRefused, blockTaken, blockDecidedAnew, rowsTaken, rowsHeld, numberChanged, protectionSet, numberClaimed,
        heldSettled,
    ]
}

/// The events of one transaction that took rows in.
package struct IntakeEvents {
    let source: String
    /// Who takes the rows in, as records name them.
    let byWhom: String

    /// Of rows held, numbers changed and protection set; none where there were none.
    func remarkable(_ outcome: BlockRegistration.Outcome, number: (Int) -> String) -> [AuditEvent] {
        var events: [AuditEvent] = []
        if !outcome.held.isEmpty {
            events.append(
                AuditEvent(
                    .rowsHeld, by: byWhom,
                    fields: [
                        "codes": Set(outcome.held.map(\.hold.code)).sorted().joined(separator: " "), "count": String(outcome.held.count), "source": source,
                    ],
                    personal: ["atenabango": outcome.held.map { number($0.row) }.joined(separator: " ")]))
        }
        if !outcome.claimed.isEmpty {
            events.append(
                AuditEvent(
                    .numberClaimed, by: byWhom,
                    fields: [
                        "codes": Set(outcome.claimed.map(\.claim.code)).sorted().joined(separator: " "), "count": String(outcome.claimed.count),
                        "source": source,
                    ],
                    personal: ["atenabango": outcome.claimed.map { number($0.row) }.joined(separator: " ")]))
        }
        if !outcome.settled.isEmpty {
            let entries = Set(outcome.settled).sorted()
            events.append(
                AuditEvent(
                    .heldSettled, by: byWhom,
                    fields: ["count": String(entries.count), "entries": entries.map(String.init).joined(separator: " "), "source": source]))
        }
        if !outcome.renumbered.isEmpty {
            events.append(
                AuditEvent(
                    .numberChanged, by: byWhom, fields: ["count": String(outcome.renumbered.count), "source": source],
                    personal: ["atenabango": outcome.renumbered.map(number).joined(separator: " ")]))
        }
        if !outcome.protected.isEmpty {
            events.append(
                AuditEvent(
                    .protectionSet, by: byWhom, fields: ["count": String(outcome.protected.count), "source": source],
                    personal: ["atenabango": outcome.protected.joined(separator: " ")]))
        }
        return events
    }

    func block(_ report: BlockReport, lane: Int, number: Int, file: [UInt8]) -> AuditEvent {
        AuditEvent(.blockTaken, by: byWhom, fields: fields(report, lane, number, file))
    }

    /// Of rows of a block that an earlier run had rejected or held.
    func decidedAnew(_ report: BlockReport, lane: Int, number: Int, file: [UInt8]) -> AuditEvent {
        AuditEvent(.blockDecidedAnew, by: byWhom, fields: fields(report, lane, number, file))
    }

    private func fields(_ report: BlockReport, _ lane: Int, _ number: Int, _ file: [UInt8]) -> [String: String] {
        [
            "accepted": String(report.accepted), "block": String(number), "claimed": String(report.claimed),
            "file": file.hex,
            "held": String(report.held), "lane": String(lane), "rejected": String(report.rejected), "source": source,
            "unchanged": String(report.unchanged),
        ]
    }

    /// Of single rows that share a transaction.
    ///
    /// - Parameters:
    ///   - numbers: addressee numbers of those that reached the register.
    ///   - rows: all of the group, those with a wrong form included.
    ///   - faults: codes of what is wrong with those that did not reach it.
    func rows(_ outcome: BlockRegistration.Outcome, numbers: [String], rows: Int, faults: [String]) -> AuditEvent {
        var fields = [
            "accepted": String(outcome.accepted), "claimed": String(outcome.claimed.count), "held": String(outcome.held.count),
            "rejected": String(outcome.rejected.count + rows - numbers.count), "rows": String(rows),
            "source": source, "unchanged": String(outcome.unchanged.count),
        ]
        // Whatever was rejected, and beside whatever it came, why is on record.
        let codes = Set(faults + outcome.rejected.map(\.fault.code))
        if !codes.isEmpty { fields["codes"] = codes.sorted().joined(separator: " ") }
        return AuditEvent(.rowsTaken, by: byWhom, fields: fields, personal: ["atenabango": numbers.joined(separator: " ")])
    }

    /// Of rows none of which reached the register.
    func refused(codes: some Sequence<String>, rows: Int) -> AuditEvent {
        AuditEvent(
            .rowsTaken, isFailure: true, by: byWhom,
            fields: ["codes": Set(codes).sorted().joined(separator: " "), "rows": String(rows), "source": source])
    }
}
