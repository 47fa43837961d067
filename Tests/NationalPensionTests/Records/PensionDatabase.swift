import Addressee
import Crypto
import Foundation
import ModuleStand
import NationalPension
import Postgres

/// A database of a test's own on the server of libpq's environment (`pg_virtualenv` sets it), with the modules' schemas in it, and what the hub has given the module.
struct PensionDatabase: Sendable {
    let name: String
    let records: PensionRecords
    private let pool: Pool

    /// Runs `body` with a database that is dropped afterwards.
    static func with(_ body: (PensionDatabase) async throws -> Void) async throws {
        let name = try await ModuleDatabase.shared.create("pension")
        let pool = Pool(settings: ModuleDatabase.settings(name, as: "atena_national_pension"), maximum: 12)
        let database = PensionDatabase(name: name, records: PensionRecords(pool: pool, tables: try RuleTables.delivered(), seal: seal), pool: pool)
        // As in an installation (sql/bounds.sql): a module takes no advisory lock.
        try await database.admin { try await $0.script(unsafeSQL: Self.withoutAdvisoryLocks) }
        let result: Result<Void, any Error>
        do { result = .success(try await body(database)) } catch { result = .failure(error) }
        await pool.shutdown(grace: .seconds(1))
        try await ModuleDatabase.drop(name)
        try result.get()
    }

    private static let withoutAdvisoryLocks = """
        DO $$ DECLARE taking regprocedure; BEGIN
            FOR taking IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^pg_(try_)?advisory_' LOOP
                EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', taking);
            END LOOP;
        END $$
        """

    /// Another process of the module, with connections of its own.
    func another(maximum: Int = 4, program: String = "") throws -> (records: PensionRecords, pool: Pool) {
        let pool = Pool(settings: ModuleDatabase.settings(name, as: "atena_national_pension"), maximum: maximum)
        return (PensionRecords(pool: pool, tables: try RuleTables.delivered(), seal: seal, program: program), pool)
    }

    /// As superuser: what the tests look at must not depend on the module's rights.
    @discardableResult
    func admin<R>(_ body: (Connection) async throws -> R) async throws -> R {
        let connection = try await Connection.open(ConnectionSettings(["dbname": name]))
        let result = try await body(connection)
        await connection.close()
        return result
    }

    /// Gives rows of an examination the MAC that this program would have given them, whatever they say now.
    func sealExaminations(where condition: String) async throws {
        let table = "pension.examination"
        try await admin { connection in
            let form = "record_send(ROW(examination_id, examined_at, fiscal_year, number, atenabango, section, examined_by, state, basis, proposal))"
            let rows = try await connection.query(Query(unsafeSQL: "SELECT examination_id, \(form) FROM \(table) WHERE \(condition)"))
            for row in rows {
                let (id, bytes) = try row.decode((Int64, [UInt8]).self)
                let mac = Data(NationalPensionTests.mac(bytes, table)).base64EncodedString()
                try await connection.script(unsafeSQL: "UPDATE \(table) SET mac = decode('\(mac)', 'base64') WHERE examination_id = \(id)")
            }
        }
    }

    func count(_ query: Query) async throws -> Int64 { try await admin { try await $0.query(query).first?.decode(Int64.self) ?? -1 } }

    /// Whether so many statements of this database wait in the end for something of this type (`wait_event_type`).
    func waits(_ count: Int64, for type: String = "Lock") async throws -> Bool {
        for _ in 0..<1200 {
            let waiting = try await self.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = \(type)")
            if waiting == count { return true }
            try await Task.sleep(for: .milliseconds(25))
        }
        return false
    }

    /// The SQLSTATE that a statement ends with for a role; `nil` where it succeeds.
    func refusal(_ role: String, _ sql: String) async throws -> String? {
        let connection = try await Connection.open(ModuleDatabase.settings(name, as: role))
        do {
            try await connection.script(unsafeSQL: sql)
            await connection.close()
            return nil
        } catch let error as PostgresError {
            await connection.close()
            return error.sqlState
        }
    }

