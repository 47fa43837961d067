package import AccessControlStand
import Postgres
import Testing

/// What holds of numbers, whoever came first.
extension TestHub {
    /// Every individual number has one integrated number, and both sources are linked to it.
    package func expectOneNumberEach(persons: Int, addressees: Int) async throws {
        #expect(try await count("SELECT count(*) FROM register.integrated_number") == persons)
        #expect(try await count("SELECT count(*) FROM vault.individual_number") == persons)
        #expect(try await count("SELECT count(*) FROM register.addressee") == addressees)
        #expect(
            try await count(
                "SELECT count(*) FROM (SELECT FROM register.version GROUP BY running_number HAVING count(*) <> \(Int64(addressees / persons))) AS n")
                == 0)
        #expect(try await count("SELECT count(*) FROM intake.rejected") + count("SELECT count(*) FROM intake.held") == 0)
    }
}
