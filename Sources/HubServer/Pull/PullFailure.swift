public import Addressee
import AsyncHTTPClient
import NIOCore
import NIOSSL

/// Why a pull ended without a result. Texts are Japanese and hold nothing of a person.
public struct PullFailure: Explained, Sendable, CustomStringConvertible {
    /// Exit codes of `atena pull`, those of `sysexits.h` where one fits.
    public enum Kind: Int32, Sendable {
        /// The request is wrong, such as a cursor that isn't ours.
        case request = 65
        case unreachable = 69
        case file = 74
        /// Try again later.
        case busy = 75
        /// The answer broke off or isn't what the interface says.
        case answer = 76
        case refused = 77
        case configuration = 78
    }

    /// The exit code that it ends the command with.
    public let kind: Kind
    /// What happened.
    public let message: String
    /// Further lines: code, rule and request number as the hub gave them, or the cause.
    public let details: [String]

    /// Texts are Japanese and must hold nothing of a person.
    public init(_ kind: Kind, _ message: String, details: [String] = []) {
        self.kind = kind
        self.message = message
        self.details = details
    }

    /// X0017.
    public var code: String { "X0017" }
    /// What happened, and its details.
    public var rule: String { description }

    /// The message, then each detail on a line of its own.
    public var description: String { ([message] + details.map { "  " + $0 }).joined(separator: "\n") }

    /// An answer other than 200, with the problem it holds (RFC 9457).
    init(status: Int, problem: ProblemDocument?) {
        let kind: Kind =
            switch status {
            case 401, 403: .refused
            case 429, 502, 503, 504: .busy
            case 400..<500: .request
            default: .answer
            }
        var details: [String] = []
        if let problem {
            details.append("\(problem.code ?? "-"): \(problem.detail ?? problem.title ?? "-")")
            if let instance = problem.instance { details.append("問い合わせ番号: \(instance)") }
        }
        self.init(kind, "ハブが応答 \(status) を返しました。", details: details)
    }

    /// What ended the exchange below HTTP.
    init(transport error: any Error) {
        // Its kind, not its words: those are a program's.
        let cause = ["種類: \(type(of: error))"]
        switch error {
        case let error as HTTPClientError
        where error == .connectTimeout || error == .readTimeout || error == .deadlineExceeded:
            self.init(.unreachable, "ハブの応答が時間内にありませんでした。", details: cause)
        case is HTTPClientError, is ChannelError, is IOError:
            self.init(.unreachable, "ハブとの接続ができないか、途中で切れました。", details: cause)
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            self.init(.unreachable, "TLSの相互認証ができませんでした。証明書と認証局を確かめてください。", details: cause)
        default:
            self.init(.unreachable, "ハブに接続できません。", details: cause)
        }
    }
}

/// The members of a problem document that people are shown.
struct ProblemDocument: Decodable {
    var title: String?
    var detail: String?
    var code: String?
    var instance: String?
}
