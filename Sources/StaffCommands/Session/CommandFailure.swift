internal import Foundation

/// What a person at the command line reads when a command can't do its work.
package struct CommandFailure: Error, CustomStringConvertible, LocalizedError {
    package let description: String
    package var errorDescription: String? { description }

    package init(_ description: String) { self.description = description }
}
