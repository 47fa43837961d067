extension FileLayout {
    /// 住登外者, from any departmental system: the request of the national numbering API v2.0 by its parameter names.
    ///
    /// The request has no item for the person's state: 住登外者の状態 is a column that may be left out, and is 住登外者 (4) then.
    public static let nonResidents = FileLayout(
        name: "nonresidents", edition: .national,
        columns: nonResidentColumns(.national) + [
            Column(.jutogaijotai, .digits, fixed: true, codes: ResidentState.codes(of: .jutogaijotai), edition: .national)
        ])
    /// The same in the legacy edition, which can tell of 住登外者 only.
    public static let legacyNonResidents = FileLayout(name: "nonresidents", edition: .legacy, columns: nonResidentColumns(.legacy))

    private static func nonResidentColumns(_ edition: LayoutEdition) -> [Column] {
        [
            Column(
                "shorikubun", "処理区分", item: nil, .halfWidth, 1, .digits, fixed: true, required: .always, codes: ["0", "1", "2"]),
            Column(
                bodyCode, "市区町村コード", item: nil, .halfWidth, 6, .digits, fixed: true, required: .always,
                checkDigit: .localGovernmentCode),
            Column(
                .atenabango, .alphanumerics,
                required: .when([.equals("shorikubun", ["1", "2"])], reason: "処理区分が1または2の場合、宛名番号は設定必須です。")),
            Column(.kojinbango, .digits, fixed: true, checkDigit: .individualNumber),
            // 氏名未定: a request that names the person in no way at all.
            Column(.shimei, required: .when([.anySet(namesBesideShimei)], reason: "氏名が未定でない場合、氏名は設定必須です。")),
            Column(
                .ujiNihonjin,
                required: .when(japaneseWithName, reason: "日本人で氏名が設定されている場合、氏_日本人は設定必須です。")),
            Column(
                .naNihonjin,
                required: .when(japaneseWithName, reason: "日本人で氏名が設定されている場合、名_日本人は設定必須です。")),
            Column(.shimeiGaikokujinromaji),
            Column(.shimeiGaikokujinkanji),
            Column(.shimeiFurigana),
            Column(.ujiNihonjinFurigana),
            Column(.naNihonjinFurigana),
            Column(.tsusho),
            Column(.tsushoFurigana),
            Column(.tsushoFuriganakakuninjokyo, .digits, fixed: true, codes: ["0", "1"]),
            Column(.seibetsu, .digits, fixed: true, codes: Sex.allCases.map(\.rawValue)),
            Column(.seinengappi),
            Column(.seinengappiFushofuragu, .digits, fixed: true, codes: ["0", "1"]),
            Column(
                .seinengappiFushohyoki,
                required: .when(
                    [.equals("seinengappi_fushofuragu", ["1"])],
                    reason: "生年月日_不詳フラグが1（不詳）の場合、生年月日_不詳表記は設定必須です。")),
            Column(.jushoShikuchosonkodo, .digits, fixed: true, checkDigit: .localGovernmentCode),
            Column(.jushoChoazakodo, .digits, fixed: true),
            Column(.shiteitoshiGyoseikutokodo, .alphanumerics, length: 12),
            Column(.jushoTodofuken),
            Column(.jushoShikugunchosonmei),
            Column(.jushoChoaza),
            Column(.jushoBanchigohyoki),
            Column(.jushoKatagaki),
            Column(.jushoKatagakiFurigana),
            Column(.jushoYubinbango, .digits, fixed: true),
            Column(.jushoKokumeikodo, .alphanumerics, fixed: true),
            Column(.jushoKokumeito),
            Column(.jushoKokugaijusho),
            // The national list belongs to the edition; before it each vendor wrote its own.
            edition == .legacy
                ? Column(.gyomuid, .alphanumerics, fixed: true)
                : Column(.gyomuid, .alphanumerics, fixed: true, codes: [BusinessID.none] + BusinessID.national.map(\.id), edition: edition),
            Column(.dokujishisakushisutemutoid, .alphanumerics, fixed: true),
            Column(.nayosemotofuragu, .digits, fixed: true, required: .always, codes: ["0", "1"]),
            Column(
                .nayosesakiatenabango, .alphanumerics,
                required: .when(
                    [.equals("nayosemotofuragu", ["1"])], reason: "名寄せ元フラグが1の場合、名寄せ先宛名番号は設定必須です。")),
            Column(.tagyomusanshofukafuragu, .digits, fixed: true, required: .always, codes: ["0", "1"]),
            Column("sosashaid", "操作者ID", item: nil, .halfWidth, 10, required: .always),
            Column("sosanengappi", "操作年月日", item: nil, .date, 10, fixed: true, required: .always),
            Column("sosajikoku", "操作時刻", item: nil, .time, 8, required: .always),
        ]
    }

    private static let namesBesideShimei = [
        "uji_nihonjin", "na_nihonjin", "shimei_gaikokujinromaji", "shimei_gaikokujinkanji", "shimei_furigana",
        "uji_nihonjin_furigana", "na_nihonjin_furigana", "tsusho", "tsusho_furigana",
    ]

    /// The request has no 住民種別: who has neither a foreigner's name nor a common name is Japanese.
    private static let japaneseWithName: [Condition] = [
        .anySet(["shimei"]), .noneSet(["shimei_gaikokujinromaji", "shimei_gaikokujinkanji", "tsusho"]),
    ]
}
