internal import Crypto
internal import Foundation
internal import StaffAPI
internal import Synchronization
internal import TextFiles
internal import TextForms

/// Where the files of a report go on this machine, open before anything is handed in: beside the file, or where somebody asked, or in a spare place where the file
/// stands in a directory that can't be written.
final class ReportDirectory {
    private static let kinds = ["rejected", "assigned", "characters"]

    /// By kind.
    private let opened: [String: BlockingWholeFile]
    private let path: String

    /// - Throws: ``CommandFailure`` where there is nowhere to write.
    init(for file: String, asked: String?, spare: String?) throws {
        let name = file == "-" ? "stdin" : file.split(separator: "/").last.map(String.init) ?? file
        let beside = file.hasPrefix("/") || file.contains("/") ? String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)]) : "."
        let wanted = asked ?? (file == "-" ? "." : beside.isEmpty ? "/" : beside)
        (path, opened) = try Self.place("\(wanted)/\(name)", wanted: wanted, spare: asked == nil ? spare : nil) { spare in
            // Files of one name come from many places.
            let mark = SHA256.hash(data: Data(URL(fileURLWithPath: file).standardizedFileURL.path.utf8)).prefix(4).hex
            return "\(spare)/\(mark)-\(name)"
        }
    }

    private static func place(
        _ path: String, wanted: String, spare: String?, _ other: (String) -> String
    ) throws -> (String, [String: BlockingWholeFile]) {
        do {
            return (path, try open(path))
        } catch {
            guard let spare else { throw refused(wanted, error) }
            // Where it can't be made, opening in it fails, and that is told.
            try? FileManager.default.createDirectory(atPath: spare, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let path = other(spare)
            guard let opened = try? open(path) else { throw refused(wanted, error) }
            return (path, opened)
        }
    }

    private static func open(_ path: String) throws -> [String: BlockingWholeFile] {
        var opened: [String: BlockingWholeFile] = [:]
        for kind in kinds { opened[kind] = try BlockingWholeFile(path: "\(path).\(kind).csv") }
        return opened
    }

    private static func refused(_ directory: String, _ error: any Error) -> any Error {
        tell("取り込めません。\(directory) に却下した行などのファイルを書けません（\(error)）。--reports に書けるディレクトリを指定してください。")
        return TakingStatus.fileRefused
    }

    /// Takes the files as they come: `NAME.KIND.csv`, whatever `NAME` is there.
    private(set) lazy var files = ReceivedFiles(goesOn: true) { [opened] name in
        let parts = name.split(separator: ".")
        guard parts.last == "csv", let kind = parts.dropLast().last, let file = opened[String(kind)] else {
            throw CommandFailure("ハブが、求めていないファイルを送りました: \(name)")
        }
        return file
    }

    /// The report with the names that its files have here.
    func placed(_ report: TakingReport) -> TakingReport {
        var report = report
        if report.rejectedFile != nil { report.rejectedFile = "\(path).rejected.csv" }
        if report.assignedFile != nil { report.assignedFile = "\(path).assigned.csv" }
        if report.charactersFile != nil { report.charactersFile = "\(path).characters.csv" }
        return report
    }
}

/// How much of a file has been sent.
final class SentBytes: Sendable {
    private let count = Mutex(0)

    /// Whether anything has.
    var isUnderWay: Bool { count.withLock { $0 > 0 } }

    func add(_ bytes: Int, of total: Int, _ progress: ProgressLine) {
        progress.show(
            count.withLock {
                $0 += bytes
                return $0
            }, total)
    }
}
