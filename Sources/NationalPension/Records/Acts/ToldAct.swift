internal import Postgres

/// 証跡に伝える操作. An act of the staff as the keeper of the log is told it.
///
/// The module and the log have no transaction in common: an act is told after it is done, and what a crash left untold is told the next time, under the same
/// number. So the log lacks none, and may have one twice.
package struct ToldAct: Sendable, Unprinted {
    /// What was done.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// 受付
        case received
        /// 確定
        case accepted
        /// 返戻
        case returned
        /// 取下げ
        case cancelled
        /// 引継ぎ of a reception
        case handedOn = "handed-on"
        /// 引継ぎの作成
        case handoverMade = "handover-made"
        /// 引継ぎの確認
        case handoverConfirmed = "handover-confirmed"
        /// 引継ぎの取下げ
        case handoverWithdrawn = "handover-withdrawn"
        /// 課題の登録
        case taskOpened = "task-opened"
        /// 課題の処理
        case taskClosed = "task-closed"
        /// 異動の確認
        case proposalsMade = "proposals-made"
        /// 世帯の入力
        case householdEntered = "household-entered"
        /// 所得の照会
        case incomeAsked = "income-asked"
        /// 所得の申立ての入力
        case incomeDeclared = "income-declared"
        /// 審査
        case examined
        /// 添付書類の受領
        case paperCame = "paper-came"
        /// 不備のまま進達する理由の入力
        case lackTold = "lack-told"
        /// 裁定請求の記載事項の入力
        case claimEntered = "claim-entered"
        /// 催促
        case claimReminded = "claim-reminded"
        /// 報告の束の作成
        case batchMade = "report-batch-made"
        /// 束の締め
        case batchClosed = "report-batch-closed"
        /// 束の承認
        case batchReleased = "report-batch-released"
        /// 束の取消し
        case batchCancelled = "report-batch-cancelled"
        /// 媒体の作成
        case batchWritten = "report-batch-written"
        /// 媒体の引渡し
        case batchHanded = "report-batch-handed"
        /// 媒体の受領
        case batchReceived = "report-batch-received"
        /// 媒体の返却
        case batchReturned = "report-batch-returned"
        /// 媒体の廃棄
        case batchDestroyed = "report-batch-destroyed"
        /// 媒体の不達
        case batchFailed = "report-batch-failed"
        /// 再報告の承認
        case batchRecalled = "report-batch-recalled"
        /// 代替文字の決定
        case characterDecided = "report-character-decided"
        /// 返戻の処理
        case reportMended = "report-mended"
        /// 確定取消しの求め
        case takeBackAsked = "take-back-asked"
        /// 確定取消し
        case takeBackConfirmed = "take-back-confirmed"
        /// 確定取消しの却下
        case takeBackDismissed = "take-back-dismissed"
        /// 処理結果の取込
        case resultsTaken = "results-taken"
        /// 処理結果の突合
        case resultMatched = "result-matched"
        /// 移行のファイルの取込の開始
        case importOpened = "import-opened"
        /// 移行の承認
        case importReleased = "import-released"
        /// 移行の取下げ
        case importWithdrawn = "import-withdrawn"

        /// Of a step of a batch.
        init(_ step: BatchStep) {
            self =
                switch step {
                case .closed: .batchClosed
                case .released: .batchReleased
                case .cancelled: .batchCancelled
                case .written: .batchWritten
                case .handed: .batchHanded
                case .received: .batchReceived
                case .returned: .batchReturned
                case .destroyed: .batchDestroyed
                case .failed: .batchFailed
                case .recalled: .batchRecalled
                }
        }

        /// What an act names in place of a reason: a batch by its number, a list of results by its, or a file of records that are carried over.
        package enum Subject: Sendable {
            /// 束の番号
            case batch
            /// 処理結果一覧表の番号
            case list
            /// 引継ぎの番号
            case handover
            /// 移行の番号、種類、ファイルのSHA-256, with a space between each two
            case importFile
        }

        /// `nil` where an act is about a reception, a person, or nothing in particular.
        package var subject: Subject? {
            switch self {
            case .batchMade, .batchClosed, .batchReleased, .batchCancelled, .batchWritten, .batchHanded, .batchReceived, .batchReturned, .batchDestroyed,
                .batchFailed, .batchRecalled:
                .batch
            case .resultsTaken: .list
            case .handoverMade, .handoverConfirmed, .handoverWithdrawn: .handover
            case .importOpened, .importReleased, .importWithdrawn: .importFile
            default: nil
            }
        }
    }

    /// Names it.
    package let id: Int64
    /// What was done.
    package let kind: Kind
    /// 受付番号, where it was about a reception.
    package let reception: ReceptionNumber?
    /// 宛名番号; `nil` where it was about nobody in particular.
    package let number: String?
    /// 職員番号.
    package let account: String
    /// 所属.
    package let section: String
    /// 端末.
    package let terminal: String
    /// 理由, as stated; empty where none was.
    package let reason: String
}

extension PensionRecords {
    /// Whether there is an act that the log was not told of; mostly there is none, and no transaction is needed to know that.
    ///
    /// - Throws: `PostgresError`.
    package func hasUntoldActs() async throws -> Bool {
        try await pool.query("SELECT EXISTS (SELECT FROM pension.act WHERE told_at IS NULL)").first?.decode(Bool.self) ?? true
    }

    /// Hands the acts that the log has not been told, the oldest first, to `tell`, and keeps that it was; what another is telling just now is left to it.
    ///
    /// - Parameter tell: beside the acts it is given how many rows among them this program did not write as they are: these are nobody's acts, whatever they
    ///   say, and nothing of what they say is handed on.
    /// - Throws: what `tell` throws: then none of them counts as told; `PostgresError`.
    package func tellActs(_ tell: (_ acts: [ToldAct], _ untrue: Int) async throws -> Void) async throws {
        var found: Int
        repeat {
            found = try await pool.transaction(opening: [Connection.keepingPlans]) { connection in
                let rows = try await connection.query(
                    """
                    SELECT act_id, \(unsafeSQL: SealedRecord.act.sealed("a")), kind, fiscal_year, number, atenabango, by_whom, section, terminal, reason
                    FROM pension.act a WHERE told_at IS NULL ORDER BY act_id LIMIT 100 FOR UPDATE SKIP LOCKED
                    """)
                guard !rows.isEmpty else { return 0 }
                let (acts, ids) = try read(rows)
                try await tell(acts, rows.count - acts.count)
                try await connection.execute("UPDATE pension.act SET told_at = now() WHERE act_id = ANY (\(ids))")
                return rows.count
            }
        } while found == 100
    }

    private func read(_ rows: some Sequence<Row>) throws -> (acts: [ToldAct], ids: [Int64]) {
        var (acts, ids): ([ToldAct], [Int64]) = ([], [])
        for row in rows {
            let (id, form, mac, kind, year, count, number, account, section, terminal, reason) = try row.decode(
                (Int64, [UInt8], [UInt8]?, String, Int32?, Int32?, String?, String, String, String, String).self)
            ids.append(id)
            guard seal.holds(.act, form, mac), let kind = ToldAct.Kind(rawValue: kind) else { continue }
            var reception: ReceptionNumber?
            if let year, let count { reception = ReceptionNumber(fiscalYear: year, number: count) }
            acts.append(
                ToldAct(
                    id: id, kind: kind, reception: reception, number: number, account: account, section: section, terminal: terminal, reason: reason))
        }
        return (acts, ids)
    }
}
