/// The name columns of both layouts: parts apart by one full-width space.
struct PersonNames {
    let tables: ReferenceTables
    let person: Person

    private var givenNames: NameList { person.isMale ? tables.maleNames : tables.femaleNames }

    /// 氏名: of a foreigner the Roman name, or the kanji name where there is no Roman one.
    func writeName(to row: inout [UInt8]) {
        guard let foreigner = person.foreigner else {
            tables.surnames.kanji.write(person.surname, to: &row)
            row.append("\u{3000}")
            givenNames.kanji.write(person.given, to: &row)
            return
        }
        if foreigner.script == .kanji { writeKanji(to: &row) } else { writeRoman(to: &row) }
    }

    func writeFurigana(to row: inout [UInt8]) {
        guard person.hasFurigana else { return }
        guard let foreigner = person.foreigner else {
            tables.surnames.kana.write(person.surname, to: &row)
            row.append("\u{3000}")
            givenNames.kana.write(person.given, to: &row)
            return
        }
        let (surnames, given) = foreignNames(foreigner)
        surnames.kana.write(foreigner.surname, to: &row)
        row.append("\u{3000}")
        given.kana.write(foreigner.given, to: &row)
    }

    func writeCommonName(to row: inout [UInt8]) {
        guard let common = person.foreigner?.commonName else { return }
        tables.surnames.kanji.write(common.surname, to: &row)
        row.append("\u{3000}")
        givenNames.kanji.write(common.given, to: &row)
    }

    func writeCommonFurigana(to row: inout [UInt8]) {
        guard let common = person.foreigner?.commonName else { return }
        tables.surnames.kana.write(common.surname, to: &row)
        row.append("\u{3000}")
        givenNames.kana.write(common.given, to: &row)
    }

    func writeRoman(to row: inout [UInt8]) {
        guard let foreigner = person.foreigner, foreigner.script != .kanji else { return }
        let (surnames, given) = foreignNames(foreigner)
        surnames.roman.write(foreigner.surname, to: &row)
        row.append("\u{3000}")
        given.roman.write(foreigner.given, to: &row)
    }

    func writeKanji(to row: inout [UInt8]) {
        guard let foreigner = person.foreigner, foreigner.script != .roman else { return }
        let (surnames, given) = foreignNames(foreigner)
        surnames.kanji.write(foreigner.surname, to: &row)
        row.append("\u{3000}")
        given.kanji.write(foreigner.given, to: &row)
    }

    private func foreignNames(_ foreigner: Foreigner) -> (ForeignNames, ForeignNames) {
        let country = Nationality.all[foreigner.nationality]
        return (country.surnames, person.isMale ? country.maleNames : country.femaleNames)
    }
}
