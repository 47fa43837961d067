/// What the operation of the hub tells the log: keys, schema, processes.
extension EventKind {
    /// 鍵の作成
    package static let keysMade = EventKind("keys.made", "鍵の作成", onSuccess: ["holders", "verifier"])
    /// 鍵の更新
    package static let keysRotated = EventKind("keys.rotated", "鍵の更新", onSuccess: ["holder", "key"])
    /// 暗号化し直し
    package static let keysReencrypted = EventKind("keys.resealed", "新しい鍵での暗号化し直し", onSuccess: ["count", "holder", "key"])
    /// データベースの移行
    package static let migrated = EventKind("operation.migrated", "データベースの移行", onSuccess: ["migrations"])
    /// モジュールの表の移動
    package static let modulesMoved = EventKind("operation.modules-moved", "モジュールの表を、モジュールごとのデータベースに移したこと", onSuccess: ["modules", "rows"])
    /// 団体の設定
    package static let bodySet = EventKind("operation.body-set", "どの団体のハブかの設定", onSuccess: ["body", "unnamed_until"])
    /// サービスの開始
    package static let serviceStarted = EventKind("operation.started", "サービスの開始", onSuccess: ["configuration", "service"])

    /// All of this stage.
    package static let operation: [EventKind] = [keysMade, keysRotated, keysReencrypted, migrated, modulesMoved, bodySet, serviceStarted]
}
