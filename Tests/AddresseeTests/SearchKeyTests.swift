import Testing

@testable import Addressee

/// Spellings of one name or address have one key, and other names and addresses have another.
@Suite struct SearchKeyTests {
    /// What is stored, and what is typed.
    private static let sameNames: [(String, String)] = [
        // kana: kind, width, size, voicing, marks composed or not
        ("カツラギ", "かつらぎ"), ("カツラギ", "ｶﾂﾗｷﾞ"), ("カツラギ", "カツラキ"), ("か\u{3099}ク", "ガク"), ("カ゛ク", "がく"), ("ﾊﾟﾋﾟﾌﾟ", "ハヒフ"), ("キヨシ", "キョシ"),
        ("ホッタ", "ほつた"), ("ヰヱヲ", "イエオ"), ("ヴィオラ", "ビオラ"), ("ｳﾞｨｵﾗ", "ウ゛ィオラ"), ("ルヴ", "ルブ"), ("ヴュ", "ビュ"), ("ヷ", "ハ"), ("サヽキ", "ササキ"),
        ("いすゞ", "イスス"), ("㋐", "ア"),
        // long vowels
        ("オオノ", "オーノ"), ("オオノ", "オウノ"), ("サトウ", "サトー"), ("ケイコ", "ケーコ"), ("ケエコ", "ケイコ"), ("ユウコ", "ユーコ"), ("ジョーンズ", "ジョ−ンズ"), ("ジョーンズ", "ジョ‐ンズ"),
        ("ジョーンズ", "ジョｰンズ"), ("ラーメン", "ラアメン"), ("アー", "ア〜"),
        // kanji
        ("葛\u{E0101}城", "葛城"), ("髙橋", "高橋"), ("山﨑", "山崎"), ("渡邉", "渡辺"), ("渡邊", "渡邉"), ("渡\u{9089}\u{E0104}", "渡辺"), ("齋藤", "斉藤"), ("齊藤", "斎藤"),
        ("澤", "沢"), ("高槗", "髙橋"), ("𠮷田", "吉田"), ("濵", "浜"), ("神\u{FA19}", "神神"), ("桧", "檜"), ("舘", "館"), ("刘", "劉"), ("佐々木", "佐佐木"), ("⼭", "山"),
        ("關ヶ原", "関が原"), ("関ケ原", "関ガ原"), ("一之瀬", "一ノ瀬"), ("一の瀬", "一ノ瀬"), ("三ツ木", "三っ木"), ("不\u{F967}", "不不"), ("辻\u{E0100}", "辻"),
        // Roman letters
        ("ＬＥＥ　ＭＩＮ", "lee min"), ("O'BRIEN", "obrien"), ("Ｏ’Brien", "ＯＢＲＩＥＮ"), ("Jean-Luc", "JEANLUC"), ("Müller", "MULLER"), ("Mu\u{308}ller", "Müller"),
        ("NGUYỄN", "Nguyen"),
        ("Strauß", "STRAUSS"), ("Łukasz", "lukasz"), ("Ægir", "AEGIR"), ("Đào", "dao"), ("Søren", "SOREN"), ("Ángel", "angel"), ("Иван", "иван"),
        // spaces and marks
        ("佐藤　一郎", "佐藤一郎"), ("佐藤 一郎", "佐藤　一郎"), ("ジャン・ピエール", "ジャンピエール"), ("ｼﾞｬﾝ･ﾋﾟｴｰﾙ", "ジャン ピエール"), ("㈱山田", "株山田"), ("第２", "第2"),
    ]

    @Test(arguments: sameNames) func spellingsOfOneNameHaveOneKey(stored: String, typed: String) {
        #expect(SearchKey(name: stored) == SearchKey(name: typed))
        #expect(!SearchKey(name: stored).isEmpty)
    }

    @Test(arguments: [
        ("佐藤", "加藤"), ("オノ", "オオノ"), ("ハナ", "ハナコ"), ("王", "玉"), ("アオイ", "アイ"), ("シバ", "チバ"), ("一", "ー"), ("石川", "右川"), ("土", "士"), ("日", "曰"), ("LEE", "LI"),
        ("人", "入"), ("エリ", "エイリ"), ("大田", "太田"), ("功", "切"), ("書", "昼"),
    ])
    func otherNamesHaveAnother(one: String, other: String) {
        #expect(SearchKey(name: one) != SearchKey(name: other))
    }

    /// What is stored, and a spelling under which it is looked for though the key of the spelling itself is another.
    @Test(arguments: [
        ("ミヅキ", "ミズキ"), ("ミズキ", "ミヅキ"), ("チヂワ", "チジワ"), ("コウジ", "コオヂ"), ("シミズ", "しみづ"), ("MUELLER", "Müller"), ("LEE MIN", "Min Lee"),
        ("NGUYEN THI DAO", "Dao, Nguyen Thi"),
        ("ミズキ　シヅカ", "ミヅキシズカ"),
    ])
    func aSpellingIsLookedForInEveryWayItIsWritten(stored: String, typed: String) {
        #expect(SearchKey.spellings(name: typed).contains(SearchKey(name: stored)))
        #expect(SearchKey.spellings(name: typed).first == SearchKey(name: typed))
    }

