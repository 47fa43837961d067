import Sharing

/// The forms a full extract comes in, chosen by `Accept` (RFC 9110 §12.5.1).
enum ExtractMediaType: CaseIterable {
    case ndjson, csv

    var contentType: String {
        switch self {
        case .ndjson: "application/x-ndjson"
        case .csv: "text/csv; charset=utf-8; header=present"
        }
    }

    var format: ExtractFormat {
        switch self {
        case .ndjson: .ndjson
        case .csv: .csv
        }
    }

    private var range: (type: Substring, subtype: Substring) {
        switch self {
        case .ndjson: ("application", "x-ndjson")
        case .csv: ("text", "csv")
        }
    }

    /// The one with the highest weight, the first named among equals; NDJSON where nothing is asked for.
    init?(accept: String?) {
        guard let accept, !accept.allSatisfy(\.isWhitespace) else {
            self = .ndjson
            return
        }
        var best: (type: ExtractMediaType, weight: Double)?
        for part in accept.lowercased().split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let range = pieces.first else { continue }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            guard let type = Self.allCases.first(where: { $0.isIn(range) }), weight > best?.weight ?? 0 else {
                continue
            }
            best = (type, weight)
        }
        guard let best else { return nil }
        self = best.type
    }

    private func isIn(_ text: String) -> Bool {
        let (type, subtype) = range
        return text == "\(type)/\(subtype)" || text == "\(type)/*" || text == "*/*"
    }
}
