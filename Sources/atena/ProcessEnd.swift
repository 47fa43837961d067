import Foundation
import Installation
import Postgres
import Threads

/// The one way by which every command ends, also where it failed: pools and threads first, the process after them.
///
/// `exit` lets the C libraries free all they have. A connection that is being opened or closed, or a thread that ends meanwhile, would use what they freed
/// (decision 0020).
enum ProcessEnd {
    /// How long whatever is under way may take to end.
    private static let grace = Duration.seconds(5)

    /// Ends the process.
    static func with(_ status: Int32) async -> Never {
        await OpenPools.shutdown()
        let isQuiet = await JoinedThread.end(within: grace)
        fflush(nil)
        // Somebody still works in a library (a disk or a server that does not answer): then none of them cleans up.
        guard isQuiet else { _exit(status) }
        exit(status)
    }
}