    private static let sameAddresses: [(String, String)] = [
        ("試験町一丁目１-２-３", "試験町1-1-2-3"), ("試験町一丁目１−２−３", "試験町１丁目１番２の３"), ("試験町一丁目１ー２ー３", "試験町1丁目1番地2－3号"), ("三橋五百二十番地の一", "大字三橋520-1"),
        ("三橋五二〇番地ノ１", "字三橋520の1"), ("鶴ヶ島", "鶴が島"), ("鶴ケ島", "鶴ガ島"), ("宮ノ前3", "宮之前三番地"), ("八ヶ岳", "八が岳"), ("二十三番", "23番"), ("百合ケ丘", "百合が丘"), ("三ツ沢", "三つ沢"),
        ("本町二丁目　サンハイツ１０１号室", "本町2サンハイツ101"), ("1丁目 2 番 3 号", "1-2-3"), ("北１条西１０丁目", "北一条西十丁目"), ("1の 3", "1-3"), ("001番", "1番"),
        ("拾番地", "10番地"), ("一番町", "1番町"), ("千二百三十四", "1234"), ("弐丁目", "2丁目"), ("Ａ－１０１", "A101"), ("①番", "1番"), ("澤町", "沢町"),
    ]

    @Test(arguments: sameAddresses) func spellingsOfOneAddressHaveOneKey(stored: String, typed: String) {
        #expect(SearchKey(address: stored) == SearchKey(address: typed))
    }

    @Test(arguments: [("本町1-2-3", "本町1-2-30"), ("本町1", "本町11"), ("本町1-12", "本町11-2"), ("一ノ宮", "一宮"), ("本町2", "本町20"), ("十二", "102")])
    func noNumberBeginsAnother(one: String, other: String) {
        #expect(!SearchKey(address: other).text.hasPrefix(SearchKey(address: one).text))
        #expect(!SearchKey(address: one).text.hasPrefix(SearchKey(address: other).text))
    }

    @Test(arguments: ["本町", "本町1", "本町一丁目", "本町1-2", "本町1丁目2番", "本町1-2-3", "本町１−２−３　サン", "本町一丁目二番３号サンハイツ１０１"])
    func theBeginningOfAnAddressBeginsItsKey(beginning: String) {
        #expect(SearchKey(address: "本町1丁目2番3号　サンハイツ101号").text.hasPrefix(SearchKey(address: beginning).text))
    }

    @Test(arguments: ["", "　", "・", "ー", "゛", "-", "\u{E0101}", "。、", "'"]) func whatSaysNothingHasNoKey(text: String) {
        #expect(SearchKey(name: text).isEmpty)
        #expect(SearchKey.spellings(name: text).isEmpty)
        #expect(SearchKey(address: text).isEmpty)
    }

    /// A key is UTF-8 whatever is folded, of itself its own key where no long vowel is in it, and prints as nothing.
    @Test func everyCharacterHasAKey() {
        for code in Array(UInt32(0x20)...0x33FFF) + Array(UInt32(0xE0000)...0xE01FF) + [0x10_FFFD] {
            guard let scalar = Unicode.Scalar(code) else { continue }
            let key = SearchKey(name: String(scalar)).text
            #expect(!key.unicodeScalars.contains { $0.value < 6 || $0 == "\u{FFFD}" && code != 0xFFFD })
            if !(0x3041...0x30FF).contains(code) { #expect(SearchKey(name: key).text == key, "\(String(code, radix: 16))") }
        }
        #expect("\(SearchKey(name: "佐藤"))" == "検索キー(****)")
    }

    @Test func aRecordIsFoundByEveryNameItGoesBy() {
        let items: [Item: String] = [
            .shimei: "山田　花", .shimeiFurigana: "ヤマダ　ハナ", .kyuuji: "髙梨", .kyuujiFurigana: "タカナシ", .tsusho: "ジョーンズ", .shimeiGaikokujinromaji: "MÜLLER HANA",
            .jushoTodofuken: "埼玉県", .jushoShikugunchosonmei: "さいたま市南区", .jushoChoaza: "試験町一丁目", .jushoBanchigohyoki: "２", .jushoKatagaki: "３号室",
        ]
        let keys = RecordKeys(items)
        let names = keys.names.map { String(decoding: $0.written, as: UTF8.self) + "/" + String(decoding: $0.reading, as: UTF8.self) }
        #expect(names == ["山田花/ヤマタハナ", "シヨウンス/", "シヨンス/", "/MULLERHANA", "/MUELLERHANA", "高梨花/タカナシハナ"])
        #expect(String(decoding: keys.address, as: UTF8.self) == "埼玉県,サイタマ市,南区,試験町-1-2-,3-")
    }
}
