public import Addressee
public import Foundation

/// 設定. What an installation is told by its environment: one table of every setting, which commands and services read here and nowhere else.
public enum Setting: String, Sendable, CaseIterable {
    /// Whose hub it is.
    case body = "ATENA_BODY"
    /// How the hub's database is reached.
    case database = "ATENA_DATABASE"
    /// How the database of the national-pension system is reached.
    case pension = "ATENA_PENSION"
    /// How the databases of the departments' modules are reached.
    case modules = "ATENA_MODULES"
    /// Where its keys lie.
    case keys = "ATENA_KEYS"
    /// Where the sealed batches lie outside the database.
    case seal = "ATENA_SEAL"
    /// Where the key lies that signs the log, where one process alone seals.
    case signing = "ATENA_SIGNING"
    /// Where the staff service asks that process to sign what two people say.
    case resumption = "ATENA_RESUMPTION"
    /// Where the migrations lie.
    case sql = "ATENA_SQL"
    /// How many connections a process has.
    case pool = "ATENA_POOL"
    /// As whom programs act.
    case account = "ATENA_ACCOUNT"
    /// By which thresholds the log is searched for misuse.
    case analysis = "ATENA_ANALYSIS"
    /// Which files are due from whom and when.
    case sources = "ATENA_SOURCES"
    /// Where the files of policies lie.
    case policies = "ATENA_POLICIES"
    /// Where the files of endpoints lie.
    case endpoints = "ATENA_ENDPOINTS"
    /// Where connector programs lie.
    case connectors = "ATENA_CONNECTORS"
    /// Where certificates lie.
    case pki = "ATENA_PKI"
    /// Where the server listens.
    case listen = "ATENA_LISTEN"
    /// How long it lets requests end.
    case drainSeconds = "ATENA_DRAIN_SECONDS"
    /// How many connections it takes from one peer address.
    case peerConnections = "ATENA_PEER_CONNECTIONS"
    /// How many requests for one person it answers a system in a minute.
    case personReads = "ATENA_PERSON_READS"
    /// How much the server's log tells.
    case logLevel = "ATENA_LOG_LEVEL"
    /// When unused accounts are closed.
    case dormantDays = "ATENA_DORMANT_DAYS"
    /// When questions lapse.
    case answerDays = "ATENA_ANSWER_DAYS"
    /// Where a receiver's system finds the hub.
    case url = "ATENA_URL"
    /// Where the staff service listens.
    case staffListen = "ATENA_STAFF_LISTEN"
    /// Where people's commands find the staff service.
    case staffURL = "ATENA_STAFF_URL"
    /// By which certificate a terminal is known.
    case terminal = "ATENA_TERMINAL"
    /// From whom the staff service has its certificate.
    case authority = "ATENA_AUTHORITY"
    /// Where the installation keeps what it writes.
    case home = "ATENA_HOME"
    /// Where files lie while they are taken in or handed out.
    case spool = "ATENA_SPOOL"
    /// In which edition of the layouts files come.
    case layout = "ATENA_LAYOUT"

