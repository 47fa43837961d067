internal import Addressee
internal import ConnectorKit
internal import TextForms

/// What the delivery service asks a connector program, as the line that it is.
enum ProgramQuestion {
    case describe
    case check(ConnectorKind.Receiver)
    case open(LocalGovernmentCode, ConnectorKind.Receiver, String?)
    case deliver(Batch)
    case withdraw(ItemSet)
    case answers
    case answersKept([LateAnswer])
    case inventory(DigestKey, after: Held?)
    case refused(ConnectorError)

    /// `{"call":7,"do":"deliver",…}` and a line end.
    func line(_ number: Int) -> [UInt8] {
        var json = Line(number)
        switch self {
        case .describe: json.add("do", "describe")
        case .check(let receiver):
            json.add("do", "check")
            json.add(receiver)
        case .open(let body, let receiver, let position):
            json.add("do", "open")
            json.add("body", body.value)
            json.add(receiver)
            if let position { json.add("last_position", position) }
        case .deliver(let batch):
            json.add("do", "deliver")
            json.add("key", batch.idempotencyKey)
            json.add("body", batch.body.value)
            json.add("system", batch.system.rawValue)
            json.add("dataset", batch.dataset)
            json.add("schema_version", batch.schemaVersion)
            json.add("sequence", batch.sequence)
            json.add("calendar_day", batch.calendarDay.description)
            json.addAll("entries", batch.entries) { $1.appendJSON(to: &$0) }
        case .withdraw(let items):
            json.add("do", "withdraw")
            // By their places in the catalogue, which every version of a dataset keeps.
            json.addAll("item_bits", (0..<64).filter { items.rawValue & (1 << $0) != 0 }) { $0 += Array(String($1).utf8) }
        case .answers: json.add("do", "answers")
        case .answersKept(let answers):
            json.add("do", "answers-kept")
            json.addAll("answers", answers) { bytes, answer in
                var inner = Line()
                inner.add("receipt", answer.receipt)
                if let number = answer.addresseeNumber { inner.add("atenabango", number.value) }
                if let key = answer.recordKey { inner.add("record_key", key) }
                bytes += inner.closed
            }
        case .inventory(let key, let after):
            json.add("do", "inventory")
            json.add("digest_key", key.reveal { $0.hex })
            if let after {
                json.add("after", after.number)
                json.add("after_record_key", after.recordKey)
            }
        case .refused(let reason):
            json.add("do", "refused")
            json.add("error", reason.label)
            json.add("detail", reason.detail)
        }
        return json.closed + [UInt8(ascii: "\n")]
    }
}

/// An object of JSON under way.
private struct Line {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    init() {}
    init(_ call: Int) { add("call", call) }

    var closed: [UInt8] { bytes + [UInt8(ascii: "}")] }

    private mutating func begin(_ name: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        JSONText.append(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func add(_ name: String, _ value: String) {
        begin(name)
        JSONText.append(value, to: &bytes)
    }

    mutating func add(_ name: String, _ value: some BinaryInteger) {
        begin(name)
        bytes += Array(String(value).utf8)
    }

    mutating func add(_ receiver: ConnectorKind.Receiver) {
        add("system", receiver.system.rawValue)
        add("dataset", receiver.dataset.rawValue)
    }

    mutating func addAll<Value>(_ name: String, _ values: [Value], _ append: (inout [UInt8], Value) -> Void) {
        begin(name)
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(&bytes, value)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}
