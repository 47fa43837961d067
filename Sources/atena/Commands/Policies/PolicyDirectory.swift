import Addressee
import ArgumentParser
import Departments
import Foundation
import Governance
import Settings
import Sharing

/// Where the policy files are.
enum PolicyDirectory {
    /// The library of a directory, of `ATENA_POLICIES`, or of `Policies`.
    static func library(_ given: String?) throws -> PolicyLibrary {
        try PolicyLibrary(directory: given ?? Settings().value(.policies) ?? "Policies")
    }

    /// The same where there may be none: a machine that only serves has no files to compare with.
    static func libraryIfAny() throws -> PolicyLibrary? {
        let directory = Settings().value(.policies) ?? "Policies"
        return FileManager.default.fileExists(atPath: directory) ? try PolicyLibrary(directory: directory) : nil
    }
}
