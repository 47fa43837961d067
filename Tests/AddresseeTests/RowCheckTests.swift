import Addressee
import Testing

@Suite struct RowCheckTests {
    static let resident: [String: String] = [
        "atenabango": "000000000000123", "rirekibango": "1", "kojinbango": "983205673214", "juminhyokodo": "75412233492",
        "setaibango": "000000000000045", "zokugara": "世帯主", "shimei": "渡邉\u{E0100}　花子", "shimei_furigana": "ワタナベ　ハナコ",
        "seibetsu": "2", "seinengappi": "1964-07-01", "seinengappi_fushofuragu": "0", "jusho_shikuchosonkodo": "111015",
        "jusho_choazakodo": "0001000", "jusho_todofuken": "埼玉県", "jusho_shikugunchosonmei": "さいたま市西区", "jusho_choaza": "飯田",
        "jusho_banchigohyoki": "１番地", "jusho_yubinbango": "3310058", "juminshubetsu": "1", "juminjotai": "1", "idojiyu": "01",
        "idonengappi": "2026-11-20", "todokedenengappi": "2026-11-21",
    ]

    static let nonResident: [String: String] = [
        "shorikubun": "0", "shikuchosonkodo": "111007", "kojinbango": "983205673214", "shimei": "佐藤　一郎", "uji_nihonjin": "佐藤",
        "na_nihonjin": "一郎", "seibetsu": "1", "seinengappi": "1964-07-01", "jusho_shikuchosonkodo": "131016", "gyomuid": "001",
        "dokujishisakushisutemutoid": "000", "nayosemotofuragu": "0", "tagyomusanshofukafuragu": "0", "sosashaid": "123456",
        "sosanengappi": "2026-11-21", "sosajikoku": "09:00:00",
    ]

    private func faults(_ layout: FileLayout, _ row: [String: [UInt8]]) throws -> [RowFault] {
        let check = try RowCheck(layout: layout, header: layout.columns.map(\.name))
        // Something before the row: ranges need not start at zero.
        var bytes: [UInt8] = Array("前の行,".utf8)
        var ranges: [Range<Int>] = []
        for column in layout.columns {
            let start = bytes.count
            bytes += row[column.name] ?? []
            ranges.append(start..<bytes.count)
            bytes.append(UInt8(ascii: ","))
        }
        return check.check(bytes, fields: ranges)
    }

    private func resident(_ changes: [String: String]) throws -> [RowFault] {
        try faults(.residents, Self.resident.merging(changes) { $1 }.mapValues { Array($0.utf8) })
    }

    private func nonResident(_ changes: [String: String]) throws -> [RowFault] {
        try faults(.nonResidents, Self.nonResident.merging(changes) { $1 }.mapValues { Array($0.utf8) })
    }

    @Test func goodRows() throws {
        #expect(try resident([:]) == [])
        #expect(try nonResident([:]) == [])
        for column in [
            "kojinbango", "juminhyokodo", "zokugara", "jusho_yubinbango", "todokedenengappi", "seinengappi_fushofuragu",
        ] {
            #expect(try resident([column: ""]) == [], "\(column)")
        }
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var changes: [String: String]
        var code: String
        var column: String
        var reason: String
        init(_ changes: [String: String], _ code: String, _ column: String, _ reason: String) {
            (self.changes, self.code, self.column, self.reason) = (changes, code, column, reason)
        }
        var testDescription: String { "\(code) \(column) \(reason)" }
    }

