internal import Addressee
internal import Sharing

extension EndpointGap {
    /// As somebody should look at it.
    var finding: ReadinessFinding { ReadinessFinding(name: kind.rawValue, reason: "\(system)/\(dataset): \(text)") }

    /// What is wrong and what to do, in Japanese.
    var text: String {
        switch kind {
        case .missing: "配信（push）することが決まっていますが、接続がなく、配信していません（取戻しも届きません）。接続のファイルを作り、atena endpoint load で取り込んでください。"
        case .paused: "接続を停止しているため、配信していません。再開は atena endpoint resume \(system) \(dataset) です。"
        case .notFetched:
            "毎月の提供の提供日（\(due.map { "\($0)" } ?? "")）を過ぎましたが、その日までに公開された記録を、業務システムが取りに来ていません。担当者に確かめてください。対象者の記録がなければ、渡すものはありません。"
        case .unanswered: "受領した\(count)件の結果が、期限までに答えられていません。業務システムの担当者に確かめ、要れば atena redeliver \(system) --dataset \(dataset) --unanswered で送り直してください。"
        }
    }
}
