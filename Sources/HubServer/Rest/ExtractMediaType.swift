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
        var ranges: [(range: String, weight: Double)] = []
        for part in accept.lowercased().split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let range = pieces.first else { continue }
            ranges.append((range, pieces.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1))
        }
        var best: (type: ExtractMediaType, weight: Double, place: Int)?
        for type in Self.allCases {
            // What names a form most closely says what it is worth, also that it is worth nothing.
            guard let place = type.names.lazy.compactMap({ name in ranges.firstIndex { $0.range == name } }).first else { continue }
            let weight = ranges[place].weight
            guard weight > 0, weight > best?.weight ?? 0 || weight == best?.weight && place < best?.place ?? 0 else { continue }
            best = (type, weight, place)
        }
        guard let best else { return nil }
        self = best.type
    }

    /// What asks for it, the closest first.
    private var names: [String] {
        let (type, subtype) = range
        return ["\(type)/\(subtype)", "\(type)/*", "*/*"]
    }
}
