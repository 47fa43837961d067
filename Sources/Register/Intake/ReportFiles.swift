internal import SourceFiles
internal import TextForms
internal import _NIOFileSystem

/// Where the files of a report go.
public struct ReportPlace: Sendable {
    /// The directory that somebody asked for; nil: beside the file.
    public var directory: String?
    /// Where they go if nobody asked for a directory, and nothing can be written beside the file.
    public var spare: String?

    /// Beside the file unless given otherwise.
    public init(directory: String? = nil, spare: String? = nil) { (self.directory, self.spare) = (directory, spare) }
}

/// The files of one report, open before the first row is taken.
struct ReportFiles: Sendable {
    let rejected: SideFile
    let assigned: SideFile
    let characters: SideFile

    private var all: [SideFile] { [rejected, assigned, characters] }

    /// - Throws: `FileRefused` F0020 where there is nowhere to write.
    static func open(for path: String, at place: ReportPlace, header: [UInt8], digest: [UInt8]) async throws -> ReportFiles {
        let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let name = path == "-" ? "stdin" : String(path[slash...])
        let beside = slash == path.startIndex || path == "-" ? "." : String(path[..<slash].dropLast())
        let wanted = place.directory ?? (beside.isEmpty ? "/" : beside)
        do {
            return try await open(wanted + "/" + name, header)
        } catch {
            if place.directory == nil, let spare = place.spare {
                // Files of one name come from many places, so their content tells them apart.
                let mark = digest.prefix(4).hex
                do {
                    try await FileSystem.shared.createDirectory(
                        at: .init(spare), withIntermediateDirectories: true, permissions: [.ownerReadWriteExecute])
                } catch let error as FileSystemError where error.code == .fileAlreadyExists {}
                if let files = try? await open("\(spare)/\(mark)-\(name)", header) { return files }
            }
            throw FileRefused.nowhereToReport(wanted, error.reason)
        }
    }

    private static func open(_ path: String, _ header: [UInt8]) async throws(SideFileFailed) -> ReportFiles {
        var opened: [SideFile] = []
        do {
            let columns = [",\(FileHeader.added.joined(separator: ","))\n", "gyobango,atenabango\n", "gyobango,koumoku,ichi,eraakodo,riyu\n"]
            let headers = [header + Array(columns[0].utf8), Array(columns[1].utf8), Array(columns[2].utf8)]
            for (kind, header) in zip(["rejected", "assigned", "characters"], headers) {
                opened.append(try await SideFile(path: "\(path).\(kind).csv", header: header))
            }
            return ReportFiles(rejected: opened[0], assigned: opened[1], characters: opened[2])
        } catch {
            for file in opened { await file.discard() }
            throw error as? SideFileFailed ?? SideFileFailed(path: path, reason: String(describing: error))
        }
    }

    func discard() async { for file in all { await file.discard() } }
}
