/// 方書. Names of blocks of flats, with and without the signs that a CSV reader must cope with.
enum Buildings {
    static let all = [
        "サンライズ", "グランドハイツ", "コーポさくら", "メゾン・ド・ソレイユ", "パークサイドヒルズ", "ライオンズヒル", "第二中山荘", "けやきハイム", "レジデンス浦和",
        "シティテラス", "エスポワール", "ヴィラ武蔵野", "あさひ団地１号棟", "県営住宅２－３", "プラウドタワー", "コーポ\u{20BB7}野", "ハイツ・ラ・フルール", "ＴＨＥ　ＴＯＷＥＲ",
        "サニーコート", "ルミエール北", "若葉荘", "ガーデンハイツ見沼", "フローラル八番館", "カーサ・ミーア", "アーバンライフ", "市営住宅Ｂ棟", "ベルメゾン", "ドエル盆栽町",
        "クレール", "ときわハウス", "セントラルコート", "ひかりハイツ", "みどり荘", "メゾンド\"花\", 弐番館",
    ]

    private static let plain = Texts(all.map { $0.replacing("\"", with: "\"\"") })
    private static let quoted = all.map { $0.contains("\"") || $0.contains(",") }

    static func write(_ building: Int, room: Int, to row: inout [UInt8]) {
        if quoted[building] { row.append(UInt8(ascii: "\"")) }
        plain.write(building, to: &row)
        row.appendFullWidth(room)
        row.append(contentsOf: "号".utf8)
        if quoted[building] { row.append(UInt8(ascii: "\"")) }
    }
}
