package import Addressee

/// 処理理由. Why somebody looks at a person: one of a list, and in words.
package struct StatedReason: Veiled {
    /// One of `LookupReason.Kind`.
    package var kind: String
    package var text: String

    package init(_ reason: LookupReason) { (kind, text) = (reason.kind.rawValue, reason.text) }
}

/// 照会. One person by addressee number.
package struct LookUp: StaffRequest {
    package static let name = "persons/look-up"
    package typealias Answer = PersonView
    /// 宛名番号
    package var number: String
    package var reason: StatedReason

    package init(number: String, reason: StatedReason) { (self.number, self.reason) = (number, reason) }
}

/// 個人番号の照会. A person's individual number, for a reason of its own.
package struct LookUpIndividualNumber: StaffRequest {
    package static let name = "persons/individual-number"
    /// 宛名番号
    package var number: String
    package var reason: StatedReason

    package init(number: String, reason: StatedReason) { (self.number, self.reason) = (number, reason) }

    package struct Answer: Veiled {
        /// 個人番号
        package var individualNumber: String

        package init(individualNumber: String) { self.individualNumber = individualNumber }
    }
}

/// 検索. By two at least of name, address and birth date.
package struct Search: StaffRequest {
    package static let name = "persons/search"
    package var person: String?
    package var address: String?
    package var birth: String?
    package var sex: String?
    package var match: SearchMatch
    /// Whether names and addresses of old count.
    package var past: Bool
    package var reason: StatedReason

    package init(person: String?, address: String?, birth: String?, sex: String?, match: SearchMatch, past: Bool, reason: StatedReason) {
        (self.person, self.address, self.birth, self.sex, self.match, self.past, self.reason) = (person, address, birth, sex, match, past, reason)
    }

    package struct Answer: Veiled {
        package var persons: [Found]
        /// Whether there are more than are shown.
        package var more: Bool
        /// The birth date that was searched for is in no calendar.
        package var birthIsInNoCalendar: Bool

        package init(persons: [Found], more: Bool, birthIsInNoCalendar: Bool) {
            (self.persons, self.more, self.birthIsInNoCalendar) = (persons, more, birthIsInNoCalendar)
        }
    }

    /// A person of the list.
    package struct Found: Veiled {
        package var number: String
        package var name: String
        /// 生年月日 in eras.
        package var birth: String
        /// 住所; nil where it may not be seen.
        package var address: String?
        package var isAddressWithheld: Bool
        package var hasWarnings: Bool
        /// Found by a name or an address of old.
        package var isByPast: Bool

        package init(number: String, name: String, birth: String, address: String?, isAddressWithheld: Bool, hasWarnings: Bool, isByPast: Bool) {
            (self.number, self.name, self.birth, self.address) = (number, name, birth, address)
            (self.isAddressWithheld, self.hasWarnings, self.isByPast) = (isAddressWithheld, hasWarnings, isByPast)
        }
    }
}

/// 照会結果. A person as somebody of the staff may see them.
package struct PersonView: Veiled {
    /// What a clerk must know first.
    package var warnings: [String]
    /// In the national order.
    package var lines: [Line]

    package init(warnings: [String], lines: [Line]) { (self.warnings, self.lines) = (warnings, lines) }

    /// 項目と値
    package struct Line: Veiled {
        package var label: String
        package var value: String

        package init(label: String, value: String) { (self.label, self.value) = (label, value) }
    }
}