    @Test(arguments: [
        Bad(["atenabango": ""], "E0001", "atenabango", "宛名番号が設定されていません。"),
        Bad(["shimei": ""], "E0001", "shimei", "氏名が設定されていません。"),
        Bad(["shimei": "　 "], "E0001", "shimei", "氏名が設定されていません。"),
        Bad(["shimei": "", "idojiyu": "03"], "E0001", "shimei", "氏名が設定されていません。"),
        Bad(["jusho_todofuken": ""], "E0001", "jusho_todofuken", "住所_都道府県が設定されていません。"),
        Bad(["idonengappi": ""], "E0001", "idonengappi", "異動年月日が設定されていません。"),
        Bad(["kojinbango": "98320567321４"], "E0002", "kojinbango", "個人番号は半角数字で設定してください。"),
        Bad(["kojinbango": "98320567321x"], "E0002", "kojinbango", "個人番号は半角数字で設定してください。"),
        Bad(["kojinbango": "98320567321"], "E0003", "kojinbango", "個人番号は12桁で設定してください。"),
        Bad(["kojinbango": "983205673213"], "E0101", "kojinbango", "個人番号の検査数字が一致しません。"),
        Bad(["juminhyokodo": "75412233493"], "E0102", "juminhyokodo", "住民票コードの検査数字が一致しません。"),
        Bad(["jusho_shikuchosonkodo": "111016"], "E0103", "jusho_shikuchosonkodo", "住所_市区町村コードの検査数字が一致しません。"),
        Bad(["atenabango": "1234567890123456"], "E0003", "atenabango", "宛名番号は15桁以内で設定してください。"),
        Bad(["atenabango": "12-3"], "E0002", "atenabango", "宛名番号は半角英数字で設定してください。"),
        Bad(["rirekibango": "0"], "E0002", "rirekibango", "履歴番号は1以上の整数で設定してください。"),
        Bad(["rirekibango": "100000"], "E0003", "rirekibango", "履歴番号は5桁以内で設定してください。"),
        Bad(["shimei": String(repeating: "あ", count: 101)], "E0003", "shimei", "氏名は100文字以内で設定してください。"),
        Bad(["shimei": "佐藤\u{0}一郎"], "E0002", "shimei", "氏名は制御文字を含まない文字で設定してください。"),
        Bad(["shimei": "佐藤\n一郎"], "E0002", "shimei", "氏名は制御文字を含まない文字で設定してください。"),
        Bad(["kojinbango": "98320567\u{0}214"], "E0002", "kojinbango", "個人番号は制御文字を含まない文字で設定してください。"),
        Bad(["seibetsu": "3"], "E0002", "seibetsu", "性別は0、1、2のいずれかで設定してください。"),
        Bad(["seibetsu": "01"], "E0003", "seibetsu", "性別は1桁で設定してください。"),
        Bad(["juminjotai": "4"], "E0002", "juminjotai", "住民状態は2024版の様式の1、2、3、9のいずれかで設定してください。"),
        Bad(["idojiyu": "Z9"], "E0002", "idojiyu", "異動事由は2024版の様式の異動事由の一覧にあるコードで設定してください。"),
        Bad(["idojiyu": "A1"], "E0002", "idojiyu", "異動事由は2024版の様式の異動事由の一覧にあるコードで設定してください。"),
        Bad(
            ["idojiyu": "B8"], "E0002", "idojiyu",
            "異動事由B8（消除_再製）には全国共通のコードがないため、2024版の様式では受け付けません。消除の理由のコードで設定してください。"),
        Bad(["idonengappi": "2026-02-29"], "E0002", "idonengappi", "異動年月日は暦にある日付で設定してください。"),
        Bad(["idonengappi": "2026/02/28"], "E0002", "idonengappi", "異動年月日はYYYY-MM-DDの形式で設定してください。"),
        Bad(["idonengappi": "20260228"], "E0003", "idonengappi", "異動年月日は10桁（YYYY-MM-DD）で設定してください。"),
        Bad(["seinengappi": "1964-13-01"], "E0002", "seinengappi", "生年月日は月を01から12、日を01から31で設定してください。"),
        Bad(["seinengappi": "1964-07-32"], "E0002", "seinengappi", "生年月日は月を01から12、日を01から31で設定してください。"),
        Bad(
            ["seinengappi": "1964-07-00"], "E0004", "seinengappi",
            "生年月日に不明な部分（00）がある場合、生年月日_不詳フラグは1で設定してください。"),
        Bad(
            ["seinengappi_fushofuragu": "1"], "E0004", "seinengappi_fushohyoki",
            "生年月日_不詳フラグが1（不詳）の場合、生年月日_不詳表記は設定必須です。"),
        Bad(["setaibango": ""], "E0004", "setaibango", "住民状態が1（住民）の場合、世帯番号は設定必須です。"),
        Bad(
            ["juminshubetsu": "2", "kokuseki": "CHN"], "E0004", "shimei_gaikokujinromaji",
            "住民種別が2（外国人）の場合、氏名_外国人ローマ字または氏名_外国人漢字は設定必須です。"),
        Bad(
            ["juminshubetsu": "2", "shimei_gaikokujinkanji": "張　玉蓮"], "E0004", "kokuseki",
            "住民種別が2（外国人）の場合、国籍・地域コードは設定必須です。"),
    ])
    func badResidents(_ bad: Bad) throws {
        #expect(try resident(bad.changes) == [RowFault(code: bad.code, column: bad.column, reason: bad.reason)])
    }

