internal import Addressee
internal import AsyncHTTPClient
internal import NIOCore
internal import NIOSSL

/// What the service refused, in the words it gives people.
package struct StaffRefused: Explained, CustomStringConvertible {
    /// Of the answer.
    package let status: Int
    /// エラーコード
    package let code: String
    /// In Japanese, with what to do next.
    package let rule: String

    /// The members of a problem document that are read.
    package struct Document: Codable, Sendable {
        package var status: Int?
        package var code: String
        package var detail: String
        package var instance: String?

        package init(status: Int, code: String, detail: String, instance: String) {
            (self.status, self.code, self.detail, self.instance) = (status, code, detail, instance)
        }
    }

    init(status: Int, _ document: Document) {
        (self.status, code) = (status, document.code)
        // What only the service's log can explain is found there by this.
        rule = document.detail + (status >= 500 ? document.instance.map { "\n問い合わせ番号: \($0)" } ?? "" : "")
    }

    /// As people read it.
    package var description: String { rule }
}

/// Why there was no answer. Texts are Japanese and hold nothing of a person.
package struct StaffFailure: Explained, CustomStringConvertible {
    /// Exit statuses, those of `sysexits.h`.
    package enum Kind: Int32, Sendable {
        case unreachable = 69
        case answer = 76
        case configuration = 78
    }

    /// What kind it is.
    package let kind: Kind
    /// What happened, and what to do.
    package let rule: String
    /// X0025
    package var code: String { "X0025" }

    /// An answer of no known form.
    static let unknownForm = StaffFailure(.answer, "ハブの応答の形が、このプログラムの知るものと違います。プログラムの版を確かめてください（atena --version）。")
    /// An answer that ended before it was whole.
    static let cutShort = StaffFailure(.unreachable, "ハブの応答が途中で切れました。atena staff が動いているかを確かめ、もう一度実行してください。")

    package init(_ kind: Kind, _ rule: String) { (self.kind, self.rule) = (kind, rule) }

    /// What ended the exchange below HTTP.
    init(transport error: any Error) {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout || error == .readTimeout || error == .deadlineExceeded:
            self.init(.unreachable, "ハブの応答が時間内にありませんでした。時間をおいてもう一度実行し、繰り返すときは運用担当者に伝えてください。")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            self.init(.unreachable, "ハブとの相互認証ができませんでした。端末の証明書（ATENA_TERMINAL）の期限と、認証局（ATENA_AUTHORITY）を確かめてください。")
        default:
            self.init(.unreachable, "ハブに接続できないか、接続が途中で切れました（種類 \(type(of: error))）。接続先（ATENA_STAFF_URL）と、atena staff が動いているかを確かめてください。")
        }
    }

    /// As people read it.
    package var description: String { rule }
}
