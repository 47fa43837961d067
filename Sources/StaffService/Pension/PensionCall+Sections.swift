internal import AccessControl
internal import Addressee
internal import Installation
internal import NationalPension

extension PensionCall {
    /// In whose name something is received: in that of the person's section, or of another of theirs that they name; who belongs to none has to name one.
    ///
    /// - Throws: `PensionRefused` J0093, J0094; `PostgresError`.
    func receiving(at office: String?) async throws -> Clerk {
        guard let office else {
            guard !clerk.section.isEmpty else { throw PensionRefused.noSection }
            return clerk
        }
        let sections = try await hub.access.sections(for: principal, holding: .pensionWork)
        guard sections.names[office] != nil else { throw PensionRefused.unknownSection }
        guard sections.own.isEmpty || sections.own.contains(office) else { throw PensionRefused.otherSection }
        return clerk.at(office)
    }

    /// A section by which a list is narrowed.
    ///
    /// - Throws: `PensionRefused` J0093 where there is none of the code; `PostgresError`.
    func section(_ office: String?) async throws -> String? {
        guard let office else { return nil }
        guard try await hub.access.sections(for: principal, holding: .pensionWork).names[office] != nil else { throw PensionRefused.unknownSection }
        return office
    }

    /// As `words`, with the names of sections beside their codes.
    ///
    /// - Throws: `PostgresError`.
    func wordsOfSections() async throws -> PensionWords {
        PensionWords(tables: records.tables, today: today, sections: try await hub.access.sections(for: principal, holding: .pensionWork).names)
    }
}
