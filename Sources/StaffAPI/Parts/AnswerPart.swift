internal import Foundation
package import NIOCore

/// 応答の部分. What takes long, or brings files, is answered in parts: each with its length before it and its kind first, the last one the answer or a problem.
package enum AnswerPart: Sendable {
    /// 進み具合: so much of so much is done; nothing of nothing says only that somebody is at it.
    case progress(done: Int, total: Int)
    /// A file of this name begins; its bytes follow.
    case file(String)
    /// Bytes of the file that began last.
    case bytes(ByteBuffer)
    /// The file that began last is whole.
    case fileEnd
    /// The answer, as JSON. Nothing follows.
    case answer(ByteBuffer)
    /// Why there is none, as JSON (``StaffRefused/Document``). Nothing follows.
    case problem(ByteBuffer)

    /// Bytes of one part.
    package static let most = 64 << 20
    /// Media type of an answer in parts.
    package static let mediaType = "application/vnd.atena.parts"

    /// Of a file, where it is bytes.
    package var fileBytes: [UInt8] { if case .bytes(let buffer) = self { Array(buffer.readableBytesView) } else { [] } }

    private enum Kind: UInt8 {
        case progress = 1
        case file, bytes, fileEnd, answer, problem
    }

    /// As it goes over the line.
    package var encoded: ByteBuffer {
        var buffer = ByteBuffer()
        // A length of four bytes is always there to be written: parts are bounded.
        _ = try? buffer.writeLengthPrefixed(as: UInt32.self) { write(to: &$0) }
        return buffer
    }

    private func write(to buffer: inout ByteBuffer) -> Int {
        switch self {
        case .progress(let done, let total):
            return buffer.writeInteger(Kind.progress.rawValue) + buffer.writeInteger(Int64(done)) + buffer.writeInteger(Int64(total))
        case .file(let name): return buffer.writeInteger(Kind.file.rawValue) + buffer.writeString(name)
        case .bytes(let bytes): return buffer.writeInteger(Kind.bytes.rawValue) + buffer.writeImmutableBuffer(bytes)
        case .fileEnd: return buffer.writeInteger(Kind.fileEnd.rawValue)
        case .answer(let json): return buffer.writeInteger(Kind.answer.rawValue) + buffer.writeImmutableBuffer(json)
        case .problem(let json): return buffer.writeInteger(Kind.problem.rawValue) + buffer.writeImmutableBuffer(json)
        }
    }
}

extension ByteBuffer {
    /// Takes the next part off the front; nil where it is not whole yet.
    ///
    /// - Throws: ``StaffFailure`` for what is none.
    mutating func readPart() throws(StaffFailure) -> AnswerPart? {
        guard let length = getInteger(at: readerIndex, as: UInt32.self) else { return nil }
        guard length > 0, length <= AnswerPart.most else { throw .unknownForm }
        guard var part = readLengthPrefixedSlice(as: UInt32.self) else { return nil }
        switch part.readInteger(as: UInt8.self) {
        case 1:
            guard let done = part.readInteger(as: Int64.self), let total = part.readInteger(as: Int64.self) else { throw .unknownForm }
            return .progress(done: Int(done), total: Int(total))
        case 2: return .file(part.readString(length: part.readableBytes) ?? "")
        case 3: return .bytes(part)
        case 4: return .fileEnd
        case 5: return .answer(part)
        case 6: return .problem(part)
        default: throw .unknownForm
        }
    }
}
