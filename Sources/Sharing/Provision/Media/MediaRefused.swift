internal import AccessControl
public import Addressee
internal import AuditTrail
internal import Postgres

/// A hand-over on a medium that was refused before any person was looked at, and recorded so.
public struct MediaRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// `M` and four digits.
    public let code: String
    /// What is wrong and what can be done, in Japanese.
    public let rule: String

    package static let unreadable = Self(code: "M0001", rule: "受取人の証明書として読めません。PEM形式のX.509証明書を指定してください。")
    package static let outsideDates = Self(code: "M0002", rule: "受取人の証明書の有効期間外です。有効な証明書を受け取ってください。")
    static let noEncipherment = Self(
        code: "M0003", rule: "暗号化に使えない証明書です。RSA 2048ビット以上の鍵暗号化用、または楕円曲線の鍵共有用の証明書が必要です（試験用は atena pki issue SYSTEM --medium）。")
    package static let anotherSystem = Self(code: "M0004", rule: "証明書が別の業務システムのものです。")
    static let notOfOurs = Self(code: "M0005", rule: "この認証局の名を持ちますが、署名が一致しません。使わないでください。")
    package static let authority = Self(code: "M0006", rule: "認証局の証明書 (ca.pem) として読めません。")
    package static let anotherBody = Self(code: "M0007", rule: "証明書が別の団体のものです。この団体の提供先の証明書を受け取ってください。")
    static let unnamedBody = Self(
        code: "M0008", rule: "団体コードのない証明書は、移行の期限を過ぎたため使えません。団体コードのある証明書を発行してください（atena pki renew SYSTEM-medium）。")

    static let notARecipient = Self(
        code: "M0009",
        rule: "この証明書は、施行中の提供ポリシーの媒体の受取人（media: recipients）にありません。指紋を確かめ、提供ポリシーに加えて起案・承認してください。")
    package static let unknownMedium = Self(code: "M0010", rule: "この番号の媒体はないか、承認を待っていません。atena media list で確かめてください。")
    static let policyChanged = Self(code: "M0011", rule: "媒体を申し出た後に、提供ポリシーが変わりました。媒体を申し出直してください（atena media propose）。")
    static let notReleased = Self(code: "M0012", rule: "この媒体は、まだ別の人が認めていません（atena media release）。認められるまで作れません。")
    package static let samePerson = Self(code: "M0013", rule: "媒体を申し出た人は認められません。別の人が認めてください。")
    package static let notTwoPeople = Self(
        code: "M0014", rule: "申し出た人と認める人の間で登録コードや権限を渡しているか、同じ人から登録コードを受け取っているため、認められません。別の人が認めてください。")
    static let rightLost = Self(code: "M0015", rule: "提供・配信の運用の権限は、いまはありません。")
    package static let noReason = Self(
        code: "M0016", rule: "理由（\(LookupReason.shortest)文字以上500文字以下）と、引渡し・受領・返却では相手（200文字以下）を記入してください。備考は500文字以下です。")
    package static let untrueRow = Self(
        code: "M0017", rule: "媒体の行が、ハブの書いたものではないか、書き換えられています。システム管理者に atena status で確かめるよう頼み、申し出をやり直してください。")
    static let madeAlready = Self(code: "M0018", rule: "この媒体は、すでに作りました。もう一つ要るときは、新しく申し出てください（atena media propose）。")
    static let releaseIsOver = Self(
        code: "M0019", rule: "認められてから\(MediumRequest.releaseDays)日を過ぎたため、作れません。媒体を申し出直してください（atena media propose）。")
    package static let notNext = Self(code: "M0020", rule: "この媒体の今の状態からは、記録できません。atena media show で、これまでの受渡しを確かめてください。")
    static let wrongDay = Self(code: "M0021", rule: "受渡しの日は、前の記録の日から今日までの日にしてください。")
    package static let onlyPersons = Self(code: "M0022", rule: "この操作は職員本人が行います。サービスアカウントではできません。")
    /// Stands in the record of a refusal; whoever makes the medium is told which.
    static let notWhole = Self(code: "M0023", rule: "媒体に書く記録のうち、提供ポリシーでは渡せないか、全部は渡せないものがあります。")
    package static let handedOver = Self(
        code: "M0024",
        rule: "この媒体は、すでに引き渡しました。もう作れません。届かなかったときは、束の不達を記録し、報告し直してください。国民年金のデータベースを復元した後に、束が引渡しの前に戻っているときは、report sent で引渡しを記録し直します。")

    static let namesNobody = Self(
        code: "M0025",
        rule: "提供ポリシーが個人番号を渡しますが、媒体の受取人（media: recipients）を定めていません。受取人だけが開けるものでなければ作れません。受取人の証明書の指紋を加えて起案・承認してください。")
    static let lacksCertificate = Self(
        code: "M0026", rule: "提供ポリシーが個人番号を渡すため、媒体を暗号化します。提供ポリシーの定める受取人の証明書のファイルを、--certificate で指定してください。")
    static let goesInClear = Self(
        code: "M0027", rule: "提供ポリシーが個人番号を渡さないため、媒体は暗号化しません。--certificate を指定せずに作ってください。")
    package static let notMade = Self(
        code: "M0028", rule: "いま渡せる内容の媒体を作っていません。媒体を作ってから（作った後に個人番号か提供ポリシーが変わったときは、作り直してから）、やり直してください。")
    static let recordsDiffer = Self(code: "M0029", rule: "媒体のファイルの行が、渡す記録と一致しないため、個人番号を加えていません。")
    /// Stands in the record of a refusal; whoever makes the medium is told which.
    static let withoutNumber = Self(code: "M0030", rule: "媒体に書く記録に、個人番号が登録されていないか、決定を待つ人のものがあります。")

    /// Code and rule.
    public var description: String { "\(code) \(rule)" }
}

extension Provisioning {
    /// That nothing was provided on a medium, and why.
    func record(_ refused: MediaRefused, _ system: SystemName, _ dataset: String, _ principal: Principal) async throws {
        var record = ProvisionRecord(.refused, .medium, system: system.rawValue, dataset: dataset, byWhom: principal.name, policy: nil)
        record.refusalCode = refused.code
        try await pool.query(record.statement()).written()
    }

    /// Runs `body` in one transaction, as a provision on a medium: what it refuses is recorded in one of its own before it is told.
    func onMedium<R>(_ system: SystemName, _ dataset: String, _ principal: Principal, _ body: (Connection) async throws -> R) async throws -> R {
        do {
            return try await refusing(system, dataset, .medium, Caller(system: system, byWhom: principal.name), body)
        } catch let refused as MediaRefused {
            try await record(refused, system, dataset, principal)
            throw refused
        }
    }
}