    @Test(arguments: [
        ["seinengappi": "1955-02-29"], ["seinengappi": "1955-02-31"],
        ["seinengappi": "1955-00-00", "seinengappi_fushofuragu": "1", "seinengappi_fushohyoki": "昭和○○年頃"],
        ["seinengappi": "0000-00-00", "seinengappi_fushofuragu": "1", "seinengappi_fushohyoki": "年月日不詳"],
        ["setaibango": "", "juminjotai": "2", "idojiyu": "21"],
        ["shimei": "", "shimei_furigana": "", "idojiyu": "03"],
        ["juminshubetsu": "2", "shimei_gaikokujinromaji": "ＺＨＡＮＧ　ＹＵＬＩ", "kokuseki": "CHN"],
        ["juminshubetsu": "2", "shimei_gaikokujinkanji": "張　玉蓮", "kokuseki": "156"],
        ["shimei": "渡邉\u{E0100}\u{E0101}" + String(repeating: "𠮷\u{FE00}", count: 98)],
        ["shimei": "\u{E000}髙ﾃｽﾄ abc"],
        ["rirekibango": "00001"],
    ])
    func goodResidents(_ changes: [String: String]) throws { #expect(try resident(changes) == []) }

    @Test(arguments: [
        Bad(["shorikubun": "1"], "E0004", "atenabango", "処理区分が1または2の場合、宛名番号は設定必須です。"),
        Bad(["shorikubun": "3"], "E0002", "shorikubun", "処理区分は0、1、2のいずれかで設定してください。"),
        Bad(["shikuchosonkodo": "111008"], "E0103", "shikuchosonkodo", "市区町村コードの検査数字が一致しません。"),
        Bad(["shimei": ""], "E0004", "shimei", "氏名が未定でない場合、氏名は設定必須です。"),
        Bad(["na_nihonjin": ""], "E0004", "na_nihonjin", "日本人で氏名が設定されている場合、名_日本人は設定必須です。"),
        Bad(["nayosemotofuragu": "1"], "E0004", "nayosesakiatenabango", "名寄せ元フラグが1の場合、名寄せ先宛名番号は設定必須です。"),
        Bad(["tagyomusanshofukafuragu": ""], "E0001", "tagyomusanshofukafuragu", "他業務参照不可フラグが設定されていません。"),
        Bad(["sosashaid": " "], "E0001", "sosashaid", "操作者IDが設定されていません。"),
        Bad(["sosashaid": "12345678901"], "E0003", "sosashaid", "操作者IDは10桁以内で設定してください。"),
        Bad(["sosashaid": "職員"], "E0002", "sosashaid", "操作者IDは半角文字で設定してください。"),
        Bad(["sosajikoku": "24:00:00"], "E0002", "sosajikoku", "操作時刻はHH:MM:SSの形式で設定してください。"),
        Bad(["sosajikoku": "9:00"], "E0002", "sosajikoku", "操作時刻はHH:MM:SSの形式で設定してください。"),
        Bad(["gyomuid": "038"], "E0002", "gyomuid", "業務IDは2024版の様式の業務IDの一覧にあるコードで設定してください。"),
        Bad(["gyomuid": "01"], "E0003", "gyomuid", "業務IDは3桁で設定してください。"),
        Bad(
            ["shiteitoshi_gyoseikutokodo": "1234567890123"], "E0003", "shiteitoshi_gyoseikutokodo", "指定都市_行政区等コードは12桁以内で設定してください。"
        ),
    ])
    func badNonResidents(_ bad: Bad) throws {
        #expect(try nonResident(bad.changes) == [RowFault(code: bad.code, column: bad.column, reason: bad.reason)])
    }

    @Test(arguments: [
        ["shorikubun": "1", "atenabango": "123456789123456"], ["sosajikoku": "09:00"],
        ["shimei": "", "uji_nihonjin": "", "na_nihonjin": ""],
        ["shimei": "張　玉蓮", "uji_nihonjin": "", "na_nihonjin": "", "shimei_gaikokujinkanji": "張　玉蓮"],
        ["nayosemotofuragu": "1", "nayosesakiatenabango": "1"],
    ])
    func goodNonResidents(_ changes: [String: String]) throws { #expect(try nonResident(changes) == []) }

    @Test func bytesThatAreNotUTF8() throws {
        // 佐藤 in Shift_JIS.
        var row = Self.resident.mapValues { Array($0.utf8) }
        row["shimei"] = [0x8D, 0xB2, 0x93, 0xA1]
        row["kojinbango"] = [0x8D, 0xB2]
        let faults = try faults(.residents, row)
        #expect(faults.map(\.code) == ["E0002", "E0002"])
        #expect(faults.map(\.column) == ["kojinbango", "shimei"])
        #expect(faults.last?.reason == "氏名に正しくない文字コードがあります。UTF-8で設定してください。")
    }

    @Test func everyFaultOfARow() throws {
        let faults = try resident(["kojinbango": "1", "juminhyokodo": "abc", "seibetsu": "", "jusho_todofuken": ""])
        #expect(faults.map(\.code) == ["E0003", "E0002", "E0001", "E0001"])
        #expect(faults.map(\.column) == ["kojinbango", "juminhyokodo", "seibetsu", "jusho_todofuken"])
    }

    @Test func reasonsNeverRepeatTheValue() throws {
        var generator = Xorshift(state: 7)
        let alphabet = Array("0123456789０１aZ-\u{0}あ".unicodeScalars)
        for _ in 0..<2000 {
            var text = ""
            for _ in 0..<Int(6 + generator.next() % 10) {
                text.unicodeScalars.append(alphabet[Int(generator.next() % UInt64(alphabet.count))])
            }
            for fault in try resident(["kojinbango": text, "juminhyokodo": text]) {
                #expect(!"\(fault)\(fault.reason)".contains(text))
            }
        }
    }

    @Test func headers() throws {
        let names = FileLayout.residents.columns.map(\.name)
        #expect(try RowCheck(layout: .residents, header: names.reversed()).columnIndices.first == names.count - 1)
        // Columns that no rule demands may be left out.
        let least = FileLayout.residents.columns.filter {
            switch $0.required {
            case .always, .alwaysUnless: true
            case .when, .never: false
            }
        }.map(\.name)
        _ = try RowCheck(layout: .residents, header: least)
        let error = #expect(throws: HeaderError.self) {
            try RowCheck(layout: .residents, header: Array(names.dropFirst()) + ["shimei", "nenrei", "983205673214"])
        }
        #expect(
            error?.problems == [
                "列shimeiが重複しています。", "列nenreiはこの様式にない列です。", "44列目の見出しはこの様式にない列です。",
                "必須の列atenabango（宛名番号）がありません。",
            ])
    }

