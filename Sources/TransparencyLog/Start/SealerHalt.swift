/// 封印の停止. Why a sealer does not go on by itself: database and files outside tell different histories.
package enum SealerHalt: Sendable, Equatable {
    /// The last heartbeat is nobody's.
    case heartbeat(LogError)
    /// A restored dump: the database's count of transactions is behind what was sealed.
    case transactionsWentBack(behind: UInt64)
    /// Heartbeats tell of batches that neither side has.
    case batchesLost(ClosedRange<Int>)
    /// Both sides have the batch, and not the same.
    case fork(Int)
    /// The files have batches that the database lacks: it was restored to an earlier state.
    case eventsLost(outside: Int, database: Int, Misfit?)
    /// The database has batches that the files lack.
    case filesLost(outside: Int, database: Int)

    /// Why the one batch that the files have more can't be stored.
    package enum Misfit: Sendable, Equatable {
        /// It does not follow the database's last.
        case doesNotFollow
        /// The key did not sign it.
        case signature(LogError)
        /// It tells of another gap than the database has, or of none.
        case gap
        /// It sealed other events.
        case events
    }

    /// For people, in Japanese; no value of an event.
    package var reason: String {
        switch self {
        case .heartbeat(let error): "外の記録の心拍: \(error)"
        case .transactionsWentBack:
            "データベースの取引番号が、封印されたものより前に戻っています（pg_dump の控えから復元されたデータベースです）。"
                + "ops/restore --dump で復元し直すか、atena restore prepare で必要な操作を確かめてください"
        case .batchesLost(let batches):
            "外の記録のバッチ \(batches.lowerBound)–\(batches.upperBound) が失われています（心拍が示しています）。控えから戻し、戻せなければ atena audit verify で確かめてください"
        case .fork(let batch): "バッチ \(batch) のチェックポイントが、データベースとその外とで異なります"
        case .eventsLost(let outside, let database, let misfit):
            "\(misfit?.reason(outside) ?? "データベースが \(outside - database) バッチ前に戻っています（外の記録はバッチ \(outside)、データベースはバッチ \(database)）")。"
                + "外の記録に追いつく時点までデータベースを復元してください。できなければ、atena audit verify の後、一人が atena audit resume propose、"
                + "別の人が atena audit resume confirm を行います"
        case .filesLost(let outside, let database):
            "\(outside == 0 ? "封印の記録のディレクトリが空です" : "封印の記録がバッチ \(outside) で終わっています")（データベースはバッチ \(database) まで）。"
                + "ATENA_SEAL を確かめ、失われたのなら控えから戻してください。戻せなければ、atena audit verify の後、"
                + "一人が atena audit resume propose、別の人が atena audit resume confirm を行います"
        }
    }
}

extension SealerHalt.Misfit {
    fileprivate func reason(_ batch: Int) -> String {
        switch self {
        case .doesNotFollow: "外の記録のバッチ \(batch) が、データベースのチェックポイントに続いていません"
        case .signature(let error): "外の記録のバッチ \(batch): \(error)"
        case .gap: "外の記録のバッチ \(batch) が示す欠落が、データベースの欠落と異なります"
        case .events: "外の記録のバッチ \(batch) のイベントが、データベースのイベントと異なります"
        }
    }
}
