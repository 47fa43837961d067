import Foundation

/// One SQL file, `0001_name.sql`; never changed once it has landed.
public struct Migration: Sendable, Hashable {
    /// The digits of the file's name: the order of application.
    public let number: Int
    /// File name without `.sql`, as the ledger keeps it.
    public let name: String
    /// The SQL.
    public let text: String

    /// - Parameter name: digits, an underscore and words, with or without `.sql`.
    public init(name: String, text: String) throws(MigrationError) {
        let stem = name.hasSuffix(".sql") ? String(name.dropLast(4)) : name
        let digits = stem.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0, stem.dropFirst(digits.count).hasPrefix("_") else {
            throw MigrationError(.badName, file: name, reason: "expected a name such as 0001_words.sql")
        }
        self.number = number
        self.name = stem
        self.text = text
    }

    /// Every `.sql` file of a directory. Where a file `HEAD` lies beside them it must name the last one, so that two branches collide visibly.
    static func read(directory: String) throws(MigrationError) -> [Migration] {
        let files: [String]
        do {
            files = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw MigrationError(.unreadable, file: directory, reason: "the directory can't be read")
        }
        var migrations: [Migration] = []
        for file in files.filter({ $0.hasSuffix(".sql") }).sorted() {
            migrations.append(try Migration(name: file, text: text(of: file, in: directory)))
        }
        migrations.sort { $0.number < $1.number }
        if files.contains("HEAD") {
            let head = try text(of: "HEAD", in: directory).trimmingCharacters(in: .whitespacesAndNewlines)
            let last = migrations.last?.name ?? ""
            guard head == last || head == last + ".sql" else {
                throw MigrationError(.headDiffers, file: "HEAD", reason: "names \(head), but the last file is \(last)")
            }
        }
        return migrations
    }

    private static func text(of file: String, in directory: String) throws(MigrationError) -> String {
        guard let data = FileManager.default.contents(atPath: "\(directory)/\(file)"),
            let text = String(validating: data, as: UTF8.self)
        else {
            throw MigrationError(.unreadable, file: file, reason: "the file can't be read as UTF-8")
        }
        return text
    }
}
