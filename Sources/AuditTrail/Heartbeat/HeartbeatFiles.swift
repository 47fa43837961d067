internal import Foundation
internal import Postgres
package import TransparencyLog

/// 心拍の記録. Heartbeats beside the batches, a file a day and a line each, never changed.
extension SealedBatchFiles {
    private static let heartbeatPrefix = "heartbeats-"

    /// File names in the order of their days.
    package func heartbeatNames() throws -> [String] {
        guard FileManager.default.fileExists(atPath: directory) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: directory)
            .filter { $0.hasPrefix(Self.heartbeatPrefix) && $0.hasSuffix(".jsonl") }.sorted()
    }

    /// Writes a heartbeat; durable when it returns.
    package func append(_ heartbeat: Heartbeat) throws {
        // The last by name has the newest, also after a clock that had gone ahead was put back.
        let name = max("\(Self.heartbeatPrefix)\(heartbeat.word.time.description.prefix(10)).jsonl", try heartbeatNames().last ?? "")
        let path = "\(directory)/\(name)"
        let isNew = !FileManager.default.fileExists(atPath: path)
        try append(try heartbeat.line(), to: path)
        if isNew { try syncDirectory() }
    }

    /// The newest whole heartbeat.
    package func lastHeartbeat() throws -> Heartbeat? {
        for name in try heartbeatNames().reversed() {
            // A torn line was never told to anybody.
            if let heartbeat = try lastLine(of: name, in: 1 << 14, where: { try? Heartbeat(line: $0) }) { return heartbeat }
        }
        return nil
    }

    /// The whole heartbeats of one file, in their order.
    package func heartbeats(in name: String) throws -> [Heartbeat] {
        try Data(contentsOf: URL(filePath: directory + "/" + name)).split(separator: 0x0A).compactMap { line in
            // A torn line was never told to anybody; one that was made unreadable shows as a break of the chain.
            try? Heartbeat(line: line)
        }
    }
}

/// 再開の記録. What two people accepted, beside the batches, never changed.
extension SealedBatchFiles {
    /// Name of its file.
    static let resumptionsFileName = "resumptions.jsonl"

    /// Writes a proposal or a confirmation; durable when it returns.
    package func append(_ resumption: ResumptionStatement) throws {
        try append(try resumption.line(), to: directory + "/" + Self.resumptionsFileName)
        try syncDirectory()
    }

    /// Those that the key signed, in their order.
    package func resumptions(_ key: VerifierKey) throws -> [ResumptionStatement] {
        let path = directory + "/" + Self.resumptionsFileName
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try Data(contentsOf: URL(filePath: path)).split(separator: 0x0A).compactMap { line in
            // Torn or not signed: nobody's word.
            guard let read = try? ResumptionStatement(line: line), (try? read.verify(key)) != nil else { return nil }
            return read
        }
    }

    /// Confirmations with their proposals, in their order.
    package func accepted(_ key: VerifierKey) throws -> [ResumptionStatement.Acceptance] {
        let all = try resumptions(key)
        return all.compactMap { confirmation in
            all.first { confirmation.confirms($0) }.map { .init(proposal: $0, confirmation: confirmation) }
        }
    }
}