    @Test func missingColumnsCountAsEmpty() throws {
        let header = FileLayout.residents.columns.map(\.name).filter { $0 != "setaibango" }
        let check = try RowCheck(layout: .residents, header: header)
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for name in header {
            let start = bytes.count
            bytes += Array((Self.resident[name] ?? "").utf8)
            ranges.append(start..<bytes.count)
        }
        #expect(check.check(bytes, fields: ranges).map(\.column) == ["setaibango"])
        // A row that was cut.
        let cut = check.check(bytes, fields: Array(ranges.dropLast()))
        #expect(cut.map(\.code) == ["E0004"])
        #expect(cut.map(\.column) == [""])
    }

    @Test(arguments: [FileLayout.residents, .nonResidents])
    func layouts(_ layout: FileLayout) {
        #expect(layout.columns.count <= 64)
        #expect(Set(layout.columns.map(\.name)).count == layout.columns.count)
        let names = Set(layout.columns.map(\.name))
        for column in layout.columns {
            if let item = column.item { #expect(item.rawValue == column.name) }
            #expect(column.codes.allSatisfy { $0.utf8.count <= min(8, column.length) })
            let conditions: [FileLayout.Condition] =
                switch column.required {
                case .when(let list, let reason): reason.contains(column.label) ? list : []
                case .alwaysUnless(let list): list
                case .always, .never: []
                }
            for condition in conditions {
                switch condition {
                case .equals(let name, let values): #expect(names.contains(name) && !values.isEmpty)
                case .anySet(let list), .noneSet(let list): #expect(names.isSuperset(of: list))
                }
            }
        }
    }

    @Test func sizesOfTheLayouts() {
        #expect(FileLayout.residents.columns.count == 42)
        #expect(FileLayout.nonResidents.columns.count == 41)
        // As they were before there were editions.
        #expect(FileLayout.legacyResidents.columns.count == 41)
        #expect(FileLayout.legacyNonResidents.columns.count == 40)
    }
}