    /// What the hub gives of a person, as the module's receiver keeps it: the later of two by its sequence.
    func give(_ number: String, born: String = "1990-04-15", sequence: Int64 = 1, _ items: [String: String] = [:]) async throws {
        let all = [
            "shimei": "年金　太郎", "seinengappi": born, "juminjotai": "1", "juminshubetsu": "1", "idojiyu": "41", "idonengappi": "2020-04-01",
            "jusho_todofuken": "埼玉県", "jusho_choaza": "常盤六丁目", "setaibango": "1", "zokugara": "世帯主",
        ].merging(items) { $1 }
        let text = String(decoding: try JSONEncoder().encode(all), as: UTF8.self)
        try await admin {
            try await $0.execute(
                """
                INSERT INTO national_pension.person (sequence, rirekibango, removed, atenabango, items)
                VALUES (\(sequence), 1, false, \(number), \(text)::text::json)
                ON CONFLICT (atenabango) DO UPDATE SET (sequence, removed, items) = (excluded.sequence, false, excluded.items)
                """)
        }
    }

    /// What the hub gives of a person's income, as the module's receiver keeps it: 年度 is the year after that of the income.
    func giveIncome(_ number: String, year: Int, _ items: [String: String], version: Int32 = 1, waiting: Int64 = 0) async throws {
        let text = String(decoding: try JSONEncoder().encode(items.merging(["nendo": String(year + 1)]) { $1 }), as: UTF8.self)
        try await admin {
            try await $0.execute(
                """
                INSERT INTO national_pension.tax_income (sequence, waiting, rirekibango, removed, atenabango, record_key, items)
                VALUES (\(Int64(version)), \(waiting), \(version), false, \(number), \(String(year + 1)), \(text)::text::json)
                ON CONFLICT (atenabango, record_key) DO UPDATE
                SET (sequence, waiting, rirekibango, items) = (excluded.sequence, excluded.waiting, excluded.rirekibango, excluded.items)
                """)
        }
    }

    /// A removal by the hub, and what the module's list of the insured made of its reason.
    func takeBack(_ number: String, sequence: Int64, reason: String? = nil, lostOn: String? = nil) async throws {
        try await admin { connection in
            try await connection.execute(
                "UPDATE national_pension.person SET (sequence, removed, items) = (\(sequence), true, NULL) WHERE atenabango = \(number)")
            guard let reason, let lostOn else { return }
            try await connection.execute(
                """
                INSERT INTO national_pension.class1_candidate (qualified_from, ages_out_on, lost_on, loss_reason, atenabango)
                VALUES ('2010-04-14', '2050-04-14', \(lostOn)::text::date, \(reason), \(number))
                """)
        }
    }
}

/// As the staff service seals: by a key that the module's login has not.
let seal = PensionSeal(mac)

func mac(_ form: [UInt8], _ table: String) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Array(table.utf8) + form, using: SymmetricKey(data: [7, 7])))
}

/// Two clerks, whom nobody's set-up code joins.
let first = Clerk(account: "3001", setUpBy: "1", section: "3020", terminal: "terminal-1")
let second = Clerk(account: "3002", setUpBy: "2", section: "3020", terminal: "terminal-2")

extension PensionRecords {
    /// Receives and accepts, by the two.
    @discardableResult
    func record(_ number: String, _ kind: NoticeKind, _ terms: NoticeTerms, receivedOn: String = "2026-06-01", despiteDoubts: Bool = false) async throws
        -> ReceptionNumber
    {
        let filing = Filing(number: try AddresseeNumber(number), kind: kind, receivedOn: day(receivedOn))
        let receipt = try await receive(filing, saying: terms, by: first, today: today)
        _ = try await accept(receipt.reception, despiteDoubts: despiteDoubts, by: second, today: today)
        return receipt.reception
    }

    func look(_ number: String) async throws -> LookedUp { try await lookUp(try AddresseeNumber(number), today: today) }

    /// Receives another basic pension number.
    func receive(basic digits: String?, of number: String) async throws -> ReceptionNumber {
        try await recordBasic(try AddresseeNumber(number), receivedOn: today, remarks: "", by: first, today: today) { data in
            try BasicData(try digits.map { try BasicPensionNumber($0) }, telephone: data.telephone, remarks: data.remarks)
        }.reception
    }
}

/// The day on which the tests' clerks work.
let today = day("2026-06-10")
