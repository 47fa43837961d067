internal import Addressee
internal import Postgres
internal import SourceFiles

/// Writes a block's accepted rows: whole rows per version, numbers into the vault, entries into the journal; one transaction with the caller's.
///
/// Everything goes by binary COPY with ids taken beforehand, as one message, so that each row is sent to the server once and little is waited for.
struct RegisterWriter {
    /// A row to be written, with all its ids.
    struct Version {
        var submission: Submission
        var addresseeID: Int64
        var isNew: Bool
        var historyNumber: Int32
        var owner: Vault.Place?
        var registeredBy: [String]
        var changed: ItemSet
        /// Whether the resident record code is left out, because it is another's.
        var withoutCode = false
    }

    let vault: Vault
    let fields: SubmissionFields
    /// Whether search keys are made later (`SearchKeying`).
    var leavesKeys = false

    /// - Parameter positions: places in the journal, rising, as many as there are versions or more.
    func write(
        _ versions: [Version], newNumbers: [Vault.NewNumber], positions: [Int64], block: RowBlock, on connection: Connection
    ) async throws {
        guard !versions.isEmpty else { return }
        // Parents first; and within each table in one order, so that two writers of the same persons or numbers never lock each other out.
        try await connection.copyIn(
            unsafeSQL: addressees(versions) + (try vault.storing(newNumbers)) + [
                try rows(versions, positions: positions, block: block)
            ] + (leavesKeys ? [] : [keys(versions, block: block)]) + [entries(versions, positions: positions)])
    }

    private func addressees(_ versions: [Version]) -> [CopyStep] {
        let new = versions.indices.filter { versions[$0].isNew }.sorted {
            versions[$0].submission.addresseeNumber < versions[$1].submission.addresseeNumber
        }
        guard !new.isEmpty else { return [] }
        var copy = BinaryCopy()
        copy.header()
        for index in new {
            copy.row(columns: 2)
            copy.append(int64: versions[index].addresseeID)
            copy.append(text: versions[index].submission.addresseeNumber.utf8)
        }
        copy.trailer()
        return [.copy(unsafeSQL: "COPY register.addressee (addressee_id, atenabango) FROM STDIN (FORMAT binary)", copy)]
    }

    private func rows(_ versions: [Version], positions: [Int64], block: RowBlock) throws -> CopyStep {
        // What no row of the block says is null of itself.
        var said = [Bool](repeating: false, count: VersionColumns.items.count)
        for index in versions.indices { block.withRow(versions[index].submission.row) { fields.markSaid(by: $0, in: &said) } }
        let places = said.indices.filter { said[$0] }
        let columns = Int16(VersionColumns.ofEveryVersion.count + places.count)
        // Four bytes of length for each value; most values are as long as in the file.
        var copy = BinaryCopy(capacity: block.bytes.count + versions.count * (4 * Int(columns) + 96))
        copy.header()
        for index in versions.indices {
            let version = versions[index]
            copy.row(columns: columns)
            copy.append(int64: version.addresseeID)
            copy.append(int64: positions[index])
            if let owner = version.owner { copy.append(int64: owner.runningNumber) } else { copy.null() }
            copy.append(int32: version.historyNumber)
            if let source = version.submission.history?.number, source != version.historyNumber { copy.append(int32: source) } else { copy.null() }
            let births = block.withRow(version.submission.row, fields.births)
            if let first = births?.lowerBound { copy.append(day: first.daysSince2000) } else { copy.null() }
            if let births, births.lowerBound < births.upperBound { copy.append(day: births.upperBound.daysSince2000) } else { copy.null() }
            if let owner = version.owner { copy.append(int16: owner.ordinal) } else { copy.null() }
            copy.append(bytes: version.registeredBy.postgresBinary)
            copy.append(bytes: version.submission.digest)
            try block.withRow(version.submission.row) { try fields.appendItems(of: $0, among: places, withoutCode: version.withoutCode, to: &copy) }
        }
        copy.trailer()
        return .copy(unsafeSQL: "COPY register.version (\(VersionColumns.copied(places))) FROM STDIN (FORMAT binary)", copy)
    }

    /// 検索キー. What a search finds each version by.
    private func keys(_ versions: [Version], block: RowBlock) -> CopyStep {
        var rows = SearchKeyRows()
        for version in versions {
            rows.append(block.withRow(version.submission.row, fields.keys), of: version.addresseeID, version.historyNumber)
        }
        return rows.step()
    }

    private func entries(_ versions: [Version], positions: [Int64]) -> CopyStep {
        var copy = BinaryCopy()
        copy.header()
        let version = [UInt8(ascii: "v")]
        for index in versions.indices {
            copy.row(columns: 5)
            copy.append(int64: positions[index])
            copy.append(int64: versions[index].addresseeID)
            copy.append(int64: versions[index].changed.rawValue)
            copy.append(int32: versions[index].historyNumber)
            copy.append(bytes: version)
        }
        copy.trailer()
        return .copy(unsafeSQL: "COPY journal.entry (position, addressee_id, changed, history_number, kind) FROM STDIN (FORMAT binary)", copy)
    }
}

extension [String] {
    /// PostgreSQL's binary form of `text[]`.
    var postgresBinary: [UInt8] {
        var bytes: [UInt8] = []
        func add(_ value: Int32) { Swift.withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) } }
        add(isEmpty ? 0 : 1)
        add(0)
        add(25)
        guard !isEmpty else { return bytes }
        add(Int32(count))
        add(1)
        for element in self {
            add(Int32(element.utf8.count))
            bytes.append(contentsOf: element.utf8)
        }
        return bytes
    }
}

extension Connection {
    /// Takes `count` numbers of a sequence in one round trip, in rising order.
    package func take(_ count: Int, from sequence: StaticString) async throws -> [Int64] {
        guard count > 0 else { return [] }
        // The name is part of the text: as a parameter it would be looked up for every number.
        let rows = try await query(
            "SELECT array_agg(nextval('\(unsafeSQL: "\(sequence)")')) AS numbers FROM generate_series(1, \(Int64(count)))")
        guard let row = rows.first else { return [] }
        return try row.decode("numbers", as: [Int64].self)
    }
}
