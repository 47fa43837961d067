internal import Addressee

/// 住登者. The resident layout of the hub's door, one row to a person's version.
struct ResidentLayout: Sendable {
    let city: City
    /// 様式の版
    let edition: LayoutEdition
    /// Codes by raw value, as the edition writes them.
    private let states: [[UInt8]]
    private let reasons: [[UInt8]]

    init(city: City, edition: LayoutEdition) {
        (self.city, self.edition) = (city, edition)
        states = (0..<10).map { Person.State(rawValue: $0).map { Array($0.text(in: edition).utf8) } ?? [] }
        reasons = (0..<60).map { ReasonCode(rawValue: $0).map { Array($0.text(in: edition).utf8) } ?? [] }
    }

    static let columns: StaticString = """
        atenabango,rirekibango,kojinbango,juminhyokodo,setaibango,zokugara,shimei,shimei_furigana,kyuuji,kyuuji_furigana,tsusho,\
        tsusho_furigana,shimei_gaikokujinromaji,shimei_gaikokujinkanji,seibetsu,seinengappi,seinengappi_fushofuragu,\
        seinengappi_fushohyoki,jusho_shikuchosonkodo,jusho_choazakodo,jusho_todofuken,jusho_shikugunchosonmei,jusho_choaza,\
        jusho_banchigohyoki,jusho_katagaki,jusho_yubinbango,juminshubetsu,juminjotai,idojiyu,idonengappi,todokedenengappi,\
        juminnengappi,jushoteinengappi,tennyumae_jusho,tenshutsusaki_jusho,kokuseki,yokushifuragu,shiensochi_kaishi,\
        shiensochi_shuryo,kari_shiensochi,karitorokufuragu
        """

    /// Appends the row without its line end.
    func write(_ person: Person, to row: inout [UInt8]) {
        let names = PersonNames(tables: city.tables, person: person)
        Numbers.writeRunning(Int64(person.number), to: &row)
        row.comma()
        row.append(number: person.history)
        row.comma()
        if let serial = person.individualSerial { city.numbers.writeIndividual(serial, to: &row) }
        row.comma()
        if let serial = person.recordSerial { city.numbers.writeRecordCode(serial, to: &row) }
        row.comma()
        Numbers.writeRunning(Numbers.households + Int64(person.household), to: &row)
        row.comma()
        Relation.texts.write(Int(person.relation.rawValue), to: &row)
        row.comma()
        names.writeName(to: &row)
        row.comma()
        names.writeFurigana(to: &row)
        row.comma()
        if let former = person.formerSurname { city.tables.surnames.kanji.write(former, to: &row) }
        row.comma()
        if let former = person.formerSurname { city.tables.surnames.kana.write(former, to: &row) }
        row.comma()
        names.writeCommonName(to: &row)
        row.comma()
        names.writeCommonFurigana(to: &row)
        row.comma()
        names.writeRoman(to: &row)
        row.comma()
        names.writeKanji(to: &row)
        row.comma()
        row.append(person.isMale ? UInt8(ascii: "1") : UInt8(ascii: "2"))
        row.comma()
        row.append(person.birth)
        row.comma()
        row.append(person.unknownBirth != nil)
        row.comma()
        UnknownBirthNotation.write(person, to: &row)
        row.comma()
        write(person.dwelling, to: &row)
        row.comma()
        row.append(person.foreigner == nil ? UInt8(ascii: "1") : UInt8(ascii: "2"))
        row.comma()
        row.append(contentsOf: states[Int(person.state.rawValue)])
        row.comma()
        row.append(contentsOf: reasons[Int(person.reason.rawValue)])
        row.comma()
        row.append(person.movedOn)
        row.comma()
        row.append(person.notifiedOn)
        row.comma()
        row.append(person.residentSince)
        row.comma()
        row.append(person.addressSince)
        row.comma()
        if let place = person.cameFrom { write(place, to: &row) }
        row.comma()
        if let place = person.wentTo { write(place, to: &row) }
        row.comma()
        if let foreigner = person.foreigner { Nationality.codes.write(foreigner.nationality, to: &row) }
        row.comma()
        row.append(person.suppression != nil)
        row.comma()
        row.append(person.suppression?.from)
        row.comma()
        row.append(person.suppression?.until)
        row.comma()
        if let suppression = person.suppression, suppression.from != nil { row.append(suppression.until == nil) }
        row.comma()
        row.append(person.isProvisional)
    }

    /// Eight columns, from jusho_shikuchosonkodo to jusho_yubinbango.
    private func write(_ dwelling: Dwelling, to row: inout [UInt8]) {
        let towns = city.tables.city
        towns.codes.write(dwelling.town, to: &row)
        row.comma()
        towns.townCodes.write(dwelling.town, to: &row)
        if dwelling.town % 97 == 5 { row.append("999") } else { row.append(number: Int64(dwelling.chome), digits: 3) }
        row.comma()
        towns.prefectures.write(dwelling.town, to: &row)
        row.comma()
        towns.cities.write(dwelling.town, to: &row)
        row.comma()
        towns.names.write(dwelling.town, to: &row)
        if dwelling.chome > 0 {
            row.appendKanjiNumeral(dwelling.chome)
            row.append("丁目")
        }
        row.comma()
        row.appendFullWidth(dwelling.block)
        if dwelling.house > 0 {
            row.append("番")
            row.appendFullWidth(dwelling.house)
            row.append("号")
        } else {
            row.append("番地")
        }
        row.comma()
        if let building = dwelling.building { Buildings.write(building, room: dwelling.room, to: &row) }
        row.comma()
        towns.postalCodes.write(dwelling.town, to: &row)
    }

    private func write(_ place: DistantPlace, to row: inout [UInt8]) {
        switch place {
        case .japan(let town, let block):
            let towns = city.tables.elsewhere
            towns.prefectures.write(town, to: &row)
            towns.cities.write(town, to: &row)
            towns.names.write(town, to: &row)
            row.appendFullWidth(block)
            row.append("番地")
        case .abroad(let country):
            Nationality.labels.write(country, to: &row)
        }
    }
}
