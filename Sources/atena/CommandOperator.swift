import Foundation
import Hub

extension HubComposition {
    /// Who acts.
    func person(_ environment: [String: String]) async throws -> Operator {
        throw CommandFailure("この命令には利用者のサインインが必要です。")
    }
}
