public import Addressee

/// Why a whole file was refused before any row of it was taken in.
public struct FileRefused: Explained, Sendable, CustomStringConvertible {
    /// Stable code: F0001 cannot be read, F0002 not UTF-8, F0003 columns, F0004 cut, F0005 line too long, F0006 empty, F0007 changed while read,
    /// F0010 UTF-16, F0011 ended by CR only, F0012 Ctrl-Z, F0013 gzip under another name, F0014 no gzip under a name of one, F0015 gzip is broken,
    /// F0016 semicolons, F0017 tabs, F0018 another encoding than was said, F0019 no text at all, F0020 nowhere to write reports,
    /// F0021 more than can be put aside, F0022 filled up with NUL, F0023 UTF-32, F0025 to F0027 gzip beyond what it may unpack to, F0028 too many rejected rows,
    /// F0048 another body's.
    public let code: String
    /// What is wrong and what was expected, in Japanese, without values.
    public let reason: String

    /// The reason.
    public var rule: String { reason }

    /// Code and reason; no value of the file.
    public var description: String { "\(code): \(reason)" }

    package static func unreadable(_ why: String) -> Self { .init(code: "F0001", reason: "ファイルを読めません（\(why)）。") }
    package static let notUTF8 = Self(
        code: "F0002",
        reason: "文字コードがUTF-8ではありません。UTF-8で作り直すか、Shift_JIS（Windowsのメモ帳・Excelの「CSV」）なら --encoding cp932 を付けて取り込んでください。")
    package static func columns(_ problems: [String]) -> Self {
        .init(code: "F0003", reason: "1行目の列名が正しくありません。" + problems.prefix(10).joined())
    }
    package static func cut(line: Int) -> Self {
        .init(code: "F0004", reason: "\(line)行目の途中でファイルが終わっています。送り直しを依頼してください。1行も取り込んでいません。")
    }
    static let gzipCut = Self(code: "F0004", reason: "gzipが途中で終わっています。送り直しを依頼してください。1行も取り込んでいません。")
    package static func lineTooLong(line: Int) -> Self {
        .init(
            code: "F0005", reason: "\(line)行目が長すぎます（\(RecordReader.longestLine >> 10) KiBを超えています）。改行が失われていないか確かめてください。")
    }
    package static let empty = Self(code: "F0006", reason: "ファイルが空です。1行目に列名が必要です。")
    package static let changedWhileRead = Self(code: "F0007", reason: "読み込み中にファイルが変わりました。書き込みが終わってからやり直してください。")
    static let utf16 = Self(code: "F0010", reason: "文字コードがUTF-16です。--encoding utf-16 を付けて取り込むか、UTF-8で作り直してください。")
    static let carriageReturnsOnly = Self(code: "F0011", reason: "改行がCRだけです。LFまたはCR LFで作り直してください。")
    static func controlZ(line: Int) -> Self {
        .init(code: "F0012", reason: "最後（\(line)行目）に終端文字 Ctrl-Z（0x1A）があります。取り除いて作り直してください。")
    }
    static let gzipUnderAnotherName = Self(
        code: "F0013", reason: "gzipで圧縮されていますが、名前が .gz で終わっていません。名前を .csv.gz にするか、伸長してから取り込んでください。")
    static let noGzip = Self(code: "F0014", reason: "名前は .gz ですが、gzipではありません。圧縮されていないファイルなら名前を .csv にしてください。")
    static let brokenGzip = Self(code: "F0015", reason: "gzipとして壊れています。送り直しを依頼してください。")
    static let gzipTrailer = Self(code: "F0015", reason: "gzipの後に余分なバイトがあります。送り直しを依頼してください。")
    static let semicolons = Self(
        code: "F0016", reason: "列がセミコロン（;）で区切られています。コンマ（,）区切りで作り直してください（Excelでは地域の設定の区切り記号が原因です）。")
    static let tabs = Self(code: "F0017", reason: "列がタブで区切られています。コンマ（,）区切りで作り直してください。")
    static func otherEncoding(_ found: String, said: String) -> Self {
        .init(code: "F0018", reason: "--encoding \(said) と指定されましたが、文字コードは\(found)のようです。--encoding を正しく指定してください。")
    }
    static func noText(_ found: String) -> Self {
        .init(code: "F0019", reason: "CSVではなく\(found)のようです。CSV（UTF-8）で保存し直してください。")
    }
    package static func nowhereToReport(_ directory: String, _ why: String) -> Self {
        .init(
            code: "F0020",
            reason: "結果ファイルを \(directory) に書けません（\(why)）。書けるディレクトリを --reports で指定してください。1行も取り込んでいません。")
    }
    static func tooMuchToPutAside(gibibytes: Int) -> Self {
        .init(code: "F0021", reason: "標準入力または名前付きパイプから読めるのは\(gibibytes) GiBまでです。ファイルにしてから取り込んでください。")
    }
    static func filledUp(line: Int) -> Self {
        .init(code: "F0022", reason: "\(line)行目から後が 0x00 で埋められています。途中までしか書かれていません。送り直しを依頼してください。")
    }
    static let utf32 = Self(code: "F0023", reason: "文字コードがUTF-32です。UTF-8で作り直してください。")
    static func unpacksTooFar(_ name: String, gibibytes: Int) -> Self {
        .init(code: "F0025", reason: "\(name) は、伸長すると上限の\(gibibytes) GiBを超えます。ファイルを分けるか、送り元に確かめてください。1行も取り込んでいません。")
    }
    static func packedTooDensely(_ name: String, ratio: Int) -> Self {
        .init(
            code: "F0026",
            reason: "\(name) は、伸長すると上限の\(ratio)倍を超える大きさになります。同じ内容の繰り返しでないか、送り元に確かめてください。正しいファイルなら、伸長してから取り込んでください。1行も取り込んでいません。")
    }
    static func tooManyMembers(_ name: String, _ most: Int) -> Self {
        .init(
            code: "F0027", reason: "\(name) は、上限の\(most)個を超えるgzipをつないだものです。伸長してから、一つのgzipにまとめ直してください。1行も取り込んでいません。")
    }
    /// Whether it came to its end because too many rows were rejected.
    public var endsAtRejects: Bool { code == Self.tooManyRejects("", rejected: 0, most: 0).code }
    /// Not of the whole file: what was taken before stays.
    package static func tooManyRejects(_ name: String, rejected: Int, most: Int) -> Self {
        .init(
            code: "F0028",
            reason:
                "\(name) の却下した行が\(rejected)行になり、上限の\(most)行を超えたため、止めました。却下の理由を確かめ、送り元に誤りを直してもらってください。却下を承知で続けるときは、--accept-rejects に却下を認める行数を指定して、同じファイルをもう一度取り込んでください（続きから取り込みます）。"
        )
    }
    package static func anotherBody(_ code: LocalGovernmentCode, column: String, ours: LocalGovernmentCode) -> Self {
        .init(
            code: FaultCode.fileOfAnotherBody,
            reason: "列\(column)の市区町村コードが、この団体（\(ours)）のものではなく、別の団体（\(code)）のものです。別の団体のファイルは取り込めません。送り元を確かめてください。1行も取り込んでいません。")
    }
}
