/// 国籍・地域 of foreign residents with names in use there; shares follow a city in the Tokyo area.
struct Nationality: Sendable {
    /// Three letters of ISO 3166-1, as on residence cards.
    let code: String
    let label: String
    let weight: Int
    let writesKanji: Bool
    /// Share with a common name (通称), of 10,000.
    let commonNameShare: Int
    let surnames: ForeignNames
    let maleNames: ForeignNames
    let femaleNames: ForeignNames

    private init(
        _ code: String, _ label: String, _ weight: Int, common: Int, kanji: Bool = false, _ surnames: String, male: String, female: String
    ) {
        self.code = code
        self.label = label
        self.weight = weight
        writesKanji = kanji
        commonNameShare = common
        self.surnames = ForeignNames(surnames)
        maleNames = ForeignNames(male)
        femaleNames = ForeignNames(female)
    }

    static let all = [
        Self(
            "CHN", "中華人民共和国", 36, common: 900, kanji: true,
            "WANG/王/ワン ZHANG/張/チャン LI/李/リ LIU/劉/リュウ CHEN/陳/チン YANG/楊/ヨウ ZHAO/趙/チョウ HUANG/黄/コウ ZHOU/周/シュウ WU/呉/ゴ XU/徐/ジョ SUN/孫/ソン",
            male: "WEI/偉/ウェイ QIANG/強/チャン LEI/磊/レイ JUN/軍/ジュン YONG/勇/ヨン JIE/傑/ジエ TAO/涛/タオ MINGHAO/明浩/ミンハオ",
            female: "FANG/芳/ファン NA/娜/ナ XIULAN/秀蘭/シウラン YULI/玉蓮/ユリ JING/静/ジン LI/麗/リ YAN/艶/ヤン XIAOMEI/小梅/シャオメイ"),
        Self(
            "VNM", "ベトナム", 16, common: 100,
            "NGUYEN//グエン TRAN//チャン LE//レ PHAM//ファム HOANG//ホアン VU//ヴ DANG//ダン BUI//ブイ",
            male: "VAN_AN//ヴァン_アン MINH_DUC//ミン_ドゥック QUANG_HUY//クアン_フイ TUAN_ANH//トゥアン_アイン THANH_NAM//タイン_ナム",
            female: "THI_LAN//ティ_ラン THI_HUONG//ティ_フオン NGOC_ANH//ゴック_アイン THU_HA//トゥ_ハ MAI_LINH//マイ_リン"),
        Self(
            "KOR", "韓国", 13, common: 5_500, kanji: true,
            "KIM/金/キム LEE/李/イ PARK/朴/パク CHOI/崔/チェ JUNG/鄭/チョン KANG/姜/カン CHO/趙/チョ YOON/尹/ユン",
            male: "MINJUN/敏俊/ミンジュン SEOJUN/瑞俊/ソジュン JIHO/智浩/チホ YOUNGSU/英洙/ヨンス SUNGHO/成鎬/ソンホ DONGHYUN/東賢/ドンヒョン",
            female: "SEOYEON/瑞娟/ソヨン JIWOO/智友/チウ YOUNGHEE/英姫/ヨンヒ MINJI/敏智/ミンジ SOONJA/順子/スンジャ HYEJIN/恵珍/ヘジン"),
        Self(
            "PHL", "フィリピン", 11, common: 500,
            "SANTOS//サントス REYES//レイエス CRUZ//クルス BAUTISTA//バウティスタ GARCIA//ガルシア MENDOZA//メンドーサ DELA_CRUZ//デラ_クルス",
            male: "JOSE//ホセ MARK_ANTHONY//マーク_アンソニー JUAN_CARLO//フアン_カルロ RICHARD//リチャード",
            female: "MARIA_CRISTINA//マリア_クリスティナ ANGELICA//アンヘリカ JENNIFER//ジェニファー ROSE_ANN//ローズ_アン"),
        Self(
            "NPL", "ネパール", 7, common: 50,
            "SHRESTHA//シュレスタ GURUNG//グルン TAMANG//タマン RAI//ライ KHADKA//カドカ ADHIKARI//アディカリ",
            male: "RAM_BAHADUR//ラム_バハドゥル SURESH//スレス BIKASH//ビカス DIPENDRA//ディペンドラ",
            female: "SITA//シタ ANJALI//アンジャリ SABINA//サビナ MAYA//マヤ"),
        Self(
            "TWN", "台湾", 5, common: 600, kanji: true,
            "LIN/林/リン CHEN/陳/チェン HUANG/黄/ファン TSAI/蔡/ツァイ HSU/許/シュウ",
            male: "CHIA_HAO/家豪/ジャ_ハオ CHIH_MING/志明/ジ_ミン KUAN_YU/冠宇/グァン_ユ",
            female: "YA_TING/雅婷/ヤ_ティン MEI_LING/美玲/メイ_リン SHU_FEN/淑芬/シュ_フェン"),
        Self(
            "IDN", "インドネシア", 3, common: 50,
            "WIJAYA//ウィジャヤ SARI//サリ SETIAWAN//セティアワン PUTRA//プトラ",
            male: "BUDI//ブディ AGUS//アグス RIZKY//リズキ", female: "DEWI//デウィ SITI_AMINAH//シティ_アミナ PUTRI//プトリ"),
        Self(
            "IND", "インド", 3, common: 50,
            "KUMAR//クマール SHARMA//シャルマ SINGH//シン PATEL//パテル",
            male: "RAHUL//ラフル ARJUN//アルジュン VIKRAM//ヴィクラム", female: "PRIYA//プリヤ ANITA//アニタ KAVYA//カヴィヤ"),
        Self(
            "BRA", "ブラジル", 3, common: 900,
            "SILVA//シルバ OLIVEIRA//オリベイラ SOUZA//ソウザ TANAKA//タナカ SATO//サトウ",
            male: "CARLOS_EDUARDO//カルロス_エドゥアルド LUCAS//ルーカス MARCOS_KENJI//マルコス_ケンジ",
            female: "ANA_PAULA//アナ_パウラ JULIANA//ジュリアナ MARIA_EDUARDA//マリア_エドゥアルダ"),
        Self(
            "USA", "アメリカ合衆国", 3, common: 100,
            "SMITH//スミス JOHNSON//ジョンソン WILLIAMS//ウィリアムズ O'BRIEN//オブライエン MILLER-JONES//ミラー_ジョーンズ",
            male: "JAMES_ROBERT//ジェームズ_ロバート MICHAEL//マイケル DAVID_ALEXANDER//デイビッド_アレクサンダー",
            female: "MARY_ELIZABETH//メアリー_エリザベス JENNIFER_ANN//ジェニファー_アン EMILY//エミリー"),
    ]

    static let weights = Weights(all.map(\.weight))
    static let codes = Texts(all.map(\.code))
    static let labels = Texts(all.map(\.label))
}

/// Names as `ROMAN/漢字/カナ`, apart by blanks; `_` stands for a blank inside a name. The Roman letters are written full-width in the register.
struct ForeignNames: Sendable {
    let count: Int
    let roman: Texts
    let kanji: Texts
    let kana: Texts

    init(_ list: String) {
        let names = list.split(separator: " ").map { name in
            name.split(separator: "/", omittingEmptySubsequences: false).map { fullWidth(String($0.map { $0 == "_" ? " " : $0 })) }
        }
        count = names.count
        roman = Texts(names.map { $0[0] })
        kanji = Texts(names.map { $0[1] })
        kana = Texts(names.map { $0[2] })
    }
}
