internal import Addressee

/// 住登外者. Columns of the national numbering API request (v2.0), by its parameter names.
struct NonResidentLayout: Sendable {
    let city: City
    /// 様式の版. Only the national one has a column for the state of 住登外者.
    let edition: LayoutEdition

    static func columns(_ edition: LayoutEdition) -> StaticString { edition == .legacy ? legacyColumns : nationalColumns }

    private static let legacyColumns: StaticString = """
        shorikubun,shikuchosonkodo,atenabango,kojinbango,shimei,uji_nihonjin,na_nihonjin,shimei_gaikokujinromaji,shimei_gaikokujinkanji,\
        shimei_furigana,uji_nihonjin_furigana,na_nihonjin_furigana,tsusho,tsusho_furigana,tsusho_furiganakakuninjokyo,seibetsu,\
        seinengappi,seinengappi_fushofuragu,seinengappi_fushohyoki,jusho_shikuchosonkodo,jusho_choazakodo,shiteitoshi_gyoseikutokodo,\
        jusho_todofuken,jusho_shikugunchosonmei,jusho_choaza,jusho_banchigohyoki,jusho_katagaki,jusho_katagaki_furigana,\
        jusho_yubinbango,jusho_kokumeikodo,jusho_kokumeito,jusho_kokugaijusho,gyomuid,dokujishisakushisutemutoid,nayosemotofuragu,\
        nayosesakiatenabango,tagyomusanshofukafuragu,sosashaid,sosanengappi,sosajikoku
        """

    private static let nationalColumns: StaticString = """
        shorikubun,shikuchosonkodo,atenabango,kojinbango,shimei,uji_nihonjin,na_nihonjin,shimei_gaikokujinromaji,shimei_gaikokujinkanji,\
        shimei_furigana,uji_nihonjin_furigana,na_nihonjin_furigana,tsusho,tsusho_furigana,tsusho_furiganakakuninjokyo,seibetsu,\
        seinengappi,seinengappi_fushofuragu,seinengappi_fushohyoki,jusho_shikuchosonkodo,jusho_choazakodo,shiteitoshi_gyoseikutokodo,\
        jusho_todofuken,jusho_shikugunchosonmei,jusho_choaza,jusho_banchigohyoki,jusho_katagaki,jusho_katagaki_furigana,\
        jusho_yubinbango,jusho_kokumeikodo,jusho_kokumeito,jusho_kokugaijusho,gyomuid,dokujishisakushisutemutoid,nayosemotofuragu,\
        nayosesakiatenabango,tagyomusanshofukafuragu,sosashaid,sosanengappi,sosajikoku,jutogaijotai
        """

    /// Appends the row without its line end.
    func write(_ record: NonResidentRecord, to row: inout [UInt8]) {
        let person = record.person
        // 処理区分: 1 a number that exists is used, 0 a number is asked for.
        row.append(record.number != nil)
        row.comma()
        row.append(contentsOf: city.bodyCode.utf8)
        row.comma()
        if let number = record.number { Numbers.writeRunning(number, to: &row) }
        row.comma()
        if record.showsIndividualNumber, let serial = person.individualSerial { city.numbers.writeIndividual(serial, to: &row) }
        row.comma()
        writeNames(person, to: &row)
        row.comma()
        row.append(person.isMale ? UInt8(ascii: "1") : UInt8(ascii: "2"))
        row.comma()
        row.append(person.birth)
        row.comma()
        row.append(person.unknownBirth != nil)
        row.comma()
        UnknownBirthNotation.write(person, to: &row)
        row.comma()
        writeAddress(record, to: &row)
        // 業務ID, 独自施策システム等ID: the default of the national specification.
        row.append(",000,000,0,,")
        row.append(record.isClosed)
        row.comma()
        row.append("OP")
        row.append(number: record.operatorNumber)
        row.comma()
        row.append(record.operatedOn)
        row.comma()
        row.append(number: Int64(record.operatedAt / 3_600), digits: 2)
        row.append(":")
        row.append(number: Int64(record.operatedAt / 60 % 60), digits: 2)
        row.append(":")
        row.append(number: Int64(record.operatedAt % 60), digits: 2)
        if edition == .national { row.append(",4") }
    }

    /// Eleven columns, from shimei to tsusho_furiganakakuninjokyo.
    private func writeNames(_ person: Person, to row: inout [UInt8]) {
        let tables = city.tables
        let names = PersonNames(tables: tables, person: person)
        let given = person.isMale ? tables.maleNames : tables.femaleNames
        let isJapanese = person.foreigner == nil
        names.writeName(to: &row)
        row.comma()
        if isJapanese { tables.surnames.kanji.write(person.surname, to: &row) }
        row.comma()
        if isJapanese { given.kanji.write(person.given, to: &row) }
        row.comma()
        names.writeRoman(to: &row)
        row.comma()
        names.writeKanji(to: &row)
        row.comma()
        names.writeFurigana(to: &row)
        row.comma()
        if isJapanese, person.hasFurigana { tables.surnames.kana.write(person.surname, to: &row) }
        row.comma()
        if isJapanese, person.hasFurigana { given.kana.write(person.given, to: &row) }
        row.comma()
        names.writeCommonName(to: &row)
        row.comma()
        names.writeCommonFurigana(to: &row)
        row.comma()
        if person.foreigner?.commonName != nil { row.append(person.number % 2 == 0) }
    }

    /// Thirteen columns, from jusho_shikuchosonkodo to jusho_kokugaijusho.
    private func writeAddress(_ record: NonResidentRecord, to row: inout [UInt8]) {
        switch record.place {
        case .japan(let town, let block):
            let towns = city.tables.elsewhere
            towns.codes.write(town, to: &row)
            row.append(",9999999,,")
            towns.prefectures.write(town, to: &row)
            row.comma()
            towns.cities.write(town, to: &row)
            row.comma()
            towns.names.write(town, to: &row)
            if towns.hasChome[town] {
                row.appendKanjiNumeral(block % 5 + 1)
                row.append("丁目")
            }
            row.comma()
            row.appendFullWidth(block)
            row.append("番地")
            row.comma()
            if let dwelling = record.dwelling, let building = dwelling.building {
                Buildings.write(building, room: dwelling.room, to: &row)
            }
            row.append(",,")
            towns.postalCodes.write(town, to: &row)
            row.append(",,,")
        case .abroad(let country):
            row.append(",,,,,,,,,,")
            Nationality.codes.write(country, to: &row)
            row.comma()
            Nationality.labels.write(country, to: &row)
            row.comma()
            row.appendFullWidth(record.operatorNumber)
            row.append("　ＭＡＩＮ　ＳＴＲＥＥＴ")
        }
    }
}