    /// What it means, in Japanese.
    public var meaning: String {
        switch self {
        case .body: "このハブの団体の全国地方公共団体コード（検査数字を含む6桁）。データベースの団体と違うときは動かない"
        case .database: "データベースの接続（libpqの「host=… port=… dbname=… passfile=…」。利用者は書かない）。プロセスごとのパスワードは、passfile の名前に「.」とログインの名前（atena_serve など）を続けたファイルに置く"
        case .pension: "国民年金のシステムの記録のデータベースの接続（ATENA_DATABASE と同じ形）。設定しないと、国民年金の記録は扱わない。パスワードは atena_national_pension のファイルに置く"
        case .modules:
            "業務システムのモジュールのデータベースの接続（ATENA_DATABASE と同じ形）。dbname はその名前の初めで、dbname=atena なら atena_tax など。設定しないと、モジュールの表はハブのデータベースに置く。移したハブでは、すべてのプロセスに設定する"
        case .keys: "鍵ファイルのディレクトリ（業務システムのモジュールの鍵は、その下の modules/）"
        case .seal: "封印の記録のディレクトリ（省略時は ATENA_KEYS の隣の seal）。データベースとは別のディスクがよい"
        case .signing:
            "証跡に署名する鍵のディレクトリ。設定すると、封印するのは atena seal だけになり、ほかのプロセスはこのディレクトリを開かない（省略時は、ATENA_KEYS の鍵で atena serve と atena work が封印する）"
        case .resumption: "封印の再開の提案と承認を、職員サービスが atena seal に渡すディレクトリ（書けるのは職員サービスだけ、読めるのは atena seal だけにする。ATENA_SIGNING のときに必要）"
        case .sql: "移行のファイルのあるディレクトリ"
        case .pool: "1つのプロセスが持つ、データベースの接続の数の上限"
        case .account: "サービスアカウントの「名前 秘密」を書いたファイル（0600）"
        case .analysis: "証跡の分析の閾値のファイル（製品の ops/analysis.yaml）。atena work に必要"
        case .sources: "届くべきファイルの予定（製品の ops/sources.yaml）。なければ、届かないファイルがあっても分からない"
        case .policies: "提供ポリシーのファイルのディレクトリ"
        case .endpoints: "接続のファイル（業務システム-データセット.yaml）のディレクトリ。atena endpoint load が取り込む"
        case .connectors: "接続プログラムのディレクトリ。ここにあるものだけを動かす。書き込めるのは運用管理者だけにする"
        case .pki: "証明書のディレクトリ（server.pem、server.key、ca.pem）。atena serve と atena pull に必要"
        case .listen: "atena serve が待ち受ける「ホスト:ポート」"
        case .drainSeconds: "停止の合図の後、処理中の要求を待つ秒数"
        case .peerConnections: "atena serve が1つの接続元のアドレスから受ける接続の数の上限。負荷分散装置やNATの後ろの業務システムは、まとめて1つに数える"
        case .personReads: "atena serve が1つの業務システムに1分間に答える、1人ずつの照会の数の上限"
        case .logLevel: "atena serve の記録の詳しさ（trace、debug、info、notice、warning、error）"
        case .dormantDays: "サインインのない利用者を停止するまでの日数"
        case .answerDays: "職員の確認を待つ照会が失効するまでの日数"
        case .url: "業務システムから見たハブのURL（atena pull）"
        case .staffListen: "atena staff が待ち受ける「ホスト:ポート」"
        case .staffURL: "職員の端末から見た職員サービスのURL（https://…）"
        case .terminal: "端末の証明書（.pem）と鍵（.key）の、拡張子を除いたパス"
        case .authority: "職員サービスの証明書を発行した認証局の証明書（PEM）"
        case .home: "結果ファイルなどを置くディレクトリ"
        case .spool: "職員が送ったファイルと、職員に送るファイルを、その間だけ置くディレクトリ（省略時は ATENA_HOME の下の spool。所有者だけが読める）"
        case .layout: "届くファイルの様式の版（\(LayoutEdition.allCases.map(\.rawValue).joined(separator: "、"))）。--layout の指定が優先する"
        }
    }

    /// What counts where it is not set; nil where nothing does.
    public var usual: String? {
        switch self {
        case .sql: "sql"
        case .pool: "20"
        case .policies: "Policies"
        case .endpoints: "ops/endpoints"
        case .listen: "127.0.0.1:8443"
        case .staffListen: "127.0.0.1:8444"
        case .staffURL: "https://localhost:8444"
        case .drainSeconds: "30"
        case .peerConnections: "512"
        case .personReads: "60000"
        case .logLevel: "info"
        case .dormantDays: "90"
        case .answerDays: "30"
        case .url: "https://localhost:8443"
        case .layout: LayoutEdition.national.rawValue
        case .body, .database, .pension, .modules, .keys, .seal, .signing, .resumption, .account, .analysis, .sources, .connectors, .pki, .terminal, .authority,
            .home,
            .spool:
            nil
        }
    }
}

/// The settings of one process.
public struct Settings: Sendable {
    /// The environment they stand in.
    public let environment: [String: String]

