import AccessControlStand
import Postgres
import RegisterStand
import Testing

/// No version and no number without the person it belongs to, however the ids of a statement's parents lie (decision 0005).
@Suite struct ParentCheckTests {
    /// Writes numbers established by these addressees in one statement.
    private func establish(by addressees: [Int64], _ hub: TestHub) async throws {
        try await hub.admin.execute(
            """
            INSERT INTO vault.individual_number (running_number, established_by, key_id, ordinal, keyed_hash, sealed)
            SELECT 1000 + n, a, 1, 1, sha256(n::text::bytea), '\\x00' FROM unnest(\(addressees)) WITH ORDINALITY AS t (a, n)
            """)
    }

    @Test(arguments: [[9, 10, 11], [10, 11], [11], [0, 1], [1, 2, 3, 1_000_000_000], [1, 1_000_000_000], [-5, 10]] as [[Int64]])
    func whereOneParentIsMissingTheStatementIsRefused(addressees: [Int64]) async throws {
        try await TestHub.with { hub in
            try await hub.take((1...10).map { ResidentRow($0) })
            await #expect {
                try await establish(by: addressees, hub)
            } throws: { error in
                let error = error as? PostgresError
                return error?.sqlState == "23503" && error?.constraint == "individual_number_established_by_fkey"
            }
        }
    }

    @Test(arguments: [[1, 2, 3, 10, 9, 9], [1, 10], [5]] as [[Int64]])
    func whereAllAreThereItIsTaken(addressees: [Int64]) async throws {
        try await TestHub.with { hub in
            try await hub.take((1...10).map { ResidentRow($0) })
            try await establish(by: addressees, hub)
            #expect(try await hub.count("SELECT count(*) FROM vault.individual_number WHERE running_number > 1000") == addressees.count)
        }
    }

    /// Of many rows parents are counted by ranges of their ids: 1...10 and 2000...4499 are there, but for 3000.
    private func establishMany(_ addressees: [Int64], _ hub: TestHub) async throws {
        try await hub.take((1...10).map { ResidentRow($0) })
        try await hub.admin.execute(
            """
            INSERT INTO register.addressee (addressee_id, atenabango)
            SELECT n, 'P' || n FROM generate_series(2000, 4499) AS n WHERE n <> 3000
            """)
        try await establish(by: addressees, hub)
    }

    /// The first two are a range, what follows comes after it.
    private func rows(_ ids: [Int64]) -> [Int64] { Array(ids[0]...ids[1]) + ids.dropFirst(2) }

    @Test(arguments: [[2000, 3001], [1990, 2999], [2000, 2999, 3000], [2000, 2999, 4500], [2000, 4499, 3001], [2000, 2999, 1_000_000_000]] as [[Int64]])
    func ofManyWhereOneParentIsMissingTheStatementIsRefused(ids: [Int64]) async throws {
        try await TestHub.with { hub in
            _ = await #expect {
                try await establishMany(rows(ids), hub)
            } throws: { error in
                let error = error as? PostgresError
                return error?.sqlState == "23503" && error?.constraint == "individual_number_established_by_fkey"
            }
        }
    }

    @Test(arguments: [[2000, 2999], [2000, 2999, 5], [3001, 4499, 1, 1], [2000, 2999, 3001, 4499]] as [[Int64]])
    func ofManyWhereAllAreThereTheyAreTaken(ids: [Int64]) async throws {
        try await TestHub.with { hub in
            try await establishMany(rows(ids), hub)
            #expect(try await hub.count("SELECT count(*) FROM vault.individual_number WHERE running_number > 1000") == rows(ids).count)
        }
    }
}
