extension FileLayout {
    /// 住登者, from the resident-record system.
    public static let residents = FileLayout(
        name: "residents",
        columns: [
            Column(.atenabango, .alphanumerics, required: .always),
            Column(.rirekibango, .digits, required: .always),
            Column(.kojinbango, .digits, fixed: true, checkDigit: .individualNumber),
            Column(.juminhyokodo, .digits, fixed: true, checkDigit: .residentRecordCode),
            Column(
                .setaibango, .alphanumerics,
                required: .when([.equals("juminjotai", ["1"])], reason: "住民状態が1（住民）の場合、世帯番号は設定必須です。")),
            Column(.zokugara),
            // A name is undecided only at birth, before any name at all is entered.
            Column(
                .shimei,
                required: .alwaysUnless([
                    .equals("idojiyu", ["A3"]),
                    .noneSet(["shimei_furigana", "tsusho", "shimei_gaikokujinromaji", "shimei_gaikokujinkanji"]),
                ])),
            Column(.shimeiFurigana),
            Column(.kyuuji),
            Column(.kyuujiFurigana),
            Column(.tsusho),
            Column(.tsushoFurigana),
            Column(
                .shimeiGaikokujinromaji,
                required: .when(
                    [.equals("juminshubetsu", ["2"]), .noneSet(["shimei_gaikokujinkanji"])],
                    reason: "住民種別が2（外国人）の場合、氏名_外国人ローマ字または氏名_外国人漢字は設定必須です。")),
            Column(.shimeiGaikokujinkanji),
            Column(.seibetsu, .digits, fixed: true, required: .always, codes: Sex.allCases.map(\.rawValue)),
            Column(.seinengappi, required: .always),
            Column(.seinengappiFushofuragu, .digits, fixed: true, codes: ["0", "1"]),
            Column(
                .seinengappiFushohyoki,
                required: .when(
                    [.equals("seinengappi_fushofuragu", ["1"])],
                    reason: "生年月日_不詳フラグが1（不詳）の場合、生年月日_不詳表記は設定必須です。")),
            Column(.jushoShikuchosonkodo, .digits, fixed: true, required: .always, checkDigit: .localGovernmentCode),
            Column(.jushoChoazakodo, .digits, fixed: true),
            Column(.jushoTodofuken, required: .always),
            Column(.jushoShikugunchosonmei, required: .always),
            Column(.jushoChoaza),
            Column(.jushoBanchigohyoki),
            Column(.jushoKatagaki),
            Column(.jushoYubinbango, .digits, fixed: true),
            Column(.juminshubetsu, .digits, fixed: true, required: .always, codes: ["1", "2"]),
            Column(.juminjotai, .digits, fixed: true, required: .always, codes: ["1", "3", "4", "9"]),
            Column(.idojiyu, .alphanumerics, fixed: true, required: .always, codes: MovementReason.all.map(\.code)),
            Column(.idonengappi, required: .always),
            Column(.todokedenengappi),
            Column(.juminnengappi),
            Column(.jushoteinengappi),
            Column(.tennyumaeJusho),
            Column(.tenshutsusakiJusho),
            Column(
                .kokuseki, .alphanumerics, fixed: true,
                required: .when(
                    [.equals("juminshubetsu", ["2"])], reason: "住民種別が2（外国人）の場合、国籍・地域コードは設定必須です。")),
            Column(.yokushifuragu, .digits, fixed: true, codes: ["0", "1"]),
            Column(.shiensochiKaishi),
            Column(.shiensochiShuryo),
            Column(.kariShiensochi, .digits, fixed: true, codes: ["0", "1"]),
            Column(.karitorokufuragu, .digits, fixed: true, codes: ["0", "1"]),
        ])
}