    /// Those of this process, unless others are given.
    public init(_ environment: [String: String] = ProcessInfo.processInfo.environment) { self.environment = environment }

    /// As it is set; nil where it is not, or empty.
    public subscript(_ setting: Setting) -> String? { environment[setting.rawValue].flatMap { $0.isEmpty ? nil : $0 } }

    /// As it is set, or else what counts then.
    public func value(_ setting: Setting) -> String? { self[setting] ?? setting.usual }

    /// Reads a setting without which nothing goes on.
    ///
    /// - Throws: `SettingsRefused` naming it.
    public func required(_ setting: Setting) throws(SettingsRefused) -> String {
        if let value = self[setting] { return value }
        throw SettingsRefused(problems: ["環境変数 \(setting.rawValue) を設定してください（ops/up が書くファイル env を読み込むと設定されます）"])
    }

    /// Reads whose hub this is.
    ///
    /// - Throws: `SettingsRefused` where it is not set, or no such code.
    public func body() throws(SettingsRefused) -> LocalGovernmentCode {
        let text = try required(.body)
        do throws(ValueError) {
            return try LocalGovernmentCode(text)
        } catch {
            throw SettingsRefused(problems: ["\(Setting.body.rawValue): 団体の全国地方公共団体コード（検査数字を含む6桁の半角数字）を設定してください（\(error.code) \(error.rule)）"])
        }
    }

    /// Where files lie while a request of staff is at work on them.
    ///
    /// - Throws: `SettingsRefused` where neither it nor the installation's own directory is set.
    public func spoolDirectory() throws(SettingsRefused) -> String {
        if let directory = self[.spool] { return directory }
        if let home = self[.home] { return home + "/spool" }
        throw SettingsRefused(problems: ["環境変数 \(Setting.spool.rawValue) か \(Setting.home.rawValue) を設定してください（職員が送ったファイルを、取り込む間だけ置くディレクトリ）"])
    }

    /// Reads a number of days, 1 to 3660.
    ///
    /// - Throws: `SettingsRefused` where it is none.
    public func days(_ setting: Setting) throws(SettingsRefused) -> Int {
        guard let text = value(setting), let days = Int(text), (1...3660).contains(days) else {
            throw SettingsRefused(problems: ["\(setting.rawValue): 1から3660までの日数を設定してください"])
        }
        return days
    }

    /// Reads how many connections this process may have.
    ///
    /// - Throws: `SettingsRefused` where it is no number from 1 to 1000.
    public func connections() throws(SettingsRefused) -> Int {
        guard let text = value(.pool), let count = Int(text), (1...1000).contains(count) else {
            throw SettingsRefused(problems: ["\(Setting.pool.rawValue): 1から1000までの数を設定してください"])
        }
        return count
    }

    /// Reads in which edition of the layouts files come.
    ///
    /// - Throws: `SettingsRefused` where there is no such edition.
    public func layoutEdition() throws(SettingsRefused) -> LayoutEdition {
        if let edition = value(.layout).flatMap(LayoutEdition.init(rawValue:)) { return edition }
        let known = LayoutEdition.allCases.map(\.rawValue).joined(separator: "、")
        throw SettingsRefused(problems: ["\(Setting.layout.rawValue): 様式の版は \(known) のいずれかを設定してください"])
    }

    /// All of the environment that is meant for the hub, by name, as the log is told of it when a service starts.
    public var told: [String: String] {
        environment.filter { $0.key.hasPrefix("ATENA_") }
    }
}

/// Settings that nothing can run with. Every problem at once, in Japanese, naming the key or file.
public struct SettingsRefused: Explained, Sendable, CustomStringConvertible {
    /// One text each, in Japanese.
    public let problems: [String]

    /// Each problem in Japanese, naming the key or file.
    public init(problems: [String]) { self.problems = problems }

    /// X0015.
    public var code: String { "X0015" }
    /// Every problem.
    public var rule: String { description }

    /// One problem a line.
    public var description: String { problems.joined(separator: "\n") }
}
