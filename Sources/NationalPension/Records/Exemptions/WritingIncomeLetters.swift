package import Addressee
internal import Postgres

extension PensionRecords {
    /// 所得の照会書. One for each income of an application that was asked for, whatever application it was asked for, and has not come.
    ///
    /// - Parameters:
    ///   - person: only of this one.
    ///   - destination: 照会先の市区町村; `nil`: to the person.
    ///   - hidden: whose place nobody is told.
    /// - Throws: `PensionRefused` J0003, J0007, J0031 where nothing is waited for; `PostgresError`.
    package func incomeLetters(
        _ detail: ApplicationDetail, only person: ExemptionPerson?, to destination: String?, hiding hidden: Set<AddresseeNumber>
    ) async throws -> [IncomeLetter] {
        if let destination {
            try EnteredText.counterpart.checked(destination)
            guard destination.contains(where: { !$0.isWhitespace }) else { throw PensionRefused.terms("照会先の市区町村を書いてください。") }
        }
        guard detail.row.state.isOpen else { throw PensionRefused.decided }
        let waiting = (detail.examination?.basis.incomes ?? []).filter { income in
            income.answer == nil && !income.isUnsettled && (person == nil || income.person == person)
        }
        let rows = try await pool.query(
            "SELECT atenabango, items::text FROM national_pension.person WHERE atenabango = ANY (\(waiting.compactMap(\.number))) AND NOT removed")
        var given: [String: AddresseeVersion] = [:]
        for row in rows {
            let (number, items) = try row.decode((String, String).self)
            given[number] = AddresseeVersion(historyNumber: 0, presence: .resident, movedOn: nil, items: try KeptJSON.read(items))
        }
        let letters = waiting.compactMap { income -> IncomeLetter? in
            guard let asked = income.asked else { return nil }
            let version = income.number.flatMap { given[$0] }
            let hides = version?.isProtected == true || hidden.contains { $0.value == income.number }
            let address = version?.address ?? ""
            return IncomeLetter(
                question: asked.question, asked: IncomeQuestion(income.person, year: income.year, isUnfiled: asked.isUnfiled), askedOn: asked.on,
                reception: asked.reception, name: FormName(version?.formalName ?? "", version?[.shimeiFurigana] ?? ""), birth: version?.displayedBirth ?? "",
                address: hides ? .withheld : address.isEmpty ? .unknown : .told(address),
                declared: detail.entry?.relative(income.person)?.declared ?? "", destination: destination)
        }
        guard !letters.isEmpty else { throw PensionRefused.nothingToAsk }
        return letters
    }
}
