package import Addressee
internal import Postgres

extension PensionRecords {
    /// Receives that a certificate is registered, says something else, or is registered no longer: it counts once another person has accepted it.
    ///
    /// - Parameter certificate: the whole of what it says; `nil`: the registration ends.
    /// - Throws: as `receive`; `PensionRefused` J0007 where that is recorded already.
    package func recordWelfare(
        _ certificate: WelfareCertificate?, of number: AddresseeNumber, receivedOn: CalendarDay, remarks: String, by clerk: Clerk, today: CalendarDay
    ) async throws -> Receipt {
        let filing = Filing(number: number, kind: .welfareCertificate, receivedOn: receivedOn, remarks: remarks)
        return try await pool.transaction(retries: 2) { connection in
            try await self.receive(filing, by: clerk, today: today, on: connection) { record in
                guard certificate != record.welfare.certificate else {
                    throw PensionRefused.terms(certificate == nil ? "老齢福祉年金の証書は登録されていません。" : "登録されている内容と同じです。")
                }
                return (.welfare(certificate, over: record.welfare.historyNumber), nil)
            }
        }
    }

    /// Reads the versions of persons.
    static func welfareVersions(of numbers: [String]) -> Query {
        """
        SELECT w.atenabango, w.history_number, w.is_registered, w.symbol, w.certificate_number, w.payment_class,
          \(unsafeSQL: SealedRecord.welfareVersion.sealed("w")), \(unsafeSQL: SealedRecord.reception.sealed("r")),
          \(unsafeSQL: SealedRecord.decision.sealed("d"))
        FROM pension.welfare_version w
        JOIN pension.reception r ON r.fiscal_year = w.fiscal_year AND r.number = w.number
        JOIN pension.decision d ON d.fiscal_year = w.fiscal_year AND d.number = w.number
        WHERE w.atenabango = ANY(\(numbers)) ORDER BY w.history_number
        """
    }

    /// The newest true version of each person, and of whom how many are not true.
    ///
    /// - Parameter rows: that `welfareVersions(of:)` reads.
    func welfareVersions(in rows: Rows) throws -> (newest: [String: WelfareVersion], untrue: [String: Int]) {
        var (newest, untrue): ([String: WelfareVersion], [String: Int]) = ([:], [:])
        for row in rows {
            let (person, version, isRegistered, symbol, number, paymentClass, form, mac, received, receivedMAC, decided, decidedMAC) = try row.decode(
                (String, Int32, Bool, String, String, String, [UInt8], [UInt8]?, [UInt8], [UInt8]?, [UInt8], [UInt8]?).self)
            guard seal.holds(.welfareVersion, form, mac), seal.holds(.reception, received, receivedMAC), seal.holds(.decision, decided, decidedMAC) else {
                untrue[person, default: 0] += 1
                continue
            }
            newest[person] = WelfareVersion(
                historyNumber: version, certificate: isRegistered ? WelfareCertificate(kept: symbol, number, paymentClass) : nil)
        }
        return (newest, untrue)
    }

    /// As it was when a reception was entered; `nil` where that version can't be read, or the reception is of something else.
    func welfare(before content: FiledContent, _ record: PersonRecord, on connection: Connection) async throws -> WelfareVersion? {
        guard case .welfare(_, let version) = content else { return nil }
        guard version > 0, version != record.welfare.historyNumber else {
            return version > 0 ? record.welfare : WelfareVersion(historyNumber: 0, certificate: nil)
        }
        let rows = try await connection.query(
            """
            SELECT is_registered, symbol, certificate_number, payment_class, \(unsafeSQL: SealedRecord.welfareVersion.sealed("w")) FROM pension.welfare_version w
            WHERE atenabango = \(record.number.value) AND history_number = \(version)
            """)
        guard let (isRegistered, symbol, number, paymentClass, form, mac) = try rows.first?.decode((Bool, String, String, String, [UInt8], [UInt8]?).self),
            seal.holds(.welfareVersion, form, mac)
        else { return nil }
        return WelfareVersion(historyNumber: version, certificate: isRegistered ? WelfareCertificate(kept: symbol, number, paymentClass) : nil)
    }

    /// Writes the version that an accepted reception makes, in the transaction that is open.
    func write(_ certificate: WelfareCertificate?, over version: Int32, _ received: Received, on connection: Connection) async throws {
        let next = try await connection.freeNumber(
            from: version + 1, to: 1_000_000, among: "SELECT history_number FROM pension.welfare_version WHERE atenabango = \(received.number.value)",
            of: "老齢福祉年金の証書の版")
        try await seal.insert(
            .welfareVersion,
            """
            SELECT \(next)::integer AS history_number, \(received.reception.fiscalYear)::integer AS fiscal_year, \(received.reception.number)::integer AS number,
              now() AS recorded_at, \(certificate != nil)::boolean AS is_registered, \(received.number.value)::text AS atenabango,
              'accepted'::text AS outcome, \(certificate?.symbol ?? "")::text AS symbol, \(certificate?.number ?? "")::text AS certificate_number,
              \(certificate?.paymentClass ?? "")::text AS payment_class
            """, on: connection)
    }
}
