import ConnectorKit
import NIOCore
import Testing

@testable import HubServer

@Suite struct MarkCountTests {
    @Test(arguments: [false, true]) func countsHoweverTheAnswerIsCut(isCSV: Bool) {
        let line = isCSV ? ",000000000000042,,,,awaiting-confirmation,shimei\n" : #"{"atenabango":"1","op":"awaiting-confirmation","items":{}}"# + "\n"
        let other = isCSV ? ",000000000000043,1,\"a,\"\"b\",upsert,\n" : #"{"atenabango":"1","rirekibango":1,"op":"upsert","items":{}}"# + "\n"
        let bytes = Array((line + other + line + line + other).utf8)
        for size in 1...bytes.count {
            var marks = MarkCount(isCSV: isCSV)
            for start in stride(from: 0, to: bytes.count, by: size) { marks.look(at: ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)])) }
            #expect(marks.count == 3, "cut by \(size)")
        }
    }
}
