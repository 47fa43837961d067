public import Addressee
public import Envelope
public import Keys
public import Postgres
public import TextFiles
public import TransparencyLog

// What the parts below the hub tell, in the words of the house. They know neither codes nor clerks.

extension PostgresError: Explained {
    /// X0001 to X0003; X0030 where the clocks differ.
    public var code: String { clockDifference != nil ? "X0030" : isConnectionLoss ? "X0001" : isPoolExhausted ? "X0002" : "X0003" }
    /// What failed and, where the server's state tells it, why; by names of database objects only, never in a program's or the server's own words.
    public var rule: String {
        if let clockDifference { return HubClock.refusal(of: clockDifference) }
        let objects = "\(table.map { "、表 \($0)" } ?? "")\(constraint.map { "、制約 \($0)" } ?? "")"
        return "\(Self.words(self))［\(label)\(objects)］"
    }

    private static func words(_ error: PostgresError) -> String {
        if error.isPoolExhausted { return "データベースの接続が空きません" }
        switch error.sqlState {
        case "28P01", "28000": return "データベースがログインを受け付けません。ATENA_DATABASE の passfile と、その権限 (0600) を確かめてください"
        case "3D000": return "データベースがありません。ATENA_DATABASE の dbname を確かめてください"
        case "42501": return "データベースの権限が足りません。atena migrate が済んでいるか確かめてください"
        case "42P01", "3F000": return "データベースの表がありません。atena migrate を行ってください"
        case "53100": return "データベースのディスクがいっぱいです"
        case "53300": return "データベースの接続の上限に達しています"
        case "55P03", "57014": return "データベースの処理が時間内に終わりませんでした"
        default: return error.isConnectionLoss ? "データベースに接続できないか、接続が切れました" : "データベースの処理に失敗しました"
        }
    }
}

extension MigrationError: Explained {
    /// X0004.
    public var code: String { "X0004" }
    /// What stands in the way, and the file.
    public var rule: String {
        let what =
            switch kind {
            case .pending: "データベースが、この版のプログラムのものではありません"
            case .missing: "データベースは、より新しい版のプログラムのものです。新しい版の atena を使ってください"
            case .changed, .headDiffers, .duplicate, .badName, .unreadable: "移行のファイルが製品のものと異なるか、読めません。ATENA_SQL を確かめてください"
            case .failed, .endedTransaction: "移行に失敗しました。この移行は何も変えていません"
            }
        return "\(what)［\(file)\(cause.map { "、\($0.label)" } ?? "")］"
    }
}

extension KeyError: Explained {
    /// X0005.
    public var code: String { "X0005" }
    /// File and what is wrong with it.
    public var rule: String { "鍵: \(description)" }
}

extension LogFault: Explained {
    /// X0006.
    public var code: String { "X0006" }
    /// Place and fault.
    public var rule: String { "封印されたとおりではありません。\(description)" }
}

extension LogError: Explained {
    /// X0007.
    public var code: String { "X0007" }
    /// What was expected.
    public var rule: String { "証跡: \(description)" }
}

extension SealedBatchFilesError: Explained {
    /// X0008.
    public var code: String { "X0008" }
    /// What is wrong with the directory.
    public var rule: String { description }
}

extension EnvelopeError: Explained {
    /// X0013.
    public var code: String { "X0013" }
    /// The step, and the library's reason.
    public var rule: String { "暗号化した封筒を作れません: \(description)" }
}

extension WholeFileFailed: Explained {
    /// X0021.
    public var code: String { "X0021" }
    /// Which file, and why: what happens to people in Japanese, what is left in the system's words.
    public var rule: String { "ファイル \(path) を書けません（\(Self.japanese[reason] ?? reason)）" }

    private static let japanese = [
        "No such file or directory": "書く先のディレクトリがありません", "Permission denied": "書く権限がありません", "No space left on device": "ディスクに空きがありません",
        "Is a directory": "同じ名前のディレクトリがあります", "Not a directory": "書く先がディレクトリではありません",
    ]
}

extension LogNotWritten: Explained {
    var code: String { "X0020" }
    var rule: String { description }
}
