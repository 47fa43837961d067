extension FileLayout {
    /// 住登者, from the resident-record system, in national codes.
    public static let residents = residents(in: .national)
    /// The same in the codes of the legacy edition.
    public static let legacyResidents = residents(in: .legacy)

    /// 住登者, from the resident-record system.
    private static func residents(in edition: LayoutEdition) -> FileLayout {
        FileLayout(name: "residents", edition: edition, columns: residentColumns(edition))
    }

    private static func residentColumns(_ edition: LayoutEdition) -> [Column] {
        let reasons = MovementReason.all.filter(\.isNational).map(\.code)
        let legacyReasons = MovementReason.all.map { LegacyCodes.legacy(.idojiyu, $0.code) ?? $0.code }
        let states = ResidentState.codes(of: .juminjotai)
        let isLegacy = edition == .legacy
        let columns = [
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
                    .equals("idojiyu", [isLegacy ? "A3" : "03"]),
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
            Column(
                .juminjotai, .digits, fixed: true, required: .always,
                codes: isLegacy ? states.compactMap { LegacyCodes.legacy(.juminjotai, $0) } : states, edition: edition),
            Column(
                .idojiyu, .alphanumerics, fixed: true, required: .always, codes: isLegacy ? legacyReasons : reasons, edition: edition,
                withoutNationalCode: isLegacy ? [] : [LegacyCodes.withoutNationalCode]),
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
        ]
        return isLegacy ? columns : columns + [Column(.rirekiEdabango, .digits, edition: edition)]
    }
}
