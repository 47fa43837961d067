extension ReportBatch {
    /// 次の手順, in Japanese. True of every state: what became of the reports is said beside where the medium is, and a result list is spoken of as what may come.
    package var whatIsNext: String {
        let (done, number) = (steps.map(\.step), head.batch)
        let medium = BatchStep.ofMedium(done)
        switch BatchStep.ofReports(done) {
        case .cancelled:
            let words = "この束は取り消され、報告は報告待ちに戻りました。"
            return medium == .written ? words + "次は: 作った媒体を廃棄し、atena pension report destroyed \(number) で記録します。" : words
        case .failed: return "次は: 別の人が確かめ、atena pension report recall \(number) で、結果のない報告を報告待ちに戻します。"
        case .recalled:
            let words = "この束の報告のうち、結果のなかったものは、報告待ちに戻りました。"
            return medium == .destroyed ? words + "媒体の記録は終わっています。" : words + "次は: 媒体の所在を確かめ、\(Self.recorded(done, number)) で記録します。"
        default: break
        }
        return switch medium {
        case nil: "次は: 内容を確かめ、atena pension report close \(number) で締めます。紙でも進達するときは --paper、Shift_JISにするときは --encoding shift_jis を付けます。"
        case .closed: "次は: 別の人が内容を確かめ、atena pension report release \(number) で承認します。"
        case .released: "次は: atena pension report write \(number) --out ディレクトリ で媒体のファイルを作ります。" + paper(number)
        case .written: paper(number) + "次は: 媒体を渡して受領書に署名を受け、atena pension report sent \(number) で引渡しを記録します。"
        case .handed, .received, .returned:
            "次は: \(Self.recorded(done, number)) で媒体の記録を続けます。処理結果一覧表は、届いたときに atena pension result import で取り込みます。"
        case .destroyed: "媒体の記録は終わっています。処理結果一覧表は、届いたときに atena pension result import で取り込みます。"
        case .cancelled, .failed, .recalled: ""
        }
    }

    /// Of a batch that goes on paper, too.
    private func paper(_ number: ReportBatchNumber) -> String {
        closed?.paper == nil ? "" : "様式は atena pension form --batch \(number) --out ファイル で印刷します。"
    }

    /// Commands that record where the medium is next.
    private static func recorded(_ done: [BatchStep], _ number: ReportBatchNumber) -> String {
        let next = BatchStep.next(after: done).filter { !BatchStep.saysNothingOfMedium.contains($0) }
        return next.map { "\($0.label)は atena pension report \($0.rawValue) \(number)" }.joined(separator: "、")
    }
}
