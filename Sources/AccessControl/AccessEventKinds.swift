package import AuditTrail

/// What Access tells the log: accounts (staff numbers) and names of rights, never a person's name, password, code, secret or token.
extension EventKind {
    /// サインイン
    static let signedIn = EventKind(
        "access.signed-in", "サインイン", onSuccess: ["department", "terminal"], onFailure: ["account", "code", "reason", "terminal"])
    /// 連続失敗による一時停止
    static let accountLocked = EventKind("access.locked", "連続失敗による受付停止", onSuccess: ["account", "failed", "until"])
    /// サインアウト
    static let signedOut = EventKind("access.signed-out", "サインアウト", onSuccess: ["terminal"])
    /// パスワードと確認コードの登録
    static let passwordSet = EventKind("access.password-set", "パスワードと確認コードの登録", onSuccess: ["account"], onFailure: ["account", "code"])
    /// 本人によるパスワードの変更
    static let passwordChanged = EventKind(
        "access.password-changed", "本人によるパスワードの変更", onSuccess: ["account", "terminal"], onFailure: ["account", "code", "reason", "terminal"])
    /// 登録コードの発行（回復）
    static let recovered = EventKind("access.recovered", "登録コードの再発行（回復）", onSuccess: ["account"], onFailure: ["account", "code"])
    /// 受付停止の解除
    static let unlocked = EventKind("access.unlocked", "受付停止の解除", onSuccess: ["account"], onFailure: ["account", "code"])
    /// 職員の登録
    static let personAdded = EventKind(
        "access.person-added", "職員の登録", onSuccess: ["account", "basis", "department", "task"], onFailure: ["account", "code"])
    /// 職員の登録内容の変更
    static let personChanged = EventKind("access.person-changed", "職員の登録内容の変更", onSuccess: ["account", "what"], onFailure: ["account", "code"])
    /// 利用停止
    static let personClosed = EventKind("access.person-closed", "職員の利用停止", onSuccess: ["account", "because"], onFailure: ["account", "code"])
    /// 所属の登録
    static let departmentAdded = EventKind("access.department-added", "所属の登録", onSuccess: ["department"], onFailure: ["code", "department"])
    /// 所属の権限の変更
    static let departmentRightChanged = EventKind(
        "access.department-right-changed", "所属・事務別の権限の変更", onSuccess: ["act", "department", "right", "task"],
        onFailure: ["code", "department", "right", "task"])
    /// 権限の付与
    static let rightGranted = EventKind(
        "access.right-granted", "権限の付与", onSuccess: ["account", "application", "approved_by", "basis", "from", "right", "until"],
        onFailure: ["account", "code", "right"])
    /// 権限の剥奪
    static let rightRevoked = EventKind(
        "access.right-revoked", "権限の剥奪", onSuccess: ["account", "basis", "from", "right"], onFailure: ["account", "code", "right"])
    /// 個別権限の申請
    package static let applied = EventKind(
        "access.applied", "個別権限の申請", onSuccess: ["account", "application", "from", "right", "until"], onFailure: ["account", "code", "right"])
    /// 申請の承認・却下
    static let applicationDecided = EventKind(
        "access.application-decided", "個別権限の申請の決裁", onSuccess: ["account", "application", "decision", "right"],
        onFailure: ["application", "code", "decision"])
    /// 人事異動の取込
    static let transferTaken = EventKind(
        "access.transfer-taken", "人事異動ファイルの取込", onSuccess: ["applied", "digest", "rejected", "rows_read", "unchanged", "waiting"],
        onFailure: ["code"])
    /// 人事異動の発効
    static let transferApplied = EventKind(
        "access.transfer-applied", "人事異動の発効", onSuccess: ["account", "day", "kind", "new", "old"],
        onFailure: ["account", "code", "day", "kind", "new", "old"])
    /// サービスアカウント
    static let serviceChanged = EventKind(
        "access.service-changed", "サービスアカウントの登録・廃止", onSuccess: ["account", "act", "rights"], onFailure: ["account", "code"])
    /// 権限・サインインによる拒否
    static let accessRefused = EventKind(
        "access.refused", "権限またはサインインによる拒否", onSuccess: [], onFailure: ["account", "code", "department", "right", "terminal"])

    /// 行の証印の開始
    static let rowsSealed = EventKind("access.rows-sealed", "権限の表にすでにあった行への証印", onSuccess: ["count"])
    /// 証印の正しくない行
    static let rowsUntrue = EventKind("access.rows-untrue", "ハブの書いたものでない行の検出", onSuccess: ["tables"])

    /// This stage's part of the catalogue.
    package static let access: [EventKind] =
        [
            signedIn, accountLocked, signedOut, passwordSet, passwordChanged, recovered, unlocked, personAdded, personChanged, personClosed, departmentAdded,
            departmentRightChanged, rightGranted, rightRevoked, applied, applicationDecided, transferTaken, transferApplied, serviceChanged, accessRefused,
            rowsSealed, rowsUntrue,
        ] + certificates
}
