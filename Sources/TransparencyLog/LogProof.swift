public import Foundation
internal import TextForms

/// 証明のファイル. A proof as it is handed on.
public enum ProofFile {
    /// Reads one.
    ///
    /// - Throws: `LogError` where it is none, or a name stands twice in it.
    public static func read<Proof: Decodable>(_ bytes: [UInt8]) throws(LogError) -> Proof {
        if !bytes.contains(0), let name = RepeatedName.first(in: bytes) { throw .malformed(LogExport.twice(name)) }
        guard !bytes.contains(0), let proof = try? JSONDecoder().decode(Proof.self, from: Data(bytes)) else { throw .malformed("証明のファイルではありません") }
        return proof
    }
}

/// 包含証明. That one event is in the tree of a signed checkpoint; whole in itself, so that it can be checked anywhere with the public key.
public struct InclusionProof: Sendable, Codable {
    /// `atena-inclusion-proof/1`.
    public var format = "atena-inclusion-proof/1"
    /// The event.
    public var event: LogEvent
    /// The signed note of the tree.
    public var checkpoint: String
    /// Base64 of the hashes from the leaf to the root.
    public var path: [Data]

    /// A proof in the tree of `note`.
    public init(event: LogEvent, note: SignedNote, path: [TreeHash]) {
        (self.event, checkpoint, self.path) = (event, note.text, path.map { Data($0.bytes) })
    }

    /// Checks it with the public key alone.
    ///
    /// - Throws: `LogFault` where the event is not what was sealed; `LogError` where the note is none, or not signed by the key.
    public func verify(_ key: VerifierKey) throws {
        let note = try SignedNote(checkpoint)
        try note.verify(key)
        let hashes = path.compactMap { TreeHash($0) }
        guard hashes.count == path.count,
            MerkleProof.verifiesInclusion(
                of: event.leaf, at: event.index, size: note.checkpoint.size, path: hashes, root: note.checkpoint.root)
        else { throw LogFault(.altered, index: event.index, eventID: event.id, batch: note.checkpoint.batch, "署名された木に含まれていません") }
        guard event.opensItsCommitment else {
            throw LogFault(.personal, index: event.index, eventID: event.id, batch: note.checkpoint.batch, "個人を示す項目が、封印された内容と異なります")
        }
    }
}

/// 整合性証明. That the tree of a later checkpoint begins with that of an earlier one: nothing before was changed.
public struct ConsistencyProof: Sendable, Codable {
    /// `atena-consistency-proof/1`.
    public var format = "atena-consistency-proof/1"
    /// The earlier signed note.
    public var earlier: String
    /// The later signed note.
    public var later: String
    /// Base64 of the hashes, as RFC 6962 §2.1.2 orders them.
    public var path: [Data]

    /// A proof between two trees of one log.
    public init(from earlier: SignedNote, to later: SignedNote, path: [TreeHash]) {
        (self.earlier, self.later, self.path) = (earlier.text, later.text, path.map { Data($0.bytes) })
    }

    /// Checks it with the public key alone.
    ///
    /// - Throws: `LogFault` where the later tree does not begin with the earlier one; `LogError` where a note is none, or not signed by the key.
    public func verify(_ key: VerifierKey) throws {
        let (before, after) = (try SignedNote(earlier), try SignedNote(later))
        try before.verify(key)
        try after.verify(key)
        let hashes = path.compactMap { TreeHash($0) }
        guard hashes.count == path.count,
            MerkleProof.verifiesConsistency(
                from: before.checkpoint.size, before.checkpoint.root, to: after.checkpoint.size, after.checkpoint.root, path: hashes)
        else { throw LogFault(.fork, batch: after.checkpoint.batch, "後の木が、前の木で始まっていません") }
    }
}
