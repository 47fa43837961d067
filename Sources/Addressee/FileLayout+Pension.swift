extension FileLayout {
    /// 国民年金の移行, by kind: what an existing city's pension system hands over, in a layout of ours; the nation has published none.
    public static func pension(_ kind: PensionFile) -> FileLayout {
        let who = Column(.atenabango, .alphanumerics, required: .always)
        func day(_ name: String, _ label: String, _ required: Requirement = .never) -> Column {
            Column(name, label, item: nil, .date, 10, fixed: true, required: required)
        }
        func code(_ name: String, _ label: String, _ required: Requirement = .never) -> Column {
            Column(name, label, item: nil, .halfWidth, 40, required: required)
        }
        func month(_ name: String, _ label: String) -> Column { Column(name, label, item: nil, .halfWidth, 7, fixed: true) }
        // 1: so; 0 or empty: not.
        func flag(_ name: String, _ label: String) -> Column { Column(name, label, item: nil, .halfWidth, 1, fixed: true, codes: ["0", "1"]) }
        // What a claim's papers say, by the items of the counter.
        func said(_ item: PensionClaimItem) -> Column {
            switch item {
            case .relation: code(item.column, item.label, .always)
            case .claimant: Column(item.column, item.label, item: nil, .halfWidth, 15, .alphanumerics)
            case .declared: Column(item.column, item.label, item: nil, .fullWidth, 1_000)
            case .telephone: Column(item.column, item.label, item: nil, .halfWidth, 20)
            case .form, .secondForm: Column(item.column, item.label, item: nil, .fullWidth, 40)
            case .name, .kana, .hospital, .secondHospital, .firstHospital: Column(item.column, item.label, item: nil, .fullWidth, 100)
            case .address: Column(item.column, item.label, item: nil, .fullWidth, 300)
            case .born, .madeOn, .conditionOn, .secondMadeOn, .secondConditionOn, .provedOn: day(item.column, item.label)
            }
        }
        // Of each claim, as the system before received it and sent it to the Service.
        let received = [day("uketsukebi", "受付日", .always), day("shintatsubi", "進達日", .always)]
        let pensionCode = Column("nenkincode", "年金コード", item: nil, .halfWidth, 4, .digits, fixed: true)
        let rest: [Column] =
            switch kind {
            case .basic:
                [
                    Column("kisonenkinbango", "基礎年金番号", item: nil, .halfWidth, 11), Column("denwabango", "電話番号", item: nil, .halfWidth, 20),
                    Column("biko", "備考", item: nil, .fullWidth, 1_000),
                ]
            case .qualification:
                [
                    code("shubetsu", "種別", .always), day("shutokubi", "取得日", .always), code("shutokujiyu", "取得事由"), day("soshitsubi", "喪失日"),
                    code("soshitsujiyu", "喪失事由"), day("kijunbi", "基準日", .always),
                ]
            case .exemption:
                [
                    code("menjoshubetsu", "免除の種類", .always), Column("kaishitsuki", "始月", item: nil, .halfWidth, 7, fixed: true, required: .always),
                    Column("shuryotsuki", "終月", item: nil, .halfWidth, 7, fixed: true, required: .always),
                ]
            case .additional: [day("moshidebi", "申出日", .always), day("jitaibi", "辞退の申出日")]
            case .legalExemption:
                [
                    code("jiyu", "法定免除の事由", .always), day("gaitobi", "該当した日", .always), day("shometsubi", "消滅した日"),
                    month("nofukaishitsuki", "納付申出の始月"), month("nofushuryotsuki", "納付申出の終月"),
                ]
            case .maternity: [day("shussanbi", "出産予定日または出産日", .always), flag("tatai", "多胎")]
            case .childcare:
                [
                    day("shusseibi", "子の生年月日", .always), day("kaishibi", "養育の始まりの日", .always), day("shuryobi", "養育の終わりの日"),
                    flag("shussansha", "出産した本人"),
                ]
            case .fund: [day("kanyubi", "加入した日", .always), day("dattaibi", "脱退した日")]
            case .oldAgeClaim: received + [day("jukenbi", "受給権の発生した日"), pensionCode]
            case .disabilityClaim:
                received + [day("ninteibi", "障害認定日"), day("shoshinbi", "初診日"), pensionCode] + PensionClaimItem.ofCertificates.map(said)
            case .survivorClaim:
                received + [day("shibobi", "死亡日", .always), pensionCode] + PensionClaimItem.ofClaimant.map(said)
            case .oldAgeWelfareClaim:
                received + [
                    Column("shoshokigo", "証書記号", item: nil, .fullWidth, 40), Column("shoshobango", "証書番号", item: nil, .fullWidth, 40, required: .always),
                    Column("shikyukubun", "支給区分", item: nil, .fullWidth, 40),
                ]
            }
        return FileLayout(name: "pension-\(kind.rawValue)", edition: .national, columns: [who] + rest + [optionalBody()])
    }

    /// 国民年金の引継ぎ. What was open of somebody who moved, as the municipality that they left hands it on; the nation has published no layout, it is ours.
    public static let pensionHandover = FileLayout(
        name: "pension-handover", edition: .national,
        columns: [
            Column(.atenabango, .alphanumerics, required: .always), Column("hikitsugibango", "引継ぎの番号", item: nil, .halfWidth, 20, required: .always),
            // Whose list it is and for whom. Of whoever is protected nobody is told where they went: what names no receiver is held.
            optionalBody("hikitsugimotokodo", "引継ぎ元の市区町村コード"), optionalBody(destinationCode, "引継ぎ先の市区町村コード"),
            Column("hikitsugisaki", "引継ぎ先", item: nil, .fullWidth, 1_000),
            Column("kisonenkinbango", "基礎年金番号", item: nil, .halfWidth, 11), Column("shimei_furigana", "氏名フリガナ", item: nil, .fullWidth, 300),
            // A plain date would refuse what is unknown in part (1950-00-00).
            Column("seinengappi", "生年月日", item: nil, .halfWidth, 10, fixed: true, required: .always),
            Column("kubun", "区分", item: nil, .halfWidth, 20, required: .always), Column("bango", "番号", item: nil, .halfWidth, 20, required: .always),
            Column("shurui", "届出の種類", item: nil, .halfWidth, 40), Column("naiyo", "内容", item: nil, .fullWidth, 200, required: .always),
            Column("uketsukebi", "受付日・登録日", item: nil, .date, 10, fixed: true, required: .always),
            Column("jijitsubi", "事実の日", item: nil, .date, 10, fixed: true), Column("jiko", "引き継ぐ事項", item: nil, .fullWidth, 4_000),
        ])

    /// 移行の種類.
    public enum PensionFile: String, Sendable, Hashable, CodedTerm {
        /// 年金基本
        case basic
        /// 資格
        case qualification
        /// 免除・猶予
        case exemption
        /// 付加保険料
        case additional
        /// 法定免除, with its elected payment
        case legalExemption = "legal-exemption"
        /// 産前産後の免除
        case maternity
        /// 育児の免除
        case childcare
        /// 国民年金基金の加入
        case fund
        /// 老齢裁定受付
        case oldAgeClaim = "claim-old-age"
        /// 障害裁定受付, with its medical certificate
        case disabilityClaim = "claim-disability"
        /// 遺族裁定受付, with its claimant
        case survivorClaim = "claim-survivor"
        /// 老齢福祉裁定受付, with its certificate
        case oldAgeWelfareClaim = "claim-old-age-welfare"

        /// For people.
        public var label: String {
            switch self {
            case .basic: "年金基本"
            case .qualification: "資格"
            case .exemption: "免除"
            case .additional: "付加"
            case .legalExemption: "法定免除"
            case .maternity: "産前産後"
            case .childcare: "育児"
            case .fund: "基金"
            case .oldAgeClaim: "老齢裁定"
            case .disabilityClaim: "障害裁定"
            case .survivorClaim: "遺族裁定"
            case .oldAgeWelfareClaim: "老齢福祉裁定"
            }
        }
    }
}
