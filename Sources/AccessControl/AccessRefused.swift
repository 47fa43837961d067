public import Addressee
internal import AuditTrail
package import Governance

/// What Access refused: no right, no sign-in, or a rule of the house. The refusal is on record already.
public struct AccessRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// Stable code, for programs: A0001 ….
    public let code: String
    /// The rule, in Japanese; names no person and no secret.
    public let rule: String

    /// Code and rule.
    public var description: String { "\(code): \(rule)" }

    package init(_ code: String, _ rule: String) { (self.code, self.rule) = (code, rule) }

    /// Why the two-person rule stands against deciding on an application.
    package init(_ violation: TwoPersonRule.Violation) {
        switch violation {
        case .service: self = .onlyPersons
        case .withoutRight: self.init(.administerAccess)
        case .ownProposal: self = .notTheSamePerson
        case .approverOfProposersMaking: self = .madeByApplicant
        default: self = .oneSetUp
        }
    }

    /// The code of a missing right.
    package static let withoutRight = "A0001"

    /// The right is missing.
    public init(_ right: Right) { self.init(Self.withoutRight, "この操作には「\(right.label)」の権限が必要です。") }

    /// Account, password or code is wrong; which of them is not told.
    static let wrongCredentials = AccessRefused("A0002", "職員番号、パスワードまたは確認コードが違います。")
    /// Too many failures in a row.
    package static func locked(minutes: Int64) -> AccessRefused {
        AccessRefused("A0003", "続けて失敗したため、約\(minutes)分後まで受け付けません。急ぐときは権限管理者に解除を頼んでください。")
    }
    /// No token, an unknown one, or one that has ended.
    public static let notSignedIn = AccessRefused("A0004", "サインインしていないか、サインインの期限が切れています。サインインしてください。")
    /// The token belongs to another terminal.
    static let anotherTerminal = AccessRefused("A0005", "別の端末やウィンドウ、または更新前の証明書でのサインインは使えません。ここでサインインし直してください。")
    /// Whether nobody has been established: to sign in would help.
    public var isOfSession: Bool { [Self.notSignedIn, .anotherTerminal, .untrueRow, .wrongServiceSecret].contains(self) }
    static let wrongServiceSecret = AccessRefused("A0006", "サービスアカウントの名前か秘密が違います。")
    static let wrongSetUpCode = AccessRefused("A0007", "登録コードが違うか、期限が切れています。権限管理者に再発行を頼んでください。")
    static func weakPassword(_ why: String) -> AccessRefused { AccessRefused("A0008", "このパスワードは使えません。\(why)") }
    static let notOneself = AccessRefused("A0010", "自分自身に対しては行えません。別の権限管理者に頼んでください。")
    static let notTheSamePerson = AccessRefused("A0011", "申請した人、申請の対象となる人は決裁できません。別の人が決裁してください。")
    /// A program acts where only a person may.
    public static let onlyPersons = AccessRefused("A0012", "サービスアカウントには行えない操作です。")
    static let rightForPersonsOnly = AccessRefused("A0013", "サービスアカウントには、この権限を与えられません（起案・承認・訂正・解除・権限管理は職員だけが行います）。")
    package static let unknownPerson = AccessRefused("A0014", "この職員番号の職員は登録されていません。")
    static let closedPerson = AccessRefused("A0015", "この職員の利用は停止されています。")
    static let unknownDepartment = AccessRefused("A0016", "この所属コードは登録されていません。")
    static let existsAlready = AccessRefused("A0017", "すでに登録されています。")
    static let alreadyInitialised = AccessRefused("A0018", "最初の権限管理者はすでに登録されています。")
    static let unknownApplication = AccessRefused("A0019", "この番号の申請はありません。")
    static let decidedAlready = AccessRefused("A0020", "この申請はすでに決裁されています。")
    /// Too many failures at one terminal.
    static let slowTerminal = AccessRefused("A0025", "この端末でのサインインの失敗が続いています。\(LockOut.terminalSeconds)秒ほど待ってからやり直してください。")
    static func wrongInput(_ rule: String) -> AccessRefused { AccessRefused("A0021", rule) }
    static let lastAdministrator = AccessRefused("A0022", "最後の権限管理者の権限は外せません。先に別の権限管理者を置いてください。")
    static let twoAdministrators = AccessRefused("A0023", "権限管理者が2人以上になった後は、申請（apply）と別の人の承認（approve）で付与してください。")
    static let oneSetUp = AccessRefused(
        "A0026", "申請した人または対象となる人と決裁する人の間で登録コードを渡しているか、同じ人から登録コードを受け取っているため、決裁できません。別の権限管理者が決裁するか、登録コードを渡し直してください（atena access recover）。")
    static let madeByApplicant = AccessRefused("A0027", "申請した人または対象となる人が、同じ日または申請以後に、決裁する人の権限の付与・登録に関わっています。別の権限管理者が決裁してください。")
    static let untrueRow = AccessRefused("A0030", "データベースの行が、ハブの書いたものではありません。システム管理者に atena status で確かめるよう頼んでください。")
    static let nothingToEnd = AccessRefused("A0024", "その権限は付与されていません。")
}
