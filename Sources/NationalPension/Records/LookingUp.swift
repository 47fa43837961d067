package import Addressee
internal import Postgres

/// 照会した記録. What somebody of the staff sees of a person's pension record: qualification, resident record and income side by side (NP-4).
package struct LookedUp: Sendable, Unprinted {
    /// The record.
    package let record: PersonRecord
    /// 受付処理簿 of the person, all rows.
    package let receptions: [LedgerRow]
    /// Open tasks.
    package let tasks: [PensionTask]
    /// Proposals that wait.
    package let proposals: [KeptProposal]
    /// 免除等の申請 that wait.
    package let applications: [ApplicationRow]
    /// 裁定請求 that wait, of the person or by them.
    package let claims: [ClaimDetail]
    /// 移行した裁定請求 that are on record.
    package let carriedClaims: [CarriedClaim]
    /// 所得とその履歴, by 年度, the newest first: what the hub gave of `tax-income`, and of each year what stood before.
    package let incomes: [ReceivedIncome]
}

/// 提供された所得の版. One year of a person's, as it was given, and how long it stood.
package struct ReceivedIncome: Sendable, Unprinted {
    /// Until when a version stood that does not any more.
    package struct End: Sendable, Hashable {
        /// The day in Japan on which it ended.
        package let on: CalendarDay
        /// Whether the hub took it back, instead of giving another.
        package let isTakenBack: Bool
    }

    /// 年度.
    package let fiscalYear: String
    /// 履歴番号 of the record at the hub, by which an examination names it.
    package let version: Int32
    /// The day in Japan on which it was given; `nil` where that was not kept yet.
    package let givenOn: CalendarDay?
    /// `nil` of what stands.
    package let ended: End?
    /// Items by their national names.
    package let items: [String: String]
}

/// 検索の結果. Who was found, and whether there are more than are told.
package struct FoundPersons: Sendable, Unprinted {
    /// At most so many are told.
    package static let most = 50
    /// 宛名番号, in their order.
    package let numbers: [AddresseeNumber]
    /// Whether there are more.
    package let hasMore: Bool
}

extension PensionRecords {
    /// A person's record. Whoever looks takes nobody's row, unless something new of the person has to be kept first.
    ///
    /// - Throws: `PensionRefused` J0001, J0017; `PostgresError`.
    package func lookUp(_ number: AddresseeNumber, today: CalendarDay) async throws -> LookedUp {
        let asKept: LookedUp? = try await inOneState { connection in
            guard let person = try await kept([number.value], on: connection).first else { return nil }
            return try await look(at: person, on: connection)
        }
        if let asKept { return asKept }
        return try await pool.transaction(retries: 2) { connection in
            try await look(at: try await follow(number, on: today, connection), on: connection)
        }
    }

    private func look(at person: FollowedPerson, on connection: Connection) async throws -> LookedUp {
        let number = person.number
        var ledger = LedgerFilter()
        (ledger.all, ledger.number, ledger.limit) = (true, number, 1_000)
        var proposals = ProposalFilter()
        (proposals.number, proposals.limit) = (number, 1_000)
        return LookedUp(
            record: try await record(of: person, on: connection), receptions: try await rows(ledger, on: connection),
            tasks: try await tasks(of: number, limit: 1_000, on: connection), proposals: try await self.proposals(proposals, on: connection),
            applications: try await applications(of: number, all: false, limit: 1_000, on: connection).rows,
            claims: try await claims(of: number, all: false, isWaiting: false, limit: 1_000, on: connection).rows,
            carriedClaims: try await carriedClaims(of: number, on: connection).filter { $0.decision == .made("accepted") },
            incomes: try await incomes(of: number, on: connection))
    }

    /// Whose a basic pension number is, or was: of the dead, too.
    ///
    /// - Throws: `PensionRefused` J0022 where it is nobody's; `PostgresError`.
    package func find(_ basicPensionNumber: BasicPensionNumber) async throws -> FoundPersons {
        let digits = basicPensionNumber.reveal { String(decoding: $0, as: UTF8.self) }
        return try await found(
            """
            SELECT DISTINCT atenabango FROM pension.basic_version WHERE basic_pension_number = \(digits) ORDER BY atenabango LIMIT \(Int64(FoundPersons.most + 1))
            """)
    }

    /// Who has the name, or begins with it, and the birth date; white space in names does not count.
    ///
    /// - Throws: `PensionRefused` J0007 without a name, J0022 where there is nobody; `PostgresError`.
    package func find(name: String, born: CalendarDay) async throws -> FoundPersons {
        try EnteredText.name.checked(name)
        let wanted = String(name.filter { !$0.isWhitespace })
        guard !wanted.isEmpty else { throw PensionRefused.terms("氏名を入力してください。") }
        let names = [Item.shimei, .shimeiFurigana, .tsusho, .shimeiGaikokujinkanji, .shimeiGaikokujinromaji].map(\.rawValue)
        return try await found(
            """
            SELECT DISTINCT v.atenabango FROM pension.addressee_version v
            WHERE v.seinengappi = \(born.description) AND EXISTS (
              SELECT FROM unnest(\(names)) AS item (name) WHERE starts_with(regexp_replace(v.items ->> item.name, '[ 　]', '', 'g'), \(wanted)))
            ORDER BY v.atenabango LIMIT \(Int64(FoundPersons.most + 1))
            """)
    }

    private func found(_ query: Query) async throws -> FoundPersons {
        let numbers = try await pool.query(query).map { try AddresseeNumber($0.decode(String.self)) }
        guard !numbers.isEmpty else { throw PensionRefused.unknownNumber }
        return FoundPersons(numbers: Array(numbers.prefix(FoundPersons.most)), hasMore: numbers.count > FoundPersons.most)
    }

    private func incomes(of number: AddresseeNumber, on connection: Connection) async throws -> [ReceivedIncome] {
        try await connection.query(
            """
            SELECT record_key, rirekibango, floor(extract(epoch FROM given_at))::bigint, NULL::bigint, false, items::text, history_number
            FROM national_pension.tax_income WHERE atenabango = \(number.value) AND NOT removed
            UNION ALL
            SELECT record_key, rirekibango, floor(extract(epoch FROM given_at))::bigint, floor(extract(epoch FROM superseded_at))::bigint, taken_back,
              items::text, history_number
            FROM pension.income_version WHERE atenabango = \(number.value)
            ORDER BY 1 DESC, 7 DESC
            """
        ).map { row in
            let (year, version, given, ended, isTakenBack, items, _) = try row.decode((String, Int32, Int64?, Int64?, Bool, String, Int32).self)
            return ReceivedIncome(
                fiscalYear: year, version: version, givenOn: given.map { CalendarDay(inJapanAt: $0) },
                ended: ended.map { ReceivedIncome.End(on: CalendarDay(inJapanAt: $0), isTakenBack: isTakenBack) }, items: try KeptJSON.read(items))
        }
    }
}
