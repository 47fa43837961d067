package import Postgres
import Synchronization

/// The connections of a hub's processes, each in its own role (decision 0090): what a stand does as one of them, it does with these.
package final class ProcessPools: Sendable {
    private let pools = Mutex<[String: Pool]>([:])

    fileprivate func pool(_ login: String, _ settings: ConnectionSettings) -> Pool {
        pools.withLock { pools in
            if let pool = pools[login] { return pool }
            let pool = Pool(settings: settings, maximum: 6)
            pools[login] = pool
            return pool
        }
    }

    fileprivate func shutdown() async {
        for pool in pools.withLock({ Array($0.values) }) { await pool.shutdown(grace: .seconds(1)) }
    }
}

extension TestHub {
    private var processes: ProcessPools { memory.one { ProcessPools() } }

    /// As what receivers ask has them (`atena serve`).
    package var served: Pool { processes.pool("atena_serve", settings(user: "atena_serve", role: "atena_receivers")) }
    /// As what delivers and moves the day has them (`atena work`).
    package var worked: Pool { processes.pool("atena_work", settings(user: "atena_work", role: "atena_delivers")) }
    /// As what staff ask has them (`atena staff`).
    package var staffed: Pool { processes.pool("atena_staff", settings(user: "atena_staff", role: "atena_clerks")) }

    /// Ends what was begun of them.
    func endProcesses() async { await processes.shutdown() }
}
