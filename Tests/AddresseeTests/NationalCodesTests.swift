import Addressee
import Testing

/// Every row of `reference/national-codes.tsv` about a code of the register: item, national code, meaning, code of the legacy edition.
@Suite struct NationalCodesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var item: Item
        var national: String?
        var meaning: String
        var legacy: String?
        var testDescription: String { "\(item.rawValue) \(national ?? "-") \(meaning)" }
    }

    static let rows: [Row] = """
        idojiyu 01 国内転入 A1
        idojiyu 02 国外転入等 A2
        idojiyu 03 出生 A3
        idojiyu 04 職権記載（帰化等） A4
        idojiyu 05 職権記載（国籍喪失） A5
        idojiyu 06 職権記載 A6
        idojiyu 07 改製 A7
        idojiyu 08 再製 A8
        idojiyu 09 異動の取消し（増） A9
        idojiyu 21 国内転出 B1
        idojiyu 22 国外転出 B2
        idojiyu 23 死亡 B3
        idojiyu 24 職権消除（帰化等） B4
        idojiyu 25 職権消除（国籍喪失） B5
        idojiyu 26 職権消除 B6
        idojiyu 27 改製 B7
        idojiyu 28 異動の取消し（減） B9
        idojiyu 41 転居 C1
        idojiyu 42 軽微な修正 C2
        idojiyu 43 職権修正 C3
        idojiyu 44 誤記修正 C4
        idojiyu 45 個人番号の変更請求 C5
        idojiyu 46 個人番号の職権修正 C6
        idojiyu 47 個人番号の職権記載 C7
        idojiyu 48 住民票コードの変更請求 C8
        idojiyu 49 住民票コードの職権記載 C9
        idojiyu 50 世帯分離 D1
        idojiyu 51 世帯合併 D2
        idojiyu 52 世帯変更 D3
        idojiyu 53 世帯主変更 D4
        idojiyu 54 旧氏の記載 D5
        idojiyu 55 旧氏の変更 D6
        idojiyu 56 旧氏の削除 D7
        idojiyu 57 通称の記載 D8
        idojiyu 58 通称の削除 D9
        idojiyu 59 異動の取消し（修正） DA
        idojiyu - 消除_再製 B8
        juminjotai 1 住登者 1
        juminjotai 2 転出者 3
        juminjotai 3 死亡者 4
        juminjotai 9 その他消除者 9
        jutogaijotai 4 住登外者 2
        jutogaijotai 5 住登外死亡者 -
        jutogaijotai 9 その他消除者 9
        juminshubetsu 1 日本人住民 1
        juminshubetsu 2 外国人住民 2
        seibetsu 0 不明 0
        seibetsu 1 男 1
        seibetsu 2 女 2
        gyomuid 001 住民基本台帳 -
        gyomuid 002 印鑑登録 -
        gyomuid 003 戸籍 -
        gyomuid 004 戸籍の附票 -
        gyomuid 005 選挙(共通) -
        gyomuid 006 選挙人名簿管理 -
        gyomuid 007 期日前・不在者投票管理 -
        gyomuid 008 当日投票管理 -
        gyomuid 009 在外選挙管理 -
        gyomuid 010 個人住民税 -
        gyomuid 011 法人住民税 -
        gyomuid 012 固定資産税 -
        gyomuid 013 軽自動車税 -
        gyomuid 014 収納管理(税) -
        gyomuid 015 滞納管理(税) -
        gyomuid 016 地方税(共通) -
        gyomuid 017 学齢簿編製 -
        gyomuid 018 就学援助 -
        gyomuid 019 健康管理 -
        gyomuid 020 児童扶養手当 -
        gyomuid 021 生活保護 -
        gyomuid 022 障害者福祉 -
        gyomuid 023 介護保険 -
        gyomuid 024 国民健康保険 -
        gyomuid 025 後期高齢者医療 -
        gyomuid 026 国民年金 -
        gyomuid 027 児童手当 -
        gyomuid 028 子ども・子育て支援 -
        gyomuid 029 申請管理 -
        gyomuid 030 庁内データ連携 -
        gyomuid 031 住登外者宛名番号管理 -
        gyomuid 032 団体内統合宛名 -
        gyomuid 033 職員認証 -
        gyomuid 034 EUC -
        gyomuid 035 レセプト管理(生活保護) -
        gyomuid 036 統合収納管理 -
        gyomuid 037 統合滞納管理 -
        """.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ").map(String.init)
            func code(_ field: String) -> String? { field == "-" ? nil : field }
            return ItemCatalogue.register[fields[0]].map { Row(item: $0, national: code(fields[1]), meaning: fields[2], legacy: code(fields[3])) }
        }

    /// Items that both editions write alike.
    private static let alike: Set<Item> = [.seibetsu, .juminshubetsu]
    /// Items whose codes only the newer edition has.
    private static let newer: Set<Item> = [.gyomuid]

    private static func domain(_ layout: FileLayout, _ item: Item) -> Set<String> { Set(layout.column(named: item.rawValue)?.codes ?? []) }

    @Test(arguments: rows) func everyCodeStandsForTheOther(_ row: Row) {
        guard !Self.newer.contains(row.item) else {
            #expect(row.national.flatMap { row.item.meaning(of: $0) } == row.meaning)
            return
        }
        guard !Self.alike.contains(row.item) else {
            #expect(row.legacy == row.national && LegacyCodes.byLegacy[row.item] == nil)
            return
        }
        if let legacy = row.legacy {
            #expect(LegacyCodes.national(row.item, legacy) == row.national)
            if row.national == nil { #expect(legacy == LegacyCodes.withoutNationalCode) }
        }
        if let national = row.national {
            #expect(LegacyCodes.legacy(row.item, national) == row.legacy)
            // Rows are rewritten where they lie.
            if let legacy = row.legacy { #expect(legacy.utf8.count == national.utf8.count) }
        }
    }

    @Test func nothingElseIsTranslated() {
        for (item, codes) in LegacyCodes.byLegacy {
            let listed = Self.rows.filter { $0.item == item && $0.national != nil }.compactMap(\.legacy)
            #expect(Set(codes.keys) == Set(listed))
        }
        #expect(Set(LegacyCodes.byLegacy.keys) == Set(Self.rows.map(\.item)).subtracting(Self.alike).subtracting(Self.newer))
    }

    @Test func eachEditionHasItsDomain() {
        for item in [Item.juminjotai, .idojiyu] {
            let listed = Self.rows.filter { $0.item == item }
            #expect(Self.domain(.residents, item) == Set(listed.compactMap(\.national)))
            #expect(Self.domain(.legacyResidents, item) == Set(listed.compactMap(\.legacy)))
        }
        #expect(Self.domain(.nonResidents, .jutogaijotai) == ["4", "5", "9"])
        #expect(FileLayout.legacyNonResidents.column(named: "jutogaijotai") == nil)
        // 000: there is none.
        #expect(Self.domain(.nonResidents, .gyomuid) == Set(Self.rows.filter { $0.item == .gyomuid }.compactMap(\.national) + ["000"]))
        #expect(Self.domain(.legacyNonResidents, .gyomuid) == [])
        for item in Self.alike { #expect(Self.domain(.residents, item) == Self.domain(.legacyResidents, item)) }
    }

    @Test func aDeadPersonOfTheNationalEditionHasNotMovedOut() {
        #expect(ResidentState(juminjotai: "3") == .dead && ResidentState(juminjotai: "2") == .movedOut && ResidentState(juminjotai: "4") == nil)
        #expect(LegacyCodes.national(.juminjotai, "4") == "3" && LegacyCodes.national(.juminjotai, "3") == "2" && LegacyCodes.national(.juminjotai, "2") == nil)
        #expect(ResidentState(jutogaijotai: "5") == .nonResidentDead && ResidentState(jutogaijotai: "3") == nil)
    }

    @Test func everyCodeHasItsMeaning() {
        for state in ResidentState.allCases {
            #expect(ResidentState(juminjotai: state.isNonResident ? nil : state.told.code, jutogaijotai: state.isNonResident ? state.told.code : nil) == state)
            #expect(state.told.item.meaning(of: state.told.code) == state.label)
        }
        #expect(Item.juminjotai.meaning(of: "3") == "死亡者" && Item.jutogaijotai.meaning(of: "5") == "住登外死亡者")
        for row in Self.rows where row.item == .idojiyu {
            #expect(row.national.flatMap(MovementReason.init(code:))?.nameJa ?? "消除_再製" == row.meaning)
        }
        #expect(MovementReason(code: "B8")?.isNational == false && MovementReason.all.count { !$0.isNational } == 1)
    }

    /// A column of another edition is refused by name, with the edition that has it.
    @Test func aColumnOfAnotherEditionIsRefusedByName() {
        func problems(_ layout: FileLayout, _ column: String) -> [String] {
            do {
                _ = try RowCheck(layout: layout, header: layout.columns.map(\.name) + [column])
                return []
            } catch { return error.problems }
        }
        #expect(problems(.legacyNonResidents, "jutogaijotai") == ["列jutogaijotaiは2024版の様式の列で、旧版の様式にはありません。"])
        #expect(problems(.nonResidents, "juminjotai") == ["列juminjotaiはこの様式にない列です。"])
        #expect(problems(.legacyResidents, "rireki_edabango") == ["列rireki_edabangoは2024版の様式の列で、旧版の様式にはありません。"])
    }
}
